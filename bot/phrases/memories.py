"""What is said when a person looks back, and about what they do not want to see then."""

from __future__ import annotations

from diary.memories import Ago
from languages.catalogue import Line, Words


class Memories(Words):
    """Plain text, escaped where it is sent."""

    week_ago = Line("A week ago today")
    month_ago = Line("A month ago today")
    near_week = Line("About a week ago")
    near_month = Line("About a month ago")
    has_one = Line("You have a memory from this day.")
    nothing = Line(
        "There is nothing to look back at today. What you recorded a week, a month or some years "
        "ago comes up here on its day."
    )
    show_button = Line("Show it")
    open_button = Line("Open")
    hide_button = Line("Hide this one")
    less_button = Line("Less often")
    daily_button = Line("🔔 Send me one when there is one")
    stop_button = Line("Stop sending them")
    back_button = Line("↩︎ Show it again")
    list_button = Line("What is left out")
    hidden = Line(
        "Hidden: it does not come up any more when you look back. It stays in your diary."
    )
    unhidden = Line("It may come up again.")
    weekly = Line("All right: one a week at most, and only if there is one.")
    off = Line("I won’t send memories any more. /memory shows one whenever you like.")
    skips = Line("These do not come up when you look back. Press one to let it come up again.")
    skips_nothing = Line("Nothing is left out when you look back.")
    skipped = Line("Left out from now on. It stays in your diary.")
    too_many = Line("There are too many already. Let some of them come up again first.")
    how_to_skip = Line(
        "Leave something out when looking back: /memory skip #tag, /memory skip @name, "
        "/memory skip 2025-03-01..2025-04-10"
    )
    how_to = Line("To get memories automatically: /memory on 09:00 · /memory off")

    def ago(self, ago: Ago, *, is_near: bool) -> str:
        """How long ago; `is_near`: about so long."""
        if ago.unit == "year":
            return self._years(ago.number, is_near=is_near)
        if ago.unit == "month":
            return self.near_month if is_near else self.month_ago
        return self.near_week if is_near else self.week_ago

    def _years(self, number: int, *, is_near: bool) -> str:
        if is_near:
            return self.plural("About a year ago", "About {number} years ago", number)
        return self.plural("A year ago today", "{number} years ago today", number)

    def on(self, at: str) -> str:
        return self.say(
            "All right: at {at}, silently, on days that have a memory.",
            at=at,
        )

    def wrong_time(self, said: str) -> str:
        return self.say(
            "I can't read “{said}” as a time of day. Write it like /memory on 09:00, "
            "or /memory off.",
            said=said,
        )


words_in = Memories.of
