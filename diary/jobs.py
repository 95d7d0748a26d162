"""The queue of analyses: who is next, what a failed attempt costs, and how an entry is finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.report import Report, Words
from diary import care, corrections, fixes, places, search_terms
from diary import tags as own_tags
from diary.fixes import Source
from storage import cards, clips, earlier_reports, entries, jobs, persons
from storage.database import Connection
from storage.jobs import Job

#: A bot that dies this often while it has the same job is taken to die of it.
MOST_INTERRUPTIONS = 10

#: Failed fetches of a file before the person is asked to try again: with the pauses of
#: `fetch_pause` that is about a quarter of an hour of a Telegram that does not answer.
MOST_FETCHES = 20


@dataclass(frozen=True, slots=True)
class Terms:
    """`attempts` before a job is given up, and how long a lease lasts without being renewed."""

    attempts: int = 3
    lease: dt.timedelta = dt.timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt has come to. `reason` names what failed for good while the rest worked.

    `written` is what stood in the entry when its words were chosen, None where nobody looked.
    """

    report: Report
    words: Words
    reason: str | None
    took_s: float
    written: str | None = None


async def claim(
    connection: Connection, lease: str, conditions: Terms, now: dt.datetime
) -> Job | None:
    """Take the next job for a worker; None when there is none to take."""
    job = await jobs.next_queued(connection, now)
    if job is None:
        return None
    if not await jobs.claim(connection, job.id, lease, now, now + conditions.lease):
        return None
    await persons.set_served(connection, job.person_id, now)
    await tell_places(connection, now)
    return await jobs.of_entry(connection, job.entry_id)


async def tell_places(connection: Connection, now: dt.datetime) -> None:
    """Let the cards of those who wait follow the queue."""
    order = places.in_turn(await jobs.places(connection, now))
    told = [place.entry_id for n, place in enumerate(order, start=1) if n in places.TOLD]
    await cards.want_queued(connection, told)


async def enter_stage(connection: Connection, job: Job, lease: str, stage: str) -> bool:
    """Say what is being done now; False when the job was cancelled or taken away."""
    if not await jobs.set_stage(connection, job.id, lease, stage):
        return False
    entry = await entries.get(connection, job.entry_id)
    if entry is not None and entry.state == "waiting":
        await cards.want(connection, job.entry_id)
    return True


async def postpone(connection: Connection, job: Job, lease: str, now: dt.datetime) -> bool:
    """A failed attempt that may be repeated, after a pause that grows."""
    pause = dt.timedelta(seconds=5 * job.attempts)
    if not await jobs.leave(
        connection, job.id, lease, state="queued", not_before=now + pause, enqueued_at=now
    ):
        return False
    await cards.want(connection, job.entry_id)
    return True


async def postpone_fetch(
    connection: Connection, job: Job, lease: str, after_s: float, now: dt.datetime
) -> bool:
    """Telegram does not give the file now: not an attempt of the analysis."""
    pause = max(fetch_pause(job.fetches), dt.timedelta(seconds=after_s))
    return await jobs.leave(
        connection,
        job.id,
        lease,
        state="queued",
        attempts=job.attempts - 1,
        fetches=job.fetches + 1,
        not_before=now + pause,
    )


def fetch_pause(failures: int) -> dt.timedelta:
    """1, 2, 4 … seconds, at most a minute."""
    return dt.timedelta(seconds=min(60, 2 ** min(failures, 6)))


async def give_up(
    connection: Connection,
    job: Job,
    lease: str,
    reason: str,
    parts: Collection[int],
    now: dt.datetime,
) -> bool:
    """Nothing could be found out in these clips; the entry stays, with what it had before."""
    if job.task != jobs.WORDS and await _has_more_clips(connection, job, parts):
        return await _begin_again(connection, job, lease)
    if not await jobs.leave(connection, job.id, lease, state="failed", finished_at=now):
        return False
    await _fail_entry(connection, job, reason)
    return True


async def set_aside(connection: Connection, job: Job, lease: str, now: dt.datetime) -> bool:
    """The entry cannot be read; reads nothing of it. False when the job is not ours."""
    if not await jobs.leave(connection, job.id, lease, state="failed", finished_at=now):
        return False
    failed = {"state": "failed", "reason": "internal"}
    await entries.change(connection, job.entry_id, was=("waiting",), **failed)
    return True


