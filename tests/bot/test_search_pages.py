"""The message of a search is one that Telegram takes, whatever was searched for and written."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot import search_pages
from bot.buttons import Button
from bot.lettering import length
from bot.phrases import timeline
from bot.phrases.search import words_in
from bot.search_pages import Place
from diary import search, search_syntax, search_terms
from diary.access import ALL_PARTS, Sight
from diary.search import Hit, Results
from diary.search_sentences import LONGEST, Passage, best
from playground.server.markup_html import parse_html
from storage import diaries
from storage import entries as entry_rows
from storage.database import Database
from storage.diaries import Diary
from storage.entries import Entry
from tests.bot.hostile_searches import HOSTILE
from tests.diary.given import JIWOO, accepted, entry_of, recording, report
from tests.sealed import seals as seals  # noqa: PLC0414 - each story on both kinds of disk

TODAY = dt.date(2026, 11, 22)
NASTY = "<b>&\u202e\"'</b> " + "가😢" * 200


async def test_three_hundred_searches_whatever_they_are_get_an_answer_that_telegram_takes(
    database: Database,
) -> None:
    async with database.writing() as connection:
        for number, title in enumerate(("산책", NASTY[:200], None), start=1):
            entry_id = await accepted(connection, recording(number))
            values: dict[str, Any] = {
                "state": "done",
                "title": title,
                "caption": NASTY,
                "report": made(),
            }
            await entry_rows.change(connection, entry_id, **values)
            await search_terms.reindex(connection, entry_id)
        diary = await diaries.of_chat(connection, JIWOO)
        assert diary is not None
    assert len(HOSTILE) >= 300
    async with database.reading() as connection:
        for text in HOSTILE:
            for language in ("ko", "en"):
                query = search_syntax.read(text, TODAY)
                place = Place(10**18 - 1, language, is_private=True, authors={})
                if not query.parts:
                    page = search_pages.how(language, ("산책",), 1)
                else:
                    results = await search.search(connection, query, [diary], page=3)
                    page = search_pages.page(results, place)
                check(page, text)


def made() -> dict[str, object]:
    return report().to_json()


def check(page: search_pages.Page, about: str) -> None:
    """Markup that closes, no more than fits, buttons with text and at most 64 bytes of data."""
    plain = parse_html(page.text).text
    assert 0 < length(plain) <= 4096, about
    assert len(page.buttons) <= 100, about
    for button in (one for row in page.buttons for one in row):
        assert isinstance(button, Button), about
        assert 0 < len(button.text) <= 64, about
        assert len(str(button.callback).encode()) <= 64, about


def sight(title: str | None) -> Sight:
    diary = Diary(1, 1, JIWOO, "Asia/Seoul", 4)
    at = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    fields: dict[str, Any] = dict.fromkeys(
        ("reason", "media_group_id", "twin_id", "origin_at", "report")
    )
    return Sight(
        Entry(1, 1, 1, "done", recorded_at=at, day=at.date(), title=title, caption="",
              language="ko", **fields),
        diary,
        ALL_PARTS,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["ko", "en"])
def test_ten_long_hits_fit_into_one_message(language: str) -> None:
    sentence = best([Passage("&" * 30 + " 말 " + "<" * 400, 3599.0)], ["말"])
    hits = tuple(Hit(sight(NASTY), NASTY, sentence) for _ in range(10))
    query = search_syntax.read("말 #" + "가" * 60 + " 2026-11-20 " + "나 " * 12, TODAY)
    page = search_pages.page(
        Results(query, 9999, 7, hits), Place(1, language, is_private=True, authors={})
    )
    check(page, language)
    assert "<b>말</b>" in page.text
    assert timeline.words_in(language).part(71, 80, 9999) in page.text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_one_entry_is_one_and_two_are_two(language: str) -> None:
    words = words_in(language)
    assert words.head("x", 1) != words.head("x", 2).replace("2", "1") or language == "ko"
    assert "<b>x</b>" in words.head("x", 2)


def test_a_long_sentence_is_cut_around_the_word_that_was_meant() -> None:
    found = best([Passage("앞말 " * 60 + "바다에 갔다 " + "뒷말 " * 60)], ["바다"])
    assert found is not None
    shown = "".join(piece for piece, _ in found.pieces)
    assert len(shown) <= LONGEST + 12
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert ("바다에", True) in found.pieces


def test_the_passage_with_most_of_the_words_is_shown() -> None:
    found = best(
        [Passage("엄마를 봤다.", 1.0), Passage("엄마와 병원에 갔다.", 5.0)], ["엄마", "병원"]
    )
    assert found is not None
    assert found.second == 5.0
    assert found.is_hit


def test_nothing_is_marked_where_no_word_was_searched_for() -> None:
    found = best([Passage("엄마를 봤다.", 1.0)], [])
    assert found is not None
    assert not found.is_hit
    assert best([], ["엄마"]) is None


async def test_an_entry_of_a_page_that_was_deleted_meanwhile_is_left_out(
    database: Database,
) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording())
        await entry_rows.change(connection, entry_id, state="done", title="산책")
        await search_terms.reindex(connection, entry_id)
        await entry_rows.change(connection, entry_id, state="deleted")
        diary = await diaries.of_chat(connection, JIWOO)
        assert diary is not None
        query = search_syntax.read("산책", TODAY)
        results = await search.search(connection, query, [diary])
        assert results.hits == ()
        assert (await entry_of(connection, entry_id)).state == "deleted"


def row(hit: Hit, language: str = "ko") -> list[str]:
    """The lines of the only hit of a page."""
    results = Results(search_syntax.read("#생신", TODAY), 1, 0, (hit,))
    place = Place(1, language, is_private=True, authors={})
    return parse_html(search_pages.page(results, place).text).text.split("\n\n")[1].split("\n")


SAID = "엄마 생신이라 미역국을 끓였다."


def test_a_title_of_ones_own_hides_no_sentence_that_begins_with_it() -> None:
    sentence = best([Passage(SAID, 1.0)], [])
    assert row(Hit(sight("엄마 생신"), "엄마 생신", sentence))[2:] == [f"“{SAID}” (0:01)"]
    assert row(Hit(sight(SAID[:-1]), SAID[:-1], sentence))[2:] == []


def test_a_title_that_was_made_of_the_sentence_says_it_once_and_marked() -> None:
    unmarked, marked = best([Passage(SAID, 1.0)], []), best([Passage(SAID, 1.0)], ["미역국"])
    assert row(Hit(sight(None), "엄마 생신이라…", unmarked)) == ["1. 엄마 생신이라…", DAY]
    assert row(Hit(sight(None), "엄마 생신이라…", marked)) == [f"1. “{SAID}” (0:01)", DAY]


DAY = "2026년 11월 20일"


def test_an_entry_without_a_title_has_its_day_but_once() -> None:
    sentence = best([Passage(SAID, 1.0)], [])
    assert row(Hit(sight(None), None, sentence)) == [f"1. “{SAID}” (0:01)", DAY]
    assert row(Hit(sight(None), None, None)) == ["1. 11월 20일 금요일 저녁", "2026년 · 오후 9:00"]
    moved = replace(sight(None).entry, day=dt.date(2025, 3, 1))
    untitled = row(Hit(replace(sight(None), entry=moved), None, None))
    assert untitled == ["1. 11월 20일 금요일 저녁", "2025년 3월 1일 · 오후 9:00"]
