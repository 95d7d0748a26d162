"""The vocabulary: round trips, several clips as one entry, score vectors."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import (
    LABELS,
    WARNINGS,
    ClipFindings,
    Emotions,
    KeySentence,
    Moment,
    Picture,
    Report,
    Scores,
    Segment,
    Speech,
    Transcript,
    Words,
    as_scores,
    assemble,
    joined,
)

HAPPY = as_scores([0, 0, 0, 0.7, 0, 0, 0.3])
SAD = as_scores([0, 0, 0, 0.1, 0.8, 0, 0.1])

# --- any findings ---------------------------------------------------------------------------------

SECONDS = st.integers(0, 14_400_000).map(lambda ms: ms / 1000)
SCORES = (
    st.lists(st.integers(0, 1000), min_size=7, max_size=7)
    .filter(any)
    .map(lambda shares: as_scores(share / sum(shares) for share in shares))
)
CODES = st.sets(st.sampled_from(sorted(WARNINGS))).map(
    lambda codes: tuple(code for code in WARNINGS if code in codes)
)
EMOTIONS = st.builds(
    Emotions,
    st.none() | SCORES,
    st.none() | st.sampled_from(LABELS),
    st.lists(st.builds(Moment, SECONDS, st.none() | SCORES), max_size=5).map(tuple),
)
TRANSCRIPTS = st.builds(
    Transcript,
    st.sampled_from(["ko", "en", ""]),
    st.text(max_size=40),
    st.lists(st.builds(Segment, SECONDS, SECONDS, st.text(max_size=20)), max_size=4).map(tuple),
)
SPEECHES = st.builds(Speech, st.none() | TRANSCRIPTS, CODES, st.text(max_size=8))
PICTURES = st.builds(
    Picture,
    SECONDS,
    SECONDS,
    EMOTIONS,
    CODES,
    finder=st.text(max_size=8),
    model=st.text(max_size=8),
)
FINDINGS = st.builds(ClipFindings, PICTURES, st.none() | SPEECHES)
REPORTS = st.builds(
    Report,
    SECONDS,
    SECONDS,
    EMOTIONS,
    st.none() | TRANSCRIPTS,
    st.lists(st.builds(KeySentence, st.text(max_size=40), st.none() | SECONDS), max_size=3).map(
        tuple
    ),
    st.lists(st.text(max_size=10), max_size=4).map(tuple),
    CODES,
    st.dictionaries(st.sampled_from(["face", "expression", "speech"]), st.text(max_size=8)),
)


@given(REPORTS)
def test_a_report_comes_back_from_json_as_it_was(report: Report) -> None:
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


@given(FINDINGS)
def test_findings_come_back_from_json_as_they_were(findings: ClipFindings) -> None:
    assert ClipFindings.from_json(json.loads(json.dumps(findings.to_json()))) == findings


def test_the_path_of_the_sound_is_not_kept() -> None:
    kept = ClipFindings(picture(sound="/jobs/1/sound.f32")).to_json()
    assert "sound.f32" not in json.dumps(kept)
    assert ClipFindings.from_json(kept).picture.sound is None


@given(CODES)
def test_a_report_is_partial_exactly_when_it_warns(codes: tuple[str, ...]) -> None:
    report = assemble(ClipFindings(picture(*codes)), Words("ko"))
    assert report.to_json()["status"] == ("partial" if codes else "ok")
    assert [w["message"] for w in report.to_json()["warnings"]] == [WARNINGS[c] for c in codes]


def test_a_report_has_the_warnings_of_picture_and_speech_once_and_in_order() -> None:
    found = ClipFindings(picture("damaged", "no_face"), Speech(None, ("no_speech", "damaged")))
    assert assemble(found, Words("ko")).warnings == ("no_face", "no_speech", "damaged")


def test_a_report_names_only_the_models_that_were_used() -> None:
    found = ClipFindings(picture(finder="haar", model="mg-1"), Speech())
    assert assemble(found, Words("ko")).models == {"face": "haar", "expression": "mg-1"}


# --- several clips --------------------------------------------------------------------------------


def picture(
    *warnings: str,
    duration_s: float = 10.0,
    face_s: float = 8.0,
    mean: Scores | None = HAPPY,
    dominant: str | None = "happy",
    sound: str | None = None,
    finder: str = "",
    model: str = "",
) -> Picture:
    timeline = (Moment(0.0, mean), Moment(1.5, None))
    emotions = Emotions(mean, dominant, timeline)
    return Picture(duration_s, face_s, emotions, warnings, sound, finder, model)


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
    assert [m.t_s for m in whole.picture.emotions.timeline] == [0.0, 1.5, 10.0, 11.5]
    assert whole.speech is not None
    assert whole.speech.transcript == Transcript(
        "ko", "하나 둘", (Segment(1.0, 3.0, "하나"), Segment(10.5, 12.5, "둘"))
    )


def test_the_mean_weighs_clips_by_face_time_and_the_longest_expression_dominates() -> None:
    sad = picture(face_s=2.0, mean=SAD, dominant="sad")
    whole = joined([ClipFindings(picture(face_s=6.0)), ClipFindings(sad)]).picture.emotions
    assert whole.mean == as_scores([(3 * a + b) / 4 for a, b in zip(HAPPY, SAD, strict=True)])
    assert whole.dominant == "happy"


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


# --- score vectors --------------------------------------------------------------------------------


@given(st.lists(st.floats(0.001, 1.0), min_size=7, max_size=7))
def test_score_vectors_sum_to_one_and_stay_near_what_was_given(numbers: list[float]) -> None:
    shares = [number / math.fsum(numbers) for number in numbers]
    scores = as_scores(shares)
    assert math.fsum(scores) == pytest.approx(1.0, abs=1e-9)
    assert scores == tuple(round(score, 4) for score in scores)
    assert all(abs(a - b) < 5e-4 for a, b in zip(scores, shares, strict=True))
    assert as_scores(scores) == scores


@pytest.mark.parametrize("count", [0, 6, 8])
def test_other_than_seven_numbers_are_no_score_vector(count: int) -> None:
    with pytest.raises(ValueError, match=f"7 numbers, not {count}"):
        as_scores([1 / 7] * count)
