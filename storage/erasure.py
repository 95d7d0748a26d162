"""Erasures: who asked to be forgotten, how far that is, and how their rows are taken away.

An account that is erased is cut off from its rows at once (`cut_off`): they belong to a number that
no account has, and are taken away in small transactions. Whoever writes to the bot meanwhile begins
as somebody new. Which tables there are to clear: `storage.erasure_coverage`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import admissions, holdings, numbering
from storage.personal_tables import comment_terms, erasures, unread_words
from storage.persons import Person
from storage.shared_tables import (
    card_messages,
    comments,
    members,
    notices,
    reactions,
    removals,
    rounds,
    shares,
    standings,
    threads,
)
from storage.tables import cards, diaries, entries, inbox, jobs, persons

#: Who stands where somebody was: one row for all of them, with a number that no account has.
SOMEONE, SOMEONE_KIND = 0, "gone"

#: Below every number that Telegram gives (52 bits; https://core.telegram.org/bots/api#user).
_CUT_OFF = -(1 << 62)


#: What `notices.subject_id` is the number of, by kind.
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "person": ("heir", "heir_yes", "heir_no", "joined", "declined"),
    "entry": ("comment", "reply", "removed_entry"),
}

#: Kinds of notices that are about no person and no entry of one's own.
SUBJECTLESS = (
    *("care", "invited", "departed", "deleting", "restored", "owner", "frozen", "import"),
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """`state`: clearing (rows), withdrawing (messages), sweeping (the file), telling, sending."""

    id: int
    telegram_id: int
    language: str
    state: str
    counts: dict[str, int]
    attempts: int
    created_at: dt.datetime

    @property
    def cut_off(self) -> int:
        """The number under which what is to go stands until it has gone."""
        return _CUT_OFF - self.id


_COLUMNS = tuple(erasures.c[name] for name in Erasure.__dataclass_fields__)


async def add(
    connection: AsyncConnection,
    telegram_id: int,
    language: str,
    counts: Mapping[str, int],
    now: dt.datetime,
) -> Erasure:
    """Somebody is to be forgotten; a receipt that could not be handed over makes room."""
    await connection.execute(
        delete(erasures).where(
            erasures.c.telegram_id == telegram_id, erasures.c.state.in_(("telling", "sending"))
        )
    )
    values = {"telegram_id": telegram_id, "language": language, "counts": dict(counts)}
    await connection.execute(insert(erasures).values(state="clearing", created_at=now, **values))
    found = await of_account(connection, telegram_id)
    assert found is not None  # noqa: S101 - it was put in just now
    return found


async def of_account(connection: AsyncConnection, telegram_id: int) -> Erasure | None:
    """What is under way for this account."""
    query = select(*_COLUMNS).where(erasures.c.telegram_id == telegram_id)
    row = (await connection.execute(query)).first()
    return None if row is None else Erasure(*row)


async def due(connection: AsyncConnection, now: dt.datetime, limit: int) -> Sequence[Erasure]:
    """Those that can go on now, the oldest first."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(or_(erasures.c.not_before.is_(None), erasures.c.not_before <= now))
        .order_by(erasures.c.id)
        .limit(limit)
    )
    return [Erasure(*row) for row in rows]


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the next one can go on that has to wait now."""
    query = select(func.min(erasures.c.not_before)).where(erasures.c.not_before > now)
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def change(
    connection: AsyncConnection, erasure: Erasure, *, was: str | None = None, **values: Any
) -> bool:
    """Set columns while the state is what it was (or `was`); False when it was not."""
    done = await connection.execute(
        update(erasures)
        .where(erasures.c.id == erasure.id, erasures.c.state == (was or erasure.state))
        .values(**values)
    )
    return done.rowcount == 1


async def end_sweeping(connection: AsyncConnection) -> None:
    """The file was written anew: for everybody who waited for that."""
    await connection.execute(
        update(erasures)
        .where(erasures.c.state == "sweeping")
        .values(state="telling", not_before=None, attempts=0)
    )


async def release_all(connection: AsyncConnection) -> None:
    """Nobody is telling anybody just now: a receipt that was being sent is sent again."""
    await connection.execute(
        update(erasures)
        .where(erasures.c.state == "sending")
        .values(state="telling", not_before=None)
    )


async def remove(connection: AsyncConnection, erasure_id: int) -> None:
    """The receipt has arrived, or never will: nothing stays of it."""
    await connection.execute(delete(erasures).where(erasures.c.id == erasure_id))


async def cut_off(connection: AsyncConnection, person_id: int, erasure: Erasure) -> None:
    """From now on the rows are nobody's: no account finds them, and nothing comes by itself."""
    nameless = {"name": None, "username": None, "telegram_id": erasure.cut_off}
    await connection.execute(update(persons).where(persons.c.id == person_id).values(**nameless))
    await connection.execute(
        update(diaries)
        .where(diaries.c.owner_id == person_id, diaries.c.kind == "private")
        .values(chat_id=erasure.cut_off, state="frozen", next_round_at=None, next_question_at=None)
    )


