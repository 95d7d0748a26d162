"""What the card of an entry has to say now: read from the database, never kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report import Report
from diary import places
from diary.readings import Reading, read
from storage import (
    cards,
    clips,
    comments,
    diaries,
    entries,
    jobs,
    persons,
    reactions,
    shares,
    tags,
)
from storage.cards import Card
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.jobs import Job
from storage.persons import Person
from storage.shares import PARTS, Share


@dataclass(frozen=True, slots=True)
class Queue:
    """`ahead` counts the entries before this one; `wait_s` is an estimate, None without a basis."""

    ahead: int
    wait_s: float | None


@dataclass(frozen=True, slots=True)
class Twin:
    """The entry that has the same file, for a question to its author."""

    recorded_at: dt.datetime
    title: str | None
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a card can show. `boundaries` are seconds where clips of an album join."""

    card: Card
    entry: Entry
    person: Person
    diary: Diary
    stage: str | None
    queue: Queue | None
    twin: Twin | None
    report: Report | None
    reading: Reading | None
    tags: tuple[str, ...]
    boundaries: tuple[float, ...]
    #: Where the card stands: the diary of the entry, or the one that it is shared with.
    place: Diary | None = None
    share: Share | None = None
    comments: int = 0
    reactions: tuple[tuple[str, int], ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether others than the author see this card."""
        return self.place is not None and self.place.is_shared

    @property
    def parts(self) -> frozenset[str]:
        """What of the entry may be seen here."""
        return frozenset(PARTS) if self.share is None else self.share.shown

    @property
    def language(self) -> str:
        """The language of the card: that of its chat."""
        if self.place is not None and self.place.is_shared:
            return self.place.language or self.person.language
        return self.person.language


async def contents(connection: Connection, card_id: int, workers: int) -> Contents | None:
    """What this card has to show; None when there is no such card any more."""
    card = await cards.get(connection, card_id)
    entry = None if card is None else await entries.get(connection, card.entry_id)
    if card is None or entry is None:
        return None
    job = await jobs.of_entry(connection, entry.id)
    report = Report.from_json(entry.report) if entry.report else None
    manual = await tags.of_entry(connection, entry.id, manual=True)
    automatic = await tags.of_entry(connection, entry.id, manual=False)
    diary = await diaries.get(connection, entry.diary_id)
    share = await shares.get(connection, card.share_id) if card.share_id else None
    place = diary if share is None else await diaries.get(connection, share.diary_id)
    return Contents(
        card=card,
        entry=entry,
        person=await persons.get(connection, entry.author_id),
        diary=diary,
        stage=job.stage if job else None,
        queue=await _queue(connection, entry, job, workers),
        twin=await _twin(connection, entry),
        report=report,
        reading=read(report.emotions, report.duration_s) if report else None,
        tags=(*manual, *automatic),
        boundaries=await _boundaries(connection, entry),
        place=place,
        share=share,
        comments=await comments.count(connection, entry.id, place.id),
        reactions=tuple(await reactions.totals(connection, card.id)),
    )


async def _queue(
    connection: Connection, entry: Entry, job: Job | None, workers: int
) -> Queue | None:
    if job is None or job.state != "queued" or entry.state != "waiting":
        return None
    order = places.in_turn(await jobs.places(connection))
    before: list[float] = []
    for place in order:
        if place.entry_id == entry.id:
            break
        before.append(place.duration_s)
    running = await jobs.running_durations(connection)
    pace = await jobs.pace(connection)
    return Queue(len(before) + len(running), _wait_s([*running, *before], pace, workers))


def _wait_s(durations: Sequence[float], pace: float | None, workers: int) -> float | None:
    """Seconds until the workers have done these clips at the measured pace."""
    return None if pace is None else sum(durations) * pace / max(1, workers)


async def _twin(connection: Connection, entry: Entry) -> Twin | None:
    twin = await entries.get(connection, entry.twin_id) if entry.twin_id else None
    if twin is None:
        return None
    card = await cards.of_entry(connection, twin.id)
    return Twin(twin.recorded_at, twin.title, card.message_id if card else None)


async def _boundaries(connection: Connection, entry: Entry) -> tuple[float, ...]:
    durations = [
        clip.findings["picture"]["duration_s"]
        for clip in await clips.of_entry(connection, entry.id)
        if clip.findings and "picture" in clip.findings
    ]
    return tuple(sum(durations[: n + 1]) for n in range(len(durations) - 1))
