"""What is said in groups: both languages, whole, well marked up, and short enough."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.lettering import LONGEST_TEXT
from bot.phrases import book, check, groups

HANGUL = re.compile(r"[\uac00-\ud7a3]")

#: What the sentences that are functions are made of, by noun and field.
GIVEN: Mapping[str, list[tuple[Any, ...]]] = {
    "hello_discussion": [("News",)],
    "back_with_diary": [("News",)],
    "asks_discussion": [("News",)],
    "cannot_post": [("News",)],
    "asleep": [("News",)],
    "how": [("News", "21:30"), ("News", None)],
    "how_channel": [("News", "21:30", True), ("News", None, False)],
    "state": [("News", "All of it", "3")],
    "too_long_title": [(51,)],
    "too_long_description": [(201,)],
    "title_channel": [("News",)],
    "title_discussion": [("News",)],
    "give_rights": [(["1", "2"],)],
}

#: Alerts of pressed buttons are plain, and Telegram cuts them here.
LONGEST_ALERT = 200
ALERTS = (
    *("admins_only", "is_made", "joined", "joined_channel", "joined_before", "join_first"),
    *("taken_out", "done", "leads_only"),
)

NOUNS: Mapping[str, Mapping[str, Any]] = {"groups": groups.IN, "book": book.IN, "check": check.IN}


def sentences(words: Any) -> Iterator[tuple[str, str]]:
    for field in dataclasses.fields(words):
        for text in _of(field.name, getattr(words, field.name)):
            yield field.name, text


def _of(
    name: str, value: str | tuple[str, ...] | Mapping[str, str] | Callable[..., str]
) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from value
    elif isinstance(value, Mapping):
        yield from value.values()
    else:
        yield from (value(*given) for given in GIVEN[name])


ALL = [
    pytest.param(language, name, text, id=f"{noun}-{language}-{name}-{n}")
    for noun, spoken in NOUNS.items()
    for language, words in spoken.items()
    for n, (name, text) in enumerate(sentences(words))
]


class Balanced(HTMLParser):
    """Fails at markup that Telegram does not know or that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        assert tag in {"b", "i"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(("language", "name", "text"), ALL)
def test_a_sentence_speaks_its_language_and_fits(language: str, name: str, text: str) -> None:
    assert text.strip() == text != ""
    assert bool(HANGUL.search(text)) is (language == "ko")
    assert len(text) <= (LONGEST_ALERT if name in ALERTS else LONGEST_TEXT // 2)
    parser = Balanced()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    assert name not in ALERTS or "<" not in text


@pytest.mark.parametrize("noun", NOUNS)
def test_both_languages_have_the_same_sentences(noun: str) -> None:
    korean, english = NOUNS[noun]["ko"], NOUNS[noun]["en"]
    assert [name for name, _ in sentences(korean)] == [name for name, _ in sentences(english)]
    for field in dataclasses.fields(korean):
        one, other = getattr(korean, field.name), getattr(english, field.name)
        if isinstance(one, Mapping):
            assert list(one) == list(other)


def test_another_language_is_answered_in_english() -> None:
    assert groups.words_in("fr") is groups.ENGLISH
    assert book.words_in("fr") is book.ENGLISH
    assert check.words_in("fr") is check.ENGLISH


def test_there_is_a_name_for_each_drawn_cover() -> None:
    from charts.covers import COVERS as DRAWN
    from diary.groups import COVERS

    assert {len(words.covers) for words in book.IN.values()} == {COVERS} == {len(DRAWN)}
