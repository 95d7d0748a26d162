"""Every sentence that the code can say is there in every language, and its gaps are the same."""

from __future__ import annotations

import re
import string

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from languages import extraction
from languages.catalogue import FOLDER, LANGUAGES, SOURCE, Line, Lines, Words

#: A sentence: its context, and itself with the form for many where it has one.
Sentence = tuple[str | None, str, str | None]

OTHERS = [language for language in LANGUAGES if language != SOURCE]


def spoken() -> list[Sentence]:
    """What the code can say."""
    return [(found.context, found.one, found.many) for found in extraction.sentences()]


def catalogue(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def kept(language: str) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """What a catalogue has: the forms of each sentence."""
    found = {}
    for message in catalogue(language):
        if message.id:
            one = message.id[0] if isinstance(message.id, tuple) else message.id
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            assert not message.fuzzy, one
            found[message.context, one] = forms
    return found


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_missing_in_any_language(language: str) -> None:
    has = kept(language)
    missing = sorted(
        {one for context, one, _ in spoken() if not all(has.get((context, one)) or [""])}
    )
    assert missing == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_catalogue_keeps_what_nobody_says(language: str) -> None:
    said = {(context, one) for context, one, _ in spoken()}
    assert sorted(one for context, one in kept(language) if (context, one) not in said) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_has_the_gaps_and_the_markup_of_its_sentence(language: str) -> None:
    has = kept(language)
    for context, one, many in spoken():
        for form in has.get((context, one), ()):
            expected = gaps(one) | gaps(many or one)
            assert gaps(form) <= expected, one
            assert gaps(form) | {"number"} >= gaps(one), one
            tags = re.findall(r"</?\w+>", form)
            assert sorted(tags) == sorted(re.findall(r"</?\w+>", many or one)), one


@pytest.mark.parametrize("language", OTHERS)
def test_a_number_has_every_form_that_the_language_has(language: str) -> None:
    header = catalogue(language)
    has = kept(language)
    for context, one, many in spoken():
        forms = has.get((context, one), ())
        assert len(forms) == (1 if many is None else header.num_plurals), one


class Birds(Words):
    hello = Line("Hello, bird")
    kinds = Lines(small=Line("small"), big=Line("big"))

    def seen(self, number: int) -> str:
        return self.plural(
            "One bird near {place}", "{number} birds near {place}", number, place="x"
        )


def test_a_language_that_is_not_spoken_here_gets_english() -> None:
    assert Birds.of("xx").hello == "Hello, bird"
    assert Birds.of("xx").kinds == {"small": "small", "big": "big"}
    assert Birds.of("xx").language == SOURCE


def test_a_sentence_about_a_number_has_the_form_for_it() -> None:
    assert Birds.of("en").seen(1) == "One bird near x"
    assert Birds.of("en").seen(3) == "3 birds near x"
