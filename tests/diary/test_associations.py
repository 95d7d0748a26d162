"""What goes with which mood: counted days, an honest interval, and nothing from too few."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.associations import FEWEST, GOOD, MOST, Felt, of_tag, of_tags, wilson

FIRST = dt.date(2026, 1, 1)

FELT = st.builds(
    Felt,
    day=st.integers(0, 40).map(lambda n: FIRST + dt.timedelta(days=n)),
    mood=st.integers(1, 5),
    tags=st.lists(st.sampled_from(["산책", "회사", "walk", "커피"]), unique=True).map(tuple),
)


def felt(n: int, mood: int, *tags: str) -> Felt:
    return Felt(FIRST + dt.timedelta(days=n), mood, tags)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_part_and_stays_within_nothing_and_everything(
    counted: tuple[int, int],
) -> None:
    good, number = counted
    found = wilson(good, number)
    assert 0 <= found.low <= good / number <= found.high <= 1
    assert found.low < found.high


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_good_and_not_good_days_mirror_each_other(counted: tuple[int, int]) -> None:
    good, number = counted
    one, other = wilson(good, number), wilson(number - good, number)
    assert one.low == pytest.approx(1 - other.high)
    assert one.high == pytest.approx(1 - other.low)


@given(st.integers(1, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_more_days_of_the_same_kind_make_it_narrower(counted: tuple[int, int]) -> None:
    good, number = counted
    few, many = wilson(good, number), wilson(4 * good, 4 * number)
    assert many.high - many.low < few.high - few.low


def test_the_interval_is_that_of_the_textbook() -> None:
    """Six of eight: R's `prop.test(6, 8, correct = FALSE)` gives 0.4093 and 0.9285."""
    found = wilson(6, 8)
    assert (found.low, found.high) == (
        pytest.approx(0.4093, abs=1e-4),
        pytest.approx(0.9285, abs=1e-4),
    )


@pytest.mark.parametrize(("good", "number"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_part_of_a_whole_is_refused(good: int, number: int) -> None:
    with pytest.raises(ValueError, match="is no part"):
        wilson(good, number)


@given(st.lists(FELT, max_size=80))
def test_no_tag_is_told_of_from_too_few_days_and_none_counts_more_days_than_there_are(
    entries: list[Felt],
) -> None:
    found = of_tags(entries)
    days = {entry.day for entry in entries}
    if found is None:
        assert len(days) < FEWEST
        return
    everything, tags = found
    assert everything.days == len(days)
    assert len(tags) <= 2 * MOST
    for one in tags:
        theirs = {entry.day for entry in entries if one.tag in entry.tags}
        assert FEWEST <= one.days == len(theirs) <= everything.days
        assert 0 <= one.good <= one.days
        assert 1 <= one.mean <= 5
        assert one.interval.low <= one.part <= one.interval.high


@given(st.lists(FELT, max_size=60), st.randoms())
def test_the_order_of_the_entries_changes_nothing(entries: list[Felt], chance: object) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert of_tags(shuffled) == of_tags(entries)


def test_a_day_with_two_entries_counts_once_with_the_mean_of_its_moods() -> None:
    entries = [felt(n, 5, "산책") for n in range(5)] + [felt(0, 2, "산책")]
    found = of_tags(entries)
    assert found is not None
    [walk] = found[1]
    assert (walk.days, walk.good) == (5, 4)
    assert walk.mean == pytest.approx((4 * 5 + 3.5) / 5)


def test_of_tags_on_exactly_the_same_days_one_is_told_of() -> None:
    entries = [felt(n, 4, "회의", "회사") for n in range(6)]
    found = of_tags(entries)
    assert found is not None
    assert [one.tag for one in found[1]] == ["회사"]


def test_of_many_tags_the_three_best_and_the_three_worst_are_told_of() -> None:
    entries = [
        felt(10 * n + day, 5 if day < n else 1, f"{n}") for n in range(10) for day in range(9)
    ]
    found = of_tags(entries)
    assert found is not None
    assert [one.tag for one in found[1]] == ["9", "8", "7", "2", "1", "0"]


def test_the_best_comes_first() -> None:
    entries = [felt(n, GOOD, "커피", "산책" if n > 4 else "회사") for n in range(10)]
    entries += [felt(n, 1, "회사") for n in range(20, 25)]
    found = of_tags(entries)
    assert found is not None
    assert [one.tag for one in found[1]] == ["커피", "산책", "회사"]


@given(st.lists(FELT, max_size=80))
def test_the_days_of_a_tag_and_the_others_are_all_days_each_once(entries: list[Felt]) -> None:
    for tag in {tag for entry in entries for tag in entry.tags}:
        found = of_tag(entries, tag)
        theirs = {entry.day for entry in entries if tag in entry.tags}
        if found is None:
            assert len(theirs) < FEWEST
            continue
        days = [day for day, _ in found.days]
        assert days == sorted(theirs, reverse=True)
        assert found.tag.days == len(theirs)
        assert found.tag.good == sum(mood >= GOOD for _, mood in found.days)
        others = {entry.day for entry in entries} - theirs
        assert (found.others.days if found.others else len(others)) == len(others)
        assert (found.others is None) == (len(others) < FEWEST)


def test_the_other_days_differ_only_where_they_lie_outside_of_what_is_open() -> None:
    walks = [felt(n, 5 if n < 4 else 1, "산책") for n in range(5)]
    alike = of_tag([*walks, *(felt(10 + n, 5 if n < 3 else 1) for n in range(6))], "산책")
    apart = of_tag([*walks, *(felt(10 + n, 1) for n in range(6))], "산책")
    alone = of_tag(walks, "산책")
    assert alike is not None
    assert apart is not None
    assert alone is not None
    assert (alike.is_apart, apart.is_apart, alone.is_apart) == (False, True, False)
