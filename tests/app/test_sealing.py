"""Keys as an operator meets them, and the look through everything that lies on the disk."""

import asyncio
import errno
import os
import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import text, update
from structlog.testing import capture_logs

from app import backups as house
from app import key, rekey, restore, sealing, setup
from config.loading import SettingsError, load
from config.settings import Settings
from storage import backups, tombstones
from storage.backup_manifest import DATABASE
from storage.database import Database
from storage.media import MediaFolder
from storage.sealing import fresh, line, read_ring
from storage.tables import clips, persons
from tests.diary.planted import GOES, PHRASES, everything, plant, spellings

FILM = os.urandom(64) + b"film" * 50_000


def place_of(folder: Path, **more: str) -> Settings:
    """Settings of a place, with its key beside the data."""
    names = {"DATA": str(folder / "data"), "KEY_FILE": str(folder / "keys")} | more
    return load({f"MINDGITTER_{name}": value for name, value in names.items()}, None)


@pytest.fixture
def place(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A place with two lives and a film, not sealed yet, and an empty ring."""
    found = place_of(tmp_path)
    (found.data / "media").mkdir(parents=True)
    shutil.copyfile(migrated_file, found.data / DATABASE)
    film = tmp_path / "film"
    film.write_bytes(FILM)
    asyncio.run(live(found, MediaFolder(found.data / "media").put(film)))
    film.unlink()
    use(found, monkeypatch)
    return found


def use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "settings", lambda **_: settings)


async def live(settings: Settings, name: str) -> None:
    database = Database(settings.database)
    async with database.writing() as connection:
        await plant(connection, 6)
        await connection.execute(update(clips).where(clips.c.id == 1).values(media=name))
    await database.close()


def read(settings: Settings) -> tuple[object, bytes]:
    """All rows as the bot reads them, and the film."""

    async def reading() -> tuple[object, bytes]:
        database = Database(settings.database)
        try:
            await sealing.unlock(database, settings)
            async with database.reading() as connection:
                rows = await everything(connection)
                media = await connection.scalar(text("SELECT media FROM clips WHERE id = 1"))
        finally:
            await database.close()
        with MediaFolder(settings.data / "media", database.seals).open(media) as file:
            film = file.read()
        for name in ("sealing", "numbers"):  # a restored diary leaves numbers out
            rows.pop(name)
        rows["clips"] = [row | {"media": None} for row in rows["clips"]]
        return {name: sorted(each, key=str) for name, each in rows.items()}, film

    return asyncio.run(reading())


def legible(folder: Path) -> set[str]:
    """What can be read somewhere below a folder: phrases of 31 kinds, and the film."""
    there = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    names = "\n".join(path.name for path in folder.rglob("*"))
    wanted = {what: spellings(said) for what, said in PHRASES.items()}
    wanted |= {"film": {FILM[:64], FILM[64:128]}}
    found = {
        what
        for what, ways in wanted.items()
        if any(way in content for way in ways for content in there)
    }
    assert not any(said in names for said in PHRASES.values())
    return found


def test_without_a_key_everything_can_be_read_and_with_one_nothing_also_in_backups(
    place: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = read(place_of(tmp_path, KEY_FILE=""))
    assert house.main(None) == 0
    assert legible(place.backup_folder) == {*PHRASES, "film"} == legible(place.data)
    backups.remove(backups.found(place.backup_folder)[0])

    assert key.main(place.key_file, "one") == 0
    assert rekey.main(plain=False) == 0
    (tmp_path / "data" / "backups").mkdir(exist_ok=True)
    assert house.main(None) == 0
    ring = place.key_file
    assert ring is not None
    ring.rename(tmp_path / "away")  # the key is absent
    assert len(PHRASES) >= 20
    assert legible(place.data) == set() == legible(place.backup_folder)
    [backup] = backups.found(place.backup_folder)
    assert restore.main(backup.path, check=True) == 0
    new = place_of(tmp_path / "new", KEY_FILE=str(ring), BACKUP_FOLDER=str(place.backup_folder))
    (tmp_path / "away").rename(ring)
    use(new, monkeypatch)
    assert restore.main(backup.path, check=False) == 0
    assert legible(tmp_path / "new") == set()
    assert read(new) == before == read(place)


def test_a_key_is_changed_and_the_one_before_is_needed_no_more(
    place: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = read(place_of(tmp_path, KEY_FILE=""))
    ring = place.key_file
    assert ring is not None
    for name in ("one", "two"):
        assert key.main(ring, name) == 0
        assert rekey.main(plain=False) == 0
    keys = read_ring(ring.read_text())
    assert [each.name for each in keys] == ["two", "one"]
    ring.write_text(line(keys[0]))
    assert read(place) == before
    assert rekey.main(plain=False) == 0
    assert "so already" in capsys.readouterr().out
    assert rekey.main(plain=True) == 0
    assert read(place_of(tmp_path, KEY_FILE="")) == before


def test_a_ring_is_for_its_owner_alone_and_no_name_comes_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = tmp_path / "keys"
    assert key.main(ring, None) == key.main(ring, None) == 0
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    first, second = read_ring(ring.read_text())
    assert first.name == f"{second.name}-2"
    assert key.main(ring, first.name) == 1
    ring.chmod(0o644)
    assert key.main(ring, None) == 1
    assert "chmod 600" in capsys.readouterr().err
    assert key.main(None, "one") == 0
    assert read_ring(capsys.readouterr().out)[0].name == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_a_ring_behind_a_link_is_changed_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "keys")
    assert key.main(tmp_path / "keys", "one") == key.main(tmp_path / "link", "two") == 0
    assert (tmp_path / "link").is_symlink()
    assert [each.name for each in read_ring((tmp_path / "keys").read_text())] == ["two", "one"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give")
def test_a_ring_that_root_adds_to_stays_its_owners(tmp_path: Path) -> None:
    ring = tmp_path / "keys"
    assert key.main(ring, "one") == 0
    os.chown(ring, 1234, 1235)
    assert key.main(ring, "two") == 0
    there = ring.stat()
    assert (there.st_uid, there.st_gid, stat.S_IMODE(there.st_mode)) == (1234, 1235, 0o600)


def test_a_full_disk_is_told_and_rekey_goes_on(
    place: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_file: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    key.main(place.key_file, "one")
    with monkeypatch.context() as patch:
        patch.setattr("storage.media.sync", full)
        assert rekey.main(plain=False) == 1
    says = "A film cannot be kept (No space left on device). Run it again: it goes on."
    assert says in capsys.readouterr().err
    assert rekey.main(plain=False) == 0
    assert legible(place.data) == set()


def told(settings: Settings) -> str:
    """What the bot says when it cannot begin."""

    async def begin() -> None:
        database = Database(settings.database)
        try:
            await sealing.unlock(database, settings)
        finally:
            await database.close()

    with pytest.raises(SettingsError) as refused:
        asyncio.run(begin())
    return str(refused.value)


def test_a_missing_or_wrong_key_is_told_in_a_sentence_and_changes_nothing(
    place: Settings, tmp_path: Path
) -> None:
    assert "cannot be read: No such file" in told(place)
    ring = place.key_file
    assert ring is not None
    assert key.main(ring, "one") == 0
    assert "`python -m app rekey` seals it" in told(place)
    assert rekey.main(plain=False) == 0
    right, there = ring.read_text(), (place.data / DATABASE).read_bytes()
    for wrong, says in (
        (line(fresh("other")), "sealed with the key 'one', and the ring has other"),
        (line(fresh("one")), "is not the one that the diary is sealed with"),
        ("nothing", "has 0 bytes instead of 32"),
    ):
        ring.write_text(wrong)
        assert says in told(place)
        assert rekey.main(plain=False) == 2
    assert "none is given" in told(place_of(tmp_path, KEY_FILE=""))
    assert "both set" in told(place_of(tmp_path, KEY=right.strip()))
    assert (place.data / DATABASE).read_bytes() == there
    ring.write_text(right)
    assert read(place)


def test_a_bot_whose_key_others_can_read_begins_and_says_so(place: Settings) -> None:
    key.main(place.key_file, "one")
    rekey.main(plain=False)
    for mode, count in ((0o600, 0), (0o640, 1)):
        assert place.key_file is not None
        place.key_file.chmod(mode)
        with capture_logs() as events:
            read(place)
        said = [event for event in events if event["event"] == "the key is not safe where it lies"]
        assert len(said) == count


def test_nobody_changes_keys_beside_a_bot(place: Settings) -> None:
    assert key.main(place.key_file, "one") == 0
    with rekey.hold(place.data):
        assert rekey.main(plain=False) == 1
    assert legible(place.data) >= set(PHRASES)


def test_doctor_says_what_is_sealed_and_where_the_key_should_not_lie(
    place: Settings, tmp_path: Path
) -> None:
    def says(settings: Settings) -> str:
        return "\n".join(" ".join(found) for found in sealing.health(settings))

    assert says(place_of(tmp_path, KEY_FILE="")).startswith("note seals none")
    assert says(place).startswith("bad seals")
    ring = place.key_file
    assert ring is not None
    key.main(ring, "one")
    rekey.main(plain=False)
    assert says(place) == "ok seals the diary is sealed with the key one "
    key.main(ring, "two")
    assert "two comes first" in says(place)
    ring.chmod(0o644)
    assert "other accounts" in says(place)
    shutil.copy(ring, place.data / "keys")
    assert "who takes that disk" in says(place_of(tmp_path, KEY_FILE=str(place.data / "keys")))


def test_who_was_erased_since_a_backup_is_not_brought_back_without_the_key(
    place: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key.main(place.key_file, "one")
    rekey.main(plain=False)
    house.main(None)
    asyncio.run(tombstone(place))
    new = {"BACKUP_FOLDER": str(place.backup_folder)}
    [backup] = backups.found(place.backup_folder)
    use(place_of(tmp_path / "new", **new, KEY_FILE=""), monkeypatch)
    assert restore.main(backup.path, check=False) == 1
    assert not (tmp_path / "new" / "data" / DATABASE).exists()
    use(place_of(tmp_path / "new", **new, KEY_FILE=str(place.key_file)), monkeypatch)
    assert restore.main(backup.path, check=False) == 0


async def tombstone(place: Settings) -> None:
    database = Database(place.database)
    async with database.reading() as connection:
        query = persons.select().where(persons.c.telegram_id == GOES)
        row = (await connection.execute(query)).one()
    await database.close()
    name = tombstones.digest(row.telegram_id, row.id, row.created_at)
    tombstones.put(place.backup_folder, name)
