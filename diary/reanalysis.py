"""Analysing an entry once more: where its clips are kept, and something here reads better now.

It waits until nobody else waits (`storage.jobs.AGAIN`), and the entry stays as it is until then.
What was found before is kept beside (`storage.earlier_reports`); edits of its author stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from diary.errors import TooLate
from storage import cards, clips, diaries, entries, jobs
from storage.clips import Clip
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person

#: What reads here now: the beginning of the name of the face finder, the name of the expression
#: model, and of the speech model if there is one.
Models = Mapping[str, str]


def is_outdated(entry: Entry, models: Models, speech_language: str | None) -> bool:
    """Whether another analysis could find more, or something else."""
    if entry.report is None:
        return False
    read, missing = entry.report.get("models", {}), _codes(entry)
    if "speech" in models:
        if "speech_model_missing" in missing:
            return True
        if "speech" in read and read["speech"] != models["speech"]:
            return True
        transcript = entry.report["transcript"]
        if transcript and speech_language not in (None, transcript["language"]):
            return True
    if entry.kind != "video":
        return False
    is_older = read.get("expression") not in (None, models["expression"])
    return is_older or not str(read.get("face", models["face"])).startswith(models["face"])


def _codes(entry: Entry) -> set[str]:
    warnings = entry.report["warnings"] if entry.report else ()
    return {warning["code"] for warning in warnings}


def is_kept(entry: Entry, parts: Sequence[Clip]) -> bool:
    """Whether there is still something to analyse."""
    is_whole = bool(parts) and all(clip.has_file for clip in parts)
    return entry.kind != "text" and entry.keeps_video and entry.state == "done" and is_whole


async def again(
    connection: Connection, person: Person, entry: Entry, models: Models, now: dt.datetime
) -> bool:
    """Put it at the end of the queue; False where nothing newer reads here.

    Raises TooLate where its clips are not kept, or it is being analysed now.
    """
    if not is_kept(entry, await clips.of_entry(connection, entry.id)):
        raise TooLate
    if not is_outdated(entry, models, person.speech_language):
        return False
    if not await _queue(connection, entry, now):
        raise TooLate
    return True


async def outdated(connection: Connection, person: Person, models: Models) -> Sequence[Entry]:
    """What in the person's own diary could be analysed again, oldest first."""
    diary = await diaries.of_chat(connection, person.telegram_id)
    if diary is None:
        return ()
    found = []
    for entry in await entries.of_author_in(connection, person.id, diary.id, ("done",)):
        if is_outdated(entry, models, person.speech_language):
            parts = await clips.of_entry(connection, entry.id)
            found += [entry] if is_kept(entry, parts) else []
    return found


async def all_again(
    connection: Connection, person: Person, models: Models, now: dt.datetime
) -> int:
    """Queue everything that `outdated` finds; how many there are."""
    found = await outdated(connection, person, models)
    return sum([await _queue(connection, entry, now) for entry in found])


async def _queue(connection: Connection, entry: Entry, now: dt.datetime) -> bool:
    done = await jobs.change(
        connection,
        entry.id,
        was=("done", "failed"),
        state="queued",
        task=jobs.AGAIN,
        attempts=0,
        interruptions=0,
        fetches=0,
        enqueued_at=now,
        not_before=None,
    )
    if done:
        await cards.want(connection, entry.id)
    return done
