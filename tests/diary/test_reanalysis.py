"""Analysing again: behind all others, only where something newer reads, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.errors import WorkerDied
from analysis.report import Segment, Speech, Transcript, Words
from diary import cards as diary_cards
from diary import corrections, edits, fixes, reanalysis, switches
from diary.errors import FileGone, TooLate
from storage import earlier_reports, persons
from storage.database import Connection, Database
from storage.persons import Person
from tests.diary.given import (
    NOON,
    card_of,
    clips_of,
    consenting,
    entry_of,
    finished,
    picture,
    recording,
)
from tests.diary.shop import CHOSEN, PICTURE, SPOKEN, Shop

TODAY = {"face": "haar", "expression": "v1", "speech": "small"}
NEWER = {**TODAY, "expression": "v2"}
ANEW = Speech(
    Transcript("ko", "오늘은 참 좋았다.", (Segment(1.0, 3.0, "오늘은 참 좋았다."),)), (), "small"
)


async def _again(connection: Connection, person: Person, models: dict[str, str] = NEWER) -> bool:
    entry = await entry_of(connection, 1)
    return await reanalysis.again(connection, person, entry, models, NOON)


async def _done(shop: Shop) -> Person:
    await shop.accept(recording(kind="video", caption="제목\n글"))
    await shop.attempts()
    async with shop.database.writing() as connection:
        return await consenting(connection)


@pytest.mark.parametrize(
    ("models", "language", "is_worth_it"),
    [
        (TODAY, None, False),
        (NEWER, None, True),
        ({**TODAY, "speech": "large"}, None, True),
        ({**TODAY, "face": "yunet"}, None, True),
        (TODAY, "en", True),
        (TODAY, "ko", False),
        ({"face": "haar", "expression": "v1"}, "en", False),
    ],
)
async def test_it_is_worth_it_where_something_else_reads_now(
    shop: Shop, models: dict[str, str], language: str | None, *, is_worth_it: bool
) -> None:
    person = replace(await _done(shop), speech_language=language)
    async with shop.database.writing() as connection:
        assert await _again(connection, person, models) is is_worth_it
        found = await reanalysis.outdated(connection, person, models)
        assert [entry.id for entry in found] == ([1] if is_worth_it else [])


async def test_what_was_found_is_kept_beside_and_edits_stay(shop: Shop) -> None:
    person = await _done(shop)
    async with shop.database.writing() as connection:
        entry = await entry_of(connection, 1)
        await edits.set_mood(connection, person, entry, 4, NOON)
        await fixes.fix(connection, person, entry, ("오늘", "어제"), NOON)
    await shop.attempts()
    old = (await shop.entry(1)).report
    shop.workshop.script[PICTURE] = [picture(model="v2")]
    shop.workshop.script[SPOKEN] = [ANEW]
    async with shop.database.writing() as connection:
        assert await _again(connection, person)
        assert (await entry_of(connection, 1)).state == "done"
    assert await shop.attempts() == 2  # all, then the corrected words
    entry = await shop.entry(1)
    async with shop.database.reading() as connection:
        earlier = await earlier_reports.last(connection, 1)
        contents = await diary_cards.of_card(connection, await card_of(connection, 1), 1)
    assert earlier is not None
    assert earlier.report == old
    assert (entry.mood, entry.title, entry.caption) == (4, "제목", "글")
    found = corrections.report_of(entry)
    assert found is not None
    assert found.transcript is not None
    assert found.transcript.text == "어제는 참 좋았다."
    assert entry.report is not None
    assert entry.report["transcript"]["text"] == "오늘은 참 좋았다."
    assert contents is not None
    assert (contents.again, contents.earlier is not None) == (None, True)


@pytest.mark.parametrize("failure", ["gone", "dies", "deaf"])
async def test_what_cannot_be_analysed_again_stays_as_it_was(shop: Shop, failure: str) -> None:
    person = await _done(shop)
    before = await shop.entry(1)
    if failure == "gone":
        shop.courier.script = [FileGone()]
    else:
        shop.workshop.script[PICTURE if failure == "dies" else SPOKEN] = [WorkerDied()] * 3
    async with shop.database.writing() as connection:
        assert await _again(connection, person)
    await shop.attempts()
    entry = await shop.entry(1)
    assert (entry.state, entry.reason, entry.report) == ("done", None, before.report)
    async with shop.database.reading() as connection:
        contents = await diary_cards.of_card(connection, await card_of(connection, 1), 1)
        assert await earlier_reports.last(connection, 1) is None
    assert contents is not None
    assert contents.again == "failed"


async def test_everybody_else_comes_first(shop: Shop) -> None:
    person = await _done(shop)
    async with shop.database.writing() as connection:
        await _again(connection, person)
        await persons.set_served(connection, person.id, NOON)
    other = await shop.accept(recording(7))
    shop.clock.pass_s(60)
    first = await shop.attempt()
    assert first is not None
    assert first.entry_id == other


async def test_nothing_is_analysed_again_that_is_not_kept(shop: Shop) -> None:
    person = await _done(shop)
    async with shop.database.writing() as connection:
        entry, card = await entry_of(connection, 1), await card_of(connection, 1)
        await switches.forget_video(connection, entry, card, NOON)
        with pytest.raises(TooLate):
            await _again(connection, person)
        assert await reanalysis.outdated(connection, person, NEWER) == []


async def test_what_is_queued_is_not_queued_twice(shop: Shop) -> None:
    person = await _done(shop)
    async with shop.database.writing() as connection:
        assert await _again(connection, person)
        with pytest.raises(TooLate):
            await _again(connection, person)
        assert await reanalysis.all_again(connection, person, NEWER, NOON) == 0


async def test_a_correction_waits_for_the_analysis_that_runs(shop: Shop) -> None:
    person = await _done(shop)
    shop.workshop.script[CHOSEN] = [Words("ko", (), ("하나",), ())] * 2
    async with shop.database.writing() as connection:
        await _again(connection, person)
        entry = await entry_of(connection, 1)
        assert await fixes.fix(connection, person, entry, ("오늘", "어제"), NOON)
    assert await shop.attempts() == 2
    found = corrections.report_of(await shop.entry(1))
    assert found is not None
    assert found.transcript is not None
    assert found.transcript.text == "어제는 좋았다."


async def test_what_was_brought_in_is_analysed_again_from_our_own_file(database: Database) -> None:
    """Telegram may never have seen it, or its number was forgotten: the file is what counts."""
    async with database.writing() as connection:
        await finished(connection, recording())
        entry = await entry_of(connection, 1)
        [clip] = await clips_of(connection, 1)
        assert reanalysis.is_kept(entry, [clip])
        assert reanalysis.is_kept(entry, [replace(clip, file_id="", media="a" * 64)])
        assert not reanalysis.is_kept(entry, [replace(clip, file_id="", media=None)])
