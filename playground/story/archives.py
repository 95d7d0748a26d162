"""What somebody wrote elsewhere, as one of our archives: it comes in through the chat, by /import.

Entries are named by who wrote them and which they are, so that they never come in twice.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from archive import writer
from archive.format import Entry
from archive.manifest import Manifest
from archive.owner import Owner
from diary.captions import normal_tag
from playground.story.pages import Page

#: What the file is called in the chat.
FILE_NAME: Final = "mind-gitter-notebook.zip"


@dataclass(frozen=True, slots=True)
class Written:
    """A page, its number among those of its author, its day, and when it was written (seconds)."""

    number: int
    page: Page
    day: dt.date
    at: float


def packed(person_id: int, language: str, pages: Sequence[Written], now: float) -> bytes:
    """The ZIP file with these pages, which the bot has not analysed yet."""
    entries = [_entry(person_id, language, one) for one in pages]
    uids = tuple(entry.uid for entry in entries)
    about = Manifest(_uid(person_id, "export"), _utc(now), entries=uids)
    with tempfile.TemporaryDirectory(prefix="mind-gitter-story-") as folder:
        path = Path(folder) / FILE_NAME
        writer.write(path, about, Owner(language=language), entries, {})
        return path.read_bytes()


def _entry(person_id: int, language: str, one: Written) -> Entry:
    page = one.page
    return Entry(
        uid=_uid(person_id, str(one.number)),
        day=one.day,
        recorded_at=_utc(one.at),
        kind="text",
        state="waiting",
        title=page.title,
        text=f"{page.title}\n{page.body}",
        language=language,
        tags=tuple(normal_tag(tag) for tag in page.tags.split()),
        mood=page.mood,
    )


def _uid(person_id: int, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"mind-gitter:story:{person_id}:{name}").hex


def _utc(at: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(at, dt.UTC)
