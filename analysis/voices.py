"""Sound alone: of spoken comments, and of entries that are voice. Heard, never looked at.

What is read off a voice is when somebody speaks and what they say. How it sounds says nothing here.
"""

from __future__ import annotations

from pathlib import Path

from analysis import media
from analysis.errors import NoPicture, Unreadable
from analysis.pipeline import SOUND, Recipe, limits
from analysis.report import Emotions, Picture, in_order


def sound(clip: str, folder: str, recipe: Recipe) -> str | None:
    """Write the sound of a voice message or a clip as `folder`/sound.f32, for `analysis.speech`.

    Gives the file's path, None where there is no sound. No picture is decoded. Raises Rejected.
    """
    return _read(clip, folder, recipe).sound


def heard(clip: str, folder: str, recipe: Recipe) -> Picture:
    """The first stage of an entry that is voice: its length and its sound, and no picture.

    That there is none is no lack here, so no warning says it. Raises Rejected: Unreadable where
    there is no sound either.
    """
    try:
        found = _read(clip, folder, recipe)
    except NoPicture as error:
        raise Unreadable from error
    if found.sound is None:
        raise Unreadable
    return found


def _read(clip: str, folder: str, recipe: Recipe) -> Picture:
    path = Path(folder) / SOUND
    with media.opened(Path(clip), limits(recipe), sound_only=True) as source:
        for _ in source.samples(recipe.samples_per_s, path):
            raise AssertionError("a picture where none was asked for")
        source.check()
        codes = source.warnings - {"no_picture"}
        return Picture(
            duration_s=round(source.duration_s, 3),
            face_s=0.0,
            emotions=Emotions(),
            warnings=in_order(codes),
            sound=str(path) if source.heard else None,
        )
