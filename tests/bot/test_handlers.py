"""What people send and press, through the real framework, tables and stand-in."""

import json
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from telegram import Bot

from bot import application
from bot.application import make_application
from bot.desk import House
from bot.dispatcher import Dispatcher
from bot.phrases import phrases_in, writings
from bot.phrases.help import words_in as help_words
from diary import persons
from playground.server import Message, Person, World
from playground.server.media import Attachment
from storage import entries as entry_rows
from storage import inbox
from storage import persons as person_rows
from storage.database import Database
from storage.entries import Entry
from tests.bot.given import READERS
from tests.diary.given import EMMA, JIWOO, LIMITS, Clock, card_of, finished, recording

KOREAN, ENGLISH = phrases_in("ko"), phrases_in("en")

#: An operator may call models as they like.
STRANGE = replace(
    READERS, expression=replace(READERS.expression, version="<v&1>"), speech="<small>"
)


@dataclass(slots=True)
class Desk:
    """The handlers behind a dispatcher that is moved by hand."""

    world: World
    database: Database
    house: House
    dispatcher: Dispatcher
    stopped: list[int]
    seen: set[int] = field(default_factory=set)

    async def handle(self) -> None:
        """Hand everything that people did to the handlers."""
        async with self.database.writing() as connection:
            for number, raw in self.world.updates.items():
                if number not in self.seen:
                    self.seen.add(number)
                    await inbox.put(connection, number, 7, json.dumps(raw), self.house.now())
        while letters := await self.dispatcher._waiting():
            for letter in letters:
                await self.dispatcher._open(letter)

    async def entry(self, entry_id: int) -> Entry | None:
        async with self.database.reading() as connection:
            return await entry_rows.get(connection, entry_id)


@pytest.fixture
async def desk(bot: Bot, world: World, database: Database) -> Desk:
    clock, stopped = Clock(), list[int]()
    house = House(
        bot=bot,
        database=database,
        limits=LIMITS,
        language="ko",
        now=clock,
        wake_cards=lambda: None,
        wake_worker=lambda: None,
        stop_work=stopped.append,
        readers=lambda: STRANGE,
    )
    framework = make_application(house)
    await framework.initialize()
    apologise = partial(application.apologise, house)
    dispatcher = Dispatcher(database, bot, framework.process_update, apologise, clock)
    return Desk(world, database, house, dispatcher, stopped)


@pytest.fixture
def person(world: World) -> Person:
    return world.person(JIWOO, "지우", "ko")


def said(person: Person) -> list[str]:
    return [message.text or "" for message in person.chat.from_bot]


def last(person: Person) -> Message:
    return person.chat.from_bot[-1]


async def test_start_greets_in_at_most_three_messages_and_asks_with_one_button(
    desk: Desk, person: Person
) -> None:
    person.send_text("/start")
    await desk.handle()
    assert 1 <= len(said(person)) <= 3
    assert [button.data for button in last(person).buttons] == ["agree:0"]


@pytest.mark.parametrize(("code", "phrases"), [("en-US", ENGLISH), ("fr", ENGLISH), ("ko", KOREAN)])
async def test_everybody_is_answered_in_their_language(
    desk: Desk, world: World, code: str, phrases: object
) -> None:
    emma = world.person(EMMA, "Emma", code)
    emma.send_text("hello")
    await desk.handle()
    assert said(emma) == [writings.words_in(phrases.language).offer]  # type: ignore[attr-defined]


async def test_the_consent_is_thanked_for_and_asked_once(desk: Desk, person: Person) -> None:
    person.send_text("/start")
    await desk.handle()
    press = person.tap(last(person), "agree:0")
    await desk.handle()
    assert (await press.answered())["text"] == KOREAN.done
    assert (last(person).text or "").endswith(KOREAN.consent_thanks)
    assert last(person).buttons == []
    person.send_text("/start")
    await desk.handle()
    assert (last(person).text or "").endswith(KOREAN.consent_already)


async def test_a_clip_before_the_consent_is_kept_and_released_by_it(
    desk: Desk, person: Person
) -> None:
    note = person.send_video_note(b"clip", duration=8)
    await desk.handle()
    entry = await desk.entry(1)
    assert entry is not None
    assert entry.state == "consent"
    async with desk.database.reading() as connection:
        assert (await card_of(connection, 1)).reply_to == note.message_id
    person.send_text("/start")
    await desk.handle()
    person.tap(last(person), "agree:0")
    await desk.handle()
    entry = await desk.entry(1)
    assert entry is not None
    assert entry.state == "waiting"


async def test_help_privacy_and_about_are_said(desk: Desk, person: Person) -> None:
    for command in ("/help", "/privacy", "/about", "/nonsense"):
        person.send_text(command)
    await desk.handle()
    helped, private, about, unknown = said(person)
    assert unknown == help_words("ko").unknown
    assert "/cancel" in helped
    assert "/about" in helped
    # The names of models are shown as they are, markup and all.
    assert "(<v&1>)" in private
    assert "(<v&1>)" in about
    assert "음성 모델 <small>" in about
    assert "웃음 · 10번 중 9번 (99%)" in about
    assert "://" not in about


async def test_about_and_privacy_are_listed_and_work_before_the_consent(
    desk: Desk, world: World
) -> None:
    emma = world.person(EMMA, "Emma", "en")
    emma.send_text("/about")
    emma.send_text("/privacy")
    await desk.handle()
    assert said(emma)[0].startswith("Who reads the expression")
    assert said(emma)[1].startswith("What is kept")
    async with desk.database.reading() as connection:
        known = await person_rows.find(connection, EMMA)
    assert known is None or known.consented_at is None


