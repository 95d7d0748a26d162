"""What a card shows to others: its parts and nothing else, in both languages."""

import html
import itertools
import re
from dataclasses import replace
from typing import Any

import pytest

from analysis.report import KeySentence
from bot.cards import curve, face
from bot.lettering import LONGEST_CAPTION, length
from bot.phrases import phrases_in
from bot.phrases import shares as share_phrases
from bot.phrases import switches as switch_phrases
from diary.cards import Contents, Target
from storage.diaries import Diary
from storage.shares import PARTS, Share
from tests.bot.given import contents
from tests.bot.test_cards import BOTH, buttons, visible
from tests.diary.given import NOON, report

GROUP = Diary(2, 9, -100, "Asia/Seoul", 4, kind="group", title="우리 <가족>")
KEYS_OF_TWO = (KeySentence("라면을 먹었다.", 1.0), KeySentence("좋았다.", 4.0))
ALL_OF_IT = report(key_sentences=KEYS_OF_TWO)


def in_group(language: str = "ko", parts: str | None = None, **more: Any) -> Contents:
    """A finished card as it stands in a group: of a note there, or of a share of these parts."""
    made = contents(
        "done", language, found=more.pop("found", ALL_OF_IT), tags=("숨긴태그",),
        caption="숨긴 글", view=more.pop("view", "card"), **more.pop("entry", {}),
    )  # fmt: skip
    place = replace(GROUP, language=language)
    person = replace(made.person, name="지<우>")
    share = None if parts is None else Share(3, 5, 2, parts, "shown", NOON)
    home = place if share is None else made.diary
    return replace(made, place=place, diary=home, person=person, share=share, **more)


@BOTH
def test_where_several_people_read_a_card_names_its_author_and_the_diary(language: str) -> None:
    text = face(in_group(language)).text
    first, second, *_ = text.split("\n")
    assert first.startswith("<b>지&lt;우&gt;</b> · ")
    assert second == "📒 우리 &lt;가족&gt;"


@BOTH
def test_a_channels_post_is_by_the_channel(language: str) -> None:
    made = in_group(language)
    post = replace(made, person=replace(made.person, kind="chat", name="old name"))
    assert face(post).text.startswith("<b>우리 &lt;가족&gt;</b> · ")


@BOTH
@pytest.mark.parametrize(
    "chosen", [(), *itertools.combinations(PARTS, 1), *itertools.combinations(PARTS, 2), PARTS]
)
@pytest.mark.parametrize("view", ["card", "bubbles", "words"])
def test_a_shared_card_shows_its_parts_and_nothing_of_the_others(
    language: str, chosen: tuple[str, ...], view: str
) -> None:
    made = in_group(language, ",".join(chosen), view=view)
    shows, says = face(made), phrases_in(language)
    drawn = curve(made, ALL_OF_IT)
    everything = f"{shows.text}{drawn.title}{drawn.marks}"
    assert (shows.picture is not None) == ("chart" in chosen)
    assert (says.looked["happy"] in shows.text) <= ("chart" in chosen)
    assert ("숨긴" in everything) <= ("words" in chosen)
    assert ("라면" in everything) <= ("key" in chosen)
    views = {data for data in buttons(shows) if data.startswith("view")}
    assert ("view:5:words" in views) <= ("words" in chosen)
    assert ("view:5:bubbles" in views) <= ("chart" in chosen)
    assert shows.reaction is None
    assert not {"retry:5", "origin:5", "share:5"} & {*buttons(shows)}


@BOTH
def test_what_could_not_be_read_is_no_affair_of_those_it_is_shared_with(language: str) -> None:
    found = replace(ALL_OF_IT, warnings=("no_audio", "several_faces"))
    made = in_group(language, "video,chart,words,key", found=found, entry={"reason": "internal"})
    says = phrases_in(language)
    assert says.warnings["no_audio"] not in face(made).text
    assert says.reasons["internal"] not in face(made).text
    assert says.warnings["no_audio"] in face(replace(made, share=None, diary=GROUP)).text


