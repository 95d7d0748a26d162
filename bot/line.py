"""The line to Telegram: the one place that every call of the bot passes.

It keeps the pace and obeys 429 (`bot.pace`, `bot.turns`), tries again what a caller insists on,
follows groups that have moved, and counts. It sits where the library hands a request to the
network, so that no method of any bot object, and no file download, has a way around it.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from telegram import Bot
from telegram.error import NetworkError, TelegramError
from telegram.request import HTTPXRequest, RequestData

from bot import calls, delivery
from bot.calls import Call, Chat
from bot.counts import Counts
from bot.line_errors import NEVER_LEFT, Migrated, OutOfTurn, Shut, Unanswered
from bot.pace import MANNER, Lane, Manner, Pace
from bot.turns import NotYet, Turns

#: What a 429 without a number means, in seconds.
UNTOLD_S = 5.0

#: A server in trouble has done nothing; but a gateway that waited in vain does not know.
_IN_TROUBLE = range(500, 600)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: a status and a body, or what went wrong instead."""

    status: int = 0
    body: bytes = b""
    error: TelegramError | None = None

    @property
    def is_in_vain(self) -> bool:
        """Whether it is sure that Telegram has not done it, and may do it another time."""
        if self.error is not None:
            return isinstance(self.error.__cause__, NEVER_LEFT)
        return self.status == HTTPStatus.TOO_MANY_REQUESTS or self._is_in_trouble

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows if Telegram has done it."""
        if self.error is not None:
            return isinstance(self.error, NetworkError) and not self.is_in_vain
        return self.status == HTTPStatus.GATEWAY_TIMEOUT

    @property
    def _is_in_trouble(self) -> bool:
        return self.status in _IN_TROUBLE and self.status != HTTPStatus.GATEWAY_TIMEOUT

    def given(self) -> tuple[int, bytes]:
        """The status and the body; raises what went wrong."""
        if self.error is not None:
            raise self.error
        if self.is_unknown:
            raise Unanswered(str(self.status))
        return self.status, self.body


class Line(HTTPXRequest):
    """The library's connection, with manners."""

    def __init__(self, *more: Any, pace: Pace | None = None, **named: Any) -> None:
        """`pace` stands for Telegram's limits; the others are those of the library."""
        super().__init__(*more, **named)
        self.counts = Counts()
        self.turns = Turns(pace or Pace(), self.counts)
        self._moved: dict[Chat, int] = {}

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *more: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        """Status and body of one call; raises a TelegramError."""
        parameters = request_data.parameters if request_data else {}
        call = calls.read(url, parameters, is_download=method == "GET")

        async def ask() -> tuple[int, bytes]:
            return await self.ask(url, method, request_data, *more, **named)

        reply = await self._made(call, ask, MANNER.get())
        self._require_place(call, reply)
        return reply.given()

    async def ask(
        self, url: str, method: str, request_data: RequestData | None, *more: Any, **named: Any
    ) -> tuple[int, bytes]:
        """Make the call, without further ado."""
        return await super().do_request(url, method, request_data, *more, **named)

    async def _made(
        self, call: Call, ask: Callable[[], Awaitable[tuple[int, bytes]]], manner: Manner
    ) -> Reply:
        """The last reply to a call that waits for its turn and is, perhaps, made again."""
        began = asyncio.get_running_loop().time()
        deadline = began + manner.patience_s
        attempts, reply = 0, Reply()
        try:
            async with self.turns.in_line(call, manner.lane, deadline):
                while True:
                    self._require_staying(call)
                    async with self.turns.turn(call, manner.lane, deadline) as outcome:
                        outcome.counts = False
                        self._require_staying(call)  # also what has been told while it waited
                        outcome.counts = True
                        self._note_wait(call, attempts, began)
                        reply = await _reply(ask)
                        outcome.counts = not reply.is_in_vain or reply.error is None
                        self._note(call, reply)
                    wait = self._again_s(call, reply, attempts, manner)
                    if asyncio.get_running_loop().time() + wait > deadline:
                        return reply
                    attempts += 1
                    self.counts.retried += 1
                    await asyncio.sleep(wait)
        except NotYet as error:
            if attempts:
                return reply
            raise _out_of_turn(error.after_s) from None

    def _again_s(self, call: Call, reply: Reply, attempts: int, manner: Manner) -> float:
        """Seconds until it is to be made again; infinite where it is done, or not ours to repeat.

        A plain answer whose outcome is unknown is made again too: twice is better than never.
        """
        if not manner.insists or not (reply.is_in_vain or reply.is_unknown):
            return math.inf
        return delivery.pause_s(attempts, self._told_s(call, reply))

    def _told_s(self, call: Call, reply: Reply) -> float:
        if reply.status != HTTPStatus.TOO_MANY_REQUESTS:
            return 0.0
        return self.turns.wait(call)

    def _note_wait(self, call: Call, attempts: int, began: float) -> None:
        if call.weight and not attempts:
            self.counts.waits.append(asyncio.get_running_loop().time() - began)

    def _note(self, call: Call, reply: Reply) -> None:
        """Count it, and close what Telegram has closed before anybody else is let in."""
        self.counts.sent += call.weight if reply.status == HTTPStatus.OK else 0
        self.counts.given_up += reply.status == HTTPStatus.FORBIDDEN
        self.counts.unanswered += reply.is_unknown
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.counts.refused += 1
            self.turns.close(call, told_s(reply.body))

    def _require_place(self, call: Call, reply: Reply) -> None:
        """Raises Migrated where the reply tells that the chat has moved, Shut where it is shut."""
        if reply.status == HTTPStatus.FORBIDDEN:
            raise Shut(_description(reply.body), call.chat)
        if reply.status == HTTPStatus.BAD_REQUEST and b"migrate_to_chat_id" in reply.body:
            told = _parameter(reply.body, "migrate_to_chat_id")
            if isinstance(told, int):
                if isinstance(call.chat, int):
                    self._moved[call.chat] = told
                raise Migrated(told, call.chat)

    def _require_staying(self, call: Call) -> None:
        """What still waits for a chat that has moved need not ask to hear it. Raises Migrated."""
        if call.chat in self._moved:
            raise Migrated(self._moved[call.chat], call.chat)


