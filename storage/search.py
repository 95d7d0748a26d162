"""Searches: which entries of some diaries have all of what is asked for, the newest first.

One query for a page and its total, over the index of `storage.terms`: what a diary shows of an
entry is in the index under that diary, so nothing is found by what is not to be seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.entries import Entry
from storage.personal_tables import comment_terms
from storage.sealed_types import part
from storage.sealing import SealError
from storage.search_beginnings import LAST, begins, is_sealed, spelled_out
from storage.shared_tables import comments, members, shares
from storage.shares import Share
from storage.tables import entries, persons, terms
from storage.tags import commonest
from storage.types import Word

#: The parts of a report that a search reads.
HEARD = ("transcript", "key_sentences")

#: A term that everything has which a diary shows.
EVERY = "!entry"

#: The terms of an entry under which a comment stands: to name them anew costs every search.
_ITSELF, _SHOWN = terms.alias("itself"), terms.alias("shown")

#: More alternatives than this are looked up once, not for each entry anew.
_FEW = 20


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of which an entry must have one (or, excluded, none); `prefixes` are beginnings.

    `in_comments`: a comment that can be read in the diary may have it instead.
    """

    terms: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    in_comments: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for, in these diaries. At least one group is not excluded.

    `own` is the diary that counts for an entry which several of them show. Days are inclusive;
    `authors` None for anybody; `has_comments` None for either.
    """

    diaries: tuple[int, ...]
    groups: tuple[Group, ...]
    first: dt.date | None = None
    last: dt.date | None = None
    authors: tuple[int, ...] | None = None
    not_authors: tuple[int, ...] = ()
    has_comments: bool | None = None
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry, and the diary in which it was found."""

    entry_id: int
    diary_id: int


async def page(
    connection: AsyncConnection, wanted: Wanted, limit: int, offset: int = 0
) -> tuple[int, Sequence[Found]]:
    """How many entries there are in all, and those of one page; no total beyond the last page."""
    if not wanted.diaries:
        return 0, []
    if is_sealed(connection):
        wanted = replace(
            wanted, groups=tuple([await _spelled_out(connection, wanted, g) for g in wanted.groups])
        )
    query = _query(wanted).limit(limit).offset(offset)
    rows = (await connection.execute(query)).all()
    total = rows[0].total if rows else 0
    return total, [Found(row.entry_id, row.diary_id) for row in rows]


async def _spelled_out(connection: AsyncConnection, wanted: Wanted, group: Group) -> Group:
    """The group with its beginnings as the terms that there are: sealed ones tell nothing else."""
    if not group.prefixes:
        return group
    found = await spelled_out(
        connection, wanted.diaries, group.prefixes, in_comments=group.in_comments
    )
    return replace(group, terms=(*group.terms, *found), prefixes=())


def _query(wanted: Wanted) -> Select[Any]:
    """Newest day first. A search in one diary has each entry once, without grouping."""
    base = _base(wanted)
    found = [*_limits(wanted, base), *(_has(base, group, wanted) for group in _others(wanted))]
    query = select(base.c.entry_id, func.count().over().label("total")).where(*found)
    if len(wanted.diaries) == 1:
        query = query.add_columns(base.c.diary_id)
    else:
        own = func.max(case((base.c.diary_id == wanted.own, base.c.diary_id)))
        diary_id = func.coalesce(own, func.min(base.c.diary_id)).label("diary_id")
        query = query.add_columns(diary_id).group_by(base.c.entry_id, base.c.day)
    return query.order_by(base.c.day.desc(), base.c.entry_id.desc())


