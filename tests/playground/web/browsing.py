"""A browser's requests to the page, and the bot's process as the page sees it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from playground.server import Person

Json = dict[str, Any]

#: The new events of a stream by their names.
Look = Callable[[], dict[str, list[Json]]]


@dataclass(slots=True)
class Switch:
    """A bot's process as the page sees it."""

    state: str = "running"
    done: list[str] = field(default_factory=list)

    async def do(self, what: str) -> None:
        self.done.append(what)
        self.state = "starting" if what == "start" else "stopped"


@dataclass(slots=True)
class Browser:
    """Requests to the page, and to the stand-in as the bot."""

    url: str
    token: str
    session: aiohttp.ClientSession

    async def act(self, who: Person | int, name: str, /, **body: Any) -> Json:
        """Do something that is allowed."""
        status, answer = await self.tried(who, name, **body)
        assert status == 200, answer
        return answer

    async def refused(self, who: Person | int, name: str, /, **body: Any) -> str:
        """Do something that is not: the sentence that says so."""
        status, answer = await self.tried(who, name, **body)
        assert 400 <= status < 500, answer
        return str(answer["error"])

    async def tried(self, who: Person | int, name: str, /, **body: Any) -> tuple[int, Json]:
        number = who if isinstance(who, int) else who.id
        address = f"{self.url}/api/{name}?as={number}"
        async with self.session.post(address, json=body) as response:
            return response.status, await response.json()

    async def upload(self, who: Person, content: bytes | None, **meta: Any) -> tuple[int, Json]:
        form = aiohttp.FormData(default_to_multipart=True)
        form.add_field("meta", json.dumps(meta))
        if content is not None:
            form.add_field("file", io.BytesIO(content), filename="file")
        address = f"{self.url}/api/media?as={who.id}"
        async with self.session.post(address, data=form) as response:
            return response.status, await response.json()

    async def bot(self, method: str, **parameters: Any) -> Any:
        """Let the bot call a method."""
        address = f"{self.url}/bot{self.token}/{method}"
        async with self.session.post(address, json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def get(self, path: str, **headers: str) -> tuple[int, Any, bytes]:
        async with self.session.get(f"{self.url}{path}", headers=headers) as response:
            return response.status, response.headers, await response.read()
