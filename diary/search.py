"""Searching: which entries somebody finds, where, and what of them is shown.

`readers` decide where (`places`); what each place shows is in the index of that diary alone
(`diary.search_terms`), and is looked up once more for each entry of a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from analysis.report import Report
from diary import access, search_persons
from diary.access import ALL_PARTS, Sight
from diary.corrections import heard_in
from diary.search_sentences import Passage, Sentence, best, contains, passages
from diary.search_syntax import Part, Query
from diary.search_terms import ANY, FOUND_IN
from diary.timeline import title_of
from storage import search as rows
from storage import timeline
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person
from storage.search import Found, Group, Wanted
from storage.shares import Share

#: Entries on a page.
PAGE = 10

#: No page beyond this one is looked for: its number comes back from a client.
LAST_PAGE = 10_000

#: Where a phrase is asked for, so many of the newest entries with its words are read, and no more.
MOST_READ = 300

#: Tags that are looked through for those that come near.
MOST_TAGS = 500
NEAREST = 5
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry as it was found. `title` is None where it has none of its own to show.

    Of the entry's report no more was read than what was heard (`corrections.heard_in`).
    """

    sight: Sight
    title: str | None
    sentence: Sentence | None


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found; `total` counts all that can be paged to. `page` is from 0.

    `is_cut`: of what could be found only the newest `MOST_READ` were looked at. Where nothing was
    found, `nearest` are tags that come near. `strangers` are names in the search that nobody in
    these diaries has.
    """

    query: Query
    total: int
    page: int
    hits: tuple[Hit, ...]
    nearest: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE)


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry that was looked up again: what was heard in it, and what is said below it there."""

    sight: Sight
    report: Report | None
    below: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    total: int
    page: int
    reads: Sequence[_Read]
    is_cut: bool = False


async def places(
    connection: Connection, person: Person | None, now: dt.datetime
) -> Sequence[Diary]:
    """Where somebody searches from their private chat: their own diary, and those they are in.

    Their standings must be fresh, as for `access.readable`.
    """
    return [] if person is None else await access.readable(connection, person, now)


async def search(
    connection: Connection,
    query: Query,
    places: Sequence[Diary],
    page: int = 0,
    asker: Person | None = None,
) -> Results:
    """A page of what these diaries show of it; the last one where there are fewer.

    That somebody may read the diaries has been asked before. `asker` is known by name (@me, too).
    """
    if query.is_empty:
        return Results(query, 0, 0, ())
    people = await _people(connection, query, places, asker)
    strangers = tuple(name for name, ids in people.items() if not ids)
    wanted = _wanted(query, places, people)
    found = await _page(connection, query, wanted, places, max(0, min(page, LAST_PAGE)))
    hits = await _hits(connection, query, found.reads)
    nearest = () if found.total else await _nearest(connection, query, places)
    return Results(query, found.total, found.page, hits, nearest, strangers, found.is_cut)


async def _page(
    connection: Connection, query: Query, wanted: Wanted, places: Sequence[Diary], page: int
) -> _Page:
    """From the index, where that says no more than what may be read; else only what was read."""
    if not query.of_kind("phrase"):
        total, page, found = await _indexed(connection, wanted, page)
        reads = await _read(connection, query, places, found)
        if len(reads) == len(found):
            return _Page(total, page, reads)
    total, found = await rows.page(connection, wanted, MOST_READ)
    reads = await _read(connection, query, places, found)
    kept = [one for one in reads if _has_phrases(query, one)]
    page = min(page, _last_page(len(kept)))
    return _Page(len(kept), page, kept[page * PAGE : (page + 1) * PAGE], total > len(found))


async def _indexed(
    connection: Connection, wanted: Wanted, page: int
) -> tuple[int, int, Sequence[Found]]:
    """How many there are, which page this is, and what is on it: the last one beyond the end."""
    total, found = await rows.page(connection, wanted, PAGE, page * PAGE)
    if not found and page:  # there is less than there was: entries were deleted, or taken back
        total, _ = await rows.page(connection, wanted, 1)
        page = _last_page(total)
        total, found = await rows.page(connection, wanted, PAGE, page * PAGE)
    return total, page, found


