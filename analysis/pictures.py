"""The video stage: one pass over a clip gives the expression curve and the sound's file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import cv2

from analysis import faces, media, timeline, tracks
from analysis.expressions import Expressions, model_path
from analysis.pipeline import Recipe
from analysis.report import WARNINGS, Picture
from analysis.tracks import Follower, Sighting

#: The name of the sound's file in the clip's folder.
SOUND: Final = "sound.f32"


def seen(clip: Path, folder: Path, recipe: Recipe) -> Picture:
    """What is to be seen in a clip; its sound is written to `folder`.

    Raises Rejected or ModelError.
    """
    cv2.setNumThreads(1)  # a second thread adds core time
    model = Expressions(model_path())
    follower = Follower(faces.finder(Path(recipe.models)))
    sound = folder / SOUND
    with media.opened(clip, media.Limits(recipe.max_duration_s, recipe.max_pixels)) as source:
        times = _watch(source, follower, recipe.samples_per_s, sound)
        source.check()
        duration_s, codes, heard = source.duration_s, source.warnings, source.heard
    mine, several = tracks.chosen(follower.tracks())
    moving = source.frames > 1
    found = _looks(mine if moving else [], [*times, source.picture_s], model)
    face_s = found.face_s
    emotions = timeline.emotions(found, duration_s if moving else 0.0, recipe.min_face_s)
    if moving:
        codes |= _face_codes(face_s, recipe.min_face_s, several=several)
    return Picture(
        duration_s=round(duration_s, 3),
        face_s=round(face_s, 3),
        emotions=emotions,
        warnings=tuple(code for code in WARNINGS if code in codes),
        sound=str(sound) if heard else None,
        finder=follower.finder.name,
        model=model.version,
    )


def _watch(source: media.Clip, follower: Follower, per_s: float, sound: Path) -> list[float]:
    """Shows the pictures to the follower; returns their times."""
    times = []
    for sample in source.samples(per_s, sound):
        follower.see(sample.t_s, sample.grey)
        times.append(sample.t_s)
    return times


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
