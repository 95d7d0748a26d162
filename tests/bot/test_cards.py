"""What a card shows: in every state, both languages, and whatever people wrote into it."""

import datetime as dt
import html
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Bot

from analysis.quality import HINDRANCES
from analysis.report import (
    LABELS,
    WARNINGS,
    Emotions,
    KeySentence,
    Report,
    Scores,
    Segment,
    Transcript,
)
from bot import messages
from bot.cards import DONE, RECEIVED, STAGES, TROUBLE, Face, curve, face, plain_words, whole_words
from bot.lettering import LONGEST_CAPTION, LONGEST_TEXT, length
from bot.phrases import phrases_in
from diary.cards import Contents, Queue
from diary.clock import local
from diary.readings import Reading
from languages.catalogue import LANGUAGES
from playground.server import Message, World
from tests.bot.given import STATES, contents, png
from tests.diary.given import CALM, HAPPY, JIWOO, NOON, SAD, emotions, picture, report

BOTH = pytest.mark.parametrize("language", LANGUAGES)

VAGUE: Scores = (0.0, 0.0, 0.0, 0.4, 0.3, 0.0, 0.3)

HOSTILE = (
    "</blockquote><b>", "&lt;i&gt;", "<script>", "a & b", "&amp;", "\u202edrow", "<tg-spoiler>",
    '<a href="x">', "&#60;", "]]>", "<!--", "\x00", "🪶" * 20, "#", "가" * 90, "<", "&",
)  # fmt: skip


def buttons(shows: Face) -> list[str]:
    return [str(button.callback) for row in shows.buttons for button in row]


FACES = [f"mood:5:{mood}" for mood in range(1, 6)]


@BOTH
def test_each_state_has_its_buttons_and_its_reaction(language: str) -> None:
    expected: dict[str, tuple[list[str], str | None]] = {
        "consent": (["agree:5", "cancel:5"], RECEIVED),
        "twin": (["anyway:5", "drop:5"], RECEIVED),
        "waiting": (["cancel:5"], RECEIVED),
        "done": ([*FACES, "view:5:words", "view:5:bubbles", "more:5"], DONE),
        "failed": (["retry:5", "delete:5"], TROUBLE),
        "cancelled": ([], None),
    }
    for state in STATES:
        shows = face(contents(state, language, reason="deadline" if state == "failed" else None))
        assert (buttons(shows), shows.reaction) == expected[state]
        assert shows.picture == ("curve" if state == "done" else None)


@BOTH
def test_only_who_has_sent_a_video_twice_is_told_so(language: str) -> None:
    says = phrases_in(language)
    mine = contents("twin", language)
    assert mine.twin is not None
    assert face(mine).text == says.twin(says.moment(local(NOON, mine.diary.time_zone)))
    theirs = face(replace(mine, twin=replace(mine.twin, is_own=False)))
    assert theirs.text == says.twin_here
    assert theirs.buttons == face(mine).buttons


@BOTH
def test_what_no_other_try_can_remove_has_no_button_for_it(language: str) -> None:
    assert buttons(face(contents("failed", language, reason="too_long"))) == ["delete:5"]


@BOTH
def test_progress_says_stage_place_and_wait(language: str) -> None:
    says = phrases_in(language)
    for number, stage in enumerate(STAGES, start=1):
        text = face(contents("waiting", language, stage=stage)).text
        assert says.stages[stage] in text
        assert f"{number}/4" in text
        assert text.endswith("●" * number + "○" * (4 - number))
    assert face(contents("waiting", language)).text == says.queued
    assert face(contents("waiting", language, queue=Queue(0, None))).text == says.queued
    behind = face(contents("waiting", language, queue=Queue(3, 90.0))).text
    assert behind == f"{says.queued_behind(3)} · {says.about_wait(90.0)}"
    assert face(contents("waiting", language, queue=Queue(3, None))).text == says.queued_behind(3)


@BOTH
def test_a_failure_gives_its_reason_and_what_the_person_wrote(language: str) -> None:
    says = phrases_in(language)
    for reason in says.reasons:
        text = face(contents("failed", language, reason=reason, title="제목", caption="글")).text
        assert says.reasons[reason] in text
        assert "제목\n글" in text
    assert says.reasons["analysis_failed"] in face(contents("failed", language, reason="new")).text


