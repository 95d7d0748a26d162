"""Two people who have something in every table: the one who goes, and the one who stays.

Every text of who goes is a phrase of their own, so that a look for it tells where one is left.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from storage.database import Connection
from storage.metadata import metadata
from tests.diary.given import NOON, report

#: The number of an account that no test's other numbers contain.
GOES, STAYS = 728_451_933, 5_150_001
OWN, CLUB, FAMILY = 728_451_933, -1002222, -1001111

SAID = (
    "name", "username", "title", "caption", "body", "corrected", "report", "question", "tag",
    "term", "heard", "meant", "asked", "own_question", "unwanted", "excluded", "comment", "voice",
    "comment_term", "search", "before", "after", "earlier", "letter", "club", "description",
    "file", "findings", "imported", "reply", "by_name",
)  # fmt: skip


def phrase(what: str, who: str = "goes") -> str:
    """What somebody has said in this place; at most 32 letters, as for a user name."""
    return f"비밀깃털{SAID.index(what):02d}{who}{what[:8]}".lower()


PHRASES: Mapping[str, str] = {what: phrase(what) for what in SAID}


def spellings(text: str) -> Collection[bytes]:
    """How a text can stand in a file: as it is, and as JSON escapes it, small and large."""
    escaped = json.dumps(text)[1:-1]
    return {
        text.encode(),
        escaped.encode(),
        escaped.upper().replace("\\U", "\\u").encode(),
        text.encode("utf-16-le"),
    }


@dataclass
class Planter:
    """Puts rows in, and remembers in which tables."""

    connection: Connection
    tables: set[str]

    async def put(self, table: str, **values: Any) -> int:
        self.tables.add(table)
        found = metadata.tables[table]
        done = await self.connection.execute(insert(found).values(values))
        key = done.inserted_primary_key
        return int(key[0]) if key is not None and isinstance(key[0], int) else 0


async def plant(connection: Connection, entries: int = 40, account: int = GOES) -> set[str]:
    """A life of both, side by side; the tables that have rows now."""
    rows = Planter(connection, set())
    goes = await _person(rows, account, "goes")
    stays = await _person(rows, STAYS, "stays")
    family = await _diary(rows, stays, FAMILY, "stays", "group")
    club = await _diary(rows, goes, CLUB, "goes", "group")
    own = {
        "goes": await _diary(rows, goes, account, "goes", "private"),
        "stays": await _diary(rows, stays, STAYS, "stays", "private"),
    }
    for person, diary in ((goes, family), (stays, family), (goes, club)):
        place = {"diary_id": diary, "person_id": person, "state": "member", "capture": "always"}
        await rows.put("members", **place, joined_at=NOON)
    for number in range(entries):
        for who, person, telegram_id in (("goes", goes, account), ("stays", stays, STAYS)):
            diary = (own[who], family, club if who == "goes" else family)[number % 3]
            await _entry(rows, who, person, telegram_id, diary, family, number)
    await _talk(rows, goes, stays, family)
    for who, person, telegram_id in (("goes", goes, account), ("stays", stays, STAYS)):
        await _choices(rows, who, person, telegram_id, own[who])
    await _group(rows, goes, stays, family, account)
    return rows.tables


async def _person(rows: Planter, telegram_id: int, who: str) -> int:
    found = metadata.tables["persons"]
    known = await rows.connection.execute(
        select(found.c.id).where(found.c.telegram_id == telegram_id)
    )
    if (row := known.first()) is not None:
        rows.tables.add("persons")
        return int(row.id)
    return await rows.put(
        "persons",
        telegram_id=telegram_id,
        language="ko",
        name=phrase("name", who),
        username=phrase("username", who)[:32],
        consented_at=NOON,
        created_at=NOON,
    )


async def _diary(rows: Planter, owner: int, chat_id: int, who: str, kind: str) -> int:
    texts = {} if kind == "private" else {"title": phrase("club", who)}
    return await rows.put(
        "diaries",
        kind=kind,
        owner_id=owner,
        chat_id=chat_id,
        time_zone="Asia/Seoul",
        day_starts_hour=4,
        created_at=NOON,
        description=phrase("description", who),
        **texts,
    )


async def _entry(
    rows: Planter, who: str, person: int, telegram_id: int, diary: int, family: int, number: int
) -> None:
    """Entries of very different lengths, so that the database moves rows between its pages."""
    padding = "가나다 " * (number * 37 % 400)
    entry = await rows.put(
        "entries",
        diary_id=diary,
        author_id=person,
        state="done",
        recorded_at=NOON,
        day=NOON.date() - dt.timedelta(days=number),
        created_at=NOON,
        uid=f"{who}{number}",
        title=phrase("title", who),
        caption=f"{phrase('caption', who)} {padding}",
        text=phrase("body", who),
        words={"0": phrase("corrected", who)},
        question=phrase("question", who),
        report={**report().to_json(), "said": f"{phrase('report', who)} {padding}"},
    )
    message = 10_000 * (1 if who == "goes" else 2) + number
    clip = {"entry_id": entry, "chat_id": telegram_id, "message_id": message}
    await rows.put(
        "clips",
        **clip,
        kind="video_note",
        file_id=phrase("file", who) + str(number),
        file_unique_id=f"{who}-{number}",
        duration_s=8.0,
        findings={"speech": phrase("findings", who) + padding},
    )
    card = await rows.put(
        "cards",
        entry_id=entry,
        chat_id=telegram_id,
        message_id=message + 5000,
        view="card",
        wanted=1,
        shown=1,
    )
    await rows.put("card_messages", card_id=card, part="words", message_id=message + 7000)
    await rows.put(
        "threads",
        entry_id=entry,
        diary_id=diary,
        chat_id=telegram_id,
        message_id=message + 8000,
        page=0,
        language="ko",
    )
    await rows.put(
        "tags",
        entry_id=entry,
        tag=phrase("tag", who),
        diary_id=diary,
        manual=False,
        position=0,
    )
    for n in range(1 + number % 9):
        term = phrase("term", who) + str(n)
        await rows.put("terms", diary_id=diary, term=term, entry_id=entry, day=NOON.date())
    await rows.put("jobs", entry_id=entry, person_id=person, state="queued", enqueued_at=NOON)
    await rows.put("unread_words", entry_id=entry)
    await rows.put(
        "earlier_reports",
        entry_id=entry,
        report={"said": phrase("earlier", who)},
        made_at=NOON,
        replaced_at=NOON,
    )
    await rows.put(
        "changes",
        person_id=person,
        entry_id=entry,
        kind="title",
        before={"title": phrase("before", who)},
        after={"title": phrase("after", who)},
        made_at=NOON,
        until=NOON,
    )
    await rows.put("memories", person_id=person, entry_id=entry, shown_at=NOON)
    if number == 0:
        await rows.put(
            "shares",
            entry_id=entry,
            diary_id=family,
            parts="words",
            state="shown",
            created_at=NOON,
        )


async def _first_of(rows: Planter, person: int, diary: int) -> int:
    found = metadata.tables["entries"]
    query = select(found.c.id).where(found.c.author_id == person, found.c.diary_id == diary)
    return int((await rows.connection.execute(query.order_by(found.c.id))).scalars().first() or 0)


async def _comment(rows: Planter, entry: int, diary: int, author: int, **more: Any) -> int:
    values = {
        "entry_id": entry,
        "diary_id": diary,
        "author_id": author,
        "kind": "text",
        "chat_id": FAMILY,
        "message_id": 90_000 + sum(map(ord, str(more))) + 1000 * author,
        "state": "visible",
        "created_at": NOON,
    }
    return await rows.put("comments", **{**values, **more})


async def _talk(rows: Planter, goes: int, stays: int, family: int) -> None:
    """On the entry of who stays: a word that is answered, one that is not, and a spoken one."""
    entry = await _first_of(rows, stays, family)
    answered = await _comment(rows, entry, family, goes, text=phrase("comment"), uid="c1")
    await _comment(
        rows, entry, family, stays, text=phrase("reply", "stays"), parent_id=answered, uid="c2"
    )
    lonely = await _comment(rows, entry, family, goes, text=phrase("reply"), uid="c3")
    await _comment(
        rows,
        entry,
        family,
        goes,
        text=phrase("voice"),
        kind="voice",
        file_id=phrase("file"),
        by_name=phrase("by_name"),
        parent_id=lonely,
        uid="c4",
    )
    await rows.put(
        "comment_terms",
        diary_id=family,
        term=phrase("comment_term"),
        comment_id=answered,
        entry_id=entry,
    )
    await rows.put("unread_words", comment_id=answered)


async def _choices(rows: Planter, who: str, person: int, telegram_id: int, own: int) -> None:
    one = {"person_id": person, "created_at": NOON}
    await rows.put("glossary", **one, heard=phrase("heard", who), meant=phrase("meant", who))
    await rows.put("unwanted_tags", **one, tag=phrase("unwanted", who))
    await rows.put("exclusions", **one, kind="tag", value=phrase("excluded", who))
    await rows.put("own_questions", **one, text=phrase("own_question", who))
    asked = {"person_id": person, "text": phrase("asked", who), "asked_at": NOON}
    await rows.put("asked_questions", **asked, chat_id=telegram_id, message_id=5)
    await rows.put(
        "searches",
        person_id=person,
        chat_id=telegram_id,
        text=phrase("search", who),
        expires_at=NOON,
    )
    await rows.put("routines", diary_id=own, kind="reminder", minute=60)
    await rows.put("exports", **one, chat_id=telegram_id, state="done")
    await rows.put(
        "imports",
        **one,
        chat_id=telegram_id,
        file_id=phrase("imported", who),
        file_unique_id="x",
        state="done",
    )
    await rows.put(
        "prompts",
        chat_id=telegram_id,
        message_id=6,
        person_id=person,
        kind="book",
        expires_at=NOON + dt.timedelta(hours=1),
    )
    await rows.put("tallies", person_id=person, what="clips", begins_at=NOON, number=3)
    blocked = {"fingerprint": f"{person:064d}", "state": "blocked", "made_at": NOON}
    await rows.put("admissions", telegram_id=telegram_id, **blocked)
    await rows.put(
        "inbox",
        update_id=1000 + person,
        chat_key=FAMILY,
        sender_key=telegram_id,
        received_at=NOON,
        state="waiting",
        not_before=NOON + dt.timedelta(days=1),
        raw=json.dumps(
            {
                "update_id": 1000 + person,
                "message": {"from": {"id": telegram_id}, "text": phrase("letter", who)},
            }
        ),
    )


async def _group(rows: Planter, goes: int, stays: int, family: int, account: int) -> None:
    """What is between the two: invitations, questions, reactions, notices, calendars."""
    for one, other in ((goes, stays), (stays, goes)):
        number = await rows.put(
            "invitations",
            diary_id=family,
            inviter_id=one,
            invitee_id=other,
            state="pending",
            uses_left=1,
            created_at=NOON,
            expires_at=NOON + dt.timedelta(days=9),
        )
        await rows.put(
            "invitation_answers",
            invitation_id=number,
            person_id=other,
            answer="accepted",
            answered_at=NOON,
        )
        notice = {"person_id": one, "created_at": NOON, "due_at": NOON + dt.timedelta(days=9)}
        entry = await _first_of(rows, other, family)
        told = {"diary_id": family, "state": "waiting"}
        await rows.put("notices", **notice, **told, kind="joined", subject_id=other)
        await rows.put("notices", **notice, **told, kind="comment", subject_id=entry)
    question = await rows.put(
        "questions",
        diary_id=family,
        day=NOON.date(),
        number=1,
        state="closed",
        chat_id=FAMILY,
        asked_at=NOON,
        closes_at=NOON,
    )
    cards = metadata.tables["cards"]
    for person, telegram_id in ((goes, account), (stays, STAYS)):
        entry = await _first_of(rows, person, family)
        answer = {"question_id": question, "person_id": person, "entry_id": entry}
        await rows.put("answers", **answer, state="shown", answered_at=NOON)
        await rows.put(
            "standings", chat_id=FAMILY, telegram_id=telegram_id, status="member", seen_at=NOON
        )
        of_stays = await _first_of(rows, stays, family)
        card = await rows.connection.execute(
            select(cards.c.id).where(cards.c.entry_id == of_stays, cards.c.chat_id == STAYS)
        )
        await rows.put(
            "reactions", card_id=card.scalar_one(), reactor=telegram_id, emoji="👍", number=1
        )
    await rows.put(
        "rounds",
        diary_id=family,
        day=NOON.date(),
        state="sent",
        claimed_at=NOON,
        chat_id=FAMILY,
        message_id=777,
        seen="abc",
    )
    await rows.put("moves", old_chat_id=-5, new_chat_id=FAMILY, moved_at=NOON)
    await rows.put("removals", chat_id=FAMILY, message_id=778, due_at=NOON)
    await rows.put(
        "evenings",
        due_at=NOON,
        time_zone="Asia/Seoul",
        day_starts_hour=4,
        evening_minute=1260,
        lease="x",
        lease_until=NOON,
    )


async def everything(connection: Connection) -> dict[str, Sequence[dict[str, Any]]]:
    """All rows of all tables."""
    found = {}
    for name, table in metadata.tables.items():
        rows = await connection.execute(select(table))
        found[name] = [dict(row) for row in rows.mappings()]
    return found
