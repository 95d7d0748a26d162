"""What runs every so often, whatever people do, and belongs to no loop alone."""

from __future__ import annotations

from functools import partial

from app import backups
from config.settings import Settings
from diary import clock
from diary.worker import Worker
from scheduler import backups as daily_backups
from scheduler import commit_calendar, housekeeping
from scheduler.timetable import Tick
from storage.database import Database


def usual(settings: Settings, database: Database, worker: Worker) -> list[Tick]:
    """The ticks that keep a place in order: leases, what is over, the sign of life, backups."""
    beat = partial(housekeeping.beat, settings.data / "heartbeat", clock.now)
    keeper = backups.keeper(settings)
    return [
        Tick("leases", 15, worker.renew),
        Tick("expired leases", 20, partial(worker.recover, everyone=False)),
        Tick("speech model", 300, worker.complete_speech),
        Tick("expression model", 60, worker.complete_faces, at_once=True),
        Tick("old updates", 3600, partial(housekeeping.forget_updates, database, clock.now)),
        Tick("old notices", 3600, partial(housekeeping.forget_notices, database, clock.now)),
        Tick("old questions", 600, partial(housekeeping.forget_unanswered, database, clock.now)),
        Tick("endings", 300, partial(housekeeping.end_what_is_over, database, clock.now)),
        Tick("ended changes", 30, partial(housekeeping.end_changes, database, clock.now)),
        Tick("old rounds", 3600, partial(commit_calendar.forget_rounds, database, clock.now)),
        Tick("deleted rows", 24 * 3600, partial(housekeeping.sweep_file, database)),
        Tick("heartbeat", 30, beat, at_once=True),
        *([Tick("backups", 600, partial(daily_backups.tick, keeper))] if keeper else []),
    ]
