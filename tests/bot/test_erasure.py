"""/forgetme as people see it: what goes, the word, the receipt, and a new beginning."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Bot

from bot import erasure as loops
from bot.erasure import Erasing, Manner
from bot.phrases import erasure as phrases
from bot.phrases import phrases_in
from playground.server import Message, Person, World
from storage import erasure as rows
from storage import persons as person_rows
from storage import tombstones
from storage.database import Database, Unavailable
from storage.tables import persons
from tests.bot.office import buttons
from tests.bot.parlour import Parlour, open_parlour
from tests.diary.planted import PHRASES, everything, phrase, plant

KOREAN, ENGLISH = phrases.words_in("ko"), phrases.words_in("en")


@dataclass
class House:
    """The parlour with the loop that forgets, and the files that it was told to forget."""

    parlour: Parlour
    loop: Erasing
    forgotten: list[str] = field(default_factory=list)

    async def forget(self, rounds: int = 30) -> None:
        """Let the loop do what it can, and messages disappear."""
        for _ in range(rounds):
            await self.parlour.office.show()
            await self.loop.round()
            await self.parlour.handle()

    async def asked(self, person: Person) -> Message:
        """The question for the word."""
        page = await self.parlour.say(person, "/forgetme")
        words = phrases.words_in(person.language_code or "")
        await self.parlour.press(person, page, words.go_on_button)
        return person.chat.from_bot[-1]

    async def under_way(self, person: Person) -> rows.Erasure | None:
        async with self.parlour.office.database.reading() as connection:
            return await rows.of_account(connection, person.id)


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> House:
    parlour = await open_parlour(bot, world, database)
    forgotten: list[str] = []

    async def forget_files(names: Collection[str]) -> None:
        forgotten.extend(names)

    def nothing() -> None:
        """The test moves the loops itself."""

    manner = Manner(forget_files, nothing, nothing, nothing, sweep_pause=dt.timedelta())
    return House(parlour, Erasing(database, bot, manner, parlour.office.clock), forgotten)


def last(person: Person) -> str:
    return person.chat.from_bot[-1].text or ""


@pytest.mark.parametrize(("language", "word"), [("ko", "지우기"), ("en", "delete")])
async def test_who_types_the_word_is_forgotten_and_gets_a_receipt(
    home: House, language: str, word: str
) -> None:
    """With something in every table; only the one account is left, of who wrote nothing at all."""
    parlour = home.parlour
    person = parlour.jiwoo if language == "ko" else parlour.emma
    words = phrases.words_in(language)
    async with parlour.office.database.writing() as connection:
        await plant(connection, 6, account=person.id)
    page = await parlour.say(person, "/forgetme")
    assert buttons(page) == [words.go_on_button, words.stay_button]
    assert words.kinds({"entries": 6, "comments": 3})[0] in (page.text or "")
    assert "/export" in (page.text or "")
    await parlour.press(person, page, words.go_on_button)
    question = person.chat.from_bot[-1]
    await parlour.say(person, "아니 no", reply_to=question)
    assert last(person) == _plain(words.wrong)
    await parlour.say(person, word, reply_to=question)
    assert last(person) == words.begun
    await home.forget()
    assert last(person).startswith(_plain(words.headings["receipt"]))
    assert words.kinds({"entries": 6})[0] in last(person)
    assert (
        sum(_plain(words.headings["receipt"]) in (m.text or "") for m in person.chat.from_bot) == 1
    )
    assert await home.under_way(person) is None
    async with parlour.office.database.reading() as connection:
        left = await everything(connection)
        assert await person_rows.find(connection, person.id) is None
    told = {value for rows in left.values() for row in rows for value in map(str, row.values())}
    assert not [said for said in PHRASES.values() if any(said in value for value in told)]
    assert str(person.id) not in told - {str(n) for n in range(100)}


def _plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


async def test_whoever_comes_back_begins_from_nothing(home: House) -> None:
    question = await home.asked(home.parlour.emma)
    await home.parlour.say(home.parlour.emma, "DELETE", reply_to=question)
    await home.forget()
    greeted = await home.parlour.say(home.parlour.emma, "/start")
    assert buttons(greeted) == [phrases_in("en").consent_button]
    page = await home.parlour.say(home.parlour.emma, "/forgetme")
    assert buttons(page) == [ENGLISH.go_on_button, ENGLISH.stay_button]


async def test_who_was_never_here_is_not_put_down_by_asking(home: House) -> None:
    page = await home.parlour.say(home.parlour.mallory, "/forgetme")
    assert page.text == ENGLISH.nothing
    async with home.parlour.office.database.reading() as connection:
        assert await person_rows.find(connection, home.parlour.mallory.id) is None


async def test_one_may_think_better_of_it(home: House) -> None:
    page = await home.parlour.say(home.parlour.jiwoo, "/forgetme")
    await home.parlour.press(home.parlour.jiwoo, page, KOREAN.stay_button)
    assert page.text == KOREAN.stayed
    assert await home.under_way(home.parlour.jiwoo) is None


async def test_the_word_of_somebody_else_deletes_nothing(home: House) -> None:
    """Neither a reply by another person, nor the word without the question."""
    question = await home.asked(home.parlour.jiwoo)
    await home.parlour.say(home.parlour.jiwoo, "지우기")
    assert await home.under_way(home.parlour.jiwoo) is None
    await home.parlour.say(home.parlour.emma, "DELETE")
    page = await home.parlour.say(home.parlour.emma, "/help")
    answer = await home.parlour.forge(home.parlour.emma, page, "forget:0:really")
    assert answer["text"] == phrases_in("en").too_late
    assert await home.under_way(home.parlour.emma) is None
    await home.parlour.say(home.parlour.jiwoo, "지우기", reply_to=question)
    assert await home.under_way(home.parlour.jiwoo) is not None


async def test_in_a_group_it_leads_to_the_private_chat(home: House) -> None:
    said = await home.parlour.say(home.parlour.emma, "/forgetme", chat=home.parlour.group)
    words = KOREAN if said.text == KOREAN.lead else ENGLISH
    assert said.text == words.lead
    page = await home.parlour.follow(home.parlour.emma, said, words.lead_button)
    assert buttons(page) == [ENGLISH.go_on_button, ENGLISH.stay_button]


async def test_the_page_says_who_gets_the_diaries(home: House) -> None:
    page = await home.parlour.say(home.parlour.jiwoo, "/forgetme")
    assert "• 가족: Emma 님이 이어받아요" in (page.text or "")
    question = await home.asked(home.parlour.jiwoo)
    await home.parlour.say(home.parlour.jiwoo, "지우기", reply_to=question)
    await home.forget()
    assert any(
        "The owner of 가족 has left." in (m.text or "") for m in home.parlour.emma.chat.from_bot
    )
    page = await home.parlour.say(home.parlour.emma, "/forgetme")
    assert "• 가족: nobody else is in it" in (page.text or "")


async def test_the_receipt_waits_for_a_telegram_that_does_not_answer(home: House) -> None:
    question = await home.asked(home.parlour.emma)
    await home.parlour.say(home.parlour.emma, "DELETE", reply_to=question)
    home.parlour.world.faults.add("server_error", "sendMessage", count=2)
    await home.forget(3)
    one = await home.under_way(home.parlour.emma)
    assert one is not None
    home.parlour.office.clock.pass_s(600)
    await home.forget()
    assert last(home.parlour.emma).startswith(_plain(ENGLISH.headings["receipt"]))
    assert await home.under_way(home.parlour.emma) is None


async def test_who_has_blocked_the_bot_meanwhile_is_forgotten_without_a_receipt(
    home: House,
) -> None:
    question = await home.asked(home.parlour.emma)
    await home.parlour.say(home.parlour.emma, "DELETE", reply_to=question)
    home.parlour.emma.block_bot()
    await home.forget()
    assert await home.under_way(home.parlour.emma) is None
    async with home.parlour.office.database.reading() as connection:
        left = await everything(connection)
    assert home.parlour.emma.id not in {row["telegram_id"] for row in left["persons"]}
    assert home.parlour.emma.id not in {row["chat_key"] for row in left["inbox"]}


async def test_a_bot_that_dies_at_any_step_goes_on_where_it_was(home: House) -> None:
    """Each step is done by a new loop, as after a crash, and every second one fails at its end."""
    parlour = home.parlour
    async with parlour.office.database.writing() as connection:
        await plant(connection, 60, account=parlour.emma.id)
    question = await home.asked(parlour.emma)
    await parlour.say(parlour.emma, "DELETE", reply_to=question)
    states: list[str] = []
    for number in range(60):
        one = await home.under_way(parlour.emma)
        if one is None:
            break
        states += [one.state] if states[-1:] != [one.state] else []
        await _one_round(home, dies=number % 2 == 0)
        await parlour.office.show()
        parlour.office.clock.pass_s(loops.LONGEST.total_seconds() + 1)
    assert states == ["clearing", "withdrawing", "sweeping", "telling"]
    receipts = [m for m in parlour.emma.chat.from_bot if "of yours is deleted" in (m.text or "")]
    assert len(receipts) == 1
    async with parlour.office.database.reading() as connection:
        assert await person_rows.find(connection, parlour.emma.id) is None


async def _one_round(home: House, *, dies: bool) -> None:
    bot, database = home.parlour.office.house.bot, home.parlour.office.database

    async def dying(_names: Collection[str]) -> None:
        raise Unavailable("as if the process were gone")

    def nothing() -> None:
        """The test moves the loops itself."""

    manner = Manner(
        dying if dies else loops.no_files, nothing, nothing, nothing, sweep_pause=dt.timedelta()
    )
    loop = Erasing(database, bot, manner, home.parlour.office.clock)
    try:
        await loop.round()
    except Unavailable:
        assert dies


async def test_a_thread_shows_someone_who_left(home: House) -> None:
    """Where somebody has answered; the place says no more than that."""
    async with home.parlour.office.database.writing() as connection:
        await plant(connection, 3, account=home.parlour.emma.id)
    question = await home.asked(home.parlour.emma)
    await home.parlour.say(home.parlour.emma, "DELETE", reply_to=question)
    await home.forget()
    async with home.parlour.office.database.reading() as connection:
        left: Any = await everything(connection)
    assert [row["text"] for row in left["comments"]] == [None, phrase("reply", "stays")]


@pytest.mark.parametrize("fails", [False, True])
async def test_a_tombstone_is_set_before_the_rows_go_and_a_full_disk_stops_nothing(
    home: House, *, fails: bool
) -> None:
    """It is the one by which a backup from before would know who is meant."""
    person = home.parlour.emma
    database = home.parlour.office.database
    async with database.writing() as connection:
        await plant(connection, 3, account=person.id)
        query = select(persons.c.telegram_id, persons.c.id, persons.c.created_at)
        row = (await connection.execute(query.where(persons.c.telegram_id == person.id))).one()
    await home.parlour.say(person, "DELETE", reply_to=await home.asked(person))
    put: list[str] = []

    async def set_tombstone(name: str) -> None:
        put.append(name)
        if fails:
            raise OSError("as if the disk were full")

    def nothing() -> None:
        """The test moves the loops itself."""

    manner = Manner(loops.no_files, nothing, nothing, nothing, dt.timedelta(), set_tombstone)
    home.loop = Erasing(database, home.parlour.office.house.bot, manner, home.parlour.office.clock)
    await home.forget()
    assert set(put) == {tombstones.digest(*row)}
    assert await home.under_way(person) is None
