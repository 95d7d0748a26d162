"""Forged presses, links, commands and replies: nothing is disclosed, and nothing is changed.

`MINDGITTER_TEST_PRESSES` asks for more of them (`make soak`).
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from random import Random
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import event, select

from bot.handlers.presses import PRESSES
from bot.handlers.start import STARTS
from diary import access, departures, entries, rights
from diary.departures import Left
from diary.errors import NotYours
from playground.server import World
from storage import diaries
from storage import entries as entry_rows
from storage.database import Database
from storage.shared_tables import prompts, questions
from tests.bot import forgeries
from tests.bot.city import City, open_city
from tests.bot.raid import FORGERS, Raid

MOST = int(os.environ.get("MINDGITTER_TEST_PRESSES", "5000"))

#: The tables that must have rows for forgers to look for.
EVERYTHING = {
    *("persons", "diaries", "members", "entries", "clips", "cards", "card_messages", "tags"),
    *("terms", "jobs", "shares", "comments", "threads", "reactions", "notices", "prompts"),
    *("invitations", "questions", "standings"),
}

#: What Tom is kept from pressing, because he may, is made up for.
MORE = 1.1


def _hurry(raw: Any, _record: object) -> None:
    """A power cut is no part of this."""
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA journal_mode=MEMORY")


async def _at_once(_: Any, act: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """Without a second thread, which takes longer than its work: forgers come one by one."""
    return act(*args, **more)


@pytest.fixture
async def city(world: World, telegram: str, database: Database) -> AsyncIterator[City]:
    event.listen(database.writer.sync_engine, "connect", _hurry)
    city = await open_city(world, telegram, database)
    yield city
    await city.office.house.bot.shutdown()


@pytest.fixture
async def raid(city: City, monkeypatch: pytest.MonkeyPatch) -> Raid:
    monkeypatch.setattr(aiosqlite.Connection, "_execute", _at_once)
    raid = Raid(city, Random(4))  # noqa: S311 - the same forgeries every time, no secret
    await raid.begin()
    return raid


def test_every_action_that_a_button_can_ask_for_is_forged() -> None:
    assert set(forgeries.ACTIONS) == set(PRESSES)


async def test_there_is_something_of_everything_to_be_found_out(raid: Raid) -> None:
    full = {table for table, rows in raid.before.items() if rows}
    assert not EVERYTHING - full
    told = str(raid.before)
    for state in ("waiting", "consent", "twin", "failed", "done", "shown", "draft", "hidden"):
        assert f"'state': '{state}'" in told, state
    kept = [word for word in raid.city.secrets if word in told.lower()]
    assert len(kept) > 50  # beside them only the chats' own titles, and names of those forwarded
    assert len(raid.seen) > 100


@pytest.mark.slow
async def test_forged_presses_disclose_nothing_and_change_nothing(raid: Raid) -> None:
    await raid.storm(int(MOST * MORE / len(FORGERS)))
    await raid.end()
    assert raid.presses >= MOST
    assert raid.answered >= raid.presses
    # Whether something is there is told neither.
    assert len(raid.words) > len(forgeries.ACTIONS)
    assert {key: found for key, found in raid.words.items() if len(found) > 1} == {}
    print(f"{raid.presses} presses, {raid.answered} answers")  # noqa: T201 - the soak's number


async def test_forged_links_commands_and_replies_do_nothing_either(raid: Raid) -> None:
    for name in FORGERS:
        await follow_links(raid, name)
        await give_commands(raid, name)
        await answer_for_others(raid, name)
    await raid.end()


async def follow_links(raid: Raid, name: str) -> None:
    """Every payload of every prefix, but for what leads Tom to his own club."""
    city = raid.city
    async with city.office.database.reading() as connection:
        club = city.diaries["club"].id
        asked = select(questions.c.id).where(questions.c.diary_id == club)
        theirs = {club, *(await connection.execute(asked)).scalars()} if name == "tom" else set()
    for payload in forgeries.payloads(raid.chance, list(STARTS), city.token):
        number = payload.rpartition("_")[2]
        if not (number.isdecimal() and int(number) in theirs):
            await raid.say(name, city.people[name].chat, f"/start {payload}")
    await raid.check(name)


async def give_commands(raid: Raid, name: str) -> None:
    """By themselves, and as replies to whatever the bot has said there."""
    private, group = raid.city.places(name)
    for text in forgeries.PRIVATE:
        await raid.say(name, private, text)
    for text in forgeries.GROUP if name == "tom" else forgeries.CORNER:
        await raid.say(name, group, text)
        for message in [m for m in group.messages if m.message_id < 8]:
            await raid.say(name, group, text, reply_to=message)
    await raid.check(name)


async def answer_for_others(raid: Raid, name: str) -> None:
    """What others were asked, and what nobody was."""
    city = raid.city
    async with city.office.database.reading() as connection:
        asked = (await connection.execute(select(prompts))).mappings().all()
    assert len({row["kind"] for row in asked}) > 2
    for row in asked:
        if row["person_id"] != raid.ids[name]:
            await raid.reply(name, row["message_id"], "Busan")
        replied = city.places(name)[1].find(row["message_id"])
        if name == "tom" and row["chat_id"] == city.chats["club"].id:
            await raid.say(name, city.chats["club"], "x", reply_to=replied)
    for number in forgeries.NUMBERS:
        if name != "tom" or number != city.diaries["club"].id:
            await raid.pick(name, number)
    await raid.check(name)


# The test can fail


def lets_everybody_do_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "allows", lambda *_: True)


def lets_everybody_read(monkeypatch: pytest.MonkeyPatch) -> None:
    async def reads(*_: Any) -> bool:
        return True

    monkeypatch.setattr(access, "_reads", reads)


def takes_everybody_for_the_author(monkeypatch: pytest.MonkeyPatch) -> None:
    async def of_author(connection: Any, entry_id: int, *_: Any, **_more: Any) -> Any:
        found = await entry_rows.get(connection, entry_id)
        if found is None:
            raise NotYours
        return found

    monkeypatch.setattr(entries, "of_author", of_author)


def lets_everybody_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    async def about(connection: Any, _person: Any, diary_id: int) -> Any:
        diary = await diaries.find(connection, diary_id)
        if diary is None:
            raise NotYours
        return Left(diary, 0, is_member=False)

    monkeypatch.setattr(departures, "about", about)


MISTAKES = (
    lets_everybody_do_everything,
    lets_everybody_read,
    takes_everybody_for_the_author,
    lets_everybody_leave,
)


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_right_that_is_given_by_mistake_is_found(
    raid: Raid, monkeypatch: pytest.MonkeyPatch, mistake: Callable[[pytest.MonkeyPatch], None]
) -> None:
    mistake(monkeypatch)
    raid.may_break = True
    with pytest.raises(AssertionError):  # noqa: PT012 - either may find it
        await raid.storm(200)
        await raid.end()