def _base(wanted: Wanted) -> Any:
    """Where the search begins: all that have the first group, each once for each diary."""
    first = _first(wanted)
    query = select(terms.c.diary_id, terms.c.entry_id, terms.c.day).where(
        _is_in(terms.c.diary_id, wanted), _is_one(terms.c.term, first)
    )
    if len(first.terms) != 1 or first.prefixes:
        query = query.distinct()
    if not first.in_comments:
        return query.subquery("base")
    # What has the word itself is there already.
    known = exists().where(
        _ITSELF.c.entry_id == comment_terms.c.entry_id,
        _ITSELF.c.diary_id == comment_terms.c.diary_id,
        _ITSELF.c.day == entries.c.day,
        _is_one(_ITSELF.c.term, first),
    )
    # What the diary does not show now has no terms there; what is said below it is not read either.
    is_shown = exists().where(
        _SHOWN.c.diary_id == comment_terms.c.diary_id,
        _SHOWN.c.term == EVERY,
        _SHOWN.c.day == entries.c.day,
        _SHOWN.c.entry_id == comment_terms.c.entry_id,
    )
    below = (
        select(comment_terms.c.diary_id, comment_terms.c.entry_id, entries.c.day)
        .join(comments, comments.c.id == comment_terms.c.comment_id)
        .join(entries, entries.c.id == comment_terms.c.entry_id)
        .where(
            _is_in(comment_terms.c.diary_id, wanted),
            _is_one(comment_terms.c.term, first),
            comments.c.state == "visible",
            is_shown,
            ~known,
        )
        .distinct()
    )
    return union_all(query, below).subquery("base")


def _is_in(column: Any, wanted: Wanted) -> ColumnElement[bool]:
    """One diary is compared, not looked for in a list: the order of the key is then kept."""
    if len(wanted.diaries) == 1:
        return cast("ColumnElement[bool]", column == wanted.diaries[0])
    return cast("ColumnElement[bool]", column.in_(wanted.diaries))


def _first(wanted: Wanted) -> Group:
    """The group that the fewest entries will have: words are rarer than tags, and those than marks.

    One that also has to look in comments is no dearer than that.
    """
    sought = [group for group in wanted.groups if not group.is_excluded]
    return min(sought, key=lambda g: (not g.in_comments, not g.prefixes, len(g.terms)))


def _others(wanted: Wanted) -> list[Group]:
    first = _first(wanted)
    return [group for group in wanted.groups if group is not first]


def _is_one(column: Any, group: Group) -> ColumnElement[bool]:
    cut = [term[: Word.LONGEST] for term in group.terms]
    stretches = [
        and_(column >= prefix[: Word.LONGEST], column < prefix[: Word.LONGEST - 1] + LAST)
        for prefix in group.prefixes
    ]
    return or_(*([column.in_(cut)] if cut or not stretches else []), *stretches)


def _has(base: Any, group: Group, wanted: Wanted) -> ColumnElement[bool]:
    """Whether the entry has one of these terms too, in the same diary."""
    found: ColumnElement[bool]
    # Looked up once: where each of many entries is looked for, it takes long.
    if group.prefixes or len(group.terms) > _FEW:
        begins = select(terms.c.diary_id, terms.c.entry_id).where(
            _is_in(terms.c.diary_id, wanted), _is_one(terms.c.term, group)
        )
        found = tuple_(base.c.diary_id, base.c.entry_id).in_(begins)
    else:
        found = exists().where(
            terms.c.diary_id == base.c.diary_id,
            terms.c.day == base.c.day,
            terms.c.entry_id == base.c.entry_id,
            _is_one(terms.c.term, group),
        )
    if group.in_comments:
        found = or_(
            found,
            exists().where(
                comment_terms.c.diary_id == base.c.diary_id,
                comment_terms.c.entry_id == base.c.entry_id,
                _is_one(comment_terms.c.term, group),
                comments.c.id == comment_terms.c.comment_id,
                comments.c.state == "visible",
            ),
        )
    return ~found if group.is_excluded else found


def _limits(wanted: Wanted, base: Any) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.first is not None:
        found.append(base.c.day >= wanted.first)
    if wanted.last is not None:
        found.append(base.c.day <= wanted.last)
    if wanted.authors is not None:
        found.append(_is_by(base, wanted.authors))
    if wanted.not_authors:
        found.append(~_is_by(base, wanted.not_authors))
    if wanted.has_comments is not None:
        said = exists().where(
            comments.c.entry_id == base.c.entry_id,
            comments.c.diary_id == base.c.diary_id,
            comments.c.state == "visible",
        )
        found.append(said if wanted.has_comments else ~said)
    return found


