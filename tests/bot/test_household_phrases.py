"""What is said about invitations, members, departures and removals: both languages, and fitting."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.lettering import LONGEST_TEXT, length
from bot.phrases import departures, invitations, members, removals
from tests.bot.test_phrases import BOTH_FORMS, HANGUL, Balanced

NOUNS = {
    "invitations": invitations,
    "members": members,
    "departures": departures,
    "removals": removals,
}
DAY = dt.date(2026, 12, 6)

#: What a sentence that is a function is made of, by how its parameters are called.
GIVEN: Mapping[str, Any] = {
    "title": "X", "name": "Y", "inviter": "Y", "description": "Z", "url": "https://t.me/x",
    "uses": 1, "number": 1, "until": DAY, "since": DAY, "people": 1, "mine": 1, "entries": 1,
}  # fmt: skip

#: Nothing but a sign in both languages, or an example that both read alike.
SIGNS = {"owner"}


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence of all nouns, with the field that it stands in."""
    for noun, module in NOUNS.items():
        words = module.words_in(language)  # type: ignore[attr-defined]
        for field in dataclasses.fields(words):
            for text in _said(getattr(words, field.name)):
                yield f"{noun}.{field.name}", text


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value.values()
    else:
        names = value.__code__.co_varnames[: value.__code__.co_argcount]
        yield value(*[GIVEN[name] for name in names])
        yield value(*[_another(GIVEN[name]) for name in names])


def _another(given: Any) -> Any:
    """Several instead of one, and a description that is empty."""
    return 3 if given == 1 else "" if given == "Z" else given


ALL = [
    pytest.param(language, name, text, id=f"{language}-{name}-{number}")
    for language in ("ko", "en")
    for number, (name, text) in enumerate(sentences(language))
]


@pytest.mark.parametrize(("language", "name", "text"), ALL)
def test_a_sentence_speaks_its_language_and_closes_its_markup(
    language: str, name: str, text: str
) -> None:
    assert text.strip() == text != ""
    assert length(text) <= LONGEST_TEXT / 4
    assert not BOTH_FORMS.search(text)
    if language == "en":
        assert not HANGUL.search(text)
    elif name.partition(".")[2] not in SIGNS:
        assert HANGUL.search(text)
    parser = Balanced()
    parser.feed(text)
    parser.close()
    assert parser.open == []


def test_both_languages_have_the_same_sentences() -> None:
    assert [name for name, _ in sentences("ko")] == [name for name, _ in sentences("en")]
    assert {*removals.KOREAN.lines} == {*removals.ENGLISH.lines}
    assert {*invitations.KOREAN.closed} == {"used", "declined", "expired", "revoked"}


def test_english_numbers_have_their_plural() -> None:
    english = departures.ENGLISH
    assert english.saved(1) == "📦 1 entry moved to your own diary."
    assert english.saved(3) == "📦 3 entries moved to your own diary."
    assert english.deleted("X", 3).endswith("3 entries of yours are gone.")
    assert members.ENGLISH.diary("X", 1, 0).endswith("1 member · 0 entries of yours")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_boxes_and_placeholders_fit(language: str) -> None:
    words = invitations.words_in(language)
    assert len(words.too_many) <= 200
    assert len(words.name_hint) <= 64
    assert len(departures.words_in(language).confirm_hint) <= 64
    for name, text in sentences(language):
        if re.search(r"_(button|key)$", name):
            assert length(text) <= 40
