"""What goes with which mood: of the days with a tag, on how many the own mood was good.

Nothing here says why: days with a tag are counted, and how often the mood that the person chose on
them was 4 or 5 of 5. The machine's reading of a face is not used. A tag is told of from `FEWEST`
days on; below that, chance tells more than the tag.

The interval is Wilson's score interval for a part of a whole (E. B. Wilson, "Probable inference,
the law of succession, and statistical inference", JASA 22, 1927), at 95 %: unlike the usual
mean ± 1.96 · error it stays within 0 and 1 and holds for few days too. That days are independent of
each other is assumed, and only roughly true.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Days with a tag and a mood of one's own below which nothing is said.
FEWEST: Final = 5

#: From this mood on, of 1 to 5, a day counts as good.
GOOD: Final = 4

#: The quantile of the normal distribution for 95 % on both sides.
Z: Final = 1.959964

#: Tags that are told of, at most: of those above all days, and of those below.
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """Two parts of 1 between which the true part lies with a certainty of 95 %."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Association:
    """A tag (None: all days), on how many `days` with a mood, how many of them `good`.

    `mean` is the mean mood of these days, 1 to 5.
    """

    tag: str | None
    days: int
    good: int
    mean: float

    @property
    def part(self) -> float:
        """The part of these days that was good."""
        return self.good / self.days

    @property
    def interval(self) -> Interval:
        """Where the part lies that more such days would show."""
        return wilson(self.good, self.days)


@dataclass(frozen=True, slots=True)
class Details:
    """The days with one tag, each with its mean mood, the newest first; and all the `others`.

    `others` is None where too few days are without the tag.
    """

    tag: Association
    others: Association | None
    days: tuple[tuple[dt.date, float], ...]

    @property
    def is_apart(self) -> bool:
        """Whether the other days lie beyond what the days with the tag leave open."""
        if self.others is None:
            return False
        return not self.tag.interval.low <= self.others.part <= self.tag.interval.high


@dataclass(frozen=True, slots=True)
class Felt:
    """An entry with a mood of its author's own, 1 to 5, and its tags."""

    day: dt.date
    mood: int
    tags: tuple[str, ...]


def wilson(good: int, number: int) -> Interval:
    """Wilson's interval of `good` in `number` (1 or more); raises ValueError for other numbers."""
    if not 0 <= good <= number or number < 1:
        raise ValueError(f"{good} of {number} is no part")
    part, spread = good / number, Z * Z / number
    centre = (part + spread / 2) / (1 + spread)
    half = Z * math.sqrt(part * (1 - part) / number + spread / (4 * number)) / (1 + spread)
    low = 0.0 if good == 0 else max(0.0, centre - half)
    return Interval(low, 1.0 if good == number else min(1.0, centre + half))


def of_tags(felt: Iterable[Felt]) -> tuple[Association, Sequence[Association]] | None:
    """All days together, and the tags with enough of them: the best, then the worst, going down.

    A day's mood is the mean of its entries'. None where there are too few days at all. Of tags that
    stand on exactly the same days the first by name is told of: the others say nothing new.
    """
    entries = list(felt)
    everything = _association(None, _by_day(entries))
    if everything is None:
        return None
    tagged: dict[str, list[Felt]] = {}
    for entry in entries:
        for tag in set(entry.tags):
            tagged.setdefault(tag, []).append(entry)
    days = {tag: _by_day(theirs) for tag, theirs in sorted(tagged.items())}
    alone = {frozenset(days[tag]): tag for tag in reversed(days)}
    made = (_association(tag, days[tag]) for tag in alone.values())
    found = [one for one in made if one is not None]
    found.sort(key=lambda one: (-one.part, -one.mean, -one.days, one.tag or ""))
    return everything, _outermost(found, everything)


def of_tag(felt: Iterable[Felt], tag: str) -> Details | None:
    """The days of one tag; None where there are fewer than `FEWEST`.

    Days count as for `of_tags`: by the entries with the tag, of which a day may have others.
    """
    entries = list(felt)
    days = _by_day(entry for entry in entries if tag in entry.tags)
    found = _association(tag, days)
    if found is None:
        return None
    without = {day: mood for day, mood in _by_day(entries).items() if day not in days}
    newest = tuple(sorted(days.items(), reverse=True))
    return Details(found, _association(None, without), newest)


def _outermost(found: Sequence[Association], whole: Association) -> Sequence[Association]:
    """Of tags in their order, from the best on, the first above all days and the last below."""
    bar = (whole.part, whole.mean)
    above = [one for one in found if (one.part, one.mean) >= bar]
    return [*above[:MOST], *found[len(above) :][-MOST:]]


def _by_day(felt: Iterable[Felt]) -> Mapping[dt.date, float]:
    moods: dict[dt.date, list[int]] = {}
    for entry in felt:
        moods.setdefault(entry.day, []).append(entry.mood)
    return {day: sum(them) / len(them) for day, them in moods.items()}


def _association(tag: str | None, moods: Mapping[dt.date, float]) -> Association | None:
    if len(moods) < FEWEST:
        return None
    good = sum(mood >= GOOD for mood in moods.values())
    # fsum: the same whatever the order of the entries.
    return Association(tag, len(moods), good, math.fsum(moods.values()) / len(moods))
