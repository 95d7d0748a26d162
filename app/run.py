"""`python -m app run`: the bot, until it is told to stop."""

from __future__ import annotations

import asyncio
import fcntl
import multiprocessing
import signal
import sys
from pathlib import Path
from typing import IO

import structlog

from app import setup, wiring
from bot.errors import UnknownToken
from config.settings import Settings, SettingsError, require_token

log = structlog.get_logger()

NOT_KNOWN = (
    "Telegram does not know this token. Copy it again from @BotFather into "
    "MINDGITTER_TELEGRAM_TOKEN."
)


def main() -> int:
    """0 when it was asked to stop, 1 when it could not go on, 2 when it could not begin."""
    settings = setup.settings()
    try:
        token = require_token(settings)
    except SettingsError as error:
        raise setup.SetupError("\n".join(error.problems)) from None
    settings.data.mkdir(parents=True, exist_ok=True)
    with _alone(settings.data) as _:
        if status := _migrated():
            return status
        return asyncio.run(_run(settings, token))


def _migrated() -> int:
    """Bring the database up to date in a child; its exit status.

    Alembic would stay in memory for good. Nothing runs yet that forking could tear apart: no
    thread, no event loop, no connection.
    """
    child = multiprocessing.get_context("fork").Process(target=_migrate)
    child.start()
    child.join()
    return child.exitcode or 0


def _migrate() -> None:
    from app import migrate

    sys.exit(migrate.main(quiet=True))


def _alone(folder: Path) -> IO[str]:
    """Hold the folder's lock: two bots on one folder would do everything twice."""
    file = (folder / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise setup.SetupError(
            f"Another bot works in {folder} already. Stop it first, or set MINDGITTER_DATA to "
            "another folder."
        ) from None
    return file


async def _run(settings: Settings, token: str) -> int:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine that runs has a task
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    try:
        async with wiring.put_together(settings, token) as running:
            log.info("bot starts", action="start")
            await wiring.serve(running)
    except asyncio.CancelledError:
        log.info("bot stops", action="stop")
        return 0
    except BaseExceptionGroup as group:
        unknown, others = group.split(UnknownToken)
        if unknown is None or others is not None:
            # Not Python's own traceback: the log leaves out what people said.
            log.critical("bot fails", action="stop", exc_info=group)
            return 1
        print(NOT_KNOWN, file=sys.stderr)
    except Exception:
        log.critical("bot fails", action="stop", exc_info=True)
    return 1
