"""The page for a therapist is one page with its letters in it, and says what it got."""

import datetime as dt
import re
import zlib

import pytest

from charts.therapist_page import Page, Point, words_in
from charts.therapist_report import draw

FIRST = dt.date(2026, 10, 26)


def page(**more: object) -> Page:
    values: dict[str, object] = {
        "name": "지우",
        "first": FIRST,
        "last": FIRST + dt.timedelta(days=27),
        "made": FIRST + dt.timedelta(days=28),
        "entries": 3,
        "points": [
            Point(FIRST, 3.0, 0.2),
            Point(FIRST + dt.timedelta(days=2), 4.0, None),
            Point(FIRST + dt.timedelta(days=20), None, -0.4),
        ],
        "tags": [("회사", 3), ("walk", 2)],
        "quotes": [(FIRST, "오늘은 조금 웃었다")],
        "model": "v3",
        "right": 78,
    }
    return Page(**{**values, **more})  # type: ignore[arg-type]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_one_sheet_of_a4_with_its_letters_embedded(language: str) -> None:
    pdf = draw(page(), language)
    assert pdf.startswith(b"%PDF-")
    assert pages_of(pdf) == 1
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [595, 842]
    assert b"/FontFile2" in pdf
    assert b"NanumGothic" in pdf


@pytest.mark.parametrize(
    "more",
    [
        {"points": [], "tags": [], "quotes": [], "entries": 0},
        {"right": None, "name": ""},
        {"quotes": [(FIRST, "아주 긴 문장 " * 40)] * 5, "tags": [("긴태그" * 9, 9)] * 12},
        {"quotes": [(FIRST, "$x^2$ 😀 العربية {gap} \\alpha")], "name": "😀"},
        {"last": FIRST + dt.timedelta(days=83)},
        {"last": FIRST, "points": [Point(FIRST, 5.0, 1.0)]},
    ],
)
def test_odd_contents_still_make_one_page(more: dict[str, object]) -> None:
    assert pages_of(draw(page(**more), "en")) == 1


def test_how_far_the_dashed_line_can_be_trusted_is_said() -> None:
    english = words_in("en").reliability("v3", 78)
    assert "v3" in english
    assert "78 of 100" in english
    assert "does not know how somebody feels" in english
    assert words_in("en").unmeasured in words_in("en").reliability("v3", None)
    assert "78번" in words_in("ko").reliability("v3", 78)


def test_two_pages_of_the_same_are_the_same() -> None:
    """No moment of making is hidden in it, and nothing else of the machine."""
    assert draw(page(), "en") == draw(page(), "en")
    pdf = draw(page(), "en")
    assert b"/CreationDate" not in pdf
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    assert streams
    assert any(zlib.decompressobj().decompress(one[:200] or b"") is not None for one in streams[:1])
