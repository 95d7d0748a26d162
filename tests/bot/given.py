"""Cards in every state, and the few things that tests of the bot begin with."""

import datetime as dt
import struct
import zlib
from typing import Any

from analysis.report import LABELS, Report
from bot.readers import Expression, Measured, Readers, Unclear
from diary.cards import Contents, Queue, Twin
from diary.readings import read
from storage.cards import Card
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person
from tests.diary.given import JIWOO, NOON, report

STATES = ("consent", "twin", "waiting", "done", "failed", "cancelled")

#: A model with made-up figures: one for each way to say how often it is right.
MEASURED = Measured(
    split="Somewhere",
    faces=1234,
    right=0.776,
    recall=dict(zip(LABELS, (0.51, 0.31, None, 0.996, 0.04, 0.95, 0.649), strict=True)),
    error=0.02,
)
READERS = Readers(Expression("v1", MEASURED), finder="haar", speech="small")
UNMEASURED = Readers(Expression("v2"), finder="yunet", speech=None)
#: The same with what newer descriptions hold, one of the seven on few photos.
PRECISE = Measured(
    split="Somewhere",
    faces=1234,
    right=0.776,
    recall=MEASURED.recall,
    error=0.02,
    precision=dict(zip(LABELS, (0.83, None, 0.0, 0.919, 1.0, 0.29, 0.7), strict=True)),
    support=dict(zip(LABELS, (310, 31, 49, 880, 50, 441, 1242), strict=True)),
)
DOUBTING = Readers(Expression("v3", MEASURED, Unclear(0.5, 0.958, 0.871)), "yunet", "small")


def png(width: int = 40, height: int = 30) -> bytes:
    """A real picture, grey."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * width) * height))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


def contents(
    state: str = "done",
    language: str = "ko",
    *,
    view: str = "card",
    picture: str | None = None,
    found: Report | None = None,
    tags: tuple[str, ...] = (),
    stage: str | None = None,
    queue: Queue | None = None,
    **entry: Any,
) -> Contents:
    """What a card has to show; `entry` are fields of the entry."""
    made = (found or report()) if state == "done" else None
    fields: dict[str, Any] = {
        "reason": None, "media_group_id": None, "twin_id": None, "recorded_at": NOON,
        "origin_at": None, "day": dt.date(2026, 11, 20), "title": None, "caption": "",
        "language": "ko", "report": None,
    }  # fmt: skip
    return Contents(
        card=Card(1, 5, JIWOO, 3, 4, view, picture, 2, 1, NOON, None, 0, None),
        entry=Entry(id=5, diary_id=1, author_id=1, state=state, **fields | entry),
        person=Person(1, JIWOO, language, NOON, None),
        diary=Diary(1, 1, JIWOO, "Asia/Seoul", 4),
        stage=stage,
        queue=queue,
        twin=Twin(NOON, "앞의 것", 2) if state == "twin" else None,
        report=made,
        reading=read(made.emotions, made.duration_s) if made else None,
        tags=tags,
        boundaries=(),
    )
