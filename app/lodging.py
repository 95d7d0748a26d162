"""The folder that a playground lives in, alone: one that is kept, or one that goes with it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from storage.folder_lock import LOCK, Held, hold

PREFIX: Final = "mind-gitter-playground-"


class Foreign(Exception):
    """A diary lies in the folder that no playground put there: it may be a real one."""


@contextmanager
def kept(folder: Path) -> Iterator[Path]:
    """A folder for this time and later ones, made where there is none.

    Raises Foreign, Held, OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Every playground locks its folder, and the bot keeps its diary below: in `data`.
    if (folder / "data").exists() and not (folder / LOCK).exists():
        raise Foreign
    with hold(folder):
        yield folder.resolve()


@contextmanager
def lent() -> Iterator[Path]:
    """A temporary folder, gone afterwards; so is what killed playgrounds have left behind."""
    _clear()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder, hold(Path(folder)):
        yield Path(folder).resolve()


def _clear() -> None:
    """Remove folders of one's own that were locked once, and that nobody holds any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_own(folder):
            _remove(folder)


def _is_own(folder: Path) -> bool:
    try:
        is_own = folder.lstat().st_uid == os.getuid()
        return is_own and not folder.is_symlink() and (folder / LOCK).is_file()
    except OSError:  # somebody removes it just now
        return False


def _remove(folder: Path) -> None:
    try:
        with hold(folder):
            shutil.rmtree(folder, ignore_errors=True)
    except (Held, OSError):  # somebody lives there, or removes it too
        return
