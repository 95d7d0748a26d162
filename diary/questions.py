"""The question of the day of a shared diary: everybody answers alone, then everybody sees.

An answer is an entry of somebody's own diary. Nobody else learns more of it than that it is there,
until all members have answered or the diary's day is over; then it is shown as its author would
share it (`diary.shares`), and its author can take it back like any share.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from diary import clock, rights, search_terms, shares
from diary.errors import NotYours, TooLate
from diary.rights import Act
from storage import cards, diaries, entries, prompts, questions
from storage import shares as share_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person
from storage.questions import Answer, Question

#: The prompt that waits for an answer.
PROMPT = "question"

#: How long the next thing that a person sends is taken for the answer, after they were asked.
NEXT = dt.timedelta(hours=1)

#: How long after its day a question can still be answered.
LATE = dt.timedelta(days=7)

#: When a diary is asked, unless somebody names another time: nine in the evening.
MINUTE = 21 * 60


@dataclass(frozen=True, slots=True)
class Answering:
    """That an entry answers a question: whose, and whether others can see it. For its card."""

    question: Question
    diary: Diary
    state: str

    @property
    def is_hidden(self) -> bool:
        """Whether it is still to be shown."""
        return self.state in questions.HIDDEN


def place(diary_id: int, number: int, many: int) -> int:
    """Which of `many` questions is this diary's `number`-th: all of them before one comes again.

    Each diary has an order of its own, the same at every start and on every machine.
    """

    def key(index: int) -> bytes:
        return hashlib.sha256(f"{diary_id}:{index}".encode()).digest()

    return sorted(range(many), key=key)[number % many]


async def set_minute(
    connection: Connection, diary: Diary, minute: int | None, now: dt.datetime
) -> None:
    """Ask every day at this minute of the diary's clock; None: no more."""
    until = None if minute is None else clock.next_at(now, diary.time_zone, minute)
    await diaries.change(connection, diary.id, question_minute=minute, next_question_at=until)


async def claim(connection: Connection, diary: Diary, now: dt.datetime) -> bool:
    """Today's question of a diary whose minute has come; False where there is none.

    None where it is too late: neither the diary's day nor the date may have changed. Raises
    storage.questions.Raced.
    """
    due, minute = diary.next_question_at, diary.question_minute
    if due is None or minute is None:
        return False
    until = clock.next_at(now, diary.time_zone, minute)
    if not await questions.move_on(connection, diary.id, due, until):
        return False
    day = _day_of(diary, due, now)
    if day is None or diary.state != "open" or diary.kind != "group":
        return False
    return await questions.add(connection, diary, day, now, closing(diary, now))


def _day_of(diary: Diary, due: dt.datetime, now: dt.datetime) -> dt.date | None:
    zone, starts_hour = diary.time_zone, diary.day_starts_hour
    day = clock.day_of(due, zone, starts_hour)
    is_same_day = clock.today(now, zone, starts_hour) == day
    is_same_date = clock.local(due, zone).date() == clock.local(now, zone).date()
    return day if is_same_day and is_same_date else None


def closing(diary: Diary, now: dt.datetime) -> dt.datetime:
    """When the diary's day ends."""
    return clock.next_at(now, diary.time_zone, diary.day_starts_hour * 60)


async def to_be_asked(connection: Connection, question: Question, now: dt.datetime) -> Diary | None:
    """The diary, if it is to be asked this now; None when it sleeps, or the day is over."""
    diary = await diaries.find(connection, question.diary_id)
    if diary is None or diary.state != "open" or question.closes_at <= now:
        return None
    then, today = (clock.local(at, diary.time_zone).date() for at in (question.asked_at, now))
    return diary if then == today else None


async def asked(
    connection: Connection, person: Person, question_id: int, now: dt.datetime
) -> tuple[Question, Diary]:
    """The question that a person may answer now, and its diary; raises NotYours or TooLate.

    Their standing in the diary's chat must be fresh (`bot.standings`).
    """
    question = await questions.find(connection, question_id)
    if question is None:
        raise NotYours
    diary = await rights.require(connection, person, question.diary_id, Act.WRITE, now)
    is_over = question.closes_at + LATE <= now or question.state in {"claimed", "dropped"}
    if is_over or diary.state != "open":
        raise TooLate
    return question, diary


async def given(connection: Connection, person: Person, question: Question) -> Answer | None:
    """The answer that a person has given. What they called off or closed to others is none."""
    found = await questions.answer(connection, question.id, person.id)
    entry = None if found is None else await entries.get(connection, found.entry_id)
    if entry is None or entry.state == "cancelled" or entry.is_private:
        return None
    return found


async def wait(
    connection: Connection,
    person: Person,
    question: Question,
    at: tuple[int, int],
    now: dt.datetime,
) -> None:
    """The message `at` (chat, number) has put the question to this person: it waits for a note."""
    until = question.closes_at if question.closes_at > now else now + NEXT
    await prompts.add(
        connection,
        *at,
        person.id,
        PROMPT,
        question.id,
        until,
        next_until=min(until, now + NEXT),
    )


