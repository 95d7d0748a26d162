"""Who is erased is nowhere any more, in no row and no byte, and others have what they had."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from diary import erasure, members, persons
from diary.errors import NotYours, TooLate
from storage import comments, diaries, holdings, notices
from storage import erasure as rows
from storage import persons as person_rows
from storage.database import Connection, Database
from storage.metadata import metadata
from tests.diary.given import NOON
from tests.diary.planted import (
    CLUB,
    FAMILY,
    GOES,
    PHRASES,
    SAID,
    STAYS,
    everything,
    phrase,
    plant,
    spellings,
)
from tests.sealed import PLAIN


async def erased(database: Database, account: int = GOES) -> None:
    """Forget somebody, step by step, to the last row."""
    async with database.writing() as connection:
        person = await person_rows.find(connection, account)
        assert person is not None
        await erasure.begin(connection, person, 0, NOON)
    await cleared(database, account)
    async with database.writing() as connection:
        one = await rows.of_account(connection, account)
        assert one is not None
        await rows.give_up_messages(connection, account)
        await rows.blank_letters(connection, account)
        await rows.remove(connection, one.id)


async def cleared(database: Database, account: int = GOES) -> None:
    for _ in range(100):
        async with database.writing() as connection:
            one = await rows.of_account(connection, account)
            assert one is not None
            if one.state != "clearing":
                return
            await erasure.go_on(connection, one, NOON)
    raise AssertionError("it never ends")


def numbers_in(found: dict[str, Any]) -> Collection[tuple[str, str, Any]]:
    """Every value of every row, with its place."""
    return [
        (table, column, value)
        for table, rows in found.items()
        for row in rows
        for column, value in row.items()
    ]


@pytest.fixture
async def two(database: Database) -> Database:
    async with database.writing() as connection:
        await plant(connection)
    return database


async def test_the_two_have_something_in_every_table(database: Database) -> None:
    """So that a new table, which must be planted too, cannot be forgotten by the tests below."""
    async with database.writing() as connection:
        planted = await plant(connection, 2)
        # Two of them say nothing of anybody: the last numbers that were given, the key's name.
        assert planted | {"erasures", "numbers", "sealing"} == set(metadata.tables)
    assert set(PHRASES) == set(SAID)


async def test_no_row_of_any_table_tells_of_who_is_erased(two: Database) -> None:
    async with two.reading() as connection:
        person = await person_rows.find(connection, GOES)
        assert person is not None
    async with two.reading() as connection:
        before = await everything(connection)
    gone = {row["id"] for row in before["entries"] if row["author_id"] == person.id}
    await erased(two)
    async with two.reading() as connection:
        left = await everything(connection)
    people = {column for _, column in _keys_to("persons")}
    assert people >= {"author_id", "person_id", "owner_id", "inviter_id", "invitee_id"}
    for table, column, value in numbers_in(left):
        assert value != GOES, (table, column)
        assert not any(said in str(value) for said in PHRASES.values()), (table, column, value)
        if (table, column) in _keys_to("persons"):
            assert value != person.id, (table, column)
        if (table, column) in _keys_to("entries"):
            assert value not in gone, (table, column)
    assert left["erasures"] == []


def _keys_to(target: str) -> Collection[tuple[str, str]]:
    return {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == target
    }


async def test_who_stays_has_everything_as_it_was(two: Database) -> None:
    async with two.reading() as connection:
        before = await everything(connection)
        stays = await person_rows.find(connection, STAYS)
        assert stays is not None
        counts = await holdings.counts(connection, stays.id, STAYS)
    await erased(two)
    async with two.reading() as connection:
        after = await everything(connection)
        assert await holdings.counts(connection, stays.id, STAYS) == {
            **counts,
            "choices": counts["choices"] - 4,  # two notices about who went, and two invitations
        }
    mine = {row["id"] for row in before["entries"] if row["author_id"] == stays.id}
    for table in ("clips", "tags", "terms", "earlier_reports", "changes"):
        kept = [row for row in before[table] if row["entry_id"] in mine]
        assert [row for row in after[table] if row["entry_id"] in mine] == kept
    assert [row for row in after["entries"] if row["id"] in mine] == [
        row for row in before["entries"] if row["id"] in mine
    ]
    assert [row["telegram_id"] for row in after["standings"]] == [STAYS]
    assert [row["raw"] is None for row in after["inbox"]] == [True, False]


async def test_where_others_have_answered_a_place_of_someone_who_left_stays(two: Database) -> None:
    await erased(two)
    async with two.reading() as connection:
        left = (await everything(connection))["comments"]
        someone = await person_rows.find(connection, rows.SOMEONE)
        assert someone is not None
    [place, reply] = sorted(left, key=lambda row: row["id"])
    assert (reply["text"], reply["parent_id"]) == (phrase("reply", "stays"), place["id"])
    assert (place["author_id"], place["state"]) == (someone.id, "deleted")
    said = ("text", "file_id", "file_unique_id", "duration_s", "hearing", "uid", "by_name")
    assert {place[column] for column in said} == {None}
    assert (someone.name, someone.username, someone.kind) == (None, None, "gone")


async def test_two_who_went_are_the_same_someone(two: Database) -> None:
    async with two.writing() as connection:
        other = await persons.meet(connection, GOES + 1, "ko", NOON)
        stays = await person_rows.find(connection, STAYS)
        assert stays is not None
        first = (await everything(connection))["comments"][0]
        place = {"entry_id": first["entry_id"], "diary_id": first["diary_id"], "kind": "text"}
        more = {"chat_id": FAMILY, "state": "visible", "created_at": NOON}
        said = {"author_id": other.id, "message_id": 5, "text": "x"}
        number = await comments.add(connection, {**place, **more, **said})
        answer = {"author_id": stays.id, "message_id": 6, "parent_id": number}
        await comments.add(connection, {**place, **more, **answer})
    await erased(two)
    await erased(two, GOES + 1)
    async with two.reading() as connection:
        found = (await everything(connection))["persons"]
    assert sorted(row["telegram_id"] for row in found) == [rows.SOMEONE, STAYS]


async def test_a_diary_goes_to_the_oldest_member_who_is_told(two: Database) -> None:
    async with two.writing() as connection:
        stays = await person_rows.find(connection, STAYS)
        club = await diaries.of_chat(connection, CLUB)
        goes = await person_rows.find(connection, GOES)
        assert stays is not None
        assert club is not None
        assert goes is not None
        await members.enter(connection, club, stays, NOON)
        [told] = (await erasure.forecast(connection, goes)).inheritances
        assert (told.heir, told.ends) == (stays, False)
    await erased(two)
    async with two.reading() as connection:
        club = await diaries.of_chat(connection, CLUB)
        assert club is not None
        assert club.owner_id == stays.id
        kinds = [notice.kind for notice in await notices.of_person(connection, stays.id)]
    assert kinds == ["owner"]


async def test_a_diary_of_nobody_else_ends_and_others_do_not(two: Database) -> None:
    async with two.reading() as connection:
        goes = await person_rows.find(connection, GOES)
        assert goes is not None
        [told] = (await erasure.forecast(connection, goes)).inheritances
    assert (told.diary.chat_id, told.heir, told.ends) == (CLUB, None, True)
    await erased(two)
    async with two.reading() as connection:
        assert await diaries.of_chat(connection, CLUB) is None
        assert await diaries.of_chat(connection, GOES) is None
        assert await diaries.of_chat(connection, FAMILY) is not None


async def test_what_those_who_left_have_written_waits_for_them_in_the_diary(two: Database) -> None:
    async with two.writing() as connection:
        stays, club, goes = await _three(connection)
        entries = metadata.tables["entries"]
        values = {"diary_id": club.id, "author_id": stays.id, "state": "done", "caption": ""}
        times = {"recorded_at": NOON, "day": NOON.date(), "created_at": NOON}
        await connection.execute(insert(entries).values(**values, **times))
        [told] = (await erasure.forecast(connection, goes)).inheritances
        assert (told.heir, told.ends) == (None, False)
    await erased(two)
    async with two.writing() as connection:
        found = await diaries.of_chat(connection, CLUB)
        someone = await person_rows.find(connection, rows.SOMEONE)
        assert found is not None
        assert someone is not None
        assert found.owner_id == someone.id
        # Whoever enters it next owns it.
        await members.enter(connection, found, stays, NOON)
        assert (await diaries.get(connection, found.id)).owner_id == stays.id


async def _three(connection: Connection) -> tuple[Any, Any, Any]:
    stays, goes = [await person_rows.find(connection, n) for n in (STAYS, GOES)]
    return stays, await diaries.of_chat(connection, CLUB), goes


async def test_cards_threads_and_calendars_are_to_disappear_from_the_chats(two: Database) -> None:
    async with two.writing() as connection:
        person = await person_rows.find(connection, GOES)
        assert person is not None
        await erasure.begin(connection, person, 0, NOON)
    await cleared(two)
    async with two.reading() as connection:
        found = (await everything(connection))["removals"]
        [picture] = (await everything(connection))["rounds"]
    messages = {(row["chat_id"], row["message_id"]) for row in found}
    assert (FAMILY, 777) in messages
    assert {(GOES, n) for first in (15_000, 17_000, 18_000) for n in range(first, first + 40)} <= (
        messages
    )
    # Of who stays only the message that showed what was said about their entry.
    assert len([number for chat_id, number in messages if chat_id == STAYS]) == 1
    assert (picture["is_replaced"], picture["seen"]) == (True, None)


async def test_the_account_is_free_at_once_and_begins_from_nothing(two: Database) -> None:
    async with two.writing() as connection:
        person = await person_rows.find(connection, GOES)
        assert person is not None
        await erasure.begin(connection, person, 0, NOON)
    async with two.writing() as connection:
        assert await person_rows.find(connection, GOES) is None
        assert await diaries.of_chat(connection, GOES) is None
        anew = await persons.meet(connection, GOES, "ko", NOON, name="새 사람")
        own = await persons.own_diary(connection, anew, "Asia/Seoul", 4, NOON)
        with pytest.raises(TooLate):
            await erasure.begin(connection, anew, 0, NOON)
    await cleared(two)
    async with two.reading() as connection:
        assert await person_rows.get(connection, anew.id) == anew
        assert await diaries.find(connection, own.id) == own
        assert await holdings.counts(connection, anew.id, GOES) == dict.fromkeys(
            await holdings.counts(connection, anew.id, GOES), 0
        )


async def test_the_word_is_taken_in_both_languages_however_it_is_typed() -> None:
    for typed in ("DELETE", "delete", " Delete. ", "“지우기”", "지우기", "지우기", "ＤＥＬＥＴＥ"):
        assert erasure.is_word(typed), typed
    for typed in ("", "no", "delete it", "지우기 싫어", "지우", "DELETED"):
        assert not erasure.is_word(typed), typed


async def test_a_channel_cannot_be_forgotten_by_a_person(database: Database) -> None:
    async with database.writing() as connection:
        channel = await persons.of_chat(connection, -1003, "ko", NOON)
        with pytest.raises(NotYours):
            await erasure.begin(connection, channel, 0, NOON)


async def test_a_file_that_others_have_too_is_not_theirs_alone(two: Database) -> None:
    clips, entries = metadata.tables["clips"], metadata.tables["entries"]
    async with two.writing() as connection:
        person = await person_rows.find(connection, GOES)
        assert person is not None
        mine = select(entries.c.id).where(entries.c.author_id == person.id)
        first, second = (await connection.execute(mine.order_by(entries.c.id))).scalars().all()[:2]
        for where, name in (
            (clips.c.entry_id == first, "a" * 64),
            (clips.c.entry_id == second, "b" * 64),
            (clips.c.entry_id.not_in(mine), "b" * 64),
        ):
            await connection.execute(clips.update().where(where).values(media=name))
        assert await holdings.media(connection, person.id) == ["a" * 64]


def rests(folder: Path) -> dict[str, list[str]]:
    """Which phrases of who went still stand in the files of a folder, and where."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        here = [n for n, said in PHRASES.items() if any(s in content for s in spellings(said))]
        if GOES.to_bytes(4, "big") in content or str(GOES).encode() in content:
            here.append("account")
        if here:
            found[path.name] = here
    return found


