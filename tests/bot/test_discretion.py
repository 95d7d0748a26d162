"""Discreet mode: nobody reads a card over a shoulder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import edit_menus
from bot.cards import face
from bot.lettering import LONGEST_CAPTION, length
from bot.phrases.discretion import words_in
from diary import switches
from languages.catalogue import LANGUAGES
from storage.diaries import Diary
from tests.bot.given import contents
from tests.diary.given import report

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


@ALL
def test_other_buttons_uncover_nothing(language: str) -> None:
    made = contents(language=language, tags=("주말",))
    made = replace(made, person=replace(made.person, discreet=True))
    covered = face(made)
    opened = face(replace(made, card=replace(made.card, menu=switches.OPEN)))
    assert opened.buttons != covered.buttons
    assert (opened.text, opened.has_spoiler) == (covered.text, True)


@ALL
def test_a_question_is_read_without_a_tap_unless_it_tells_of_the_entry(language: str) -> None:
    made = contents(language=language, title="비밀", report=report().to_json())
    made = replace(made, person=replace(made.person, discreet=True))
    name = words_in(language).entry_of(made.entry.day)
    for menu, is_covered in ((switches.FORGETTING, False), (edit_menus.LOOK, True)):
        asked = face(replace(made, card=replace(made.card, menu=menu)))
        title, _, question = asked.text.partition("\n\n")
        assert title == f"<b>{name}</b>"
        assert question.startswith("<tg-spoiler>") == is_covered
        assert asked.has_spoiler
        assert "비밀" not in asked.text


def test_what_is_shared_is_covered_for_whoever_reads_it_alone() -> None:
    group = Diary(2, 1, -5, "Asia/Seoul", 4, kind="group", title="가족")
    made = replace(contents(), place=group)
    assert not face(made).has_spoiler
    covered = face(replace(made, is_read_covered=True))
    assert covered.has_spoiler
    assert covered.text.partition("\n")[2].startswith("<tg-spoiler>")
