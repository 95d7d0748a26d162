"""docs/privacy.md is true line by line: each statement is held by tests that are there."""

from __future__ import annotations

import ast
import datetime as dt
import functools
import re
from dataclasses import fields
from pathlib import Path

import pytest

from analysis.report import Report
from bot import removals
from bot.handlers import search
from diary import captures, changes, diaries, exports, imports, limits
from scheduler import housekeeping
from storage.metadata import metadata
from tests.house import tree

PAGES = ("docs/privacy.md", "docs/privacy.ko.md")
MARK = re.compile(r"\[\^([a-z]+)\](?!:)")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NOTE = re.compile(r"^\[\^([a-z]+)\]: (.*)$", re.MULTILINE)

#: Where a note names no test, it begins so, and is one of these: a new one wants a thought.
OTHERS = {"Not ours to test: ", "우리가 시험할 수 없는 것: "}
ABOUT_OTHERS = {"telegram", "operator", "beyond", "advice"}


@functools.cache
def page(name: str) -> str:
    return (tree.ROOT / name).read_text(encoding="utf-8")


def statements(name: str) -> list[str]:
    """Paragraphs, points of lists and rows of tables; headings and what opens a list are none."""
    text, _, _ = page(name).partition("\n## What holds this")
    text, _, _ = text.partition("\n## 무엇이 지켜 주나요")
    found: list[str] = []
    for block in text.split("\n\n"):
        if block.startswith("#"):
            continue
        if block.startswith("|"):
            found += block.splitlines()[2:]
        else:
            found += re.split(r"\n(?=- |\d+\. )", block)
    return [statement for statement in found if statement.strip()]


def notes(name: str) -> dict[str, str]:
    return dict(NOTE.findall(page(name)))


@functools.cache
def functions(path: Path) -> set[str]:
    """The tests of a file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree.parsed(path)) if isinstance(node, kinds)}


@pytest.mark.parametrize("name", PAGES)
def test_every_statement_is_held_by_a_test_or_is_about_others(name: str) -> None:
    assert len(statements(name)) > 60
    assert [statement[:70] for statement in statements(name) if not MARK.search(statement)] == []
    known = notes(name)
    marks = {mark for statement in statements(name) for mark in MARK.findall(statement)}
    assert marks == known.keys()
    without = {mark for mark, note in known.items() if not TEST.search(note)}
    assert without == ABOUT_OTHERS
    assert all(known[mark].startswith(tuple(OTHERS)) for mark in without)


@pytest.mark.parametrize("name", PAGES)
def test_every_test_that_is_named_is_there(name: str) -> None:
    named = {pair for note in notes(name).values() for pair in TEST.findall(note)}
    assert len(named) > 80
    gone = {
        f"{path}::{test}"
        for path, test in named
        if not (tree.ROOT / path).exists() or test not in functions(tree.ROOT / path)
    }
    assert gone == set()


def test_both_languages_make_the_same_statements_in_the_same_order() -> None:
    one, other = (
        [sorted(MARK.findall(statement)) for statement in statements(name)] for name in PAGES
    )
    assert one == other
    tests = [{mark: TEST.findall(note) for mark, note in notes(name).items()} for name in PAGES]
    assert tests[0] == tests[1]


def test_the_page_is_heard_in_both_languages() -> None:
    assert "privacy.ko.md" in page("docs/privacy.md")
    assert "privacy.md" in page("docs/privacy.ko.md")
    assert "docs/privacy.ko.md" in page("README.ko.md")


@pytest.mark.parametrize(
    ("span", "english", "korean"),
    [
        (captures.PATIENCE, "forgotten after 48 hours", "48시간"),
        (changes.WINDOW, "ten minutes, for `/undo`", "10분"),
        (diaries.GRACE, "once it is deleted, seven days", "7일"),
        (housekeeping.KEEP_UPDATES, "how it was handled[^inbox] | seven days", "7일"),
        (search.PATIENCE, "can be turned[^search] | seven days", "7일"),
        (removals.PARKED, "at most 30 days", "30일"),
        (exports.KEPT, "an export seven days", "7일"),
        (imports.KEPT, "an import three", "3일"),
        (limits.KEEP, "60 days at most", "60일"),
    ],
)
def test_the_spans_that_the_page_names_are_those_of_the_code(
    span: dt.timedelta, english: str, korean: str
) -> None:
    words = {"ten minutes": 10 / 1440, "seven days": 7.0, "three": 3.0}
    word = next((word for word in words if word in english), None)
    number = int(re.findall(r"\d+", english)[0]) if word is None else 0
    days = words[word] if word else number / 24 if "hours" in english else number
    assert span == dt.timedelta(days=days)
    assert english in page("docs/privacy.md")
    assert korean in page("docs/privacy.ko.md")


def columns(table: str) -> set[str]:
    return {column.name for column in metadata.tables[table].columns}


def test_of_a_person_is_kept_what_the_page_names() -> None:
    """No telephone number, no contact, no place. A new column wants a line in the page."""
    assert columns("persons") == {
        *("id", "telegram_id", "kind", "name", "username", "created_at"),
        *("language", "language_chosen", "speech_language", "notices", "streaks", "discreet"),
        *("country", "offers_help", "help_offered_at", "inline_consented_at", "consented_at"),
        *("blocked_at", "served_at"),
    }
    assert columns("tallies") == {"person_id", "what", "begins_at", "number"}


def test_of_an_entry_and_a_clip_is_kept_what_the_page_names() -> None:
    """Numbers, words and ids; no picture, no sound and nothing to know a face by."""
    assert columns("entries") == {
        *("id", "diary_id", "author_id", "state", "reason", "media_group_id", "twin_id", "uid"),
        *("kind", "text", "words", "mood", "look", "question", "is_hidden", "import_id"),
        *("delete_at", "recorded_at", "origin_at", "day", "title", "caption", "headings"),
        *("language", "report", "comments_on", "keeps_video", "is_private", "removed_at"),
        *("created_at", "analysed_at"),
    }
    assert columns("clips") == {
        *("id", "entry_id", "chat_id", "message_id", "kind", "file_id", "file_unique_id"),
        *("size", "duration_s", "media", "findings", "lacks_speech"),
    }
    assert {field.name for field in fields(Report)} == {
        *("duration_s", "face_s", "emotions", "transcript", "key_sentences", "tags", "warnings"),
        *("models", "hindrance", "voiced"),
    }
