"""Takes jobs from the queue and leads each through its stages: fetch, face, speech, words.

The stages themselves run in other processes; files come from wherever the courier gets them. What
each stage found is kept before the next begins, so that no restart and no failed stage loses it.
"""

from __future__ import annotations

import asyncio
import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import structlog

from analysis.errors import AnalysisError, DeadlineExceeded, Rejected, WorkerDied
from analysis.report import ClipFindings, Picture, Report, Speech, Words, assemble, joined
from diary import jobs
from diary.clock import Now
from diary.errors import FetchFailed, FileGone
from storage import clips, entries, tags
from storage import jobs as queue
from storage.clips import Clip
from storage.database import Database
from storage.jobs import Job

log = structlog.get_logger()

#: The database is asked at least this often, whatever has been forgotten to say.
LONGEST_SLEEP_S = 5.0


class Workshop(Protocol):
    """Runs a stage in a worker process and kills it at its deadline."""

    async def run(self, kind: str, target: str, /, *args: Any, deadline_s: float) -> Any:
        """The result of the function named `target`; raises AnalysisError."""


class Courier(Protocol):
    """Brings a clip's file."""

    async def fetch(self, file_id: str, path: Path) -> None:
        """Write the file to `path`; raises FileGone, FetchFailed or Rejected (too big)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the work is done. `recipe` is handed to the stages as it is; deadlines in seconds."""

    recipe: Any
    folder: Path
    slots: int
    deadline_s: float
    conditions: jobs.Terms
    speech_available: Callable[[], bool]


class Lost(Exception):
    """The job was cancelled or taken away while it ran."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A stage that failed for good; what the others found stays."""

    reason: str


