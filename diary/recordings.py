"""How a clip becomes an entry: limits, albums, and files that are here already.

Private and shared acceptance differ in the `Home` alone: whose entry it is, in which diary, and
whether somebody has to say yes first (`diary.captures` knows that for the shared ones).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from diary import captions, headings, persons, rights
from diary.captions import Caption
from diary.clock import day_of
from diary.headings import Heading
from diary.limits import Quotas, require_room, this_day, turn_of_clip
from diary.rights import Act
from storage import cards, clips, entries, jobs, members, tags
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person

#: Clips that are sound alone: an entry of those is a voice.
SOUNDS = frozenset({"voice", "audio"})

#: Members who write nothing: they left, or were taken out.
OUT = frozenset({"left", "removed"})

#: The menu of a card whose note came as an answer: it may have been meant as a comment.
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Recording:
    """A clip as it came in. Sizes are bytes, durations seconds; None where Telegram does not say.

    `origin_at` is when a forwarded clip was first sent, `thread_id` the forum topic it stands in.
    `telegram_id` is who sent it: a person, or the chat itself for what was written under its name.
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
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Where an entry belongs: its diary, its author, and whether there is a yes to analysing it."""

    diary: Diary
    author: Person
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted, and the defaults of a new diary.

    `album_wait` is how long an album is held for its next part: Telegram sends the parts as
    separate updates and never says how many there are. `most_brought_bytes` is the room that one
    person's entries and the films that we keep for them may take before nothing more is brought in.
    """

    max_file_bytes: int
    max_duration_s: float
    time_zone: str
    day_starts_hour: int
    album_wait: dt.timedelta = dt.timedelta(seconds=1.5)
    most_brought_bytes: int = 5000 << 20
    quotas: Quotas = field(default_factory=Quotas)


async def accept(
    connection: Connection, recording: Recording, limits: Limits, now: dt.datetime
) -> int | None:
    """Keep a clip of a private chat; the entry's id, None when the clip was here."""
    person = await persons.meet(connection, recording.telegram_id, recording.language, now)
    diary = await persons.own_diary(
        connection, person, limits.time_zone, limits.day_starts_hour, now
    )
    return await keep(
        connection, recording, await home(connection, diary, person, now), limits, now
    )


async def accept_comment(
    connection: Connection,
    recording: Recording,
    diary: Diary,
    author: Person,
    limits: Limits,
    now: dt.datetime,
) -> int | None:
    """A note that was a comment becomes an entry of this diary; None where it cannot be one.

    Its author has asked for it; their consent is another matter, and asked for as with any note.
    """
    if diary.state != "open" or recording.chat_id != diary.chat_id:
        return None
    member = await members.find(connection, diary.id, author.id)
    if refusal(recording, limits) or (member is not None and member.state in OUT):
        return None
    place = await home(connection, diary, author, now)
    entry_id = await keep(connection, recording, place, limits, now)
    if entry_id is not None:
        await offer_comment(connection, entry_id)
    return entry_id


async def offer_comment(connection: Connection, entry_id: int) -> None:
    """Let the card have a button that makes the entry a comment."""
    card = await cards.of_entry(connection, entry_id)
    if card is not None:
        await cards.change(connection, card.id, menu=ANSWER)


async def home(connection: Connection, diary: Diary, author: Person, now: dt.datetime) -> Home:
    """Where this author's clips go in this diary, and whether they may be analysed at once."""
    return Home(diary, author, await _has_agreed(connection, diary, author, now))


async def _has_agreed(
    connection: Connection, diary: Diary, author: Person, now: dt.datetime
) -> bool:
    """A channel agrees when it is made a diary; in a group every person has a word of their own."""
    if not diary.is_shared:
        return author.consented_at is not None
    if diary.kind == "channel":
        return author.kind == "chat" and author.consented_at is not None
    found = await rights.roles(connection, author, diary, now, is_here=True)
    member = await members.find(connection, diary.id, author.id)
    has_said = member is not None and member.capture == "always"
    return has_said and rights.allows(found, Act.WRITE)


