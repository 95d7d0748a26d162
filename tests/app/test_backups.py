"""`backup`, `restore` and what doctor says of them, on real files and in this process."""

import asyncio
import datetime as dt
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from app import backups as house
from app import restore, setup
from config.loading import load
from config.settings import Settings
from diary import clock
from storage import backup_manifest, backups, migration, schema, tombstones
from storage.backup_manifest import DATABASE, MANIFEST
from storage.database import Database
from storage.folder_lock import hold
from tests.diary.given import NOON
from tests.diary.planted import GOES, plant


@pytest.fixture
def place(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A place with a diary, which every command here finds."""
    found = load({"MINDGITTER_DATA": str(tmp_path / "data")}, None)
    found.data.mkdir()
    shutil.copyfile(migrated_file, found.data / DATABASE)
    use(found, monkeypatch)
    return found


def use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "settings", lambda **_: settings)


def moved(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty place whose backups are the same."""
    new = load(
        {
            "MINDGITTER_DATA": str(settings.data.parent / "new"),
            "MINDGITTER_BACKUP_FOLDER": str(settings.backup_folder),
        },
        None,
    )
    use(new, monkeypatch)
    return new


def only(settings: Settings) -> Path:
    [backup] = backups.found(settings.backup_folder)
    return backup.path


def everything(folder: Path) -> dict[Path, tuple[bytes, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_a_backup_is_made_proved_and_restored(
    place: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert house.main(None) == 0
    assert f"restore --check {only(place)}" in capsys.readouterr().out
    before = everything(place.data)
    assert restore.main(only(place), check=True) == 0
    assert "is whole" in capsys.readouterr().out
    assert everything(place.data) == before, "a check touches nothing"
    assert restore.main(only(place), check=False) == 1
    assert "nothing is overwritten" in capsys.readouterr().err
    new = moved(place, monkeypatch)
    assert restore.main(only(place), check=False) == 0
    assert (new.data / DATABASE).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in new.data.iterdir()) == [DATABASE, "lock", "media"]


def test_a_running_bot_is_not_restored_into(
    place: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert house.main(None) == 0
    new = moved(place, monkeypatch)
    new.data.mkdir()
    with hold(new.data):
        assert restore.main(only(place), check=False) == 1
    assert "A bot works in" in capsys.readouterr().err
    assert not (new.data / DATABASE).exists()


def altered(place: Settings, statement: str) -> None:
    with closing(sqlite3.connect(place.data / DATABASE)) as database, database:
        database.execute(statement)


def test_who_was_being_answered_when_a_backup_was_made_is_not_told_that_the_answer_is_missing(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(
        place,
        "INSERT INTO inbox (update_id, chat_key, received_at, state, outcome, attempts)"
        " VALUES (1, 7, datetime('now'), 'handled', 'answering', 0)",
    )
    assert house.main(None) == 0
    new = moved(place, monkeypatch)
    assert restore.main(only(place), check=False) == 0
    with closing(sqlite3.connect(new.data / DATABASE)) as database:
        assert database.execute("SELECT outcome FROM inbox").fetchall() == [("interrupted",)]


@pytest.mark.parametrize("check", [True, False])
def test_a_backup_of_a_newer_version_is_refused(
    place: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    check: bool,
) -> None:
    altered(place, "UPDATE alembic_version SET version_num = '9999'")
    assert house.main(None) == 0
    new = moved(place, monkeypatch)
    assert restore.main(only(place), check=check) == 1
    assert "schema 9999, which this version does not know" in capsys.readouterr().err
    assert not (new.data / DATABASE).exists()


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def older() -> None:
        database = Database(place.database)
        async with database.writing() as connection:
            await connection.run_sync(
                lambda c: command.downgrade(migration.configuration(c), "0001")
            )
        await database.close()

    asyncio.run(older())
    assert house.main(None) == 0
    assert restore.main(only(place), check=True) == 0
    new = moved(place, monkeypatch)
    assert restore.main(only(place), check=False) == 0
    assert backup_manifest.schema_of(only(place) / DATABASE) == "0001"
    assert backup_manifest.schema_of(new.data / DATABASE) == schema.head()


def test_what_is_no_backup_or_a_damaged_one_is_refused(
    place: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert restore.main(tmp_path / "nothing", check=True) == 1
    assert f"no {MANIFEST}" in capsys.readouterr().err
    assert house.main(None) == 0
    content = bytearray((only(place) / DATABASE).read_bytes())
    content[-1] ^= 1
    (only(place) / DATABASE).write_bytes(content)
    assert restore.main(only(place), check=True) == 1
    assert f"{DATABASE}: its bytes have changed" in capsys.readouterr().err


def test_who_was_erased_does_not_come_back(
    place: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def lived() -> None:
        database = Database(place.database)
        async with database.writing() as connection:
            await plant(connection, 3)
        await database.close()

    asyncio.run(lived())
    with closing(sqlite3.connect(place.data / DATABASE)) as database:
        query = "SELECT id, created_at FROM persons WHERE telegram_id = ?"
        number, at = database.execute(query, (GOES,)).fetchone()
    created_at = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert house.main(None) == 0
    tombstones.put(place.backup_folder, tombstones.digest(GOES, number, created_at))
    new = moved(place, monkeypatch)
    assert restore.main(only(place), check=False) == 0
    assert "1 who had themselves erased" in capsys.readouterr().out
    with closing(sqlite3.connect(new.data / DATABASE)) as database:
        assert database.execute(query, (GOES,)).fetchone() is None


def test_another_database_is_sent_to_its_own_tool(
    place: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = load({"MINDGITTER_DATABASE": "postgresql://host/diary"}, None)
    use(other, monkeypatch)
    assert house.main(None) == 1
    assert "pg_dump" in capsys.readouterr().err
    assert restore.main(place.data, check=False) == 1
    assert "pg_dump" in capsys.readouterr().err
    assert house.keeper(other) is None
    assert house.health(other, NOON).state == "note"


def test_doctor_says_how_old_the_last_good_one_is_and_what_failed(place: Settings) -> None:
    now = clock.now()
    assert house.health(place, now).state == "note"
    assert house.main(None) == 0
    assert house.health(place, now).state == "ok"
    late = house.health(place, now + dt.timedelta(days=2))
    assert (late.state, "48 hours old" in late.says) == ("note", True)
    house.failure(place).write_text(f"{NOON.isoformat()}\nThe disk is full.\n", "utf-8")
    failed = house.health(place, now)
    assert failed.state == "bad"
    assert "failed: The disk is full." in failed.says


def test_no_days_means_that_the_bot_makes_none_by_itself(place: Settings, tmp_path: Path) -> None:
    none = load({"MINDGITTER_DATA": str(tmp_path), "MINDGITTER_BACKUP_KEEP": "0/4/6"}, None)
    assert house.keeper(none) is None
    assert "none by itself" in house.health(none, NOON).says
    assert house.keeper(place) is not None


def test_a_manifest_names_nobody(place: Settings) -> None:
    assert house.main(None) == 0
    said = json.loads((only(place) / MANIFEST).read_text("utf-8"))
    assert sorted(said) == ["files", "form", "made_at", "missing", "schema", "sha256"]
