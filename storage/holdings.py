"""Holdings: what is stored of one person, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import (
    changes,
    exclusions,
    glossary,
    own_questions,
    routines,
    searches,
    unwanted_tags,
)
from storage.shared_tables import (
    answers,
    comments,
    invitations,
    members,
    notices,
    reactions,
    shares,
)
from storage.tables import clips, diaries, entries, tags, terms

#: Comments that still say something.
_SAID = ("visible", "hidden")


async def counts(connection: AsyncConnection, person_id: int, telegram_id: int) -> dict[str, int]:
    """How many there are of each kind, by name; seconds of clips, and bytes of text, with them."""
    found = {}
    for name, query in _queries(person_id, telegram_id).items():
        number: Any = (await connection.execute(query)).scalar()
        found[name] = int(number or 0)
    return {**found, "files": len(await media(connection, person_id))}


def _queries(person_id: int, telegram_id: int) -> Mapping[str, Select[Any]]:
    mine = entries.c.author_id == person_id
    of_mine = select(entries.c.id).where(mine).scalar_subquery()
    return {
        "entries": select(func.count()).select_from(entries).where(mine),
        "clips": _of(clips, clips.c.entry_id.in_(of_mine)),
        "seconds": select(func.sum(clips.c.duration_s)).where(clips.c.entry_id.in_(of_mine)),
        "tags": _of(tags, tags.c.entry_id.in_(of_mine)),
        "terms": _of(terms, terms.c.entry_id.in_(of_mine)),
        "shares": _of(shares, shares.c.entry_id.in_(of_mine), shares.c.state == "shown"),
        "comments": _of(comments, comments.c.author_id == person_id, comments.c.state.in_(_SAID)),
        "reactions": _of(reactions, reactions.c.reactor == telegram_id),
        "answers": _of(answers, answers.c.person_id == person_id),
        "diaries": _of(members, members.c.person_id == person_id, members.c.state == "member"),
        "owned": _of(diaries, diaries.c.owner_id == person_id, diaries.c.kind != "private"),
        "choices": _choices(person_id),
        "text_bytes": _text(person_id),
        "media_bytes": select(func.sum(clips.c.size)).where(
            clips.c.entry_id.in_(of_mine), clips.c.media.is_not(None)
        ),
    }


def _of(table: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(table).where(*conditions)


def _choices(person_id: int) -> Select[Any]:
    """What a person has set up or is told: words, questions, what not to show, invitations."""
    own = select(diaries.c.id).where(diaries.c.owner_id == person_id, diaries.c.kind == "private")
    parts = [
        select(func.count()).select_from(table).where(table.c.person_id == person_id)
        for table in (
            *(changes, exclusions, glossary, notices, own_questions, searches),
            unwanted_tags,
        )
    ]
    asked = or_(invitations.c.inviter_id == person_id, invitations.c.invitee_id == person_id)
    parts.append(select(func.count()).select_from(invitations).where(asked))
    parts.append(select(func.count()).select_from(routines).where(routines.c.diary_id.in_(own)))
    return select(sum((part.scalar_subquery() for part in parts[1:]), parts[0].scalar_subquery()))


def _text(person_id: int) -> Select[Any]:
    """Characters of what was said, written and found out."""
    columns = (entries.c.title, entries.c.caption, entries.c.text, entries.c.report)
    lengths = [func.coalesce(func.length(cast(column, Text)), 0) for column in columns]
    return select(func.sum(sum(lengths[1:], lengths[0]))).where(entries.c.author_id == person_id)


async def media(connection: AsyncConnection, person_id: int) -> list[str]:
    """The names of files that we keep ourselves for this person alone (`storage.media`)."""
    others = (
        select(clips.c.media)
        .join(entries, entries.c.id == clips.c.entry_id)
        .where(entries.c.author_id != person_id, clips.c.media.is_not(None))
    )
    query = (
        select(clips.c.media)
        .join(entries, entries.c.id == clips.c.entry_id)
        .where(
            entries.c.author_id == person_id,
            clips.c.media.is_not(None),
            clips.c.media.not_in(others),
        )
        .distinct()
    )
    return [str(name) for name in (await connection.execute(query)).scalars()]
