"""How a clip becomes an entry: consent, limits, albums, and files that are here already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from diary import captions, persons
from diary.captions import Caption
from diary.clock import day_of
from storage import cards, clips, entries, jobs, tags
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person


@dataclass(frozen=True, slots=True)
class Recording:
    """A clip as it came in. Sizes are bytes, durations seconds; None where Telegram does not say.

    `origin_at` is when a forwarded clip was first sent.
    """

    telegram_id: int
    language: str
    chat_id: int
    message_id: int
    kind: str
    file_id: str
    file_unique_id: str
    size: int | None
    duration_s: float | None
    recorded_at: dt.datetime
    origin_at: dt.datetime | None = None
    caption: str | None = None
    media_group_id: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted, and the defaults of a new diary.

    `album_wait` is how long an album is held for its next part: Telegram sends the parts as
    separate updates and never says how many there are.
    """

    max_file_bytes: int
    max_duration_s: float
    time_zone: str
    day_starts_hour: int
    album_wait: dt.timedelta = dt.timedelta(seconds=1.5)


async def accept(
    connection: Connection, recording: Recording, limits: Limits, now: dt.datetime
) -> int | None:
    """Keep a clip as an entry or as the next part of one; the entry's id, None when it was here."""
    if await clips.exists(connection, recording.chat_id, recording.message_id):
        return None
    person = await persons.meet(connection, recording.telegram_id, recording.language, now)
    diary = await persons.own_diary(
        connection, person, limits.time_zone, limits.day_starts_hour, now
    )
    entry = await _album(connection, diary, recording)
    if entry is not None:
        await _append(connection, entry, recording, limits, now)
        return entry.id
    return await _begin(connection, person, diary, recording, limits, now)


def refusal(recording: Recording, limits: Limits) -> str | None:
    """Why a clip cannot be taken, before anything is fetched: too_big, too_long or None."""
    if recording.size is not None and recording.size > limits.max_file_bytes:
        return "too_big"
    if recording.duration_s is not None and recording.duration_s > limits.max_duration_s:
        return "too_long"
    return None


async def _album(connection: Connection, diary: Diary, recording: Recording) -> Entry | None:
    if recording.media_group_id is None:
        return None
    return await entries.of_album(connection, diary.id, recording.media_group_id)


async def _begin(
    connection: Connection,
    person: Person,
    diary: Diary,
    recording: Recording,
    limits: Limits,
    now: dt.datetime,
) -> int:
    twin_id = await entries.twin_of(connection, diary.id, recording.file_unique_id)
    caption = captions.parse(recording.caption)
    entry_id = await entries.add(
        connection,
        {
            "diary_id": diary.id,
            "author_id": person.id,
            "state": _first_state(person, twin_id),
            "media_group_id": recording.media_group_id,
            "twin_id": twin_id,
            "recorded_at": recording.recorded_at,
            "origin_at": recording.origin_at,
            "day": day_of(recording.recorded_at, diary.time_zone, diary.day_starts_hour),
            "title": caption.title,
            "caption": caption.words,
            "created_at": now,
        },
    )
    await _add_clip(connection, entry_id, recording)
    await tags.replace(connection, diary.id, entry_id, caption.tags, manual=True)
    hold = now + limits.album_wait if recording.media_group_id else None
    state = "queued" if _first_state(person, twin_id) == "waiting" else "held"
    await jobs.add(connection, entry_id, person.id, state, now, hold)
    await _count_duration(connection, entry_id)
    await cards.add(connection, entry_id, recording.chat_id, recording.message_id)
    return entry_id


def _first_state(person: Person, twin_id: int | None) -> str:
    if person.consented_at is None:
        return "consent"
    return "waiting" if twin_id is None else "twin"


async def _append(
    connection: Connection,
    entry: Entry,
    recording: Recording,
    limits: Limits,
    now: dt.datetime,
) -> None:
    """One more clip of an album; where the entry was done already, it is taken up again."""
    await _add_clip(connection, entry.id, recording)
    await _append_caption(connection, entry, captions.parse(recording.caption))
    await _count_duration(connection, entry.id)
    hold = now + limits.album_wait
    await jobs.change(connection, entry.id, was=("queued",), not_before=hold)
    if await jobs.change(
        connection,
        entry.id,
        was=("done", "failed"),
        state="queued",
        attempts=0,
        interruptions=0,
        fetches=0,
        not_before=hold,
    ):
        await entries.change(connection, entry.id, was=("done", "failed"), state="waiting")
    await cards.want(connection, entry.id)


async def _append_caption(connection: Connection, entry: Entry, caption: Caption) -> None:
    """Every part may bring words of its own; only the first title is one."""
    if entry.title is None and not entry.caption:
        title, words = caption.title, caption.words
    else:
        title = entry.title
        lines = (entry.caption, caption.title or "", caption.words)
        words = "\n".join(line for line in lines if line)
    await entries.change(connection, entry.id, title=title, caption=words)
    names = [*await tags.of_entry(connection, entry.id, manual=True), *caption.tags]
    await tags.replace(connection, entry.diary_id, entry.id, names, manual=True)


async def _add_clip(connection: Connection, entry_id: int, recording: Recording) -> None:
    await clips.add(
        connection,
        {
            "entry_id": entry_id,
            "chat_id": recording.chat_id,
            "message_id": recording.message_id,
            "kind": recording.kind,
            "file_id": recording.file_id,
            "file_unique_id": recording.file_unique_id,
            "size": recording.size,
            "duration_s": recording.duration_s,
        },
    )


async def _count_duration(connection: Connection, entry_id: int) -> None:
    """The job's length in seconds of clip: what the estimate of a waiting time goes by."""
    total = sum(clip.duration_s or 0.0 for clip in await clips.of_entry(connection, entry_id))
    await jobs.change(
        connection, entry_id, was=("held", "queued", "running", "done", "failed"), duration_s=total
    )