@BOTH
def test_a_share_stays_as_it_is_while_its_entry_is_looked_at_again(language: str) -> None:
    made = in_group(language, "video,key")
    again = replace(made, entry=replace(made.entry, state="waiting"), stage="face")
    assert face(again) == face(made)


@BOTH
def test_comments_and_reactions_stand_on_the_card(language: str) -> None:
    words = share_phrases.words_in(language)
    made = in_group(language, comments=3, reactions=(("❤", 3), ("👍", 1)))
    shows = face(made)
    assert shows.text.endswith("\n❤️ 3 👍 1")
    texts = [button.text for row in shows.buttons for button in row]
    assert "💬 3" in texts
    assert buttons(shows)[-5:] == [f"react:5:{name}" for name in words.reaction_buttons]
    assert not any("react" in data for data in buttons(face(replace(made, counts_reactions=True))))
    for closed in (
        replace(made, entry=replace(made.entry, comments_on=False)),
        replace(made, place=replace(GROUP, comments_on=False)),
    ):
        assert "thread:5" not in buttons(face(closed))


@BOTH
def test_ones_own_card_tells_where_it_is_shown_and_offers_to_take_it_back(language: str) -> None:
    words = share_phrases.words_in(language)
    made = contents("done", language)
    assert "share:5" not in buttons(face(made))
    open_one = replace(made, targets=(Target(GROUP),))
    assert "share:5" in buttons(face(open_one))
    assert words.own_diary in face(open_one).text
    private = replace(open_one, entry=replace(made.entry, is_private=True))
    assert "share:5" not in buttons(face(private))
    share = Share(3, 5, 2, "video", "shown", NOON)
    there = replace(made, targets=(Target(GROUP, share, comments=2, lacks_video=True),))
    assert "takeback:5:2" in buttons(face(there))
    assert "thread:5" in buttons(face(there))
    assert html.escape(words.shown_without_video("우리 <가족>"), quote=False) in face(there).text


@BOTH
@pytest.mark.parametrize(
    "menu", ["share", "parts:3", "back:3", "takeout", "more", "forget", "private", "parts:9", "new"]
)
def test_every_menu_can_be_left_and_shows_telegram_nothing_too_long(
    language: str, menu: str
) -> None:
    long = replace(GROUP, title="<" * 50)
    for state in ("draft", "shown"):
        share = Share(3, 5, 2, "video,key", state, NOON)
        made = contents("done", language, title="긴 제목 " * 20, caption="글" * 900)
        made = replace(
            made, card=replace(made.card, menu=menu), has_video=True,
            targets=(Target(long, share),),
        )  # fmt: skip
        shows = face(made)
        assert length(visible(shows.text)) <= LONGEST_CAPTION
        ways_out = {"more:5:close", "share:5", "more:5"}
        assert ways_out & {*buttons(shows)}
        assert all(len(data.encode()) <= 64 for data in buttons(shows))


@BOTH
def test_what_was_forgotten_is_said_and_not_tried_again(language: str) -> None:
    words = switch_phrases.words_in(language)
    for state in ("done", "failed"):
        made = contents(state, language, reason="speech_failed", keeps_video=False)
        assert "retry:5" not in buttons(face(made))
    done = face(contents("done", language, reason="speech_failed", keeps_video=False)).text
    assert words.forgotten in done
    assert words.no_more_tries in done


@pytest.mark.parametrize(
    "words", [share_phrases.words_in("ko"), share_phrases.words_in("en")], ids=["ko", "en"]
)
def test_answers_to_presses_fit_a_box_and_both_languages_offer_the_same(
    words: share_phrases.Shares,
) -> None:
    for text in (words.shared, words.taken_back, words.taken_out, words.words_are_below):
        assert 0 < length(text) <= 200
    assert tuple(words.parts) == PARTS
    assert set(words.reaction_buttons) == {"heart", "thumb", "laugh", "wow", "cry"}
    hangul = re.compile("[가-힣]")
    menus = [words.which_parts("x", own) for own in ("", "y")]
    said = [words.which_diary, words.ask_take_out, *menus, words.begins("x")]
    assert all(bool(hangul.search(text)) == (words.language == "ko") for text in said)
