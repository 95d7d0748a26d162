"""What to say and to offer where a search finds nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from diary import search
from diary.search import NEAREST, Results
from diary.search_spans import Span
from diary.search_terms import ANY
from storage import terms
from storage.database import Connection
from storage.diaries import Diary


@dataclass(frozen=True, slots=True)
class Advice:
    """Why nothing was found, and tags that may be tried instead.

    `reason`: newcomer (there are no entries), apart (days that have none in common), future, early
    (before the `first` entry), or "" for none that is known. `are_near`: the tags look like what
    was asked for; else they are those that are used most.
    """

    reason: str = ""
    first: dt.date | None = None
    tags: tuple[str, ...] = ()
    are_near: bool = False


async def advise(
    connection: Connection, results: Results, places: Sequence[Diary], today: dt.date
) -> Advice:
    """For a search that found nothing in these diaries."""
    first = await terms.first_day(connection, [diary.id for diary in places], ANY)
    if first is None:
        return Advice("newcomer")
    reason = _reason(results.query.span, first, today)
    if results.nearest:
        return Advice(reason, first, results.nearest, are_near=True)
    used = await search.common_tags(connection, places, NEAREST)
    return Advice(reason, first, tuple(used))


def _reason(span: Span | None, first: dt.date, today: dt.date) -> str:
    if span is None:
        return ""
    if span.is_empty:
        return "apart"
    if span.first is not None and span.first > today:
        return "future"
    return "early" if span.last is not None and span.last < first else ""
