"""What one person does in a town whose bot may die at any moment, and what they wait for."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.phrases import interruptions
from playground.server import Chat, Message, Person
from tests.journeys.people import Town, button_texts, says_to, with_button
from tests.soak.killer import Killer
from tests.soak.ledger import Ledger, Once
from tests.soak.stages import Busy

#: A bot that is up for so long, in seconds, and has nothing left of what somebody did, has done it.
ANSWERED_S = 12.0

#: Who acted so soon after a death, in seconds, may have answered what the bot does not know of.
JUST_BEFORE_S = 20.0

#: Nothing takes so long, in seconds, under a bot that is left alone.
PATIENCE_S = 300.0

#: How often somebody looks up from waiting, in seconds.
LOOK_UP_S = 2.0

T = TypeVar("T")


@dataclass
class Life:
    """The town, the account, and who kills."""

    town: Town
    ledger: Ledger
    killer: Killer
    shot: Callable[[], bytes]
    room: Callable[[], bytes]
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    #: Up to which call it was counted what comes by itself, by chat and words.
    counted: dict[tuple[int, str], int] = field(default_factory=dict)

    def name(self, what: str) -> str:
        """A word that stands nowhere else in the town."""
        return f"{what}{next(self.numbers)}x"

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the bot's database holds; raises Busy."""
        return self.killer.rows.all(query, *values)

    async def known(self, look: Callable[[], T]) -> T:
        """What the database says now; a killed bot's journal keeps everybody out until the next."""
        return (await self.sees(lambda: (look(),), "a look into the database"))[0]

    async def sees(
        self, find: Callable[[], T | None], what: str, *, is_for_kill: bool = False
    ) -> T:
        """Wait until it is there; `is_for_kill`: it cannot come as long as the bot lives."""
        with self.killer.waiting(what, is_for_kill=is_for_kill) as wait:
            while wait.quiet_s() < PATIENCE_S:
                with suppress(TimeoutError):
                    return await self.town.world.wait_for(_calmly(find), LOOK_UP_S)
        raise AssertionError(f"{what} never came; {self.town.bot.story()}")

    async def does(self, act: Callable[[], object], find: Callable[[], T | None], what: str) -> T:
        """Act and wait for what comes of it; whoever gets no answer at all acts once more.

        An answer is missed only where the bot died after it had done what was asked, and nothing is
        left in its inbox: that is counted.
        """
        since = len(self.town.world.calls)
        act()
        acted = time.monotonic()
        with self.killer.waiting(what) as wait:
            while wait.quiet_s() < PATIENCE_S:
                with suppress(TimeoutError):
                    return await self.town.world.wait_for(_calmly(find), LOOK_UP_S)
                if self._is_answerless(acted):
                    self.ledger.unanswered[what] += 1
                    self.ledger.owned_up[what] += self._has_owned_up(since)
                    act()
                    acted = time.monotonic()
        raise AssertionError(f"{what} never came; {self.town.bot.story()}")

    async def at_death(self, act: Callable[[], object]) -> None:
        """Do this while the bot is dead: with the next kill that comes."""
        dead: list[bool] = []

        def happens() -> None:
            act()
            dead.append(True)

        self.killer.at_death.append(happens)
        await self.sees(lambda: dead or None, "a kill", is_for_kill=True)

    def _is_answerless(self, acted: float) -> bool:
        is_up = time.monotonic() - max(acted, self.killer.alive_since) > ANSWERED_S
        killed_since = self.killer.alive_since > acted - JUST_BEFORE_S
        waiting = self.killer.rows.at("update in the inbox")
        return is_up and killed_since and not waiting and self.town.bot.running()

    def _has_owned_up(self, since: int) -> bool:
        """Whether the bot has said to anybody, after so many calls, that it was interrupted."""
        lines = {interruptions.words_in(language).interrupted for language in ("ko", "en")}
        return any(call.params.get("text") in lines for call in self.town.world.calls[since:])

    async def presses(
        self, person: Person, message: Message, button: str, find: Callable[[], T | None]
    ) -> T:
        """Press as soon as the button is there, and wait for what comes of it."""
        await self.sees(lambda: button in button_texts(message) or None, f"button {button}")

        def press() -> None:
            if button in button_texts(message):
                person.tap(message, button)

        return await self.does(press, find, f"press {button}")

    async def resident(self, language: str, name: str) -> Person:
        """Somebody who comes and agrees, whatever happens meanwhile."""
        person = self.town.newcomer(language, name)
        await self.agrees(person)
        return person

    async def agrees(self, person: Person) -> None:
        """Go through /start."""
        says = says_to(person)
        asks = await self.does(
            lambda: person.send_text("/start"),
            lambda: with_button(person, says.consent_button),
            "/start",
        )
        await self.presses(
            person,
            asks,
            says.consent_button,
            lambda: (asks.text or "").endswith(says.consent_thanks) or None,
        )

    def once(
        self,
        name: str,
        find: Callable[[], list[object]] | Callable[[], list[Message]],
        may_be_lost: Callable[[], bool] = lambda: False,
    ) -> None:
        """This must be there exactly once, from now on until the end."""
        self.ledger.promise(Once(name, find, may_be_lost))


def _calmly(find: Callable[[], T | None]) -> Callable[[], T | None]:
    """The same, and nothing while nobody can look into the database."""

    def look() -> T | None:
        with suppress(Busy, sqlite3.OperationalError):
            return find()
        return None

    return look


def text_of(message: Message) -> str:
    """What stands in a message, as text or below a picture."""
    return message.text or message.caption or ""


def with_text(chat: Chat, text: str) -> list[Message]:
    """The bot's messages in a chat in which this stands, markup aside."""
    plain = text.replace("<b>", "").replace("</b>", "")
    return [message for message in chat.from_bot if plain in text_of(message)]
