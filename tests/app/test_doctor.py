"""`doctor`, `models` and `migrate`: what they find, and what they say to do about it."""

import asyncio
import datetime as dt
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from analysis import speech_model, weights
from analysis.errors import ModelError
from app import readers
from app.health import SILENT_FOR
from bot.readers import Expression
from playground.server import World
from storage import schema
from tests.app.commands import ROOT, app


async def test_a_place_with_everything_is_well(tmp_path: Path, world: World, telegram: str) -> None:
    done = await app(tmp_path, "doctor", TELEGRAM_TOKEN=world.token, TELEGRAM_API=telegram)
    assert done.status == 0, done.out
    assert f"this is @{world.bot.username}" in done.out
    assert "✗" not in done.out
    # Models that are missing are no illness; what to do about them is said.
    assert "models download small" in done.out
    assert world.token not in done.out + done.errors


async def test_the_expression_model_is_named_with_its_figures_in_one_line(tmp_path: Path) -> None:
    done = await app(tmp_path, "doctor")
    description = json.loads(readers.model_path().with_suffix(".json").read_text("utf-8"))
    figures = description["metrics"]["PublicTest"]
    assert f"✓ expression model: {description['version']}" in done.out
    [line] = [line for line in done.out.splitlines() if line.startswith("✓ its figures")]
    assert f"{100 * figures['ferplus_accuracy']:.1f} % of {figures['ferplus_n']:,} faces" in line
    for label, recall in figures["ferplus_recall"].items():
        assert f"{label} {round(100 * recall)}" in line


def house_with(folder: Path, *, model: bytes | None = None, text: str | None = None) -> None:
    """A copy of the analysis that stands before the real one, with another model in it."""
    shutil.copytree(ROOT / "analysis", folder / "analysis")
    path = folder / "analysis" / "expressions.onnx"
    if model is not None:
        path.write_bytes(model)
    if text is not None:
        path.with_suffix(".json").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("model", "text", "says"),
    [
        (b"cut short", None, "expressions.onnx is not the file that expressions.json describes"),
        (None, "{", "expressions.json is no JSON"),
        (None, "[]", "expressions.json does not describe a model"),
    ],
)
async def test_a_damaged_expression_model_is_found_and_the_remedy_told(
    tmp_path: Path, world: World, telegram: str, model: bytes | None, text: str | None, says: str
) -> None:
    await asyncio.to_thread(house_with, tmp_path, model=model, text=text)
    done = await app(tmp_path, "doctor", TELEGRAM_TOKEN=world.token, TELEGRAM_API=telegram)
    assert done.status == 1
    assert f"✗ expression model: {says}" in done.out
    assert "→ Put analysis/expressions.onnx and analysis/expressions.json back" in done.out
    assert "its figures" not in done.out
    assert "Traceback" not in done.errors
    listed = await app(tmp_path, "models")
    assert listed.status == 1
    assert says in listed.errors


async def test_of_a_model_whose_description_cannot_be_read_nothing_is_claimed(
    tmp_path: Path,
) -> None:
    """The bot starts all the same: words are found, and faces once the model is mended."""
    await asyncio.to_thread(house_with, tmp_path, text="{")
    model = tmp_path / "analysis" / "expressions.onnx"
    assert not readers.is_whole(model)
    assert readers.known(model) == Expression("?")
    whole = readers.model_path()
    assert readers.is_whole(whole)
    assert readers.known(whole) == readers.expression(whole)


@pytest.mark.parametrize("state", ["missing", "a folder", "empty", "random", "of another net"])
async def test_whatever_lies_in_the_place_of_the_expression_model_is_seen(
    tmp_path: Path, state: str
) -> None:
    await asyncio.to_thread(house_with, tmp_path)
    model = tmp_path / "analysis" / "expressions.onnx"
    content = await asyncio.to_thread(model.read_bytes)
    model.unlink()
    if state == "a folder":
        model.mkdir()
    elif state != "missing":
        parts = {"empty": b"", "random": bytes(range(256)) * 99, "of another net": content + b"\0"}
        await asyncio.to_thread(model.write_bytes, parts[state])
    assert not readers.is_whole(model)
    with pytest.raises(ModelError, match=r"expressions\.onnx"):
        readers.check(model)


@pytest.mark.parametrize("state", ["cut short", "folders", "of another version"])
async def test_a_broken_speech_model_is_found_by_loading_it(tmp_path: Path, state: str) -> None:
    place = tmp_path / "data" / "models" / "small"
    place.mkdir(parents=True)
    for name in (*speech_model.NEEDED, "vocabulary.txt"):
        if state == "folders":
            (place / name).mkdir()
        else:
            (place / name).write_bytes(b"{}" if state == "of another version" else b"cut")
    done = await app(tmp_path, "doctor")
    [line] = [line for line in done.out.splitlines() if "speech model" in line]
    if state == "folders":
        assert line.startswith("· speech model: small is not in ")
    else:
        assert line.startswith("✗ speech model: small is there but cannot be loaded (model_error)")
    assert "models download small" in done.out


