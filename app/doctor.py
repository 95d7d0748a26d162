"""`python -m app doctor`: what is missing, and what to do about it."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from analysis import speech_model, weights
from analysis.errors import AnalysisError, ModelError
from app import (
    backups,
    footing,
    local_files,
    readers,
    sandbox,
    sealing,
    secrecy,
    setup,
    webhook,
    wiring,
)
from bot import application
from bot.readers import Measured, Unclear, from_best
from config.settings import Settings
from diary import clock
from storage import schema
from storage.database import Database, Unavailable, has_wal_reset_bug, journal_mode

LITTLE_SPACE_MB = 500

#: A speech model of some hundred megabytes is read from a slow disk in this time.
LOADING_S = 120.0

#: The model and its description come as a pair and are only right together.
RESTORE = (
    "Put analysis/expressions.onnx and analysis/expressions.json back together as this version "
    "came (`git checkout -- analysis/expressions.*`, or install it again); a model of your own "
    "comes as such a pair from `python -m training export`."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`state` is ok, note or bad; `remedy` is what to do about it."""

    state: str
    subject: str
    says: str
    remedy: str = ""

    def __str__(self) -> str:
        sign = {"ok": "✓", "note": "·", "bad": "✗"}[self.state]
        remedy = f"\n    → {self.remedy}" if self.remedy else ""
        return f"{sign} {self.subject}: {self.says}{remedy}"


def main() -> int:
    """0 when the bot can run, else 1."""
    settings = setup.settings(log_level="error")
    secrecy.forget()
    findings = list(_findings(settings))
    print("\n".join(map(str, findings)))
    return int(any(finding.state == "bad" for finding in findings))


def _findings(settings: Settings) -> Iterator[Finding]:
    yield asyncio.run(_telegram(settings))
    updates = asyncio.run(webhook.health(settings, clock.now()))
    yield from (Finding(*found) for found in (*updates, *local_files.health(settings)))
    yield _folder(settings.data)
    yield asyncio.run(_database(settings))
    yield from _models(settings)
    yield from asyncio.run(_worker(settings))
    yield _fonts()
    yield from (Finding(*found) for found in sealing.health(settings))
    yield _backups(settings)


async def _telegram(settings: Settings) -> Finding:
    if not settings.telegram_token:
        remedy = "Get one from @BotFather and set MINDGITTER_TELEGRAM_TOKEN."
        return Finding("bad", "token", "none is set", remedy)
    name, problem = await application.whoami(settings.telegram_token, settings.telegram_api)
    if name is None:
        return Finding("bad", "Telegram", problem, "Check token, MINDGITTER_TELEGRAM_API and line.")
    return Finding("ok", "Telegram", f"answers, this is @{name}")


def _folder(folder: Path) -> Finding:
    remedy = "Make it writable for this user, or set MINDGITTER_DATA."
    try:
        footing.probe(folder)
    except OSError as error:
        return Finding("bad", "data", f"{folder}: {error.strerror}", remedy)
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < LITTLE_SPACE_MB:
        return Finding("bad", "data", f"{folder} has {free_mb} MB left", "Make room on this disk.")
    return Finding("ok", "data", f"{folder} is writable, {free_mb} MB are free")


async def _database(settings: Settings) -> Finding:
    try:
        footing.look(settings, whole=True)
        database = Database(settings.database)
        try:
            before = await schema.current(database)
        finally:
            await database.close()
    except Unavailable as error:
        return Finding("bad", "database", f"cannot be used: {error}", error.remedy)
    except (OSError, ImportError) as error:
        says = f"cannot be used ({type(error).__name__}: {error})"
        return Finding(
            "bad", "database", says, "Check MINDGITTER_DATABASE and the folder's rights."
        )
    kind = f"SQLite {sqlite3.sqlite_version}, journal {journal_mode()}{_why()}, every page whole"
    name = kind if database.is_sqlite else settings.database.partition(":")[0]
    if before != schema.head():
        return Finding(
            "note",
            "database",
            f"{name}, schema {before or 'none yet'}",
            f"`run` and `migrate` bring it to {schema.head()}.",
        )
    return Finding("ok", "database", f"{name}, schema {before}")


def _why() -> str:
    """Why not the faster journal."""
    if not has_wal_reset_bug(sqlite3.sqlite_version_info):
        return ""
    return " (before 3.51.3 the other one, WAL, can damage a file)"


