"""The page: its colours and names are those of the charts, and what it says is escaped."""

import datetime as dt

import pytest

from archive import expressions, page, page_style
from archive.format import Comment, Entry
from archive.manifest import Manifest
from archive.owner import Owner
from archive.page import Page
from archive.page_words import PageWords
from charts import style

NOW = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


def test_its_colours_are_those_of_the_charts() -> None:
    assert {name: look.colour for name, look in style.LOOKS.items()} == page_style.COLOURS
    assert expressions.STACK == style.STACK


@pytest.mark.parametrize("language", ["ko", "en"])
def test_expressions_are_called_as_on_the_charts(language: str) -> None:
    assert dict(PageWords.of(language).looks) == dict(style.words_in(language).looks)


def test_seconds_are_means_of_what_was_measured_in_them() -> None:
    calm, glad = [0.0] * 6 + [1.0], [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    scores = [calm, glad, None, None, None, None, glad]
    timeline = [{"t_s": n / 2, "scores": s} for n, s in enumerate(scores)]
    curve = expressions.seconds({"emotions": {"timeline": timeline}})
    assert curve == [(0, 0, 0, 0.5, 0, 0, 0.5), None, None, (0, 0, 0, 1, 0, 0, 0)]
    rows = expressions.table(curve).split("\r\n")
    assert rows[0] == "second,angry,disgust,fear,happy,sad,surprise,neutral"
    assert rows[1] == "0,0.0000,0.0000,0.0000,0.5000,0.0000,0.0000,0.5000"
    assert rows[2] == "1,,,,,,,"
    assert expressions.drawing(curve, "x").count("<path") == 3
    assert expressions.drawing([None], "x") == ""
    assert expressions.seconds(None) == []


def test_a_title_is_text_and_turns_nothing_around() -> None:
    entry = Entry("a" * 32, NOW.date(), NOW, title="<b>\u202e&\"'")
    text = Page(Manifest("0" * 32, NOW), Owner()).article(entry)
    assert "<h3>&lt;b&gt;&amp;&quot;&#x27;</h3>" in text


def test_answers_stand_under_what_they_answer_and_circles_are_told_once() -> None:
    def said(name: str, parent: str | None) -> Comment:
        return Comment(name * 32, "text", NOW, parent=parent and parent * 32)

    told = page.threaded([said("a", None), said("b", None), said("c", "a"), said("d", "c")])
    assert [(c.uid[0], depth) for c, depth in told] == [("a", 0), ("c", 1), ("d", 2), ("b", 0)]
    circle = page.threaded([said("a", "b"), said("b", "a")])
    assert [c.uid[0] for c, _ in circle] == ["a", "b"]


def test_script_and_style_are_the_ones_that_the_policy_allows() -> None:
    text = Page(Manifest("0" * 32, NOW), Owner()).head()
    assert page_style.policy().count("sha256-") == 2
    assert f"<style>{page_style.style()}</style>" in text
    assert "unsafe" not in page_style.policy()
