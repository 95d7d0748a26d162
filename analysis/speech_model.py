"""Where the speech model lies and whether it is whole enough to load. Standard library only.

The bot asks this, to complete entries once the model is there, without loading what can use it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: Without its tokenizer.json faster-whisper would look for one on the network.
NEEDED: Final = ("model.bin", "config.json", "tokenizer.json")
#: One of them, by the version of the converter.
VOCABULARIES: Final = ("vocabulary.json", "vocabulary.txt")


def folder(models: str, speech_model: str) -> Path:
    """The model's folder: `speech_model` as a folder in `models`, or as a path of its own.

    Never raises: a folder that this process may not look into is one that is not there.
    """
    inside = Path(models) / speech_model
    own = _expanded(speech_model)
    return own if len(own.parts) > 1 and _is_folder(own) and not _is_folder(inside) else inside


def available(models: str, speech_model: str) -> bool:
    """Whether every file of the speech model is there and not empty."""
    if not speech_model:
        return False
    place = folder(models, speech_model)
    return all(_is_there(place / name) for name in NEEDED) and any(
        _is_there(place / name) for name in VOCABULARIES
    )


def _expanded(name: str) -> Path:
    """The path with `~` resolved; as it is written where nobody has such a home."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def _is_folder(place: Path) -> bool:
    """Whether it is a folder that can be looked for; what lies behind a closed one is not there."""
    try:
        return place.is_dir()
    except OSError:
        return False


def _is_there(file: Path) -> bool:
    try:
        return file.is_file() and file.stat().st_size > 0
    except OSError:
        return False
