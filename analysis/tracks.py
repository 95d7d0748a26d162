"""Follows faces through a clip and decides which one the clip is about.

A track is one face seen again and again at about the same place. The clip is about the track that
is large for long; tracks of the same size that fill its pauses (a person who looked away or left)
belong to it. Other people's pictures end with the clip; only that they were there is said.

A face that the finder does not see is not followed by its picture: as like to the last look as a
head that turned to seven tenths of its width (correlation .57) or tilted by 20 degrees (.59) is a
face with a hand before it (.62) or another person (up to .60); a bound that keeps those out follows
only what the finder finds anyway (`python benchmarks/face_finders.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np

from analysis.expressions import SIDE, Box, crop
from analysis.faces import Face, Finder, Grey, likeness
from analysis.quality import quality

# The whole picture is searched at every so many samples, and whenever nobody is followed.
_SEARCH_EVERY: Final = 8
# Faces followed at a time: the largest ones. More people than this are a crowd.
_FOLLOWED: Final = 3
# A face that was not seen for so long is another track when it comes back.
_LOST_S: Final = 0.7
# For so long after a face has left, every picture is searched for its return.
_AWAITED_S: Final = 10.0
# Two boxes that share this much are one face.
_SAME: Final = 0.3
_LOOK_S: Final = 0.2
# Shorter tracks count only where there is no longer one.
_REAL_S: Final = 0.9
_REAL_SIGHTINGS: Final = 4
# Tracks that may overlap and differ in size by so much and still be one person's.
_OVERLAP_S: Final = 0.3
_SIZE_RATIO: Final = 2.5


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look at a face: its crop, and its use for reading it, 0 (none) to 1.

    `hindrance` says why a look of no use is of none, in a word of `quality.HINDRANCES`.
    """

    t_s: float
    box: Box
    crop: Grey
    weight: float
    hindrance: str | None = None


@dataclass(slots=True)
class Track:
    """One face over time."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def start_s(self) -> float:
        """When it was first seen."""
        return self.sightings[0].t_s

    @property
    def end_s(self) -> float:
        """When it was last seen."""
        return self.sightings[-1].t_s

    @property
    def box(self) -> Box:
        """Where it was last seen."""
        return self.sightings[-1].box

    @property
    def side(self) -> float:
        """Its usual size, pixels."""
        return float(np.median([sighting.box[3] for sighting in self.sightings]))

    @property
    def place(self) -> Box:
        """Its usual place."""
        x, y, width, height = np.median([s.box for s in self.sightings], axis=0)
        return (float(x), float(y), float(width), float(height))

    @property
    def importance(self) -> float:
        """Size times duration; a single look counts as a short one."""
        return self.side * (self.end_s - self.start_s + _LOOK_S)

    @property
    def is_real(self) -> bool:
        """Whether it was there long enough to speak of."""
        lasted = self.end_s - self.start_s >= _REAL_S
        return lasted and len(self.sightings) >= _REAL_SIGHTINGS


class Follower:
    """Takes the pictures of a clip in time order and keeps the tracks."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self._count = 0
        self._live: list[Track] = []
        self._ended: list[Track] = []

    def see(self, t_s: float, grey: Grey) -> None:
        """Looks for the followed faces, and at times for new ones."""
        self._let_go(t_s)
        found = [self._follow(track, t_s, grey) for track in self._leading()]
        if self._count % _SEARCH_EVERY == 0 or not any(found) or self._misses_somebody(t_s):
            self._search(t_s, grey)
        self._count += 1

    def tracks(self) -> list[Track]:
        """The tracks that count, the most important first: real ones where there are any."""
        every = [*self._ended, *self._live]
        real = [track for track in every if track.is_real]
        return sorted(real or every, key=lambda track: track.importance, reverse=True)

    def _misses_somebody(self, t_s: float) -> bool:
        """Whether a face has left so lately that it may come back at any picture."""
        return any(t_s - track.end_s < _AWAITED_S for track in self._ended)

    def _leading(self) -> list[Track]:
        return sorted(self._live, key=lambda track: track.box[3], reverse=True)[:_FOLLOWED]

    def _follow(self, track: Track, t_s: float, grey: Grey) -> bool:
        face = self.finder.near(grey, track.box)
        taken = face is not None and any(
            other is not track and other.end_s == t_s and likeness(other.box, face.box) > _SAME
            for other in self._live
        )
        if face is None or taken:
            return False
        track.sightings.append(_sighting(t_s, grey, face))
        return True

    def _search(self, t_s: float, grey: Grey) -> None:
        """New faces start tracks; a live one that was missed is found again."""
        faces = sorted(self.finder.everywhere(grey), key=lambda face: face.box[3], reverse=True)
        for face in faces:
            track = max(self._live, key=lambda live: likeness(live.box, face.box), default=None)
            if track is None or likeness(track.box, face.box) < _SAME:
                self._begin(t_s, grey, face)
            elif track.end_s < t_s:
                track.sightings.append(_sighting(t_s, grey, face))

    def _begin(self, t_s: float, grey: Grey, face: Face) -> None:
        """A new track, if a second look at another scale confirms the face."""
        confirmed = self.finder.near(grey, face.box)
        if confirmed is not None:
            self._live.append(Track([_sighting(t_s, grey, confirmed)]))

    def _let_go(self, t_s: float) -> None:
        """Tracks that were lost end; passers-by are forgotten, with their crops."""
        lost = [track for track in self._live if t_s - track.end_s > _lost_after(track)]
        self._live = [track for track in self._live if track not in lost]
        self._ended.extend(lost)
        if any(track.is_real for track in (*self._ended, *self._live)):
            self._ended = [track for track in self._ended if track.is_real]


