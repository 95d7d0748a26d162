"""Processes that only receive: the real webhook, which may die at the worst moment.

    python -m tests.bot.receivers DATABASE_FILE SECRET MOMENT…

prints a port for each MOMENT, which says when its process is killed: `before` the first commit,
`after` it (and so before the answer), or `never`. All end when the standard input does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Bot

from bot.webhook import Hook, Webhook
from config import logs
from diary import clock
from storage.database import Database


class Mortal(Database):
    """A database whose process ends with kill -9 around its first commit."""

    def __init__(self, url: str, moment: str) -> None:
        super().__init__(url)
        self._moment = moment

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        async with super().writing() as connection:
            yield connection
            if self._moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        if self._moment == "after":
            os.kill(os.getpid(), signal.SIGKILL)


def handles_nothing(*, more: bool = False) -> None:
    """Nothing takes updates out of the inbox here."""


async def receive(path: str, secret: str, moment: str, listening: socket.socket) -> None:
    database = Mortal(f"sqlite+aiosqlite:///{path}", moment)
    hook = Hook("https://example.org/updates", secret)
    webhook = Webhook(database, Bot("1:never-asked"), hook, listening, clock.now, handles_nothing)
    async with webhook.open():
        await asyncio.get_running_loop().create_future()


def main(path: str, secret: str, *moments: str) -> None:
    """Loaded once, born by fork: nothing runs yet that forking could tear apart."""
    children = []
    for moment in moments:
        listening = socket.create_server(("127.0.0.1", 0))
        child = os.fork()
        if child == 0:
            asyncio.run(receive(path, secret, moment, listening))
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        listening.close()
        children.append(child)
    sys.stdin.read()
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    logs.configure("error", "text")
    main(*sys.argv[1:])
