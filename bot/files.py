"""Fetches a clip from Telegram, a piece at a time: a bot with many clips must stay small.

From a Bot API server of one's own in local mode it is taken out of the folder that both see.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from pathlib import Path

import httpx
import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from analysis.errors import Rejected
from bot import line, local_files
from bot.delivery import seconds_of
from bot.local_files import Outside, Shared
from diary.errors import FetchFailed, FileGone

log = structlog.get_logger()

TIMEOUT_S = 30.0

#: A server of one's own answers getFile when it has the whole file, which may have 2000 MB.
LOCAL_S = 900.0


class TooBig(Rejected):
    """The file is larger than a bot can fetch."""

    code = "too_big"


class TelegramFiles:
    """A courier for `diary.worker`: clips by Telegram's file id."""

    def __init__(
        self, bot: Bot, client: httpx.AsyncClient, max_bytes: int, shared: Shared | None = None
    ) -> None:
        """`shared` is the folder of a server in local mode, where there is one."""
        self._bot = bot
        self._client = client
        self._max_bytes = max_bytes
        self._shared = shared

    async def fetch(self, file_id: str, path: Path) -> None:
        """Write the file to `path`; raises FileGone, FetchFailed or TooBig."""
        told = await self._told(file_id)
        if told.startswith("/"):
            await self._take(told, path)
            return
        try:
            async with asyncio.timeout(10 * TIMEOUT_S):
                await self._stream(told, path)
        except (httpx.HTTPError, TimeoutError) as error:
            # The error's own words hold the address, and so the token: they go no further.
            raise FetchFailed from _without_words(error)

    async def _told(self, file_id: str) -> str:
        """The address of the file, or its path at a server in local mode."""
        try:
            path = await self._path(file_id)
        except BadRequest as error:
            raise _meant(error.message.lower()) from error
        except RetryAfter as error:
            raise FetchFailed(seconds_of(error)) from error
        except (Forbidden, InvalidToken, NetworkError) as error:
            raise FetchFailed from error
        if not path:
            raise FileGone
        return path

    async def _path(self, file_id: str) -> str | None:
        if self._shared is None:
            return (await self._bot.get_file(file_id)).file_path
        file = await self._bot.get_file(file_id, read_timeout=LOCAL_S)
        # The library puts an address before a path that it does not see from here.
        path = (file.file_path or "").removeprefix(f"{self._bot.base_file_url}/")
        return path if path.startswith("/") else file.file_path

    async def _take(self, told: str, path: Path) -> None:
        if self._shared is None:
            log.error("server is in local mode: set MINDGITTER_TELEGRAM_LOCAL", action="fetch")
            raise FetchFailed
        try:
            size = await local_files.take(self._shared, told, path, self._max_bytes)
        except Outside:
            log.error("file is outside MINDGITTER_TELEGRAM_LOCAL", action="fetch")  # noqa: TRY400
            raise
        if size > self._max_bytes:
            raise TooBig

    async def _refused(self, answer: httpx.Response) -> float:
        """Seconds for which no file may be fetched; kept where all calls are."""
        seconds = line.told_s(await answer.aread())
        line.close_files(self._bot, seconds)
        return seconds

    async def _stream(self, url: str, path: Path) -> None:
        if (closed_s := line.files_closed_s(self._bot)) > 0:
            raise FetchFailed(closed_s)
        async with self._client.stream("GET", url, timeout=TIMEOUT_S) as answer:
            if answer.status_code in {404, 410}:
                raise FileGone
            if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
                raise FetchFailed(await self._refused(answer))
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
