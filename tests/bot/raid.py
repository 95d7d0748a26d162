"""Forgers in the city of `tests.bot.city`: what they do there, and what must be so afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import select

from bot import callbacks
from bot.callbacks import Callback
from playground.server import Chat
from storage import persons
from storage.database import Connection
from storage.metadata import metadata
from tests.bot import forgeries
from tests.bot.city import City

FORGERS = ("mallory", "anna", "tom")
BATCH = 250

#: Asking is no disclosure, and looks at nothing of ours.
ASKING = {"getChatMember", "getChat", "getMe", "getChatMemberCount"}

#: In which column the rows stand that may be about a forger: what they are and wait for themselves.
OWN = {
    "persons": "id",
    "diaries": "owner_id",
    "prompts": "person_id",
    **dict.fromkeys(
        ("asked_questions", "own_questions", "exclusions", "searches", "exports", "imports"),
        "person_id",
    ),
}

Dump = dict[str, Counter[str]]


class Broken(Exception):
    """A handler of ours has failed at what a client sent."""


@dataclass(slots=True)
class Raid:
    """What forgers do in a city, and what must be so afterwards."""

    city: City
    chance: Random
    ids: dict[str, int] = field(default_factory=dict)
    #: What belongs to the club, by kind: there Tom may do what members may.
    club: dict[str, set[int]] = field(default_factory=dict)
    before: Dump = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    presses: int = 0
    answered: int = 0
    may_break: bool = False
    #: What one who is nothing anywhere was answered, by action and detail.
    words: dict[tuple[str, str, str], dict[str, set[str]]] = field(default_factory=dict)

    async def begin(self) -> None:
        """Remember everything as it is."""
        city = self.city
        async with city.office.database.reading() as connection:
            for name in FORGERS:
                known = await persons.find(connection, city.people[name].id)
                assert known is not None
                self.ids[name] = known.id
            self.club = await _of_club(connection, city.diaries["club"].id)
        self.seen = city.buttons()[0]
        self.before = await self.dump()
        city.world.calls.clear()
        city.easel.shown.clear()
        city.line.is_counting = True

    async def dump(self) -> Dump:
        """Every row of every table but what merely notes the forgers themselves."""
        own, telegram = set(self.ids.values()), {self.city.people[n].id for n in FORGERS}
        found: Dump = {}
        async with self.city.office.database.reading() as connection:
            diaries = metadata.tables["diaries"]
            query = select(diaries.c.id).where(
                diaries.c.owner_id.in_(own), diaries.c.kind == "private"
            )
            homes = set((await connection.execute(query)).scalars())
            for table in metadata.sorted_tables:
                # The last numbers tell of no row: a forger's own diary moves them, too.
                if table.name in {"inbox", "numbers"}:
                    continue
                rows = (await connection.execute(select(table))).mappings()
                found[table.name] = Counter(
                    repr(dict(row))
                    for row in rows
                    if row.get(OWN.get(table.name, "")) not in own
                    and not (table.name == "standings" and row["telegram_id"] in telegram)
                    and not (table.name == "routines" and row["diary_id"] in homes)
                )
        return found

    async def check(self, name: str) -> None:
        """Look at what this forger has been told since the last look."""
        city, circles = self.city, self.city.known(name)
        rooms = {chat.id for chat in city.places(name)}
        for answer in city.line.answers:
            assert not city.leaks(str(answer), circles), answer
        for shown in city.easel.shown:
            assert not city.leaks(shown, circles), shown
        for call in city.world.calls:
            if call.method in ASKING:
                continue
            assert call.params.get("chat_id") in {*rooms, *map(str, rooms)}, call
            is_private = str(call.params["chat_id"]) == str(city.people[name].chat.id)
            readers = circles if is_private else circles - {name}
            assert not city.leaks(str(call.params), readers), call
        self.answered += len(city.line.answers)
        for told in (city.line.answers, city.easel.shown, city.world.calls):
            told.clear()

    async def end(self) -> None:
        """Deliver whatever may have been caused; nothing must have been."""
        self.city.line.is_counting = False
        await self.city.office.show()
        await self.city.notices.round()
        sent = [call for call in self.city.world.calls if call.method not in ASKING]
        assert sent == []
        after = await self.dump()
        for table, rows in self.before.items():
            assert after[table] == rows, (table, rows - after[table], after[table] - rows)

    async def press(self, name: str, data: str) -> None:
        """One press, under any message of a chat that the forger is in, or under none."""
        chat = self.chance.choice(self.city.places(name))
        number = self.chance.randint(1, 60)
        there = [m.message_id for m in chat.messages if m.sender.get("is_bot")]
        if there and self.chance.random() < 0.7:
            number = self.chance.choice(there)
        self.city.people[name].call_at(chat, number, data)
        self.presses += 1
        await self.handle(data)
        if name == "mallory":
            self.note(chat, data)

    def note(self, chat: Chat, data: str) -> None:
        """Keep what was answered: whether a number is one must not show. 0 means oneself."""
        callback = callbacks.read(data)
        if callback is not None and callback.entry_id and _names_a_row(callback):
            text = str(self.city.line.answers[-1].get("text"))
            key = (callback.action, callback.detail, chat.type)
            self.words.setdefault(key, {}).setdefault(text, set()).add(data)

    async def handle(self, case: object) -> None:
        """Have the last update handled; no handler may break."""
        world = self.city.world
        error = await self.city.act(world.next_update_id - 1)
        if error is not None and not self.may_break:
            raise Broken(case) from error
        world.presses.clear()
        world.bot.updates.clear()

    async def storm(self, count: int) -> None:
        """So many presses by each of the forgers, in batches."""
        for name in FORGERS:
            theirs = self.club if name == "tom" else {}
            for done, data in enumerate(forgeries.presses(self.chance, self.seen, count), 1):
                if not _is_theirs(data, theirs):
                    await self.press(name, data)
                if done % BATCH == 0:
                    self.city.office.clock.pass_s(self.chance.choice([1.0, 31.0, 61.0]))
                    await self.check(name)
            await self.check(name)

    async def say(self, name: str, chat: Chat, text: str, **more: Any) -> None:
        self.city.people[name].send_text(text, chat=chat, **more)
        await self.handle(text)

    async def reply(self, name: str, message_id: int, text: str) -> None:
        """A private reply to a number under which something stands in another chat."""
        world, person = self.city.world, self.city.people[name]
        raw = person.send_text(text).json()
        raw["reply_to_message"] = {**raw, "message_id": message_id, "text": "?"}
        world.updates[world.next_update_id - 1]["message"] = raw
        await self.handle((message_id, text))

    async def pick(self, name: str, diary_id: int) -> None:
        """Somebody is picked for a diary, without having been asked."""
        users = [{"user_id": self.city.people["seorin"].id}]
        shared = {"users_shared": {"request_id": diary_id, "users": users}}
        self.city.people[name].send_content(shared)
        await self.handle(shared)


def _names_a_row(callback: Callback) -> bool:
    """Whether the number is one of the database: the bot's own questions are the same for all."""
    return (callback.action, callback.detail) != ("prompt", "ask")


def _is_theirs(data: str, theirs: dict[str, set[int]]) -> bool:
    """Whether this is about the diary that Tom really is a member of."""
    action, _, rest = data.partition(":")
    number = rest.partition(":")[0]
    kind = forgeries.ACTIONS.get(action, ("", ()))[0]
    return number.isascii() and number.isdecimal() and int(number) in theirs.get(kind, set())


async def _of_club(connection: Connection, diary_id: int) -> dict[str, set[int]]:
    """The numbers of what is in the club's diary."""
    tables = {"entry": "entries", "comment": "comments", "invitation": "invitations"}
    found: dict[str, set[int]] = {"diary": {diary_id}}
    for kind, name in tables.items():
        table = metadata.tables[name]
        query = select(table.c.id).where(table.c.diary_id == diary_id)
        found[kind] = set((await connection.execute(query)).scalars())
        assert found[kind] or kind == "invitation"
    return found
