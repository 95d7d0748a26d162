"""What the card of an entry has to say now: read from the database, never kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report import Report
from diary import clock, corrections, places, questions, rights, shares
from diary import tags as own_tags
from diary.questions import Answering
from diary.readings import Reading, read
from storage import (
    card_messages,
    cards,
    clips,
    comments,
    diaries,
    earlier_reports,
    entries,
    jobs,
    moves,
    persons,
    reactions,
    standings,
    tags,
)
from storage import shares as share_rows
from storage.cards import Card
from storage.clips import Clip
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
    """The entry that has the same file, for a question to whoever sent it now.

    `is_own`: they have sent the other one too.
    """

    recorded_at: dt.datetime
    title: str | None
    message_id: int | None
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """A shared diary of the author, and the share of this entry there, if there ever was one.

    `is_open`: it can be shared to now, as far as is known; a press asks anew. `comments` are those
    that were made there. `lacks_video`: its video was to be sent and, as far as we know, was not.
    """

    diary: Diary
    share: Share | None = None
    is_open: bool = True
    comments: int = 0
    lacks_video: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether the entry is to be seen there now."""
        return self.share is not None and self.share.state == "shown"


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
    #: Where the card stands: the diary of the entry, or the one that it is shared with. None where
    #: it was taken out of a shared diary: then the card stands in its author's private chat.
    place: Diary | None = None
    share: Share | None = None
    comments: int = 0
    reactions: tuple[tuple[str, int], ...] = ()
    #: Whether Telegram tells the bot of reactions here: only where it is an admin.
    counts_reactions: bool = False
    has_video: bool = False
    #: On the card in one's own diary: where it is shown, or could be.
    targets: tuple[Target, ...] = ()
    #: How many of `tags` its author has written; the others were found. They stand behind.
    manual: int = 0
    #: Tags that are offered while the menu of tags is open.
    chips: tuple[str, ...] = ()
    #: How many messages of its author's own chat the entry came from.
    messages: int = 0
    #: The question of the day that the entry answers.
    answers: Answering | None = None
    #: How far another analysis is: queued, running or failed; None where there is none.
    again: str | None = None
    #: What an earlier analysis found.
    earlier: Report | None = None
    #: Whether it is no card, and whoever reads it has chosen that nobody shall read along.
    is_read_covered: bool = False
    #: When the day begins on which the entry has its turn; None where that is today.
    put_off: dt.datetime | None = None
    #: Whether what waits in the queue waits for room on the machine.
    waits_for_room: bool = False
    #: The day that it is for whoever reads this: dates of other years say theirs.
    today: dt.date | None = None

    @property
    def is_shared(self) -> bool:
        """Whether others than the author see this card."""
        return self.place is not None and self.place.is_shared

    @property
    def is_taken_out(self) -> bool:
        """Whether the entry is in no diary any more: its author alone has it."""
        return self.place is None and self.diary.is_shared

    @property
    def parts(self) -> frozenset[str]:
        """What of the entry may be seen here."""
        return frozenset(PARTS) if self.share is None else self.share.shown

    @property
    def offered(self) -> frozenset[str]:
        """The parts that this entry has at all."""
        return shares.offered(self.entry, self.report, has_video=self.has_video)

    @property
    def shown(self) -> tuple[Target, ...]:
        """Where else the entry is to be seen now."""
        return tuple(target for target in self.targets if target.is_shown)

    @property
    def said(self) -> int:
        """How many comments there are, on one's own card from everywhere."""
        return self.comments + sum(target.comments for target in self.shown)

    @property
    def takes_comments(self) -> bool:
        """Whether what is said here is kept: a diary and an entry can both be closed to it."""
        return self.entry.comments_on and (self.place or self.diary).comments_on

    @property
    def can_be_shared(self) -> bool:
        """Whether its author can show it in another diary."""
        is_own = self.share is None and not self.diary.is_shared
        return is_own and not self.entry.is_private and bool(self.targets)

    def target(self, share_id: int) -> Target | None:
        """The diary that this share is for."""
        return next((t for t in self.targets if t.share and t.share.id == share_id), None)

    @property
    def language(self) -> str:
        """The language of the card: that of its chat."""
        if self.place is not None and self.place.is_shared:
            return self.place.language or self.person.language
        return self.person.language


