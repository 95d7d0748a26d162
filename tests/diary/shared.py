"""A group's diary with people in and around it, for tests of who may do what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from diary import members
from storage import cards, departures, diaries, persons, standings
from storage import entries as entry_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person
from tests.diary.given import EMMA, JIWOO, NOON, consenting, finished, recording

GROUP = -1_000_000_000_077
SEORIN, MALLORY = 9, 66


@dataclass(frozen=True, slots=True)
class Family:
    """Jiwoo owns the diary, Emma is a member, Seorin has met the bot, Mallory is a stranger."""

    diary: Diary
    jiwoo: Person
    emma: Person
    seorin: Person
    mallory: Person


async def family(connection: Connection, now: dt.datetime = NOON) -> Family:
    """The family, with Jiwoo and Emma in the chat."""
    names = {JIWOO: "지우", EMMA: "Emma", SEORIN: "서린", MALLORY: "Mallory"}
    people = []
    for telegram_id, name in names.items():
        person = await consenting(connection, telegram_id)
        await persons.change(connection, person.id, name=name)
        people.append(await persons.get(connection, person.id))
    diary = await diaries.add(
        connection, people[0].id, GROUP, "Asia/Seoul", 4, now, kind="group", title="우리 가족"
    )
    for number, person in enumerate(people[:2]):
        await members.enter(connection, diary, person, now + dt.timedelta(seconds=number))
        await stand(connection, person, "member", now)
    return Family(diary, *people)


async def stand(connection: Connection, person: Person, status: str, now: dt.datetime) -> None:
    """Telegram says what somebody is in the family's chat."""
    await standings.put(connection, GROUP, person.telegram_id, status, now)


async def written(connection: Connection, person: Person, diary: Diary, message_id: int) -> int:
    """An entry of somebody in the diary, analysed, with its card in the chat."""
    entry_id = await finished(connection, recording(message_id, person.telegram_id))
    await entry_rows.change(connection, entry_id, diary_id=diary.id)
    await departures.move_words(connection, entry_id, diary.id)
    card = await cards.of_entry(connection, entry_id)
    assert card is not None
    await cards.remove(connection, card.id)
    await cards.add(connection, entry_id, diary.chat_id, message_id)
    card = await cards.of_entry(connection, entry_id)
    assert card is not None
    await cards.change(connection, card.id, message_id=1000 + message_id, shown=1)
    return entry_id
