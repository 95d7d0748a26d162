"""Builds everything and ties it together. The only place that knows every room."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import structlog

from analysis import speech_model
from analysis.pool import Pool
from app import doors, reaches, readers, receiving, sealing, setup, ticks
from bot import application, files, interruptions, local_files, polling, webhook
from bot.application import make_application, make_bot, make_polling_request
from bot.card_delivery import CardDelivery, Manner
from bot.desk import House
from bot.dispatcher import Dispatcher
from bot.erasure import Erasing
from bot.erasure import Manner as ErasingManner
from bot.evening import EveningRounds
from bot.evening import Manner as EveningManner
from bot.excuses import Excuses
from bot.exports import ExportDelivery
from bot.gate import Gate
from bot.imports import ImportDelivery
from bot.notice_kinds import KINDS
from bot.notices import NoticeDelivery
from bot.questions import QuestionDelivery
from bot.receiving import Missed, Received
from bot.removals import MessageRemoval
from bot.routine_kinds import KINDS as ROUTINES
from bot.routines import Post, RoutineDelivery
from bot.turnstile import Turnstile
from config.settings import Settings
from diary import clock, jobs, media, packing
from diary.attempt import Plan, Tools
from diary.hearing import Hearing
from diary.recordings import Limits
from diary.search_index import Indexing
from diary.shortages import Room
from diary.worker import Worker
from scheduler import backups as daily_backups
from scheduler import commit_calendar, housekeeping
from scheduler import questions as daily_questions
from scheduler import routines as daily_routines
from scheduler.clock_steps import ClockSteps
from scheduler.timetable import Task, Tick, Timetable
from storage.database import Database, Replaced
from storage.media import MediaFolder

log = structlog.get_logger()

#: A chart takes a fraction of a second; a worker that needs this long is stuck.
DRAWING_S = 60.0

#: File downloads at a time: what the queue can use, and little memory.
DOWNLOADS = 4

#: Telegram counts its 20 MB in powers of two.
MEGABYTE = 1 << 20

#: A bot sends 50 MB at most, with a Bot API server of its own in local mode 2000.
LARGEST_PART_MB = 49
LARGEST_LOCAL_PART_MB = 1999

CHARTS = {
    "curve": "charts.emotion_curve:draw",
    "bubbles": "charts.bubbles:draw",
    "speech": "charts.speech_timeline:draw",
    "commit_calendar": "charts.commit_calendar:draw",
    "member_calendar": "charts.member_calendar:draw",
    "mood_calendar": "charts.mood_calendar:draw",
    "profile_picture": "charts.profile_picture:draw",
    "cover_choice": "charts.cover_choice:draw",
    "deleted_entry": "charts.deleted_entry:draw",
    "removed_message": "charts.removed_message:draw",
    "therapist_report": "charts.therapist_report:draw",
}


@dataclass(frozen=True, slots=True)
class Painter:
    """Charts drawn in their own worker, so that no card waits for a long clip."""

    pool: Pool

    async def draw(self, view: str, value: Any, language: str) -> bytes:
        """PNG bytes of one of CHARTS, which says what `value` is; raises AnalysisError."""
        png: bytes = await self.pool.run(
            "charts", CHARTS[view], value, language, deadline_s=DRAWING_S
        )
        return png


@dataclass(frozen=True, slots=True)
class Running:
    """The loops of a bot that has been put together, and what must run beside them."""

    poller: polling.Poller | webhook.Webhook
    dispatcher: Dispatcher
    cards: CardDelivery
    notices: NoticeDelivery
    removals: MessageRemoval
    evening: EveningRounds
    claim_evenings: Task
    questions: QuestionDelivery
    erasing: Erasing
    exports: ExportDelivery
    imports: ImportDelivery
    excuses: Excuses
    claim_questions: Task
    routines: RoutineDelivery
    claim_routines: Task
    worker: Worker
    hearing: Hearing
    indexing: Indexing
    clock_steps: ClockSteps
    timetable: Timetable
    framework: application.Framework
    house: House


@asynccontextmanager
async def workshop(settings: Settings, *folders: Path) -> AsyncIterator[Pool]:
    """The worker processes; those that read what clips gave find it in `folders` too."""
    pool = Pool(reaches.kinds(settings, *folders))
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


def plan(settings: Settings) -> Plan:
    """How the worker loop works here."""
    ears = speech_model.Ears(str(settings.models), settings.speech_model)
    return Plan(
        recipe=setup.recipe(settings),
        folder=settings.data / "work",
        # One more than there are video workers: while one clip is heard, the next is looked at.
        slots=settings.workers + 1,
        deadline_s=settings.job_deadline_s,
        conditions=jobs.Terms(attempts=settings.job_attempts),
        speech_available=ears.work,
        speech_broke=ears.broke,
        sees=partial(readers.is_whole, readers.model_path()),
        room=Room(settings.data / "work", settings.free_mb * MEGABYTE),
        is_alone=settings.database.startswith("sqlite"),
    )


def limits(settings: Settings) -> Limits:
    """What the bot accepts here."""
    return Limits(
        max_file_bytes=settings.max_file_mb * MEGABYTE,
        max_duration_s=settings.max_duration_s,
        time_zone=settings.time_zone,
        day_starts_hour=settings.day_starts_hour,
        most_brought_bytes=settings.import_mb * MEGABYTE,
        quotas=doors.quotas(settings),
    )


def part_bytes(settings: Settings) -> int:
    """How large a file of an export is at most: what this bot could fetch again, and may send."""
    largest = LARGEST_LOCAL_PART_MB if settings.telegram_local else LARGEST_PART_MB
    return max(1, min(largest, settings.max_file_mb - 1)) * MEGABYTE


def _packing(
    settings: Settings,
    database: Database,
    pool: Pool,
    courier: files.TelegramFiles,
    kept: MediaFolder,
    folder: str,
) -> packing.Tools:
    """What exports and imports work with; each has a folder of its own."""
    size = part_bytes(settings)
    return packing.Tools(database, pool, courier, kept, settings.data / folder, size, clock.now)


def _shared(settings: Settings, token: str) -> local_files.Shared | None:
    place = receiving.shared(settings)
    return local_files.Shared(*place, token) if place else None


def _downloads() -> httpx.AsyncClient:
    """What fetches clips, which must not take the place of the answers."""
    connections = httpx.Limits(max_connections=DOWNLOADS)
    return httpx.AsyncClient(limits=connections, verify=application.trust())


def _receiver(
    settings: Settings,
    database: Database,
    bot: Any,
    request: Any,
    wake: Received,
    missed: Missed,
    turnstile: Turnstile,
) -> polling.Poller | webhook.Webhook:
    """What takes updates in; raises SettingsError where it cannot listen."""
    hook = receiving.hook(settings)
    if hook is None:
        url = bot.base_url
        return polling.Poller(database, request, url, clock.now, wake, missed, turnstile)
    listening = receiving.listening(settings)
    place = webhook.Hook(*hook)
    return webhook.Webhook(database, bot, place, listening, clock.now, wake, missed, turnstile)


@asynccontextmanager
async def put_together(settings: Settings, token: str) -> AsyncIterator[Running]:
    """Every part of the bot; closed again at the end."""
    async with AsyncExitStack() as stack:
        database = Database(settings.database)
        stack.push_async_callback(database.close)
        await sealing.unlock(database, settings)
        pool = await stack.enter_async_context(workshop(settings))
        bot = make_bot(token, settings.telegram_api, settings.telegram_pace)
        request = make_polling_request()
        await request.initialize()
        stack.push_async_callback(request.shutdown)
        client = await stack.enter_async_context(_downloads())
        shared = _shared(settings, token)
        courier = files.TelegramFiles(bot, client, settings.max_file_mb * MEGABYTE, shared)
        work = plan(settings)
        manner = Manner(settings.edit_interval_s, settings.workers, work.is_short)
        painter = Painter(pool)
        kept = MediaFolder(settings.data / "media", database.seals)
        cards = CardDelivery(database, bot, painter, manner, clock.now, kept)
        notices = NoticeDelivery(database, bot, KINDS, settings.time_zone, clock.now)
        removals = MessageRemoval(database, bot, painter.draw, settings.default_language, clock.now)
        evening_manner = EveningManner(settings.default_language, limits(settings), removals.wake)
        evening = EveningRounds(database, bot, painter.draw, evening_manner, clock.now)
        questions = QuestionDelivery(
            database, bot, settings.default_language, clock.now, cards.wake
        )
        forget = partial(media.forget, kept)
        erasing_manner = ErasingManner(
            forget,
            removals.wake,
            cards.wake,
            notices.wake,
            set_tombstone=partial(daily_backups.set_tombstone, settings.backup_folder),
        )
        erasing = Erasing(database, bot, erasing_manner, clock.now)
        tools = Tools(database, pool, courier, work, clock.now, cards.wake, kept)
        worker = Worker(tools)
        hearing = Hearing(tools, settings.data / "hearing")
        packs = partial(_packing, settings, database, pool, courier, kept)
        exports = ExportDelivery(packs("exports"), bot, is_alone=tools.plan.is_alone)
        wakes = (worker.wake, cards.wake, removals.wake)
        imports = ImportDelivery(
            packs("imports"), bot, limits(settings), wakes, is_alone=tools.plan.is_alone
        )
        reads = readers.known(readers.model_path())
        house = House(
            bot=bot,
            database=database,
            limits=limits(settings),
            language=settings.default_language,
            now=clock.now,
            wake_cards=cards.wake,
            wake_worker=worker.wake,
            stop_work=worker.stop,
            readers=partial(readers.readers, settings, reads),
            wake_notices=notices.wake,
            wake_removals=removals.wake,
            draw=painter.draw,
            wake_hearing=hearing.wake,
            wake_questions=questions.wake,
            wake_erasures=erasing.wake,
            wake_exports=exports.wake,
            wake_imports=imports.wake,
            part_bytes=part_bytes(settings),
            media=kept,
            notice_wait=dt.timedelta(seconds=settings.notice_wait_s),
            door=doors.door(settings),
            turnstile=Turnstile(doors.quotas(settings)),
            machine=partial(doors.machine, settings),
        )
        framework = make_application(house)
        dispatcher = Dispatcher(
            database,
            bot,
            framework.process_update,
            partial(application.apologise, house),
            clock.now,
            Gate(house).passes,
        )
        excuses = Excuses(bot, settings.default_language)
        args = (settings, database, bot, request, dispatcher.wake, excuses.missed)
        poller = _receiver(*args, house.turnstile)
        post = Post(bot, database, settings.default_language, limits(settings), clock.now, kept)
        routines = RoutineDelivery(post, ROUTINES)
        claim_routines = partial(daily_routines.tick, database, clock.now, routines.wake)
        claim_evenings = partial(commit_calendar.tick, database, clock.now, evening.wake)
        claim_questions = partial(daily_questions.tick, database, clock.now, questions.wake)
        recount = partial(daily_questions.recount, database, clock.now, questions.wake)
        steps = ClockSteps(database, clock.now, settings.data / "heartbeat")
        table = [
            Tick("clock", 10, steps.tick),
            *ticks.usual(settings, database, worker),
            Tick("evenings", 20, claim_evenings),
            Tick("questions", 20, claim_questions),
            Tick("answers", 10, recount),
            Tick("routines", 20, claim_routines),
            Tick("unused files", 3600, partial(housekeeping.sweep_media, database, kept)),
            Tick("digests", 600, partial(daily_routines.add_digests, database, clock.now)),
        ]
        yield Running(
            poller,
            dispatcher,
            cards,
            notices,
            removals,
            evening,
            claim_evenings,
            questions,
            erasing,
            exports,
            imports,
            excuses,
            claim_questions,
            routines,
            claim_routines,
            worker,
            hearing,
            Indexing(tools),
            steps,
            Timetable(table, clock.now),
            framework,
            house,
        )


async def serve(running: Running) -> None:
    """Run the loops until cancelled; the first one that fails ends all."""
    await _once(running.clock_steps.begin, "clock")
    async with asyncio.TaskGroup() as group:
        group.create_task(running.timetable.run())
        group.create_task(running.clock_steps.watch(running.timetable.clock_was_set))
        group.create_task(running.poller.run())
        group.create_task(running.worker.run())
        group.create_task(running.hearing.run())
        group.create_task(running.indexing.run())
        group.create_task(_handle(running))


async def _handle(running: Running) -> None:
    """Get to know ourselves, then handle what has come in meanwhile."""
    await application.initialize(running.framework)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(await interruptions.found(running.house))
            group.create_task(_once(running.worker.complete_speech, "complete_speech"))
            group.create_task(_once(running.claim_evenings, "evening"))
            group.create_task(_once(running.claim_questions, "question"))
            group.create_task(_once(running.claim_routines, "routine"))
            group.create_task(running.dispatcher.run())
            group.create_task(running.cards.run())
            group.create_task(running.notices.run())
            group.create_task(running.removals.run())
            group.create_task(running.evening.run())
            group.create_task(running.questions.run())
            group.create_task(running.routines.run())
            group.create_task(running.erasing.run())
            group.create_task(running.exports.run())
            group.create_task(running.imports.run())
            group.create_task(running.excuses.run())
            house = running.house
            group.create_task(application.introduce_until_done(house.bot, house.door.admins))
    finally:
        await running.framework.shutdown()


async def _once(task: Task, action: str) -> None:
    """At the start; where the database is away just now, the next tick does it."""
    try:
        await task()
    except Replaced:
        raise
    except Exception:
        # What is done at the start only comes again in its time: no reason to begin anew for ever.
        log.exception("not done at the start", action=action)
