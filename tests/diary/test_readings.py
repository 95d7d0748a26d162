"""One line about a curve: brighter, heavier, or nothing that the numbers do not carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import LABELS, Emotions, Moment, Scores
from diary.readings import UNCLEAR, Reading, read
from tests.diary.given import CALM, HAPPY, SAD, emotions

ANGRY: Scores = (0.9, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1)
SURPRISED: Scores = (0.0, 0.0, 0.0, 0.0, 0.0, 0.9, 0.1)
VAGUE: Scores = (0.0, 0.0, 0.0, 0.4, 0.3, 0.0, 0.3)
VAGUELY_SAD: Scores = (0.25, 0.0, 0.25, 0.0, 0.45, 0.0, 0.05)


def seconds(*parts: tuple[int, Scores | None]) -> Emotions:
    """A curve of stretches: each so many seconds of one expression, five samples a second."""
    return emotions(*[scores for length, scores in parts for _ in range(length * 5)])


@pytest.mark.parametrize(
    ("curve", "duration_s", "reading"),
    [
        (seconds((30, CALM)), 30.0, Reading("neutral")),
        (seconds((20, CALM), (10, HAPPY)), 30.0, Reading("neutral", "brighter", 10)),
        (seconds((20, CALM), (10, SAD)), 30.0, Reading("neutral", "heavier", 10)),
        (seconds((20, CALM), (10, ANGRY)), 30.0, Reading("neutral", "heavier", 10)),
        (seconds((20, SAD), (10, CALM)), 30.0, Reading("neutral", "brighter", 10)),
        (seconds((20, CALM), (10, SURPRISED)), 30.0, Reading("neutral")),
        (seconds((8, CALM), (4, HAPPY)), 12.0, Reading("neutral", "brighter", 4)),
        # Too short to have a last part.
        (seconds((3, CALM), (2, HAPPY)), 5.0, Reading("neutral")),
        # The last part was hardly seen.
        (seconds((28, CALM), (1, None), (1, HAPPY)), 30.0, Reading("neutral")),
        # What came before was not seen at all.
        (seconds((20, None), (10, HAPPY)), 30.0, Reading("happy")),
        # What is unclear cannot show a turn,
        (seconds((20, CALM), (10, VAGUELY_SAD)), 30.0, Reading("neutral")),
        (seconds((20, CALM), (9, VAGUELY_SAD), (1, HAPPY)), 30.0, Reading("neutral")),
        # and does not hide one.
        (seconds((20, CALM), (6, VAGUE), (4, SAD)), 30.0, Reading("neutral", "heavier", 10)),
        # A gap in the middle changes nothing.
        (seconds((10, CALM), (10, None), (10, HAPPY)), 30.0, Reading("neutral", "brighter", 10)),
    ],
)
def test_the_last_part_is_compared_with_what_came_before(
    curve: Emotions, duration_s: float, reading: Reading
) -> None:
    assert read(curve, duration_s) == reading


def test_where_no_expression_may_be_named_nothing_is_read() -> None:
    assert read(Emotions(HAPPY, None, emotions(*[HAPPY] * 9).timeline), 30.0) is None
    assert read(emotions(None, None), 30.0) is None


@pytest.mark.parametrize(("vague", "clear", "reading"), [(6, 5, Reading(UNCLEAR)), (5, 5, None)])
def test_a_face_that_was_mostly_unclear_is_read_as_that(
    vague: int, clear: int, reading: Reading | None
) -> None:
    curve = seconds((vague, VAGUE), (9, None), (clear, CALM))
    assert read(Emotions(CALM, None, curve.timeline), 30.0) == reading


SCORES = st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7).map(tuple)
CURVES = st.builds(
    Emotions,
    SCORES,
    st.sampled_from([None, *LABELS]),
    st.lists(st.builds(Moment, st.floats(0, 700), st.none() | SCORES), max_size=80).map(
        lambda moments: tuple(sorted(moments, key=lambda m: m.t_s))
    ),
)


@given(CURVES, st.floats(0, 700))
def test_any_curve_can_be_read(curve: Emotions, duration_s: float) -> None:
    reading = read(curve, duration_s)
    if curve.dominant is None:
        assert reading in {None, Reading(UNCLEAR)}
    else:
        assert reading is not None
        assert reading.overall == curve.dominant
    if reading is not None:
        assert (reading.turn is None) == (reading.turn_s == 0)
        assert reading.turn in {None, "brighter", "heavier"}
        assert 0 <= reading.turn_s <= min(10, duration_s / 3 + 1)


@given(CURVES, st.floats(0, 700))
def test_a_curve_upside_down_turns_the_other_way(curve: Emotions, duration_s: float) -> None:
    happy, sad = LABELS.index("happy"), LABELS.index("sad")

    def swapped(scores: Scores | None) -> Scores | None:
        if scores is None:
            return None
        vector = [0.0] * 7
        vector[sad], vector[happy] = scores[happy], scores[sad]
        return tuple(vector)  # type: ignore[return-value]

    only = [Moment(m.t_s, swapped(swapped(m.scores))) for m in curve.timeline]
    turned = [Moment(m.t_s, swapped(m.scores)) for m in only]
    one = read(Emotions(HAPPY, "happy", tuple(only)), duration_s)
    other = read(Emotions(HAPPY, "happy", tuple(turned)), duration_s)
    assert one is not None
    assert other is not None
    opposite = {"brighter": "heavier", "heavier": "brighter", None: None}
    assert other.turn == opposite[one.turn]
