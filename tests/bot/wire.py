"""What a bot says and shows, caught where it leaves the process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from telegram import Bot
from telegram.request import RequestData

from bot import line
from bot.application import TIMEOUT_S
from bot.pace import Limits, Pace
from tests.bot.given import png


class Line(line.Line):
    """The line to Telegram; once it is `counting`, answers to presses end here: they are many."""

    def __init__(self) -> None:
        super().__init__(
            pace=Pace(Limits(*[100_000] * 3)),
            connection_pool_size=8,
            connect_timeout=TIMEOUT_S,
            read_timeout=TIMEOUT_S,
        )
        self.is_counting = False
        self.answers: list[dict[str, Any]] = []

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *more: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        if self.is_counting and url.endswith("/answerCallbackQuery") and request_data:
            self.answers.append(request_data.parameters)
            return 200, b'{"ok": true, "result": true}'
        return await super().do_request(url, method, request_data, *more, **named)


@dataclass(slots=True)
class Easel:
    """Draws nothing, and remembers what it was to draw: a picture tells as well."""

    shown: list[str] = field(default_factory=list)

    async def draw(self, _view: str, value: Any, _language: str) -> bytes:
        self.shown.append(repr(value))
        return png()


def open_again(bot: Bot) -> None:
    """Forget what Telegram has closed: for tests whose own clock runs ahead of the line's."""
    of(bot).turns.pace = Pace(Limits(*[100_000] * 3))


def of(bot: Bot) -> line.Line:
    """The line of a bot that the application made."""
    found = bot.request
    assert isinstance(found, line.Line)
    return found
