"""The loop that makes exports and sends them, one part after another, one export at a time.

What was surely sent is written down after each part: taken up again, an export goes on behind it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import uuid
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

import structlog
from telegram import Bot, InputFile, Message
from telegram.constants import ParseMode

from analysis.errors import AnalysisError, WorkerDied
from archive.manifest import Unread
from bot import absences, delivery, media, messages, pace, standings
from bot.buttons import Button
from bot.callbacks import Callback
from bot.errors import DeliveryError, Gone, Moved, Postponed, Refused, Unreachable
from bot.pace import Lane
from bot.phrases import exports as phrases
from diary import exports as rules
from diary import packing
from diary.errors import FetchFailed, NotYours
from diary.packing import DAMAGED, MOST_ATTEMPTS, Packed, Tools
from diary.persons import ABSENCE
from diary.rounds import Rounds
from languages import dates
from storage import clips, exports, persons
from storage.clips import Clip
from storage.database import Connection, Unavailable
from storage.exports import Export
from storage.persons import Person

log = structlog.get_logger()

#: An export is another worker's to take up when nothing was heard of it for so long.
LEASE = dt.timedelta(minutes=15)

PAUSE_S = 30.0

#: Days that are named in the chat, of what could not be read; the manifest names them all.
MOST_NAMED = 5


class Over(Exception):
    """Nobody wants this export any more, or somebody else is at it."""


class ExportDelivery:
    """The loop beside the others."""

    def __init__(self, tools: Tools, bot: Bot, *, is_alone: bool) -> None:
        """`is_alone`: no other process works on this database."""
        self._tools = tools
        self._database = tools.database
        self._bot = bot
        self._now = tools.now
        self._is_alone = is_alone
        self._rounds = Rounds(tools.database, tools.now, exports.next_time)

    def wake(self) -> None:
        """Somebody takes something along, or does not want to any more."""
        self._rounds.wake()

    async def run(self) -> None:
        """Make exports until cancelled."""
        await asyncio.to_thread(shutil.rmtree, self._tools.folder, ignore_errors=True)
        pace.speak(Lane.RESULT, patience_s=120.0)
        await self._rounds.run(self._first_round, "export")

    async def _first_round(self) -> None:
        if self._is_alone:
            async with self._database.writing() as connection:
                await exports.release_all(connection)
            self._is_alone = False
        await self.round()

    async def round(self) -> None:
        """Make the next one, if there is one."""
        now, lease = self._now(), uuid.uuid4().hex
        async with self._database.writing() as connection:
            await exports.forget_old(connection, now - rules.KEPT)
            export = await exports.claim(connection, lease, now + LEASE, now)
        if export is None:
            return
        await self._make(export)
        self._rounds.wake()

    async def _make(self, export: Export) -> None:
        events = log.bind(action="export", export=export.id)
        try:
            await self._whole(export)
            events.info("export ends")
        except Over:
            events.info("export was stopped")
        except (Postponed, FetchFailed, WorkerDied) as error:
            await self._postpone(export, getattr(error, "after_s", 0.0))
        except Unreachable as error:
            await self._put_off(export)
            await absences.note(self._bot, self._database, self._now, error, export.chat_id)
            events.info("export waits for its person")
        except Unavailable:
            events.debug("database not available")
        except (AnalysisError, DeliveryError, NotYours) as error:
            events.warning("export failed", reason=type(error).__name__)
            await self._give_up(export)
        except Exception:
            # A fault of ours costs this export, never the loop.
            log.exception("export failed", action="export", export=export.id)
            await self._give_up(export)

    async def _whole(self, export: Export) -> None:
        async with self._database.reading() as connection:
            person = await persons.get(connection, export.person_id)
        await self._ask_telegram(person)
        async with self._database.writing() as connection:
            plan = await rules.plan(connection, export, person, self._tools.limit, self._now())
        export = await self._fresh(export)
        for number in range(export.sent, len(plan.parts)):
            await self._part(export, person, plan, number)
            export = await self._fresh(export)
        alone = [int(clip_id) for clip_id in (export.counts or {})["alone"]]
        for clip_id in alone[export.sent - len(plan.parts) :]:
            await self._alone(export, person, clip_id)
        await self._finish(await self._fresh(export), person)

    async def _ask_telegram(self, person: Person) -> None:
        """Who may read what is to be known freshly, before each part."""
        args = (self._bot, self._database, self._now, person.id, person.telegram_id)
        await standings.refresh_all(*args)

    async def _fresh(self, export: Export) -> Export:
        async with self._database.reading() as connection:
            found = await exports.get(connection, export.id)
        if found is None or found.lease != export.lease or found.state != "running":
            raise Over
        return found

    async def _still(self, export: Export) -> None:
        """Keep the lease; raises Over where it is lost or was cancelled."""
        until = self._now() + LEASE
        async with self._database.writing() as connection:
            if not await exports.still(connection, export, until):
                raise Over

    async def _part(self, export: Export, person: Person, plan: rules.Plan, number: int) -> None:
        words = phrases.words_in(person.language)
        await self._still(export)
        await self._show(export, person, words.progress(number + 1, len(plan.parts)))
        await self._ask_telegram(person)
        still = partial(self._still, export)
        async with packing.packed(self._tools, export, person, plan, number, still) as made:
            await self._still(export)
            await self._send(export, words, plan, number, made)
        async with self._database.writing() as connection:
            await _count(connection, export, made)

    async def _send(
        self, export: Export, words: phrases.Exports, plan: rules.Plan, number: int, made: Packed
    ) -> None:
        parts = len(plan.parts)
        caption = words.caption(number + 1, parts, words.entries(made.entries))
        of = f"-{number + 1}-of-{parts}" if parts > 1 else ""
        name = f"mind-gitter-{export.created_at:%Y-%m-%d}{of}.zip"

        async def upload() -> Message:
            file = await asyncio.to_thread(made.path.open, "rb")
            with closing(file):
                return await self._bot.send_document(
                    export.chat_id,
                    # Sent piece by piece: a part may be larger than there is memory.
                    InputFile(file, filename=name, read_file_handle=False),
                    caption=caption,
                    parse_mode=ParseMode.HTML,
                    disable_content_type_detection=True,
                    # A server of one's own answers when Telegram has it all.
                    read_timeout=media.UPLOAD_S + made.path.stat().st_size / media.SLOWEST,
                    write_timeout=media.UPLOAD_S,
                )

        await delivery.attempt(upload)

    async def _alone(self, export: Export, person: Person, clip_id: int) -> None:
        """A film that fits into no part; where Telegram does not have it any more, it is missed."""
        await self._still(export)
        made = Packed(self._tools.folder, 0)
        try:
            is_sent = await self._sent_alone(export, person, clip_id)
            made = replace(made, gone=int(not is_sent))
        except (OSError, *DAMAGED) as error:
            log.warning(
                "film is unreadable", action="export", clip=clip_id, reason=type(error).__name__
            )
            made = replace(made, spoiled=1)
        async with self._database.writing() as connection:
            await _count(connection, export, made)

    async def _sent_alone(self, export: Export, person: Person, clip_id: int) -> bool:
        async with self._database.reading() as connection:
            clip = await clips.get(connection, clip_id)
            entry = await rules.outline(connection, clip.entry_id) if clip else None
        is_kept = entry is not None and entry.state in rules.STATES
        is_theirs = entry is not None and entry.author_id == person.id
        if clip is None or entry is None or not is_kept or not is_theirs:
            return False
        return await self._send_clip(export, person, clip, entry.day)

    async def _send_clip(
        self, export: Export, person: Person, clip: Clip, day: dt.date | None
    ) -> bool:
        words = phrases.words_in(person.language)
        said = words.alone(dates.day(day, person.language) if day else "?")
        more = {} if clip.kind == "video_note" else {"caption": said}
        send = partial(media.send, self._bot, self._database, self._tools.media, export.chat_id)
        try:
            if not more:
                await delivery.attempt(
                    partial(messages.send_text, self._bot, export.chat_id, said, ())
                )
            await delivery.attempt(partial(send, clip, **more))
        except (Refused, FileNotFoundError):
            return False
        return True

    async def _finish(self, export: Export, person: Person) -> None:
        """Told first: a bot that dies in between tells it once more, not never."""
        words, counts = phrases.words_in(person.language), export.counts or {}
        await self._still(export)
        await self._edit(export, _told(words, export), ())
        async with self._database.writing() as connection:
            left = {name: counts[name] for name in ("entries", "gone", "spoiled")}
            left["unread"] = len(counts["unread"])
            values = {"state": "done", "lease": None, "finished_at": self._now(), "counts": left}
            if not await exports.change(connection, export.id, was=("running",), **values):
                raise Over

    async def _show(self, export: Export, person: Person, text: str) -> None:
        words = phrases.words_in(person.language)
        cancel = Button(words.cancel_button, Callback("export", export.id, "cancel"))
        await self._edit(export, text, ((cancel,),))

    async def _edit(self, export: Export, text: str, buttons: Sequence[Sequence[Button]]) -> None:
        """The one message that tells how far it is; where it is gone, nothing is told."""
        if export.message_id is None:
            return
        try:
            await delivery.attempt(
                partial(
                    messages.edit_text,
                    self._bot,
                    export.chat_id,
                    export.message_id,
                    text,
                    buttons,
                )
            )
        except (Gone, Refused, Moved, Postponed) as error:
            log.info("progress not shown", action="export", reason=type(error).__name__)

    async def _postpone(self, export: Export, after_s: float) -> None:
        attempts = export.attempts + (not after_s)  # a wait that was told is no failure
        if attempts >= MOST_ATTEMPTS:
            await self._give_up(export)
            return
        wait = dt.timedelta(seconds=max(after_s, PAUSE_S * attempts))
        async with self._database.writing() as connection:
            values = {"state": "waiting", "attempts": attempts, "lease": None}
            not_before = self._now() + wait
            await exports.change(
                connection, export.id, was=("running",), not_before=not_before, **values
            )
        log.info("export is postponed", action="export", export=export.id, attempts=attempts)

    async def _put_off(self, export: Export) -> None:
        """Until its person is back (`diary.persons.come_back`); but not for ever."""
        now = self._now()
        if export.created_at + ABSENCE <= now:
            await self._give_up(export)
            return
        async with self._database.writing() as connection:
            values = {"state": "waiting", "lease": None, "not_before": now + ABSENCE}
            await exports.change(connection, export.id, was=("running",), **values)

    async def _give_up(self, export: Export) -> None:
        async with self._database.writing() as connection:
            values = {"state": "failed", "lease": None, "finished_at": self._now()}
            if not await exports.change(connection, export.id, was=("running",), **values):
                return
            person = await persons.get(connection, export.person_id)
        try:
            await self._edit(export, phrases.words_in(person.language).failed, ())
        except DeliveryError as error:
            log.info("failure not told", action="export", reason=type(error).__name__)


async def _count(connection: Connection, export: Export, made: Packed) -> None:
    """One more message is there, whatever happens next."""
    found = await exports.get(connection, export.id)
    if found is None:
        raise Over
    counts = dict(found.counts or {})
    counts["alone"] = [*counts["alone"], *made.alone]
    counts["gone"] += made.gone
    counts["spoiled"] += made.spoiled
    counts["unread"] = [*counts["unread"], *map(_kept, made.unread)]
    whole = len(counts["parts"]) + len(counts["alone"])
    sent = found.sent + 1
    await exports.change(connection, export.id, sent=sent, parts=whole, counts=counts, attempts=0)


def _kept(unread: Unread) -> list[str | None]:
    """As it stands in the export's row until all is told."""
    return [unread.why, unread.day.isoformat() if unread.day else None]


def _told(words: phrases.Exports, export: Export) -> str:
    """What came, and then what did not and what to do about that."""
    counts = export.counts or {}
    days = [day for why, day in counts["unread"] if why == "entry_damaged"]
    lost_choices = len(days) < len(counts["unread"])
    told = [words.done(words.entries(counts["entries"] - len(days)), words.sent(export.parts))]
    told += [words.gone(counts["gone"])] if counts["gone"] else []
    told += [words.unread(len(days), _named(words, days))] if days else []
    told += [words.spoiled(counts["spoiled"])] if counts["spoiled"] else []
    told += [words.no_choices] if lost_choices else []
    if days or counts["spoiled"] or lost_choices:
        is_all = bool(counts["spoiled"] or lost_choices or None in days)
        told.append(words.next_step(f"/export{'' if is_all else f' {min(days)}..{max(days)}'}"))
    return "\n\n".join(told)


def _named(words: phrases.Exports, days: Sequence[str | None]) -> str:
    """The first of these days, in words."""
    known = sorted({dt.date.fromisoformat(day) for day in days if day})
    named = [dates.day(day, words.language) for day in known[:MOST_NAMED]]
    return ", ".join([*named, "…"] if len(known) > MOST_NAMED else named)
