"""Diaries made up by hypothesis: whatever a person can have written, and films of any bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from hypothesis import strategies as st

from analysis.report import LABELS
from archive.format import Comment, Earlier, Entry, Film
from archive.owner import Exclusion, Owner, Remark, Spelling

#: Texts as Telegram hands them over: no NUL, no half characters; hostile ones among them.
_HOSTILE = st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        "\u202eevil",
        "'\" onload=x",
        "=1+1",
        "🙂👩‍👩‍👧",
        "a\r\nb",
        "../..",
    ]
)
_LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
TEXTS = st.text(_LETTERS, max_size=60) | _HOSTILE
WORDS = st.text(_LETTERS, min_size=1, max_size=20) | _HOSTILE
UIDS = st.uuids().map(lambda uid: uid.hex)

#: Nothing is older than anybody, or was written after the day on which the tests take place.
TODAY = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
MOMENTS = st.integers(-2_000_000_000, int(TODAY.timestamp())).map(
    lambda second: dt.datetime.fromtimestamp(second, dt.UTC)
)
DAYS = st.dates(dt.date(1900, 1, 1), TODAY.date())
SECONDS = st.floats(0, 3600, allow_nan=False).map(lambda s: round(s, 3))
CORRECTED = {
    "fixes": [["회사", "화사"]],
    "transcript": {"language": "ko", "text": "화사", "segments": []},
    "key_sentences": [],
    "tags": ["화사"],
}
SHARES = st.lists(st.floats(0, 1).map(lambda s: round(s, 4)), min_size=7, max_size=7)


@st.composite
def reports(draw: Any) -> dict[str, Any]:
    """A report as `analysis.report` writes one."""
    steps = draw(st.lists(st.none() | SHARES, max_size=12))
    text = draw(TEXTS)
    return {
        "status": "ok",
        "duration_s": draw(SECONDS),
        "face_s": 1.0,
        "emotions": {
            "mean": draw(st.none() | SHARES),
            "dominant": draw(st.none() | st.sampled_from(LABELS)),
            "timeline": [{"t_s": round(n * 0.7, 3), "scores": s} for n, s in enumerate(steps)],
            "unclear_s": 0.0,
        },
        "transcript": {"language": "ko", "text": text, "segments": []} if text else None,
        "key_sentences": [{"text": draw(TEXTS), "start_s": draw(st.none() | SECONDS)}],
        "tags": [],
        "warnings": [],
    }


@st.composite
def films(draw: Any, shelf: dict[str, bytes]) -> Film:
    """A clip; the bytes of one that is here are put on the shelf under their SHA-256."""
    kind = draw(st.sampled_from(["video_note", "video", "document", "voice"]))
    length = draw(st.none() | SECONDS)
    if not draw(st.booleans()):
        fate = draw(st.sampled_from(["gone", "forgotten", "left_out", "sent"]))
        return Film(kind, fate, draw(st.none() | st.integers(0, 10**9)), length)
    content = draw(st.binary(max_size=300))
    digest = hashlib.sha256(content).hexdigest()
    shelf[digest] = content
    return Film(kind, "here", len(content), length, digest)


@st.composite
def talks(draw: Any) -> tuple[Comment, ...]:
    """Comments in the order of their times, some of which answer earlier ones."""
    found: list[Comment] = []
    begin = draw(MOMENTS)
    for uid in draw(st.lists(UIDS, max_size=4, unique=True)):
        parent = draw(st.sampled_from([None, *(c.uid for c in found)]))
        kind = draw(st.sampled_from(["text", "voice", "video_note"]))
        by, edited = draw(st.none() | WORDS), draw(st.none() | MOMENTS)
        at = begin + dt.timedelta(seconds=len(found))
        found.append(Comment(uid, kind, at, draw(TEXTS), by, parent, None, edited))
    return tuple(found)


@st.composite
def entries(draw: Any, uid: str, shelf: dict[str, bytes]) -> Entry:
    """One entry of any kind."""
    home = draw(st.sampled_from([("private", None), ("group", "가족"), ("channel", "<b>")]))
    report = draw(st.none() | reports())
    earlier = (Earlier(report, draw(MOMENTS), draw(MOMENTS)),) if report else ()
    mine = draw(st.lists(WORDS, max_size=3, unique=True))
    found = draw(st.lists(WORDS.filter(lambda w: w not in mine), max_size=3, unique=True))
    return Entry(
        uid=uid,
        day=draw(DAYS),
        recorded_at=draw(MOMENTS),
        kind=draw(st.sampled_from(["video", "voice", "text"])),
        state="done" if report else draw(st.sampled_from(["failed", "done"])),
        title=draw(st.none() | TEXTS),
        caption=draw(TEXTS),
        text=draw(st.none() | TEXTS),
        language=draw(st.none() | st.sampled_from(["ko", "en"])),
        tags=tuple(mine),
        found_tags=tuple(found),
        mood=draw(st.none() | st.integers(1, 5)),
        look=draw(st.none() | st.sampled_from(LABELS)),
        question=draw(st.none() | TEXTS),
        words=draw(st.none() | st.just(CORRECTED)),
        report=report,
        comments_on=draw(st.booleans()),
        keeps_video=draw(st.booleans()),
        is_private=draw(st.booleans()),
        is_hidden=draw(st.booleans()),
        home_kind=home[0],
        home_title=home[1],
        films=tuple(draw(st.lists(films(shelf), max_size=2))),
        comments=draw(talks()),
        earlier=earlier,
    )


@st.composite
def owners(draw: Any) -> Owner:
    """A person with what they have chosen."""
    spelling = st.builds(Spelling, WORDS, WORDS)
    exclusion = st.builds(Exclusion, st.just("tag"), WORDS)
    remark = st.builds(
        Remark, st.none() | TEXTS, DAYS, st.none() | TEXTS, MOMENTS, st.just("text"), TEXTS
    )
    return Owner(
        name=draw(st.none() | WORDS),
        language=draw(st.sampled_from(["ko", "en"])),
        settings={"time_zone": draw(st.sampled_from(["Asia/Seoul", "Nowhere/../etc", ""]))},
        glossary=tuple(draw(st.lists(spelling, max_size=2))),
        exclusions=tuple(draw(st.lists(exclusion, max_size=2))),
        questions=tuple(draw(st.lists(TEXTS, max_size=2))),
        unwanted_tags=tuple(draw(st.lists(WORDS, max_size=2))),
        remarks=tuple(draw(st.lists(remark, max_size=2))),
    )


@st.composite
def diaries(draw: Any) -> tuple[Owner, list[Entry], dict[str, bytes]]:
    """A person, their entries by day, and the bytes of the films by SHA-256."""
    shelf: dict[str, bytes] = {}
    uids = draw(st.lists(UIDS, max_size=6, unique=True))
    found = [draw(entries(uid, shelf)) for uid in uids]
    return draw(owners()), sorted(found, key=lambda e: (e.day, e.uid)), shelf
