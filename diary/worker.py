"""The loop that takes jobs from the queue, as many at a time as there are slots."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import uuid
from functools import partial

import structlog

from diary import jobs, unseen
from diary.attempt import Attempt, Tools
from diary.rounds import Rounds
from storage import cards
from storage import jobs as queue
from storage.jobs import Job

log = structlog.get_logger()


class Worker:
    """The loop beside the bot's handlers."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._database = tools.database
        self._plan = tools.plan
        self._rounds = Rounds(tools.database, tools.now, queue.next_time)
        self._has_recovered = False
        self._is_whole = False
        self._was_short = False
        #: By lease: an entry can be taken up again before its last attempt has put everything away.
        self._running: dict[str, tuple[int, Attempt]] = {}

    def wake(self) -> None:
        """There may be something to do."""
        self._rounds.wake()

    def stop(self, entry_id: int) -> None:
        """The entry was cancelled: what runs for it ends."""
        for running_id, attempt in self._running.values():
            if running_id == entry_id:
                attempt.stop()

    async def renew(self) -> None:
        """Keep the leases of what runs here."""
        if self._running:
            async with self._database.writing() as connection:
                await queue.renew(connection, sorted(self._running), self._lease_end())

    async def recover(self, *, everyone: bool) -> None:
        """Queue again what was left behind; `everyone` at the start of the only process.

        What runs here is not left behind, though nobody could say so for a while: the database may
        have been away, or the clock was set.
        """
        async with self._database.writing() as connection:
            if self._running:
                await queue.renew(connection, sorted(self._running), self._lease_end())
            left = await jobs.recover(connection, self._tools.now(), everyone=everyone)
        if left:
            log.info("jobs recovered", action="recover", count=len(left))
            self._notify()

    async def complete_speech(self) -> None:
        """Take up entries without speech once its model is there."""
        if not self._plan.speech_available():
            return
        async with self._database.writing() as connection:
            count = await jobs.complete_speech(connection, self._tools.now())
        if count:
            log.info("speech is completed", action="complete_speech", count=count)
            self._notify()

    async def complete_faces(self) -> None:
        """Take up entries that nobody could look at, once the expression model is whole again.

        Also at the start, and once only: where it fails for another reason, it would go on so.
        """
        was_whole, self._is_whole = self._is_whole, self._plan.sees()
        if was_whole or not self._is_whole:
            return
        async with self._database.writing() as connection:
            count = await unseen.complete(connection, self._tools.now())
        if count:
            log.info("faces are completed", action="complete_faces", count=count)
            self._notify()

    async def run(self) -> None:
        """Work until cancelled."""
        await asyncio.to_thread(shutil.rmtree, self._plan.folder, ignore_errors=True)
        async with asyncio.TaskGroup() as group:
            await self._rounds.run(partial(self._round, group), "job")

    async def _round(self, group: asyncio.TaskGroup) -> None:
        if not self._has_recovered:
            await self.recover(everyone=self._plan.is_alone)
            self._has_recovered = True
        await self._fill(group)
        await self._tell_of_room()

    async def _fill(self, group: asyncio.TaskGroup) -> None:
        while len(self._running) < self._plan.slots and self._has_room():
            job = await self._claim()
            if job is None:
                return
            self._begin(group, job)

    async def _tell_of_room(self) -> None:
        """The cards of those who wait say once that it is for room, and once that it is not."""
        room = self._plan.room
        if room is None or room.is_short == self._was_short:
            return
        is_short = room.is_short
        async with self._database.writing() as connection:
            waiting = await queue.places(connection, self._tools.now())
            await cards.want_queued(connection, [place.entry_id for place in waiting])
        self._was_short = is_short
        self._tools.changed()

    def _has_room(self) -> bool:
        return self._plan.room is None or self._plan.room.is_there()

    def _begin(self, group: asyncio.TaskGroup, job: Job) -> None:
        attempt = Attempt(self._tools, job)
        lease = job.lease or ""
        self._running[lease] = (job.entry_id, attempt)
        group.create_task(attempt.run()).add_done_callback(partial(self._end, lease))

    def _end(self, lease: str, _task: asyncio.Task[None]) -> None:
        self._running.pop(lease, None)
        self._notify()

    def _notify(self) -> None:
        self._rounds.wake()
        self._tools.changed()

    def _lease_end(self) -> dt.datetime:
        return self._tools.now() + self._plan.conditions.lease

    async def _claim(self) -> Job | None:
        lease = uuid.uuid4().hex
        async with self._database.writing() as connection:
            job = await jobs.claim(connection, lease, self._plan.conditions, self._tools.now())
        if job is not None:
            self._tools.changed()
        return job