@pytest.mark.parametrize(
    ("size", "duration", "sentence"),
    [
        (LIMITS.max_file_bytes + 1, 8, KOREAN.too_big(21, 20)),
        (1000, 601, KOREAN.too_long(601, 600)),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_what_to_do(
    desk: Desk, person: Person, size: int, duration: int, sentence: str
) -> None:
    clip = person.send_video(b"clip", duration, file_size=size)
    await desk.handle()
    assert said(person) == [sentence]
    assert last(person).reply_to is clip
    assert await desk.entry(1) is None


async def test_every_kind_of_clip_becomes_an_entry(desk: Desk, person: Person) -> None:
    person.send_video_note(b"one")
    person.send_video(b"two", caption="제목\n글 #나")
    person.send_document(b"three", "video/mp4")
    person.forward(person.send_video(b"four"))
    person.album([Attachment("video", b"five"), Attachment("video", b"six")])
    await desk.handle()
    entries = [await desk.entry(number) for number in range(1, 8)]
    assert [entry is not None for entry in entries] == [True] * 6 + [False]
    assert entries[1] is not None
    assert (entries[1].title, entries[1].caption) == ("제목", "글")
    assert entries[4] is not None
    assert entries[4].origin_at is not None
    assert said(person) == []


async def test_what_is_no_clip_is_answered_with_what_is(desk: Desk, person: Person) -> None:
    person.send_content({"dice": {"emoji": "🎲", "value": 4}})
    person.send_sticker(b"sticker")
    person.send_document(b"text", "text/plain")
    await desk.handle()
    assert said(person) == [KOREAN.only_video] * 3


async def test_an_edited_text_is_not_answered_again(desk: Desk, person: Person) -> None:
    message = person.send_text("하나")
    person.edit_text(message, "둘")
    await desk.handle()
    assert said(person) == [writings.words_in("ko").offer]


async def test_cancel_stops_the_newest_and_says_so_when_there_is_none(
    desk: Desk, person: Person
) -> None:
    person.send_video_note(b"one")
    person.send_text("/cancel")
    person.send_text("/cancel")
    await desk.handle()
    assert said(person) == [KOREAN.cancelled, KOREAN.nothing_to_cancel]
    assert desk.stopped == [1]


async def test_who_blocks_the_bot_is_remembered_until_they_come_back(
    desk: Desk, person: Person
) -> None:
    person.send_text("/start")
    person.block_bot()
    await desk.handle()
    async with desk.database.reading() as connection:
        gone = await person_rows.find(connection, JIWOO)
    assert gone is not None
    assert gone.blocked_at == desk.house.now()
    person.unblock_bot()
    await desk.handle()
    async with desk.database.reading() as connection:
        back = await person_rows.find(connection, JIWOO)
    assert back is not None
    assert back.blocked_at is None


async def with_entry(desk: Desk, person: Person, caption: str | None = None) -> Message:
    """A done entry of Jiwoo, and some message of the bot to press buttons on."""
    person.send_text("/help")
    await desk.handle()
    async with desk.database.writing() as connection:
        await finished(connection, recording(99, kind="video", caption=caption))
    return last(person)


@pytest.mark.parametrize(
    "data",
    ["view:1:words:x", "destroy:1", "", "cancel:１", "view:999999999999999999999:card", "🪶"],
)
async def test_a_forged_button_changes_nothing(desk: Desk, person: Person, data: str) -> None:
    message = await with_entry(desk, person)
    before = await desk.entry(1)
    press = person.call(message, data)
    await desk.handle()
    assert (await press.answered())["text"] == KOREAN.too_late
    assert await desk.entry(1) == before


@pytest.mark.parametrize("data", ["cancel:1", "view:1:bubbles", "retry:1", "origin:1", "drop:1"])
async def test_a_stranger_cannot_press_the_buttons_of_another(
    desk: Desk, world: World, person: Person, data: str
) -> None:
    await with_entry(desk, person)
    before = await desk.entry(1)
    emma = world.person(EMMA, "Emma", "en")
    emma.send_text("/help")
    await desk.handle()
    for target in (data, data.replace(":1", ":77")):
        press = emma.call(last(emma), target)
        await desk.handle()
        assert (await press.answered())["text"] == ENGLISH.not_yours
    assert await desk.entry(1) == before


@pytest.mark.parametrize("data", ["cancel:1", "retry:1", "anyway:1", "origin:1", "view:1:nothing"])
async def test_a_button_of_a_state_that_is_over_says_so(
    desk: Desk, person: Person, data: str
) -> None:
    message = await with_entry(desk, person)
    before = await desk.entry(1)
    press = person.call(message, data)
    await desk.handle()
    assert (await press.answered())["text"] == KOREAN.too_late
    assert await desk.entry(1) == before


async def test_the_views_are_turned_and_long_words_come_as_a_file(
    desk: Desk, person: Person
) -> None:
    message = await with_entry(desk, person, "제목\n" + "긴 글이에요 " * 150)
    person.call(message, "view:1:bubbles")
    await desk.handle()
    async with desk.database.reading() as connection:
        assert (await card_of(connection, 1)).view == "bubbles"
    person.call(message, "view:1:words")
    await desk.handle()
    sent = last(person)
    assert sent.content["document"]["file_name"] == "2026-11-20.txt"
    assert sent.caption == KOREAN.words_as_file


async def test_a_fault_of_ours_is_apologised_for_with_its_number(
    desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(persons, "meet", broken)
    person.send_text("/start")
    for _ in range(4):
        await desk.handle()
        clock = desk.house.now
        assert isinstance(clock, Clock)
        clock.pass_s(120)
    assert said(person) == [KOREAN.trouble("1")]
