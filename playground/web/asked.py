"""What a person asks for with an act: typed fields of its JSON, and only what they may touch."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from playground.server import Chat, Message, Person, Topic, World
from playground.server.entities import TEXT_LIMIT, count
from playground.web import sight
from playground.web.errors import ActRefused
from playground.web.page import Page

Json = dict[str, Any]

NAME_LIMIT = 64
TITLE_LIMIT = 128
SURROGATES = re.compile("[\ud800-\udfff]")
#: Categories of characters that show nothing: controls, formats, kinds of space.
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
#: Characters that show nothing though they are letters or symbols: fillers, an empty Braille cell.
EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
#: What turns the direction of writing, and so a name's neighbours; Telegram takes it out of names.
TURNING = dict.fromkeys((*range(0x2028, 0x202F), *range(0x2066, 0x206A)))


@dataclass(frozen=True, slots=True)
class Asked:
    """One act of a person. Everything raises ActRefused for what cannot be meant."""

    page: Page
    person: Person
    values: Json

    @property
    def world(self) -> World:
        """Where it happens."""
        return self.page.world

    def has(self, name: str) -> bool:
        """Whether a field is given."""
        return self.values.get(name) is not None

    def flag(self, name: str) -> bool:
        """A yes or no; no where it is absent."""
        return self.values.get(name) is True

    def number(self, name: str) -> int:
        """A whole number."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ActRefused("not_understood")
        return value

    def degrees(self, name: str) -> float:
        """A number that may have a fraction."""
        value = self.values.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ActRefused("not_understood")
        return float(value)

    def word(self, name: str, default: str = "") -> str:
        """A text that may be empty; half a pair of UTF-16 is none, since nothing can write it."""
        value = self.values.get(name, default)
        if not isinstance(value, str) or SURROGATES.search(value):
            raise ActRefused("not_understood")
        return value

    def text(self, name: str, most: int = TEXT_LIMIT) -> str:
        """A text with something in it, of at most so many UTF-16 units."""
        value = self.word(name).strip()
        if not is_visible(value):
            raise ActRefused("text_empty")
        if count(value) > most:
            raise ActRefused("text_too_long", limit=most)
        return value

    def name(self, name: str, most: int = NAME_LIMIT) -> str:
        """A name or title in one line, with something to see in it."""
        value = " ".join(self.word(name).translate(TURNING).split())
        if not is_visible(value):
            raise ActRefused("name_needed")
        if len(value) > most:
            raise ActRefused("text_too_long", limit=most)
        return value

    def chat(self, name: str = "chat") -> Chat:
        """A chat that the person is in."""
        return sight.chat(self.world, self.person, self.number(name))

    def open_chat(self) -> Chat:
        """A chat that the person is in and that did not become another one."""
        found = self.chat()
        sight.check_open(found)
        return found

    def writable_chat(self, name: str = "chat") -> Chat:
        """A chat that the person can write in."""
        found = self.chat(name)
        sight.check_can_write(self.person, found)
        return found

    def message(self, name: str = "message") -> Message:
        """A message of the chat that is named beside it."""
        return sight.message(self.chat(), self.number(name))

    def open_message(self) -> Message:
        """The message, in a chat where something can still be done."""
        return sight.message(self.open_chat(), self.number("message"))

    def reply(self, chat: Chat) -> Message | None:
        """The message that is replied to, if any."""
        return sight.message(chat, self.number("reply_to")) if self.has("reply_to") else None

    def topic(self, chat: Chat) -> Topic | None:
        """The topic that is written in, if any."""
        if not self.has("topic"):
            return None
        wanted = self.number("topic")
        found = next((topic for topic in chat.topics if topic.thread_id == wanted), None)
        if found is None:
            raise ActRefused("unknown_message")
        return found

    def people(self, name: str = "people") -> list[Person]:
        """People who are here, each once."""
        ids = self.values.get(name, [])
        known = self.world.people
        if not isinstance(ids, list) or not all(isinstance(i, int) and i in known for i in ids):
            raise ActRefused("unknown_people")
        return [known[i] for i in dict.fromkeys(ids)]


def is_visible(text: str) -> bool:
    """Whether a text shows anything: more than spaces, controls and fillers."""
    return any(unicodedata.category(c) not in UNSEEN and c not in EMPTY for c in text)
