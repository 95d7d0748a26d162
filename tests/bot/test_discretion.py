"""Discreet mode: nobody reads a card over a shoulder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards import face
from bot.lettering import LONGEST_CAPTION, length
from bot.phrases.discretion import words_in
from languages.catalogue import LANGUAGES
from tests.bot.given import contents

ALL = pytest.mark.parametrize("language", LANGUAGES)


@ALL
def test_words_and_picture_wait_for_a_tap(language: str) -> None:
    made = contents(language=language)
    open_card = face(made)
    covered = face(replace(made, person=replace(made.person, discreet=True)))
    head, _, rest = covered.text.partition("\n")
    assert head == words_in(language).entry_of(made.entry.day)
    assert rest.startswith("<tg-spoiler>")
    assert rest.endswith("</tg-spoiler>")
    assert covered.has_spoiler
    assert not open_card.has_spoiler
    assert (covered.picture, covered.buttons) == (open_card.picture, open_card.buttons)


@ALL
def test_a_long_card_fits_with_its_cover(language: str) -> None:
    made = contents(language=language)
    long = replace(made.entry, title="가" * 2000)
    person = replace(made.person, discreet=True)
    text = face(replace(made, entry=long, person=person)).text
    assert length(text.replace("<tg-spoiler>", "").replace("</tg-spoiler>", "")) <= LONGEST_CAPTION
