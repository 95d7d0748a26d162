"""Cards of voices and texts, of corrected entries and of those that were analysed again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.report import Emotions, KeySentence, Report
from bot import card_kinds, card_menus, card_reanalysis
from bot.cards import curve, face, whole_words
from bot.phrases import phrases_in
from bot.phrases import reanalysis as again_phrases
from bot.phrases import voices as voice_phrases
from charts import style
from diary import switches
from diary.cards import Contents
from languages.catalogue import LANGUAGES
from storage.shares import Share
from tests.bot.given import contents
from tests.diary.given import HAPPY, NOON, emotions, report

BOTH = pytest.mark.parametrize("language", LANGUAGES)
SILENT = report(emotions=Emotions(), face_s=0.0, voiced=((1.0, 3.0), (4.0, 5.5)))


def shown(kind: str, language: str, found: Report = SILENT, **more: Any) -> Contents:
    made = contents(more.pop("state", "done"), language, found=found, **more)
    return replace(made, reading=None, entry=replace(made.entry, kind=kind))


def callbacks(rows: Any) -> list[str]:
    return [str(button.callback) for row in rows for button in row]


@BOTH
def test_a_voice_shows_when_somebody_spoke_and_nothing_of_a_face(language: str) -> None:
    made = shown("voice", language)
    card, says = face(made), phrases_in(language)
    assert card.picture == "speech"
    assert voice_phrases.words_in(language).spoken_briefly(4, 8) in card.text
    assert not any(text in card.text for text in (*says.looked.values(), says.no_claim))
    assert "view:5:bubbles" not in callbacks(card.buttons)
    assert curve(made, SILENT).voiced == SILENT.voiced
    assert curve(replace(made, entry=replace(made.entry, kind="video")), SILENT).voiced == ()


@BOTH
def test_a_voice_in_which_nobody_spoke_has_no_picture(language: str) -> None:
    found = replace(SILENT, voiced=(), transcript=None, warnings=("no_speech",))
    card = face(shown("voice", language, found))
    assert card.picture is None
    assert phrases_in(language).warnings["no_speech"] in card.text


@BOTH
@pytest.mark.parametrize(("kind", "steps"), [("video", 4), ("voice", 3), ("text", 1)])
def test_an_entry_counts_the_steps_that_it_has(language: str, kind: str, steps: int) -> None:
    made = shown(kind, language, state="waiting")
    card = face(replace(made, report=None, stage="words"))
    assert phrases_in(language).step(steps, steps) in card.text
    assert card.text.count("●") == steps


@BOTH
def test_a_short_text_stands_whole_on_its_card(language: str) -> None:
    made = shown("text", language, replace(SILENT, transcript=None, voiced=()))
    text = "제목\n<첫> 문단.\n\n둘째 문단."
    made = replace(made, entry=replace(made.entry, title="제목", text=text, caption=""))
    card = face(made)
    assert card.picture is None
    assert card.text.count("제목") == 1
    assert "<blockquote>&lt;첫&gt; 문단.\n\n둘째 문단.</blockquote>" in card.text
    assert "view:5:words" not in callbacks(card.buttons)


@BOTH
def test_a_long_text_shows_its_key_sentence_and_a_way_to_the_rest(language: str) -> None:
    found = replace(SILENT, transcript=None, voiced=(), key_sentences=(KeySentence("핵심이다."),))
    text = "아주 긴 글이다. " * 100 + "핵심이다."
    made = shown("text", language, found)
    made = replace(made, entry=replace(made.entry, title=None, text=text, caption=""))
    card = face(made)
    assert "<blockquote>핵심이다.</blockquote>" in card.text
    assert "view:5:words" in callbacks(card.buttons)
    assert card_kinds.words_button(made, phrases_in(language)) == (
        voice_phrases.words_in(language).text_button
    )
    assert text in (whole_words(made, phrases_in(language), 4096) or "")


@BOTH
def test_only_key_sentences_of_a_text_are_shared_where_that_was_chosen(language: str) -> None:
    made = shown("text", language, replace(SILENT, transcript=None, voiced=()))
    made = replace(made, entry=replace(made.entry, text="비밀스러운 글", caption=""))
    share = Share(3, 5, 2, "key", "shown", NOON)
    card = face(replace(made, share=share))
    assert "비밀" not in card.text
    assert SILENT.key_sentences[0].text in card.text


@BOTH
def test_what_another_analysis_changed_is_said_in_one_line(language: str) -> None:
    words, names = again_phrases.words_in(language), style.words_in(language).names
    now, was = report(emotions=emotions(HAPPY)), report(emotions=Emotions(), transcript=None)
    made = replace(contents("done", language, found=now), earlier=was)
    changes = ", ".join([words.look(words.no_face, names["happy"]), words.words(0, 2)])
    assert card_reanalysis.line(made) == words.changed(changes)
    assert words.changed(changes) in face(made).text
    assert card_reanalysis.line(replace(made, earlier=now)) == words.same
    assert card_reanalysis.line(replace(made, earlier=None)) == ""


@BOTH
@pytest.mark.parametrize("state", ["queued", "running", "failed"])
def test_how_far_another_analysis_is_stands_on_the_card(language: str, state: str) -> None:
    words = again_phrases.words_in(language)
    made = replace(contents("done", language), again=state, has_video=True)
    lines = {"queued": words.waits, "running": words.runs, "failed": words.failed}
    assert lines[state] in face(made).text
    assert bool(card_reanalysis.buttons(made)) is (state == "failed")


@BOTH
def test_switches_speak_of_a_recording_and_leave_out_what_a_text_has_not(language: str) -> None:
    texts = {}
    for kind in ("video", "voice", "text"):
        made = replace(shown(kind, language), has_video=kind != "text")
        made = replace(made, card=replace(made.card, menu=switches.OPEN))
        menu = card_menus.menu(made)
        assert menu is not None
        texts[kind] = callbacks(menu.rows), [button.text for row in menu.rows for button in row]
    assert voice_phrases.words_in(language).forget_button in texts["voice"][1]
    assert voice_phrases.words_in(language).forget_button not in texts["video"][1]
    assert {"again:5", "switch:5:forget"} <= {*texts["video"][0]} & {*texts["voice"][0]}
    assert not {"again:5", "switch:5:forget"} & {*texts["text"][0]}