async def test_a_speech_model_that_lacks_a_file_says_which(tmp_path: Path) -> None:
    place = tmp_path / "data" / "models" / "small"
    place.mkdir(parents=True)
    (place / "model.bin").write_bytes(b"there")
    done = await app(tmp_path, "doctor")
    assert "· speech model: small lacks config.json, tokenizer.json, vocabulary" in done.out


async def test_what_stays_unclear_is_told_beside_the_figures(tmp_path: Path) -> None:
    described = readers.model_path().with_suffix(".json")
    description = json.loads(await asyncio.to_thread(described.read_text, "utf-8"))
    description["unclear"] = {"threshold": 0.5, "named": 0.9, "accuracy_named": 0.8}
    await asyncio.to_thread(house_with, tmp_path, text=json.dumps(description))
    done = await app(tmp_path, "doctor")
    assert "unclear below 0.50: 10.0 % of faces" in done.out


async def test_a_model_that_nobody_measured_is_noted(tmp_path: Path) -> None:
    described = readers.model_path().with_suffix(".json")
    description = json.loads(await asyncio.to_thread(described.read_text, "utf-8"))
    del description["metrics"]
    await asyncio.to_thread(house_with, tmp_path, text=json.dumps(description))
    done = await app(tmp_path, "doctor")
    assert f"✓ expression model: {description['version']}" in done.out
    assert "· its figures: nobody has measured how often it is right" in done.out
    assert "python -m training export" in done.out


async def test_the_face_finder_in_use_is_named_with_what_that_means(tmp_path: Path) -> None:
    done = await app(tmp_path, "doctor")
    assert "· face finder: the one of OpenCV (Haar), which misses turned heads more" in done.out
    assert "models download face" in done.out
    wrong = tmp_path / "data" / "models" / weights.FACE_FILE.name
    await asyncio.to_thread(wrong.parent.mkdir)
    await asyncio.to_thread(wrong.write_bytes, b"cut short")
    done = await app(tmp_path, "doctor")
    assert f"· face finder: {wrong.name} is there but is not the pinned file" in done.out


async def test_the_better_face_finder_is_named(tmp_path: Path) -> None:
    folder = ROOT / "../shared/models"
    if weights.face_finder(folder) is None:
        pytest.skip("YuNet's file is not beside the repository")
    done = await app(tmp_path, "doctor", MODELS=str(folder.resolve()))
    assert "✓ face finder: YuNet" in done.out


async def test_a_wrong_token_is_said_and_never_shown(tmp_path: Path, telegram: str) -> None:
    wrong = "1234567890:AAaaBBbbCCccDDddEEeeFFffGGgg1122334"
    done = await app(tmp_path, "doctor", TELEGRAM_TOKEN=wrong, TELEGRAM_API=telegram)
    assert done.status == 1
    assert "✗ Telegram: does not know this token" in done.out
    assert wrong.partition(":")[2] not in done.out + done.errors


async def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    done = await app(tmp_path, "doctor")
    assert done.status == 1
    assert "@BotFather" in done.out
    assert "Traceback" not in done.errors


@pytest.mark.parametrize(
    ("age", "status"),
    [(dt.timedelta(0), 0), (2 * SILENT_FOR, 1), (-2 * SILENT_FOR, 1), (None, 1)],
)
async def test_health_goes_by_the_last_sign_of_life(
    tmp_path: Path, age: dt.timedelta | None, status: int
) -> None:
    if age is not None:
        (tmp_path / "data").mkdir()
        at = dt.datetime.now(dt.UTC) - age
        (tmp_path / "data" / "heartbeat").write_text(at.isoformat())
    done = await app(tmp_path, "doctor", "--health")
    assert done.status == status
    assert ("sign of life" in done.errors) == bool(status)


async def test_the_models_are_listed_with_what_is_missing(tmp_path: Path) -> None:
    done = await app(tmp_path, "models")
    assert done.status == 0
    assert "expression: " in done.out
    assert "face: missing 1 of 1 files" in done.out
    assert "small: missing 4 of 4 files" in done.out
    unknown = await app(tmp_path, "models", "download", "gigantic")
    assert unknown.status == 2
    assert "there is no model 'gigantic'" in unknown.errors


async def test_migrate_brings_the_database_up_to_date_once(tmp_path: Path) -> None:
    first = await app(tmp_path, "migrate")
    assert (first.status, first.out) == (0, f"schema {schema.head()}, before: none\n")
    again = await app(tmp_path, "migrate")
    assert (again.status, again.out) == (0, f"schema {schema.head()}\n")


def newer(migrated: Path, path: Path) -> None:
    """A database that a later version has written."""
    path.parent.mkdir()
    shutil.copyfile(migrated, path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


async def test_migrate_refuses_a_newer_database(tmp_path: Path, migrated_file: Path) -> None:
    await asyncio.to_thread(newer, migrated_file, tmp_path / "data" / "diary.sqlite3")
    done = await app(tmp_path, "migrate")
    assert done.status == 1
    assert "9999" in done.errors
    assert "Install the newer version" in done.errors


async def test_run_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    done = await app(tmp_path, "run")
    assert done.status == 2
    assert "@BotFather" in done.errors
    assert "Traceback" not in done.errors
