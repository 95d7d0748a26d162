"""The thread under a card: what was said about an entry in one diary, in order, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diary import access
from diary.access import Sight
from diary.comments import is_here
from diary.errors import NotYours
from storage import comments, persons
from storage.comments import Comment
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person

#: Comments on a page.
PAGE = 10

#: How deep answers are drawn: further down they stand under each other.
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A comment in its place; `depth` from 0. Only the place is left of one that is not visible."""

    comment: Comment
    depth: int


@dataclass(frozen=True, slots=True)
class View:
    """One page of a thread. `count` are the visible comments, `hidden` those that were hidden.

    `authors` by id. `elsewhere` are the other diaries in which the viewer sees the entry, with
    their numbers of comments: never told in a group.
    """

    entry: Entry
    diary: Diary
    lines: tuple[Line, ...]
    page: int
    pages: int
    count: int
    hidden: int
    authors: Mapping[int, Person]
    elsewhere: tuple[tuple[Diary, int], ...] = ()


def layout(found: Sequence[Comment]) -> list[Line]:
    """Each visible comment once, answers under what they answer, the older first.

    A deleted or hidden one keeps its place as long as something visible stands under it.
    """
    ids = {comment.id for comment in found}
    children: dict[int | None, list[Comment]] = {}
    for comment in sorted(found, key=lambda c: c.id):
        children.setdefault(_parent(comment, ids), []).append(comment)
    kept = _worth_a_place(found, ids)
    lines: list[Line] = []
    stack = [(comment, 0) for comment in reversed(children.get(None, []))]
    while stack:
        comment, depth = stack.pop()
        if comment.id in kept:
            lines.append(Line(comment, min(depth, DEEPEST)))
            stack += [(child, depth + 1) for child in reversed(children.get(comment.id, []))]
    return lines


def _worth_a_place(found: Sequence[Comment], ids: set[int]) -> set[int]:
    """The visible ones, and all that they hang from."""
    kept: set[int] = set()
    for comment in sorted(found, key=lambda c: -c.id):
        if comment.state == "visible" or comment.id in kept:
            kept.add(comment.id)
            if (parent := _parent(comment, ids)) is not None:
                kept.add(parent)
    return kept


def _parent(comment: Comment, ids: set[int]) -> int | None:
    """What a comment answers, if that is here; an answer is younger than what it answers."""
    parent = comment.parent_id
    return parent if parent is not None and parent in ids and parent < comment.id else None


def paged(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """The lines in pages, in order; one empty page where there are none."""
    return [tuple(lines[i : i + PAGE]) for i in range(0, max(1, len(lines)), PAGE)]


async def sights(
    connection: Connection, person: Person | None, entry_id: int, now: dt.datetime, here: int
) -> list[Sight]:
    """Where the person sees this entry, as far as this chat may be told of it.

    What is said in one shared diary is never shown in the chat of another.
    """
    found = await access.sights(connection, person, entry_id, now, here=here)
    if person is not None and here == person.telegram_id:
        return list(found)
    return [sight for sight in found if is_here(sight.diary, here)]


async def view(
    connection: Connection,
    person: Person | None,
    entry_id: int,
    now: dt.datetime,
    *,
    here: int,
    diary_id: int | None = None,
    page: int | None = None,
) -> View:
    """A page of the thread, the last one where none is named; raises NotYours.

    Without `diary_id` it is the first diary that has comments.
    """
    found = await sights(connection, person, entry_id, now, here)
    counts = [await comments.count(connection, entry_id, sight.diary.id) for sight in found]
    numbered = list(zip(found, counts, strict=True))
    if not numbered:
        raise NotYours
    wanted = [pair for pair in numbered if pair[0].diary.id == diary_id]
    if diary_id is not None and not wanted:
        raise NotYours
    sight, _ = next(iter(wanted), max(numbered, key=lambda pair: pair[1] > 0))
    elsewhere = tuple((s.diary, count) for s, count in numbered if s is not sight)
    return await shown(connection, sight.entry, sight.diary, page, elsewhere)


async def mine(
    connection: Connection, person: Person, entry_id: int, diary_id: int
) -> list[Comment]:
    """The newest comments of a person on an entry, as many as a page takes, the older first."""
    found = await comments.of_entry(connection, entry_id, diary_id)
    own = [c for c in found if c.author_id == person.id and c.state in {"visible", "hidden"}]
    return own[-PAGE:]


async def hidden(connection: Connection, entry_id: int, diary_id: int) -> list[Comment]:
    """The newest hidden comments on an entry, as many as a page takes, the older first."""
    found = await comments.of_entry(connection, entry_id, diary_id)
    return [comment for comment in found if comment.state == "hidden"][-PAGE:]


async def shown(
    connection: Connection,
    entry: Entry,
    diary: Diary,
    page: int | None,
    elsewhere: tuple[tuple[Diary, int], ...] = (),
) -> View:
    """A page for those who may see it: that is looked up before."""
    found = await comments.of_entry(connection, entry.id, diary.id)
    pages = paged(layout(found))
    number = len(pages) - 1 if page is None else max(0, min(page, len(pages) - 1))
    lines = pages[number]
    return View(
        entry=entry,
        diary=diary,
        lines=lines,
        page=number,
        pages=len(pages),
        count=sum(comment.state == "visible" for comment in found),
        hidden=sum(comment.state == "hidden" for comment in found),
        authors=await persons.several(connection, {line.comment.author_id for line in lines}),
        elsewhere=elsewhere,
    )
