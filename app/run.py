"""`python -m app run`: the bot, until it is told to stop."""

from __future__ import annotations

import logging
import multiprocessing
import sys
from multiprocessing.process import BaseProcess

from app import footing, receiving, secrecy, setup
from config.loading import SettingsError, require_token
from config.settings import Settings
from storage import schema
from storage.folder_lock import Held, hold

log = logging.getLogger(__name__)

_START = {"action": "start"}


def main() -> int:
    """0 when it was asked to stop, 1 when it could not go on, 2 when it could not begin."""
    settings = setup.settings()
    try:
        token = require_token(settings)
        receiving.hook(settings)
        receiving.shared(settings)
    except SettingsError as error:
        raise setup.SetupError("\n".join(error.problems)) from None
    if receiving.tells_the_token(settings):
        log.warning("others can read the token: MINDGITTER_TELEGRAM_API", extra=_START)
    footing.require(settings)
    try:
        # Two bots on one folder would do everything twice.
        with hold(settings.data):
            return _run(settings, token)
    except Held:
        raise setup.SetupError(
            f"Another bot works in {settings.data} already. Stop it first, or set MINDGITTER_DATA "
            "to another folder."
        ) from None


def _run(settings: Settings, token: str) -> int:
    # A process for nothing would load SQLAlchemy a second time: a quarter of a start.
    migration = None if schema.is_current(settings.database) else _migration()
    # Loaded only here, while the child is at work: everything that the bot is made of.
    from app import process

    if migration is not None:
        migration.join()
        if migration.exitcode:
            return migration.exitcode
    secrecy.keep()
    return process.run(settings, token)


def _migration() -> BaseProcess:
    """A child that brings the database up to date.

    In the bot itself Alembic would stay in memory for good. Nothing runs or is loaded yet that
    forking could tear apart: no thread, no event loop, no connection.
    """
    child = multiprocessing.get_context("fork").Process(target=_migrate)
    child.start()
    return child


def _migrate() -> None:
    from app import migrate

    try:
        sys.exit(migrate.main(quiet=True))
    except Exception:  # a child's own last words would be all that the exception says
        log.critical("migration fails", extra={"action": "migrate"}, exc_info=True)
        sys.exit(1)
