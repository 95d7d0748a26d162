"""The video stage: one pass over a clip gives the expression curve and the sound's file."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import cv2

from analysis import faces, media, timeline, tracks
from analysis.expressions import Expressions, model_path
from analysis.pipeline import SOUND, Recipe, limits
from analysis.report import WARNINGS, Picture
from analysis.tracks import Follower, Sighting

#: The part of the looks at a person from which on what hinders them is worth saying.
_MANY: Final = 1 / 3
#: Mean grey level under which the Haar cascade finds no face: it finds the playground's at 30 and
#: no longer at 24.
_DARK: Final = 25.0


@dataclass(frozen=True, slots=True)
class Watched:
    """What there is to know of the pictures beside faces: [N] times and mean grey levels."""

    times: tuple[float, ...]
    levels: tuple[float, ...]

    @property
    def step_s(self) -> float:
        """The usual distance of two pictures."""
        steps = [after - before for before, after in pairwise(self.times)]
        return statistics.median(steps) if steps else 0.0

    @property
    def is_dark(self) -> bool:
        """Whether there was next to no light."""
        return bool(self.levels) and statistics.median(self.levels) < _DARK


def seen(clip: Path, folder: Path, recipe: Recipe) -> Picture:
    """What is to be seen in a clip; its sound is written to `folder`.

    Raises Rejected or ModelError.
    """
    cv2.setNumThreads(1)  # a second thread adds core time
    sound = folder / SOUND
    with media.opened(clip, limits(recipe)) as source:
        # Behind the look at the headers: a file that is refused costs next to nothing.
        model = Expressions(model_path())
        follower = Follower(faces.finder(Path(recipe.models)))
        watched = _watch(source, follower, recipe.samples_per_s, sound)
        source.check()
        duration_s, codes, heard = source.duration_s, source.warnings, source.heard
    mine, several = tracks.chosen(follower.tracks())
    moving = source.frames > 1
    found = _looks(mine if moving else [], [*watched.times, source.picture_s], model)
    face_s = found.face_s
    emotions = timeline.emotions(found, duration_s if moving else 0.0, recipe.min_face_s)
    reason = None
    if moving:
        codes |= _face_codes(face_s, recipe.min_face_s, several=several)
        enough_s = _enough_s(face_s, source.picture_s, recipe.min_face_s)
        reason = hindrance(mine, watched, enough_s) if face_s < recipe.min_face_s else None
    return Picture(
        duration_s=round(duration_s, 3),
        face_s=round(face_s, 3),
        emotions=emotions,
        warnings=tuple(code for code in WARNINGS if code in codes),
        sound=str(sound) if heard else None,
        finder=follower.finder.name,
        model=model.version,
        hindrance=reason,
    )


def hindrance(mine: Sequence[Sighting], watched: Watched, enough_s: float) -> str | None:
    """What mainly kept a face from being usable for long enough, if that is why.

    `mine` are all looks at the person. It was in the way of a good part of them, and without it
    there would have been `enough_s` seconds of usable face. Where nobody was found it may have been
    the dark.
    """
    if not mine:
        return "dark" if watched.is_dark else None
    usable = sum(sighting.weight > 0 for sighting in mine)
    found = Counter(sighting.hindrance for sighting in mine if sighting.weight <= 0)
    reason, looks = found.most_common(1)[0] if found else (None, 0)
    mainly = looks >= _MANY * len(mine) and (usable + looks) * watched.step_s >= enough_s
    return reason if mainly else None


def _enough_s(face_s: float, picture_s: float, min_face_s: float) -> float:
    """Seconds of usable face that would have made the difference.

    A face that was seen lacks what naming an expression takes; where none was usable, half of a
    clip that is shorter than that is enough for a curve.
    """
    return min_face_s if face_s > 0 else min(min_face_s, picture_s / 2)


def _watch(source: media.Clip, follower: Follower, per_s: float, sound: Path) -> Watched:
    """Shows the pictures to the follower."""
    times, levels = [], []
    for sample in source.samples(per_s, sound):
        follower.see(sample.t_s, sample.grey)
        times.append(sample.t_s)
        levels.append(float(sample.grey.mean()))
    return Watched(tuple(times), tuple(levels))


def _looks(mine: Sequence[Sighting], times: Sequence[float], model: Expressions) -> timeline.Looks:
    """The usable looks at the chosen face; `times` are those of all pictures and of their end."""
    usable = [sighting for sighting in mine if sighting.weight > 0]
    return timeline.looks(
        [sighting.t_s for sighting in usable],
        model.predict([sighting.crop for sighting in usable]),
        [sighting.weight for sighting in usable],
        times,
    )


def _face_codes(face_s: float, min_face_s: float, *, several: bool) -> set[str]:
    codes = {"several_faces"} if several else set()
    if face_s <= 0:
        codes.add("no_face")
    elif face_s < min_face_s:
        codes.add("little_face")
    return codes