async def stop_jobs(connection: AsyncConnection, person_id: int) -> Sequence[int]:
    """Nothing of this person is analysed any more; the entries that were to be."""
    theirs = select(entries.c.id).where(entries.c.author_id == person_id)
    mine = or_(jobs.c.person_id == person_id, jobs.c.entry_id.in_(theirs))
    found = (await connection.execute(select(jobs.c.entry_id).where(mine))).scalars().all()
    await connection.execute(delete(jobs).where(mine))
    return found


async def forget_account(connection: AsyncConnection, telegram_id: int) -> Sequence[int]:
    """What hangs on the account's number alone; the cards that lose a reaction."""
    mine = reactions.c.reactor == telegram_id
    found = (await connection.execute(select(reactions.c.card_id).where(mine).distinct())).scalars()
    changed = found.all()
    await connection.execute(delete(reactions).where(mine))
    await connection.execute(delete(standings).where(standings.c.telegram_id == telegram_id))
    await admissions.forget(connection, telegram_id)
    return changed


async def forget_letters(connection: AsyncConnection, telegram_id: int, but: int) -> None:
    """Waiting updates that this person has sent anywhere are dropped unread, but for one."""
    await connection.execute(
        update(inbox)
        .where(
            inbox.c.state == "waiting",
            inbox.c.sender_key == telegram_id,
            or_(inbox.c.chat_key.is_(None), inbox.c.chat_key != telegram_id),
            inbox.c.id != but,
        )
        .values(state="handled", outcome="erased", raw=None, chat_key=None, sender_key=None)
    )


async def blank_letters(connection: AsyncConnection, telegram_id: int) -> None:
    """Handled updates no longer say who sent them, nor whose private chat they came from."""
    for key in (inbox.c.chat_key, inbox.c.sender_key):
        await connection.execute(
            update(inbox)
            .where(key == telegram_id, inbox.c.state != "waiting")
            .values({key.name: None})
        )


async def files_of(connection: AsyncConnection, erasure: Erasure) -> Sequence[str]:
    """The names of the files that we keep for who is to be forgotten (`storage.media`)."""
    query = select(persons.c.id).where(persons.c.telegram_id == erasure.cut_off)
    person_id: int | None = (await connection.execute(query)).scalar()
    return [] if person_id is None else await holdings.media(connection, person_id)


async def entries_of(connection: AsyncConnection, person_id: int, limit: int) -> Sequence[int]:
    """Some entries that the person has written, in whatever diary and state."""
    query = select(entries.c.id).where(entries.c.author_id == person_id)
    return (await connection.execute(query.order_by(entries.c.id).limit(limit))).scalars().all()


async def forget_subjects(connection: AsyncConnection, what: str, numbers: Collection[int]) -> None:
    """Others are told nothing any more about this person, or these entries."""
    await connection.execute(
        delete(notices).where(notices.c.kind.in_(SUBJECTS[what]), notices.c.subject_id.in_(numbers))
    )


async def shown_to(connection: AsyncConnection, person: Person) -> Sequence[tuple[int, int]]:
    """Messages in the private chat that show what others wrote, cards and threads; now forgotten.

    The cards of one's own entries go with these.
    """
    here = cards.c.chat_id == person.telegram_id
    query = select(cards.c.id, cards.c.message_id).join(entries, entries.c.id == cards.c.entry_id)
    rows = (await connection.execute(query.where(here, entries.c.author_id != person.id))).all()
    beside = select(card_messages.c.message_id).where(
        card_messages.c.card_id.in_([row.id for row in rows])
    )
    thread = threads.c.chat_id == person.telegram_id
    numbers = [row.message_id for row in rows]
    numbers += (await connection.execute(beside)).scalars()
    numbers += (await connection.execute(select(threads.c.message_id).where(thread))).scalars()
    await connection.execute(delete(threads).where(thread))
    await connection.execute(delete(cards).where(cards.c.id.in_([row.id for row in rows])))
    return [(person.telegram_id, number) for number in numbers if number is not None]


async def messages_left(connection: AsyncConnection, telegram_id: int) -> int:
    """How many messages have still to disappear from the private chat."""
    query = select(func.count()).where(
        removals.c.chat_id == telegram_id, removals.c.parked_at.is_(None)
    )
    return int((await connection.execute(query)).scalar_one())


async def give_up_messages(connection: AsyncConnection, telegram_id: int) -> None:
    """What cannot disappear from the private chat now is not remembered for it."""
    await connection.execute(delete(removals).where(removals.c.chat_id == telegram_id))