@BOTH
def test_a_done_card_says_everything_it_knows(language: str) -> None:
    says = phrases_in(language)
    found = report(
        emotions=emotions(*[CALM] * 100, *[HAPPY] * 50),
        duration_s=30.0,
        face_s=21.4,
        warnings=("several_faces", "no_speech"),
    )
    text = face(contents("done", language, title="한강", found=found, tags=("나", "오늘"))).text
    assert text.split("\n")[0] == "<b>한강</b>"
    assert "<blockquote>오늘은 좋았다. (0:01)</blockquote>" in text
    assert "#나 #오늘" in text
    looked = says.looked_and_turned("neutral", "brighter", 10)
    assert f"{looked} · {says.face_seen(21.4, 30.0)}" in text
    assert f"<i>{says.warnings['several_faces']}\n{says.warnings['no_speech']}</i>" in text
    assert html.escape(says.moment(dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC))) in text


@BOTH
@pytest.mark.parametrize("label", LABELS)
def test_the_prevailing_expression_is_named_by_its_look(language: str, label: str) -> None:
    found = report(emotions=replace(picture().emotions, dominant=label))
    assert phrases_in(language).looked[label] in face(contents("done", language, found=found)).text


@BOTH
def test_where_nothing_may_be_claimed_no_expression_is_named(language: str) -> None:
    says = phrases_in(language)
    doubtful = report(emotions=Emotions(HAPPY, None, picture().emotions.timeline))
    brief = replace(doubtful, warnings=("little_face",), face_s=2.0)
    for found in (doubtful, brief):
        shows = face(contents("done", language, found=found))
        assert shows.picture == "curve"
        assert says.face_seen(found.face_s, found.duration_s) in shows.text
        assert not any(looked in shows.text for looked in says.looked.values())


@BOTH
def test_a_face_that_was_mostly_unclear_is_named_as_that(language: str) -> None:
    says = phrases_in(language)
    vague = emotions(*[VAGUE] * 40, *[CALM] * 20)
    found = report(emotions=replace(vague, dominant=None, unclear_s=8.0), duration_s=12.0)
    text = face(contents("done", language, found=found)).text
    assert f"{says.unclear} · {says.face_seen(8.0, 12.0)}" in text
    assert not any(said in text for said in (says.no_claim, *says.looked.values()))
    brief = face(contents("done", language, found=replace(found, warnings=("little_face",)))).text
    assert says.unclear not in brief


@BOTH
@pytest.mark.parametrize(
    ("warning", "field"), [("no_face", "hindrances"), ("little_face", "partly_hindered")]
)
def test_a_face_that_could_not_be_read_says_why_and_what_helps(
    language: str, warning: str, field: str
) -> None:
    says = phrases_in(language)
    found = report(emotions=Emotions(), face_s=0.0, warnings=(warning, "no_speech"))
    for hindrance, reason in getattr(says, field).items():
        text = face(contents("done", language, found=replace(found, hindrance=hindrance))).text
        assert f"<i>{reason}\n{says.warnings['no_speech']}</i>" in text
        assert says.warnings[warning] not in text
    later = face(contents("done", language, found=replace(found, hindrance="fog"))).text
    assert says.warnings[warning] in later


@BOTH
def test_only_a_face_that_was_seen_is_spoken_of_as_one(language: str) -> None:
    """A dark room may have been empty; and beside a curve not all of the time was dark."""
    says = phrases_in(language)
    found = report(emotions=Emotions(), face_s=0.0, warnings=("no_face",), hindrance="dark")
    text = face(contents("done", language, found=found)).text
    assert {"ko": "얼굴을 찾지 못했", "en": "find a face"}[language] in text
    assert {"ko": "표정을 읽", "en": "the face"}[language] not in text
    for reason in says.partly_hindered.values():
        assert {"ko": "꽤 오래", "en": "much of the time"}[language] in reason


@BOTH
def test_without_a_face_there_are_words_and_no_picture(language: str) -> None:
    found = report(emotions=Emotions(), face_s=0.0, warnings=("no_face",))
    shows = face(contents("done", language, found=found))
    assert shows.picture is None
    assert buttons(shows) == [*FACES, "view:5:words", "more:5"]
    assert phrases_in(language).warnings["no_face"] in shows.text


