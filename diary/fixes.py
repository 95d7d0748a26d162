"""How an author corrects the words of an entry, and what follows: new key sentences and tags.

A correction is seen at once, word for word. The words worker then chooses key sentences and tags
anew, in a job of its own that fetches nothing and looks at nothing (`storage.jobs.WORDS`). What a
person has written (title, caption, text) is corrected where it stands, what was heard in the
overlay: both come back with /undo.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.corrections import Pair, normal, replaced
from analysis.report import Report, Transcript, Words
from diary import changes, corrections, search_terms
from diary import tags as own_tags
from diary.changes import Undoer
from diary.errors import TooLate, TooLong
from storage import cards, entries, jobs, tags
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person

#: The name of such a change for /undo.
KIND = "words"

#: Characters of what was heard, and of what is meant: a few words.
LONGEST = 64

#: Corrections of one entry.
MOST = 200

_FIXABLE = frozenset({"done", "failed"})
_WRITTEN = ("title", "caption", "text")


@dataclass(frozen=True, slots=True)
class Source:
    """What key sentences and tags are chosen from: as it is when the worker begins.

    Its author's own tags are not among it: they would be taken for found, and stay when undone.
    """

    transcript: Transcript | None
    written: str


async def fix(
    connection: Connection, person: Person, entry: Entry, pair: Pair, now: dt.datetime
) -> int | None:
    """Put `pair[1]` wherever `pair[0]` stands; the change, None where it stands nowhere.

    Raises TooLong, or TooLate for what is no entry yet or was corrected too often.
    """
    heard, meant = map(normal, pair)
    _require_possible(entry, heard, meant)
    after = _fixed(entry, (heard, meant))
    before = {name: getattr(entry, name) for name in after}
    if after == before:
        return None
    found = await tags.of_entry(connection, entry.id, manual=False)
    await entries.change(connection, entry.id, **after)
    await _follow(connection, entry, now)
    was, became = ({**values, "words": _fixes(values)} for values in (before, after))
    was["automatic"] = [*found]
    return await changes.record(connection, person, entry, KIND, was, became, now)


def _require_possible(entry: Entry, heard: str, meant: str) -> None:
    longest = max(len(heard), len(meant))
    if longest > LONGEST:
        raise TooLong(longest)
    if not heard or not meant or entry.state not in _FIXABLE:
        raise TooLate
    if len(corrections.fixes_of(entry)) >= MOST:
        raise TooLate


def _fixed(entry: Entry, pair: Pair) -> dict[str, Any]:
    """Every column that holds words, as it is with this correction."""
    values: dict[str, Any] = {
        name: text and replaced(text, *pair)
        for name in _WRITTEN
        for text in (getattr(entry, name),)
    }
    report = corrections.report_of(entry)
    new = corrections.corrected(report, (pair,)) if report else None
    is_heard = report is not None and new is not None and _words(new) != _words(report)
    fixes = (*corrections.fixes_of(entry), pair)
    values["words"] = corrections.overlay(new, fixes) if is_heard and new else entry.words
    return values


def _words(report: Report) -> tuple[Any, ...]:
    return report.transcript, report.key_sentences, report.tags


def _fixes(values: Mapping[str, Any]) -> list[list[str]]:
    return values["words"]["fixes"] if values["words"] else []


async def _follow(connection: Connection, entry: Entry, now: dt.datetime) -> None:
    """What else shows these words: the automatic tags, the index, the card, the choice."""
    changed = await entries.get(connection, entry.id)
    report = corrections.report_of(changed) if changed else None
    if report is not None:
        await own_tags.put_found(connection, entry, report.tags)
    await search_terms.reindex(connection, entry.id)
    await cards.want_now(connection, entry.id)
    await choose_anew(connection, entry.id, now)


async def choose_anew(connection: Connection, entry_id: int, now: dt.datetime) -> None:
    """Let the words worker choose once more. Where all is analysed just now, that comes first.

    `finished` sees to it then that the words are those of the moment.
    """
    await jobs.change(
        connection,
        entry_id,
        was=("done", "failed"),
        state="queued",
        task=jobs.WORDS,
        attempts=0,
        interruptions=0,
        fetches=0,
        enqueued_at=now,
        not_before=None,
    )


def source(entry: Entry) -> Source:
    """The words of an entry as they are now."""
    report = corrections.report_of(entry)
    return Source(report.transcript if report else None, corrections.written(entry))


async def chosen(
    connection: Connection, entry_id: int, read: Source, words: Words, now: dt.datetime
) -> None:
    """Keep what was chosen from `read`; where the words have changed since, choose again."""
    entry = await entries.get(connection, entry_id)
    if entry is None or entry.report is None:
        return
    if source(entry) != read:
        await choose_anew(connection, entry_id, now)
        return
    report = corrections.report_of(entry)
    assert report is not None  # noqa: S101 - there is one, as was seen above
    parts = corrections.overlay(_with(report, words), corrections.fixes_of(entry))
    is_same = not parts["fixes"] and all(parts[p] == entry.report[p] for p in corrections.PARTS)
    await entries.change(connection, entry_id, words=None if is_same else parts)
    await own_tags.put_found(connection, entry, words.tags)
    await search_terms.reindex(connection, entry_id, words.terms)
    await cards.want(connection, entry_id)


def _with(report: Report, words: Words) -> Report:
    return replace(report, key_sentences=words.key_sentences, tags=words.tags)


def carried(entry: Entry, report: Report) -> dict[str, Any] | None:
    """The overlay of an entry whose report is made anew: corrections that still apply stay."""
    fixes = corrections.fixes_of(entry)
    return corrections.overlay(corrections.corrected(report, fixes), fixes) if fixes else None


async def _put_back(
    connection: Connection,
    _person: Person,
    entry: Entry,
    before: Any,
    after: Any,
    now: dt.datetime,
) -> bool:
    """Everything that was said later about the same words came after this, and was undone first."""
    fixes = [list(pair) for pair in corrections.fixes_of(entry)]
    is_same = all(getattr(entry, name) == after[name] for name in _WRITTEN)
    if not is_same or fixes != after["words"]:
        return False
    report = Report.from_json(entry.report) if entry.report else None
    left = [(heard, meant) for heard, meant in before["words"]]
    words = corrections.overlay(corrections.corrected(report, left), left) if report else None
    values = {name: before[name] for name in _WRITTEN}
    await entries.change(connection, entry.id, words=words if left else None, **values)
    await _follow(connection, entry, now)
    found = await own_tags.found_for(connection, entry.author_id, before["automatic"])
    await tags.replace(connection, entry.diary_id, entry.id, found, manual=False)
    await search_terms.reindex(connection, entry.id)
    return True


UNDOERS: Mapping[str, Undoer] = {KIND: _put_back}