def _backups(settings: Settings) -> Finding:
    try:
        found = backups.health(settings, clock.now())
    except OSError as error:
        remedy = "Make it readable for this user, or set MINDGITTER_BACKUP_FOLDER."
        return Finding("bad", "backups", f"{error.filename}: {error.strerror}", remedy)
    return Finding(found.state, "backups", found.says, found.remedy)


def _models(settings: Settings) -> Iterator[Finding]:
    yield from _expression(readers.model_path())
    yield _finder(settings.models)
    yield asyncio.run(_speech(settings))


async def _speech(settings: Settings) -> Finding:
    """Whether it is there; then let a real worker load it, for files may be there and be broken."""
    name, remedy = settings.speech_model, "`python -m app models download small`"
    lacking = speech_model.lacking(str(settings.models), name)
    if lacking:
        says = f"{name} is not in {settings.models}: speech is not written down"
        if len(lacking) < len(speech_model.NEEDED) + 1:
            says = f"{name} lacks {', '.join(lacking)}: speech is not written down"
        remedy = f"{remedy}; entries are completed once it is there."
        return Finding("note", "speech model", says, remedy)
    try:
        async with wiring.workshop(settings) as pool:
            args = (str(settings.models), name)
            await pool.run("words", "analysis.speech:load", *args, deadline_s=LOADING_S)
    except AnalysisError as error:
        says = f"{name} is there but cannot be loaded ({error.code}): speech is not written down"
        remedy = f"Delete its folder, then {remedy}; entries are completed once it is mended."
        return Finding("bad", "speech model", says, remedy)
    return Finding("ok", "speech model", f"{name}, which can be loaded")


def _expression(model: Path) -> Iterator[Finding]:
    """Which model it is and whether it is whole; then how often it is right."""
    try:
        readers.check(model)
        found = readers.expression(model)
    except ModelError as error:
        yield Finding("bad", "expression model", str(error), RESTORE)
        return
    yield Finding("ok", "expression model", f"{found.version}, its file is whole")
    if found.measured is None:
        remedy = "`python -m training export` measures a model and writes its description."
        yield Finding("note", "its figures", "nobody has measured how often it is right", remedy)
    else:
        yield Finding("ok", "its figures", _figures(found.measured) + _left(found.unclear))


def _left(unclear: Unclear | None) -> str:
    if unclear is None:
        return ""
    return f"; unclear below {unclear.threshold:.2f}: {100 * (1 - unclear.named):.1f} % of faces"


def _figures(measured: Measured) -> str:
    recall = ", ".join(
        f"{label} {'-' if part is None else round(100 * part)}"
        for label, part in from_best(measured.recall)
    )
    return (
        f"gives the name that people gave most often to {100 * measured.right:.1f} % of "
        f"{measured.faces:,} faces "
        f"({measured.split}; recall in %: {recall}; calibration error {measured.error:.3f})"
    )


def _finder(folder: Path) -> Finding:
    if weights.face_finder(folder) is not None:
        return Finding("ok", "face finder", "YuNet, which finds turned heads too")
    says = "the one of OpenCV (Haar), which misses turned heads more often than YuNet"
    if _is_there(folder / weights.FACE_FILE.name):
        says = f"{weights.FACE_FILE.name} is there but is not the pinned file; so {says}"
    remedy = "`python -m app models download face` fetches YuNet."
    return Finding("note", "face finder", says, remedy)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # behind a folder that is closed to us
        return False


async def _worker(settings: Settings) -> list[Finding]:
    """Start a real worker, let it load what every clip needs, and feel its walls."""
    try:
        async with wiring.workshop(settings) as pool:
            await pool.run("video", "analysis.pool:load", "analysis.pictures", deadline_s=60)
            state, says, remedy = sandbox.told(await sandbox.walls(pool, setup.recipe(settings)))
    except AnalysisError as error:
        remedy = "MINDGITTER_WORKER_MEMORY_MB may be too little."
        return [Finding("bad", "worker", f"does not start ({error.code})", remedy)]
    started = Finding("ok", "worker", "starts within its limits")
    return [started, Finding(state, "sandbox", says, remedy)]


def _fonts() -> Finding:
    if find_spec("koreanize_matplotlib") is None:
        remedy = "Install what requirements/runtime.txt lists."
        return Finding("bad", "fonts", "Hangul in pictures has none", remedy)
    return Finding("ok", "fonts", "Hangul can be drawn")
