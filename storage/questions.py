"""Questions of the day, and the answers to them.

`state` of a question: claimed (to be sent), sending (from here on never again), open, closed (its
answers are shown) or dropped. A diary has one a day, which the database sees to, and every step is
a conditional UPDATE: of several processes one does it. `state` of an answer: kept (nobody else sees
anything of it), late (given after the question was closed: its author is asked), due (to be shown
when its analysis is done), shown, or withheld for good.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.diaries import COLUMNS as DIARY_COLUMNS
from storage.diaries import Diary, readable
from storage.shared_tables import answers, members, questions
from storage.tables import diaries, entries, persons

#: Entries in these states are answers: their author has agreed, and has not called them off.
GIVEN = ("waiting", "done", "failed")

#: States of answers that nobody else has seen anything of.
HIDDEN = ("kept", "late", "due")


class Raced(Exception):
    """Another process has asked this diary in the same moment."""


@dataclass(frozen=True, slots=True)
class Question:
    """`number` counts the questions of the diary from 0. `answered` of `members`: as last counted.

    Its message is behind while `shown` is less than `wanted`.
    """

    id: int
    diary_id: int
    day: dt.date
    number: int
    state: str
    chat_id: int
    message_id: int | None
    asked_at: dt.datetime
    closes_at: dt.datetime
    answered: int
    members: int
    wanted: int
    shown: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Answer:
    """That an entry of a person answers a question."""

    question_id: int
    person_id: int
    entry_id: int
    state: str
    attempts: int


_COLUMNS = tuple(questions.c[name] for name in Question.__dataclass_fields__)
_ANSWER = tuple(answers.c[name] for name in Answer.__dataclass_fields__)


async def to_ask(connection: AsyncConnection, now: dt.datetime, limit: int) -> Sequence[Diary]:
    """Diaries whose minute has come."""
    query = (
        select(*DIARY_COLUMNS)
        .where(
            diaries.c.next_question_at <= now,
            diaries.c.question_minute.is_not(None),
            diaries.c.state == "open",
        )
        .order_by(diaries.c.next_question_at, diaries.c.id)
        .limit(limit)
    )
    return await readable(connection, query)


async def move_on(
    connection: AsyncConnection, diary_id: int, was: dt.datetime, until: dt.datetime
) -> bool:
    """The diary has its next question then; False when another process has moved it on."""
    done = await connection.execute(
        update(diaries)
        .where(diaries.c.id == diary_id, diaries.c.next_question_at == was)
        .values(next_question_at=until)
    )
    return done.rowcount == 1


async def add(
    connection: AsyncConnection,
    diary: Diary,
    day: dt.date,
    now: dt.datetime,
    closes_at: dt.datetime,
) -> bool:
    """Today's question of a diary, the next of its own; False when it has one.

    Raises Raced, after which nothing of this transaction may be kept.
    """
    if await of_day(connection, diary.id, day) is not None:
        return False
    count = select(func.count()).where(questions.c.diary_id == diary.id)
    number = (await connection.execute(count)).scalar_one()
    try:
        await connection.execute(
            insert(questions).values(
                diary_id=diary.id,
                day=day,
                number=number,
                state="claimed",
                chat_id=diary.chat_id,
                asked_at=now,
                closes_at=closes_at,
            )
        )
    except IntegrityError as error:
        raise Raced from error
    return True


async def find(connection: AsyncConnection, question_id: int) -> Question | None:
    """The question with this id."""
    return await _one(connection, select(*_COLUMNS).where(questions.c.id == question_id))


async def of_day(connection: AsyncConnection, diary_id: int, day: dt.date) -> Question | None:
    """The question of a diary's day."""
    query = select(*_COLUMNS).where(questions.c.diary_id == diary_id, questions.c.day == day)
    return await _one(connection, query)


async def last(connection: AsyncConnection, diary_id: int) -> Question | None:
    """The question that a diary was asked last."""
    query = select(*_COLUMNS).where(
        questions.c.diary_id == diary_id, questions.c.state.in_(("open", "closed"))
    )
    return await _one(connection, query.order_by(questions.c.day.desc()).limit(1))


async def _one(connection: AsyncConnection, query: Select[Any]) -> Question | None:
    row = (await connection.execute(query)).first()
    return None if row is None else Question(*row)


