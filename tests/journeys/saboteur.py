"""The real bot, in which whatever can be told of a fault goes wrong at once, on somebody's word.

`python -m tests.journeys.saboteur run` is `python -m app run` with one thing more: an update whose
text has the word is raised as an exception, written by libraries' loggers, warned of, thrown in a
thread, a task, a callback and a finaliser, and put into a statement that the database refuses.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import BadRequest
from telegram.ext import Application

from app import wiring
from app.__main__ import main
from config import last_words

WORD = "sabotage"

#: In the working folder: every address that the bot has opened a connection to, or asked for.
CALLED = "connections"
LIBRARIES = (
    "httpx",
    "httpcore",
    "telegram.Bot",
    "aiosqlite",
    "sqlalchemy.engine",
    "asyncio",
    "PIL",
)


def watch() -> None:
    """Write down whom the process calls; there is no way around an audit hook for Python's code."""
    called = Path(CALLED)

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            with called.open("a", encoding="utf-8") as file:
                file.write(f"{arguments[1][0]}:{arguments[1][1]}\n")
        elif event == "socket.getaddrinfo":
            with called.open("a", encoding="utf-8") as file:
                file.write(f"{arguments[0]}:{arguments[1]}\n")

    sys.addaudithook(note)


class Falling:
    """Cannot be cleaned up."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __del__(self) -> None:
        raise ValueError(self.said)


def fail(said: str) -> None:
    raise KeyError(said)


async def fall(said: str) -> None:
    fail(said)


async def go_wrong(said: str, database: Any) -> None:
    """Everything, with these words; ends in an exception of the database that holds them."""
    for name in LIBRARIES:
        logging.getLogger(name).error("cannot do %s", said)
        logging.getLogger(name).warning("cannot do '" + said + "'")  # noqa: G003
        logging.getLogger(name).debug("sent %r", {"text": said}, extra={"body": said})
    warnings.warn(said, RuntimeWarning, stacklevel=1)
    worker = threading.Thread(target=fail, args=(said,), name=said[:9])
    worker.start()
    worker.join()
    loop = asyncio.get_running_loop()
    loop.call_soon(fail, said)
    task = loop.create_task(fall(said))
    await asyncio.sleep(0.05)
    del task
    Falling(said)
    gc.collect()
    quoted = BadRequest(f'Can\'t parse entities: unsupported start tag "{said}" at byte offset 3')
    async with database.writing() as connection:
        words = {"said": said}
        try:
            await connection.execute(text("INSERT INTO nowhere VALUES (:said)"), words)
        except SQLAlchemyError as refused:
            raise ExceptionGroup(said, [refused, ValueError(said), quoted]) from quoted


def sabotage() -> None:
    """Put the word's effect in before the framework looks at an update."""
    handle, build, known = Application.process_update, wiring.Database, []

    def remember(url: str) -> Any:
        known.append(build(url))
        return known[-1]

    async def process(self: Any, update: Any) -> None:
        said = update.message.text or "" if isinstance(update, Update) and update.message else ""
        if WORD not in said:
            await handle(self, update)
            return
        try:
            await go_wrong(said, known[-1])
        except Exception as error:  # noqa: BLE001 - as a handler's, which the dispatcher is handed
            await self.process_error(update, error)

    wiring.Database = remember  # type: ignore[assignment, misc]
    Application.process_update = process  # type: ignore[method-assign]


if __name__ == "__main__":
    watch()
    last_words.install()
    sabotage()
    sys.exit(main())
