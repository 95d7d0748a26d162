"""The sound of a spoken comment. Whoever comments is heard, never looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from analysis import media
from analysis.pipeline import Recipe

#: The name of the sound's file in the folder.
SOUND: Final = "sound.f32"


def sound(clip: str, folder: str, recipe: Recipe) -> str | None:
    """Write the sound of a voice message or a clip as `folder`/sound.f32, for `analysis.speech`.

    Gives the file's path, None where there is no sound. No picture is decoded. Raises Rejected.
    """
    path = Path(folder) / SOUND
    limits = media.Limits(recipe.max_duration_s, recipe.max_pixels)
    with media.opened(Path(clip), limits, sound_only=True) as source:
        for _ in source.samples(recipe.samples_per_s, path):
            raise AssertionError("a picture where none was asked for")
        source.check()
        return str(path) if source.heard else None
