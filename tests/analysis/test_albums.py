"""Several clips as one entry: one axis of time, one mean, and what may be said of all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import majority
from analysis.albums import joined
from analysis.report import (
    ClipFindings,
    Emotions,
    Picture,
    Segment,
    Speech,
    Transcript,
    Words,
    as_scores,
    assemble,
)
from tests.analysis.given import FINDINGS, HAPPY, SAD, picture


def said(text: str, start_s: float = 1.0) -> Speech:
    return Speech(Transcript("ko", text, (Segment(start_s, start_s + 2.0, text),)), (), "small")


SILENT = Speech(None, ("no_speech",), "small")
NO_MODEL = Speech(None, ("speech_model_missing",))


@given(FINDINGS)
def test_one_clip_alone_stays_as_it_is(findings: ClipFindings) -> None:
    assert joined([findings]) is findings


def test_clips_follow_each_other_on_one_time_axis() -> None:
    whole = joined(
        [ClipFindings(picture(), said("하나")), ClipFindings(picture(), said("둘", 0.5))]
    )
    assert whole.picture.duration_s == 20.0
    assert whole.picture.face_s == 16.0
    assert [m.t_s for m in whole.picture.emotions.timeline] == [n / 2 for n in range(40)]
    assert whole.speech is not None
    assert whole.speech.transcript == Transcript(
        "ko", "하나 둘", (Segment(1.0, 3.0, "하나"), Segment(10.5, 12.5, "둘"))
    )


def test_the_mean_is_that_of_one_long_clip_and_the_longest_expression_dominates() -> None:
    """Four moments of a sad face and twelve of a smile: half are the four and four more."""
    sad = picture(face_s=2.0, mean=SAD, dominant="sad")
    whole = joined([ClipFindings(picture(face_s=6.0)), ClipFindings(sad)]).picture.emotions
    assert whole.mean == as_scores([(a + b) / 2 for a, b in zip(HAPPY, SAD, strict=True)])
    assert whole.dominant == "happy"


def test_a_neutral_clip_does_not_halve_what_another_shows() -> None:
    neutral = picture(mean=as_scores([0, 0, 0, 0, 0, 0, 1.0]), dominant="neutral")
    whole = joined([ClipFindings(neutral), ClipFindings(picture())]).picture.emotions
    assert whole.mean == majority.mean(whole.timeline) == HAPPY


def test_what_dominates_one_clip_needs_the_majority_of_all() -> None:
    happy, sad = ClipFindings(picture()), ClipFindings(picture(mean=SAD, dominant="sad"))
    assert joined([happy, sad]).picture.emotions.dominant is None
    assert joined([happy, sad, sad]).picture.emotions.dominant == "sad"


def test_clips_that_name_nothing_name_nothing_together() -> None:
    brief = ClipFindings(picture("little_face", dominant=None))
    assert joined([brief, brief, brief]).picture.emotions.dominant is None


def test_every_model_that_read_one_of_the_clips_is_named() -> None:
    old, new = (ClipFindings(picture(model=name, finder="haar")) for name in ("mg-1", "mg-2"))
    assert joined([old, new, old]).picture.model == "mg-1, mg-2"
    assert joined([new, new]).picture.model == "mg-2"
    assert joined([old, new]).picture.finder == "haar"


def test_unclear_time_adds_up() -> None:
    clips = [ClipFindings(picture(unclear_s=seconds)) for seconds in (1.5, 0.0, 2.0)]
    assert joined(clips).picture.emotions.unclear_s == 3.5


def faceless(hindrance: str | None, code: str = "no_face") -> ClipFindings:
    seen = 0.0 if code == "no_face" else 1.0
    mean = None if code == "no_face" else HAPPY
    return ClipFindings(picture(code, face_s=seen, mean=mean, dominant=None, hindrance=hindrance))


@pytest.mark.parametrize(
    ("clips", "hindrance"),
    [
        ([faceless("dark"), faceless("dark", "little_face")], "dark"),
        ([faceless("dark"), ClipFindings(picture("no_picture", face_s=0.0, mean=None))], "dark"),
        ([faceless("dark"), faceless("blurred")], None),
        ([faceless("dark"), faceless(None)], None),
        ([faceless(None), faceless("dark", "little_face")], None),
        ([faceless("dark"), ClipFindings(picture())], None),
    ],
)
def test_what_hindered_is_said_where_every_clip_lacked_a_face_for_the_same_reason(
    clips: list[ClipFindings], hindrance: str | None
) -> None:
    assert joined(clips).picture.hindrance == hindrance


def test_clips_without_a_face_leave_the_mean_of_the_others() -> None:
    unseen = picture("no_face", face_s=0.0, mean=None, dominant=None)
    assert joined([ClipFindings(unseen), ClipFindings(picture())]).picture.emotions.mean == HAPPY
    assert joined([ClipFindings(unseen)] * 2).picture.emotions.mean is None


def warnings_of(*clips: ClipFindings) -> tuple[str, ...]:
    return assemble(joined(clips), Words("ko")).warnings


@pytest.mark.parametrize(
    ("clips", "expected"),
    [
        ([("no_audio", Speech()), ("", SILENT)], ("no_speech",)),
        ([("no_audio", None), ("", SILENT)], ("no_speech",)),
        ([("", SILENT), ("no_audio", Speech())], ("no_speech",)),
        ([("no_audio", Speech()), ("no_audio", Speech())], ("no_audio",)),
        ([("", SILENT), ("", SILENT)], ("no_speech",)),
        ([("no_audio", None), ("", said("하나"))], ()),
        ([("", said("하나")), ("", SILENT)], ()),
        ([("no_audio", None), ("", NO_MODEL)], ("speech_model_missing",)),
        ([("no_face", said("하나")), ("", said("둘"))], ()),
        ([("no_face", said("하나")), ("little_face", said("둘"))], ("little_face",)),
        ([("no_picture", said("하나")), ("no_face", said("둘"))], ("no_face",)),
        ([("no_picture", said("하나")), ("no_picture", said("둘"))], ("no_picture",)),
        ([("damaged", said("하나")), ("", said("둘"))], ("damaged",)),
        ([("no_face", SILENT), ("no_audio", None)], ("no_speech",)),
    ],
)
def test_an_album_warns_of_what_all_of_its_clips_lack(
    clips: list[tuple[str, Speech | None]], expected: tuple[str, ...]
) -> None:
    found = [ClipFindings(picture(*filter(None, [code])), speech) for code, speech in clips]
    assert warnings_of(*found) == expected


@given(st.lists(FINDINGS, min_size=2, max_size=4))
def test_an_album_warns_of_nothing_that_no_clip_warned_of(clips: list[ClipFindings]) -> None:
    whole = joined(clips)
    assert set(whole.picture.warnings) <= {c for f in clips for c in f.picture.warnings}
    speech = {c for f in clips if f.speech for c in f.speech.warnings}
    assert set(whole.speech.warnings if whole.speech else ()) <= speech
    assert (whole.speech is None) == all(f.speech is None for f in clips)


@given(st.lists(st.sampled_from(["no_audio", "no_speech"]), min_size=2, max_size=4))
def test_an_album_in_which_nobody_speaks_is_never_whole(kinds: list[str]) -> None:
    clips = [
        ClipFindings(picture("no_audio"), Speech())
        if kind == "no_audio"
        else ClipFindings(picture(), SILENT)
        for kind in kinds
    ]
    assert warnings_of(*clips) == (("no_speech",) if "no_speech" in kinds else ("no_audio",))


def test_stretches_of_speech_of_a_second_clip_come_behind_the_first() -> None:
    one = ClipFindings(Picture(4.0, 0.0, Emotions()), Speech(voiced=((1.0, 2.0),)))
    two = ClipFindings(Picture(3.0, 0.0, Emotions()), Speech(voiced=((0.5, 1.5),)))
    found = joined([one, two]).speech

    assert found is not None
    assert found.voiced == ((1.0, 2.0), (4.5, 5.5))
