"""What opens behind [⋯] fits on a phone: short buttons stand beside each other."""

from dataclasses import replace
from typing import Any

import pytest

from bot import card_menus
from bot.buttons import Button, Rows, paired
from bot.callbacks import Callback
from bot.phrases import edits
from bot.phrases.shares import words_in as share_words
from diary import switches
from diary.cards import Contents
from languages.catalogue import LANGUAGES
from storage.diaries import Diary
from tests.bot.given import contents
from tests.diary.given import report
from tests.diary.shared import GROUP

BOTH = pytest.mark.parametrize("language", LANGUAGES)
FAMILY = Diary(2, 1, GROUP, "Asia/Seoul", 4, kind="group", title="가족")


def opened(language: str, kind: str, **more: Any) -> Contents:
    """Everything that an entry of this kind can have, with its menu open."""
    found = report().to_json()
    if kind != "video":
        found["emotions"] = {"mean": None, "dominant": None, "timeline": []}
    made = contents("done", language, report=found, kind=kind, question="질문")
    card = replace(made.card, menu=switches.OPEN)
    return replace(made, card=card, has_video=kind != "text", **more)


def rows_of(made: Contents) -> Rows:
    menu = card_menus.menu(made)
    assert menu is not None
    return menu.rows


@BOTH
@pytest.mark.parametrize("kind", ["video", "voice", "text"])
@pytest.mark.parametrize("is_shared", [True, False])
def test_the_longest_menu_has_six_rows(language: str, kind: str, *, is_shared: bool) -> None:
    made = opened(language, kind)
    if is_shared:
        made = replace(made, diary=FAMILY, place=replace(FAMILY, language=language))
    rows = rows_of(made)
    assert len(rows) <= 6
    assert all(len(row) <= 2 for row in rows)
    assert rows[-1][-1].callback == Callback("more", 5, "close")


@BOTH
def test_what_belongs_together_stands_beside_each_other(language: str) -> None:
    first, second, third, *_ = rows_of(opened(language, "video"))
    words = edits.words_in(language)
    assert [button.text for button in first] == [words.title_button, words.tags_button]
    assert [button.text for button in second] == [words.day_button, words.look_button]
    assert [str(button.callback) for button in third] == ["switch:5:comments", "switch:5:private"]


@BOTH
def test_who_leads_sees_nothing_but_their_own_two_buttons(language: str) -> None:
    made = opened(language, "video", place=replace(FAMILY, language=language))
    made = replace(made, card=replace(made.card, menu=switches.LEADING))
    [[out], [close]] = rows_of(made)
    assert out.text == share_words(language).take_out_button
    assert close.callback == Callback("more", 5, "close")


def test_a_long_text_has_a_row_of_its_own() -> None:
    texts = ("a" * 20, "b", "c", "d" * 21, "e", "한" * 10, "글" * 11, "f", "g", "z")
    *buttons, last = [Button(text, Callback("more", 1)) for text in texts]
    assert [[button.text for button in row] for row in paired(buttons, last)] == [
        ["a" * 20, "b"], ["c", "e"], ["d" * 21], ["한" * 10, "f"], ["글" * 11], ["g", "z"],
    ]  # fmt: skip
    assert paired(buttons[:4], last)[-1] == (last,)
