"""Jiwoo's private chat, a diary with a past, and a bot that is moved by hand."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from telegram import Bot

from bot.routine_kinds import KINDS
from bot.routines import Post, RoutineDelivery
from diary import persons, routines
from playground.server import Message, Person, World
from scheduler.routines import tick
from storage import clips, diaries
from storage import persons as person_rows
from storage import routines as rows
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.routines import Routine
from tests.bot.library import lay_down, own_diary, told
from tests.bot.office import Office, open_office
from tests.diary.given import JIWOO, LIMITS, NOON

DAY = dt.timedelta(days=1)

#: Nine in the evening in Seoul.
NINE = 21 * 60


@dataclass(slots=True)
class Scene:
    """It is nine in the evening of a Friday, the 20th of November 2026."""

    office: Office
    loop: RoutineDelivery
    jiwoo: Person
    diary: Diary

    @property
    def said(self) -> list[Message]:
        """Everything that the bot has said to Jiwoo."""
        return list(self.jiwoo.chat.from_bot)

    @property
    def last(self) -> Message:
        return self.said[-1]

    @property
    def texts(self) -> list[str]:
        return [message.text or "" for message in self.said]

    async def say(self, text: str) -> Message:
        """Jiwoo writes; the bot's last word."""
        self.jiwoo.send_text(text)
        await self.office.handle()
        return self.last

    async def press(self, button: str, message: Message | None = None) -> Any:
        """Jiwoo presses a button; what they are told."""
        return await self.office.press(self.jiwoo, message or self.last, button)

    async def routine(self, kind: str) -> Routine:
        async with self.office.database.reading() as connection:
            return await routines.get(connection, self.diary.id, kind)

    async def want(self, kind: str, **more: Any) -> None:
        """It is wanted at nine, from an hour ago."""
        async with self.office.database.writing() as connection:
            before = self.office.clock() - dt.timedelta(hours=1)
            await routines.set_minute(connection, self.diary, kind, NINE, before, **more)

    async def put(self, kind: str, **values: Any) -> None:
        async with self.office.database.writing() as connection:
            await rows.put(connection, self.diary.id, kind, **values)

    async def work(self, days: float = 0.0) -> list[Message]:
        """So many days pass, and what is due is sent; what the bot has said of itself."""
        before = len(self.said)
        self.office.clock.pass_s(days * 86400)
        await tick(self.office.database, self.office.clock, lambda: None)
        for _ in range(3):
            await self.loop.round()
        return self.said[before:]

    async def change(self, **values: Any) -> None:
        """Set columns of the person."""
        async with self.office.database.writing() as connection:
            await person_rows.change(connection, self.diary.owner_id, **values)

    async def entry(self, day: dt.date, text: str = "오늘은 좋았다.", **more: Any) -> int:
        """An entry of this day with a sentence; and with a clip, where there is a number for it."""
        note = self.jiwoo.send_video_note(f"{day}{text}".encode(), duration=8)
        self.office.seen.update(self.office.world.updates)
        async with self.office.database.writing() as connection:
            owner = self.diary.owner_id
            number = await lay_down(connection, self.diary.id, owner, day, made=told(text), **more)
            await _clip(connection, number, note)
        return number


async def _clip(connection: Connection, entry_id: int, note: Message) -> None:
    values = {"entry_id": entry_id, "chat_id": note.chat.id, "message_id": note.message_id}
    file = note.versions[-1].content["video_note"]
    names = {name: file[name] for name in ("file_id", "file_unique_id")}
    await clips.add(connection, {**values, **names, "kind": "video_note", "duration_s": 8.0})


async def open_scene(
    bot: Bot, world: World, database: Database, language: str = "ko", **more: Any
) -> Scene:
    """Somebody who has agreed and whose diary is there; `more` are fields of the House."""
    office = await open_office(bot, world, database, **more)
    world.clock = lambda: office.clock().timestamp()
    jiwoo = world.person(JIWOO, "지우", language)
    jiwoo.send_text("/start")
    async with database.writing() as connection:
        await persons.meet(connection, JIWOO, language, NOON, name="지우")
        diary = await diaries.get(connection, await own_diary(connection, JIWOO, language))
        await person_rows.consent(connection, diary.owner_id, NOON)
    await office.handle()
    loop = RoutineDelivery(Post(bot, database, "ko", LIMITS, office.clock), KINDS)
    return Scene(office, loop, jiwoo, diary)