def chosen(tracks: Sequence[Track]) -> tuple[list[Sighting], bool]:
    """The sightings of the person whom the clip is about, and whether others were really there.

    `tracks` come the most important first.
    """
    people: list[list[Track]] = []
    for track in tracks:
        strangers = [person for person in people if not _may_be(track, person)]
        same = [person for person in people if person not in strangers]
        if same and not any(_stays_with(track, person) for person in strangers):
            same[0].append(track)
        else:
            people.append([track])
    if not people:
        return [], False
    main = max(people, key=lambda person: sum(track.importance for track in person))
    sightings = [sighting for track in main for sighting in track.sightings]
    several = any(track.is_real for person in people if person is not main for track in person)
    return sorted(sightings, key=lambda sighting: sighting.t_s), several


def _may_be(track: Track, person: Sequence[Track]) -> bool:
    """Whether a track can be one of a person's: never at the same time, and of about their size."""
    at_once = any(_common_s(track, own) > _OVERLAP_S for own in person)
    ratio = track.side / person[0].side
    return not at_once and 1 / _SIZE_RATIO < ratio < _SIZE_RATIO


def _stays_with(track: Track, person: Iterable[Track]) -> bool:
    """Whether a track is at a person's usual place."""
    return any(likeness(track.place, own.place) > _SAME for own in person)


def _common_s(one: Track, other: Track) -> float:
    return min(one.end_s, other.end_s) - max(one.start_s, other.start_s)


def _lost_after(track: Track) -> float:
    """Seconds without a sighting that end a track: longer where pictures are far apart."""
    if len(track.sightings) < 2:  # noqa: PLR2004 - one sighting has no distance
        return 2 * _LOST_S
    steps = np.diff([sighting.t_s for sighting in track.sightings[-_REAL_SIGHTINGS:]])
    return max(_LOST_S, 2.5 * float(np.median(steps)))


def _sighting(t_s: float, grey: Grey, face: Face) -> Sighting:
    """What is kept of a face: a crop of the network's size."""
    large = crop(grey, face.box)
    way = cv2.INTER_AREA if large.shape[0] > SIDE else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(large, (SIDE, SIDE), interpolation=way), np.uint8)
    worth = quality(small, face, grey.shape)
    return Sighting(t_s, face.box, small, worth.weight, worth.hindrance)
