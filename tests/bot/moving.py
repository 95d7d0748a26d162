"""A bot with exports and imports, moved by hand: what it sends, and what is sent to it."""

from __future__ import annotations

import asyncio
import importlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from telegram import Bot

from analysis.errors import WorkerDied
from bot.exports import ExportDelivery
from bot.files import TelegramFiles
from bot.imports import ImportDelivery
from diary.packing import Tools
from playground.server import Message, Person, World
from storage.database import Database
from storage.media import MediaFolder
from tests.bot.office import Office, open_office
from tests.diary.given import LIMITS

MEGABYTE = 1 << 20


class Bench:
    """Runs in a thread what a worker process would run; the next `deaths` of them die of it."""

    def __init__(self) -> None:
        self.deaths = 0

    async def run(self, _kind: str, target: str, /, *args: Any, deadline_s: float) -> Any:
        assert deadline_s > 0
        if self.deaths:
            self.deaths -= 1
            raise WorkerDied
        module, _, name = target.partition(":")
        return await asyncio.to_thread(getattr(importlib.import_module(module), name), *args)


@dataclass(slots=True)
class Moving:
    """One bot and its data folder."""

    office: Office
    exports: ExportDelivery
    imports: ImportDelivery
    tools: Tools
    media: MediaFolder
    bench: Bench

    @property
    def database(self) -> Database:
        return self.office.database

    async def says(self, person: Person, text: str) -> list[Message]:
        """What the bot answers to a text in private, once its cards are up to date."""
        await self.office.show()
        before = len(person.chat.from_bot)
        person.send_text(text)
        await self.office.handle()
        return person.chat.from_bot[before:]

    async def export(
        self, person: Person, detail: str = "all", text: str = "/export"
    ) -> list[Message]:
        """Ask for an export, press a button, have it made; the messages that came of it."""
        await self.office.show()
        before = len(person.chat.from_bot)
        [question] = await self.says(person, text)
        button = next(b for b in question.buttons if str(b.data).endswith(f":{detail}"))
        await self.office.press(person, question, button.text)
        await self.exports.round()
        return person.chat.from_bot[before:]

    async def send(self, person: Person, content: bytes, name: str = "export.zip") -> Message:
        """Send a file to the bot and have it looked at; what the bot says of it."""
        person.send_document(content, "application/zip", file_name=name)
        await self.office.handle()
        await self.imports.round()
        return person.chat.from_bot[-1]

    async def bring(self, person: Person, content: bytes) -> Message:
        """Send an archive and bring in what is in it; the message about it."""
        page = await self.send(person, content)
        await self.press(person, page, ":bring")
        return page

    async def press(self, person: Person, page: Message, ending: str) -> Any:
        """Press the button whose data ends so, and have done what it asks for."""
        button = next(b for b in page.buttons if str(b.data).endswith(ending))
        answer = await self.office.press(person, page, button.text)
        await self.imports.round()
        return answer

    def work_left(self) -> list[Path]:
        return [path for path in self.tools.folder.rglob("*") if path.is_file()]


async def set_up(
    bot: Bot,
    world: World,
    database: Database,
    folder: Path,
    client: httpx.AsyncClient,
    limit: int = 19 * MEGABYTE,
) -> Moving:
    """A bot whose data lie in a folder."""
    office = await open_office(bot, world, database, part_bytes=limit)
    office.seen |= set(world.updates)
    media = MediaFolder(folder / "media", database.seals)
    courier = TelegramFiles(bot, client, LIMITS.max_file_bytes)
    bench = Bench()
    tools = Tools(database, bench, courier, media, folder / "work", limit, office.clock)
    exports = ExportDelivery(tools, bot, is_alone=False)
    imports = ImportDelivery(tools, bot, LIMITS, (), is_alone=False)
    return Moving(office, exports, imports, tools, media, bench)


def archives(messages: list[Message]) -> list[bytes]:
    """The ZIP files among messages of the bot."""
    found = []
    for message in messages:
        document = message.content.get("document")
        if document and document["file_name"].endswith(".zip"):
            found.append(message.chat.files.again(document["file_id"]).content)
    return found


def names(content: bytes) -> list[str]:
    """What is in a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()
