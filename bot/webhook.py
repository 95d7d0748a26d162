"""Updates that Telegram brings: a small HTTP server that says 200 when the inbox has them.

What is not kept is not answered with 200, and so Telegram brings it again, for a day: 2, 4, 8 … 60
seconds apart, or what Retry-After says, and each chat for itself, so that what cannot be kept holds
up no other (`WebhookActor` of tdlib/telegram-bot-api). What comes again changes nothing.

Whoever asks without the secret gets one and the same answer, whatever is asked, and nothing of
what they send is looked at. TLS is the business of the proxy before it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hmac
import json
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import delivery, receiving
from bot.batches import Batches
from bot.errors import DeliveryError, Postponed, UnknownToken
from bot.turnstile import Turnstile
from diary.clock import Now
from storage.database import Database, Unavailable

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name

#: Telegram's messages have 4,096 characters, their JSON some kilobytes; reply and quote included
#: the largest that the tests have seen is below 100 kB.
LARGEST_BODY = 1 << 20

#: Connections of Telegram's, and how many there may be at all: more are hung up on.
TELEGRAMS = 40
MOST_CONNECTIONS = 100

#: Seconds for the head of a request (and for a connection that says nothing), and for its body.
IDLE_S = 30.0
BODY_S = 10.0

#: Seconds for reading what a stranger still sends, so that the answer arrives.
LINGER_S = 2.0

#: Seconds that a commit may still take when the bot is to stop: longer than SQLite waits.
LAST_COMMITS_S = 20.0

#: When Telegram is to bring again what the database did not take, in seconds.
AWAY_S = 5

#: How often Telegram is asked whether the webhook is still ours, in seconds, and how often the log
#: says that somebody came without the secret.
LOOK_S = 300.0
TOLD_EVERY_S = 60.0

#: So many updates waiting at Telegram are told in the log.
BACKLOG = 100


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram brings updates, and what it says to be known by."""

    url: str
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """The part of the address that arrives here."""
        return urlsplit(self.url).path or "/"


class Unread(Exception):
    """The body is no update: `status` is the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Webhook:
    """Takes updates at a socket and puts them into the inbox."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        hook: Hook,
        listening: socket.socket,
        now: Now,
        received: receiving.Received,
        missed: receiving.Missed = lambda _updates: None,
        turnstile: Turnstile | None = None,
    ) -> None:
        """Raises ValueError without a secret: then everybody could write into every diary.

        `missed` is told of updates that could not be kept; Telegram brings them again.
        """
        if not hook.secret:
            raise ValueError("a webhook without a secret")
        self._database = database
        self._bot = bot
        self._hook = hook
        self._listening = listening
        self._now = now
        self._received = received
        self._missed = missed
        self._turnstile = turnstile
        self._batches = Batches(self._keep)
        self._strangers = _Strangers(now)

    async def run(self) -> None:
        """Listen, have Telegram bring updates here, and see that it stays so, until cancelled.

        The webhook stays set at the end: what comes meanwhile waits with Telegram. Raises
        UnknownToken when Telegram does not know the bot, or no longer.
        """
        async with self.open():
            await self._ask_for_updates()
            while True:
                await asyncio.sleep(LOOK_S)
                await self._look()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Answer requests while this lasts; at the end commits are waited for."""
        quiet = logging.Logger("webhook", logging.CRITICAL + 1)  # noqa: LOG001 - strangers write no log
        door = _Door(
            self.answer,
            logger=quiet,
            access_log=None,
            keepalive_timeout=IDLE_S,
            lingering_time=LINGER_S,
            # What is packed small could be large: nothing is unpacked.
            auto_decompress=False,
        )
        runner = web.ServerRunner(door, shutdown_timeout=LAST_COMMITS_S)
        await runner.setup()
        try:
            await web.SockSite(runner, self._listening).start()
            log.info("webhook listens", action="webhook")
            yield
        finally:
            await runner.cleanup()

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """What one request gets; 200 means that the update is in the inbox for good."""
        if not self._is_from_telegram(request):
            self._strangers.count()
            return _refusal(404)
        try:
            update = await _update(request)
            await self._batches.keep(update)
        except Unread as error:
            log.warning("no update", action="webhook", status=error.status)
            return _refusal(error.status)
        except Unavailable:
            log.debug("database not available", action="webhook")
            return web.Response(status=503, headers={"Retry-After": str(AWAY_S)})
        except Exception:
            log.exception("update not kept", action="webhook")
            return web.Response(status=500)
        self._received(more=self._batches.are_behind)
        return web.Response()

    async def _keep(self, updates: Sequence[dict[str, Any]]) -> None:
        try:
            await receiving.keep(self._database, updates, self._now(), self._turnstile)
        except Unavailable:
            self._missed(updates)
            raise

    def _is_from_telegram(self, request: web.BaseRequest) -> bool:
        """Whether it has the secret, once, and is what Telegram sends, at its address."""
        given = request.headers.getall(SECRET_HEADER, ())
        [said] = given if len(given) == 1 else ("",)
        secret = self._hook.secret.encode()
        is_known = hmac.compare_digest(said.encode("utf-8", "surrogateescape"), secret)
        is_right_place = request.method == "POST" and request.raw_path == self._hook.path
        return is_known and is_right_place

    async def _ask_for_updates(self) -> None:
        """Tell Telegram where to bring them, for as long as it takes."""
        attempts = 0
        while True:
            try:
                await delivery.attempt(self._set)
            except DeliveryError as error:
                _require_known(error)
                _tell(error)
                after_s = error.after_s if isinstance(error, Postponed) else 0.0
                await asyncio.sleep(delivery.pause_s(attempts, after_s))
                attempts += 1
            else:
                log.info("webhook is set", action="webhook")
                return

    async def _set(self) -> bool:
        return await self._bot.set_webhook(
            self._hook.url,
            secret_token=self._hook.secret,
            allowed_updates=receiving.ALLOWED_UPDATES,
            max_connections=TELEGRAMS,
            drop_pending_updates=False,
        )

    async def _look(self) -> None:
        """See whether Telegram still brings updates here, and what it has against it."""
        try:
            found = await state(self._bot)
        except DeliveryError as error:
            _require_known(error)
            log.warning("webhook not looked at", action="webhook", error=type(error).__name__)
            return
        if found.url != self._hook.url:
            log.error("another bot took this token's webhook away", action="webhook")
            await self._ask_for_updates()
        elif found.waiting > BACKLOG:
            log.warning("updates wait", action="webhook", waiting=found.waiting)


class _Strangers:
    """Counts who comes without the secret, and tells it at most once a minute."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._told: dt.datetime | None = None
        self._count = 0

    def count(self) -> None:
        """One more."""
        self._count += 1
        now = self._now()
        if self._told is None or (now - self._told).total_seconds() >= TOLD_EVERY_S:
            log.warning("requests refused", action="webhook", count=self._count)
            self._told, self._count = now, 0


