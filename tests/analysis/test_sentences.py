from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import sentences
from analysis.sentences import LONGEST, blocks, is_unpunctuated, pieces, read, split
from analysis.tokens import Kind


def cut(text: str) -> list[str]:
    return [sentences.shown(text[start:end]) for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I slept. Then I ate!", ["I slept.", "Then I ate!"]),
        ("He paid 3.5 dollars. Fine.", ["He paid 3.5 dollars.", "Fine."]),
        ("Dr. Kim and Mrs. Lee came. Good.", ["Dr. Kim and Mrs. Lee came.", "Good."]),
        ("J. Smith left at 5 p.m. yesterday. So?", ["J. Smith left at 5 p.m. yesterday.", "So?"]),
        ("I said no. She left.", ["I said no.", "She left."]),
        ('"Why?" he said. "Go!" She ran.', ['"Why?" he said.', '"Go!"', "She ran."]),
        ("I waited… and fell asleep. Oh", ["I waited… and fell asleep.", "Oh"]),
        ("Wow!!! Really?! Yes", ["Wow!!!", "Really?!", "Yes"]),
        ("see example.com now. Ok", ["see example.com now.", "Ok"]),
        ("今天很好。我们吃饭！好", ["今天很好。", "我们吃饭！", "好"]),
        ("كيف حالك؟ أنا بخير.", ["كيف حالك؟", "أنا بخير."]),
        ("first line\nsecond line", ["first line", "second line"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_lines_broken_by_a_text_width_go_on() -> None:
    text = "We walked along the river until it was dark and then we\nwent home. It was fun."

    assert cut(text)[0].endswith("then we went home.")


def test_an_empty_line_always_parts() -> None:
    text = "a line that is long enough to have been wrapped by an editor\n\nanother"

    assert len(blocks(text)) == 2


def test_a_sentence_that_nobody_can_read_is_cut_at_a_comma_or_a_space() -> None:
    text = "and then we walked on, " * 60
    parts = [text[start:end] for start, end in pieces(text, (0, len(text)))]

    assert "".join(parts) == text
    assert all(part.endswith(", ") for part in parts[:-1])
    assert all(len(part) <= LONGEST for part in parts)


def test_speech_without_punctuation_is_recognised() -> None:
    assert is_unpunctuated("i went to the market and then we had lunch")
    assert not is_unpunctuated("I went to the market. Then we had lunch.")


def test_pauses_are_used_only_where_punctuation_is_missing() -> None:
    bare, marked = "i slept we ate", "I slept, then. We ate."

    assert [s.text for s in read(bare, "en", (0, 8))] == ["i slept", "we ate"]
    assert [s.text for s in read(marked, "en", (0, 3))] == ["I slept, then.", "We ate."]


def test_offsets_point_at_the_sentence_in_its_text() -> None:
    for text in ("  오늘은 쉬었어요  내일은 일해요\n\n Then I slept.  ", "  I slept.\n  You ate. "):
        found = read(text, "en")

        assert len(found) > 1
        assert all(text[s.start :].startswith(s.text) for s in found)


def test_labels_of_speakers_stay_in_the_sentence_but_say_nothing() -> None:
    lines = ("I lost my keys.", "Which keys?", "The car keys.", "Oh.", "Yes.", "Hm.")
    text = "\n".join(f"{'Tom' if i % 2 else 'Anna'}: {line}" for i, line in enumerate(lines))
    first = read(text, "en")[0]

    assert first.text == "Anna: I lost my keys."
    assert first.tokens[0].kind is Kind.EMPTY
    assert "anna" not in first.stems


def test_marks_alone_have_no_length() -> None:
    assert [s.words for s in read("... I slept. ?!", "en")] == [0, 2, 0]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab. \n,。!?\"'…가A1", max_size=300))
def test_no_letter_is_lost_or_doubled(text: str) -> None:
    found = "".join(text[start:end] for start, end in split(text))

    assert found.replace("\n", "") == text.replace("\n", "")
