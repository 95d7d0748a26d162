"""A small Telegram.

Chats, people, messages, files, bots and their updates, in memory and without HTTP.
"""

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from playground.server import bots, notices
from playground.server.bots import Bot
from playground.server.chats import Chat, Message, Version
from playground.server.faults import Faults
from playground.server.files import FileStore
from playground.server.members import GONE
from playground.server.people import PATIENCE, Person, Press
from playground.server.specification import Specification

Json = dict[str, Any]
T = TypeVar("T")

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcM"  # noqa: S105  of no real bot
CALLBACK_SECONDS = 60.0
LOOK_ELSEWHERE = 0.1


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a bot: when (unix seconds), what, and its `outcome`.

    `outcome` is "ok", "refused", "unanswered" (done, but the answer was dropped), "dropped" (not
    done) or "broken" (a 5xx). `answer` is the JSON that was or would have been sent, None where
    there is none.
    """

    time: float
    method: str
    params: Json
    outcome: str
    status: int
    answer: Json | None


class World:
    """Everything that a stand-in server knows; tests act on it and look into it.

    `calls` is the log of requests, `violations` what in them was not the Bot API, `early_calls`
    what came before the retry_after of a 429 was over, `crashes` mistakes of the stand-in itself,
    `faults` what shall go wrong.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: Callable[[], float] = time.time,
        seed: int = 0,
        specification: Specification | None = None,
        strict: bool = False,
        first_update_id: int = 100_000_001,
    ) -> None:
        """Begin with one bot and nobody else.

        `clock` gives unix seconds, `seed` is for the chance of faults.

        With a `specification` every request is checked; `strict` also refuses what violates it.
        """
        self.clock = clock
        self.files = FileStore()
        self.faults = Faults(seed, clock)
        self.specification = specification
        self.strict = strict
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.crashes: list[str] = []
        self.chats: dict[tuple[int, int], Chat] = {}
        self.people: dict[int, Person] = {}
        self.presses: dict[str, Press] = {}
        self.bots = {token: bots.create(token, first_update_id, clock, self.changed)}
        self._numbers = itertools.count(10_000_000_000_001)
        self._watchers: set[asyncio.Future[None]] = set()

    # Who and where

    @property
    def bot(self) -> Bot:
        """The first bot."""
        return next(iter(self.bots.values()))

    @property
    def token(self) -> str:
        """The first bot's token."""
        return self.bot.token

    @property
    def early_calls(self) -> list[str]:
        """Methods (with their chat) that were called before the retry_after of a 429 was over."""
        return self.faults.early_calls

    @property
    def updates(self) -> dict[int, Json]:
        """Every update ever made for the first bot, by update_id."""
        return self.bot.updates.emitted

    @property
    def next_update_id(self) -> int:
        """The number of the next update.

        Set it lower for what Telegram does after a week of silence.
        """
        return self.bot.updates.next_id

    @next_update_id.setter
    def next_update_id(self, value: int) -> None:
        self.bot.updates.next_id = value

    def add_bot(self, token: str, first_name: str, username: str) -> Bot:
        """Create another bot."""
        self.bots[token] = bots.create(token, 1, self.clock, self.changed)
        self.bots[token].first_name, self.bots[token].username = first_name, username
        return self.bots[token]

    def person(
        self,
        person_id: int,
        first_name: str = "Somebody",
        language_code: str | None = None,
        **more: Any,
    ) -> Person:
        """Return the person with this id, created where there was none (`more`.

        Username, last_name).
        """
        if person_id not in self.people:
            person = Person(self, person_id, first_name, language_code, **more)
            self.people[person_id] = person
        return self.people[person_id]

    def private_chat(self, person: Person, bot: Bot | None = None) -> Chat:
        """Return a person's chat with a bot (default: the first)."""
        bot_id = (bot or self.bot).id
        if (bot_id, person.id) not in self.chats:
            profile = {
                k: v for k, v in person.json().items() if k not in {"is_bot", "language_code"}
            }
            chat = Chat({**profile, "type": "private"}, self.files, bot_id)
            self.chats[bot_id, person.id] = chat
        return self.chats[bot_id, person.id]

    def group(self, title: str, members: list[Person], *, bot_is_admin: bool = False) -> Chat:
        """Create a basic group of these people and the first bot; the bot is told of it."""
        group_id = -4_000_000_001 - sum(1 for bot_id, _ in self.chats if bot_id == 0)
        chat = Chat({"id": group_id, "type": "group", "title": title}, self.files)
        chat.members = {person.id: "member" for person in members}
        chat.members[members[0].id] = "creator"
        self.chats[0, group_id] = chat
        self.set_bot_status(chat, members[0], "administrator" if bot_is_admin else "member")
        return chat

    def chat(self, chat_id: int, bot: Bot | None = None) -> Chat:
        """Return the chat with this id as a bot (default: the first) sees it.

        KeyError where there is none.
        """
        key = (bot or self.bot).id, chat_id
        return self.chats[key if key in self.chats else (0, chat_id)]

    # What happens in chats

    def post(
        self,
        chat: Chat,
        sender: Json,
        content: Json,
        *,
        markup: Json | None = None,
        reply_to: Message | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Put a message into a chat; nobody is told (see tell_bots)."""
        now = self.clock()
        version = Version(now, content, markup)
        number = len(chat.every_message) + 1
        message = Message(chat, number, sender, int(now), [version], reply_to, extra or {})
        chat.every_message.append(message)
        chat.started = chat.started or not sender["is_bot"]
        self.changed()
        return message

    def change(self, message: Message, content: Json, markup: Json | None) -> None:
        """Edit a message."""
        now = self.clock()
        message.versions.append(Version(now, content, markup))
        message.edit_date = int(now)
        self.changed()

    def delete(self, message: Message) -> None:
        """Delete a message."""
        message.deleted = True
        self.changed()

    def react(self, message: Message, user_id: int, emoji: list[str]) -> None:
        """Set somebody's reactions to a message."""
        message.reactions[user_id] = emoji
        self.changed()

    def press(self, person: Person, message: Message, data: str) -> Press:
        """Make a callback query."""
        query_id = str(next(self._numbers))
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        press = self.presses[query_id] = Press(query_id, message, self.clock(), future)
        query = notices.callback_query(query_id, person.json(), message, data)
        self._owner(message.chat).updates.put("callback_query", query)
        self.changed()
        return press

    def new_media_group_id(self) -> str:
        """Return an album's number."""
        return str(next(self._numbers))

    # What bots are told

    def tell_bots(self, kind: str, message: Message) -> None:
        """Queue an update with this message for each bot that may see it."""
        for bot in self.bots.values():
            if notices.sees(bot, message):
                bot.updates.put(kind, message.json())

    def set_blocked(self, person: Person, *, blocked: bool) -> None:
        """Let a person stop or restart the first bot."""
        bot = self.bot
        if (person.id in bot.blocked_by) is blocked:
            return
        bot.blocked_by ^= {person.id}
        change = ("member", "kicked") if blocked else ("kicked", "member")
        self._tell_own_status(person.chat, person, change)

    def set_bot_status(self, chat: Chat, by: Person, status: str) -> None:
        """Let somebody add, promote, or remove ("kicked", "left") the first bot in a group."""
        old = chat.members.get(self.bot.id, "left")
        chat.members[self.bot.id] = status
        self._tell_own_status(chat, by, (old, status))
        if old in GONE and status not in GONE:
            content = {"new_chat_members": [self.bot.json()]}
            self.tell_bots("message", self.post(chat, by.json(), content))

    def tell_of_reaction(self, person: Person, message: Message, old: list[str]) -> None:
        """Queue message_reaction for bots that are administrators and asked for it."""
        change = notices.reaction(message, person.json(), old, int(self.clock()))
        for bot in self.bots.values():
            if message.chat.members.get(bot.id) == "administrator":
                bot.updates.put("message_reaction", change)

    def redeliver(self, update_id: int) -> None:
        """Give the first bot an update again, under its old number."""
        self.bot.updates.put_again(update_id)

    def send_raw_update(self, content: Json) -> int:
        """Give the first bot an update with any content, such as one that no library can read.

        Return its id.
        """
        update_id = self.next_update_id
        self.bot.updates.put_raw({"update_id": update_id, **content})
        return update_id

    # Watching

    def changed(self) -> None:
        """Wake everybody who waits for something."""
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)
        self._watchers.clear()

    async def wait_for(self, predicate: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """Return the first true result of `predicate`, which is tried after each change.

        TimeoutError tells what stands in the chats.
        """
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if result := predicate():
                        return result
                    await self._next_change()
        except TimeoutError:
            told = f"not within {seconds} s; the chats:\n{self.transcript()}"
            raise TimeoutError(told) from None

    async def _next_change(self) -> None:
        """Wait until something happens here, or a moment, for predicates that look elsewhere."""
        watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watchers.add(watcher)
        await asyncio.wait([watcher], timeout=LOOK_ELSEWHERE)
        self._watchers.discard(watcher)

    def calls_of(self, method: str) -> list[Call]:
        """Return the log's calls of one method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def log(self, call: Call) -> None:
        """Add to the log of requests."""
        self.calls.append(call)
        self.changed()

    def transcript(self) -> str:
        """Return all chats as text to read."""
        parts = [f"# chat {chat.id}\n" + "\n".join(chat.lines()) for chat in self.chats.values()]
        return "\n".join(parts)

    def _owner(self, chat: Chat) -> Bot:
        """Return the bot of a private chat, the first one in a group."""
        return next((bot for bot in self.bots.values() if bot.id == chat.bot_id), self.bot)

    def _tell_own_status(self, chat: Chat, by: Person, change: tuple[str, str]) -> None:
        """Queue my_chat_member for the first bot."""
        told = notices.own_status(self.bot, chat, by.json(), change, int(self.clock()))
        self.bot.updates.put("my_chat_member", told)
        self.changed()