async def contents(
    connection: Connection,
    card_id: int,
    workers: int,
    bot_id: int = 0,
    now: dt.datetime | None = None,
) -> Contents | None:
    """What this card has to show; None when there is no such card any more.

    Nothing either where it stands in a chat that its entry has no place in: whatever has brought it
    there, whoever is in that chat reads nothing of it. `bot_id` is the own account of the bot: what
    it is in the chat decides what it hears of. Without `now` no date says its year.
    """
    card = await cards.get(connection, card_id)
    found = None if card is None else await of_card(connection, card, workers, bot_id, now)
    return found if found is not None and await _may_stand(connection, found) else None


async def _may_stand(connection: Connection, found: Contents) -> bool:
    """Whether the card is in the chat of the diary that shows it, or in its author's own.

    A group that has moved is known by its old number too. That something is deleted, and nothing
    else, is also told to an admin who has deleted their channel's post.
    """
    chat_id, is_own = found.card.chat_id, found.share is None
    if is_own and (found.entry.state == "deleted" or chat_id == found.person.telegram_id):
        return True
    if found.place is None or (is_own and found.entry.removed_at is not None):
        return False
    return found.place.chat_id in {chat_id, await moves.today(connection, chat_id)}


async def of_card(
    connection: Connection,
    card: Card,
    workers: int,
    bot_id: int = 0,
    now: dt.datetime | None = None,
) -> Contents | None:
    """`contents` of a card that may be none yet, as where an entry is shown for a moment."""
    entry = await entries.get(connection, card.entry_id)
    if entry is None:
        return None
    job = await jobs.of_entry(connection, entry.id)
    report = corrections.report_of(entry)
    manual = await tags.of_entry(connection, entry.id, manual=True)
    automatic = await tags.of_entry(connection, entry.id, manual=False)
    diary = await diaries.get(connection, entry.diary_id)
    share = await share_rows.get(connection, card.share_id) if card.share_id else None
    place = diary if share is None else await diaries.get(connection, share.diary_id)
    person = await persons.get(connection, entry.author_id)
    is_out = entry.removed_at is not None and card.chat_id == person.telegram_id != diary.chat_id
    parts = await clips.of_entry(connection, entry.id)
    return Contents(
        card=card,
        entry=entry,
        person=person,
        diary=diary,
        stage=job.stage if job else None,
        queue=await _queue(connection, entry, job, workers, now),
        put_off=_put_off(entry, job, now),
        twin=await _twin(connection, entry),
        report=report,
        reading=read(report.emotions, report.duration_s) if report else None,
        tags=(*manual, *automatic),
        boundaries=_boundaries(parts),
        place=None if is_out else place,
        share=share,
        comments=0 if is_out else await comments.count(connection, entry.id, place.id),
        reactions=tuple(await reactions.totals(connection, card.id)),
        counts_reactions=await _counts_reactions(connection, place, bot_id),
        has_video=any(clip.has_file for clip in parts),
        manual=len(manual),
        chips=await _chips(connection, card, entry),
        messages=_own_messages(person, parts),
        targets=await _targets(connection, entry, diary) if share is None else (),
        answers=None if diary.is_shared else await questions.of_entry(connection, entry),
        again=job.state if job and job.task == jobs.AGAIN else None,
        earlier=await _earlier(connection, entry),
        today=None if now is None else clock.local(now, diary.time_zone).date(),
    )


def _own_messages(person: Person, parts: Sequence[Clip]) -> int:
    """A channel has no chat with the bot: its post is not its admins' to delete here."""
    if person.kind == "chat":
        return 0
    return sum(clip.chat_id == person.telegram_id for clip in parts)


