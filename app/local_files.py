"""What doctor says of the folder that is shared with a Bot API server of one's own."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from app import receiving
from config.settings import Settings, catalogue

#: As in `app.webhook`: state, subject, what there is, and what to do about it.
Found = tuple[str, str, str, str]

#: What the server makes below a bot's folder for files to be fetched.
_NOT_FETCHED = ("temp",)


def health(settings: Settings) -> Iterator[Found]:
    """Nothing where no such folder is set."""
    folder = settings.telegram_local
    if folder is None:
        return
    if urlsplit(settings.telegram_api).hostname == receiving.TELEGRAMS:
        remedy = (
            "Set MINDGITTER_TELEGRAM_API to your own server, or remove MINDGITTER_TELEGRAM_LOCAL."
        )
        yield "bad", "local server", "Telegram's own server shares no folder", remedy
        return
    yield _limit(settings)
    if folder == Path("/"):
        remedy = "Name the server's folder in MINDGITTER_TELEGRAM_LOCAL, and this looks at it."
        yield "note", "shared folder", "only `yes` is set", remedy
        return
    yield _folder(folder, settings.telegram_token)


def _limit(settings: Settings) -> Found:
    usual = int(catalogue()["max_file_mb"].default)
    says = f"files up to {settings.max_file_mb} MB are taken"
    remedy = "" if settings.max_file_mb > usual else "MINDGITTER_MAX_FILE_MB may be up to 2000."
    return "note" if remedy else "ok", "local server", says, remedy


def _folder(folder: Path, token: str) -> Found:
    """Whether files can be read there and taken away; no path with a token in it is shown."""
    ours = next((path for path in (folder / token, folder) if path.is_dir()), None)
    if ours is None:
        remedy = "Check MINDGITTER_TELEGRAM_LOCAL: it is the server's --dir as seen from here."
        return "bad", "shared folder", f"{folder} is not there", remedy
    folders = [ours, *(path for path in _below(ours) if path.is_dir())]
    if not all(os.access(path, os.X_OK | os.R_OK) for path in folders):
        remedy = "Let this user read it, as by a group that both share."
        return "bad", "shared folder", f"{folder} cannot be read", remedy
    if not all(os.access(path, os.W_OK) for path in folders):
        remedy = (
            "What people record stays there for hours after it was used. Let this user delete "
            "there: write access to the folder, as by a group that both share."
        )
        return "note", "shared folder", f"{folder} is read-only", remedy
    left = sum(1 for part in folders[1:] for path in _below(part) if _is_file(path))
    return "ok", "shared folder", f"{folder} can be read and tidied; {left} files lie there", ""


def _below(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.name not in _NOT_FETCHED]
    except OSError:
        return []


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
