"""One attempt at one job: fetch, face, speech for each clip, then the words of the whole entry.

The stages themselves run in other processes; files come from wherever the courier gets them. What
each stage found is kept before the next begins, so that no restart and no failed stage loses it.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import structlog

from analysis.albums import joined
from analysis.errors import AnalysisError, ModelError, Rejected, Shortage
from analysis.report import ClipFindings, Emotions, Picture, Speech, Words, assemble
from diary import fixes, glossary, jobs, media, shortages
from diary.errors import FetchFailed, FileGone
from diary.recordings import SOUNDS
from diary.workshop import Plan as Plan  # noqa: PLC0414 - known from here, like the next
from diary.workshop import Tools as Tools  # noqa: PLC0414
from diary.yields import Yield
from storage import clips, entries
from storage import jobs as queue
from storage.clips import Clip
from storage.database import Damaged, Unavailable
from storage.entries import Entry
from storage.jobs import Job

log = structlog.get_logger()
Result = TypeVar("Result")

#: What stands for the picture and sound of an entry that was written.
UNSPOKEN = ClipFindings(Picture(0.0, 0.0, Emotions()), Speech())

#: What the deadline of the speech stage grows by with each second of clip. Whisper small takes up
#: to 0.4 core-seconds for a second of speech, on a slow or busy machine several times that.
SPEECH_S_PER_S = 2.0

#: The stage that reads a clip's sound alone.
HEARD = "analysis.voices:heard"


class Lost(Exception):
    """The job was cancelled or taken away while it ran."""


class Over(Exception):
    """The attempt has ended early; its job is queued again."""


class Attempt:
    """One attempt. Every way that it can end is written down in the job's row."""

    def __init__(self, tools: Tools, job: Job) -> None:
        self._tools = tools
        self._database = tools.database
        self._job = job
        self._lease = job.lease or ""
        self._folder = tools.plan.folder / f"{job.id}-{job.lease}"
        self._recipe = tools.plan.recipe
        #: Clips whose pictures nobody could read: what is found in them is not kept.
        self._unseen: set[int] = set()
        self._stopped = False
        self._long: asyncio.Task[Any] | None = None

    def stop(self) -> None:
        """The entry was cancelled. Long waits are cut short, never a transaction: see `writing`."""
        self._stopped = True
        if self._long is not None:
            self._long.cancel()

    async def run(self) -> None:
        """Do it; raises nothing but cancellation."""
        events = log.bind(action="job", job=self._job.id, entry=self._job.entry_id)
        events.info("job begins", attempt=self._job.attempts)
        try:
            await self._whole()
            events.info("job ends")
        except Over:
            events.info("job is postponed")
        except Lost:
            events.info("job was cancelled")
        except Unavailable:
            # The row says "running" until its lease is over; then it is taken up again.
            events.debug("database not available")
        except Damaged:
            # No other attempt would mend it, and those behind it wait.
            events.error("entry is damaged")
            await self._leave(jobs.set_aside)
        finally:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _whole(self) -> None:
        async with self._database.reading() as connection:
            entry = await entries.get(connection, self._job.entry_id)
            parts = await clips.of_entry(connection, self._job.entry_id)
            self._recipe = await glossary.recipe_for(
                connection, self._job.person_id, self._tools.plan.recipe
            )
        try:
            await (self._choose() if self._job.task == queue.WORDS else self._all(entry, parts))
        except (Over, Lost, Unavailable):
            raise
        except Exception as error:
            await self._wait_for_room(error)
            # A fault of ours costs this attempt, never the loop: others wait behind it.
            log.exception("job failed", action="job", job=self._job.id)
            await self._postpone_if_possible()
            await self._leave(jobs.give_up, "internal", _ids(parts))

    async def _all(self, entry: Entry | None, parts: Sequence[Clip]) -> None:
        if entry is None:
            raise Lost
        began = time.monotonic()
        result = Yield(is_album=len(parts) > 1)
        if entry.kind == "text":
            result.found.append(UNSPOKEN)
        for part in parts:
            await self._part(part, result)
        is_lacking = self._is_again and bool(result.failed or result.refused)
        if result.found and not is_lacking:
            await self._conclude(result, parts, began)
        else:
            codes = [*result.failed, *result.refused, "unreadable"]
            await self._leave(jobs.give_up, codes[0], _ids(parts))

    @property
    def _is_again(self) -> bool:
        """Whether what was found before counts for nothing, until all is found anew."""
        return self._job.task == queue.AGAIN

    async def _choose(self) -> None:
        """Key sentences and tags from the words as they are now; nothing else is touched."""
        await self._enter("words")
        read = await self._source()
        try:
            words = await self._words(read)
        except AnalysisError:
            log.exception("words failed", action="job", job=self._job.id)
            await self._postpone_if_possible()
            await self._leave(jobs.give_up, "words_failed", frozenset())
            return
        await self._leave(jobs.finish_words, read, words)

    async def _part(self, part: Clip, result: Yield) -> None:
        """One clip: found, failed or refused; raises Over when it is to be tried again."""
        try:
            await self._clip(part, result)
        except Rejected as error:
            log.info("clip rejected", action="job", job=self._job.id, reason=error.code)
            result.refused.append(error.code)
            if not await self._make_do(part, result):
                await self._keep(part, {"rejected": error.code}, lacks_speech=False)
        except FileGone:
            result.refused.append("file_gone")
            await self._make_do(part, result)
        except FetchFailed as error:
            await self._fetch_failed(error)
            result.failed.append("fetch_failed")
            await self._make_do(part, result, may_ask_again=True)
        except AnalysisError as error:
            log.exception("analysis failed", action="job", job=self._job.id, reason=error.code)
            await self._postpone_if_possible()
            result.failed.append(error.code)
            await self._make_do(part, result, may_ask_again=True)

    async def _make_do(self, part: Clip, result: Yield, *, may_ask_again: bool = False) -> bool:
        """Use what was found in a clip before; False when nothing was.

        Its speech is not waited for any longer: asked for at every tick, it would fail for ever.
        Without the note that there is no speech, the Retry button asks for it again.
        """
        if part.findings is None or "picture" not in part.findings:
            return False
        findings = ClipFindings.from_json(part.findings)
        if part.lacks_speech:
            findings = replace(findings, speech=None) if may_ask_again else findings
            await self._keep(part, findings.to_json(), lacks_speech=False)
        result.found.append(findings)
        return True

    async def _clip(self, part: Clip, result: Yield) -> None:
        earlier = _earlier(part)
        if earlier is not None and not self._is_again and not self._lacks(earlier, part):
            result.found.append(earlier)
            return
        picture = await self._picture(part, earlier)
        if part.id in self._unseen:
            result.failed.append(ModelError.code)
        findings = ClipFindings(picture, earlier.speech if earlier else None)
        try:
            speech = await self._speech(picture)
        except AnalysisError:
            if self._is_again:
                raise
            log.exception("speech failed", action="job", job=self._job.id)
            await self._postpone_if_possible()
            findings = replace(findings, speech=None)
            await self._keep(part, findings.to_json(), lacks_speech=False)
            result.failed.append("speech_failed")
            result.found.append(findings)
            return
        findings = replace(findings, speech=speech)
        missing = "speech_model_missing" in speech.warnings
        await self._keep(part, findings.to_json(), lacks_speech=missing)
        result.found.append(findings)

    def _lacks(self, findings: ClipFindings, part: Clip) -> bool:
        if findings.speech is None:
            return True
        return part.lacks_speech and self._tools.plan.speech_available()

    async def _picture(self, part: Clip, earlier: ClipFindings | None) -> Picture:
        await self._enter("fetch")
        folder = self._folder / str(part.id)
        inner = folder / "clip"
        await asyncio.to_thread(inner.mkdir, parents=True)
        path = inner / "clip"
        await self._unless_stopped(media.fetch(self._tools.courier, self._tools.kept, part, path))
        picture = await self._seen(part, path, folder)
        if earlier is not None and part.id in self._unseen:
            self._unseen.discard(part.id)
            picture = replace(earlier.picture, sound=picture.sound)
        await asyncio.to_thread(shutil.rmtree, inner)
        if not self._is_again:
            findings = ClipFindings(picture, earlier.speech if earlier else None)
            await self._keep(part, findings.to_json(), lacks_speech=part.lacks_speech)
        return picture

    async def _seen(self, part: Clip, path: Path, folder: Path) -> Picture:
        """The first stage: of a sound its length alone, of all others what is to be seen."""
        target = HEARD
        if part.kind not in SOUNDS:
            await self._enter("face")
            target = "analysis.pipeline:picture"
        args = (str(path), str(folder), self._recipe)
        try:
            found: Picture = await self._stage("video", target, *args, clip_s=part.duration_s)
        except ModelError as error:
            if self._is_again or target == HEARD:
                raise
            # No other try would mend it: what is said is found now, what is seen once it is whole.
            log.warning("model broken", action="job", job=self._job.id, error=type(error).__name__)
            self._unseen.add(part.id)
            found = await self._unseen_picture(error, part, *args)
        return found

    async def _unseen_picture(self, error: ModelError, part: Clip, *args: Any) -> Picture:
        """A clip by its sound alone; where there is none, all that is to say is the error."""
        try:
            found: Picture = await self._stage("video", HEARD, *args, clip_s=part.duration_s)
        except Rejected:
            raise error from None
        return found

    async def _speech(self, picture: Picture) -> Speech:
        await self._enter("speech")
        clip_s, args = picture.duration_s, (picture.sound, self._recipe)
        extra_s = SPEECH_S_PER_S * clip_s
        try:
            speech: Speech = await self._stage(
                "words", "analysis.speech:transcribe", *args, clip_s=clip_s, extra_s=extra_s
            )
        except ModelError:
            # As good as none: said on the card, and taken up once its files have changed.
            log.warning("speech model broken", action="job", job=self._job.id)
            self._tools.plan.speech_broke()
            return Speech(warnings=("speech_model_missing",))
        return speech

    async def _conclude(self, result: Yield, parts: Sequence[Clip], began: float) -> None:
        await self._enter("words")
        findings, reason = joined(result.found), result.reason
        read = await self._source()
        # The report holds what was heard; corrections of it come after, in a job of their own.
        read = replace(read, transcript=findings.speech.transcript if findings.speech else None)
        words = Words(language="")
        try:
            words = await self._words(read)
        except AnalysisError:
            log.exception("words failed", action="job", job=self._job.id)
            await self._postpone_if_possible()
            reason = reason or "words_failed"
        report = assemble(findings, words)
        took_s = time.monotonic() - began
        outcome = jobs.Outcome(report, words, reason, took_s, read.written)
        await self._leave(jobs.finish, outcome, _ids(parts))

    async def _source(self) -> fixes.Source:
        """The words as they are now."""
        async with self._database.reading() as connection:
            entry = await entries.get(connection, self._job.entry_id)
            if entry is None:
                raise Lost
            return fixes.source(entry)

    async def _words(self, read: fixes.Source) -> Words:
        words: Words = await self._stage(
            "words", "analysis.words:words", read.transcript, read.written
        )
        return words

    async def _stage(
        self, kind: str, target: str, *args: Any, clip_s: float | None = None, extra_s: float = 0.0
    ) -> Any:
        deadline_s = self._tools.plan.stage_s(clip_s) + extra_s
        run = self._tools.workshop.run
        try:
            return await self._unless_stopped(run(kind, target, *args, deadline_s=deadline_s))
        except Shortage as error:
            # From here on it is no failed analysis: `_wait_for_room` takes it up.
            raise OSError(error.errno, str(error)) from error

    async def _unless_stopped(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The result of a long wait; raises Lost when `stop` has cut it short."""
        if self._stopped:
            work.close()
            raise Lost
        task = asyncio.get_running_loop().create_task(work)
        self._long = task
        try:
            return await task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if self._stopped and not (current and current.cancelling()):
                raise Lost from None
            raise
        finally:
            self._long = None

    async def _enter(self, stage: str) -> None:
        async with self._database.writing() as connection:
            if not await jobs.enter_stage(connection, self._job, self._lease, stage):
                raise Lost
        self._tools.changed()

    async def _keep(self, part: Clip, findings: dict[str, Any], *, lacks_speech: bool) -> None:
        if part.id in self._unseen:
            return
        async with self._database.writing() as connection:
            await clips.set_findings(connection, part.id, findings, lacks_speech=lacks_speech)

    async def _postpone_if_possible(self) -> None:
        """End this attempt while there is another; raises Over then."""
        if self._job.attempts < self._tools.plan.conditions.attempts:
            await self._leave(jobs.postpone)
            raise Over

    async def _wait_for_room(self, error: Exception) -> None:
        """Where the machine has no room the clip has no fault: it waits. Raises Over then."""
        short = shortages.named(error)
        if short is not None:
            if self._tools.plan.room is not None:
                self._tools.plan.room.lacks(short)
            await self._leave(shortages.postpone)
            raise Over

    async def _fetch_failed(self, error: FetchFailed) -> None:
        log.info("file not fetched", action="fetch", job=self._job.id, entry=self._job.entry_id)
        if self._job.fetches < jobs.MOST_FETCHES:
            await self._leave(jobs.postpone_fetch, error.after_s)
            raise Over

    async def _leave(self, rule: Callable[..., Any], *args: Any) -> None:
        async with self._database.writing() as connection:
            await rule(connection, self._job, self._lease, *args, self._tools.now())


def _earlier(part: Clip) -> ClipFindings | None:
    """What was found before; raises Rejected where the clip was refused for good."""
    if part.findings is None:
        return None
    if "rejected" in part.findings:
        refused = Rejected()
        refused.code = part.findings["rejected"]
        raise refused
    return ClipFindings.from_json(part.findings)


def _ids(parts: Sequence[Clip]) -> frozenset[int]:
    return frozenset(part.id for part in parts)
