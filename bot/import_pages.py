"""What is said about an archive that somebody has sent, told from the row alone.

So it can be said again later: where its person was away, Telegram was, or the process ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.buttons import Button
from bot.callbacks import Callback
from bot.messages import Buttons
from bot.notices import Kind, Letter
from bot.phrases import imports as phrases
from languages import dates
from storage import imports, notices, persons
from storage.database import Connection
from storage.imports import Import
from storage.notices import Notice

#: The kind of the notice that says it, where the message about the archive could not be changed.
KIND = "import"

#: The notice waits so long for that message: longer than every timeout together.
WAIT = dt.timedelta(minutes=2)

#: Days that are named in the chat, of what was unreadable already when it was exported.
MOST_NAMED = 5


def page(found: Import, language: str) -> tuple[str, Buttons] | None:
    """HTML and buttons for what has become of it; None while that is still open."""
    words, counts = phrases.words_in(language), found.counts or {}
    if found.state == "refused":
        return words.unreadable.get(counts.get("refused", ""), words.failed), ()
    if found.state == "undone":
        return words.undone, ()
    if found.state == "done":
        return _done(words, found, counts)
    if found.state == "ready" or (found.state == "dropped" and not counts.get("new", 1)):
        return told(words, counts), _choices(words, found) if counts["new"] else ()
    return None


async def promise(connection: Connection, found: Import, now: dt.datetime) -> None:
    """It will be said, whatever happens from here on (`bot.notices`), unless it is said before."""
    await notices.add(connection, found.person_id, KIND, now, subject_id=found.id, wait=WAIT)


async def _letter(connection: Connection, notice: Notice, _now: dt.datetime) -> Letter | None:
    """Later, and anew: what the archive has become until then."""
    found = await imports.get(connection, notice.subject_id or 0)
    if found is None:
        return None
    person = await persons.get(connection, notice.person_id)
    made = page(found, person.language)
    return None if made is None else Letter(*made)


NOTICES: Mapping[str, Kind] = {KIND: Kind(_letter, of_diary=False)}


def told(words: phrases.Imports, counts: Mapping[str, Any]) -> str:
    """What is in an archive, line by line; what there is none of is not told."""
    lines = [words.found(counts["part"], counts["parts"])]
    names = ("new", "here", "shared", "films", "lost", "broken")
    lines += [f"· {getattr(words, name)(counts[name])}" for name in names if counts[name]]
    if counts["unread"]:
        lines.append(f"· {words.unread(counts['unread'])}{_days(words, counts['unread_days'])}")
    if not counts["new"]:
        lines.append(f"\n{words.nothing_new if counts['here'] else words.nothing_left}")
    return "\n".join(lines)


def _done(words: phrases.Imports, found: Import, counts: Mapping[str, Any]) -> tuple[str, Buttons]:
    brought, skipped = counts["brought"], counts["skipped"]
    lines = [words.done(brought), *([words.skipped(skipped)] if skipped else ()), words.hint]
    undo = Button(words.undo_button, Callback("import", found.id, "undo"))
    return "\n".join(filter(None, lines)), ((undo,),) if brought else ()


def _days(words: phrases.Imports, days: Sequence[str]) -> str:
    named = [dates.day(dt.date.fromisoformat(day), words.language) for day in days[:MOST_NAMED]]
    if len(days) > MOST_NAMED:
        named.append("…")
    return f": {', '.join(named)}" if named else ""


def _choices(words: phrases.Imports, found: Import) -> Buttons:
    bring = Button(words.bring_button, Callback("import", found.id, "bring"))
    return ((bring, Button(words.no_button, Callback("import", found.id, "no"))),)
