"""What people in the journeys do and see: consent, send, and find the card of a clip."""

from __future__ import annotations

import itertools
from typing import Any

from bot.phrases import Phrases, phrases_in
from playground.server import Message, Person, World
from tests.journeys.bot_process import BotProcess, Row, told

_numbers = itertools.count(5001)


class Town:
    """A world, its bot, and the few steps that most journeys begin with."""

    def __init__(self, world: World, bot: BotProcess) -> None:
        self.world = world
        self.bot = bot

    def newcomer(self, language: str = "ko", name: str = "지우") -> Person:
        """Somebody whom nobody has met before."""
        return self.world.person(next(_numbers), name, language)

    async def resident(self, language: str = "ko", name: str = "지우") -> Person:
        """Somebody who has read what happens with clips and agreed."""
        person = self.newcomer(language, name)
        await self.agree(person)
        return person

    async def agree(self, person: Person) -> None:
        """Go through /start, and wait until the bot has said thanks."""
        says = says_to(person)
        person.send_text("/start")
        asks = await self.sees(person, lambda: with_button(person, says.consent_button))
        person.tap(asks, says.consent_button)
        await self.sees(person, lambda: (asks.text or "").endswith(says.consent_thanks))

    async def sees(self, _person: Person, predicate: Any) -> Any:
        """Wait until something is to be seen in a chat."""
        return await told(self.world, self.bot, predicate)

    async def card(self, person: Person, clip: Message) -> Message:
        """The finished picture card of a clip."""
        return await self.sees(person, lambda: picture_card(clip))  # type: ignore[no-any-return]

    async def settled(self, person: Person, clip: Message) -> Message:
        """The card of a clip when nothing more will change: all is shown and written down."""
        message_id = clip.message_id
        row = await self.bot.until(lambda: self.at_rest(person, message_id))
        return await self.sees(  # type: ignore[no-any-return]
            person, lambda: person.chat.find(row["message_id"])
        )

    def at_rest(self, person: Person, message_id: int) -> Row | None:
        """The card's row, once it shows what there is to show."""
        found = self.bot.rows(
            "SELECT cards.* FROM cards JOIN entries ON entries.id = cards.entry_id"
            " WHERE cards.chat_id = ? AND cards.reply_to = ? AND cards.shown = cards.wanted"
            " AND entries.state NOT IN ('waiting')",
            person.id,
            message_id,
        )
        return found[0] if found else None

    def entries(self, person: Person) -> list[Row]:
        """The entries of a person."""
        return self.bot.rows(
            "SELECT entries.* FROM entries JOIN persons ON persons.id = entries.author_id"
            " WHERE persons.telegram_id = ? ORDER BY entries.id",
            person.id,
        )

    def job(self, person: Person) -> Row:
        """The job of a person's newest entry."""
        found = self.bot.rows(
            "SELECT jobs.* FROM jobs JOIN persons ON persons.id = jobs.person_id"
            " WHERE persons.telegram_id = ? ORDER BY jobs.id DESC",
            person.id,
        )
        return found[0] if found else {"state": None, "stage": None}


def says_to(person: Person) -> Phrases:
    """The bot's sentences in this person's language."""
    return phrases_in(person.language_code or "ko")


def with_button(person: Person, text: str) -> Message | None:
    """The newest message of the bot that has this button."""
    found = (m for m in reversed(person.chat.from_bot) if any(b.text == text for b in m.buttons))
    return next(found, None)


def answers_to(clip: Message) -> list[Message]:
    """What the bot sent as replies to this message."""
    return [message for message in clip.chat.from_bot if message.reply_to is clip]


def picture_card(clip: Message) -> Message | None:
    """The reply that carries a picture."""
    return next((message for message in answers_to(clip) if message.photo), None)


def picture_cards(person: Person) -> list[Message]:
    """Every message of the bot that carries a picture."""
    return [message for message in person.chat.from_bot if message.photo]


def button_texts(message: Message) -> list[str]:
    """What stands on the buttons."""
    return [button.text for button in message.buttons]
