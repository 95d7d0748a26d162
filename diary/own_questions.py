"""A question for whoever does not know what to say: from the bot's list or the person's own.

It is asked in private, its answer is an entry like any other that keeps the question, and nobody
else hears of it. The question of the day of a group is another thing (`diary.questions`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from diary.errors import TooLate
from storage import cards, entries, prompts
from storage import own_questions as rows
from storage.database import Connection
from storage.entries import Entry
from storage.own_questions import OwnQuestion
from storage.persons import Person
from storage.prompts import Prompt

#: The prompt that waits for an answer.
PROMPT = "own_question"

#: How long the next note that a person sends is taken for the answer.
NEXT = dt.timedelta(hours=3)

#: How long a reply to the question is taken for one.
PATIENCE = dt.timedelta(days=30)

#: Questions of one's own, and the characters of one.
MOST, LONGEST = 50, 300


@dataclass(frozen=True, slots=True)
class Choice:
    """A question. `number` is its place in the bot's list, or its row where it `is_own`."""

    number: int
    text: str
    is_own: bool = False

    @property
    def subject(self) -> int:
        """How a prompt remembers it."""
        return -self.number if self.is_own else self.number


def choices(listed: Sequence[str], own: Sequence[OwnQuestion]) -> Sequence[Choice]:
    """All that can be asked. `listed` is the bot's list in the person's language."""
    ours = [Choice(number, text) for number, text in enumerate(listed)]
    return [*ours, *(Choice(one.id, one.text, is_own=True) for one in own)]


def following(person_id: int, found: Sequence[Choice], last: str | None) -> Choice:
    """The next one for this person: in an order of their own, all of them before one comes again.

    The same at every start and on every machine; a question that was added has its place in it.
    """

    def key(choice: Choice) -> bytes:
        return hashlib.sha256(f"{person_id}:{choice.subject}".encode()).digest()

    order = sorted(found, key=key)
    places = [n for n, choice in enumerate(order) if choice.text == last]
    return order[(places[0] + 1) % len(order)] if places else order[0]


async def following_of(connection: Connection, person: Person, listed: Sequence[str]) -> Choice:
    """What the person is asked next."""
    own = await rows.of_person(connection, person.id)
    last = await rows.asked(connection, person.id)
    return following(person.id, choices(listed, own), last.text if last else None)


async def chosen(
    connection: Connection, person: Person, listed: Sequence[str], subject: int
) -> Choice:
    """The question that a prompt or a button remembers; raises TooLate where it is gone."""
    own = await rows.of_person(connection, person.id)
    for choice in choices(listed, own):
        if choice.subject == subject:
            return choice
    raise TooLate


async def wait(
    connection: Connection, person: Person, choice: Choice, at: tuple[int, int], now: dt.datetime
) -> None:
    """The message `at` (chat, number) has asked this: the next note answers it, or a reply."""
    await prompts.add(connection, *at, person.id, PROMPT, choice.subject, now + PATIENCE)
    chat_id, message_id = at
    values = {"chat_id": chat_id, "message_id": message_id, "asked_at": now}
    await rows.put(connection, person.id, text=choice.text, **values)


async def stop(connection: Connection, person: Person) -> None:
    """The person does not want to answer: the next note is about something else."""
    asked = await rows.asked(connection, person.id)
    if asked is not None and asked.message_id is not None:
        await prompts.remove(connection, asked.chat_id, asked.message_id)
        await rows.put(connection, person.id, message_id=None)


async def take_next(connection: Connection, person: Person, entry_id: int, at: dt.datetime) -> bool:
    """Whether a note that was sent `at` this time answers what was asked before."""
    asked = await rows.asked(connection, person.id)
    if asked is None or asked.message_id is None:
        return False
    if at >= asked.asked_at + NEXT:
        return False
    if not await _answer(connection, person, entry_id, asked.text):
        return False
    await stop(connection, person)
    return True


async def take_reply(
    connection: Connection, person: Person, entry_id: int, choice: Choice, prompt: Prompt
) -> bool:
    """Whether a reply to the question answers it."""
    await prompts.remove(connection, prompt.chat_id, prompt.message_id)
    asked = await rows.asked(connection, person.id)
    if asked is not None and asked.message_id == prompt.message_id:
        await rows.put(connection, person.id, message_id=None)
    return await _answer(connection, person, entry_id, choice.text)


async def _answer(connection: Connection, person: Person, entry_id: int, text: str) -> bool:
    """False where the entry answers another question already."""
    entry = await entries.get(connection, entry_id)
    if entry is None or entry.question is not None or entry.author_id != person.id:
        return False
    await entries.change(connection, entry_id, question=text)
    await cards.want(connection, entry_id)
    return True


async def forget(connection: Connection, entry: Entry) -> None:
    """The entry answers nothing: its author says so. Raises TooLate where it never did."""
    if entry.question is None:
        raise TooLate
    await entries.change(connection, entry.id, question=None)
    await cards.want_now(connection, entry.id, menu=None)


async def of_person(connection: Connection, person: Person) -> Sequence[OwnQuestion]:
    """The person's own questions."""
    return await rows.of_person(connection, person.id)


async def add(connection: Connection, person: Person, said: str, now: dt.datetime) -> bool:
    """One more of the person's own; False where it is there. Raises TooLate: too long, or too many.

    Whoever has MOST of them deletes one first.
    """
    text = " ".join(said.split())
    known = await rows.of_person(connection, person.id)
    if any(one.text == text for one in known):
        return False
    if not text or len(text) > LONGEST or len(known) >= MOST:
        raise TooLate
    await rows.add(connection, person.id, text, now)
    return True


async def remove(connection: Connection, person: Person, question_id: int) -> None:
    """Raises TooLate where it is not there (any more)."""
    if not await rows.remove(connection, person.id, question_id):
        raise TooLate