def told_s(body: bytes) -> float:
    """How long a 429 asks to wait, in seconds."""
    told = _parameter(body, "retry_after")
    return min(float(told), delivery.LONGEST_S) if isinstance(told, int | float) else UNTOLD_S


def _parameter(body: bytes, name: str) -> Any:
    told = _told(body).get("parameters")
    return told.get(name) if isinstance(told, dict) else None


def _description(body: bytes) -> str:
    return str(_told(body).get("description", "Forbidden"))


def _told(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def full(bot: Bot, lane: Lane) -> set[int]:
    """The chats in which a message of this lane would have to wait now."""
    return _of(bot).turns.full(lane)


def counts(bot: Bot) -> Counts:
    """What became of this bot's calls."""
    return _of(bot).counts


def files_closed_s(bot: Bot) -> float:
    """Seconds until files may be fetched: Telegram's 429 is obeyed there too."""
    return _of(bot).turns.wait(calls.DOWNLOAD)


def close_files(bot: Bot, seconds: float) -> None:
    """A download met a 429."""
    line = _of(bot)
    line.counts.refused += 1
    line.turns.close(calls.DOWNLOAD, seconds)


def _of(bot: Bot) -> Line:
    line = bot.request
    assert isinstance(line, Line)  # noqa: S101 - `bot.application.make_bot` makes no other
    return line


async def _reply(ask: Callable[[], Awaitable[tuple[int, bytes]]]) -> Reply:
    try:
        return Reply(*await ask())
    except TelegramError as error:
        return Reply(error=error)


def _out_of_turn(after_s: float) -> OutOfTurn:
    return OutOfTurn(max(1, math.ceil(after_s)))