async def keep(
    connection: Connection, recording: Recording, home: Home, limits: Limits, now: dt.datetime
) -> int | None:
    """Keep a clip as an entry or as the next part of one; the entry's id, None when it was here.

    Raises Enough where too much of this author waits already. One that is more than its author may
    have analysed in a day is kept, and waits for another.
    """
    if await clips.exists(connection, recording.chat_id, recording.message_id):
        return None
    entry = await _album(connection, home.diary, recording)
    if entry is not None:
        await _append(connection, entry, recording, limits, now)
        return entry.id
    await require_room(connection, home.author.id, limits.quotas, home.diary.time_zone, now)
    return await _begin(connection, home, recording, limits, now)


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
    connection: Connection, home: Home, recording: Recording, limits: Limits, now: dt.datetime
) -> int:
    diary, author = home.diary, home.author
    twin_id = await entries.twin_of(connection, diary.id, recording.file_unique_id, author.id)
    caption, state = captions.parse(recording.caption), _first_state(home, twin_id)
    entry_id = await entries.add(
        connection,
        {
            "diary_id": diary.id,
            "author_id": author.id,
            "kind": "voice" if recording.kind in SOUNDS else "video",
            "state": state,
            "media_group_id": recording.media_group_id,
            "twin_id": twin_id,
            "recorded_at": recording.recorded_at,
            "origin_at": recording.origin_at,
            "day": day_of(recording.recorded_at, diary.time_zone, diary.day_starts_hour),
            "title": caption.title,
            "caption": caption.words,
            "headings": headings.kept(None, recording.message_id, _heading(caption)),
            "created_at": now,
        },
    )
    await _add_clip(connection, entry_id, recording)
    await tags.replace(connection, diary.id, entry_id, caption.tags, manual=True)
    hold = await _hold(connection, author, recording, limits, now)
    work = "queued" if state == "waiting" else "held"
    await jobs.add(connection, entry_id, author.id, work, now, hold)
    await _count_duration(connection, entry_id)
    await cards.add(
        connection,
        entry_id,
        recording.chat_id,
        recording.message_id,
        thread_id=recording.thread_id,
    )
    return entry_id


async def _hold(
    connection: Connection, author: Person, recording: Recording, limits: Limits, now: dt.datetime
) -> dt.datetime | None:
    """Until when the clip waits: for the next part of its album, or for its author's next day."""
    day = await this_day(
        connection, author.telegram_id, limits.time_zone, limits.day_starts_hour, now
    )
    turn = await turn_of_clip(connection, author, limits.quotas, day)
    return turn or (now + limits.album_wait if recording.media_group_id else None)


def _first_state(home: Home, twin_id: int | None) -> str:
    if not home.is_agreed:
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
    await _append_caption(connection, entry, recording)
    await _count_duration(connection, entry.id)
    job, hold = await jobs.of_entry(connection, entry.id), now + limits.album_wait
    if job is not None and job.not_before is not None:
        hold = max(hold, job.not_before)
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
        task=None,
    ):
        await entries.change(connection, entry.id, was=("done", "failed"), state="waiting")
    await cards.want(connection, entry.id)


def _heading(caption: Caption) -> Heading:
    return Heading(caption.title, caption.tags, caption.words)


async def _append_caption(connection: Connection, entry: Entry, recording: Recording) -> None:
    """Every part may bring words of its own; only the first title is one."""
    caption = captions.parse(recording.caption)
    known = headings.kept(entry, recording.message_id, _heading(caption))
    if entry.title is None and not entry.caption:
        title, words = caption.title, caption.words
    else:
        title = entry.title
        lines = (entry.caption, caption.title or "", caption.words)
        words = "\n".join(line for line in lines if line)
    await entries.change(connection, entry.id, title=title, caption=words, headings=known)
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