async def finish_words(
    connection: Connection, job: Job, lease: str, read: Source, words: Words, now: dt.datetime
) -> bool:
    """Keep what was chosen anew from words that were changed; False when the job is not ours."""
    if not await jobs.leave(connection, job.id, lease, state="done", task=None):
        return False
    await fixes.chosen(connection, job.entry_id, read, words, now)
    return True


async def _fail_entry(connection: Connection, job: Job, reason: str) -> None:
    """The entry says why; one that was only looked at once more keeps what it had."""
    entry_id = job.entry_id
    entry = await entries.get(connection, entry_id)
    if entry is None or job.task is not None:
        await cards.want(connection, entry_id)
        return
    state = "failed" if entry.report is None else "done"
    await entries.change(connection, entry_id, was=("waiting", "done"), state=state, reason=reason)
    await clips.stop_waiting_for_speech(connection, entry_id)
    await search_terms.reindex(connection, entry_id)
    await cards.want(connection, entry_id)


async def _begin_again(connection: Connection, job: Job, lease: str) -> bool:
    """A part of an album came in while the others were analysed."""
    return await jobs.leave(connection, job.id, lease, state="queued", attempts=0)


async def finish(
    connection: Connection,
    job: Job,
    lease: str,
    outcome: Outcome,
    parts: Collection[int],
    now: dt.datetime,
) -> bool:
    """Keep report, tags and search terms at once; False when the job is no longer ours.

    `parts` are the clips that were looked at: where there are more by now, all begins again.
    """
    if await _has_more_clips(connection, job, parts):
        return await _begin_again(connection, job, lease)
    ended = {"state": "done", "finished_at": now, "took_s": outcome.took_s, "task": None}
    if not await jobs.leave(
        connection, job.id, lease, duration_s=outcome.report.duration_s, **ended
    ):
        return False
    return await _keep_result(connection, job, outcome, now)


async def _keep_result(
    connection: Connection, job: Job, outcome: Outcome, now: dt.datetime
) -> bool:
    """Corrections stay where they still apply, and what was analysed before stays beside."""
    entry_id = job.entry_id
    entry = await entries.get(connection, entry_id)
    words = fixes.carried(entry, outcome.report) if entry else None
    if entry is None or not await entries.change(
        connection,
        entry_id,
        was=("waiting", "done"),
        state="done",
        reason=outcome.reason,
        language=outcome.words.language,
        report=outcome.report.to_json(),
        words=words,
        analysed_at=now,
    ):
        return False
    if job.task == jobs.AGAIN and entry.report is not None:
        made_at = entry.analysed_at or entry.recorded_at
        await earlier_reports.add(connection, entry.id, entry.report, made_at, now)
    await own_tags.put_found(connection, entry, outcome.report.tags)
    await search_terms.reindex(connection, entry.id, outcome.words.terms)
    await cards.want(connection, entry.id)
    await care.consider(connection, entry, outcome.report, now)
    if words is not None or outcome.written not in (None, corrections.written(entry)):
        await fixes.choose_anew(connection, entry.id, now)
    return True


async def _has_more_clips(connection: Connection, job: Job, parts: Collection[int]) -> bool:
    """Whether a part of an album came in while these were analysed."""
    return any(clip.id not in parts for clip in await clips.of_entry(connection, job.entry_id))


async def recover(connection: Connection, now: dt.datetime, *, everyone: bool) -> Sequence[int]:
    """Queue again what a dead bot has left behind; the entries concerned.

    That the bot died is no failed attempt of the clip, unless it keeps happening.
    """
    left = await jobs.abandoned(connection, now, everyone=everyone)
    for job in left:
        lost = job.interruptions + 1 >= MOST_INTERRUPTIONS
        await jobs.leave(
            connection,
            job.id,
            job.lease or "",
            state="failed" if lost else "queued",
            attempts=max(0, job.attempts - 1),
            interruptions=job.interruptions + 1,
        )
        if lost:
            await _fail_entry(connection, job, "worker_died")
        await cards.want(connection, job.entry_id)
    return [job.entry_id for job in left]


async def complete_speech(connection: Connection, now: dt.datetime) -> int:
    """A speech model is there now: take up the entries that had to do without; how many."""
    count = 0
    for entry_id in await clips.entries_lacking_speech(connection):
        count += await jobs.change(
            connection,
            entry_id,
            was=("done", "failed"),
            state="queued",
            attempts=0,
            interruptions=0,
            fetches=0,
            enqueued_at=now,
            not_before=None,
            task=None,
        )
    return count
