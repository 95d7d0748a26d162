"""A family with a diary, and what each of them is told privately, moved by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import Bot

from bot.notice_kinds import KINDS
from bot.notices import NoticeDelivery
from bot.polling import ALLOWED_UPDATES
from playground.server import Chat, Message, Person, World
from storage import members, persons
from storage.database import Database
from storage.diaries import Diary
from tests.bot.office import Office, open_office
from tests.diary.given import EMMA, JIWOO, NOON

SEORIN, MALLORY = 9, 66


@dataclass(slots=True)
class Parlour:
    """Jiwoo (Korean) owns the diary of the group, Emma (English) is in it.

    Seorin and Mallory are outside; only Seorin has written to the bot.
    """

    office: Office
    notices: NoticeDelivery
    world: World
    group: Chat
    diary: Diary
    jiwoo: Person
    emma: Person
    seorin: Person
    mallory: Person

    async def handle(self) -> None:
        """Handle what people did, and tell them what they are to be told."""
        await self.office.handle()
        for _ in range(6):
            await self.notices.round()
        await self.office.show()

    async def say(self, person: Person, text: str, **more: Any) -> Message:
        """Somebody writes; the bot's newest message in that chat afterwards."""
        sent = person.send_text(text, **more)
        await self.handle()
        return sent.chat.from_bot[-1]

    async def press(self, person: Person, message: Message, button: str) -> Any:
        """Press, and give what the person is told."""
        press = person.tap(message, button)
        await self.handle()
        return await press.answered()

    async def forge(self, person: Person, message: Message, data: str) -> Any:
        """The same with data that no button has."""
        press = person.call(message, data)
        await self.handle()
        return await press.answered()

    async def follow(self, person: Person, message: Message, button: str) -> Message:
        """Follow a button that is a link; what the bot says in the private chat."""
        url = next(b.url for b in message.buttons if b.text == button)
        assert url is not None
        person.open_link(url)
        await self.handle()
        return person.chat.from_bot[-1]

    async def state(self, person: Person) -> str | None:
        """What somebody is in the diary."""
        async with self.office.database.reading() as connection:
            known = await persons.find(connection, person.id)
            found = known and await members.find(connection, self.diary.id, known.id)
            return found.state if found else None


async def open_parlour(bot: Bot, world: World, database: Database) -> Parlour:
    """Everybody at home."""
    office = await open_office(bot, world, database)
    world.clock = lambda: office.clock().timestamp()
    world.bot.updates.allowed = list(ALLOWED_UPDATES)
    jiwoo = world.person(JIWOO, "지우", "ko", username="jiwoo_k")
    emma = world.person(EMMA, "Emma", "en", username="emma_w")
    seorin = world.person(SEORIN, "서린", "ko", username="SeoRin")
    mallory = world.person(MALLORY, "Mallory", "en", username="mallory")
    group = world.group("가족", [jiwoo, emma], bot_is_admin=True, supergroup=True)
    diary = await office.diary(group, jiwoo)
    async with database.writing() as connection:
        for person in (emma,):
            known = await persons.add(connection, person.id, "en", NOON)
            await persons.change(connection, known.id, name=person.first_name)
            await members.join(connection, diary.id, known.id, office.clock())
    for person in (jiwoo, emma, seorin):
        person.send_text("/start")
    parlour = Parlour(
        office,
        NoticeDelivery(database, bot, KINDS, "Asia/Seoul", office.clock),
        world,
        group,
        diary,
        jiwoo,
        emma,
        seorin,
        mallory,
    )
    await parlour.handle()
    return parlour
