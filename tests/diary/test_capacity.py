"""Room for what is brought in: for each person, and on the disk."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from diary import capacity
from diary.capacity import NoRoom
from storage import clips, entries, imports
from storage.database import Database
from tests.diary.given import EMMA, accepted, consenting, recording
from tests.sealed import PLAIN


@PLAIN
async def test_films_that_we_keep_and_what_is_written_take_room(database: Database) -> None:
    async with database.writing() as connection:
        person, emma = await consenting(connection), await consenting(connection, EMMA)
        # What lies at Telegram takes none here.
        first = await accepted(connection, recording(1))
        assert await imports.room(connection, person.id) == 0
        film = {"chat_id": 0, "kind": "video", "file_id": "", "file_unique_id": "", "size": 1000}
        for number in (1, 2):
            # The same bytes are kept once.
            values = {"entry_id": first, "message_id": number, "media": "a" * 64, **film}
            await clips.add(connection, values)
        await entries.change(connection, first, text="스무 자쯤 되는 일기")
        assert await imports.room(connection, person.id) == 1011
        assert await imports.room(connection, emma.id) == 0


async def test_who_has_had_their_share_brings_in_nothing_more(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        await capacity.require_share(connection, person, 100, 100)
        with pytest.raises(NoRoom, match="full"):
            await capacity.require_share(connection, person, 101, 100)
        # What brings nothing new is never too much.
        await capacity.require_share(connection, person, 0, 0)


def test_something_always_stays_free_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = SimpleNamespace(free=capacity.RESERVE + capacity.TIMES * 100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: free)
    capacity.require_disk(tmp_path / "not" / "yet", 100)
    with pytest.raises(NoRoom, match="no_room"):
        capacity.require_disk(tmp_path / "not" / "yet", 101)
