"""An evening of one's own: a reminder, a question, an answer; then a memory, and a week in view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from bot.phrases import digests, memories, own_questions, question_list, reminders
from bot.phrases import questions as card_phrases
from playground.server import Message, Person
from tests.journeys.calendars import noon_zone, today_in
from tests.journeys.people import Town, button_texts

Shots = Callable[[], bytes]


class Evening:
    """One person, and what the bot says to them."""

    def __init__(self, town: Town, person: Person, language: str) -> None:
        self.town, self.person = town, person
        self.asks = reminders.words_in(language)
        self.questions = own_questions.words_in(language)
        self.memories = memories.words_in(language)
        self.digests = digests.words_in(language)
        self.listed = question_list.words_in(language).all
        self.card_line = card_phrases.words_in(language).card_line

    async def reads(self, text: str, count: int = 0) -> Message:
        """Wait for a message that has this in it, beyond the first `count` messages."""

        def found() -> Message | None:
            them = self.person.chat.from_bot[count:]
            return next((m for m in reversed(them) if text in (m.text or m.caption or "")), None)

        message: Message = await self.town.sees(self.person, found)
        return message

    async def says(self, command: str, text: str) -> Message:
        """A command, and the answer that has this in it."""
        count = len(self.person.chat.from_bot)
        self.person.send_text(command)
        return await self.reads(text, count)

    async def comes_due(self, kind: str) -> None:
        """The routine's moment has come while the bot was away for a moment."""
        bot = self.town.bot
        await bot.stop()
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        bot.change("UPDATE diaries SET time_zone = ?", noon_zone())
        bot.change("UPDATE routines SET next_at = ?, due_at = ? WHERE kind = ?", now, now, kind)
        bot.start()

    async def is_over(self, kind: str) -> None:
        """It has been dealt with, for today."""
        query = (
            "SELECT count(*) FROM routines WHERE kind = ? AND next_at > datetime('now', '+1 hour')"
        )
        await self.town.bot.until(lambda: self.town.bot.value(query, kind) == 1)

    def reminders(self) -> list[Message]:
        return [m for m in self.person.chat.from_bot if m.text in self.asks.asks.values()]

    def question(self) -> Message | None:
        """The question that was put last."""
        found = (m for m in reversed(self.person.chat.from_bot) if self._asked(m) in self.listed)
        return next(found, None)

    def _asked(self, message: Message) -> str:
        return (message.text or "").split("\n")[0].removeprefix("💭 ")

    async def answer(self, clip: bytes) -> tuple[Message, str]:
        """A note; its card, and the question that stands on it."""
        asked = self._asked(await self.town.sees(self.person, self.question))
        note = self.person.send_video_note(clip, duration=2)
        card = await self.town.settled(self.person, note)
        return card, self.card_line(asked)


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_reminder_brings_a_question_and_its_answer_comes_back_as_a_memory(
    own_town: Town, room_shots: Shots, language: str
) -> None:
    town = own_town
    person = await town.resident(language)
    evening = Evening(town, person, language)
    await evening.says("/remind 22:00", "/remind 21:30")
    await evening.comes_due("reminder")
    reminder = (await town.sees(person, evening.reminders))[0]
    assert button_texts(reminder) == [
        evening.asks.later_button,
        evening.asks.rest_button,
        evening.asks.question_button,
    ]
    person.tap(reminder, evening.asks.question_button)
    card, line = await evening.answer(room_shots())
    assert line in (card.text or card.caption or "")

    # There is an entry now: the day has no second reminder.
    await evening.comes_due("reminder")
    await evening.is_over("reminder")
    assert len(evening.reminders()) == 1

    # A week later.
    today = today_in(noon_zone())
    await town.bot.stop()
    town.bot.change("UPDATE entries SET day = ?", str(today - dt.timedelta(days=7)))
    town.bot.start()
    memory = await evening.says("/memory", evening.memories.week_ago)
    assert memory.reply_to is not None
    assert memory.reply_to.kind == "video_note"
    person.tap(memory, evening.memories.hide_button)
    clip = memory.reply_to
    await town.sees(person, lambda: clip.deleted and memory.text == evening.memories.hidden)
    await evening.says("/memory", evening.memories.nothing.split(".")[0])

    # What was written this week comes on its evening, without a sound, and once.
    await town.bot.stop()
    town.bot.change("UPDATE entries SET day = ?", str(today))
    town.bot.start()
    await evening.says("/week on 20:00", "8:00")
    count = len(person.chat.from_bot)
    await evening.comes_due("digest")
    digest = await evening.reads(evening.digests.week, count)
    assert evening.digests.count(1) in (digest.text or "")
    assert button_texts(digest)[-1] == evening.digests.stop_button
    sent = town.world.calls_of("sendMessage")
    silent = [c for c in sent if evening.digests.week in str(c.params.get("text"))]
    assert [call.params["disable_notification"] for call in silent] == ["true"]
    await evening.comes_due("digest")
    await evening.is_over("digest")
    assert len([m for m in person.chat.from_bot if evening.digests.week in (m.text or "")]) == 1
