"""What has to be put away: numbers of old updates, and the sign of life for the health check."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import structlog

from diary import captures, deletions, departures, diaries, media
from diary.clock import Now
from diary.limits import KEEP
from storage import changes, inbox, invitations, notices, prompts, searches
from storage import limits as tallies
from storage.database import Database
from storage.media import MediaFolder

log = structlog.get_logger()

#: How long the number and outcome of a handled update are kept; its content is blanked at once.
KEEP_UPDATES = dt.timedelta(days=7)

#: How long it is kept that somebody was told something.
KEEP_NOTICES = dt.timedelta(days=7)


async def forget_updates(database: Database, now: Now) -> None:
    """Delete the numbers of updates that nobody will send again, and what was counted long ago."""
    async with database.writing() as connection:
        count = await inbox.forget(connection, now() - KEEP_UPDATES)
        await tallies.forget(connection, now() - KEEP)
    if count:
        log.info("updates forgotten", action="housekeeping", count=count)


async def forget_notices(database: Database, now: Now) -> None:
    """Delete what people were told or searched for long ago, and questions without an answer."""
    async with database.writing() as connection:
        count = await notices.forget(connection, now() - KEEP_NOTICES)
        count += await prompts.forget(connection, now())
        count += await searches.forget(connection, now())
    if count:
        log.info("notices forgotten", action="housekeeping", count=count)


async def forget_unanswered(database: Database, now: Now) -> None:
    """Delete the notes in shared diaries whose authors were asked and never answered."""
    async with database.writing() as connection:
        count = await captures.expire(connection, now())
    if count:
        log.info("unanswered notes forgotten", action="housekeeping", count=count)


async def end_what_is_over(database: Database, now: Now) -> None:
    """Invitations expire, who left chooses no longer, and a diary's week of grace passes."""
    async with database.writing() as connection:
        expired = await invitations.expire(connection, now())
        settled = await departures.settle_late(connection, now())
        deleted = await diaries.delete_due(connection, now())
    if expired or settled or deleted:
        log.info(
            "what was over ended",
            action="housekeeping",
            invitations=expired,
            departures=settled,
            diaries=deleted,
        )


async def end_changes(database: Database, now: Now) -> None:
    """Ten minutes are over: what was deleted goes for good, what was changed is not kept."""
    async with database.writing() as connection:
        gone = await deletions.end_due(connection, now())
        blanked = await changes.blank(connection, now())
    if gone or blanked:
        log.info("changes ended", action="housekeeping", deleted=len(gone), blanked=blanked)


async def sweep_media(database: Database, kept: MediaFolder) -> None:
    """Delete the files that no clip is any more."""
    count = await media.sweep(database, kept)
    if count:
        log.info("files swept", action="housekeeping", count=count)


async def sweep_file(database: Database) -> None:
    """Leave nothing readable of what was deleted since yesterday: `Database.sweep` says why."""
    await database.sweep()
    log.info("database file written anew", action="housekeeping")


async def beat(path: Path, now: Now) -> None:
    """Write the time into the file that `doctor --health` looks at."""
    await asyncio.to_thread(_over, path, now().isoformat(timespec="microseconds"))


def _over(path: Path, said: str) -> None:
    """Write over what stands there, which is as long: that works on a full disk, too."""
    with path.open("r+" if path.exists() else "w", encoding="ascii") as file:
        file.write(said)
        file.truncate()