def _last_page(total: int) -> int:
    return max(0, total - 1) // PAGE


async def common_tags(
    connection: Connection, places: Sequence[Diary], limit: int = 3
) -> Sequence[str]:
    """The tags that are used most, without their sign."""
    found = await rows.marks(connection, [diary.id for diary in places], "#", limit)
    return [mark[1:] for mark, _ in found]


def _wanted(query: Query, places: Sequence[Diary], people: Mapping[str, Collection[int]]) -> Wanted:
    groups = tuple(group for part in query.sought for group in _groups(part))
    if all(group.is_excluded for group in groups):
        groups = (Group((ANY,)), *groups)
    span = query.span
    having = [p for p in query.of_kind("has") if p.name == "comments"]
    named = [part for part in query.of_kind("person") if not part.is_excluded]
    authors = [set(people[part.name]) for part in named]
    excluded = [i for p in query.of_kind("person") if p.is_excluded for i in people[p.name]]
    return Wanted(
        diaries=tuple(diary.id for diary in places),
        groups=groups,
        first=span.first if span else None,
        last=span.last if span else None,
        authors=tuple(sorted(set.intersection(*authors))) if authors else None,
        not_authors=tuple(excluded),
        has_comments=not having[0].is_excluded if having else None,
        own=next((diary.id for diary in places if not diary.is_shared), None),
    )


def _groups(part: Part) -> Sequence[Group]:
    """What a part asks of the index; nothing where it asks something else."""
    if part.kind == "phrase":
        if part.is_excluded:  # read later: an entry may well have its words elsewhere
            return ()
        words = [Group((word,), in_comments=True) for word in part.terms]
        return [*words, Group(prefixes=part.prefixes, in_comments=True)]
    if part.kind in {"date", "person"} or part.name == "comments":
        return ()
    in_comments = part.kind == "word"
    return [Group(part.terms, part.prefixes, in_comments, part.is_excluded)]


async def _people(
    connection: Connection, query: Query, places: Sequence[Diary], asker: Person | None
) -> Mapping[str, Collection[int]]:
    """Whom each name of the search means, in these diaries."""
    names = [part.name for part in query.of_kind("person")]
    if not names:
        return {}
    known = await rows.writers(connection, [diary.id for diary in places])
    return search_persons.meant(names, known, asker)


async def _read(
    connection: Connection, query: Query, places: Sequence[Diary], found: Sequence[Found]
) -> list[_Read]:
    """What may be read of these now, the newest first; the index knows days and no hours."""
    ids, by_id = [one.entry_id for one in found], {diary.id: diary for diary in places}
    known = await rows.entries_of(connection, ids)
    shared = [number for number, diary in by_id.items() if diary.is_shared]
    shown = await rows.shares_of(connection, ids, shared) if shared else {}
    said = await rows.said(connection, ids, by_id) if _has_words(query) else []
    below: dict[tuple[int, int], list[Passage]] = {}
    for entry_id, diary_id, text, name in said:
        below.setdefault((entry_id, diary_id), []).append(Passage(text, by=name))
    reads: list[_Read] = []
    for one in found:
        entry, at = known.get(one.entry_id), (one.entry_id, one.diary_id)
        sight = _sight(entry, by_id[one.diary_id], shown.get(at))
        if sight is not None:
            reads.append(_Read(sight, heard_in(sight.entry), tuple(below.get(at, ()))))
    return sorted(reads, key=_age, reverse=True)


def _age(one: _Read) -> tuple[dt.date, dt.datetime, int]:
    return one.sight.entry.day, one.sight.entry.recorded_at, one.sight.entry.id


