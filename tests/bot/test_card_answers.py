"""What the card of an answer says, to its author and to others."""

import datetime as dt
from dataclasses import replace

import pytest

from bot import card_answers
from bot.cards import face
from bot.lettering import LONGEST_CAPTION
from bot.phrases import questions as phrases
from bot.phrases.questions import words_in
from diary.cards import Contents
from diary.questions import Answering
from storage.diaries import Diary
from storage.questions import Question
from storage.shares import Share
from tests.bot.given import STATES, contents
from tests.diary.given import NOON

FAMILY = Diary(5, 1, -5, "Asia/Seoul", 4, kind="group", title="<가족>")
FRIENDS = Diary(6, 1, -6, "Asia/Seoul", 4, kind="group", title="친구들")
QUESTION = Question(
    1, FAMILY.id, NOON.date(), 0, "open", -5, 9, NOON, NOON + dt.timedelta(hours=7), 1, 3, 1, 1, 0
)
ASKED = phrases.question(FAMILY.id, 0, "ko")
WORDS = words_in("ko")


def answer(state: str = "kept", entry_state: str = "done", language: str = "ko") -> Contents:
    """The card of an answer in its author's chat."""
    asked = Answering(QUESTION, FAMILY, state)
    return replace(contents(entry_state, language), answers=asked)


def shared(place: Diary, state: str = "shown") -> Contents:
    """The same in a group."""
    share = Share(1, 5, place.id, "video,key", "shown", NOON)
    return replace(answer(state), place=place, share=share)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("state", [state for state in STATES if state != "cancelled"])
def test_the_author_reads_in_every_state_when_the_answer_will_be_seen(
    state: str, language: str
) -> None:
    shows = face(answer("kept", state, language))
    words = words_in(language)
    note = words.shown_when("&lt;가족&gt;", dt.time(4))
    assert shows.text.endswith(f"<i>{note}</i>")
    assert [b.text for b in shows.buttons[-1]] == [words.no_answer_button]


def test_once_it_is_due_it_is_shown_soon_and_then_nothing_is_said() -> None:
    assert card_answers.note(answer("due")) == WORDS.shown_soon("<가족>")
    for state in ("shown", "withheld"):
        assert card_answers.note(answer(state)) == ""
        assert card_answers.row(answer(state)) == ()


def test_a_group_reads_the_question_that_it_was_asked_and_no_more() -> None:
    for state in ("kept", "due", "shown"):
        shows = face(shared(FAMILY, state))
        assert WORDS.card_line(ASKED) in shows.text
        assert WORDS.no_answer_button not in [b.text for row in shows.buttons for b in row]
        assert "<i>질문의 답이에요" not in shows.text


def test_another_group_does_not_learn_what_was_asked_elsewhere() -> None:
    assert card_answers.line(shared(FRIENDS)) == ""
    assert ASKED not in face(shared(FRIENDS)).text


def test_a_long_caption_leaves_room_for_the_note() -> None:
    asked = Answering(QUESTION, FAMILY, "kept")
    card = replace(contents("done", title="제목" * 60, tags=("태그" * 30,) * 20), answers=asked)
    text = face(card).text
    assert text.endswith("</i>")
    plain = text.replace("&lt;", "<").replace("&gt;", ">")
    for mark in ("<b>", "</b>", "<i>", "</i>", "<blockquote>", "</blockquote>"):
        plain = plain.replace(mark, "")
    assert len(plain) <= LONGEST_CAPTION


def test_a_card_that_answers_nothing_says_nothing() -> None:
    plain = contents()
    assert (card_answers.line(plain), card_answers.note(plain), card_answers.row(plain)) == (
        "",
        "",
        (),
    )