class Worker:
    """The loop beside the bot's handlers. `changed` is called when cards have something to show."""

    def __init__(
        self,
        database: Database,
        workshop: Workshop,
        courier: Courier,
        plan: Plan,
        now: Now,
        changed: Callable[[], None],
    ) -> None:
        self._database = database
        self._workshop = workshop
        self._courier = courier
        self._plan = plan
        self._now = now
        self._changed = changed
        self._wake = asyncio.Event()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._leases: set[str] = set()

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def stop(self, entry_id: int) -> None:
        """The entry was cancelled: what runs for it ends at once."""
        if task := self._running.get(entry_id):
            task.cancel()

    async def renew(self) -> None:
        """Keep the leases of what runs here."""
        if self._leases:
            until = self._now() + self._plan.conditions.lease
            async with self._database.writing() as connection:
                await queue.renew(connection, sorted(self._leases), until)

    async def recover(self, *, everyone: bool) -> None:
        """Queue again what was left behind; `everyone` at the start of the only process."""
        async with self._database.writing() as connection:
            left = await jobs.recover(connection, self._now(), everyone=everyone)
        if left:
            log.info("jobs recovered", action="recover", count=len(left))
            self._notify()

    async def complete_speech(self) -> None:
        """Take up entries without speech once its model is there."""
        if not self._plan.speech_available():
            return
        async with self._database.writing() as connection:
            count = await jobs.complete_speech(connection, self._now())
        if count:
            log.info("speech is completed", action="complete_speech", count=count)
            self._notify()

    async def run(self) -> None:
        """Work until cancelled."""
        shutil.rmtree(self._plan.folder, ignore_errors=True)
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                while len(self._running) < self._plan.slots and (job := await self._claim()):
                    self._begin(group, job)
                await self._sleep()

    def _begin(self, group: asyncio.TaskGroup, job: Job) -> None:
        task = group.create_task(self._work(job))
        self._running[job.entry_id] = task
        task.add_done_callback(lambda _: self._end(job))

    def _end(self, job: Job) -> None:
        self._running.pop(job.entry_id, None)
        self._leases.discard(job.lease or "")
        self._notify()

    def _notify(self) -> None:
        self._wake.set()
        self._changed()

    async def _claim(self) -> Job | None:
        lease = uuid.uuid4().hex
        async with self._database.writing() as connection:
            job = await jobs.claim(connection, lease, self._plan.conditions, self._now())
        if job is not None:
            self._leases.add(lease)
            self._changed()
        return job

    async def _sleep(self) -> None:
        """Until something changes, or until the next postponed job."""
        now = self._now()
        async with self._database.reading() as connection:
            until = await queue.next_time(connection, now)
        seconds = LONGEST_SLEEP_S if until is None else (until - now).total_seconds()
        try:
            await asyncio.wait_for(self._wake.wait(), min(seconds, LONGEST_SLEEP_S))
        except TimeoutError:
            return

    async def _work(self, job: Job) -> None:
        """One attempt at one job. Every way that it can end is written down in its row."""
        folder = self._plan.folder / f"{job.id}-{job.lease}"
        events = log.bind(job=job.id, entry=job.entry_id, attempt=job.attempts)
        events.info("job begins", action="job")
        async with self._database.reading() as connection:
            parts = await clips.of_entry(connection, job.entry_id)
        try:
            await self._attempt(job, parts, folder)
            events.info("job ends", action="job")
        except Lost:
            events.info("job was cancelled", action="job")
        except FetchFailed:
            await self._fetch_failed(job, parts)
        except FileGone:
            await self._give_up(job, "file_gone", parts)
        except Rejected as error:
            events.info("clip rejected", action="job", reason=error.code)
            await self._give_up(job, error.code, parts)
        except AnalysisError as error:
            events.exception("analysis failed", action="job", reason=error.code)
            await self._failed(job, error.code, parts)
        except Exception:  # noqa: BLE001
            # A fault of ours costs this attempt, never the loop: others wait behind it.
            events.exception("job failed", action="job")
            await self._failed(job, "internal", parts)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _attempt(self, job: Job, parts: Sequence[Clip], folder: Path) -> None:
        began = time.monotonic()
        found: list[ClipFindings] = []
        reason: str | None = None
        for part in parts:
            try:
                findings, failure = await self._clip(job, part, folder / str(part.id))
            except Rejected as error:
                if len(parts) == 1:
                    raise
                await self._keep_rejection(part, error)
                reason = "clip_rejected"
                continue
            if findings is None and failure is None:
                return
            reason = failure.reason if failure else reason
            found += [findings] if findings else []
        if not found:
            await self._give_up(job, reason or "unreadable", parts)
            return
        await self._conclude(job, joined(found), reason, parts, began)

    async def _clip(
        self, job: Job, clip: Clip, folder: Path
    ) -> tuple[ClipFindings | None, Failure | None]:
        """What was found in one clip; both None when the attempt is over and will be repeated."""
        if clip.findings is not None and "rejected" in clip.findings:
            raise Rejected
        findings = None if clip.findings is None else ClipFindings.from_json(clip.findings)
        if findings is not None and not self._lacks(findings, clip):
            return findings, None
        try:
            picture = await self._picture(job, clip, folder)
        except (DeadlineExceeded, WorkerDied) as error:
            return await self._stage_failed(job, findings, error.code)
        findings = ClipFindings(picture, findings.speech if findings else None)
        try:
            speech = await self._speech(job, picture)
        except Rejected:
            raise
        except AnalysisError:
            log.warning("speech failed", action="job", job=job.id, exc_info=True)
            return await self._stage_failed(job, findings, "speech_failed")
        findings = replace(findings, speech=speech)
        await self._keep(clip, findings)
        return findings, None

    def _lacks(self, findings: ClipFindings, clip: Clip) -> bool:
        if findings.speech is None:
            return True
        return clip.lacks_speech and self._plan.speech_available()

    async def _picture(self, job: Job, clip: Clip, folder: Path) -> Picture:
        await self._enter(job, "fetch")
        inner = folder / "clip"
        await asyncio.to_thread(inner.mkdir, parents=True)
        path = inner / "clip"
        await self._courier.fetch(clip.file_id, path)
        await self._enter(job, "face")
        picture: Picture = await self._workshop.run(
            "video",
            "analysis.pipeline:picture",
            str(path),
            str(folder),
            self._plan.recipe,
            deadline_s=self._plan.deadline_s,
        )
        await asyncio.to_thread(shutil.rmtree, inner)
        await self._keep(clip, ClipFindings(picture))
        return picture

    async def _speech(self, job: Job, picture: Picture) -> Speech:
        await self._enter(job, "speech")
        speech: Speech = await self._workshop.run(
            "words",
            "analysis.speech:transcribe",
            picture.sound,
            self._plan.recipe,
            deadline_s=self._plan.deadline_s,
        )
        return speech

    async def _conclude(
        self,
        job: Job,
        findings: ClipFindings,
        reason: str | None,
        parts: Sequence[Clip],
        began: float,
    ) -> None:
        await self._enter(job, "words")
        words = Words(language="")
        try:
            words = await self._words(job, findings)
        except AnalysisError:
            log.warning("words failed", action="job", job=job.id, exc_info=True)
            if job.attempts < self._plan.conditions.attempts:
                await self._leave(jobs.postpone, job)
                return
            reason = "words_failed"
        report: Report = assemble(findings, words)
        took_s = time.monotonic() - began
        seen = _ids(parts)
        async with self._database.writing() as connection:
            await jobs.finish(
                connection, job, job.lease or "", report, words, reason, seen, self._now(), took_s
            )

    async def _words(self, job: Job, findings: ClipFindings) -> Words:
        async with self._database.reading() as connection:
            entry = await entries.get(connection, job.entry_id)
            names = await tags.of_entry(connection, job.entry_id, manual=True)
        if entry is None:
            raise Lost
        transcript = findings.speech.transcript if findings.speech else None
        words: Words = await self._workshop.run(
            "words",
            "analysis.words:words",
            transcript,
            entry.caption,
            tuple(names),
            deadline_s=self._plan.deadline_s,
        )
        return words

    async def _enter(self, job: Job, stage: str) -> None:
        async with self._database.writing() as connection:
            if not await jobs.enter_stage(connection, job, job.lease or "", stage):
                raise Lost
        self._changed()

    async def _keep(self, clip: Clip, findings: ClipFindings) -> None:
        speech = findings.speech
        lacks = speech is not None and "speech_model_missing" in speech.warnings
        async with self._database.writing() as connection:
            await clips.set_findings(connection, clip.id, findings.to_json(), lacks_speech=lacks)

    async def _keep_rejection(self, clip: Clip, error: Rejected) -> None:
        async with self._database.writing() as connection:
            await clips.set_findings(
                connection, clip.id, {"rejected": error.code}, lacks_speech=False
            )

    async def _stage_failed(
        self, job: Job, findings: ClipFindings | None, reason: str
    ) -> tuple[ClipFindings | None, Failure | None]:
        if job.attempts < self._plan.conditions.attempts:
            await self._leave(jobs.postpone, job)
            return None, None
        return findings, Failure(reason)

    async def _failed(self, job: Job, reason: str, parts: Sequence[Clip]) -> None:
        if job.attempts < self._plan.conditions.attempts:
            await self._leave(jobs.postpone, job)
        else:
            await self._give_up(job, reason, parts)

    async def _fetch_failed(self, job: Job, parts: Sequence[Clip]) -> None:
        log.info("file not fetched", action="fetch", job=job.id, entry=job.entry_id)
        if job.interruptions < jobs.MOST_FETCHES:
            await self._leave(jobs.postpone_fetch, job)
        else:
            await self._give_up(job, "fetch_failed", parts)

    async def _give_up(self, job: Job, reason: str, parts: Sequence[Clip]) -> None:
        await self._leave(jobs.give_up, job, reason, _ids(parts))

    async def _leave(self, rule: Callable[..., Any], job: Job, *args: Any) -> None:
        async with self._database.writing() as connection:
            await rule(connection, job, job.lease or "", *args, self._now())


def _ids(parts: Sequence[Clip]) -> frozenset[int]:
    return frozenset(part.id for part in parts)
