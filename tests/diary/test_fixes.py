"""Corrections of words, on a real database: seen at once, chosen from anew, undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import KeySentence, Report, Segment, Transcript, Words
from diary import corrections, fixes, undo
from diary.errors import TooLate, TooLong
from storage import entries as entry_rows
from storage import jobs as job_rows
from storage import tags
from storage.database import Connection, Database
from storage.entries import Entry
from storage.persons import Person
from tests.diary.given import NOON, consenting, entry_of, finished, job_of, recording, report

SAID = Transcript(
    "ko",
    "회사에서 민지를 만났다. 회사원이 많았다.",
    (Segment(1.0, 3.0, "회사에서 민지를 만났다."), Segment(3.0, 5.0, "회사원이 많았다.")),
)
FOUND = report(
    transcript=SAID,
    key_sentences=(KeySentence("회사에서 민지를 만났다.", 1.0),),
    tags=("회사", "민지"),
)


async def _entry(connection: Connection) -> tuple[Person, Entry]:
    clip = recording(kind="video", caption="회사 이야기\n회사는 바빴다")
    entry_id = await finished(connection, clip, FOUND)
    return await consenting(connection), await entry_of(connection, entry_id)


async def _fix(connection: Connection, heard: str, meant: str) -> int | None:
    person = await consenting(connection)
    entry = await entry_of(connection, 1)
    return await fixes.fix(connection, person, entry, (heard, meant), NOON)


def _texts(entry: Entry) -> tuple[str | None, str, str]:
    found = corrections.report_of(entry)
    assert found is not None
    assert found.transcript is not None
    return entry.title, entry.caption, found.transcript.text


async def test_a_word_is_corrected_wherever_it_stands_and_the_report_stays(
    database: Database,
) -> None:
    async with database.writing() as connection:
        _, before = await _entry(connection)
        assert await _fix(connection, "회사", "가게") is not None
        entry = await entry_of(connection, before.id)
        assert _texts(entry) == (
            "가게 이야기",
            "가게는 바빴다",
            "가게에서 민지를 만났다. 회사원이 많았다.",
        )
        assert entry.report == before.report
        found = corrections.report_of(entry)
        assert found is not None
        assert found.key_sentences == (KeySentence("가게에서 민지를 만났다.", 1.0),)
        assert found.tags == ("가게", "민지")
        assert await tags.of_entry(connection, entry.id, manual=False) == ["가게", "민지"]
        job = await job_of(connection, entry.id)
        assert (job.state, job.task) == ("queued", job_rows.WORDS)


async def test_what_the_worker_chooses_from_corrected_words_stands_beside_the_report(
    database: Database,
) -> None:
    async with database.writing() as connection:
        _, before = await _entry(connection)
        await _fix(connection, "회사", "가게")
        read = fixes.source(await entry_of(connection, before.id))
        assert read.transcript is not None
        assert "가게에서" in read.transcript.text
        words = Words("ko", (KeySentence("회사원이 많았다.", 3.0),), ("가게", "회사원"), ("가게",))
        await fixes.chosen(connection, before.id, read, words, NOON)
        entry = await entry_of(connection, before.id)
        found = corrections.report_of(entry)
        assert found is not None
        assert (found.key_sentences, found.tags) == (words.key_sentences, words.tags)
        assert corrections.fixes_of(entry) == (("회사", "가게"),)
        assert entry.report == before.report


async def test_a_choice_from_words_that_changed_meanwhile_is_made_again(
    database: Database,
) -> None:
    async with database.writing() as connection:
        _, before = await _entry(connection)
        await _fix(connection, "회사", "가게")
        read = fixes.source(await entry_of(connection, before.id))
        await _fix(connection, "민지", "민정")
        await job_rows.change(connection, before.id, was=("queued",), state="done", task=None)
        await fixes.chosen(connection, before.id, read, Words("ko", (), ("낡은",)), NOON)
        found = corrections.report_of(await entry_of(connection, before.id))
        assert found is not None
        assert "낡은" not in found.tags
        assert (await job_of(connection, before.id)).state == "queued"


async def test_corrections_are_undone_the_last_one_first(database: Database) -> None:
    async with database.writing() as connection:
        person, before = await _entry(connection)
        first = await _fix(connection, "회사", "가게")
        second = await _fix(connection, "민지", "민정")
        assert first is not None
        assert second is not None
        with pytest.raises(TooLate):
            await undo.undo(connection, person, first, NOON)
        assert (await undo.undo(connection, person, second, NOON)).is_back
        entry = await entry_of(connection, before.id)
        assert _texts(entry)[2] == "가게에서 민지를 만났다. 회사원이 많았다."
        assert (await undo.undo(connection, person, first, NOON)).is_back
        entry = await entry_of(connection, before.id)
        assert _texts(entry) == _texts(before)
        assert entry.words is None
        assert await tags.of_entry(connection, entry.id, manual=False) == ["회사", "민지"]


async def test_a_correction_stays_where_its_entry_was_written_anew(database: Database) -> None:
    async with database.writing() as connection:
        person, before = await _entry(connection)
        change = await _fix(connection, "회사", "가게")
        assert change is not None
        await entry_rows.change(connection, before.id, caption="다른 글")
        assert not (await undo.undo(connection, person, change, NOON)).is_back
        assert (await entry_of(connection, before.id)).caption == "다른 글"


async def test_a_word_that_stands_nowhere_changes_nothing(database: Database) -> None:
    async with database.writing() as connection:
        _, before = await _entry(connection)
        assert await _fix(connection, "학교", "가게") is None
        assert await _fix(connection, "사원", "가게") is None  # inside another word
        assert await entry_of(connection, before.id) == before


async def test_corrections_have_limits(database: Database) -> None:
    async with database.writing() as connection:
        await _entry(connection)
        with pytest.raises(TooLong):
            await _fix(connection, "회" * 65, "가게")
        for heard, meant in (("", "가게"), ("회사", " ")):
            with pytest.raises(TooLate):
                await _fix(connection, heard, meant)


def test_corrections_that_still_apply_stay_with_a_new_report() -> None:
    words = corrections.overlay(FOUND, (("회사", "가게"), ("학교", "집")))
    entry = _made(FOUND, words)
    anew = report(transcript=Transcript("ko", "회사를 나왔다", (Segment(0, 1, "회사를 나왔다"),)))
    carried = fixes.carried(entry, anew)
    assert carried is not None
    assert carried["transcript"]["text"] == "가게를 나왔다"
    assert fixes.carried(_made(FOUND, None), anew) is None


def _made(found: Report, words: object) -> Entry:
    empty = dict.fromkeys(Entry.__dataclass_fields__)
    return Entry(**{**empty, "report": found.to_json(), "words": words})  # type: ignore[arg-type]


PAIRS = st.lists(
    st.tuples(st.sampled_from(["회사", "민지", "많았다", "x"]), st.text("가나다abc", max_size=4)),
    max_size=4,
)


@given(PAIRS)
def test_an_overlay_never_changes_the_report_nor_when_words_were_said(
    pairs: list[tuple[str, str]],
) -> None:
    kept = FOUND.to_json()
    entry = _made(FOUND, corrections.overlay(corrections.corrected(FOUND, pairs), pairs))
    found = corrections.report_of(entry)
    assert entry.report == kept
    assert found is not None
    assert found.transcript is not None
    assert found.transcript.text == " ".join(s.text for s in found.transcript.segments)
    assert [(s.start_s, s.end_s) for s in found.transcript.segments] == [(1.0, 3.0), (3.0, 5.0)]
    same = (found.duration_s, found.emotions, found.warnings, found.models)
    assert same == (FOUND.duration_s, FOUND.emotions, FOUND.warnings, FOUND.models)
