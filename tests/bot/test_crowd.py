"""Crowds: who has much waiting stands back while others may still be outside."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.crowd import LONGEST_S, MOMENT_S, Crowd

ARRIVALS = st.lists(st.tuples(st.floats(0, 5), st.booleans()), max_size=60)


def test_nobody_stands_back_before_anything_has_come() -> None:
    assert Crowd().left_s(0.0) == 0


def test_it_is_over_when_all_are_in_or_a_moment_after_the_last() -> None:
    crowd = Crowd()
    crowd.note(100.0, more=True)
    assert crowd.left_s(100.5) == MOMENT_S - 0.5
    assert crowd.left_s(100.0 + MOMENT_S) == 0
    crowd.note(200.0, more=True)
    assert crowd.left_s(200.0) == MOMENT_S
    crowd.note(200.1, more=False)
    assert crowd.left_s(200.1) == 0


@given(ARRIVALS)
def test_nobody_stands_back_for_longer_than_it_may_last(
    arrivals: Sequence[tuple[float, bool]],
) -> None:
    crowd, now, free_at = Crowd(), 0.0, 0.0
    for pause, more in arrivals:
        now += pause
        if not more or crowd.left_s(now) == 0:
            free_at = now
        crowd.note(now, more=more)
        assert now + crowd.left_s(now) <= free_at + max(LONGEST_S, MOMENT_S)


def test_where_it_never_ends_it_counts_no_longer() -> None:
    crowd = Crowd()
    for tenth in range(1000):
        crowd.note(tenth / 10, more=True)
        assert (crowd.left_s(tenth / 10) > 0) is (tenth < 10 * LONGEST_S)