class _Door(web.Server):
    """Hangs up on connections when there are too many."""

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()


def _refusal(status: int) -> web.Response:
    """An answer after which the connection is closed: what else comes on it is not read."""
    answer = web.Response(status=status)
    answer.force_close()
    return answer


async def _update(request: web.BaseRequest) -> dict[str, Any]:
    """The update in a body; raises Unread."""
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise Unread(415)
    try:
        async with asyncio.timeout(BODY_S):
            raw = json.loads(await _body(request))
    except (ValueError, RecursionError):
        raise Unread(400) from None
    except TimeoutError:
        raise Unread(408) from None
    except (web.RequestPayloadError, ConnectionError):
        raise Unread(400) from None
    if not receiving.is_update(raw):
        raise Unread(400)
    return raw


async def _body(request: web.BaseRequest) -> bytes:
    """The whole body; raises Unread before more of it is held than is allowed."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise Unread(413)
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > LARGEST_BODY:
            raise Unread(413)
    return bytes(body)


def _require_known(error: DeliveryError) -> None:
    """Nobody polls here who would hear that the token was taken back. Raises UnknownToken."""
    if isinstance(error.__cause__, InvalidToken):
        raise UnknownToken from error


def _tell(error: DeliveryError) -> None:
    """Why the webhook is not set yet; what Telegram refuses is for the operator to mend."""
    if isinstance(error, Postponed):
        log.warning("webhook not set", action="webhook", error=type(error).__name__)
    else:
        log.error("Telegram refuses the webhook", action="webhook", reason=error.told)


@dataclass(frozen=True, slots=True)
class State:
    """What Telegram tells of a webhook: how many updates wait, what went wrong last, and when.

    `url` is "" where there is none.
    """

    url: str
    waiting: int
    error: str | None
    failed_at: dt.datetime | None


async def state(bot: Bot) -> State:
    """Ask Telegram; raises a DeliveryError."""
    found = await delivery.attempt(bot.get_webhook_info)
    assert found is not None  # noqa: S101 - there is always an answer
    at, waiting = found.last_error_date, found.pending_update_count
    return State(found.url, waiting, found.last_error_message, at)


async def look(bot: Bot) -> State | None:
    """`state` for a bot that does nothing else; None where Telegram does not answer."""
    try:
        async with bot:
            return await state(bot)
    except (TelegramError, DeliveryError):
        return None
