"""What an archive holds that nobody had analysed yet is analysed where it comes in."""

import datetime as dt

import pytest

from archive.format import Entry as Archived
from archive.format import Film
from diary import imports
from diary.imports import Parcel
from storage import entries, jobs
from storage import imports as rows
from storage.database import Database
from tests.diary.given import LIMITS, NOON, consenting

TEXT = Archived("a" * 32, NOON.date(), NOON, kind="text", state="waiting", text="A walk")
CLIP = Archived(
    "b" * 32, NOON.date(), NOON, state="waiting", films=(Film("video", "gone", 1, 1.0, None),)
)
READ = Archived(
    "c" * 32, NOON.date() - dt.timedelta(days=1), NOON, kind="text", state="done", text="A walk"
)


@pytest.mark.parametrize(
    ("archived", "state", "reason"),
    [(TEXT, "waiting", None), (CLIP, "failed", "file_gone"), (READ, "done", None)],
)
async def test_a_text_waits_for_its_analysis_and_a_clip_without_its_film_has_failed(
    database: Database, archived: Archived, state: str, reason: str | None
) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        number = await imports.take(connection, person, Parcel(1, "f", "u", 1), NOON)
        await rows.change(connection, number, state="bringing")
        brought = await rows.get(connection, number)
        assert brought is not None
        home = await imports.home(connection, person, LIMITS, NOON)
        assert await imports.keep(connection, person, home, (brought, archived, {}), NOON)
        [entry_id] = await rows.entries_of(connection, number, person.id)
        entry = await entries.get(connection, entry_id)
        assert entry is not None
        assert (entry.state, entry.reason) == (state, reason)
        waits = await jobs.next_queued(connection, NOON)
        assert (waits is not None) == (state == "waiting")
