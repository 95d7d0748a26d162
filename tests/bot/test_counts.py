"""Numbers of what became of the calls."""

from bot.counts import Counts


def test_counts_are_nearest_ranks() -> None:
    counts = Counts()
    assert counts.wait_s(0.5) == 0.0
    counts.waits.extend(float(n) for n in range(100))
    assert (counts.wait_s(0.5), counts.wait_s(0.95), counts.wait_s(1.0)) == (50.0, 95.0, 99.0)
