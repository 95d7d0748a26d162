"""Captions: a title, tags, words; whatever somebody types."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diary import captions
from diary.captions import (
    LONGEST_TAG,
    LONGEST_TITLE,
    MOST_TAGS,
    Caption,
    normal_tag,
    parse,
    shortened,
)

TYPED = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
TAGGED = st.lists(
    st.sampled_from(
        ["#한강", "#", "##", "민지", "a#b", "&#39;", "#Ünï_1", "#2026", "\n", ".", "é"]
    ),
    max_size=60,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        (None, Caption(None, (), "")),
        ("  \n ", Caption(None, (), "")),
        ("발표가 끝났다", Caption("발표가 끝났다", (), "")),
        ("제목\n첫 줄\n둘째 줄", Caption("제목", (), "첫 줄\n둘째 줄")),
        ("제목 #한강\n글 #민지 #라면", Caption("제목", ("한강", "민지", "라면"), "글")),
        ("#한강 에서 라면", Caption("한강 에서 라면", ("한강",), "")),
        ("나는 #한강 에 갔다", Caption("나는 한강 에 갔다", ("한강",), "")),
        ("#발표 #한강", Caption(None, ("발표", "한강"), "")),
        ("제목\n#발표\n글", Caption("제목", ("발표",), "글")),
        ("#Work #WORK #work", Caption(None, ("work",), "")),
        ("year #2026", Caption("year", (), "")),
        ("C# and a#b", Caption("C# and a#b", (), "")),
        ("Tom &#39; Jerry", Caption("Tom &#39; Jerry", (), "")),
        ("제목\r\n글", Caption("제목", (), "글")),
    ],
)
def test_a_caption_falls_into_its_parts(text: str | None, caption: Caption) -> None:
    assert parse(text) == caption


def test_letters_in_parts_are_put_together_so_that_equal_tags_are_equal() -> None:
    apart = unicodedata.normalize("NFD", "#한강")
    assert apart != "#한강"
    assert parse(f"제목 {apart} #한강") == Caption("제목", ("한강",), "")


def test_a_first_line_too_long_for_a_title_is_not_lost() -> None:
    line = "아주 긴 첫 줄이라서 제목이 되지 못한다 " * 5
    caption = parse(f"{line}\n글")
    assert caption.title is not None
    assert len(caption.title) <= LONGEST_TITLE
    assert caption.title.endswith("…")
    assert caption.words == f"{line.strip()}\n글"


def test_no_more_tags_than_a_card_can_hold() -> None:
    tags = [f"#tag{n}" for n in range(50)]
    assert parse(" ".join(tags)).tags == tuple(tag.strip("#") for tag in tags[:MOST_TAGS])


@given(TYPED | TAGGED)
@example("#ΐ")
@example("#" + "ŉ" * 30)
@example("#" + "가" * 200)
def test_any_caption_falls_into_parts_that_the_tables_can_hold(text: str) -> None:
    caption = parse(text)
    assert caption.title is None or 0 < len(caption.title) <= LONGEST_TITLE
    assert caption.title is not None or caption.words == ""
    assert len(caption.tags) <= MOST_TAGS
    assert len(set(caption.tags)) == len(caption.tags)
    for tag in caption.tags:
        assert 0 < len(tag) <= LONGEST_TAG
        assert not tag.isdigit()
        assert normal_tag(tag) == tag
        assert unicodedata.is_normalized("NFC", tag)
    assert unicodedata.is_normalized("NFC", caption.words)
    assert all(line == " ".join(line.split()) != "" for line in caption.words.split("\n") if line)


WORD = st.text(alphabet="abc한글é", min_size=1, max_size=8)


@given(st.lists(st.lists(WORD, min_size=1, max_size=6), min_size=1, max_size=5), st.data())
def test_hashtags_at_the_end_of_a_line_are_dropped_and_those_inside_keep_their_word(
    lines: list[list[str]], data: st.DataObject
) -> None:
    written, expected, tags = [], [], []
    for words in lines:
        signs = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
        signs[-1] = False
        ends = data.draw(st.lists(WORD, max_size=3))
        marked = ["#" * sign + word for sign, word in zip(signs, words, strict=True)]
        written.append(" ".join([*marked, *(f"#{end}" for end in ends)]))
        expected.append(" ".join(words))
        tags += [word for sign, word in zip(signs, words, strict=True) if sign] + ends
    caption = parse("\n".join(written))
    assert caption == Caption(
        expected[0], tuple(dict.fromkeys(tags))[:MOST_TAGS], "\n".join(expected[1:])
    )


@given(st.text(max_size=200), st.integers(2, 120))
def test_what_is_shortened_fits_and_begins_alike(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@settings(max_examples=50)
@given(st.text(alphabet="ab ", min_size=30, max_size=60))
def test_a_sentence_is_cut_between_words_where_that_costs_little(text: str) -> None:
    short = captions.shortened(text, 25)
    kept = short[:-1]
    assert text[len(kept)] == " " or len(kept) == 24 or kept.rfind(" ") <= 12