async def take(
    connection: Connection, person: Person, question_id: int, entry_id: int, now: dt.datetime
) -> bool:
    """An entry is a person's answer; False where it cannot be, and then it is what it is.

    After the question has been closed nothing is shown before its author says so (`show_late`):
    what somebody sends within the hour may be about something else.
    """
    try:
        question, _ = await asked(connection, person, question_id, now)
    except (NotYours, TooLate):
        return False
    if await given(connection, person, question) is not None:
        return False
    before = await questions.answer(connection, question.id, person.id)
    if before is not None and not await questions.remove_answer(connection, before.entry_id):
        return False
    state = "late" if question.state == "closed" or question.closes_at <= now else "kept"
    await questions.add_answer(connection, question.id, person.id, entry_id, state, now)
    await prompts.remove_all(connection, person.id, PROMPT, question.id)
    await cards.want(connection, entry_id)
    await recount(connection, question, now)
    return True


async def show_late(connection: Connection, entry: Entry) -> None:
    """The author wants a late answer to be seen; raises TooLate where nobody waits for that."""
    found = await questions.of_entry(connection, entry.id)
    if found is None or not await questions.change_answer(
        connection, found, was="late", state="due"
    ):
        raise TooLate
    await cards.want_now(connection, entry.id)


async def retract(connection: Connection, entry: Entry, now: dt.datetime) -> None:
    """The author says that an entry is no answer; raises TooLate once it has been shown."""
    found = await questions.of_entry(connection, entry.id)
    if found is None or not await questions.remove_answer(connection, entry.id):
        raise TooLate
    await cards.want_now(connection, entry.id)
    question = await questions.find(connection, found.question_id)
    if question is not None:
        await recount(connection, question, now)


async def recount(connection: Connection, question: Question, now: dt.datetime) -> None:
    """How many have answered an open question; when all have, it closes."""
    answered, there = await questions.counts(connection, question)
    values = {"answered": answered, "members": there}
    if (question.answered, question.members) != (answered, there):
        await questions.want(connection, question.id, **values)
    if question.state == "open" and 0 < there <= answered:
        await close(connection, question, now)


async def close(connection: Connection, question: Question, now: dt.datetime) -> bool:
    """From now on everybody sees every answer; False when it was not open."""
    closed = {"state": "closed", "closes_at": min(now, question.closes_at)}
    if not await questions.change(connection, question.id, was=("open", "sending"), **closed):
        return False
    await questions.want(connection, question.id, not_before=None)
    for entry_id in await questions.release(connection, question.id):
        await cards.want(connection, entry_id)
    return True


async def show(connection: Connection, answer: Answer, author: Person, now: dt.datetime) -> bool:
    """Show a due answer in the diary; False where it stays its author's for good.

    It is False too where the entry is not there just now: deleted with ten minutes to bring it
    back, or at work again. Such an answer stays due. The author's standing must be fresh: whoever
    has left is not shown.
    """
    question = await questions.find(connection, answer.question_id)
    entry = await entries.get(connection, answer.entry_id)
    if question is None or entry is None or entry.state != "done":
        return False
    shown = await _publish(connection, entry, author, question, now)
    state = "shown" if shown else "withheld"
    if not await questions.change_answer(connection, answer, was="due", state=state):
        return False
    await cards.want(connection, entry.id)
    await recount(connection, question, now)
    return shown


async def _publish(
    connection: Connection, entry: Entry, author: Person, question: Question, now: dt.datetime
) -> bool:
    """As if its author shared it, with what is shared by default; not what they took back."""
    try:
        diary = await rights.require(connection, author, question.diary_id, Act.WRITE, now)
    except NotYours:
        return False
    if entry.is_private or entry.author_id != author.id:
        return False
    parts = shares.written(shares.DEFAULT & await shares.of_entry(connection, entry))
    share = await share_rows.find(connection, entry.id, diary.id)
    if share is not None and share.state != "draft":
        return share.state == "shown"
    if not parts:
        return False
    if share is None:
        share_id = await share_rows.add(connection, entry.id, diary.id, parts, now)
    else:
        share_id = share.id
        await share_rows.change(connection, share_id, parts=parts, state="shown", created_at=now)
    await search_terms.reindex(connection, entry.id)
    await cards.add(
        connection, entry.id, diary.chat_id, None, thread_id=diary.topic_id, share_id=share_id
    )
    return True


async def of_entry(connection: Connection, entry: Entry) -> Answering | None:
    """What an entry answers, for its card."""
    found = await questions.of_entry(connection, entry.id)
    question = None if found is None else await questions.find(connection, found.question_id)
    if found is None or question is None or entry.state == "cancelled":
        return None
    state = "withheld" if entry.is_private else found.state
    return Answering(question, await diaries.get(connection, question.diary_id), state)
