"""Backups: whole while others write, whole or not there when killed, and nothing damaged passes."""

import datetime as dt
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from storage import backup_manifest, backup_restore, backups, tombstones
from storage.backup_manifest import (
    BackupExists,
    BackupUnderWay,
    DamagedBackup,
    DamagedSource,
    Interrupted,
    LittleRoom,
    NoBackup,
    NoSource,
    media_path,
)
from storage.backups import Source
from storage.folder_lock import hold
from storage.media import MediaFolder
from storage.schema import head
from tests.diary.given import NOON

ROOT = Path(__file__).parents[2]

#: More than one step of the copy, so that others write in between.
PADDING = 6_000_000


@pytest.fixture
def source(migrated_file: Path, tmp_path: Path) -> Source:
    """A diary with three kept films, in a folder of its own."""
    place = Source(tmp_path / "data" / "diary.sqlite3", tmp_path / "data" / "media")
    place.database.parent.mkdir()
    shutil.copyfile(migrated_file, place.database)
    media = MediaFolder(place.media)
    with closing(sqlite3.connect(place.database)) as database, database:
        _people(database)
        for number in range(3):
            film = tmp_path / "film"
            film.write_bytes(b"film %d" % number * 100)
            _clip(database, number + 1, media.put(film))
    return place


def _people(database: sqlite3.Connection) -> None:
    when = "2026-11-20 12:00:00.000000"
    database.execute(
        "INSERT INTO persons (id, telegram_id, language, created_at) VALUES (1, 7, 'ko', ?)",
        (when,),
    )
    database.execute(
        "INSERT INTO diaries (id, kind, owner_id, chat_id, time_zone, day_starts_hour, created_at)"
        " VALUES (1, 'private', 1, 7, 'Asia/Seoul', 4, ?)",
        (when,),
    )


