"""Puts spoken comments into words: one at a time, behind the entries, and only what was agreed to.

A row of `storage.comments` says how far it is; what takes it keeps it until `not_before`. Where no
speech model is, or nothing was said, a comment stays what it is: a voice.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import structlog

from analysis.errors import AnalysisError, Rejected
from analysis.report import Speech
from diary import glossary, search_terms
from diary.attempt import SPEECH_S_PER_S, Tools
from diary.errors import FetchFailed, FileGone
from diary.rounds import Rounds
from storage import comments, jobs
from storage.comments import Comment
from storage.database import Connection, Damaged, Unavailable

log = structlog.get_logger()

MOST_ATTEMPTS = 3

#: After a failed attempt; grows with each.
PAUSE = dt.timedelta(seconds=30)

#: Entries go first, but a busy queue keeps nobody's comment waiting longer than this.
PATIENCE = dt.timedelta(minutes=10)

#: Time to fetch a file beside the deadlines of both stages, in seconds.
FETCHING_S = 300.0


class Hearing:
    """The loop beside the worker's; it shares its tools, and has a folder of its own."""

    def __init__(self, tools: Tools, folder: Path) -> None:
        self._tools = tools
        self._database = tools.database
        self._folder = folder
        self._rounds = Rounds(tools.database, tools.now, comments.next_hearing)
        self._has_recovered = False

    def wake(self) -> None:
        """Somebody has said something."""
        self._rounds.wake()

    async def run(self) -> None:
        """Listen until cancelled."""
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
        await self._rounds.run(self.round, "hear")

    async def round(self) -> None:
        """Hear the next one, if it is its turn."""
        if self._tools.plan.is_alone and not self._has_recovered:
            async with self._database.writing() as connection:
                await comments.recover(connection)
        self._has_recovered = True
        comment = await self._claim()
        if comment is not None:
            await self._hear(comment)
            self._rounds.wake()

    async def _claim(self) -> Comment | None:
        now = self._tools.now()
        try:
            async with self._database.reading() as connection:
                comment = await _next(connection, now)
        except Damaged:
            await self._set_aside(now)
            return None
        if comment is None:
            return None
        stages_s = 2 * self._tools.plan.stage_s(comment.duration_s)
        seconds = stages_s + self._extra_s(comment) + FETCHING_S
        async with self._database.writing() as connection:
            if comment.attempts >= MOST_ATTEMPTS:  # died of it, each time
                await comments.change(connection, comment.id, hearing="failed")
                return None
            until = now + dt.timedelta(seconds=seconds)
            return comment if await comments.claim(connection, comment, now, until) else None

    async def _set_aside(self, now: dt.datetime) -> None:
        """A comment that was damaged on the disk is not heard; those behind it are."""
        async with self._database.writing() as connection:
            number = await comments.number_to_hear(connection, now)
            if number is not None:
                log.warning("comment is damaged", action="hear", comment=number)
                await comments.change(connection, number, hearing="failed")
        self._rounds.wake()

    def _extra_s(self, comment: Comment) -> float:
        return SPEECH_S_PER_S * (comment.duration_s or 0.0)

    async def _hear(self, comment: Comment) -> None:
        """One attempt; every way that it can end is written into the row."""
        events = log.bind(action="hear", comment=comment.id, attempt=comment.attempts + 1)
        try:
            speech = await self._speech(comment)
        except (Rejected, FileGone) as error:
            events.info("comment cannot be heard", error=type(error).__name__)
            await self._end(comment, "failed")
        except (AnalysisError, FetchFailed) as error:
            events.warning("comment not heard", error=type(error).__name__)
            await self._again(comment)
        except Unavailable:
            raise
        except Exception:
            log.exception("comment not heard", action="hear", comment=comment.id)
            await self._again(comment)
        else:
            await self._end(comment, "done", text=_words(speech))
        finally:
            # Its own folder alone: the worker's permission holds for the one that is there.
            own = self._folder / str(comment.id)
            await asyncio.to_thread(shutil.rmtree, own, ignore_errors=True)

    async def _speech(self, comment: Comment) -> Speech:
        """Fetch, decode the sound alone, and recognise it."""
        folder = self._folder / str(comment.id)
        inner = folder / "clip"
        await asyncio.to_thread(inner.mkdir, parents=True, exist_ok=True)
        path = inner / "clip"
        await self._tools.courier.fetch(comment.file_id or "", path)
        plan, run = self._tools.plan, self._tools.workshop.run
        async with self._database.reading() as connection:
            recipe = await glossary.recipe_for(connection, comment.author_id, plan.recipe)
        target, stage_s = "analysis.voices:sound", plan.stage_s(comment.duration_s)
        sound: str | None = await run(
            "video", target, str(path), str(folder), recipe, deadline_s=stage_s
        )
        deadline_s = stage_s + self._extra_s(comment)
        target = "analysis.speech:transcribe"
        speech: Speech = await run("words", target, sound, recipe, deadline_s=deadline_s)
        return speech

    async def _again(self, comment: Comment) -> None:
        attempts = comment.attempts + 1
        if attempts >= MOST_ATTEMPTS:
            await self._end(comment, "failed")
        else:
            await self._end(comment, "waiting", not_before=self._tools.now() + attempts * PAUSE)

    async def _end(self, comment: Comment, hearing: str, **values: Any) -> None:
        async with self._database.writing() as connection:
            await comments.finish_hearing(connection, comment.id, hearing, **values)
            await search_terms.reindex_comment(connection, comment.id)


async def _next(connection: Connection, now: dt.datetime) -> Comment | None:
    """The oldest one, unless an entry waits and the comment can wait a little longer."""
    comment = await comments.to_hear(connection, now)
    if comment is None or comment.created_at <= now - PATIENCE:
        return comment
    return comment if await jobs.next_queued(connection, now) is None else None


def _words(speech: Speech) -> str | None:
    """What was said; None where nothing was, or nobody was there to recognise it."""
    return (speech.transcript.text.strip() or None) if speech.transcript else None
