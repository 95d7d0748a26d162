"""Whose entries stand in a time line: never more than the reader may see."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary import timeline
from diary.errors import NotYours
from diary.timeline import MINE, PAGE, Source
from storage import diaries, entries, members, persons, shares, standings
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.persons import Person
from tests.bot.given import contents
from tests.bot.library import lay_down, own_diary, told
from tests.diary.given import EMMA, JIWOO, NOON, report

DAY = dt.date(2026, 11, 20)
GROUP = -100


async def person(connection: Connection, number: int) -> Person:
    await own_diary(connection, number)
    found = await persons.find(connection, number)
    assert found is not None
    return found


async def family(connection: Connection, *them: Person) -> Diary:
    """A group's diary that these are members of; Telegram has just said so."""
    made = await diaries.add(
        connection, them[0].id, GROUP, "Asia/Seoul", 4, NOON, kind="group", title="가족"
    )
    for one in them:
        await members.join(connection, made.id, one.id, NOON)
        await standings.put(connection, GROUP, one.telegram_id, "member", NOON)
    return made


async def ids(connection: Connection, found: Source) -> list[int]:
    """Every entry, page after page."""
    page = await timeline.page(connection, found, 0)
    seen = [line.entry_id for line in page.lines]
    while page.offset + len(page.lines) < page.total:
        page = await timeline.page(connection, found, page.offset + PAGE)
        seen += [line.entry_id for line in page.lines]
    return seen


async def test_ones_own_diary_holds_what_is_there_and_what_was_taken_out_elsewhere(
    database: Database,
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await person(connection, JIWOO), await person(connection, EMMA)
        group = await family(connection, emma, jiwoo)
        own = await own_diary(connection, JIWOO)
        at_home = await lay_down(connection, own, jiwoo.id, DAY)
        there = await lay_down(connection, group.id, jiwoo.id, DAY)
        out = await lay_down(connection, group.id, jiwoo.id, DAY, removed_at=NOON)
        theirs = await lay_down(connection, group.id, emma.id, DAY)
        await lay_down(connection, own, jiwoo.id, DAY, state="deleted")
        await lay_down(connection, own, jiwoo.id, DAY, state="cancelled")
        mine = await timeline.source(connection, jiwoo, own, NOON)
        assert set(await ids(connection, mine)) == {at_home, out}
        everything = await timeline.source(connection, jiwoo, MINE, NOON)
        assert set(await ids(connection, everything)) == {at_home, there, out}
        shared = await timeline.source(connection, jiwoo, group.id, NOON)
        assert set(await ids(connection, shared)) == {there, theirs}


async def test_who_is_gone_reads_nothing_of_a_diary_not_even_what_they_wrote(
    database: Database,
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await person(connection, JIWOO), await person(connection, EMMA)
        group = await family(connection, emma, jiwoo)
        await lay_down(connection, group.id, jiwoo.id, DAY)
        await standings.put(connection, GROUP, JIWOO, "left", NOON)
        with pytest.raises(NotYours):
            await timeline.source(connection, jiwoo, group.id, NOON)
        everything = await timeline.source(connection, jiwoo, MINE, NOON)
        assert await ids(connection, everything) == []
        with pytest.raises(NotYours):
            await timeline.source(connection, jiwoo, await own_diary(connection, EMMA), NOON)


@pytest.mark.parametrize(
    ("parts", "title", "look", "tags"),
    [
        ("video", "", None, ()),
        ("key", "강가를 걸었다.", None, ()),
        ("chart", "", "happy", ()),
        ("words", "", None, ("비밀",)),
    ],
)
async def test_of_a_share_a_line_has_only_its_parts_and_never_the_mood(
    database: Database, parts: str, title: str, look: str | None, tags: tuple[str, ...]
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await person(connection, JIWOO), await person(connection, EMMA)
        group = await family(connection, emma, jiwoo)
        own = await own_diary(connection, JIWOO)
        entry_id = await lay_down(
            connection, own, jiwoo.id, DAY, made=told("강가를 걸었다."), names=("비밀",), mood=1
        )
        await shares.add(connection, entry_id, group.id, parts, NOON)
        found = await timeline.source(connection, emma, group.id, NOON)
        [line] = (await timeline.page(connection, found, 0)).lines
    assert (line.title, line.look, line.tags, line.mood) == (title, look, tags, None)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 70), max_size=40), month=st.integers(9, 11))
async def test_pages_hold_everything_once_in_order_and_a_jump_lands_in_its_month(
    database: Database, days: list[int], month: int
) -> None:
    async with database.writing() as connection:
        jiwoo = await person(connection, JIWOO)
        own = await own_diary(connection, JIWOO)
        found = await timeline.source(connection, jiwoo, own, NOON)
        for left in await ids(connection, found):
            await entries.remove(connection, left)
        made: dict[int, Any] = {}
        for n in days:
            day = DAY - dt.timedelta(days=n)
            made[await lay_down(connection, own, jiwoo.id, day)] = day
        seen = await ids(connection, found)
        assert seen == sorted(made, key=lambda one: (made[one], one), reverse=True)
        months = await timeline.months(connection, found)
        known = {(one.year, one.month): one.number for one in months}
        assert sum(known.values()) == len(days)
        at = await timeline.offset_of_month(connection, found, 2026, month)
        if (2026, month) in known:
            page = await timeline.page(connection, found, at)
            assert page.lines[0].day.month == month
            assert at == 0 or made[seen[at - 1]].month > month


def test_the_title_is_the_authors_or_what_was_said() -> None:
    made = report()
    own = contents(title="내 제목").entry
    bare = contents().entry
    assert timeline.title_of(own, made, frozenset()) == "내 제목"
    assert timeline.title_of(bare, made, frozenset({"key"})) == made.key_sentences[0].text
    assert timeline.title_of(bare, made, frozenset()) == ""
