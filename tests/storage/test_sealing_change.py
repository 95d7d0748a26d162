"""A change of keys leaves every value what it was, nothing of the old key, and may end anywhere."""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from storage import sealing_state
from storage.database import Damaged, Database
from storage.media import MediaFolder
from storage.sealing import Key, Seals, fresh
from storage.sealing_change import Change
from storage.sealing_coverage import sealed, sealed_tables
from storage.sealing_state import (
    PLAIN,
    KeyMissing,
    KeyWrong,
    NotSealed,
    SealedAlready,
    Unfinished,
)
from storage.shared_tables import comments
from storage.tables import clips, diaries, entries
from tests.diary.planted import PHRASES, everything, plant, spellings

A, B = fresh("a"), fresh("b")
FILM = b"film of a face " * 9000


class Killed(Exception):
    """Ends a change between two transactions."""


@pytest.fixture
def seals() -> None:
    """These begin with nothing sealed, whatever the others do."""


@pytest.fixture
def media(tmp_path: Path) -> MediaFolder:
    return MediaFolder(tmp_path / "media")


@pytest.fixture
async def life(database: Database, media: MediaFolder, tmp_path: Path) -> Database:
    """Two lives, with a film that two clips are and one of its own."""
    names = []
    for number in (0, 0, 1):
        (tmp_path / "film").write_bytes(FILM + bytes([number]))
        names.append(media.put(tmp_path / "film"))
    (tmp_path / "film").unlink()
    async with database.writing() as connection:
        await plant(connection, 4)
        for number, name in enumerate(names):
            await connection.execute(
                update(clips).where(clips.c.id == number + 1).values(media=name)
            )
        headings = {"7": {"title": "one"}}
        await connection.execute(update(entries).values(mood=4, look="happy", headings=headings))
        await connection.execute(update(comments).values(file_unique_id="a voice"))
        await connection.execute(update(diaries).values(cover_file_id="a cover"))
    return database


async def told(database: Database) -> dict[str, Sequence[dict[str, Any]]]:
    """All that the tables say, but where files lie and what they are sealed with."""
    async with database.reading() as connection:
        found = await everything(connection)
    found.pop("sealing")
    for row in found["clips"]:
        row["media"] = row["media"] is not None
    for rows in found.values():
        rows.sort(key=str)  # type: ignore[attr-defined]
    return found


def quiet(_table: str) -> None:
    """Goes on."""