async def _many(connection: AsyncConnection, query: Select[Any]) -> Sequence[Question]:
    return [Question(*row) for row in await connection.execute(query)]


async def to_send(connection: AsyncConnection, now: dt.datetime, limit: int) -> Sequence[Question]:
    """Questions that nobody has sent yet and that may be sent now, the oldest first."""
    query = select(*_COLUMNS).where(
        questions.c.state == "claimed",
        or_(questions.c.not_before.is_(None), questions.c.not_before <= now),
    )
    return await _many(connection, query.order_by(questions.c.id).limit(limit))


async def to_edit(
    connection: AsyncConnection, now: dt.datetime, since: dt.datetime, limit: int
) -> Sequence[Question]:
    """Questions that closed after `since` or are open, and whose messages are behind."""
    query = select(*_COLUMNS).where(
        questions.c.state.in_(("open", "closed")),
        questions.c.closes_at > since,
        questions.c.wanted > questions.c.shown,
        questions.c.message_id.is_not(None),
        or_(questions.c.not_before.is_(None), questions.c.not_before <= now),
    )
    return await _many(connection, query.order_by(questions.c.id).limit(limit))


async def to_close(connection: AsyncConnection, now: dt.datetime, limit: int) -> Sequence[Question]:
    """Questions whose day is over."""
    query = select(*_COLUMNS).where(
        questions.c.state.in_(("open", "sending")), questions.c.closes_at <= now
    )
    return await _many(connection, query.order_by(questions.c.closes_at).limit(limit))


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the next question closes, or the next message may be touched."""
    closing = select(func.min(questions.c.closes_at)).where(
        questions.c.state == "open", questions.c.closes_at > now
    )
    postponed = select(func.min(questions.c.not_before)).where(
        questions.c.state.in_(("claimed", "open")), questions.c.not_before > now
    )
    times = [(await connection.execute(query)).scalar() for query in (closing, postponed)]
    return min((at for at in times if at is not None), default=None)


async def change(
    connection: AsyncConnection, question_id: int, *, was: Sequence[str], **values: Any
) -> bool:
    """Set columns while the state is one of these; False when it was not."""
    done = await connection.execute(
        update(questions)
        .where(questions.c.id == question_id, questions.c.state.in_(was))
        .values(**values)
    )
    return done.rowcount == 1


async def open_unheard(connection: AsyncConnection) -> None:
    """Nobody is sending just now: what a dead process was sending may stand in the group.

    It is not sent again; whoever sees it can answer, and it closes like every other.
    """
    await connection.execute(
        update(questions).where(questions.c.state == "sending").values(state="open")
    )


async def want(connection: AsyncConnection, question_id: int, **values: Any) -> None:
    """What its message says is out of date."""
    await connection.execute(
        update(questions)
        .where(questions.c.id == question_id)
        .values(wanted=questions.c.wanted + 1, **values)
    )


async def move(connection: AsyncConnection, old: int, new: int, now: dt.datetime) -> None:
    """The chat has another number: what is open there is asked anew, the rest stays behind."""
    await connection.execute(
        update(questions)
        .where(questions.c.chat_id == old, questions.c.state.in_(("claimed", "open")))
        .values(
            chat_id=new, state="claimed", message_id=None, asked_at=now, attempts=0, not_before=None
        )
    )


# Answers


async def add_answer(
    connection: AsyncConnection,
    question_id: int,
    person_id: int,
    entry_id: int,
    state: str,
    now: dt.datetime,
) -> bool:
    """This entry is the person's answer; False where they have given one."""
    if await answer(connection, question_id, person_id) is not None:
        return False
    await connection.execute(
        insert(answers).values(
            question_id=question_id,
            person_id=person_id,
            entry_id=entry_id,
            state=state,
            answered_at=now,
        )
    )
    return True


async def answer(connection: AsyncConnection, question_id: int, person_id: int) -> Answer | None:
    """The answer of a person to a question."""
    query = select(*_ANSWER).where(
        answers.c.question_id == question_id, answers.c.person_id == person_id
    )
    row = (await connection.execute(query)).first()
    return None if row is None else Answer(*row)


