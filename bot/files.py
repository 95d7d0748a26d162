"""Fetches a clip from Telegram, a piece at a time: a bot with many clips must stay small."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from analysis.errors import Rejected
from bot.delivery import seconds_of
from diary.errors import FetchFailed, FileGone

TIMEOUT_S = 30.0


class TooBig(Rejected):
    """The file is larger than a bot can fetch."""

    code = "too_big"


class TelegramFiles:
    """A courier for `diary.worker`: clips by Telegram's file id."""

    def __init__(self, bot: Bot, client: httpx.AsyncClient, max_bytes: int) -> None:
        self._bot = bot
        self._client = client
        self._max_bytes = max_bytes

    async def fetch(self, file_id: str, path: Path) -> None:
        """Write the file to `path`; raises FileGone, FetchFailed or TooBig."""
        url = await self._url(file_id)
        try:
            async with asyncio.timeout(10 * TIMEOUT_S):
                await self._stream(url, path)
        except (httpx.HTTPError, TimeoutError) as error:
            # The error's own words hold the address, and so the token: they go no further.
            raise FetchFailed from _without_words(error)

    async def _url(self, file_id: str) -> str:
        try:
            file = await self._bot.get_file(file_id)
        except BadRequest as error:
            raise _meant(error.message.lower()) from error
        except RetryAfter as error:
            raise FetchFailed(seconds_of(error)) from error
        except (Forbidden, InvalidToken, NetworkError) as error:
            raise FetchFailed from error
        if not file.file_path:
            raise FileGone
        return file.file_path

    async def _stream(self, url: str, path: Path) -> None:
        async with self._client.stream("GET", url, timeout=TIMEOUT_S) as answer:
            if answer.status_code in {404, 410}:
                raise FileGone
            answer.raise_for_status()
            size = 0
            with path.open("wb") as file:
                async for piece in answer.aiter_bytes(65_536):
                    size += len(piece)
                    if size > self._max_bytes:
                        raise TooBig
                    file.write(piece)


def _meant(message: str) -> Exception:
    if "too big" in message:
        return TooBig()
    return FetchFailed() if "temporarily unavailable" in message else FileGone()


def _without_words(error: Exception) -> Exception:
    return RuntimeError(type(error).__name__)
