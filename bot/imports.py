"""The loop that looks into archives, brings in what is in them, and takes it out again.

The file is fetched anew for each of these: nothing of it stays here in between.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot

from analysis.errors import AnalysisError, WorkerDied
from archive import reader
from archive.format import Entry
from archive.reader import Survey
from bot import absences, delivery, import_pages, messages, pace
from bot.errors import DeliveryError, Gone, Moved, Postponed, Refused, Unreachable
from bot.messages import Buttons
from bot.pace import Lane
from diary import archived_choices, capacity, media
from diary import imports as rules
from diary.capacity import NoRoom
from diary.errors import FetchFailed, FileGone
from diary.packing import Tools
from diary.persons import ABSENCE
from diary.recordings import Limits
from diary.rounds import Rounds
from storage import imports, notices
from storage.database import Damaged, Unavailable
from storage.imports import Import
from storage.persons import Person

log = structlog.get_logger()

LEASE = dt.timedelta(minutes=15)
MOST_ATTEMPTS = 4
PAUSE_S = 20.0

#: A worker reads 19 MB in a second or two; one that needs this long is stuck.
READING_S = 120.0

#: Nothing was written later than this, wherever on earth and however wrong a clock.
TOMORROW = dt.timedelta(days=1)

#: Entries that are kept in one transaction.
AT_ONCE = 10


class ImportDelivery:
    """The loop beside the others. `wake_worker` is called when there is something to analyse."""

    def __init__(
        self, tools: Tools, bot: Bot, limits: Limits, wakes: Sequence[Any], *, is_alone: bool
    ) -> None:
        """`wakes` are called when something has come in, or has been taken out."""
        self._tools = tools
        self._database = tools.database
        self._bot = bot
        self._limits = limits
        self._wakes = wakes
        self._now = tools.now
        self._is_alone = is_alone
        self._rounds = Rounds(tools.database, tools.now, imports.next_time)

    def wake(self) -> None:
        """Somebody has sent an archive, or has said what is to become of it."""
        self._rounds.wake()

    async def run(self) -> None:
        """Look and bring until cancelled."""
        await asyncio.to_thread(shutil.rmtree, self._tools.folder, ignore_errors=True)
        pace.speak(Lane.RESULT, patience_s=30.0)
        await self._rounds.run(self._first_round, "import")

    async def _first_round(self) -> None:
        if self._is_alone:
            async with self._database.writing() as connection:
                await imports.release_all(connection)
            self._is_alone = False
        await self.round()

    async def round(self) -> None:
        """Do the next thing, if there is one."""
        now, lease = self._now(), uuid.uuid4().hex
        try:
            async with self._database.writing() as connection:
                await imports.forget_old(connection, now - rules.KEPT)
                found = await imports.claim(connection, lease, now + LEASE, now)
        except Damaged:
            await self._set_aside(now)
            return
        if found is None:
            return
        await self._try(found)
        self._rounds.wake()

    async def _set_aside(self, now: dt.datetime) -> None:
        """An archive whose row was damaged on the disk comes from nowhere; the next one does."""
        async with self._database.writing() as connection:
            number = await imports.next_number(connection, now)
            if number is not None:
                log.warning("import is damaged", action="import", number=number)
                values = {"state": "refused", "lease": None, "finished_at": now}
                await imports.change(connection, number, was=imports.TO_DO, **values)
        self._rounds.wake()

    async def _owner(self, found: Import) -> Person:
        """Who has sent it; raises Stopped, also where what is known of them is damaged."""
        try:
            async with self._database.reading() as connection:
                return await rules.owner_of(connection, found)
        except Damaged:
            async with self._database.writing() as connection:
                values = {"state": "refused", "lease": None, "finished_at": self._now()}
                await imports.change(connection, found.id, was=imports.TO_DO, **values)
            raise rules.Stopped from None

    async def _try(self, found: Import) -> None:
        events = log.bind(action="import", number=found.id)
        steps = {"waiting": self._look, "bringing": self._bring, "undoing": self._undo}
        try:
            person = await self._owner(found)
            await steps[found.state](found, person)
        except rules.Stopped:
            events.info("import was stopped")
        except (Postponed, FetchFailed, WorkerDied) as error:
            await self._postpone(found, person, getattr(error, "after_s", 0.0))
        except Unreachable as error:
            events.info("import waits for its person")
            await self._put_off(found)
            await absences.note(self._bot, self._database, self._now, error, found.chat_id)
        except Unavailable:
            events.debug("database not available")
        except FileGone:
            await self._refuse(found, person, "gone")
        except NoRoom as error:
            events.warning("no room for an archive", reason=error.code)
            await self._refuse(found, person, error.code)
        except AnalysisError as error:
            events.info("archive cannot be read", reason=error.code)
            await self._refuse(found, person, error.code)
        except DeliveryError as error:
            events.warning("import not told", reason=type(error).__name__)
            await self._refuse(found, person, None)
        except Exception:
            # A fault of ours costs this import, never the loop.
            log.exception("import failed", action="import", number=found.id)
            await self._refuse(found, person, "failed")

    @asynccontextmanager
    async def _unpacked(self, found: Import, *, films: bool) -> AsyncIterator[tuple[Survey, Path]]:
        """What a worker found in the archive, and the folder with it, as long as this lasts."""
        folder = self._tools.folder / f"{found.id}-{found.lease}"
        path = folder / "archive.zip"
        try:
            await asyncio.to_thread(folder.mkdir, parents=True)
            await self._tools.courier.fetch(found.file_id, path)
            yield (
                await self._tools.workshop.run(
                    "archives",
                    "archive.unpacking:unpack" if films else "archive.unpacking:look",
                    str(path),
                    str(folder / "stage"),
                    self._now().date() + TOMORROW,
                    deadline_s=READING_S,
                ),
                folder / "stage",
            )
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _look(self, found: Import, person: Person) -> None:
        await asyncio.to_thread(capacity.require_disk, self._tools.folder, found.size or 0)
        async with (
            self._unpacked(found, films=False) as (survey, _),
            self._database.reading() as connection,
        ):
            counts = await rules.survey_counts(connection, person, survey)
        await self._require_room(person, counts["bytes"])
        is_new = bool(counts["new"])
        async with self._database.writing() as connection:
            state = "ready" if is_new else "dropped"
            values = {"state": state, "counts": counts, "lease": None}
            if not await imports.change(connection, found.id, was=("waiting",), **values):
                raise rules.Stopped
            await import_pages.promise(connection, found, self._now())
        await self._show(found, person)

    async def _require_room(self, person: Person, needed: int) -> None:
        """Raises NoRoom: for this person, or on this machine."""
        async with self._database.reading() as connection:
            most = self._limits.most_brought_bytes
            await capacity.require_share(connection, person, needed, most)
        await asyncio.to_thread(capacity.require_disk, self._tools.folder, needed)

    async def _bring(self, found: Import, person: Person) -> None:
        await self._require_room(person, (found.counts or {}).get("bytes", 0))
        async with self._unpacked(found, films=True) as (survey, stage):
            await self._keep(found, stage)
            owner = await asyncio.to_thread(reader.staged_owner, str(stage))
            async with self._database.writing() as connection:
                now = self._now()
                person = await rules.go_on(connection, found, now + LEASE)
                await archived_choices.keep(connection, person, owner, now)
                brought = len(await imports.entries_of(connection, found.id, person.id))
                skipped = max(0, len(survey.uids) - brought)
                counts = {**(found.counts or {}), "brought": brought, "skipped": skipped}
                await rules.finish(connection, found, counts, now)
                await import_pages.promise(connection, found, now)
        self._wake_all()
        await self._show(found, person)

    async def _keep(self, found: Import, stage: Path) -> None:
        staged = reader.staged(str(stage))
        while batch := await asyncio.to_thread(list, islice(staged, AT_ONCE)):
            await self._keep_some(found, stage, batch)

    async def _keep_some(self, found: Import, stage: Path, batch: Sequence[Entry]) -> None:
        kept = await asyncio.to_thread(self._put, stage, batch)
        now = self._now()
        try:
            async with self._database.writing() as connection:
                person = await rules.go_on(connection, found, now + LEASE)
                home = await rules.home(connection, person, self._limits, now)
                for entry in batch:
                    await rules.keep(connection, person, home, (found, entry, kept), now)
        except rules.Stopped:
            await self._put_away(kept)
            raise

    async def _put_away(self, kept: Mapping[str, str]) -> None:
        """Films that came too late to be anybody's."""
        names = set(kept.values())
        async with self._database.reading() as connection:
            unused = names - await imports.media(connection, names)
        await media.forget(self._tools.media, unused)

    def _put(self, stage: Path, batch: Sequence[Entry]) -> dict[str, str]:
        """Keep the films of these entries; the name of each by its SHA-256. Runs in a thread."""
        wanted = {film.sha256 for entry in batch for film in entry.films if film.sha256}
        paths = [stage / "media" / name for name in wanted]
        return {path.name: self._tools.media.put(path) for path in paths if path.exists()}

    async def _undo(self, found: Import, person: Person) -> None:
        while await self._take_out(found):
            self._wake_all()
        await self._show(found, person)

    async def _take_out(self, found: Import) -> bool:
        """Some entries at a time; whether there were any left."""
        now = self._now()
        async with self._database.writing() as connection:
            await rules.go_on(connection, found, now + LEASE)
            left = bool(await rules.take_out(connection, found, now))
            if not left:
                await import_pages.promise(connection, found, now)
        return left

    def _wake_all(self) -> None:
        for wake in self._wakes:
            wake()

    async def _postpone(self, found: Import, person: Person, after_s: float) -> None:
        attempts = found.attempts + 1
        if attempts >= MOST_ATTEMPTS:
            await self._refuse(found, person, "failed")
            return
        until = self._now() + dt.timedelta(seconds=max(after_s, PAUSE_S * attempts))
        async with self._database.writing() as connection:
            values = {"attempts": attempts, "lease": None, "not_before": until}
            await imports.change(connection, found.id, was=imports.TO_DO, **values)

    async def _put_off(self, found: Import) -> None:
        """Until its person is back (`diary.persons.come_back`)."""
        values = {"lease": None, "not_before": self._now() + ABSENCE}
        async with self._database.writing() as connection:
            await imports.change(connection, found.id, was=imports.TO_DO, **values)

    async def _refuse(self, found: Import, person: Person, code: str | None) -> None:
        """It cannot be; why is said once, as far as it can be said."""
        now, counts = self._now(), {**(found.counts or {}), "refused": code}
        async with self._database.writing() as connection:
            values = {"state": "refused", "counts": counts, "lease": None, "finished_at": now}
            if not await imports.change(connection, found.id, was=imports.TO_DO, **values):
                return
            if code is None:
                return
            await import_pages.promise(connection, found, now)
        try:
            await self._show(found, person)
        except DeliveryError as error:
            log.info("refusal not told yet", action="import", reason=type(error).__name__)

    async def _show(self, found: Import, person: Person) -> None:
        """Say what has become of it; the promise to say it is kept with that."""
        async with self._database.reading() as connection:
            fresh = await imports.get(connection, found.id)
        made = None if fresh is None else import_pages.page(fresh, person.language)
        if made is not None:
            await self._edit(found, *made)
        async with self._database.writing() as connection:
            await notices.drop_about(connection, import_pages.KIND, found.id)

    async def _edit(self, found: Import, text: str, buttons: Buttons) -> None:
        """The one message about this archive; a new one where it is gone, or never was."""
        try:
            if found.message_id is not None:
                at = (self._bot, found.chat_id, found.message_id)
                await delivery.attempt(partial(messages.edit_text, *at, text, buttons))
                return
        except (Gone, Refused, Moved) as error:
            log.info("message is written anew", action="import", reason=type(error).__name__)
        await delivery.say(self._bot, found.chat_id, text, buttons=buttons)