async def of_entry(connection: AsyncConnection, entry_id: int) -> Answer | None:
    """What an entry answers."""
    query = select(*_ANSWER).where(answers.c.entry_id == entry_id)
    row = (await connection.execute(query.order_by(answers.c.answered_at))).first()
    return None if row is None else Answer(*row)


async def remove_answer(connection: AsyncConnection, entry_id: int) -> bool:
    """The entry is none, as long as it has not been shown; False when it has."""
    done = await connection.execute(
        delete(answers).where(answers.c.entry_id == entry_id, answers.c.state.in_(HIDDEN))
    )
    return done.rowcount > 0


async def change_answer(connection: AsyncConnection, one: Answer, *, was: str, state: str) -> bool:
    """Another state of an answer; False when it was not in this one."""
    done = await connection.execute(
        update(answers)
        .where(
            answers.c.question_id == one.question_id,
            answers.c.person_id == one.person_id,
            answers.c.state == was,
        )
        .values(state=state)
    )
    return done.rowcount == 1


async def postpone_answer(connection: AsyncConnection, one: Answer, until: dt.datetime) -> None:
    """It cannot be shown yet."""
    await connection.execute(
        update(answers)
        .where(answers.c.question_id == one.question_id, answers.c.person_id == one.person_id)
        .values(attempts=answers.c.attempts + 1, not_before=until)
    )


async def release(connection: AsyncConnection, question_id: int) -> Sequence[int]:
    """The answers to a question may be shown from now on; the entries that they are."""
    found = select(answers.c.entry_id).where(
        answers.c.question_id == question_id, answers.c.state == "kept"
    )
    ids = (await connection.execute(found)).scalars().all()
    await connection.execute(
        update(answers)
        .where(answers.c.question_id == question_id, answers.c.state == "kept")
        .values(state="due")
    )
    return ids


async def to_show(connection: AsyncConnection, now: dt.datetime, limit: int) -> Sequence[Answer]:
    """Answers that may be shown and whose analysis is done, in the order in which they came."""
    rows = await connection.execute(
        select(*_ANSWER)
        .join(entries, entries.c.id == answers.c.entry_id)
        .join(questions, questions.c.id == answers.c.question_id)
        .join(diaries, diaries.c.id == questions.c.diary_id)
        .where(
            answers.c.state == "due",
            entries.c.state == "done",
            diaries.c.state == "open",
            or_(answers.c.not_before.is_(None), answers.c.not_before <= now),
        )
        .order_by(answers.c.answered_at, answers.c.entry_id)
        .limit(limit)
    )
    return [Answer(*row) for row in rows]


def _there(diary_id: Any) -> Select[Any]:
    """How many members a diary has."""
    return (
        select(func.count())
        .select_from(members)
        .join(persons, persons.c.id == members.c.person_id)
        .where(
            members.c.diary_id == diary_id,
            members.c.state == "member",
            persons.c.kind == "person",
        )
    )


def _given(question_id: Any, diary_id: Any) -> Select[Any]:
    """How many of them have answered."""
    return (
        select(func.count())
        .select_from(answers)
        .join(entries, entries.c.id == answers.c.entry_id)
        .join(members, members.c.person_id == answers.c.person_id)
        .where(
            answers.c.question_id == question_id,
            answers.c.state.not_in(("withheld", "late")),
            members.c.diary_id == diary_id,
            members.c.state == "member",
            entries.c.state.in_(GIVEN),
            entries.c.is_private.is_(False),
        )
    )


async def counts(connection: AsyncConnection, question: Question) -> tuple[int, int]:
    """How many members have answered, of how many."""
    given = await connection.execute(_given(question.id, question.diary_id))
    there = await connection.execute(_there(question.diary_id))
    return given.scalar_one(), there.scalar_one()


async def miscounted(connection: AsyncConnection, limit: int) -> Sequence[Question]:
    """Open questions whose diary has other members by now, or other answers."""
    given = _given(questions.c.id, questions.c.diary_id).correlate(questions).scalar_subquery()
    there = _there(questions.c.diary_id).correlate(questions).scalar_subquery()
    query = select(*_COLUMNS).where(
        questions.c.state == "open",
        or_(questions.c.answered != given, questions.c.members != there),
    )
    return await _many(connection, query.order_by(questions.c.id).limit(limit))