async def _chips(connection: Connection, card: Card, entry: Entry) -> tuple[str, ...]:
    if card.menu != "tags":
        return ()
    return tuple(await own_tags.offered(connection, entry))


async def _counts_reactions(connection: Connection, place: Diary, bot_id: int) -> bool:
    """Whatever was last known: at worst there is a row of buttons too many, or none for a while."""
    known = await standings.find(connection, place.chat_id, bot_id)
    return known is not None and known.status in rights.ADMINS


async def _targets(connection: Connection, entry: Entry, diary: Diary) -> tuple[Target, ...]:
    """The shared diaries of the author. One that they have left is told of while it shows it."""
    if diary.is_shared or entry.state != "done":
        return ()
    author = await persons.get(connection, entry.author_id)
    found = [
        await _target(connection, entry, author, one)
        for one in await diaries.of_member(connection, entry.author_id)
    ]
    known = {target.diary.id for target in found}
    for share in await share_rows.of_entry(connection, entry.id):
        if share.diary_id not in known:
            other = await diaries.get(connection, share.diary_id)
            found.append(await _target(connection, entry, author, other, is_member=False))
    return tuple(found)


async def _target(
    connection: Connection, entry: Entry, author: Person, diary: Diary, *, is_member: bool = True
) -> Target:
    share = await share_rows.find(connection, entry.id, diary.id)
    known = await standings.find(connection, diary.chat_id, author.telegram_id)
    is_in = known is not None and known.status in rights.PRESENT
    card = await cards.of_share(connection, share.id) if share else None
    sent = await card_messages.of_card(connection, card.id) if card and card.message_id else ()
    return Target(
        diary,
        share,
        is_open=is_member and is_in and diary.state == "open",
        comments=await comments.count(connection, entry.id, diary.id),
        lacks_video=any(message.message_id is None for message in sent),
    )


async def _earlier(connection: Connection, entry: Entry) -> Report | None:
    found = await earlier_reports.last(connection, entry.id)
    return None if found is None else Report.from_json(found.report)


async def _queue(
    connection: Connection,
    entry: Entry,
    job: Job | None,
    workers: int,
    now: dt.datetime | None,
) -> Queue | None:
    if job is None or job.state != "queued" or entry.state != "waiting":
        return None
    if _put_off(entry, job, now) is not None:
        return None
    order = places.in_turn(await jobs.places(connection, now))
    before: list[float] = []
    for place in order:
        if place.entry_id == entry.id:
            break
        before.append(place.duration_s)
    running = await jobs.running_durations(connection)
    pace = await jobs.pace(connection)
    return Queue(len(before) + len(running), _wait_s([*running, *before], pace, workers))


def _put_off(entry: Entry, job: Job | None, now: dt.datetime | None) -> dt.datetime | None:
    if job is None or now is None or job.state != "queued" or entry.state != "waiting":
        return None
    at = job.not_before
    return at if at is not None and at > now + jobs.PUT_OFF else None


def _wait_s(durations: Sequence[float], pace: float | None, workers: int) -> float | None:
    """Seconds until the workers have done these clips at the measured pace."""
    return None if pace is None else sum(durations) * pace / max(1, workers)


async def _twin(connection: Connection, entry: Entry) -> Twin | None:
    twin = await entries.get(connection, entry.twin_id) if entry.twin_id else None
    if twin is None or twin.removed_at is not None:
        return None
    card = await cards.of_entry(connection, twin.id)
    message_id = card.message_id if card else None
    is_own = twin.author_id == entry.author_id
    return Twin(twin.recorded_at, twin.title, message_id, is_own)


def _boundaries(parts: Sequence[Clip]) -> tuple[float, ...]:
    durations = [
        clip.findings["picture"]["duration_s"]
        for clip in parts
        if clip.findings and "picture" in clip.findings
    ]
    return tuple(sum(durations[: n + 1]) for n in range(len(durations) - 1))
