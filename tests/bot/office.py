"""The handlers and the cards of a bot in a group that is a diary, moved by hand."""

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from telegram import Bot

from bot import application
from bot.application import make_application
from bot.card_delivery import CardDelivery, Manner
from bot.desk import House
from bot.dispatcher import Dispatcher
from bot.removals import MessageRemoval
from diary import groups, persons
from playground.server import Chat, Message, Person, World
from storage import diaries, inbox
from storage import entries as entry_rows
from storage.database import Database
from storage.diaries import Diary
from storage.entries import Entry
from tests.bot.given import READERS
from tests.bot.library import draw
from tests.bot.post import Painter
from tests.diary.given import LIMITS, NOON, Clock


@dataclass(slots=True)
class Office:
    """Updates are handled and cards delivered when the test says so, on a clock that stands."""

    world: World
    database: Database
    house: House
    dispatcher: Dispatcher
    cards: CardDelivery
    removals: MessageRemoval
    clock: Clock
    stopped: list[int]
    seen: set[int] = field(default_factory=set)

    async def handle(self) -> None:
        """Hand everything that people did to the handlers, then show what is to be shown."""
        fresh = [number for number in self.world.updates if number not in self.seen]
        async with self.database.writing() as connection:
            for number in fresh:
                self.seen.add(number)
                raw = json.dumps(self.world.updates[number])
                await inbox.put(connection, number, 7, raw, self.clock())
        while letters := await self.dispatcher._waiting():
            for letter in letters:
                await self.dispatcher._open(letter)
        await self.show()

    async def show(self) -> None:
        """Bring every card up to date, and take away what is to go."""
        self.clock.pass_s(5)
        while due := await self.cards._due():
            for card in due:
                await self.cards._deliver(card)
        await self.removals.round()

    async def diary(self, chat: Chat, owner: Person, kind: str = "group") -> Diary:
        """The chat is a diary that this person has made."""
        async with self.database.writing() as connection:
            who = await persons.meet(connection, owner.id, "ko", NOON, name=owner.first_name)
            place = groups.Place(chat.id, kind, "가족")
            made, _ = await groups.make(connection, place, who, LIMITS, NOON)
        return made

    async def entries(self, chat: Chat) -> list[Entry]:
        """The entries of the diary of this chat, oldest first."""
        found: list[Entry] = []
        async with self.database.reading() as connection:
            diary = await diaries.of_chat(connection, chat.id)
            for number in range(1, 50):
                entry = await entry_rows.get(connection, number)
                if entry is not None and diary is not None and entry.diary_id == diary.id:
                    found.append(entry)
        return found

    async def states(self, chat: Chat) -> list[str]:
        return [entry.state for entry in await self.entries(chat)]

    async def press(self, person: Person, message: Message, button: str) -> Any:
        """Press, have it handled, and give what the person is told."""
        press = person.tap(message, button)
        await self.handle()
        return await press.answered()

    async def forge(self, person: Person, message: Message, data: str) -> Any:
        """The same with data that no button has."""
        press = person.call(message, data)
        await self.handle()
        return await press.answered()


async def open_office(bot: Bot, world: World, database: Database, **more: Any) -> Office:
    """A bot that is ready to handle; `more` are fields of its House."""
    clock, stopped = Clock(), list[int]()
    house = House(
        bot=bot,
        database=database,
        limits=LIMITS,
        language="ko",
        now=clock,
        wake_cards=lambda: None,
        wake_worker=lambda: None,
        stop_work=stopped.append,
        readers=lambda: READERS,
        **more,
    )
    framework = make_application(house)
    await framework.initialize()
    apologise = partial(application.apologise, house)
    dispatcher = Dispatcher(database, bot, framework.process_update, apologise, clock)
    manner = Manner(interval_s=0.0, workers=1)
    cards = CardDelivery(database, bot, Painter(), manner, clock)
    removals = MessageRemoval(database, bot, draw, "ko", clock)
    return Office(world, database, house, dispatcher, cards, removals, clock, stopped)


def replies(message: Message) -> list[Message]:
    """What the bot said under a message."""
    return [answer for answer in message.chat.from_bot if answer.reply_to is message]


def texts(message: Message) -> list[str]:
    return [answer.text or "" for answer in replies(message)]


def buttons(message: Message) -> list[str]:
    return [button.text for button in message.buttons]
