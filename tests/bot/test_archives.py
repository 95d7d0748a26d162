"""A diary goes through the chat into an empty bot, and is there what it was here."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from archive.format import Entry
from archive.owner import Owner
from archive.parts import FRAME
from archive.reader import Archive
from bot.application import make_bot
from diary import imports as rules
from playground.server import Person, World, running
from storage import imports
from storage.database import Database
from tests.archive.diaries import diaries
from tests.bot.conftest import UNHURRIED
from tests.bot.moving import Moving, archives, set_up
from tests.diary.given import NOON, consenting
from tests.sealed import seals as seals  # noqa: PLC0414 - each story on both kinds of disk

Diary = tuple[Owner, list[Entry], dict[str, bytes]]


async def fill(moving: Moving, person: Person, diary: Diary, folder: Path) -> None:
    """Lay a diary into an empty database, films into the folder of kept files."""
    _, found, shelf = diary
    kept = {}
    for name, content in shelf.items():
        path = folder / "film"
        path.write_bytes(content)
        kept[name] = moving.media.put(path)
    async with moving.database.writing() as connection:
        owner = await consenting(connection, person.id, person.language_code or "ko")
        home = await rules.own_diary(connection, owner, "Asia/Seoul", 4, NOON)
        parcel = rules.Parcel(1, "file", "unique", 1)
        number = await rules.take(connection, owner, parcel, NOON)
        brought = await imports.get(connection, number)
        assert brought is not None
        for entry in found:
            assert await rules.keep(connection, owner, home, (brought, entry, kept), NOON)
        await imports.change(connection, number, state="done")


def read(contents: list[bytes], folder: Path) -> tuple[dict[str, Entry], dict[str, bytes]]:
    """Entries by uid, and films by SHA-256, of all parts."""
    found: dict[str, Entry] = {}
    films: dict[str, bytes] = {}
    for number, content in enumerate(contents):
        path = folder / f"{number}.zip"
        path.write_bytes(content)
        with Archive(path) as archive:
            for entry in archive.entries():
                assert entry is not None
                found[entry.uid] = entry
                for film in entry.films:
                    if film.file:
                        assert archive.copy(film, folder / "copy")
                        films[film.sha256 or ""] = (folder / "copy").read_bytes()
    return found, films


def at_home(entry: Entry) -> Entry:
    """The entry as it is once it has been brought in: in the own diary, without lost files."""
    films = tuple(
        film if film.file else replace(film, fate="forgotten", sha256=None) for film in entry.films
    )
    return replace(entry, home_kind="private", home_title=None, films=films)


@settings(
    max_examples=5,
    # A chat is slow to shrink with: what fails is told as it is.
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(diary=diaries())
def test_any_diary_comes_through_the_chat_into_an_empty_bot_as_it_was(
    diary: Diary, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _, found, _ = diary
    if not found:
        return
    wanted = {entry.uid: at_home(entry) for entry in found}
    asyncio.run(_travel(diary, wanted, migrated_file, tmp_path_factory.mktemp("travel")))


async def _travel(diary: Diary, wanted: dict[str, Entry], empty: Path, folder: Path) -> None:
    world = World()
    async with (
        running(world) as url,
        make_bot(world.token, url, UNHURRIED) as bot,
        httpx.AsyncClient() as web,
    ):
        jiwoo = world.person(7, "지우", "ko")
        jiwoo.send_text("/start")
        limit = FRAME + 30_000
        here, there = [
            await set_up(bot, world, fresh(empty, folder / name), folder / name, web, limit)
            for name in ("here", "there")
        ]
        try:
            await fill(here, jiwoo, diary, folder)
            parts = archives(await here.export(jiwoo))
            first, films = read(parts, folder)
            assert differences(first, wanted) == []
            async with there.database.writing() as connection:
                await consenting(connection, jiwoo.id)
            there.office.seen |= set(world.updates)
            for content in reversed(parts):
                await there.bring(jiwoo, content)
            second, copies = read(archives(await there.export(jiwoo)), folder)
            assert differences(second, wanted) == []
            assert copies == films
            assert here.work_left() == there.work_left() == []
        finally:
            for moving in (here, there):
                await moving.database.close()


def differences(found: dict[str, Entry], wanted: dict[str, Entry]) -> list[object]:
    """What is not as it was: entries that are not on both sides, and fields with both values."""
    told: list[object] = [*sorted(found.keys() ^ wanted.keys())]
    for uid in found.keys() & wanted.keys():
        one, other = at_home(found[uid]), wanted[uid]
        pairs = [(name, getattr(one, name), getattr(other, name)) for name in Entry.__slots__]
        told += [pair for pair in pairs if pair[1] != pair[2]]
    return told


def fresh(empty: Path, folder: Path) -> Database:
    folder.mkdir()
    shutil.copyfile(empty, folder / "diary.sqlite3")
    return Database(f"sqlite+aiosqlite:///{folder / 'diary.sqlite3'}")
