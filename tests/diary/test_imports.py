"""Imports beside what else happens: the next import, an erasure, and diaries where things show."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from archive.format import Comment
from archive.format import Entry as Archived
from diary import erasure, imports, shares
from diary.imports import Parcel, Stopped
from storage import card_messages, cards, comments, diaries, entries, exports, persons, threads
from storage import imports as rows
from storage.database import Connection, Database
from storage.imports import Import
from storage.persons import Person
from storage.shared_tables import removals
from storage.threads import Thread
from tests.diary.given import (
    EMMA,
    JIWOO,
    LIMITS,
    NOON,
    accepted,
    card_of,
    consenting,
    entry_of,
    finished,
    recording,
)
from tests.diary.shared import GROUP, family, written

SECOND = dt.timedelta(seconds=1)


async def taken(
    connection: Connection, person: Person, state: str, now: dt.datetime = NOON
) -> Import:
    """An import of somebody that is in this state."""
    number = await imports.take(connection, person, Parcel(1, "f", "u", 1), now)
    await rows.change(connection, number, state=state, finished_at=now)
    found = await rows.get(connection, number)
    assert found is not None
    return found


async def test_undoing_an_import_leaves_what_one_before_it_has_brought(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        first = await taken(connection, person, "done")
        entry = await accepted(connection, recording(1))
        await entries.change(connection, entry, import_id=first.id)
        later = NOON + imports.KEPT + SECOND
        await rows.forget_old(connection, later - imports.KEPT)
        assert await rows.get(connection, first.id) is None
        second = await taken(connection, person, "undoing", later)
        assert second.id > first.id
        assert await imports.take_out(connection, second, later) == []
        assert await entries.get(connection, entry) is not None
        assert await rows.entries_of(connection, first.id, person.id) == []


async def test_undoing_an_import_takes_back_what_was_shown_of_it(database: Database) -> None:
    """The card, the video beside it and what was said about it, in the group and at home."""
    async with database.writing() as connection:
        home = await family(connection)
        brought = await taken(connection, home.emma, "undoing")
        number = await finished(connection, recording(1, EMMA))
        await entries.change(connection, number, import_id=brought.id)
        own = await card_of(connection, number)
        await cards.change(connection, own.id, message_id=50)
        entry = await entry_of(connection, number)
        await shares.choose(connection, home.emma, entry, own, home.diary.id, NOON)
        await shares.show(connection, home.emma, entry, await card_of(connection, number), NOON)
        there = await cards.at(connection, number, GROUP)
        assert there is not None
        await cards.change(connection, there.id, message_id=60)
        if await card_messages.find(connection, there.id, "video") is None:
            await card_messages.begin(connection, there.id, "video")
        await card_messages.keep(connection, there.id, "video", 61)
        await threads.put(connection, Thread(number, home.diary.id, GROUP, 62, 0, "ko"))
        assert await imports.take_out(connection, brought, NOON + SECOND) == [number]
        query = select(removals.c.chat_id, removals.c.message_id)
        gone = {tuple(row) for row in await connection.execute(query)}
        assert gone == {(EMMA, 50), (GROUP, 60), (GROUP, 61), (GROUP, 62)}
        assert await imports.take_out(connection, brought, NOON + SECOND) == []
        found = await rows.get(connection, brought.id)
        assert found is not None
        assert found.state == "undone"


async def test_a_large_import_is_taken_out_a_few_entries_at_a_time(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        brought = await taken(connection, person, "undoing")
        for message in range(imports.AT_ONCE + 1):
            entry = await accepted(connection, recording(message + 1))
            await entries.change(connection, entry, import_id=brought.id)
        counts = [len(await imports.take_out(connection, brought, NOON)) for _ in range(3)]
        assert counts == [imports.AT_ONCE, 1, 0]


@pytest.mark.parametrize("state", ["waiting", "bringing", "undoing"])
async def test_who_is_forgotten_gets_nothing_of_an_import_under_way(
    database: Database, state: str
) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        await accepted(connection, recording(1))
        under_way = await taken(connection, person, state)
        await erasure.begin(connection, person, 1, NOON)
        with pytest.raises(Stopped):
            await imports.go_on(connection, under_way, NOON)
        with pytest.raises(Stopped):
            await imports.owner_of(connection, under_way)
        assert await diaries.of_chat(connection, JIWOO) is None


async def test_who_comes_back_at_once_gets_nothing_of_it_either(database: Database) -> None:
    """The account is the same, the person is not."""
    async with database.writing() as connection:
        person = await consenting(connection)
        under_way = await taken(connection, person, "bringing")
        await erasure.begin(connection, person, 1, NOON)
        await consenting(connection)
        await rows.change(connection, under_way.id, state="bringing")
        with pytest.raises(Stopped):
            await imports.go_on(connection, under_way, NOON)


async def test_an_export_under_way_ends_with_who_wanted_it(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        values = {"person_id": person.id, "chat_id": JIWOO, "created_at": NOON}
        await exports.add(connection, {**values, "state": "waiting"})
        export = await exports.claim(connection, "lease", NOON + SECOND, NOON)
        assert export is not None
        await erasure.begin(connection, person, 1, NOON)
        assert not await exports.still(connection, export, NOON + SECOND)
        assert await exports.claim(connection, "other", NOON + SECOND, NOON + 2 * SECOND) is None
        assert await persons.find(connection, JIWOO) is None


async def test_an_import_that_somebody_else_has_taken_up_is_left_to_them(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        mine = await taken(connection, person, "bringing")
        assert (await imports.go_on(connection, mine, NOON)).id == person.id
        await rows.change(connection, mine.id, lease="another")
        with pytest.raises(Stopped):
            await imports.go_on(connection, mine, NOON)
        count = select(func.count()).select_from(removals)
        assert (await connection.execute(count)).scalar() == 0


async def test_words_that_somebody_took_along_go_with_who_said_them(database: Database) -> None:
    """In the same bot it is known who that was; what comes from elsewhere has a name alone."""
    async with database.writing() as connection:
        home = await family(connection)
        entry = await written(connection, home.jiwoo, home.diary, 1)
        said = await comments.add(
            connection,
            {
                "entry_id": entry,
                "diary_id": home.diary.id,
                "author_id": home.emma.id,
                "kind": "text",
                "text": "Emma's words",
                "chat_id": GROUP,
                "message_id": 70,
                "state": "visible",
                "created_at": NOON,
            },
        )
        original = await comments.get(connection, said)
        assert original is not None
        assert original.uid is not None
        talk = (
            Comment(original.uid, "text", NOON, "Emma's words", by="Emma"),
            Comment("b" * 32, "text", NOON, "Mine", parent=original.uid),
            Comment("c" * 32, "text", NOON, "From elsewhere", by="Emma"),
        )
        brought = await taken(connection, home.jiwoo, "bringing")
        own = await imports.home(connection, home.jiwoo, LIMITS, NOON)
        archived = Archived("a" * 32, NOON.date(), NOON, kind="text", text=".", comments=talk)
        assert await imports.keep(connection, home.jiwoo, own, (brought, archived, {}), NOON)
        begun = await erasure.begin(connection, home.emma, 1, NOON)
        while await person_left(connection, begun.erasure.cut_off):
            await erasure.go_on(connection, begun.erasure, NOON)
        [copy] = await rows.entries_of(connection, brought.id, home.jiwoo.id)
        left = [
            (one.state, one.text, one.by_name)
            for one in await comments.of_entry(connection, copy, own.id)
        ]
        assert sorted(left, key=str) == [
            ("deleted", None, None),
            ("visible", "From elsewhere", "Emma"),
            ("visible", "Mine", None),
        ]


async def person_left(connection: Connection, telegram_id: int) -> bool:
    return await persons.find(connection, telegram_id) is not None
