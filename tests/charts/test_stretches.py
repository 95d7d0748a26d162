import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from analysis.report import LABELS, leader
from charts.curve import Curve
from charts.stretches import COLUMNS, gaps_of, length_of, samples_of, stretches_of, unclear_of
from tests.charts.scenes import a_curve, all_of


def spans(curve: Curve) -> list[tuple[Any, Any]]:
    return [
        (pytest.approx(stretch.start_s), pytest.approx(stretch.end_s))
        for stretch in stretches_of(curve)
    ]


def gaps(curve: Curve) -> list[tuple[Any, Any]]:
    return [
        (pytest.approx(a), pytest.approx(b))
        for a, b in gaps_of(stretches_of(curve), length_of(curve))
    ]


def test_a_face_seen_all_the_time_is_one_stretch_from_end_to_end() -> None:
    assert spans(a_curve(10)) == [(0, 10)]
    assert gaps(a_curve(10)) == []


def test_a_gap_begins_and_ends_half_way_between_two_samples() -> None:
    assert spans(a_curve(10, gaps=[(4, 6)])) == [(0, 3.9), (5.9, 10)]
    assert gaps(a_curve(10, gaps=[(4, 6)])) == [(3.9, 5.9)]


def test_a_gap_of_one_sample_is_a_gap() -> None:
    assert gaps(a_curve(10, gaps=[(4, 4.1)])) == [(3.9, 4.1)]


def test_a_face_that_comes_late_leaves_the_beginning_open() -> None:
    assert gaps(a_curve(10, gaps=[(0, 3), (8, 10)])) == [(0, 2.9), (7.9, 10)]


def test_samples_that_are_missing_altogether_are_a_gap_too() -> None:
    curve = a_curve(10)
    kept = [i for i, t in enumerate(curve.times) if not 4 <= t < 6]
    curve = dataclasses.replace(
        curve,
        times=tuple(curve.times[i] for i in kept),
        scores=tuple(curve.scores[i] for i in kept),
    )
    assert gaps(curve) == [(3.9, 5.9)]


def test_one_seen_sample_stands_for_one_distance_of_samples() -> None:
    curve = a_curve(10, gaps=[(0, 5), (5.2, 10)])
    assert spans(curve) == [(4.9, 5.1)]


def test_a_curve_without_a_face_is_one_gap() -> None:
    assert gaps(a_curve(10, gaps=[(0, 10)])) == [(0, 10)]


def test_nothing_is_drawn_across_the_join_of_two_clips() -> None:
    assert spans(a_curve(10, boundaries=(4.0,))) == [(0, 4), (4, 10)]


VAGUE = tuple(0.4 if label in {"sad", "neutral"} else 0.04 for label in LABELS)


def vague_between(*spans: tuple[float, float]) -> Callable[[float], tuple[float, ...]]:
    """A face that smiles, but for these seconds, in which nothing is clear."""
    smile = all_of("happy")
    return lambda t_s: VAGUE if any(a <= t_s < b for a, b in spans) else smile(t_s)


def test_what_is_unclear_for_a_while_is_found() -> None:
    curve = a_curve(20, scores=vague_between((5, 9), (14, 20)))
    assert unclear_of(curve) == (
        (pytest.approx(4.9), pytest.approx(8.9)),
        (pytest.approx(13.9), pytest.approx(20)),
    )


def test_a_change_from_one_expression_to_another_is_not_unclear_for_long_enough() -> None:
    curve = a_curve(20, scores=vague_between((5, 5.7), (12, 12.8)))
    assert unclear_of(curve) == ()


def test_a_second_of_five_moments_is_a_while_wherever_it_lies() -> None:
    spans = [(0.2 * first - 0.1, 0.2 * first + 0.9) for first in range(3, 140)]
    found = [unclear_of(a_curve(30, scores=vague_between(span))) for span in spans]
    assert found == [(pytest.approx(span),) for span in spans]


def test_what_is_clear_in_turn_is_not_unclear_where_the_picture_averages_it() -> None:
    """Ten minutes of smiles of 1.2 s and sad looks of 0.8 s: on the average neither leads."""
    smile, sad = ([0.8 if n == label else 0.033 for n in LABELS] for label in ("happy", "sad"))
    curve = a_curve(600, scores=lambda t: tuple(smile if round(t * 5) % 10 < 6 else sad))
    averaged = [s.scores for s in samples_of(curve) if s.scores is not None]
    assert sum(leader(scores) is None for scores in averaged) > len(averaged) / 2
    assert unclear_of(curve) == ()


def test_what_is_unclear_by_moments_is_found_where_the_picture_averages_it() -> None:
    curve = a_curve(600, scores=vague_between((300, 301.2), (400, 460)))
    assert unclear_of(curve) == (pytest.approx((299.9, 301.1)), pytest.approx((399.9, 459.9)))


def test_what_is_unclear_ends_at_a_gap() -> None:
    curve = a_curve(20, gaps=[(8, 12)], scores=vague_between((6, 14)))
    first, second = unclear_of(curve)
    assert first == (pytest.approx(5.9), pytest.approx(7.9))
    assert second == (pytest.approx(11.9), pytest.approx(13.9))


def test_a_curve_of_no_samples_and_no_length_still_has_an_axis() -> None:
    curve = dataclasses.replace(a_curve(1), duration_s=0.0, times=(), scores=())
    assert length_of(curve) > 0
    assert stretches_of(curve) == ()


def test_the_axis_is_never_shorter_than_the_samples() -> None:
    assert length_of(dataclasses.replace(a_curve(10), duration_s=5.0)) == pytest.approx(9.8)


def test_a_minute_is_drawn_sample_by_sample() -> None:
    assert len(samples_of(a_curve(60))) == 300


def test_many_samples_are_averaged_without_moving_the_gap() -> None:
    curve = a_curve(600, gaps=[(200, 260)])
    assert len(samples_of(curve)) <= COLUMNS
    assert spans(curve) == [(0, pytest.approx(200, abs=2)), (pytest.approx(260, abs=2), 600)]


def test_averages_are_shares_again() -> None:
    averaged = [s.scores for s in samples_of(a_curve(600)) if s.scores is not None]
    assert len(averaged) > COLUMNS / 2
    assert all(sum(scores) == pytest.approx(1) for scores in averaged)


def test_averages_do_not_mix_two_clips() -> None:
    curve = a_curve(600, boundaries=(301.0,))
    assert spans(curve) == [(0, 301), (301, 600)]
