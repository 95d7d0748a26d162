"""What is said to somebody who has reached a limit: what is kept, what is not, when it goes on."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words

#: Seconds below which they are told as seconds.
_SHORT_S = 100


class Limits(Words):
    """HTML. Times are of the person's own clocks."""

    def about(self, seconds: float) -> str:
        """How long something takes."""
        if seconds < _SHORT_S:
            return self.say("about {number} s", number=max(10, round(seconds / 10) * 10))
        minutes = max(1, round(seconds / 60))
        return self.plural("about one minute", "about {number} minutes", minutes)

    def too_fast(self, seconds: float) -> str:
        return self.say(
            "That was a lot at once 🐢 What came before this message is done. This one and the "
            "texts, commands and taps of the next {wait} I leave unread; please send them again "
            "after that. Videos and voice messages are kept all the same.",
            wait=self.about(seconds),
        )

    def too_fast_press(self, seconds: float) -> str:
        """At most 200 characters: it stands in a box."""
        return self.say(
            "That was a lot at once 🐢 Nothing is lost; taps count again in {wait}.",
            wait=self.about(seconds),
        )

    def put_off(self, begins: dt.datetime, today: dt.date) -> str:
        """On the card of a clip that is more than somebody may have analysed in a day."""
        time = dates.time(begins, self.language)
        if begins.date() <= today + dt.timedelta(days=1):
            return self.say(
                "I have it safe. It is more than fits into one day, so I begin with it tomorrow at "
                "{time}.",
                time=time,
            )
        return self.say(
            "I have it safe. It is more than fits into one day, so I begin with it on {day} at "
            "{time}.",
            day=dates.day_and_month(begins, self.language),
            time=time,
        )

    def waiting(self, most: int, seconds: float) -> str:
        """`most` are minutes of clip."""
        return self.say(
            "{waiting} of your clips wait already; they are kept. This one is <b>not</b> kept, and "
            "further ones are not either until some of those are done. It stays here in the chat: "
            "forward it to me again later, in {wait} at the earliest.",
            waiting=self.plural("One minute", "{number} minutes", most),
            wait=self.about(seconds),
        )

    def comments(self, most: int, at: dt.datetime) -> str:
        return self.say(
            "{count} today: that is all for one day. They are kept; this one and further ones are "
            "not. It goes on at {time}.",
            count=self.plural("One comment", "{number} comments", most),
            time=dates.time(at, self.language),
        )

    def exports(self, most: int, at: dt.datetime) -> str:
        return self.say(
            "{count} today: that is all for one day. The files that you have are complete. It "
            "goes on at {time}.",
            count=self.plural("One export", "{number} exports", most),
            time=dates.time(at, self.language),
        )

    def groups(self, most: int, at: dt.datetime) -> str:
        return self.say(
            "{count} today: that is all for one day. Those that there are go on as ever. You can "
            "begin the next one at {time}.",
            count=self.plural("One new diary", "{number} new diaries", most),
            time=dates.time(at, self.language),
        )

    for_now = Line("That is enough for now. Please try again later.")


words_in = Limits.of
