"""Whatever an archive says of an entry: it is refused, or everything here can show it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.errors import Broken
from archive.fields import Fields
from archive.format import Entry
from bot import calendar_pages, cards, digests, profile, search_pages
from bot import timeline as time_lines
from bot.calendar_pages import Reader
from diary import cards as contents_of
from diary import digests as digest_rules
from diary import imports, inline, memories, search, search_syntax, therapist_report, timeline
from diary import profile as profile_rules
from diary.periods import Period
from storage import cards as card_rows
from storage import diaries, persons
from storage import imports as rows
from storage.database import Connection
from storage.persons import Person
from tests.archive.diaries import UIDS, entries
from tests.bot.test_archives import fresh
from tests.diary.given import JIWOO, LIMITS, NOON, consenting

TODAY = NOON.date()
LANGUAGES = ("ko", "en")
LONGEST_MESSAGE = 4096

TEXTS = (
    "", "xyz", "{0}", "<b>", "&lt;", "\u202e", " ", "right", "Neutral", "안녕 " * 3000, "<" * 200,
    "9999-12-31", "0001-01-01", "1900-01-01", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
    "1900-01-01T00:00:00+00:00", "ja", "failed", "analysis_failed", "voice", "group",
)  # fmt: skip
NUMBERS = (0, 1, -1, 6, 0.5, 2**53, 1e308, 19_999.9)
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, ["🙂" * 32] * 60, ["<b>"])


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a JSON document."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in steps:
        yield (*path, step)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*path, step))


def like(value: Any) -> tuple[Any, ...]:
    """Mostly values of the same kind: others are refused, which is tested where that is done."""
    if isinstance(value, str):
        return TEXTS
    if isinstance(value, int | float) and not isinstance(value, bool):
        return NUMBERS
    return OTHERS if value is not None else (*TEXTS, *NUMBERS)


@st.composite
def archived(draw: Any) -> Entry | None:
    """An entry with some of its values turned into others, as the reader lets it pass."""
    sound = draw(entries(draw(UIDS), {}))
    value = json.loads(json.dumps(replace(sound, day=TODAY).to_json()))
    value |= {"text": "안녕 세상", "state": draw(st.sampled_from(["done", "failed", "waiting"]))}
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(list(paths(value))))
        place = value
        for step in way:
            place = place[step]
        place[last] = draw(st.sampled_from(like(place[last])))
    try:
        found = Entry.read(Fields(value))
    except Broken:
        return None
    return found if found.latest <= TODAY + dt.timedelta(days=1) else None


class _Plain(HTMLParser):
    """Counts what Telegram counts: letters, not tags."""

    letters = 0

    def handle_data(self, data: str) -> None:
        self.letters += len(data.encode("utf-16-le")) // 2


def fits(text: str) -> bool:
    plain = _Plain()
    plain.feed(text)
    return plain.letters <= LONGEST_MESSAGE


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(found=st.lists(archived(), min_size=6, max_size=12))
def test_whatever_comes_in_can_be_shown_everywhere(
    found: list[Entry | None], migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    brought = [entry for entry in found if entry is not None]
    asyncio.run(_live_with(brought, migrated_file, tmp_path_factory.mktemp("hostile")))


async def _live_with(found: list[Entry], empty: Path, folder: Path) -> None:
    database = fresh(empty, folder / "here")
    try:
        async with database.writing() as connection:
            person = await consenting(connection)
            number = await imports.take(connection, person, imports.Parcel(1, "f", "u", 1), NOON)
            brought = await rows.get(connection, number)
            assert brought is not None
            home = await imports.home(connection, person, LIMITS, NOON)
            for entry in found:
                await imports.keep(connection, person, home, (brought, entry, {}), NOON)
            for language in LANGUAGES:
                await persons.change(connection, person.id, language=language)
                await _look_everywhere(connection, person, language)
                await _open_cards(connection, person, number)
    finally:
        await database.close()


async def _look_everywhere(connection: Connection, person: Person, language: str) -> None:
    home = await diaries.of_chat(connection, JIWOO)
    assert home is not None
    source = await timeline.source(connection, person, home.id, NOON)
    page = await timeline.page(connection, source, 0)
    assert fits(time_lines.text(page, language))
    months = await timeline.months(connection, source)
    for month in months:
        time_lines.months_buttons(source, months, month.year, language)
        await timeline.offset_of_month(connection, source, month.year, month.month)
    for day in {line.day for line in page.lines}:
        around = await timeline.neighbours(connection, source, day)
        of_day = await timeline.of_day(connection, source, day)
        assert fits(time_lines.day_text(of_day, day, language))
        back = time_lines.way_back(1, day, language, below=False)
        time_lines.day_buttons(of_day, day, language, {}, around, back)
    for asked in ("안녕", "xyz", "#xyz", "2026-11"):
        found = await search.search(connection, search_syntax.read(asked, TODAY), [home])
        place = search_pages.Place(1, language, is_private=True, authors={})
        assert fits(search_pages.page(found, place).text)
        await inline.find(connection, person, asked, NOON)
    await memories.of_today(connection, person, home, NOON, by_itself=False)
    shown = await profile_rules.of_person(connection, person, LIMITS, NOON)
    assert fits(profile.caption(shown, language))
    month_days = (TODAY.replace(day=1), TODAY)
    told = await digest_rules.mine(connection, person, "month", month_days, TODAY, NOON)
    if told is not None:
        assert fits(digests.face(told, language)[0])
    await therapist_report.account(connection, person, 8, "Asia/Seoul", 4, NOON)
    reader = Reader(JIWOO, language, LIMITS)
    for kind in ("days", "looks"):
        asked_for = lambda today: Period("month", today.replace(day=1), today)  # noqa: E731
        await calendar_pages.mine(connection, reader, NOON, asked_for, kind)


async def _open_cards(connection: Connection, person: Person, import_id: int) -> None:
    for entry_id in await rows.entries_of(connection, import_id, person.id):
        if await card_rows.at(connection, entry_id, JIWOO) is None:
            await card_rows.add(connection, entry_id, JIWOO, None)
        card = await card_rows.at(connection, entry_id, JIWOO)
        assert card is not None
        contents = await contents_of.of_card(connection, card, 1, 1)
        assert contents is not None
        for view in ("card", "words", "bubbles"):
            shown = replace(contents, card=replace(card, view=view))
            assert fits(cards.face(shown).text)