@BOTH
def test_what_failed_in_part_can_be_tried_again(language: str) -> None:
    shows = face(contents("done", language, reason="speech_failed"))
    assert buttons(shows)[-1] == "retry:5"
    assert shows.reaction == TROUBLE
    assert phrases_in(language).reasons["speech_failed"] in shows.text


@BOTH
def test_the_views_lead_to_each_other(language: str) -> None:
    bubbles = face(contents("done", language, view="bubbles"))
    assert buttons(bubbles) == [*FACES, "view:5:words", "view:5:card", "more:5"]
    words = face(contents("done", language, view="words", picture="curve", caption="글"))
    assert buttons(words) == [*FACES, "view:5:bubbles", "view:5:card", "fix:5", "more:5"]
    assert words.picture == "curve"
    assert "<blockquote expandable>글\n\n0:01 오늘은 좋았다.</blockquote>" in words.text
    assert bubbles.picture == "bubbles"


@BOTH
def test_words_that_are_too_long_for_a_caption_stay_off_the_card(language: str) -> None:
    long = contents("done", language, view="words", caption="가" * 1100)
    assert whole_words(long, phrases_in(language), LONGEST_CAPTION) is None
    assert face(long).text == face(replace(long, card=replace(long.card, view="card"))).text
    assert "가" * 1100 in plain_words(long, phrases_in(language))


@BOTH
def test_a_clip_without_a_title_is_called_by_its_words_or_its_hour(language: str) -> None:
    says = phrases_in(language)
    keys = (KeySentence("민지와 한강에서 라면을 먹었다.", 1.0), KeySentence("좋았다.", 4.0))
    first = face(contents("done", language, found=report(key_sentences=keys))).text
    assert first.startswith("<b>민지와 한강에서 라면을 먹었다.</b>")
    wall = NOON + dt.timedelta(hours=9)
    alone = face(contents("done", language)).text.split("\n")
    assert alone[:2] == [f"<b>{says.time_of_day_title(wall)}</b>", f"<i>{says.time(wall)}</i>"]


@BOTH
def test_a_clip_of_the_small_hours_says_whose_day_it_is(language: str) -> None:
    says = phrases_in(language)
    late = dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC)  # 02:30 on the 21st in Seoul
    text = face(contents("done", language, recorded_at=late, day=dt.date(2026, 11, 20))).text
    assert says.day_note(dt.date(2026, 11, 20)) in text


def test_a_forwarded_clip_offers_the_day_on_which_it_was_first_sent() -> None:
    shows = face(contents("done", origin_at=NOON - dt.timedelta(days=90)))
    assert "origin:5" in buttons(shows)


def test_the_chart_is_drawn_of_the_report() -> None:
    made = contents("done", "en", title="한강")
    drawn = curve(made, report())
    assert (drawn.title, drawn.dominant, drawn.face_s) == ("한강", "happy", 8.0)
    assert len(drawn.times) == len(drawn.scores) == 40
    assert [(mark.start_s, mark.text) for mark in drawn.marks] == [(1.0, "오늘은 좋았다.")]


# What people can write, at its longest and at its worst

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.lists(
    st.sampled_from(HOSTILE), max_size=8
).map(" ".join)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(1, 40))
KEYS = st.lists(st.builds(KeySentence, LONG, st.none() | st.floats(0, 600)), max_size=3)
SPOKEN = st.none() | st.lists(st.builds(Segment, st.floats(0, 600), st.just(600.0), LONG)).map(
    lambda segments: Transcript("ko", " ".join(s.text for s in segments), tuple(segments))
)
CURVES = st.sampled_from(
    [
        Emotions(),
        emotions(*[CALM] * 100, *[SAD] * 50),
        Emotions(HAPPY, None, ()),
        emotions(HAPPY),
        replace(emotions(*[VAGUE] * 9), dominant=None),
    ]
)
REPORTS = st.builds(
    Report,
    st.floats(0, 600),
    st.floats(0, 600),
    CURVES,
    SPOKEN,
    KEYS.map(tuple),
    st.just(()),
    st.sets(st.sampled_from(sorted(WARNINGS))).map(tuple),
    hindrance=st.none() | st.sampled_from(HINDRANCES),
)
REASONS = st.none() | st.sampled_from(sorted(phrases_in("ko").reasons))


