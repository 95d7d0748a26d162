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

#: Name, size and time of change of each file: when they change, somebody has mended something.
Marks = tuple[tuple[str, int, int], ...]


def folder(models: str, speech_model: str) -> Path:
    """The model's folder: `speech_model` as a folder in `models`, or as a path of its own.

    Never raises: a folder that this process may not look into is one that is not there.
    """
    inside = Path(models) / speech_model
    own = _expanded(speech_model)
    return own if len(own.parts) > 1 and _is_folder(own) and not _is_folder(inside) else inside


def lacking(models: str, speech_model: str) -> tuple[str, ...]:
    """Names of the files of the speech model that are not there, or empty."""
    place = folder(models, speech_model) if speech_model else None
    if place is None:
        return (*NEEDED, VOCABULARIES[0])
    missing = [name for name in NEEDED if not _is_there(place / name)]
    if not any(_is_there(place / name) for name in VOCABULARIES):
        missing.append(VOCABULARIES[0])
    return tuple(missing)


def available(models: str, speech_model: str) -> bool:
    """Whether every file of the speech model is there and not empty."""
    return not lacking(models, speech_model)


class Ears:
    """Whether there is a speech model that works, as far as is known without loading it.

    Files may be there and broken: cut short, or of another version. Whoever has tried to load them
    tells, and until they change they count as absent.
    """

    def __init__(self, models: str, speech_model: str) -> None:
        self._models = models
        self._name = speech_model
        self._broken: Marks | None = None

    def work(self) -> bool:
        """Whether to try it."""
        if not available(self._models, self._name):
            return False
        return self._broken is None or self._broken != self._marks()

    def broke(self) -> None:
        """It could not be loaded as it lies there now."""
        self._broken = self._marks()

    def _marks(self) -> Marks:
        place = folder(self._models, self._name)
        found = []
        for name in (*NEEDED, *VOCABULARIES):
            try:
                about = (place / name).stat()
            except OSError:
                continue
            found.append((name, about.st_size, about.st_mtime_ns))
        return tuple(found)


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
