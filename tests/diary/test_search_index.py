"""What was changed is read by the words worker, a text at a time, and never for ever."""

from pathlib import Path
from typing import Any

import pytest

from analysis import lemmas
from analysis.errors import WorkerDied
from diary import search_terms
from diary.attempt import Plan, Tools
from diary.search_index import MOST_ATTEMPTS, PAUSE, Indexing
from storage import entries as entry_rows
from storage import terms, unread_words
from storage.database import Database
from storage.unread_words import Unread
from tests.diary.given import JIWOO, NOON, TERMS, Clock, entry_of, finished, recording


class Workers:
    """The real reading of words in this process, unless there is a failure to give."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.meanwhile: Any = None

    async def run(self, kind: str, target: str, /, *args: Any, deadline_s: float) -> Any:
        assert (kind, target) == ("words", "analysis.lemmas:of_texts")
        assert deadline_s > 0
        if self.failures:
            raise self.failures.pop(0)
        if self.meanwhile is not None:
            await self.meanwhile()
        return lemmas.of_texts(args[0])


class Room:
    """The loop's rounds on a real database, and one entry with a title."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.clock, self.workers = database, Clock(), Workers()
        plan = Plan("recipe", folder, 2, 30.0, TERMS, lambda: True, is_alone=True)
        tools = Tools(database, self.workers, self.workers, plan, self.clock, lambda: None)  # type: ignore[arg-type]
        self.loop = Indexing(tools)
        self.entry_id = 0

    async def begin(self, caption: str) -> None:
        async with self.database.writing() as connection:
            self.entry_id = await finished(connection, recording(1, JIWOO))
        await self.write(caption)

    async def write(self, caption: str) -> None:
        async with self.database.writing() as connection:
            await entry_rows.change(connection, self.entry_id, caption=caption)
            await search_terms.reindex(connection, self.entry_id)

    async def has(self, term: str) -> bool:
        async with self.database.reading() as connection:
            entry = await entry_of(connection, self.entry_id)
            return bool(await terms.entries_with(connection, entry.diary_id, term))

    async def unread(self) -> Unread | None:
        async with self.database.reading() as connection:
            return await unread_words.next_one(connection, self.clock())


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> Room:
    made = Room(database, tmp_path)
    await made.begin("비행기표를 샀어요")
    return made


async def test_what_rules_cannot_know_is_found_once_the_worker_has_read_it(room: Room) -> None:
    assert await room.has("비행기표")
    assert not await room.has("비행기")
    await room.loop.round()
    assert await room.has("비행기")
    assert await room.has("비행기표")
    assert await room.unread() is None


async def test_a_worker_that_dies_is_asked_again_later_and_not_for_ever(room: Room) -> None:
    room.workers.failures = [WorkerDied() for _ in range(MOST_ATTEMPTS)]
    for _ in range(MOST_ATTEMPTS):
        await room.loop.round()
        room.clock.pass_s(PAUSE.total_seconds())
    assert room.workers.failures == []
    assert await room.unread() is None
    assert await room.has("비행기표")


async def test_what_was_kept_before_is_found_by_rules_where_the_worker_never_reads_it(
    room: Room,
) -> None:
    async with room.database.writing() as connection:
        await terms.clear(connection, room.entry_id)
        await unread_words.add(connection, entry_id=room.entry_id)
    room.workers.failures = [WorkerDied() for _ in range(MOST_ATTEMPTS)]
    await room.loop.round()
    assert await room.has("비행기표"), "nobody waits for the second attempt"
    for _ in range(MOST_ATTEMPTS):
        room.clock.pass_s(PAUSE.total_seconds())
        await room.loop.round()
    assert await room.unread() is None
    assert await room.has("!entry")


async def test_what_changes_while_it_is_read_is_read_again(room: Room) -> None:
    async def change() -> None:
        room.workers.meanwhile = None
        await room.write("김치찌개를 먹었어요")

    room.workers.meanwhile = change
    await room.loop.round()
    assert await room.unread() is not None
    assert not await room.has("비행기")
    await room.loop.round()
    assert await room.unread() is None
    assert await room.has("먹다")
    assert not await room.has("비행기")


async def test_what_was_kept_before_there_was_a_search_is_found_after_a_round(room: Room) -> None:
    """The migration leaves a row for each entry, and no terms."""
    async with room.database.writing() as connection:
        await terms.clear(connection, room.entry_id)
        await unread_words.add(connection, entry_id=room.entry_id)
    await room.loop.round()
    assert await room.has("비행기표")
    assert await room.has("!entry")
    assert room.clock() == NOON
