"""A family's group with a diary, an entry in it, and people who say something about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from diary import comments, groups, persons
from diary.comments import Answer, Remark, Target
from diary.groups import Place
from storage import cards, diaries, entries, members, shares, standings
from storage import comments as comment_rows
from storage.cards import Card
from storage.comments import Comment
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person
from tests.diary.given import LIMITS, NOON

GROUP = -1001
MINJI, JUNHO, SORA, GUEST = 21, 22, 23, 24

#: The message of the card, as the bot has sent it.
CARD = 500


@dataclass
class Family:
    """`mother` owns the diary, `father` wrote the entry, `child` is a member, `guest` is none."""

    connection: Connection
    diary: Diary
    mother: Person
    father: Person
    child: Person
    guest: Person
    entry: Entry
    messages: int = 1000

    @property
    def target(self) -> Target:
        return Target(self.entry, self.diary)

    async def card(self) -> Card:
        found = await cards.of_message(self.connection, self.diary.chat_id, CARD)
        assert found is not None
        return found

    def remark(self, text: str | None = "축하해", **more: Any) -> Remark:
        self.messages += 1
        values = {"chat_id": self.diary.chat_id, "message_id": self.messages, "kind": "text"}
        return Remark(**{**values, "text": text, **more})

    async def says(
        self,
        person: Person,
        remark: Remark | None = None,
        to: Comment | None = None,
        now: dt.datetime = NOON,
        target: Target | None = None,
    ) -> Answer:
        on = target or Target(await self.fresh(), self.diary, to)
        return await comments.add(self.connection, on, person, remark or self.remark(), now)

    async def comment(
        self, person: Person, text: str = "축하해", to: Comment | None = None
    ) -> Comment:
        answer = await self.says(person, self.remark(text), to)
        assert answer.outcome == "kept"
        assert answer.comment is not None
        return answer.comment

    async def fresh(self) -> Entry:
        found = await entries.get(self.connection, self.entry.id)
        assert found is not None
        return found

    async def again(self, comment: Comment) -> Comment:
        found = await comment_rows.get(self.connection, comment.id)
        assert found is not None
        return found

    async def leads(
        self, person: Person, status: str = "administrator", diary: Diary | None = None
    ) -> None:
        """What Telegram says of a person in the chat just now."""
        chat_id = (diary or self.diary).chat_id
        await standings.put(self.connection, chat_id, person.telegram_id, status, NOON)


async def family(
    connection: Connection, *, kind: str = "group", discussion: int | None = None
) -> Family:
    """The family of a fresh database."""
    people = [
        await persons.meet(connection, number, "ko", NOON, name=name)
        for number, name in ((MINJI, "민지"), (JUNHO, "준호"), (SORA, "소라"), (GUEST, "손님"))
    ]
    place = Place(GROUP, kind, "우리 집", discussion_chat_id=discussion)
    diary, _ = await groups.make(connection, place, people[0], LIMITS, NOON)
    for person in people[1:3]:
        await members.join(connection, diary.id, person.id, NOON)
    entry = await written(connection, people[1], diary, CARD)
    mother, father, child, guest = people
    return Family(connection, diary, mother, father, child, guest, entry)


async def written(
    connection: Connection,
    author: Person,
    diary: Diary,
    card: int,
    **more: Any,
) -> Entry:
    """A finished entry whose card stands in the chat."""
    values = {
        "diary_id": diary.id,
        "author_id": author.id,
        "state": "done",
        "recorded_at": NOON,
        "day": NOON.date(),
        "title": "첫 출근",
        "caption": "",
        "created_at": NOON,
    }
    entry_id = await entries.add(connection, {**values, **more})
    await cards.add(connection, entry_id, diary.chat_id, None)
    found = await cards.of_entry(connection, entry_id)
    assert found is not None
    await cards.change(connection, found.id, message_id=card, shown=found.wanted)
    entry = await entries.get(connection, entry_id)
    assert entry is not None
    return entry


async def shared_with(connection: Connection, entry: Entry, diary: Diary, card: int) -> int:
    """The same entry in another diary, with a card there; the share's id."""
    share_id = await shares.add(connection, entry.id, diary.id, "video,words", NOON)
    await cards.add(connection, entry.id, diary.chat_id, None, share_id=share_id)
    found = await cards.of_share(connection, share_id)
    assert found is not None
    await cards.change(connection, found.id, message_id=card, shown=found.wanted)
    return share_id


async def other_group(connection: Connection, owner: Person, chat_id: int) -> Diary:
    """Another group with a diary."""
    place = Place(chat_id, "group", "동아리")
    diary, _ = await groups.make(connection, place, owner, LIMITS, NOON)
    found = await diaries.find(connection, diary.id)
    assert found is not None
    return found
