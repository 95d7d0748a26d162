"""`rekey` as the operator runs it, killed with -9 wherever it is, until it is through.

`MINDGITTER_TEST_REKEYS` is how many kills; `MINDGITTER_TEST_SEED` repeats a run.
"""

import asyncio
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from app import key
from config.loading import SettingsError
from storage.backup_manifest import DATABASE
from storage.media import MediaFolder
from storage.sealing import read_ring
from tests.app.commands import ROOT
from tests.app.test_sealing import FILM, legible, live, place_of, read
from tests.diary.planted import PHRASES

KILLS = int(os.environ.get("MINDGITTER_TEST_REKEYS", "2"))
SEED = int(os.environ.get("MINDGITTER_TEST_SEED", "7"))

#: What the bot says then: killed too early or too late, it was not begun, or is over already.
REFUSALS = ("has not come to its end", "not sealed with it yet", "the bot would begin")

#: It says as many words at most, one a table and one for the films.
MOST_LINES = 24


def rekey(folder: Path, *more: str, lines: int = 0) -> int | None:
    """Run it; its status, or None when it was killed after so many lines (0: never)."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MINDGITTER_")}
    environment |= {"PYTHONPATH": str(ROOT), "MINDGITTER_DATA": str(folder / "data")}
    environment |= {"MINDGITTER_KEY_FILE": str(folder / "keys")}
    command = [sys.executable, "-m", "app", "rekey", *more]
    with subprocess.Popen(  # noqa: S603 - our own words
        command, cwd=folder, env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        for number, _line in enumerate(process.stdout, 1):
            if number == lines:
                process.kill()
                break
        return None if process.wait() < 0 else process.returncode


def refusal(folder: Path) -> str:
    """What the bot says instead of beginning."""
    try:
        read(place_of(folder))
    except SettingsError as error:
        return str(error)
    return "the bot would begin"


def lived_in(folder: Path, migrated_file: Path) -> Any:
    """A place with two lives and a film, not sealed yet; all its rows, and the film."""
    place = place_of(folder, KEY_FILE="")
    (place.data / "media").mkdir(parents=True)
    shutil.copyfile(migrated_file, place.data / DATABASE)
    (folder / "film").write_bytes(FILM)
    asyncio.run(live(place, MediaFolder(place.data / "media").put(folder / "film")))
    (folder / "film").unlink()
    return read(place)


def changes(ring: Path) -> Any:
    """A new key, the next one, and back to none, again and again: arguments of each change."""
    number = 0
    while True:
        for _ in range(2):
            number += 1
            assert key.main(ring, f"k{number}") == 0
            yield ()
        yield ("--plain",)


def test_killed_wherever_it_is_it_goes_on_and_loses_nothing(
    tmp_path: Path, migrated_file: Path
) -> None:
    before, chance, left = lived_in(tmp_path, migrated_file), random.Random(SEED), KILLS  # noqa: S311
    for more in changes(tmp_path / "keys"):
        while left and rekey(tmp_path, *more, lines=chance.randint(1, MOST_LINES)) is None:
            left -= 1
            assert any(way in refusal(tmp_path) for way in REFUSALS)
        assert rekey(tmp_path, *more) == 0
        keys = place_of(tmp_path, KEY_FILE="") if more else place_of(tmp_path)
        assert read(keys) == before
        assert legible(tmp_path / "data") == ({*PHRASES, "film"} if more else set())
        if not left:
            break
    assert len(read_ring((tmp_path / "keys").read_text())) >= 1
