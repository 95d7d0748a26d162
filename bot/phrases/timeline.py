"""What is said in the time line of a diary and in the view of a day."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Timeline(Words):
    """Titles and names are escaped before they are put in."""

    my_title = Line("My diary")
    our_title = Line("Our diary")
    all_title = Line("All my entries")
    nothing = Line("Nothing has been written here yet. Send a round video message to begin.")
    nothing_shared = Line("Nothing has been written here yet.")
    still_working = Line("⏳ being analysed")
    own_moods = Line("🙂 the mood you chose")
    looks = Line("<i>in italics:</i> what the face showed")
    older_button = Line("Older ›")
    newer_button = Line("‹ Newer")
    more_button = Line("More of this day ›")
    months_button = Line("🗓 Jump to a month")
    diaries_button = Line("📒 Another diary")
    which_month = Line("Which month?")
    which_diary = Line("Which diary?")
    back_button = Line("← Back")
    calendar_button = Line("↩︎ Calendar")
    example = Line("Add a month to jump there: /diary 2026-11")
    none_left = Line("There is no entry to look back on yet.")

    def head(self, title: str, number: int) -> str:
        return self.plural(
            "📒 <b>{title}</b> · one entry",
            "📒 <b>{title}</b> · {number} entries",
            number,
            title=title,
        )

    def part(self, first: int, last: int, total: int) -> str:
        """Which of them are shown, the first being number 1."""
        if first == last:
            return self.say("{number}/{total}", number=last, total=total)
        return self.say("{first}–{last} of {total}", first=first, last=last, total=total)

    def day_head(self, day: str, number: int) -> str:
        return self.plural(
            "<b>{day}</b> · one entry", "<b>{day}</b> · {number} entries", number, day=day
        )

    def empty_day(self, day: str) -> str:
        return self.say("<b>{day}</b>\nNothing was written on this day.", day=day)

    def day_number(self, day: int) -> str:
        """A day of the month, as a line begins."""
        return self.say("{day}", context="day of the month", day=day)


words_in = Timeline.of
