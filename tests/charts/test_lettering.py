import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.font_manager import findfont

from charts import lettering as room
from charts.lettering import HANGUL, LATIN, Lettering, hangul_files, lettering

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def letters() -> Lettering:
    return lettering()


def test_the_fonts_come_out_of_the_wheel_without_importing_it() -> None:
    program = (
        "import sys, charts.lettering as l; print(len(l.hangul_files()));"
        "l.lettering(); print('koreanize_matplotlib' in sys.modules)"
    )
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["2", "False"]


def test_both_weights_are_found_without_a_word_in_the_log(
    letters: Lettering, caplog: pytest.LogCaptureFixture
) -> None:
    files = [Path(str(findfont(letters.font(40, weight)))) for weight in (400, 700)]
    assert files == list(hangul_files())
    assert not caplog.records


def test_without_the_wheel_the_latin_font_serves_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(room, "WHEEL", "no_such_wheel")
    lettering.cache_clear()
    try:
        assert lettering().clean("clear 맑음") == "clear …"
    finally:
        lettering.cache_clear()
    assert hangul_files() == ()
    assert "no font with Hangul" in caplog.text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("한강에서 자전거", "한강에서 자전거"),
        ("바다 🌊😀 여행 👨‍👩‍👧 ❤️", "바다 여행 ❤"),
        ("$100_000 ^^ {x}", "$100_000 ^^ {x}"),
        ("두 줄\n제목\t끝", "두 줄 제목 끝"),
        ("\u1112\u1161\u11ab", "한"),
        ("สวัสดี Bangkok", "… Bangkok"),
        ("שלום", "שלום"),
        ("مرحبا", "مرحبا"),
        ("🌊😀", ""),
        ("สวัสดี", ""),
        ("", ""),
        ("\u202e뒤집기\u0000", "뒤집기"),
    ],
)
def test_what_no_font_can_write_is_left_out(letters: Lettering, text: str, written: str) -> None:
    assert letters.clean(text) == written


def test_a_backslash_is_not_drawn_as_the_won_sign(letters: Lettering) -> None:
    assert letters.clean(r"a\b") == "a\N{SET MINUS}b"


def test_a_text_that_fits_is_not_cut(letters: Lettering) -> None:
    assert letters.cut("짧다", 400, 30) == "짧다"


@pytest.mark.parametrize("text", ["띄어쓰기없이긴문장" * 12, "many short words " * 12])
def test_a_cut_text_fits_and_shows_that_it_was_cut(letters: Lettering, text: str) -> None:
    cut = letters.cut(text, 400, 30)
    assert cut.endswith("...")
    assert 300 < letters.width(cut, 30) <= 400
    assert text.startswith(cut.removesuffix("..."))


def test_a_cut_takes_no_accent_off_its_letter(letters: Lettering) -> None:
    text = "x\N{COMBINING DOT BELOW}\N{COMBINING MACRON}" * 40
    cut = letters.cut(text, 400, 30).removesuffix("...")
    assert len(cut) % 3 == 0


def test_lines_break_at_spaces_and_lose_nothing(letters: Lettering) -> None:
    text = "하나 둘 셋 넷 다섯 여섯 일곱 여덟"
    lines = letters.wrap(text, 260, 30)
    assert len(lines) == 2
    assert " ".join(lines) == text
    assert all(letters.width(line, 30) <= 260 for line in lines)


def test_a_long_word_is_broken_where_the_line_ends(letters: Lettering) -> None:
    lines = letters.wrap("가" * 60, 400, 30)
    assert len(lines) == 2
    assert lines[1].endswith("...")
    assert all(300 < letters.width(line, 30) <= 400 for line in lines)


def test_widths_grow_with_size() -> None:
    letters = Lettering((HANGUL, LATIN))
    assert letters.width("표정", 60) == pytest.approx(2 * letters.width("표정", 30), rel=0.05)
