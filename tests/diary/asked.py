"""A family that has been asked the question of the day."""

import datetime as dt
from dataclasses import dataclass

from diary import questions
from storage import questions as rows
from storage import shares as share_rows
from storage.database import Connection
from storage.persons import Person
from storage.questions import Answer, Question
from tests.diary.given import NOON, finished, recording
from tests.diary.shared import Family, family, stand

#: NOON is nine in the evening in Seoul; the family's day ends at four.
END = NOON + dt.timedelta(hours=7)


@dataclass
class Home:
    """The family has been asked; Jiwoo and Emma are its members."""

    connection: Connection
    family: Family
    question_id: int

    async def question(self) -> Question:
        found = await rows.find(self.connection, self.question_id)
        assert found is not None
        return found

    async def answer(self, person: Person, message_id: int, now: dt.datetime = NOON) -> int:
        """A finished note that is given as an answer; the entry."""
        entry_id = await finished(self.connection, recording(message_id, person.telegram_id))
        assert await self.take(person, entry_id, now)
        return entry_id

    async def take(self, person: Person, entry_id: int, now: dt.datetime = NOON) -> bool:
        await stand(self.connection, person, "member", now)
        return await questions.take(self.connection, person, self.question_id, entry_id, now)

    async def show(self, now: dt.datetime = NOON) -> list[bool]:
        """Show everything that is due; for each answer whether it is seen."""
        due = await rows.to_show(self.connection, now, 10)
        return [await self._show(answer, now) for answer in due]

    async def _show(self, answer: Answer, now: dt.datetime) -> bool:
        people = (self.family.jiwoo, self.family.emma, self.family.seorin)
        author = next(person for person in people if person.id == answer.person_id)
        return await questions.show(self.connection, answer, author, now)

    async def state(self, person: Person) -> str | None:
        found = await rows.answer(self.connection, self.question_id, person.id)
        return found.state if found else None

    async def seen(self, entry_id: int) -> bool:
        """Whether the family sees the entry."""
        share = await share_rows.find(self.connection, entry_id, self.family.diary.id)
        return share is not None and share.state == "shown"


async def asked(connection: Connection) -> Home:
    them = await family(connection)
    assert await rows.add(connection, them.diary, dt.date(2026, 11, 20), NOON, END)
    question = await rows.of_day(connection, them.diary.id, dt.date(2026, 11, 20))
    assert question is not None
    assert await rows.change(connection, question.id, was=("claimed",), state="open", message_id=5)
    return Home(connection, them, question.id)
