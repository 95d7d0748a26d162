"""Which files the workers may open here: each kind what it works on, and none the rest of the data.

Neither the database nor `.env` nor what is kept of other people's clips is among it.
"""

from __future__ import annotations

import os
from pathlib import Path

from analysis import speech_model
from analysis.confinement import Bounds, Reach
from analysis.pool import Kind, video_kind
from config.settings import Settings


def kinds(settings: Settings, *folders: Path) -> dict[str, Kind]:
    """The kinds of workers, which also read and write in `folders`."""
    video = Bounds(memory_mb=settings.worker_memory_mb)
    words = Bounds(memory_mb=settings.words_memory_mb)
    return {
        # Each clip in a process that has its folder alone: see analysis.pipeline.reach.
        "video": video_kind(settings.workers, video),
        "words": Kind(1, words, reach=_of_words(settings, folders)),
        "charts": Kind(1, video, reach=Reach(writes=_of_matplotlib(settings.data))),
        # Minutes of work on an archive must not keep anybody's pictures waiting. Its process
        # ends with it: there is seldom another.
        "archives": Kind(1, video, stays=False, reach=_of_archives(settings)),
    }


def _of_words(settings: Settings, folders: tuple[Path, ...]) -> Reach:
    """The sound of clips, and the models."""
    data = settings.data
    model = speech_model.folder(str(settings.models), settings.speech_model or "-")
    places = (settings.models, model, data / "work", data / "hearing")
    return Reach(reads=tuple(map(_whole, (*places, *folders))))


def _of_archives(settings: Settings) -> Reach:
    return Reach(writes=tuple(_whole(settings.data / name) for name in ("exports", "imports")))


def _of_matplotlib(data: Path) -> tuple[str, ...]:
    """Its settings and its list of fonts, which takes seconds to make.

    Where it has no place it would take one that belongs to nobody; it gets one in the data folder.
    """
    own = os.environ.get("MPLCONFIGDIR")
    home = Path(os.environ.get("HOME") or "/nowhere")
    cache = Path(own or os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    config = Path(own or os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    found = [path if own else path / "matplotlib" for path in (cache, config)]
    try:
        for path in found:
            path.mkdir(parents=True, exist_ok=True)
    except OSError:
        found = [data / ".matplotlib"]
        found[0].mkdir(parents=True, exist_ok=True)
        os.environ["MPLCONFIGDIR"] = str(found[0].absolute())
    return tuple(map(_whole, found))


def _whole(path: Path) -> str:
    return str(path.expanduser().absolute())
