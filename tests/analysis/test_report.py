"""The vocabulary: round trips and score vectors."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import (
    WARNINGS,
    ClipFindings,
    Emotions,
    Moment,
    Picture,
    Report,
    Scores,
    Speech,
    Words,
    as_scores,
    assemble,
    unclear_share,
)
from tests.analysis.given import CODES, FINDINGS, HAPPY, REPORTS, picture


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


VAGUE = as_scores([0.1, 0.1, 0.1, 0.4, 0.1, 0.1, 0.1])


def of_old(*scores: Scores | None, dominant: str | None = "happy") -> ClipFindings:
    """Findings whose every moment counts half a second, as kept before anything was unclear."""
    timeline = tuple(Moment(n / 2, row) for n, row in enumerate(scores))
    face_s = (len(scores) - scores.count(None)) / 2
    found = Picture(len(scores) / 2, face_s, Emotions(VAGUE, dominant, timeline), hindrance="dark")
    return ClipFindings(found)


@pytest.mark.parametrize(
    ("scores", "unclear_s", "dominant"),
    [
        ([HAPPY] * 8 + [None] * 4, 0.0, "happy"),
        ([HAPPY] * 5 + [VAGUE] * 3, 1.5, "happy"),
        ([HAPPY] * 4 + [VAGUE] * 4, 2.0, None),
        ([HAPPY] * 4 + [None] * 20 + [VAGUE] * 3, 1.5, "happy"),
        ([VAGUE] * 8, 4.0, None),
        ([None] * 8, 0.0, None),
    ],
)
def test_what_was_kept_before_there_was_unclear_time_is_read_by_todays_measure(
    scores: list[Scores | None], unclear_s: float, dominant: str | None
) -> None:
    old = of_old(*scores)
    report, kept = assemble(old, Words("ko")).to_json(), old.to_json()
    del report["hindrance"], report["emotions"]["unclear_s"]
    del kept["picture"]["hindrance"], kept["picture"]["emotions"]["unclear_s"]
    whole, clip = Report.from_json(report), ClipFindings.from_json(kept).picture
    assert whole.emotions == clip.emotions
    assert (whole.emotions.unclear_s, whole.emotions.dominant) == (unclear_s, dominant)
    assert whole.hindrance is clip.hindrance is None


@pytest.mark.parametrize(
    ("scores", "share"),
    [([], 0), ([None] * 2, 0), ([HAPPY, HAPPY, VAGUE, VAGUE, None], 0.5), ([VAGUE] * 2, 1)],
)
def test_unclear_is_a_share_of_the_usable_time(scores: list[Scores | None], share: float) -> None:
    assert unclear_share([Moment(float(n), row) for n, row in enumerate(scores)]) == share


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


@pytest.mark.parametrize(
    ("shares", "label"),
    [
        ([0, 0, 0, 0.5, 0.3, 0, 0.2], "happy"),
        ([0, 0, 0, 0.4999, 0.3001, 0, 0.2], None),
        ([0, 0, 0, 0, 0, 0, 1.0], "neutral"),
        ([1 / 7] * 7, None),
    ],
)
def test_a_moment_is_clear_when_it_is_more_likely_right_than_wrong(
    shares: list[float], label: str | None
) -> None:
    assert Moment(0.0, as_scores(shares)).leader == label


def test_a_moment_without_a_face_has_no_leader() -> None:
    assert Moment(0.0, None).leader is None


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


def test_when_somebody_spoke_is_kept_and_old_reports_do_not_know_it() -> None:
    speech = Speech(None, ("speech_model_missing",), "", ((0.5, 2.25), (3.0, 4.125)))
    found = ClipFindings(Picture(5.0, 0.0, Emotions()), speech)
    report = assemble(found, Words("ko"))

    assert report.voiced == ((0.5, 2.25), (3.0, 4.125))
    assert Report.from_json(report.to_json()) == report
    assert ClipFindings.from_json(found.to_json()) == found
    old = report.to_json()
    del old["voiced"]
    assert Report.from_json(old).voiced == ()
