"""Texts that become entries: after a tap, once, with their first line and their hashtags."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diary import corrections, entries, writings
from diary import tags as own_tags
from diary.writings import Writing
from storage import cards, tags
from storage.database import Connection, Database
from tests.diary.given import JIWOO, LIMITS, NOON, card_of, consenting, entry_of, job_of
from tests.diary.shop import CHOSEN, Shop

TEXT = "할머니 생신 #가족\n케이크를 들고 갔다.\n\n모두 #웃음 이 많았다."
LETTER = Writing(JIWOO, "ko", JIWOO, 5, TEXT, NOON)


async def _accept(connection: Connection, writing: Writing = LETTER) -> int | None:
    await consenting(connection)
    return await writings.accept(connection, writing, 6, LIMITS, NOON)


async def test_the_first_line_is_the_title_and_hashtags_are_tags(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await _accept(connection)
        assert entry_id is not None
        entry = await entry_of(connection, entry_id)
        assert (entry.kind, entry.state, entry.title) == ("text", "waiting", "할머니 생신")
        assert entry.text == "할머니 생신\n케이크를 들고 갔다.\n\n모두 웃음 이 많았다."
        assert await tags.of_entry(connection, entry_id, manual=True) == ["가족", "웃음"]
        card = await card_of(connection, entry_id)
        assert (card.reply_to, card.message_id) == (5, 6)


async def test_a_second_tap_keeps_nothing_more(database: Database) -> None:
    async with database.writing() as connection:
        assert await _accept(connection) is not None
        assert await _accept(connection) is None


async def test_a_long_first_line_is_no_title(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await _accept(connection, replace(LETTER, text="아주 긴 하루였다. " * 300))
        assert entry_id is not None
        assert (await entry_of(connection, entry_id)).title is None


async def test_without_consent_nothing_is_analysed_until_it_is_given(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await writings.accept(connection, LETTER, 6, LIMITS, NOON)
        assert entry_id is not None
        states = (await entry_of(connection, entry_id)).state, (await job_of(connection, 1)).state
        assert states == ("consent", "held")
        person = await consenting(connection)
        assert await entries.agree(connection, person, NOON) == 0  # consenting has done it
        states = (await entry_of(connection, entry_id)).state, (await job_of(connection, 1)).state
        assert states == ("waiting", "queued")


async def test_a_text_goes_to_the_words_worker_alone(shop: Shop) -> None:
    async with shop.database.writing() as connection:
        entry_id = await _accept(connection)
    assert entry_id is not None
    assert await shop.attempts() == 1
    assert shop.workshop.calls == [CHOSEN]
    assert shop.workshop.arguments == [(None, (await shop.entry(entry_id)).text)]
    assert shop.courier.fetched == []
    report = await shop.report(entry_id)
    assert ((await shop.entry(entry_id)).state, report.warnings) == ("done", ())
    assert (report.duration_s, report.emotions.mean, report.transcript) == (0.0, None, None)


@pytest.mark.parametrize("is_done", [True, False])
async def test_an_edited_message_is_followed(shop: Shop, *, is_done: bool) -> None:
    async with shop.database.writing() as connection:
        entry_id = await _accept(connection)
        assert entry_id is not None
    if is_done:
        await shop.attempts()
    async with shop.database.writing() as connection:
        assert await writings.edit(connection, JIWOO, 5, "새 제목 #새것\n새 글", NOON)
        assert not await writings.edit(connection, JIWOO, 5, "새 제목 #새것\n새 글", NOON)
        assert not await writings.edit(connection, JIWOO, 77, "남의 글", NOON)
    await shop.attempts()
    entry = await shop.entry(entry_id)
    assert (entry.title, corrections.written(entry)) == ("새 제목", "새 제목\n새 글")
    assert shop.workshop.arguments[-1] == (None, "새 제목\n새 글")


async def test_an_edit_of_the_message_leaves_another_title_alone(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await _accept(connection)
        assert entry_id is not None
        await writings.entries.change(connection, entry_id, title="내 제목")
        await writings.edit(connection, JIWOO, 5, "새 첫 줄\n새 글", NOON)
        assert (await entry_of(connection, entry_id)).title == "내 제목"


async def test_the_message_of_a_text_is_known_by_its_card(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await _accept(connection)
        assert await cards.entry_replying_to(connection, JIWOO, 5) == entry_id
        assert await cards.entry_replying_to(connection, JIWOO, 6) is None


async def test_tags_of_a_menu_outlive_a_typo_in_the_message(database: Database) -> None:
    async with database.writing() as connection:
        entry_id, person = await _accept(connection), await consenting(connection)
        assert entry_id is not None
        entry = await entry_of(connection, entry_id)
        await own_tags.add(connection, person, entry, ("생일",), NOON)
        await own_tags.drop(connection, person, entry, "웃음", NOON)
        assert await writings.edit(connection, JIWOO, 5, TEXT.replace("갔다", "갔어"), NOON)
        assert await tags.of_entry(connection, entry_id, manual=True) == ["가족", "생일"]
        assert await writings.edit(connection, JIWOO, 5, "할머니 생신 #케이크", NOON)
        assert await tags.of_entry(connection, entry_id, manual=True) == ["생일", "케이크"]
