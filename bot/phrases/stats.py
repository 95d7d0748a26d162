"""What /stats says: numbers, and nothing that anybody has said or is called."""

from __future__ import annotations

from languages import dates
from languages.catalogue import Line, Words

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400


class Stats(Words):
    """HTML, one line a subject."""

    head = Line("📊 <b>The last 24 hours</b>")

    def span(self, seconds: float) -> str:
        """A length of time, by its largest unit."""
        if seconds < _MINUTE_S:
            return self.say("{number} s", number=dates.number(round(seconds, 1), self.language))
        if seconds < _HOUR_S:
            return self.say("{number} min", number=round(seconds / _MINUTE_S))
        if seconds < 2 * _DAY_S:
            return self.say("{number} h", number=round(seconds / _HOUR_S))
        return self.plural("one day", "{number} days", round(seconds / _DAY_S))

    queue_empty = Line("⏳ Nobody waits")

    def queue(self, waiting: int, clip: str, oldest: str) -> str:
        return self.say(
            "⏳ {waiting} wait · {clip} of clip · the oldest for {oldest}",
            waiting=waiting,
            clip=clip,
            oldest=oldest,
        )

    def running(self, number: int) -> str:
        return self.say("{number} at work", number=number)

    def put_off(self, number: int) -> str:
        return self.say("{number} for another day", number=number)

    def whole(self, p50: str, p95: str, number: int) -> str:
        return self.say(
            "⏱ Receipt to result: {p50} · p95 {p95} · {number} results",
            p50=p50,
            p95=p95,
            number=number,
        )

    no_results = Line("⏱ No results yet")

    def pace(self, p50: float, p95: float) -> str:
        return self.say(
            "⚙️ Work for a second of clip: {p50} s · p95 {p95} s",
            p50=dates.number(round(p50, 2), self.language),
            p95=dates.number(round(p95, 2), self.language),
        )

    no_failures = Line("✅ Nothing failed")

    def failures(self, number: int, kinds: str) -> str:
        return self.say("⚠️ {number} failed: {kinds}", number=number, kinds=kinds)

    def undelivered(self, cards: int, notices: int, stopped: int) -> str:
        return self.say(
            "📨 To deliver: {cards} cards · {notices} notices · {stopped} for people who are away",
            cards=cards,
            notices=notices,
            stopped=stopped,
        )

    def telegram(self, sent: int, slowed: int) -> str:
        return self.say(
            "✈️ Since the start: {sent} messages sent · {slowed} times told to slow down",
            sent=dates.number(sent, self.language),
            slowed=slowed,
        )

    def updates(self, waiting: int, failed: int, fast: int, strange: int, blocked: int) -> str:
        return self.say(
            "🚦 Updates: {waiting} wait · {failed} set aside · refused: {fast} too fast, {strange} "
            "of strangers, {blocked} of blocked",
            waiting=waiting,
            failed=failed,
            fast=fast,
            strange=strange,
            blocked=blocked,
        )

    def crowd(self, people: int, active: int, gone: int) -> str:
        return self.say(
            "👥 {people} people · {active} with an entry this week · {gone} have blocked me",
            people=people,
            active=active,
            gone=gone,
        )

    def diaries(self, own: int, shared: int) -> str:
        return self.say("📒 {own} own diaries · {shared} shared", own=own, shared=shared)

    def disk(self, free: str, whole: str) -> str:
        return self.say("💾 {free} of {whole} GB free", free=free, whole=whole)

    def backup(self, ago: str) -> str:
        return self.say("backup {ago} ago", ago=ago)

    no_backup = Line("no backup")


words_in = Stats.of