@PLAIN
async def test_nothing_readable_stays_in_the_database_file(two: Database, tmp_path: Path) -> None:
    """Also free pages, the gaps between rows, and the journal."""
    before = rests(tmp_path / "data")
    assert len(before["diary.sqlite3"]) == len(PHRASES) + 1
    await erased(two)
    await two.sweep()
    assert rests(tmp_path / "data") == {}
    stays = (tmp_path / "data" / "diary.sqlite3").read_bytes()
    kept = [what for what in SAID if phrase(what, "stays").encode() in stays]
    assert len(kept) >= 20


async def test_an_entry_that_is_removed_leaves_nothing_either(
    two: Database, tmp_path: Path
) -> None:
    """As when its author deletes it: the sweep of the day does the rest."""
    entries = metadata.tables["entries"]
    async with two.writing() as connection:
        person = await person_rows.find(connection, GOES)
        assert person is not None
        for number in await rows.entries_of(connection, person.id, 1000):
            await connection.execute(entries.delete().where(entries.c.id == number))
    await two.sweep()
    left = rests(tmp_path / "data")["diary.sqlite3"]
    of_entries = {"title", "caption", "body", "corrected", "report", "question", "tag", "term"}
    assert not (of_entries | {"before", "after", "earlier", "findings"}) & set(left)


async def test_what_was_said_is_emptied_with_its_search_terms(two: Database) -> None:
    await erased(two)
    async with two.reading() as connection:
        left = await everything(connection)
        entry = left["comments"][0]["entry_id"]
        assert await comments.count(connection, entry, left["comments"][0]["diary_id"]) == 1
    assert left["comment_terms"] == []
