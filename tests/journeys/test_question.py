"""The question of the day: three answer alone, and see each other when all have, or at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from bot.phrases import questions as phrases
from bot.phrases.questions import Questions, words_in
from playground.server import Chat, Message, Person
from tests.journeys.calendars import diary_of, noon_zone, shared_diary
from tests.journeys.people import Town, answers_to, button_texts

Shots = Callable[[], bytes]

BOTH = pytest.mark.parametrize("language", ["ko", "en"])


class Table:
    """A family of three and the question in their group."""

    def __init__(self, town: Town, language: str) -> None:
        self.town, self.language = town, language
        self.words: Questions = words_in(language)
        self.people: list[Person] = []
        self.group: Chat
        self.asked: Message

    async def sit_down(self) -> None:
        """Three people with a diary; its owner wants a question a day, and now is its minute."""
        town = self.town
        names = ("Emma", "Tom", "Mia")
        self.people = [await town.resident(self.language, name) for name in names]
        self.group = await shared_diary(town, "Family", *self.people)
        emma = self.people[0]
        emma.send_text("/question on 25:00", chat=self.group)
        await town.sees(emma, lambda: self.said("/question on 21:00"))
        emma.send_text("/question on 21:00", chat=self.group)
        await town.sees(emma, lambda: self.said(" 9:00"))
        await town.bot.until(lambda: town.bot.value("SELECT question_minute FROM diaries") == 1260)
        await self.change(
            "UPDATE diaries SET time_zone = ?, next_question_at = ?", noon_zone(), _now()
        )
        self.asked = await town.sees(emma, lambda: self.said(self.words.title))

    async def change(self, query: str, *values: str) -> None:
        """Change the database of the bot while it sleeps."""
        await self.town.bot.stop()
        self.town.bot.change(query, *values)
        self.town.bot.start()

    def said(self, text: str) -> Message | None:
        return next((m for m in reversed(self.group.from_bot) if text in (m.text or "")), None)

    @property
    def question(self) -> str:
        diary_id = diary_of(self.town.bot, self.group.id)
        return phrases.question(diary_id, 0, self.language)

    async def asks(self, person: Person) -> Message:
        """What the bot says when somebody follows the link under the question."""
        before = len(person.chat.from_bot)
        person.open_link(self.asked.links[0])
        await self.town.sees(person, lambda: len(person.chat.from_bot) > before)
        return person.chat.from_bot[-1]

    async def answer(self, person: Person, clip: bytes) -> Message:
        """Follow the link and send a note; its card, which says what becomes of it."""
        asks = await self.asks(person)
        assert self.question in (asks.text or "")
        note = person.send_video_note(clip, duration=2)
        button = self.words.no_answer_button

        def card() -> Message | None:
            return next((m for m in answers_to(note) if button in button_texts(m)), None)

        found: Message = await self.town.sees(person, card)
        return found

    async def counts(self, answered: int) -> None:
        text = self.words.counted(answered, len(self.people))
        await self.town.sees(self.people[0], lambda: text in (self.asked.text or ""))

    async def opens(self, answered: int) -> None:
        text = self.words.opened(answered)
        await self.town.sees(self.people[0], lambda: text in (self.asked.text or ""))
        assert button_texts(self.asked) == [self.words.late_button]

    def shown(self, person: Person) -> bool:
        """Whether the group has this person's answer: a card with the question, and the video."""
        line = self.words.card_line(self.question)
        name = person.first_name
        cards = (m.text or m.caption or "" for m in self.group.from_bot)
        return any(text.startswith(name) and line in text for text in cards)

    @property
    def videos(self) -> int:
        return sum(m.kind == "video_note" for m in self.group.from_bot)


def _now() -> str:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@BOTH
async def test_nobody_sees_an_answer_before_everybody_has_given_one(
    own_town: Town, room_shots: Shots, language: str
) -> None:
    town, table = own_town, Table(own_town, language)
    await table.sit_down()
    emma, tom, mia = table.people
    assert table.question in (table.asked.text or "")
    await table.counts(0)
    told = len(table.group.from_bot)

    await table.answer(emma, room_shots())
    await table.counts(1)
    card = await table.answer(tom, room_shots())
    await table.counts(2)
    # Tom did not mean that one.
    answered = await tom.press(card, table.words.no_answer_button, 60)
    assert answered["text"] == table.words.no_answer
    await table.counts(1)
    await table.answer(tom, room_shots())
    await table.counts(2)
    await town.bot.until(
        lambda: town.bot.value("SELECT count(*) FROM entries WHERE state = 'done'") == 3
    )
    assert len(table.group.from_bot) == told
    assert town.bot.rows("SELECT * FROM shares") == []

    await table.answer(mia, room_shots())
    await table.opens(3)
    await town.sees(emma, lambda: all(table.shown(person) for person in table.people))
    await town.sees(emma, lambda: table.videos == 3)
    stranger = await town.resident(language, "Eve")
    stranger.open_link(table.asked.links[0])
    await town.sees(stranger, lambda: stranger.chat.from_bot[-1].text == table.words.unknown)


@BOTH
async def test_when_the_day_ends_what_there_is_is_shown_and_late_answers_follow(
    own_town: Town, room_shots: Shots, language: str
) -> None:
    town, table = own_town, Table(own_town, language)
    await table.sit_down()
    emma, tom, _ = table.people
    await table.answer(emma, room_shots())
    await table.counts(1)
    await table.change("UPDATE questions SET closes_at = ?", _now())
    await table.opens(1)
    await town.sees(emma, lambda: table.shown(emma) and table.videos == 1)
    assert not table.shown(tom)

    late = await table.answer(tom, room_shots())
    shows = await tom.press(late, table.words.show_late_button("Family"), 60)
    assert shows["text"] == table.words.will_be_shown
    await town.sees(tom, lambda: table.shown(tom) and table.videos == 2)
    await table.opens(2)
    asks = await table.asks(tom)
    assert asks.text == table.words.has_answered("Family")
    # Taken back, it is gone, and does not come again.
    row = town.bot.rows("SELECT id, diary_id FROM shares ORDER BY id")[-1]
    entry = town.bot.value("SELECT entry_id FROM shares WHERE id = ?", row["id"])
    own = next(m for m in reversed(tom.chat.from_bot) if m.buttons)
    tom.call(own, f"takeback:{entry}:{row['diary_id']}-sure")
    await town.sees(tom, lambda: table.videos == 1 and not table.shown(tom))
