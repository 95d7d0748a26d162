"""The recipe: what a stateless worker does with one clip, and all it needs to know for that.

Importing this costs next to nothing; each stage loads what it needs when it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analysis import confinement
from analysis.confinement import Reach
from analysis.errors import WorkerDied
from analysis.limits import STAGE_S, Limits
from analysis.report import WARNINGS, Picture
from analysis.weights import FACE_FILE

#: The name of the sound's file in the clip's folder.
SOUND: Final = "sound.f32"
_ROUNDED_S: Final = 0.001


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of an analysis.

    `models` is the folder of the model files, `speech_model` a folder in it or a path. A clip is
    refused above `max_duration_s` or `max_pixels`. Under `min_face_s` of usable face no dominant
    expression is named. `speech_language` is an ISO 639-1 code, None lets the recogniser decide.
    `glossary` are words that the recogniser is known to mishear for this speaker, each with the
    one that is meant.
    """

    models: str
    speech_model: str = "small"
    samples_per_s: float = 5.0
    min_face_s: float = 5.0
    max_duration_s: float = 600.0
    max_pixels: int = 3840 * 2160
    speech_language: str | None = None
    glossary: tuple[tuple[str, str], ...] = ()


def limits(recipe: Recipe) -> Limits:
    """What is refused of a clip, and what it may cost of the time that this process has."""
    stage_s = confinement.time_s(STAGE_S)
    return Limits(recipe.max_duration_s, recipe.max_pixels, stage_s)


def reach(clip: str, folder: str, recipe: Recipe) -> Reach:
    """What a job of the video worker opens: its clip, its sound, and the face finder's model."""
    return Reach(
        reads=(clip, str(Path(recipe.models) / FACE_FILE.name)), fills=(str(Path(folder) / SOUND),)
    )


def own(found: Any, _clip: str, folder: str, recipe: Recipe) -> Any:
    """An answer of the video worker that speaks of its own clip and of no other. Raises WorkerDied.

    The path of the sound is opened by the next stage, which may open that of every clip; the length
    decides how long it may take.
    """
    sound = str(Path(folder) / SOUND)
    if isinstance(found, Picture):
        is_true = (
            found.sound in {None, sound}
            and found.face_s >= 0
            and 0 <= found.duration_s <= Limits(recipe.max_duration_s).end_s + _ROUNDED_S
            and set(found.warnings) <= set(WARNINGS)
        )
    else:  # what of it is heard, or a look at the walls
        is_true = found in (None, sound) or isinstance(found, dict)
    if not is_true:
        raise WorkerDied
    return found


def picture(clip: str, folder: str, recipe: Recipe) -> Picture:
    """The video stage: expressions over time, and the sound as `folder`/sound.f32.

    Reads the clip once. Raises Rejected (see `analysis.errors`) or ModelError.
    """
    from analysis import pictures  # noqa: PLC0415 - the same

    return pictures.seen(Path(clip), Path(folder), recipe)
