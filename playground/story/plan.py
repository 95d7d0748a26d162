"""What happens when in the two months before a moment: the same each time, by the day of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

from playground.story import days, doyun, emma, family, films, jiwoo
from playground.story.archives import Written
from playground.story.days import Habit
from playground.story.pages import Clip, Scene, Script

#: What each of the people says, in their order.
SCRIPTS: Final[tuple[Script, ...]] = (jiwoo.SCRIPT, emma.SCRIPT, doyun.SCRIPT)

#: Pages of so many last days are typed into the chat; what is older comes in by /import.
TYPED_DAYS: Final = 12

#: Pages with one of these tags are shared with the family where they are typed.
FAMILY_TAGS: Final = frozenset({"가족", "family"})

#: Which of their own clips the first two people share with the family, counted from the last.
_SHARED: Final = {0: 1, 1: 2}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A clip of somebody's own diary; `film` is the name of its file, `at` in unix seconds."""

    who: int
    clip: Clip
    film: str
    at: float
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A clip of the family's diary, with what is said about it."""

    scene: Scene
    film: str
    at: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Times are unix seconds. `typed` and `brought` are each person's pages, in order."""

    begin: float
    recorded: Sequence[Recorded]
    shown: Sequence[Shown]
    typed: Sequence[Sequence[Written]]
    brought: Sequence[Sequence[Written]]


def plan(now: float, people: int, scale: float = 1.0) -> Plan:
    """The story of so many people; a `scale` below 1 takes that part of it, and some of all."""
    last = days.today(now)
    first = last - dt.timedelta(days=days.LONGEST_AGO + 1)
    pages = [_written(who, last, now, scale) for who in range(people)]
    typed_from = last - dt.timedelta(days=TYPED_DAYS)
    return Plan(
        begin=days.moment(first, _chance("begin"), now),
        recorded=[one for who in range(people) for one in _recorded(who, last, now, scale)],
        shown=_shown(people, last, now, scale),
        typed=[[one for one in own if one.day >= typed_from] for own in pages],
        brought=[[one for one in own if one.day < typed_from] for own in pages],
    )


def is_for_family(one: Written) -> bool:
    """Whether a typed page is shared with the family."""
    return not FAMILY_TAGS.isdisjoint(one.page.tags.split())


def _written(who: int, last: dt.date, now: float, scale: float) -> list[Written]:
    """Somebody's pages of the two months, which may not be all that they have, and of years ago."""
    script, random = SCRIPTS[who], _chance(f"pages {who}")
    pages = _part(script.pages, scale)
    dates = days.written(len(pages), Habit(script.weekdays, script.silent), last, random)
    years = [(days.years_before(last, ago), page) for ago, page in script.years]
    numbered = enumerate([*years, *zip(dates, pages, strict=True)])
    made = [Written(n, page, day, days.moment(day, random, now)) for n, (day, page) in numbered]
    return sorted(made, key=lambda one: (one.at, one.number))


def _recorded(who: int, last: dt.date, now: float, scale: float) -> list[Recorded]:
    clips = _part(SCRIPTS[who].clips, scale)
    shared = len(clips) - _SHARED.get(who, 0)
    return [
        Recorded(who, clip, films.name(clip.look, who, n), _at(clip, last, now), n == shared)
        for n, clip in enumerate(clips)
    ]


def _shown(people: int, last: dt.date, now: float, scale: float) -> list[Shown]:
    scenes = [scene for scene in _part(family.SCENES, scale) if scene.who < people]
    return [
        Shown(scene, films.name(scene.clip.look, scene.who, 50 + n), _at(scene.clip, last, now))
        for n, scene in enumerate(scenes)
    ]


def _at(clip: Clip, last: dt.date, now: float) -> float:
    day = last - dt.timedelta(days=clip.days_ago)
    return days.moment(day, _chance(clip.page.title), now)


def _part(everything: Sequence[T], scale: float) -> Sequence[T]:
    """The last of them, one at least."""
    return everything[-max(1, math.ceil(len(everything) * scale)) :]


def _chance(name: str) -> Random:
    """The same numbers each time; no secret is made of them."""
    return Random(name)  # noqa: S311 - see there
