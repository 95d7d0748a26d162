"""What goes with which mood: days that were counted, in words that give no reason."""

from __future__ import annotations

from languages import dates
from languages.catalogue import Line, Words

#: Tenths from which on a range is too wide to expect anything.
WIDE = 4


class Associations(Words):
    """Tags are escaped before they are put in. Nothing here says why, advises or blames."""

    head = Line("<b>What goes with it?</b>")
    about = Line(
        "Days are counted on which you chose a mood yourself. That two things go together does not "
        "say why, and with few days much is chance."
    )
    open_a_day = Line("Tap a day to read it again.")
    back_button = Line("↩︎ Back")
    not_apart = Line("That is no clear difference.")
    apart = Line("These days differ from the others. The numbers do not say why.")
    hardly_any = Line("fewer than 1 in 10")
    nearly_all = Line("nearly all")

    def tag_head(self, tag: str) -> str:
        return f"🧭 <b>#{tag}</b>"

    def details_button(self, tag: str) -> str:
        """Plain."""
        return f"📆 #{tag}"

    def days_with(self, tag: str, days: int, good: int) -> str:
        return self.say(
            "#{tag}: 🙂 or better on {good} of {days} days", tag=tag, days=days, good=good
        )

    def so_far(self, days: int, good: int) -> str:
        return self.say("So far, {good} of {days} days were 🙂 or better.", days=days, good=good)

    def expected(self, low: int, high: int) -> str:
        """What more such days would show, in tenths of them."""
        ends = {"low": self._tenths(low), "high": self._tenths(high)}
        if low == high:
            return self.say("Over many more such days it would probably be {low}.", **ends)
        if high - low < WIDE:
            return self.say(
                "Over many more such days it would probably be between {low} and {high}.", **ends
            )
        return self.say("With so few days, anything from {low} to {high} is possible.", **ends)

    def _tenths(self, tenths: int) -> str:
        if tenths in {0, 10}:
            return self.nearly_all if tenths else self.hardly_any
        return self.say("{tenths} in 10", tenths=tenths)

    def other_days(self, days: int, good: int) -> str:
        return self.say(
            "Of the {days} other days with a mood, {good} were 🙂 or better.", days=days, good=good
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

    def mean(self, mean: float) -> str:
        return dates.number(round(mean, 1), self.language)


words_in = Associations.of