async def calendars(connection: AsyncConnection, person_id: int) -> Sequence[tuple[int, int]]:
    """The evening's pictures that stand in chats and show days of this person; now gone."""
    with_entries = select(entries.c.diary_id).where(entries.c.author_id == person_id)
    with_shares = (
        select(shares.c.diary_id)
        .join(entries, entries.c.id == shares.c.entry_id)
        .where(entries.c.author_id == person_id)
    )
    with_place = select(members.c.diary_id).where(members.c.person_id == person_id)
    theirs = (await connection.execute(with_entries.union(with_shares, with_place))).scalars().all()
    stands = (
        rounds.c.diary_id.in_(theirs),
        rounds.c.state == "sent",
        rounds.c.is_replaced.is_(False),
        rounds.c.message_id.is_not(None),
    )
    found = await connection.execute(select(rounds.c.chat_id, rounds.c.message_id).where(*stands))
    pictures = [(row.chat_id, row.message_id) for row in found]
    await connection.execute(update(rounds).where(*stands).values(is_replaced=True, seen=None))
    return pictures


async def owned(connection: AsyncConnection, person_id: int) -> Sequence[int]:
    """The shared diaries that a person owns."""
    query = select(diaries.c.id).where(diaries.c.owner_id == person_id, diaries.c.kind != "private")
    return (await connection.execute(query.order_by(diaries.c.id))).scalars().all()


async def has_others(connection: AsyncConnection, diary_id: int, person_id: int) -> bool:
    """Whether anybody else, be they here or gone, has a part in a diary or has written in it."""
    of_members = select(members.c.person_id).where(
        members.c.diary_id == diary_id,
        members.c.person_id != person_id,
        members.c.state == "member",
    )
    of_authors = (
        select(persons.c.id)
        .join(entries, entries.c.author_id == persons.c.id)
        .where(
            entries.c.diary_id == diary_id,
            persons.c.id != person_id,
            persons.c.kind == "person",
        )
    )
    for query in (of_members, of_authors):
        if (await connection.execute(query.limit(1))).first() is not None:
            return True
    return False


async def empty_comments(
    connection: AsyncConnection, person_id: int, now: dt.datetime
) -> Sequence[tuple[int, int]]:
    """Every word that the person said goes; the entry and the diary of each that did.

    Also what others have taken along and brought back. A row stays only where others have answered,
    as a place of someone who left.
    """
    mine = _said_by(person_id)
    rows = await connection.execute(
        select(comments.c.entry_id, comments.c.diary_id).where(mine).distinct()
    )
    places = [(row.entry_id, row.diary_id) for row in rows]
    spoken = select(comments.c.id).where(mine)
    for index in (comment_terms, unread_words):
        await connection.execute(delete(index).where(index.c.comment_id.in_(spoken)))
    emptied = dict.fromkeys(
        ("text", "file_id", "file_unique_id", "duration_s", "hearing", "edited_at", "uid")
    )
    await connection.execute(
        update(comments).where(mine).values(state="deleted", by_name=None, **emptied)
    )
    while leaves := await _unanswered(connection, person_id):
        await connection.execute(delete(comments).where(comments.c.id.in_(leaves)))
    if (await connection.execute(select(comments.c.id).where(mine).limit(1))).first():
        someone = await _someone(connection, now)
        await connection.execute(update(comments).where(mine).values(author_id=someone, by_id=None))
    return places


def _said_by(person_id: int) -> ColumnElement[bool]:
    return or_(comments.c.author_id == person_id, comments.c.by_id == person_id)


async def _unanswered(connection: AsyncConnection, person_id: int) -> Sequence[int]:
    answers = comments.alias()
    query = (
        select(comments.c.id)
        .outerjoin(answers, answers.c.parent_id == comments.c.id)
        .where(_said_by(person_id), answers.c.id.is_(None))
    )
    return (await connection.execute(query.limit(500))).scalars().all()


async def leave_to_someone(connection: AsyncConnection, diary_id: int, now: dt.datetime) -> None:
    """A diary that only those who left have written in: whoever enters it next owns it."""
    someone = await _someone(connection, now)
    await connection.execute(
        update(diaries).where(diaries.c.id == diary_id).values(owner_id=someone)
    )


async def _someone(connection: AsyncConnection, now: dt.datetime) -> int:
    query = select(persons.c.id).where(persons.c.telegram_id == SOMEONE)
    found: int | None = (await connection.execute(query)).scalar()
    if found is not None:
        return found
    number = await numbering.fresh(connection, persons)
    values = {"telegram_id": SOMEONE, "language": "en", "kind": SOMEONE_KIND, "notices": False}
    await connection.execute(insert(persons).values(created_at=now, **number, **values))
    return int((await connection.execute(query)).scalar_one())


async def remove_person(connection: AsyncConnection, person_id: int) -> None:
    """The row itself, and whatever still hangs on it; shared diaries must have another owner."""
    await connection.execute(delete(persons).where(persons.c.id == person_id))