def _has_phrases(query: Query, one: _Read) -> bool:
    texts = [p.text for p in passages(one.sight.entry, one.report, one.sight.parts)]
    texts += [" ".join(texts), one.sight.entry.title or ""]
    texts += [passage.text for passage in one.below]
    return all(contains(texts, part.name) != part.is_excluded for part in query.of_kind("phrase"))


def _sight(entry: Entry | None, diary: Diary, share: Share | None) -> Sight | None:
    """The rule of `diary.access` for an entry of a diary that the person may read."""
    if entry is None or entry.state not in FOUND_IN or entry.removed_at is not None:
        return None
    if entry.diary_id == diary.id:
        return Sight(entry, diary, ALL_PARTS)
    if share is None or entry.is_private:
        return None
    return Sight(entry, diary, share.shown, share)


def _has_words(query: Query) -> bool:
    return any(part.kind in {"word", "phrase"} for part in query.sought)


async def _hits(connection: Connection, query: Query, reads: Sequence[_Read]) -> tuple[Hit, ...]:
    """The entries of a page. Where no sentence has a word of the search, its tags may have it."""
    needles = [
        term
        for part in query.sought
        if part.kind in {"word", "phrase"} and not part.is_excluded
        for term in (*part.terms, *part.prefixes)
        if term[:1] != "!"
    ]
    hits = [_hit(one, needles) for one in reads]
    bare = [hit.sight.entry.id for hit in hits if needles and _may_be_tagged(hit)]
    tags = await timeline.first_tags(connection, bare) if bare else {}
    return tuple(_tagged(hit, tags.get(hit.sight.entry.id, ()), needles) for hit in hits)


def _may_be_tagged(hit: Hit) -> bool:
    """Tags are shown with the words."""
    return "words" in hit.sight.parts and (hit.sentence is None or not hit.sentence.is_hit)


def _tagged(hit: Hit, tags: Sequence[str], needles: Collection[str]) -> Hit:
    if not tags or not _may_be_tagged(hit):
        return hit
    text = " ".join(f"#{tag}" for tag in tags)
    sentence = best([Passage(text, are_tags=True)], needles)
    return replace(hit, sentence=sentence) if sentence is not None and sentence.is_hit else hit


def _hit(one: _Read, needles: Collection[str]) -> Hit:
    entry, parts = one.sight.entry, one.sight.parts
    sentence = best([*passages(entry, one.report, parts)], needles)
    if needles and (sentence is None or not sentence.is_hit):
        commented = best(one.below, needles)
        if commented is not None and commented.is_hit:
            sentence = commented
    return Hit(one.sight, title_of(entry, one.report, parts) or None, sentence)


async def _nearest(
    connection: Connection, query: Query, places: Sequence[Diary]
) -> tuple[str, ...]:
    """Tags that look most like what was asked for, the nearest first."""
    asked = [
        name.lstrip("#")
        for part in query.sought
        if part.kind in {"tag", "word", "person"} and not part.is_excluded
        for name in (part.prefixes or part.terms[:1] or (part.name.casefold(),))
    ]
    found = await rows.marks(connection, [diary.id for diary in places], "#", MOST_TAGS)
    near = [(max((_likeness(a, mark[1:]) for a in asked), default=0.0), mark) for mark, _ in found]
    near.sort(key=lambda pair: -pair[0])
    return tuple(mark[1:] for likeness, mark in near if likeness >= _NEAR)[:NEAREST]


def _likeness(asked: str, tag: str) -> float:
    """1 for the same, at least three quarters where one is a part of the other.

    0 for what is surely below `_NEAR`: most tags share too few letters, which is seen at once.
    """
    if asked and (asked in tag or tag in asked):
        return max(SequenceMatcher(None, asked, tag).ratio(), 0.75)
    # A ratio is at most that of the letters which both have, twice over all letters of the two.
    shared = sum(letter in tag for letter in asked)
    if 2 * min(shared, len(tag)) < _NEAR * (len(asked) + len(tag)):
        return 0.0
    return SequenceMatcher(None, asked, tag).ratio()
