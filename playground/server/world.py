"""A small Telegram.

Chats, people, messages, files, bots and their updates, in memory and without HTTP.
"""

import asyncio
import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.server import bots, forums, membership, menus, notices, places, privacy
from playground.server.bots import Bot
from playground.server.chats import Chat, Message, Topic, Version
from playground.server.files import FileStore
from playground.server.floods import Floods
from playground.server.members import is_admin
from playground.server.people import Person, Press
from playground.server.specification import Specification
from playground.server.watching import Watched

Json = dict[str, Any]

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcM"  # noqa: S105  of no real bot
CALLBACK_SECONDS = 60.0

#: What date a bot's new message in a chat, a reply or not, is to have; None: the present one.
Dates = Callable[[Chat, Message | None], float | None]


class World(Watched):
    """Everything that a stand-in server knows; tests act on it and look into it."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: Callable[[], float] = time.time,
        seed: int = 0,
        specification: Specification | None = None,
        strict: bool = False,
        first_update_id: int = 100_000_001,
        floods: bool = False,
        local: Path | None = None,
    ) -> None:
        """Begin with one bot and nobody else.

        `clock` gives unix seconds, `seed` is for the chance of faults, `floods` keeps Telegram's
        pace, `local` is the folder of a Bot API server in local mode.

        With a `specification` every request is checked; `strict` also refuses what violates it.
        """
        super().__init__(clock, seed)
        self.files = FileStore(local)
        self.floods = Floods() if floods else None
        self.webhook_second = 1.0
        self.dates: Dates | None = None
        self.specification = specification
        self.strict = strict
        self.chats: dict[tuple[int, int], Chat] = {}
        self.people: dict[int, Person] = {}
        self.presses: dict[str, Press] = {}
        self.bots = {token: bots.create(token, first_update_id, self._now, self.changed)}
        self._numbers = itertools.count(10_000_000_000_001)

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
        self.bots[token] = bots.create(token, 1, self._now, self.changed)
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
            chat.members = {bot_id: "member", person.id: "member"}
            self.chats[bot_id, person.id] = chat
        return self.chats[bot_id, person.id]

    def group(
        self,
        title: str,
        people: list[Person],
        *,
        bot_is_admin: bool = False,
        supergroup: bool = False,
        forum: bool = False,
        bot_is_member: bool = True,
        bot_rights: Json | None = None,
        username: str | None = None,
    ) -> Chat:
        """Create a group of these people, the first its owner, who adds the first bot."""
        kind = "supergroup" if supergroup or forum or username else "group"
        chat = places.begin(self, kind, title, people, **({"is_forum": True} if forum else {}))
        places.set_username(self, chat, username) if username else None
        status = "administrator" if bot_is_admin or bot_rights else "member"
        if bot_is_member:
            self.set_bot_status(chat, people[0], status, **(bot_rights or {}))
        return chat

    def channel(
        self,
        title: str,
        owner: Person,
        *,
        bot_is_admin: bool = True,
        discussion: Chat | None = None,
        signed: bool = False,
        bot_is_member: bool = True,
        bot_rights: Json | None = None,
        username: str | None = None,
    ) -> Chat:
        """Create a channel, discussed in the supergroup `discussion`; `signed` names authors."""
        chat = places.begin(self, "channel", title, [owner])
        chat.signed = signed
        places.set_username(self, chat, username) if username else None
        if discussion is not None:
            places.link(chat, discussion)
        if bot_is_member:
            status = "administrator" if bot_is_admin else "member"
            self.set_bot_status(chat, owner, status, **(bot_rights or {}))
        return chat

    def link(self, channel: Chat, supergroup: Chat) -> None:
        """Make a supergroup the place where a channel's posts are discussed."""
        places.link(channel, supergroup)

    def topic(self, forum: Chat, name: str, by: Person | None = None) -> Topic:
        """Begin a topic of a forum (default: its owner does)."""
        return forums.begin(self, forum, name, (by or self._owner_of(forum)).json())

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic with everything in it."""
        forums.end(self, topic)

    def migrate(self, group: Chat, *, silent: bool = False, joined_first: bool = True) -> Chat:
        """Make a basic group a supergroup; `silent`: only errors tell the bot.

        `joined_first`: the bot's my_chat_member of the new chat comes before the service messages.
        """
        return places.migrate(self, group, silent=silent, joined_first=joined_first)

    def automatic_forward(self, post: Message) -> Message:
        """Return what stands for a channel's post in its discussion group."""
        return post.chat.forwards[post.message_id]

    def commands_shown(self, person: Person, chat: Chat | None = None) -> list[str]:
        """Return the commands in a person's menu (default: of the private chat)."""
        return menus.shown(self.bot, person, chat or person.chat)

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
        author_id: int | None = None,
        date: float | None = None,
    ) -> Message:
        """Put a message into a chat; nobody is told (see tell_bots).

        `author_id` is who wrote it where `sender` does not tell, `date` when it is said to be sent.
        """
        now = self.clock()
        version = Version(now, content, markup)
        number = len(chat.every_message) + 1
        told = int(now if date is None else date)
        message = Message(chat, number, sender, told, [version], reply_to, extra or {})
        message.author_id = author_id or sender["id"]
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
        if copy := message.chat.forwards.get(message.message_id):
            self.change(copy, dict(content), None)
            self.tell_bots("edited_message", copy)

    def delete(self, message: Message) -> None:
        """Delete a message; a channel's post goes from the discussion group too."""
        message.deleted = True
        if message in message.chat.pinned:
            message.chat.pinned.remove(message)
        if copy := message.chat.forwards.get(message.message_id):
            copy.deleted = True
        self.changed()

    def react(self, message: Message, user_id: int, emoji: list[str]) -> None:
        """Set somebody's reactions to a message."""
        message.reactions[user_id] = emoji
        self.changed()

    def press(
        self, person: Person, chat: Chat, message_id: int, data: str, *, inaccessible: bool = False
    ) -> Press:
        """Make a callback query; an `inaccessible` message, or one never sent, has no content."""
        query_id = str(next(self._numbers))
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        press = self.presses[query_id] = Press(query_id, self.clock(), future, person)
        there = None if inaccessible else chat.sent(message_id)
        shown = there.json() if there else notices.inaccessible(chat, message_id)
        query = notices.callback_query(query_id, person.json(), chat, shown, data)
        self._owner(chat).updates.put("callback_query", query)
        self.changed()
        return press

    def new_media_group_id(self) -> str:
        """Return an album's number."""
        return str(next(self._numbers))

    # What bots are told

    def tell_bots(self, kind: str, message: Message) -> None:
        """Queue an update with this message for each bot that may see it.

        `kind` is "message" or "edited_message", whatever the chat.
        """
        if message.chat.type == "channel":
            kind = kind.replace("message", "channel_post")
        for bot in self.bots.values():
            if privacy.sees(bot, message):
                bot.updates.put(kind, message.json())

    def set_blocked(self, person: Person, *, blocked: bool) -> None:
        """Let a person stop or restart the first bot."""
        if (person.id in self.bot.blocked_by) is not blocked:
            self.bot.blocked_by ^= {person.id}
            here = "kicked" if blocked else "member"
            membership.change(self, person.chat, person.json(), self.bot, here, announced=False)

    def set_bot_status(self, chat: Chat, by: Person, status: str, **rights: Any) -> None:
        """Let somebody add, promote, or remove ("kicked", "left") the first bot."""
        membership.change(self, chat, by.json(), self.bot, status, rights)

    def set_status(
        self, chat: Chat, by: Person, person: Person, status: str, **rights: Any
    ) -> None:
        """Promote, demote or restrict a person; "creator" hands the chat over."""
        if status == "creator" and chat.members.get(person.id) != "creator":
            membership.hand_over(self, chat, person)
        else:
            membership.change(self, chat, by.json(), person, status, rights)

    def join(
        self, chat: Chat, person: Person, by: Person | None = None, *, announced: bool = True
    ) -> None:
        """Let a person come into a chat, or (`by`) be added."""
        giver = (by or person).json()
        membership.change(self, chat, giver, person, "member", announced=announced)

    def leave(self, chat: Chat, person: Person, *, announced: bool = True) -> None:
        """Let a person leave a chat."""
        membership.change(self, chat, person.json(), person, "left", announced=announced)

    def kick(self, chat: Chat, by: Person, person: Person, *, announced: bool = True) -> None:
        """Let somebody remove a person from a chat for good."""
        membership.change(self, chat, by.json(), person, "kicked", announced=announced)

    def tell_of_reaction(
        self, person: Person, message: Message, old: list[str], *, anonymous: bool = False
    ) -> None:
        """Queue a reaction, or a post's count, for administrators that asked for it."""
        now, chat = int(self.clock()), message.chat
        actor = {"actor_chat": chat.json()} if anonymous else {"user": person.json()}
        change = notices.reaction(message, actor, person.id, old, now)
        kind, told = "message_reaction", change
        if chat.type == "channel" or "is_automatic_forward" in message.extra:
            kind, told = "message_reaction_count", notices.reaction_count(message, now)
        for bot in self.bots.values():
            if is_admin(chat, bot.id):
                bot.updates.put(kind, told)

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

    def transcript(self) -> str:
        """Return all chats as text to read."""
        parts = [f"# chat {chat.id}\n" + "\n".join(chat.lines()) for chat in self.chats.values()]
        return "\n".join(parts)

    def _owner(self, chat: Chat) -> Bot:
        """Return the bot of a private chat, the first one in a group."""
        return next((bot for bot in self.bots.values() if bot.id == chat.bot_id), self.bot)

    def _owner_of(self, chat: Chat) -> Person:
        """Return the person who owns a group or channel."""
        return next(self.people[i] for i, here in chat.members.items() if here == "creator")