def _clip(database: sqlite3.Connection, number: int, name: str) -> None:
    database.execute(
        "INSERT INTO entries (id, diary_id, author_id, state, recorded_at, day, caption,"
        " created_at, uid) VALUES (?, 1, 1, 'done', '2026-11-20', '2026-11-20', '', '2026-11-20',"
        " ?)",
        (number, f"{number:032x}"),
    )
    database.execute(
        "INSERT INTO clips (id, entry_id, chat_id, message_id, kind, file_id, file_unique_id,"
        " lacks_speech, media) VALUES (?, ?, 7, ?, 'video_note', 'f', 'u', 0, ?)",
        (number, number, number, name),
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608


def damage(path: Path, place: int) -> None:
    """Change one bit of one byte."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_a_backup_holds_the_rows_and_the_films_and_can_be_put_back(
    source: Source, root: Path, tmp_path: Path
) -> None:
    made = backups.make(root, source, NOON)
    manifest = backup_manifest.verify(made.path)
    assert (manifest.schema, len(manifest.media), manifest.missing) == (head(), 3, ())
    place = Source(tmp_path / "new" / "diary.sqlite3", tmp_path / "new" / "media")
    backup_restore.finish(backup_restore.unpack(made.path, manifest, place), place)
    for table in ("persons", "entries", "clips"):
        assert rows(place.database, table) == rows(source.database, table) != []
    films = sorted(path.relative_to(source.media) for path in source.media.rglob("*/*"))
    for film in films:
        assert (place.media / film).read_bytes() == (source.media / film).read_bytes()
    with pytest.raises(backup_restore.NotEmpty):
        backup_restore.unpack(made.path, manifest, place)


def test_nobody_else_on_the_machine_can_read_a_backup(source: Source, root: Path) -> None:
    before = os.umask(0)
    try:
        made = backups.make(root, source, NOON)
    finally:
        os.umask(before)
    for path in (root, made.path, *made.path.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        if path.parent.name != "media":
            assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def _write_on(path: Path, written: list[int], end: threading.Event) -> None:
    """Two rows in one transaction, again and again: whoever sees one sees both."""
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
        while not end.is_set():
            number = 1000 + len(written)
            database.execute("BEGIN IMMEDIATE")
            database.execute(
                "INSERT INTO persons (id, telegram_id, language, created_at)"
                " VALUES (?, ?, 'ko', '2026-11-20')",
                (number, number),
            )
            database.execute(
                "INSERT INTO inbox (id, update_id, received_at, state, attempts)"
                " VALUES (?, ?, '2026-11-20', 'handled', 0)",
                (number, number),
            )
            database.execute("COMMIT")
            written.append(number)
            end.wait(0.002)


@pytest.mark.parametrize("journal", ["truncate", "wal"])
def test_a_backup_made_during_writes_is_one_moment_of_the_diary(
    source: Source, root: Path, journal: str
) -> None:
    with closing(sqlite3.connect(source.database)) as database, database:
        database.execute(f"PRAGMA journal_mode={journal}")
        database.execute(
            "INSERT INTO inbox (id, update_id, received_at, state, attempts, raw)"
            " VALUES (1, 1, '2026-11-20', 'waiting', 0, ?)",
            ("x" * PADDING,),
        )
    written: list[int] = []
    end = threading.Event()
    writer = threading.Thread(target=_write_on, args=(source.database, written, end))
    writer.start()
    try:
        for number in range(3):
            while len(written) <= 5 * number:
                end.wait(0.001)
            before = len(written)
            made = backups.make(root, source, NOON + dt.timedelta(minutes=number))
            backup_manifest.verify(made.path)
            copy = made.path / backup_manifest.DATABASE
            people = [row[0] for row in rows(copy, "persons")][1:]
            letters = [row[0] for row in rows(copy, "inbox")][1:]
            assert people == letters == list(range(1000, 1000 + len(people)))
            assert before <= len(people) <= len(written) + 1
    finally:
        end.set()
        writer.join()
    assert len(written) > 10


def test_a_backup_that_is_killed_anywhere_leaves_nothing_that_passes_for_one(
    source: Source, root: Path
) -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "tests.storage.killed_backups", root, source.database, source.media],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    kills = int(done.stdout)
    assert kills > 10
    there = backups.found(root)
    assert there, "the last one was not killed"
    for backup in there:
        backup_manifest.verify(backup.path)
    named = {backup.path.name for backup in there}
    assert {path.name for path in root.iterdir()} == {*named, "lock"}, "rests are cleared away"


def test_half_a_backup_does_not_pass(source: Source, root: Path) -> None:
    calls = 0

    def go_on() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            shutil.copytree(next(root.glob(".making-*")), root / "half")
            raise Interrupted

    with pytest.raises(Interrupted):
        backups.make(root, source, NOON, go_on)
    assert {path.name for path in root.iterdir()} == {"half", "lock"}
    with pytest.raises(NoBackup, match="no whole backup"):
        backup_manifest.verify(root / "half")


def test_a_changed_byte_is_found_wherever_it_is(source: Source, root: Path) -> None:
    made = backups.make(root, source, NOON)
    for path in sorted(made.path.rglob("*")):
        if path.is_file() and path.name != backup_manifest.MANIFEST:
            whole = path.read_bytes()
            for place in {0, len(whole) // 3, len(whole) - 1}:
                damage(path, place)
                with pytest.raises(DamagedBackup, match="its bytes have changed"):
                    backup_manifest.verify(made.path)
                path.write_bytes(whole)
    backup_manifest.verify(made.path)


def test_a_changed_byte_of_the_manifest_is_found_too(source: Source, root: Path) -> None:
    path = backups.make(root, source, NOON).path / backup_manifest.MANIFEST
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        damage(path, place)
        with pytest.raises(DamagedBackup, match="damaged"):
            backup_manifest.read(path.parent)
        path.write_bytes(whole)


@pytest.mark.parametrize("fault", ["missing", "shorter", "stranger", "link"])
def test_what_is_missing_or_too_much_is_found(source: Source, root: Path, fault: str) -> None:
    made = backups.make(root, source, NOON).path
    film = made / media_path(backup_manifest.read(made).media[0])
    if fault == "missing":
        film.unlink()
    elif fault == "shorter":
        film.write_bytes(film.read_bytes()[:-1])
    elif fault == "stranger":
        (made / "notes.txt").write_text("x")
    else:
        film.rename(made.parent / "film")
        film.symlink_to(made.parent / "film")
    with pytest.raises(DamagedBackup):
        backup_manifest.verify(made)


def test_a_film_that_the_backup_before_has_takes_room_once(source: Source, root: Path) -> None:
    first = backups.make(root, source, NOON).path
    second = backups.make(root, source, NOON + dt.timedelta(days=1)).path
    for name in backup_manifest.read(first).media:
        assert (first / media_path(name)).samefile(second / media_path(name))
    backups.remove(backups.found(root)[0])
    assert [backup.path for backup in backups.found(root)] == [second]
    backup_manifest.verify(second)


def test_a_film_that_went_bad_in_the_backup_before_is_copied_anew(
    source: Source, root: Path
) -> None:
    first = backups.make(root, source, NOON).path
    name = backup_manifest.read(first).media[0]
    damage(first / media_path(name), 0)
    second = backups.make(root, source, NOON + dt.timedelta(days=1)).path
    backup_manifest.verify(second)
    assert (second / media_path(name)).read_bytes() != (first / media_path(name)).read_bytes()


def test_a_film_that_is_gone_is_named_as_missing(source: Source, root: Path) -> None:
    gone = next(source.media.glob("*/*"))
    gone.unlink()
    made = backups.make(root, source, NOON).path
    assert backup_manifest.verify(made).missing == (gone.name,)


def test_nothing_is_overwritten_and_two_do_not_work_in_one_folder(
    source: Source, root: Path
) -> None:
    backups.make(root, source, NOON)
    with pytest.raises(BackupExists):
        backups.make(root, source, NOON)
    with hold(root), pytest.raises(BackupUnderWay):
        backups.make(root, source, NOON + dt.timedelta(days=1))


def test_a_disk_with_too_little_room_is_left_alone(
    source: Source, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "RESERVE", 1 << 60)
    with pytest.raises(LittleRoom, match="MB free"):
        backups.make(root, source, NOON)
    assert backups.found(root) == []


def test_a_damaged_or_missing_database_gives_no_backup(source: Source, root: Path) -> None:
    with closing(sqlite3.connect(source.database)) as database, database:
        database.execute("UPDATE diaries SET owner_id = 99")
    with pytest.raises(DamagedSource, match="diaries refers to none of persons"):
        backups.make(root, source, NOON)
    source.database.unlink()
    with pytest.raises(NoSource):
        backups.make(root, source, NOON)
    assert backups.found(root) == []


def test_what_was_deleted_does_not_come_along(source: Source, root: Path) -> None:
    with closing(sqlite3.connect(source.database)) as database, database:
        database.execute("UPDATE persons SET name = '비밀깃털' WHERE id = 1")
    with closing(sqlite3.connect(source.database)) as database, database:
        database.execute("PRAGMA secure_delete=OFF")
        database.execute("UPDATE persons SET name = NULL WHERE id = 1")
    made = backups.make(root, source, NOON)
    assert "비밀깃털".encode() not in (made.path / backup_manifest.DATABASE).read_bytes()


def test_a_journal_without_its_database_stops_a_restore(
    source: Source, root: Path, tmp_path: Path
) -> None:
    """SQLite would play it into the restored database."""
    made = backups.make(root, source, NOON).path
    place = Source(tmp_path / "new" / "diary.sqlite3", tmp_path / "new" / "media")
    place.database.parent.mkdir()
    journal = tmp_path / "new" / "diary.sqlite3-journal"
    journal.write_bytes(b"hot")
    manifest = backup_manifest.verify(made)
    with pytest.raises(backup_restore.NotEmpty, match="journal"):
        backup_restore.unpack(made, manifest, place)
    journal.write_bytes(b"")
    assert backup_restore.unpack(made, manifest, place).exists()


def test_tombstones_are_brought_to_backups_elsewhere(tmp_path: Path) -> None:
    name = tombstones.digest(7, 1, NOON)
    tombstones.put(tmp_path / "here", name)
    tombstones.put(tmp_path / "here", name)
    assert tombstones.known(tmp_path / "there") == frozenset()
    backups.bring_tombstones(tmp_path / "there", tmp_path / "here")
    assert tombstones.known(tmp_path / "there") == {name}
    assert tombstones.digest(7, 1, NOON + dt.timedelta(microseconds=1)) != name
