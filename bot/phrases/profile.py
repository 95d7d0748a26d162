"""What is said in /me: a person's own numbers, gently, and what goes with which mood."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words


class Profile(Words):
    """Names and tags are escaped before they are put in. Nothing here compares or blames."""

    nothing = Line("Nothing has been written yet. A round video message is the first entry.")
    nameless = Line("You")
    head = Line("<b>The last 30 days</b>")
    moods_button = Line("🎨 Mood calendar")
    with_what_button = Line("🧭 What goes with it?")
    back_button = Line("↩︎ Back")
    not_drawn = Line("I could not draw the picture just now.")
    with_what_head = Line("<b>What goes with it?</b>")
    about = Line(
        "Days are counted on which you chose a mood yourself. That two things go together does not "
        "say why, and with few days much is chance."
    )

    def title(self, name: str) -> str:
        """Above the picture; plain."""
        return self.say("{name} · 30 days", name=name)

    def entries(self, number: int, since: dt.date) -> str:
        day = dates.day(since, self.language)
        return self.plural(
            "One entry, on {day}", "{number} entries · the first on {day}", number, day=day
        )

    def diaries(self, number: int) -> str:
        return self.plural("One shared diary", "{number} shared diaries", number)

    def spoken(self, minutes: int, words: int) -> str:
        return self.say(
            "{minutes} min of video · {words} words",
            minutes=dates.number(minutes, self.language),
            words=dates.number(words, self.language),
        )

    def tags(self, tags: str) -> str:
        return self.say("Tags: {tags}", tags=tags)

    def agreed(self, right: int, number: int) -> str:
        part = f"{100 * right // number}%"
        return self.plural(
            "Was the expression right? {right} of one answer ({part})",
            "Was the expression right? {right} of {number} answers ({part})",
            number,
            right=right,
            part=part,
        )

    def entries_button(self, number: int) -> str:
        return self.plural("📖 The entry", "📖 All {number} entries", number)

    def days_with(self, tag: str, days: int, good: int) -> str:
        return self.say(
            "#{tag}: 🙂 or better on {good} of {days} days", tag=tag, days=days, good=good
        )

    def all_days(self, days: int, good: int, mean: str) -> str:
        return self.say(
            "Of all {days} days with a mood {good} were 🙂 or better (mean {mean} of 5)",
            days=days,
            good=good,
            mean=mean,
        )

    def too_few(self, fewest: int) -> str:
        return self.say(
            "<b>What goes with it?</b>\nTap a face below an entry to keep how you felt. From "
            "{fewest} days with the same tag on, this page tells what goes with it.",
            fewest=fewest,
        )

    def no_tags(self, fewest: int) -> str:
        return self.say("No tag is on {fewest} such days yet.", fewest=fewest)


words_in = Profile.of
