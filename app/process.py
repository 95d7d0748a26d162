"""The bot's process once it may begin: its loops, the signals that end it, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import sys

import structlog

from analysis.errors import ModelError
from app import wiring
from bot.errors import UnknownToken
from config import last_words
from config.loading import SettingsError
from config.settings import Settings
from storage.database import Replaced

log = structlog.get_logger()

NOT_KNOWN = (
    "Telegram does not know this token. Copy it again from @BotFather into "
    "MINDGITTER_TELEGRAM_TOKEN."
)

REPLACED = (
    "Another file lies where the database was. Nothing was written into it; start the bot anew, "
    "and it works with that one."
)

DAMAGED = "`python -m app doctor` says what to do."


def run(settings: Settings, token: str) -> int:
    """0 when it was told to stop, 1 when it could not go on, 2 when it could not begin."""
    return asyncio.run(_run(settings, token))


async def _run(settings: Settings, token: str) -> int:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine that runs has a task
    last_words.heed(asyncio.get_running_loop())
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
        if group.subgroup(Replaced) is not None:
            log.critical("database was replaced", action="stop", next_step=REPLACED)
            return 1
        unknown, others = group.split(UnknownToken)
        if unknown is None or others is not None:
            # Not Python's own traceback: the log leaves out what people said.
            log.critical("bot fails", action="stop", exc_info=group)
            return 1
        print(NOT_KNOWN, file=sys.stderr)
    except SettingsError as error:
        print("\n".join(error.problems), file=sys.stderr)
        return 2
    except ModelError as error:
        print(f"{error}. {DAMAGED}", file=sys.stderr)
    except Exception:
        log.critical("bot fails", action="stop", exc_info=True)
    return 1
