"""What is said about the reminder: kindly, and never of what was not done."""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class Reminders(Words):
    """Plain text, escaped where it is sent. `at` is a time of the day."""

    asks = Lines(
        minute=Line("Would you like to keep a minute of today?"),
        one=Line("How was today? One sentence is enough."),
        small=Line("Is there a small moment of today to keep?"),
        here=Line("If you feel like telling something, I am here."),
        now=Line("How are you right now? A few words are fine."),
    )
    later_button = Line("In 10 minutes")
    rest_button = Line("Not today")
    question_button = Line("💭 Give me a question")
    later = Line("All right, in ten minutes.")
    rests = Line("All right. Have a good rest.")
    pauses = Line(
        "Should I ask less often? I won't send any more until you choose, and you can turn it "
        "on again at any time with /remind."
    )
    weekly_button = Line("Once a week")
    daily_button = Line("Every day, as before")
    off_button = Line("Turn it off", context="reminder")
    is_off = Line("The reminder is off.")
    is_paused = Line("The reminder is paused.")
    how_to = Line("Choose a time, or write one: /remind 21:30 or /remind off.")
    turned_off = Line("The reminder is off. /remind turns it on again.")

    def is_daily(self, at: str) -> str:
        return self.say(
            "Reminder: every day at {at}, only when nothing is written that day.", at=at
        )

    def is_weekly(self, weekday: str, at: str) -> str:
        return self.say(
            "Reminder: every {weekday} at {at}, only when nothing is written that week.",
            weekday=weekday,
            at=at,
        )

    def wrong_time(self, said: str) -> str:
        return self.say(
            "I can't read “{said}” as a time of day. Write it like /remind 21:30, or /remind off.",
            said=said,
        )


words_in = Reminders.of
