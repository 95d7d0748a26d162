"""A webhook that listens, and what Telegram says to it."""

from __future__ import annotations

import socket
from typing import Any

import aiohttp
from sqlalchemy import text
from telegram import Bot

from bot.webhook import SECRET_HEADER, Hook, Webhook
from storage.database import Database
from tests.diary.given import Clock

SECRET = "mind-gitter_Secret-0123456789"
PATH = "/updates"


class Rig:
    """A webhook at a free port."""

    def __init__(self, database: Database, bot: Bot, url: str = "") -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.url = url or f"http://127.0.0.1:{self.port}{PATH}"
        self.received = 0
        self.clock = Clock()
        hook = Hook(self.url, SECRET)
        self.webhook = Webhook(database, bot, hook, self.listening, self.clock, self._count)

    def _count(self, *, more: bool = False) -> None:  # noqa: ARG002 - as the webhook calls it
        self.received += 1


def update(number: int = 1, chat: int = 7, words: str = "하나") -> dict[str, Any]:
    return {"update_id": number, "message": {"text": words, "chat": {"id": chat}}}


def headers(*secrets: str, kind: str = "application/json") -> list[tuple[str, str]]:
    return [("Content-Type", kind), *((SECRET_HEADER, secret) for secret in secrets)]


async def numbers(database: Database) -> list[int]:
    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT update_id FROM inbox ORDER BY update_id"))
        return [row.update_id for row in rows]


async def status(session: aiohttp.ClientSession, url: str, number: int = 1) -> int:
    async with session.post(url, json=update(number), headers=headers(SECRET)) as answer:
        return answer.status
