"""What may be claimed of a whole curve."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import majority
from analysis.report import LABELS, STEP_S, Moment, Scores, as_scores
from tests.analysis.given import SCORES


def moments(pattern: str) -> list[Moment]:
    """h and s are clear, ? is unclear, a blank is a gap: five letters a second."""
    shares = {"h": ("happy", 0.9), "s": ("sad", 0.9), "?": ("happy", 0.4)}
    return [
        Moment(round(STEP_S * i, 3), None if letter == " " else vector(*shares[letter]))
        for i, letter in enumerate(pattern)
    ]


def vector(label: str, share: float) -> tuple[float, ...]:
    rest = (1 - share) / (len(LABELS) - 1)
    return as_scores([share if name == label else rest for name in LABELS])


@pytest.mark.parametrize(
    ("pattern", "label"),
    [
        ("h" * 20, "happy"),
        ("h" * 11 + "s" * 9, "happy"),
        # Exactly a half is no majority.
        ("h" * 10 + "s" * 10, None),
        # The time without a face is not usable and counts for nothing.
        ("h" * 11 + " " * 30 + "s" * 9, "happy"),
        # What is unclear is usable and counts against.
        ("h" * 10 + "?" * 10, None),
        ("h" * 11 + "?" * 9, "happy"),
        ("?" * 20, None),
        # Two of three, but never for a second in a row.
        ("hhs" * 20, None),
        ("hh?" * 20, None),
        ("hhhhs" * 20, None),
        ("hhhhs" * 4 + "hhhhh", "happy"),
        ("hhhh " * 20, None),
        (" " * 20, None),
        ("", None),
    ],
)
def test_a_label_needs_a_sustained_majority_of_the_usable_time(
    pattern: str, label: str | None
) -> None:
    assert majority.dominant(moments(pattern)) == label


NEUTRAL = LABELS.index("neutral")


@given(st.lists(st.none() | SCORES, max_size=60))
def test_the_mean_is_that_of_the_less_neutral_half_and_no_share_more_than_doubles(
    rows: list[Scores | None],
) -> None:
    mean = majority.mean([Moment(round(STEP_S * i, 3), row) for i, row in enumerate(rows)])
    usable = [row for row in rows if row is not None]
    assert (mean is None) == (not usable)
    if mean is not None:
        plain = [math.fsum(shares) / len(usable) for shares in zip(*usable, strict=True)]
        assert all(share <= 2 * of_all + 4e-4 for share, of_all in zip(mean, plain, strict=True))
        assert math.fsum(mean) == pytest.approx(1, abs=1e-9)
        calm = sorted(row[NEUTRAL] for row in usable)[: (len(usable) + 1) // 2]
        assert mean[NEUTRAL] == pytest.approx(math.fsum(calm) / len(calm), abs=1e-3)


@given(st.text("hs? ", max_size=40), st.integers(0, 40))
def test_less_clarity_never_makes_a_claim(pattern: str, place: int) -> None:
    blurred = pattern[:place] + pattern[place : place + 1].replace("h", "?") + pattern[place + 1 :]
    if majority.dominant(moments(pattern)) is None:
        assert majority.dominant(moments(blurred)) in {None, "sad"}