@st.composite
def anything(draw: st.DrawFn) -> Contents:
    """A card of any state with anything in it."""
    return contents(
        draw(st.sampled_from(STATES)),
        draw(st.sampled_from(sorted(LANGUAGES))),
        view=draw(st.sampled_from(["card", "bubbles", "words"])),
        picture=draw(st.none() | st.just("curve")),
        found=draw(REPORTS),
        tags=tuple(draw(st.lists(TEXT.map(lambda t: t[:30]).filter(bool), max_size=27))),
        stage=draw(st.none() | st.sampled_from(STAGES)),
        queue=draw(
            st.none() | st.builds(Queue, st.integers(0, 500), st.none() | st.floats(0, 9e4))
        ),
        title=draw(st.none() | TEXT.map(lambda t: t[:100])),
        caption=draw(LONG),
        reason=draw(REASONS),
        origin_at=draw(st.none() | st.just(NOON)),
    )


def visible(text: str) -> str:
    """What is left to read when Telegram has taken the markup out."""
    return html.unescape(re.sub(r"</?(b|i|blockquote( expandable)?)>", "", text))


@given(anything())
def test_no_card_is_longer_than_telegram_allows(made: Contents) -> None:
    shows = face(made)
    longest = LONGEST_CAPTION if shows.picture or made.card.picture else LONGEST_TEXT
    assert length(visible(shows.text)) <= longest
    assert shows.text.strip()
    assert all(len(data.encode()) <= 64 for data in buttons(shows))
    assert (shows.picture is None) or made.entry.state == "done"


def test_the_longest_card_there_can_be_fits_a_caption() -> None:
    keys = tuple(KeySentence("🪶가" * 400, float(n)) for n in range(3))
    found = report(
        emotions=emotions(*[CALM] * 100, *[SAD] * 50),
        duration_s=600.0,
        key_sentences=keys,
        warnings=tuple(WARNINGS),
    )
    tags = tuple("🪶" * 29 + chr(0xAC00 + n) for n in range(27))
    for language in LANGUAGES:
        made = contents(
            "done", language, title="<" * 100, tags=tags, found=found, reason="speech_failed"
        )
        shows = face(made)
        assert shows.picture == "curve"
        assert length(visible(shows.text)) <= LONGEST_CAPTION


async def told(bot: Bot, world: World, shows: Face) -> Message:
    """The message that Telegram makes of a card."""
    if shows.picture is None:
        await messages.send_text(bot, JIWOO, shows.text, shows.buttons)
    else:
        sent = await messages.send_text(bot, JIWOO, "·", ())
        await messages.edit_photo(bot, JIWOO, sent.message_id, png(), shows.text, shows.buttons)
    return world.person(JIWOO).chat.from_bot[-1]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=anything())
@pytest.mark.usefixtures("jiwoo")
async def test_telegram_reads_every_card_as_it_is_meant(
    bot: Bot, world: World, made: Contents
) -> None:
    shows = face(made)
    message = await told(bot, world, shows)
    assert (message.photo is not None) == (shows.picture is not None)
    shown = (message.caption if message.photo else message.text) or ""
    assert shown.split() == visible(shows.text).split()
    kinds = {entity["type"] for entity in message.entities}
    assert not kinds & {"text_link", "spoiler", "code", "pre", "custom_emoji"}


@pytest.mark.usefixtures("jiwoo")
@pytest.mark.parametrize("state", STATES)
async def test_markup_in_what_people_wrote_is_shown_and_not_followed(
    bot: Bot, world: World, state: str
) -> None:
    worst = " ".join(HOSTILE)
    keys = (KeySentence(worst, 1.0), KeySentence(worst, None))
    spoken = Transcript("ko", worst, (Segment(1.0, 2.0, worst),))
    for language in LANGUAGES:
        for view in ("card", "words"):
            made = contents(
                state,
                language,
                view=view,
                title=worst[:100],
                caption=worst,
                tags=HOSTILE[:5],
                found=report(key_sentences=keys, transcript=spoken),
            )
            message = await told(bot, world, face(made))
            shown = (message.caption if message.photo else message.text) or ""
            if state in {"done", "failed"}:
                assert "<script>" in shown
                assert "&lt;i&gt;" in shown
            assert "\u202e" not in shown


def test_a_reading_without_a_turn_says_no_turn() -> None:
    made = replace(contents("done", "en"), reading=Reading("sad"))
    assert "Looked mostly sad · " in face(made).text
