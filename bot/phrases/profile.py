"""What is said in /me: a person's own numbers, gently."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words


class Profile(Words):
    """Names and tags are escaped before they are put in. Nothing here compares or blames."""

    nothing = Line("You have no entries yet. Send a round video message, and it becomes the first.")
    nameless = Line("You")
    head = Line("<b>The last 30 days</b>")
    moods_button = Line("🎨 Mood calendar")
    with_what_button = Line("🧭 What goes with it?")
    back_button = Line("↩︎ Back")
    not_drawn = Line("I could not draw the picture just now.")

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


words_in = Profile.of
