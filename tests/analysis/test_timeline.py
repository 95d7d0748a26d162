"""The curve: real seconds, gaps, means, and what dominates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import timeline
from analysis.report import LABELS, STEP_S, as_scores
from analysis.timeline import Looks

HAPPY, SAD, NEUTRAL = (LABELS.index(label) for label in ("happy", "sad", "neutral"))


def certain(label: int) -> list[float]:
    return [1.0 if i == label else 0.0 for i in range(len(LABELS))]


def steady(seconds: float, label: int = HAPPY, missing: tuple[float, float] = (0, 0)) -> Looks:
    pictures = [0.2 * i for i in range(round(seconds * 5))]
    times = [t for t in pictures if not missing[0] <= t < missing[1]]
    return timeline.looks(
        times, [certain(label)] * len(times), [1.0] * len(times), [*pictures, seconds]
    )


@st.composite
def any_looks(draw: st.DrawFn) -> tuple[Looks, float]:
    """Looks as a clip may give them, with the duration of the clip."""
    steps = draw(st.lists(st.floats(0.03, 3.0), min_size=1, max_size=60))
    pictures = np.concatenate([[draw(st.floats(0, 1))], np.cumsum(steps)])
    pictures[1:] += pictures[0]
    usable = draw(st.lists(st.booleans(), min_size=len(pictures), max_size=len(pictures)))
    times = [float(t) for t, use in zip(pictures, usable, strict=True) if use]
    raw = draw(
        st.lists(
            st.lists(st.floats(0.001, 1), min_size=7, max_size=7),
            min_size=len(times),
            max_size=len(times),
        )
    )
    scores = [[value / sum(row) for value in row] for row in raw]
    worth = st.just(0.0) | st.floats(0.01, 1)
    weights = draw(st.lists(worth, min_size=len(times), max_size=len(times)))
    return timeline.looks(times, scores, weights, list(pictures)), float(pictures[-1])


@given(any_looks())
def test_every_moment_is_a_gap_or_a_score_vector_on_the_grid(drawn: tuple[Looks, float]) -> None:
    found, duration_s = drawn
    curve = timeline.moments(found, duration_s)
    assert [moment.t_s for moment in curve] == [round(0.2 * i, 3) for i in range(len(curve))]
    assert abs(len(curve) * STEP_S - duration_s) <= STEP_S
    for moment in curve:
        if moment.scores is not None:
            assert sum(moment.scores) == pytest.approx(1, abs=1e-3)
            assert min(moment.scores) >= 0


@given(any_looks())
def test_stands_do_not_overlap_and_stay_in_the_clip(drawn: tuple[Looks, float]) -> None:
    found, duration_s = drawn
    assert (found.ends >= found.starts).all()
    assert (found.starts[1:] >= found.ends[:-1] - 1e-9).all()
    assert 0 <= found.face_s <= duration_s + 1e-6


@given(any_looks())
def test_there_is_a_mean_and_a_moment_exactly_when_there_are_seconds_of_a_face(
    drawn: tuple[Looks, float],
) -> None:
    found, duration_s = drawn
    emotions = timeline.emotions(found, duration_s, min_face_s=5.0)
    seen = any(moment.scores is not None for moment in emotions.timeline)
    assert (emotions.mean is not None) == seen == (round(found.face_s, 3) > 0)


@given(any_looks(), st.floats(0, 20))
def test_nothing_dominates_under_the_least_face_time(
    drawn: tuple[Looks, float], min_face_s: float
) -> None:
    found, duration_s = drawn
    if timeline.emotions(found, duration_s, min_face_s).dominant is not None:
        assert found.face_s >= min_face_s


@given(any_looks())
def test_smoothing_stays_between_the_scores_that_were_there(drawn: tuple[Looks, float]) -> None:
    found, duration_s = drawn
    for moment in timeline.moments(found, duration_s):
        if moment.scores is not None:
            assert (np.array(moment.scores) <= found.scores.max(axis=0) + 4e-4).all()
            assert (np.array(moment.scores) >= found.scores.min(axis=0) - 4e-4).all()


def test_a_face_that_is_away_leaves_a_gap_of_that_length() -> None:
    found = steady(10, missing=(4, 7))
    curve = timeline.moments(found, 10)
    assert [m.t_s for m in curve if m.scores is None] == pytest.approx(
        [4 + 0.2 * i for i in range(15)]
    )
    assert found.face_s == pytest.approx(7.0)


def test_nothing_is_smoothed_across_a_gap() -> None:
    pictures = [0.2 * i for i in range(50)]
    times = [t for t in pictures if not 4 <= t < 7]
    scores = [certain(HAPPY if t < 5 else SAD) for t in times]
    curve = timeline.moments(timeline.looks(times, scores, [1.0] * 35, [*pictures, 10]), 10)
    before = [m.scores for m in curve if m.scores is not None and m.t_s < 4]
    after = [m.scores for m in curve if m.scores is not None and m.t_s >= 7]
    assert {scores[HAPPY] for scores in before} == {1.0}
    assert {scores[SAD] for scores in after} == {1.0}


def test_a_change_without_a_gap_is_smoothed_over_the_window() -> None:
    times = [0.2 * i for i in range(50)]
    scores = [certain(HAPPY if t < 5 else SAD) for t in times]
    curve = timeline.moments(timeline.looks(times, scores, [1.0] * 50, [*times, 10]), 10)
    mixed = [m.t_s for m in curve if m.scores is not None and 0.01 < m.scores[HAPPY] < 0.99]
    assert mixed
    assert min(mixed) >= 4.2
    assert max(mixed) <= 5.8


@pytest.mark.parametrize(("missing", "seen_s"), [((1.9, 2.1), 4.0), ((1.9, 2.3), 4.0)])
def test_one_or_two_missed_looks_are_no_gap(missing: tuple[float, float], seen_s: float) -> None:
    found = steady(4, missing=missing)
    assert all(m.scores is not None for m in timeline.moments(found, 4))
    assert found.face_s == pytest.approx(seen_s)


def test_more_missed_looks_are_a_gap() -> None:
    found = steady(4, missing=(1.9, 2.5))
    assert [m.t_s for m in timeline.moments(found, 4) if m.scores is None] == [2.0, 2.2, 2.4]
    assert found.face_s == pytest.approx(3.4)


@pytest.mark.parametrize(("end_s", "seen"), [(1.08, False), (1.12, True)])
def test_a_moment_is_seen_when_a_face_was_there_for_half_of_its_step(
    end_s: float, *, seen: bool
) -> None:
    """The last look stands from the first second on for a part of the step."""
    pictures = [0.2 * i for i in range(6)]
    found = timeline.looks(pictures, [certain(HAPPY)] * 6, [1.0] * 6, [*pictures, end_s, 1.4])
    assert (timeline.moments(found, 1.4)[5].scores is not None) == seen


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 0.0])
def test_a_look_without_numbers_is_as_if_it_had_not_been(number: float) -> None:
    times = [0.2 * i for i in range(20)]
    scores = [[number] * 7 if 2 <= t < 3 else certain(HAPPY) for t in times]
    found = timeline.looks(times, scores, [1.0] * 20, [*times, 4.0])
    usable = steady(4, missing=(1.99, 2.99))
    assert timeline.emotions(found, 4.0, 2.0) == timeline.emotions(usable, 4.0, 2.0)


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_looks_without_a_weight_are_no_looks(weight: float) -> None:
    found = timeline.looks([0.0, 0.2], [certain(HAPPY)] * 2, [weight] * 2, [0.0, 0.2, 0.4])
    assert found.face_s == 0.0
    assert timeline.emotions(found, 0.4, 0.1).mean is None


def test_a_look_that_stands_for_no_time_gives_no_mean() -> None:
    pictures = [0.2 * i for i in range(6)]
    found = timeline.looks([1.0], [certain(HAPPY)], [1.0], pictures)
    assert (found.face_s, timeline.emotions(found, 1.0, 5).mean) == (0.0, None)


def test_a_standing_picture_counts_for_two_seconds_at_most() -> None:
    found = timeline.looks([0.0, 60.0], [certain(HAPPY)] * 2, [1, 1], [0.0, 60.0, 60.2])
    assert found.face_s == pytest.approx(2.2)


def test_weights_decide_the_curve_and_its_mean() -> None:
    scores, pictures = [certain(HAPPY), certain(SAD)] * 2, [0.2 * i for i in range(5)]
    found = timeline.looks(pictures[:4], scores, [0.9, 0.1] * 2, pictures)
    mean = timeline.emotions(found, 0.8, 5).mean
    assert mean is not None
    assert mean[HAPPY] == pytest.approx(0.9, abs=0.05)


def test_what_leads_nearly_always_dominates() -> None:
    assert timeline.emotions(steady(8), 8, 5).dominant == "happy"


def test_a_curve_without_a_majority_has_nothing_that_dominates() -> None:
    third = len(LABELS) - 1
    times = [0.2 * i for i in range(60)]
    scores = [certain((HAPPY, SAD, third)[int(t / 4)]) for t in times]
    found = timeline.looks(times, scores, [1.0] * 60, [*times, 12])
    assert timeline.emotions(found, 12, 5).dominant is None


def test_the_mean_is_taken_over_the_half_in_which_the_face_showed_most() -> None:
    times = [0.2 * i for i in range(100)]
    scores = [certain(HAPPY if 8 <= t < 13.9 else NEUTRAL) for t in times]
    found = timeline.emotions(timeline.looks(times, scores, [1.0] * 100, [*times, 20]), 20, 5)
    assert found.mean is not None
    assert found.mean[HAPPY] == pytest.approx(5.9 / 10, abs=0.03)
    assert found.mean[NEUTRAL] == pytest.approx(1 - found.mean[HAPPY], abs=0.001)
    assert found.dominant == "neutral"


def test_what_is_never_clear_is_unclear_all_the_time_and_names_nothing() -> None:
    third = [0.0] * 7
    third[HAPPY], third[SAD], third[NEUTRAL] = 0.4, 0.3, 0.3
    times = [0.2 * i for i in range(40)]
    found = timeline.emotions(timeline.looks(times, [third] * 40, [1.0] * 40, [*times, 8]), 8, 5)
    assert found.mean == as_scores(third)
    assert (found.dominant, found.unclear_s) == (None, pytest.approx(8.0))


@given(any_looks())
def test_unclear_seconds_are_seconds_of_usable_face(drawn: tuple[Looks, float]) -> None:
    found, duration_s = drawn
    assert 0 <= timeline.emotions(found, duration_s, 5).unclear_s <= found.face_s + 1e-3


def test_without_a_face_there_is_a_curve_of_gaps() -> None:
    found = timeline.looks([], [], [], [0.0, 0.2, 0.4, 0.6])
    emotions = timeline.emotions(found, 0.6, 5)
    assert (emotions.mean, emotions.dominant) == (None, None)
    assert [m.scores for m in emotions.timeline] == [None, None, None]
