"""What was damaged on the disk of a sealed diary costs what it belongs to, and no loop its turn."""

from pathlib import Path

import pytest
from sqlalchemy import text

from diary.rounds import Rounds
from storage import diaries, imports, jobs, questions
from storage.database import Damaged, Database
from storage.sealing import Seals, fresh
from tests.diary import test_hearing as hearing
from tests.diary import test_search_index as index
from tests.diary.given import NOON, Clock, recording
from tests.diary.searched import own
from tests.diary.shared import family
from tests.diary.shop import Shop
from tests.diary.test_rounds import Round, never


@pytest.fixture
def seals() -> Seals | None:
    """Always sealed."""
    return Seals([fresh("test")])


async def damage(database: Database, table: str, column: str, number: int) -> None:
    """Put what nobody has sealed where a seal was."""
    cut = f"UPDATE {table} SET {column} = 'planted' WHERE id = {number}"  # noqa: S608
    async with database.writing() as connection:
        assert (await connection.execute(text(cut))).rowcount == 1


async def test_a_round_that_meets_it_is_not_the_end_of_its_loop(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diary.rounds.LONGEST_S", 0.0)
    one = Round(Damaged("Unreadable"), Damaged("Unreadable"), KeyError("the end"))
    with pytest.raises(KeyError, match="the end"):
        await Rounds(database, Clock(), never).run(one, "test")


@pytest.mark.parametrize(("table", "column"), [("entries", "caption"), ("clips", "file_id")])
async def test_an_entry_is_set_aside_and_the_next_one_is_analysed(
    shop: Shop, database: Database, table: str, column: str
) -> None:
    first, second = [await shop.accept(recording(number)) for number in (1, 2)]
    await damage(database, table, column, 1)
    assert await shop.attempts() == 2
    assert (await shop.entry(second)).state == "done"
    async with database.reading() as connection:
        state = await connection.scalar(text(f"SELECT state FROM entries WHERE id = {first}"))  # noqa: S608
        job = await jobs.of_entry(connection, first)
    assert (state, job.state if job else None) == ("failed", "failed")


async def test_a_comment_is_not_heard_and_the_next_one_is(
    database: Database, tmp_path: Path
) -> None:
    room = hearing.Room(database, tmp_path)
    first = await room.said()
    copied = "id, entry_id, diary_id, author_id, kind, file_id, duration_s, chat_id, state, hearing"
    async with database.writing() as connection:
        more = f"INSERT INTO comments ({copied}, message_id, attempts, created_at) SELECT id + 1,"
        more += f"{copied[3:]}, 99, 0, created_at FROM comments"
        await connection.execute(text(more))
    await damage(database, "comments", "file_id", first.id)
    await room.rounds(2)
    assert len(room.bench.fetched) == 1
    async with database.reading() as connection:
        query = text("SELECT hearing FROM comments ORDER BY id")
        assert (await connection.execute(query)).scalars().all() == ["failed", "done"]


async def test_an_entry_is_not_read_for_the_search_and_the_next_one_is(
    database: Database, tmp_path: Path
) -> None:
    room = index.Room(database, tmp_path)
    await room.begin("비행기표를 샀어요")
    await damage(database, "entries", "caption", room.entry_id)
    await room.loop.round()
    assert await room.unread() is None


async def test_an_archive_is_known_by_its_number_where_its_row_cannot_be_read(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        values = {
            "person_id": home.jiwoo.id, "chat_id": 1, "file_id": "f", "file_unique_id": "u",
            "state": "waiting", "attempts": 0, "created_at": NOON,
        }  # fmt: skip
        number = await imports.add(connection, values)
    await damage(database, "imports", "file_id", number)
    async with database.reading() as connection:
        assert await imports.next_number(connection, NOON) == number
    with pytest.raises(Damaged):
        async with database.writing() as connection:
            await imports.claim(connection, "lease", NOON, NOON)


async def test_a_diary_is_not_asked_its_question_and_the_next_one_is(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await own(connection, home.jiwoo, 1, caption="밥")
        due = "UPDATE diaries SET next_question_at = '2020-01-01', question_minute = 1, title = :t"
        sealed = database.seals.seal_word("ours", "diaries.title") if database.seals else ""
        await connection.execute(text(due), {"t": sealed})
        asked = await questions.to_ask(connection, NOON, 9)
    assert len(asked) >= 2
    await damage(database, "diaries", "title", asked[0].id)
    async with database.reading() as connection:
        assert await questions.to_ask(connection, NOON, 9) == asked[1:]
        assert await diaries.due_after(connection, NOON) == []
