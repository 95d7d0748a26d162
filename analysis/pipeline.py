"""The recipe: what a stateless worker does with one clip, and all it needs to know for that.

Importing this costs next to nothing; each stage loads what it needs when it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.confinement import Reach
from analysis.report import Picture
from analysis.weights import FACE_FILE


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


def reach(clip: str, folder: str, recipe: Recipe) -> Reach:
    """What a job of the video worker opens: its clip, its folder, and the face finder's model."""
    return Reach(reads=(clip, str(Path(recipe.models) / FACE_FILE.name)), writes=(folder,))


def picture(clip: str, folder: str, recipe: Recipe) -> Picture:
    """The video stage: expressions over time, and the sound as `folder`/sound.f32.

    Reads the clip once. Raises Rejected (see `analysis.errors`) or ModelError.
    """
    from analysis import pictures  # noqa: PLC0415 - the same

    return pictures.seen(Path(clip), Path(folder), recipe)