def disk(folder: Path) -> bytes:
    """Everything that lies in the folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def left(folder: Path) -> list[str]:
    """Which phrases and films can be read in the folder."""
    there = disk(folder)
    found = [s for s, said in PHRASES.items() if any(each in there for each in spellings(said))]
    return found + ["film"] * (FILM[:64] in there)


async def films(database: Database, media: MediaFolder) -> set[bytes]:
    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT DISTINCT media FROM clips WHERE media != ''"))
    found = set()
    for row in rows:
        with media.open(row.media) as file:
            found.add(file.read())
    return found


async def test_from_nothing_to_a_key_to_the_next_and_back_everything_stays_what_it_was(
    life: Database, media: MediaFolder, tmp_path: Path
) -> None:
    before = await told(life)
    everybody = set(PHRASES)
    assert {*left(tmp_path)} >= everybody | {"film"}, "the look for phrases finds them all"
    for keys, name in (([A], "a"), ([B, A], "b")):
        change = Change(life, media, keys, quiet)
        assert await change.make(name)
        assert change.unreadable == 0
        assert left(tmp_path) == []
        # The key before is needed no more.
        await sealing_state.unlock(life, [key for key in keys if key.name == name])
        assert await told(life) == before
        assert len(await films(life, MediaFolder(tmp_path / "media", life.seals))) == 2
        assert len([path for path in (tmp_path / "media").rglob("*") if path.is_file()]) == 2
        life.use(None)
    assert await Change(life, media, [B], quiet).make(PLAIN)
    assert await told(life) == before
    assert {*left(tmp_path)} >= everybody | {"film"}
    assert await films(life, media) == {FILM + bytes([number]) for number in (0, 1)}


@pytest.mark.parametrize("step", [1, 3, 8, 20, 30, 40])
async def test_killed_anywhere_it_goes_on_and_nothing_is_sealed_twice_or_forgotten(
    life: Database, media: MediaFolder, tmp_path: Path, step: int
) -> None:
    before = await told(life)
    for keys, name in (([A], "a"), ([B, A], "b"), ([B], PLAIN)):
        left_steps = [step]

        def go_on(_table: str, left_steps: list[int] = left_steps) -> None:
            left_steps[0] -= 1
            if left_steps[0] == 0:
                raise Killed

        with pytest.raises(Killed):
            await Change(life, media, keys, go_on).make(name)
        with pytest.raises(Unfinished):
            await sealing_state.unlock(life, keys)
        assert await Change(life, media, keys, quiet).make(name)
        await sealing_state.unlock(life, [key for key in keys if key.name == name])
        assert await told(life) == before
        assert bool(left(tmp_path)) == (name == PLAIN)
        life.use(None)


async def test_killed_before_the_file_is_written_anew_it_is_not_over(
    life: Database, media: MediaFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed() -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(life, "sweep", killed)
        with pytest.raises(Killed):
            await Change(life, media, [A], quiet).make("a")
    with pytest.raises(Unfinished):
        await sealing_state.unlock(life, [A])
    assert await Change(life, media, [A], quiet).make("a")
    assert left(tmp_path) == []


async def test_what_was_begun_is_brought_to_its_end_before_another_key_comes(
    life: Database, media: MediaFolder, tmp_path: Path
) -> None:
    before = await told(life)

    def go_on(table: str) -> None:
        if table == "terms":
            raise Killed

    with pytest.raises(Killed):
        await Change(life, media, [A], go_on).make("a")
    assert await Change(life, media, [B, A], quiet).make("b")
    await sealing_state.unlock(life, [B])
    assert await told(life) == before
    assert left(tmp_path) == []


async def test_wrong_missing_and_unused_keys_are_told_and_change_nothing(
    life: Database, media: MediaFolder, tmp_path: Path
) -> None:
    with pytest.raises(NotSealed):
        await sealing_state.unlock(life, [A], may_begin=True)
    await Change(life, media, [A], quiet).make("a")
    there = disk(tmp_path)
    others: list[tuple[list[Key], type[Exception]]] = [
        ([], KeyMissing), ([B], KeyMissing), ([fresh("a")], KeyWrong),
    ]  # fmt: skip
    for keys, error in others:
        with pytest.raises(error):
            await sealing_state.unlock(life, keys)
        with pytest.raises(error):
            await Change(life, media, keys, quiet).make("a")
        assert life.seals is None
    assert not await Change(life, media, [A], quiet).make("a")
    assert disk(tmp_path) == there


async def test_an_empty_diary_is_sealed_from_its_first_row_on(database: Database) -> None:
    await sealing_state.unlock(database, [B, A], may_begin=True)
    assert database.seals is not None
    await sealing_state.unlock(database, [A, B])
    assert database.seals.key_name == "b", "what it was begun with, until it is changed"


async def test_a_damaged_value_stays_damaged_and_keeps_nothing_else_from_its_place(
    life: Database, media: MediaFolder
) -> None:
    before = await told(life)
    first, *_, last = sorted(row["id"] for row in before["entries"])
    await Change(life, media, [A], quiet).make("a")
    async with life.writing() as connection:
        broken = "UPDATE entries SET caption = replace(caption, 'A', 'B') WHERE id = :id"
        await connection.execute(text(broken), {"id": last})
    change = Change(life, media, [B, A], quiet)
    assert await change.make("b")
    assert change.unreadable == 1
    life.use(Seals([B]))
    async with life.reading() as connection:
        query = entries.select().where(entries.c.id == first)
        one = (await connection.execute(query)).mappings().one()
    assert one["caption"] in {row["caption"] for row in before["entries"]}
    with pytest.raises(Damaged):
        async with life.reading() as connection:
            (await connection.execute(entries.select().where(entries.c.id == last))).all()


async def test_a_full_disk_ends_it_and_is_not_taken_for_damaged_films(
    life: Database, media: MediaFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Films that stayed plain, or under a key that is thrown away then, would be lost or seen."""

    def full(_file: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("storage.media.sync", full)
        with pytest.raises(OSError, match="No space left"):
            await Change(life, media, [A], quiet).make("a")
    with pytest.raises(Unfinished):
        await sealing_state.unlock(life, [A])
    change = Change(life, media, [A], quiet)
    assert await change.make("a")
    assert change.unreadable == 0
    assert left(tmp_path) == []


async def test_a_film_that_is_gone_or_changed_keeps_no_other_from_its_place(
    life: Database, media: MediaFolder, tmp_path: Path
) -> None:
    await Change(life, media, [A], quiet).make("a")
    first, *_ = sorted(path for path in (tmp_path / "media").rglob("*") if path.is_file())
    first.write_bytes(first.read_bytes()[:-9])
    change = Change(life, media, [B, A], quiet)
    assert await change.make("b")
    assert change.unreadable in {1, 2}, "as many as there are clips of this film"


async def test_what_says_that_it_is_not_sealed_and_is_is_not_sealed_twice(
    life: Database, media: MediaFolder
) -> None:
    """Whoever writes to the disk could have what they plant there sealed by the operator."""
    await Change(life, media, [A], quiet).make("a")
    async with life.writing() as connection:
        await sealing_state.write(connection, key_name=PLAIN, proof="")
        await connection.execute(text("UPDATE entries SET caption = 'planted' WHERE id = 1"))
    with pytest.raises(NotSealed):
        await sealing_state.unlock(life, [A])
    for keys in ([A], [B, A]):
        with pytest.raises(SealedAlready, match="changed by hand"):
            await Change(life, media, keys, quiet).make(keys[0].name)


async def test_a_text_that_looks_like_a_seal_is_a_text(life: Database, media: MediaFolder) -> None:
    async with life.writing() as connection:
        await connection.execute(update(comments).values(text="~a~aGVsbG8="))
    before = await told(life)
    await Change(life, media, [A], quiet).make("a")
    await sealing_state.unlock(life, [A])
    assert await told(life) == before


async def test_every_sealed_column_has_a_value_in_these_tests(life: Database) -> None:
    missing: list[str] = []
    async with life.reading() as connection:
        for table in sealed_tables():
            for column in sealed(table):
                query = text(f"SELECT count({column.name}) FROM {table.name}")  # noqa: S608
                found = await connection.scalar(query)
                missing += [] if found else [f"{table.name}.{column.name}"]
    assert missing == []
