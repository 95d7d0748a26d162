"""Searches of the people of `tests.diary.shared`, and what they search for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analysis.report import Report
from diary import comments, search, search_syntax, search_terms
from diary.comments import Remark
from diary.search import Results
from storage import entries as entry_rows
from storage import shares as share_rows
from storage import tags
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person
from tests.diary.given import NOON, finished, recording, report
from tests.diary.shared import Family

TODAY = dt.date(2026, 11, 22)


async def own(connection: Connection, person: Person, number: int, **values: Any) -> int:
    """A finished entry in somebody's own diary."""
    entry_id = await finished(connection, recording(number, person.telegram_id))
    await entry_rows.change(connection, entry_id, **values)
    await search_terms.reindex(connection, entry_id)
    return entry_id


async def show(
    connection: Connection, entry_id: int, diary: Diary, parts: str = "video,key"
) -> int:
    share_id = await share_rows.add(connection, entry_id, diary.id, parts, NOON)
    await search_terms.reindex(connection, entry_id)
    return share_id


async def found_by(
    connection: Connection, person: Person | None, text: str, now: dt.datetime = NOON
) -> list[int]:
    """The entries that somebody finds from their private chat."""
    places = await search.places(connection, person, now)
    return numbers(await search.search(connection, search_syntax.read(text, TODAY), places))


async def found_in(connection: Connection, diary: Diary, text: str, page: int = 0) -> Results:
    return await search.search(connection, search_syntax.read(text, TODAY), [diary], page)


def numbers(results: Results) -> list[int]:
    assert results.total == len(results.hits)
    return [hit.sight.entry.id for hit in results.hits]


def made() -> dict[str, Any]:
    found: Report = report()
    return found.to_json()


async def tag(connection: Connection, entry_id: int) -> None:
    entry = await entry_rows.get(connection, entry_id)
    assert entry is not None
    await tags.replace(connection, entry.diary_id, entry_id, ("비밀",), manual=True)
    await search_terms.reindex(connection, entry_id)


async def said(connection: Connection, home: Family, entry_id: int, text: str) -> int:
    target = await comments.about(connection, entry_id, home.diary.id)
    assert target is not None
    remark = Remark(home.diary.chat_id, 500 + len(text), "text", text)
    answer = await comments.add(
        connection, target, home.emma, remark, NOON, here=home.diary.chat_id
    )
    assert answer.comment is not None
    return answer.comment.id
