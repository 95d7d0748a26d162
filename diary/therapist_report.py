"""A page for a therapist: how somebody felt day by day, and the few sentences that they chose.

Nothing that was said gets into it but what its author has ticked. What they felt is what they said
themselves; what the face showed stands beside it, weaker, with how often that is right.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from analysis.report import LABELS
from diary import clock, corrections
from diary.readings import BRIGHTNESS
from storage import diaries
from storage import therapist_report as rows
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person

#: Weeks that a report can be about; where none is named, `USUAL`.
MOST_WEEKS, USUAL = 12, 4

#: Sentences that are offered, and how many of them a page has room for.
OFFERED, CHOSEN = 12, 5

TAGS = 12

#: Letters that tell one sentence of an entry from the others.
_MARK = 12

_WEEKS = re.compile(r"(\d{1,2})\s*(?:w|weeks?|주)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A key sentence of an entry; `mark` is what its text hashes to."""

    entry_id: int
    mark: str
    day: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """`mood` is the mean of what the person said (1 to 5), `look` that of the face (-1 to 1)."""

    day: dt.date
    mood: float | None
    look: float | None


@dataclass(frozen=True, slots=True)
class Account:
    """What there is of the weeks. `tags` with the number of entries that have them."""

    first: dt.date
    last: dt.date
    entries: int
    days: Sequence[Day]
    tags: Sequence[tuple[str, int]]
    sentences: Sequence[Sentence]


def weeks_of(asked: str) -> int | None:
    """How many weeks somebody asks for ("4w", "4주", "4"); None for what is no such number."""
    if not asked.strip():
        return USUAL
    match = _WEEKS.fullmatch(asked.strip())
    number = int(match[1]) if match else 0
    return number if 1 <= number <= MOST_WEEKS else None


async def account(
    connection: Connection, person: Person, weeks: int, zone: str, starts: int, now: dt.datetime
) -> Account:
    """The last weeks, today included; `zone` and `starts` are for people without a diary."""
    own = await diaries.of_chat(connection, person.telegram_id)
    if own is not None:
        zone, starts = own.time_zone, own.day_starts_hour
    last = clock.day_of(now, zone, starts)
    first = last - dt.timedelta(days=7 * weeks - 1)
    found = await rows.of_period(connection, person.id, first, last)
    tags = await rows.tags_of(connection, person.id, first, last, TAGS)
    sentences = [s for entry in found if not entry.is_hidden for s in _sentences(entry)]
    return Account(first, last, len(found), _days(found), tags, sentences)


def _days(found: Sequence[Entry]) -> list[Day]:
    days = []
    for day, entries in groupby(found, key=lambda entry: entry.day):
        them = list(entries)
        moods = [entry.mood for entry in them if entry.mood is not None]
        looks = [look for entry in them if (look := _look(entry)) is not None]
        days.append(Day(day, fmean(moods) if moods else None, fmean(looks) if looks else None))
    return days


def _look(entry: Entry) -> float | None:
    """How bright the face looked, -1 to 1; None where none was read, or it was corrected."""
    report = corrections.report_of(entry)
    mean = report.emotions.mean if report is not None else None
    if mean is None or entry.look is not None:
        return None
    return sum(BRIGHTNESS.get(label, 0.0) * part for label, part in zip(LABELS, mean, strict=True))


def _sentences(entry: Entry) -> list[Sentence]:
    """What was said or written: a title alone, which can be chosen as a key, is no sentence."""
    report = corrections.report_of(entry)
    keys = report.key_sentences if report is not None else ()
    found = dict.fromkeys(key.text for key in keys if not _is_title(key.text, entry))
    return [Sentence(entry.id, mark(text), entry.day, text) for text in found]


def _is_title(text: str, entry: Entry) -> bool:
    return entry.title is not None and _plain(text) == _plain(entry.title)


def _plain(text: str) -> str:
    """The words alone: the same sentence with another full stop is the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def mark(text: str) -> str:
    """What tells a sentence from others, as a button carries it."""
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK]


def offered(found: Account) -> list[Sentence]:
    """Sentences to choose from, each once, over the weeks: of many entries the first of each."""
    unique = list({_plain(s.text): s for s in reversed(found.sentences)}.values())[::-1]
    of_entry = {s.entry_id: s for s in reversed(unique)}
    first = [s for s in unique if of_entry[s.entry_id] is s]
    pool = first if len(first) >= OFFERED else unique
    if len(pool) <= OFFERED:
        return pool
    step = (len(pool) - 1) / (OFFERED - 1)
    return [pool[round(number * step)] for number in range(OFFERED)]


def chosen(found: Account, ticks: Collection[tuple[int, str]]) -> list[Sentence]:
    """Those that were ticked and still say the same, the oldest first; at most `CHOSEN`."""
    return [s for s in found.sentences if (s.entry_id, s.mark) in ticks][:CHOSEN]
