"""Notes in a group that is a diary, and what their authors say."""

import datetime as dt
from typing import Any

from diary import captures, groups, persons, recordings
from diary.captures import Acceptance
from storage import cards, members
from storage import persons as person_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.members import Member
from tests.diary.given import (
    EMMA,
    JIWOO,
    LIMITS,
    NOON,
    card_of,
    entry_of,
    job_of,
    recording,
)

CHAT, CHANNEL = -100_500, -100_900
BORAM = 9


async def shared(connection: Connection, chat_id: int = CHAT, kind: str = "group") -> Diary:
    """Emma's group is a diary, or her channel."""
    emma = await persons.meet(connection, EMMA, "en", NOON, name="Emma")
    place = groups.Place(chat_id, kind, "Family")
    diary, _ = await groups.make(connection, place, emma, LIMITS, NOON)
    return diary


def note(message_id: int = 1, telegram_id: int = JIWOO, **more: Any) -> recordings.Recording:
    return recording(message_id, telegram_id, **{"chat_id": CHAT, **more})


async def take(
    connection: Connection,
    diary: Diary,
    clip: recordings.Recording | None = None,
    way: str = "seen",
    now: dt.datetime = NOON,
) -> Acceptance:
    return await captures.accept(connection, clip or note(), diary, LIMITS, now, way=way)


async def kept(
    connection: Connection,
    diary: Diary,
    clip: recordings.Recording | None = None,
    way: str = "seen",
) -> int:
    """The entry that a note became."""
    taken = await take(connection, diary, clip, way)
    assert taken.outcome == "kept"
    assert taken.entry_id is not None
    return taken.entry_id


async def press(
    connection: Connection, entry_id: int, choice: str, by: int = JIWOO, here: int = CHAT
) -> None:
    entry = await captures.asked(connection, entry_id, by, NOON, here=here)
    await captures.answer(connection, entry, choice, NOON)


async def states(connection: Connection, entry_id: int) -> tuple[str, str]:
    entry, job = await entry_of(connection, entry_id), await job_of(connection, entry_id)
    return entry.state, job.state


async def member(connection: Connection, diary: Diary, telegram_id: int = JIWOO) -> Member | None:
    person = await person_rows.find(connection, telegram_id)
    return await members.find(connection, diary.id, person.id) if person else None


async def shown(connection: Connection, entry_id: int, message_id: int = 50) -> None:
    """The bot has sent the card."""
    card = await card_of(connection, entry_id)
    await cards.change(connection, card.id, message_id=message_id, shown=card.wanted)