def _is_by(base: Any, authors: Collection[int]) -> ColumnElement[bool]:
    return exists().where(entries.c.id == base.c.entry_id, entries.c.author_id.in_(authors))


_ENTRY = tuple(entries.c[name] for name in Entry.__dataclass_fields__ if name != "report")
_HEARD = tuple(part(entries.c.report, each).label(f"heard_{each}") for each in HEARD)


async def entries_of(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Entry]:
    """These entries by their number; those that are gone or damaged are left out.

    Of a report the database gives what was heard alone (`HEARD`): the curve is most of it, and
    reading that would take longer than everything else about a search.
    """
    try:
        return await _those(connection, ids)
    except SealError:
        return {key: one for each in ids for key, one in (await _alone(connection, each)).items()}


async def _those(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Entry]:
    rows = await connection.execute(select(*_ENTRY, *_HEARD).where(entries.c.id.in_(ids)))
    return {row["id"]: _entry(dict(row)) for row in rows.mappings()}


async def _alone(connection: AsyncConnection, entry_id: int) -> dict[int, Entry]:
    """One that was changed on the disk keeps the others from nobody."""
    try:
        return await _those(connection, (entry_id,))
    except SealError:
        return {}


def _entry(row: dict[str, Any]) -> Entry:
    heard = {each: row.pop(f"heard_{each}") for each in HEARD}
    # Every report has key sentences, if none: where there is no list there is no report.
    return Entry(**row, report=heard if heard["key_sentences"] is not None else None)


async def shares_of(
    connection: AsyncConnection, ids: Collection[int], diary_ids: Collection[int]
) -> dict[tuple[int, int], Share]:
    """The shares that show these entries in these diaries now, by entry and diary."""
    rows = await connection.execute(
        select(*(shares.c[name] for name in Share.__dataclass_fields__)).where(
            shares.c.entry_id.in_(ids),
            shares.c.diary_id.in_(diary_ids),
            shares.c.state == "shown",
        )
    )
    return {(row.entry_id, row.diary_id): Share(*row) for row in rows}


async def said(
    connection: AsyncConnection, ids: Collection[int], diary_ids: Collection[int]
) -> Sequence[tuple[int, int, str, str | None]]:
    """What can be read below these entries in these diaries: entry, diary, words, who said it."""
    rows = await connection.execute(
        select(
            comments.c.entry_id,
            comments.c.diary_id,
            comments.c.text,
            comments.c.by_name,
            persons.c.name,
        )
        .join(persons, persons.c.id == comments.c.author_id)
        .where(
            comments.c.entry_id.in_(ids),
            comments.c.diary_id.in_(diary_ids),
            comments.c.state == "visible",
            comments.c.text.is_not(None),
        )
        .order_by(comments.c.id)
    )
    return [(row.entry_id, row.diary_id, row.text, _who(row.by_name, row.name)) for row in rows]


def _who(brought: str | None, name: str | None) -> str | None:
    """Who said it: of what was brought along, who it says."""
    return name if brought is None else brought


async def writers(
    connection: AsyncConnection, diary_ids: Collection[int]
) -> Sequence[tuple[int, str | None, str | None]]:
    """Who has ever been a member of these diaries: number, name and user name."""
    people = select(members.c.person_id).where(members.c.diary_id.in_(diary_ids))
    rows = await connection.execute(
        select(persons.c.id, persons.c.name, persons.c.username).where(persons.c.id.in_(people))
    )
    return [(row.id, row.name, row.username) for row in rows]


async def marks(
    connection: AsyncConnection, diary_ids: Collection[int], prefix: str, limit: int
) -> Sequence[tuple[str, int]]:
    """The commonest terms that begin so, with the number of entries that have each."""
    rows = await connection.execute(
        select(terms.c.term, func.count())
        .where(terms.c.diary_id.in_(diary_ids), begins(connection, terms.c.term, prefix))
        .group_by(terms.c.term)
    )
    return commonest((row for row in rows if row.term.startswith(prefix)), limit)
