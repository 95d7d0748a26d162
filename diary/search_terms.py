"""The index of search: which terms an entry or a comment has, in each diary that shows it.

Whatever changes what can be found (words, title, tags, own mood and look, video, shares, comments)
calls `reindex` or `reindex_comment` in the same transaction. Terms are made here by rules, at once
(`diary.search_words`); the words worker adds the lemmas that rules cannot know, a moment later
(`diary.search_index`).

Beside words there are marks, which no word can be: `#tag`, `!look:sad`, `!mood:4`, `!has:video`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from analysis.report import LABELS, Report
from diary import corrections
from diary.search_words import terms_of
from storage import clips, comments, diaries, entries, shares, tags, terms, unread_words
from storage.comments import Comment
from storage.database import Connection
from storage.entries import Entry
from storage.search import EVERY
from storage.shares import PARTS

#: Entries in these states can be found.
FOUND_IN = ("done", "failed")

#: Every entry that can be found has this.
ANY = EVERY

ALL_PARTS = frozenset(PARTS)


@dataclass(frozen=True, slots=True)
class Content:
    """What of an entry may be found in one diary: its texts, and marks that are no words."""

    diary_id: int
    texts: tuple[str, ...]
    marks: tuple[str, ...]


async def reindex(
    connection: Connection, entry_id: int, lemmas: Collection[str] | None = None
) -> None:
    """Make an entry's terms anew from what is stored, in its own diary and where it is shared.

    To be called in the transaction that changes it. `lemmas` are what the words worker has just
    found in all of its words; without them they follow by themselves.
    """
    found = await make_terms(connection, entry_id, lemmas or ())
    if found and (lemmas is None or len(found) > 1):
        await unread_words.add(connection, entry_id=entry_id)
    else:
        await unread_words.remove(connection, entry_id=entry_id)


async def make_terms(
    connection: Connection, entry_id: int, lemmas: Collection[str] = ()
) -> list[Content]:
    """As `reindex`, leaving to others whether the words worker is to read it; what it has."""
    found = await contents(connection, entry_id)
    await terms.clear(connection, entry_id)
    for content in found:
        await _write(connection, content, entry_id, lemmas if len(found) == 1 else ())
    return found


async def reindex_comment(connection: Connection, comment_id: int) -> None:
    """Make a comment's terms anew from what is stored; one that nobody may read has none."""
    if await make_comment_terms(connection, comment_id):
        await unread_words.add(connection, comment_id=comment_id)
    else:
        await unread_words.remove(connection, comment_id=comment_id)


async def make_comment_terms(connection: Connection, comment_id: int) -> bool:
    """As `reindex_comment`, leaving the words worker to others; whether there is anything."""
    comment = await comments.get(connection, comment_id)
    await terms.clear_comment(connection, comment_id)
    text = readable_text(comment)
    if comment is None or not text:
        return False
    place = (comment.diary_id, comment.entry_id, comment.id)
    await terms.add_of_comment(connection, *place, terms_of(text))
    return True


def readable_text(comment: Comment | None) -> str:
    """The words of a comment that may be read; empty for one that is hidden or deleted."""
    return comment.text or "" if comment is not None and comment.state == "visible" else ""


async def add_lemmas(
    connection: Connection, content: Content, entry_id: int, lemmas: Collection[str]
) -> None:
    """What the words worker found in these texts, beside what is there."""
    await _write(connection, content, entry_id, lemmas)


async def _write(
    connection: Connection, content: Content, entry_id: int, lemmas: Collection[str]
) -> None:
    found = dict.fromkeys(term for text in content.texts for term in terms_of(text))
    found |= dict.fromkeys(lemma.casefold() for lemma in lemmas if _is_word(lemma))
    found |= dict.fromkeys(content.marks)
    await terms.add(connection, content.diary_id, entry_id, found)


def _is_word(lemma: str) -> bool:
    """Marks are made here alone: nothing that somebody says can look like one."""
    return lemma[:1] not in {"#", "!"}


async def contents(connection: Connection, entry_id: int) -> list[Content]:
    """What can be found of an entry: in its diary all, where it is shared what is shown there."""
    entry = await entries.get(connection, entry_id)
    if entry is None or entry.state not in FOUND_IN or entry.removed_at is not None:
        return []
    report = corrections.report_of(entry)
    names = [
        *await tags.of_entry(connection, entry.id, manual=True),
        *await tags.of_entry(connection, entry.id, manual=False),
    ]
    has_video = await _has_video(connection, entry)
    home = await diaries.get(connection, entry.diary_id)
    places = [(home.id, ALL_PARTS)]
    if not entry.is_private:
        shown = await shares.of_entry(connection, entry.id)
        places += [(share.diary_id, share.shown) for share in shown]
    found: dict[int, Content] = {}
    for diary_id, parts in places:
        texts = tuple(_texts(entry, report, parts, names))
        marks = tuple(_marks(entry, report, parts, names, has_video=has_video))
        found.setdefault(diary_id, Content(diary_id, texts, marks))
    return [*found.values()]


async def _has_video(connection: Connection, entry: Entry) -> bool:
    if entry.kind != "video" or not entry.keeps_video:
        return False
    return any(clip.has_file for clip in await clips.of_entry(connection, entry.id))


def _texts(
    entry: Entry, report: Report | None, parts: Collection[str], names: Collection[str]
) -> Iterator[str]:
    """The title always; all words, or the key sentences alone, as the parts say.

    Tags are words too: who types 엄마 need not remember whether it was said or put behind a #.
    """
    yield entry.title or ""
    if "words" in parts:
        yield " ".join(names)
        yield entry.caption
        yield entry.text or ""
        if report is not None and report.transcript is not None:
            yield report.transcript.text
    if "key" in parts and report is not None:
        yield from (key.text for key in report.key_sentences)


def _marks(
    entry: Entry,
    report: Report | None,
    parts: Collection[str],
    names: Collection[str],
    *,
    has_video: bool,
) -> Iterator[str]:
    yield ANY
    if "words" in parts:
        yield from (tag_mark(name) for name in names)
        spoken = report is not None and report.transcript is not None
        if spoken or entry.caption or entry.text:
            yield "!has:words"
    if "chart" in parts and report is not None and report.emotions.mean is not None:
        yield "!has:chart"
    if "mood" in parts and entry.mood is not None:
        yield f"!mood:{entry.mood}"
    look = _look(entry, report)
    if "chart" in parts and look is not None:
        yield f"!look:{look}"
        # Where the mood is not shown, nobody learns whether there is one.
        if entry.mood is None or "mood" not in parts:
            yield f"!guess:{look}"
    if "video" in parts and has_video:
        yield "!has:video"


def tag_mark(name: str) -> str:
    """A tag as a term."""
    return f"#{name.casefold()}"


def _look(entry: Entry, report: Report | None) -> str | None:
    """What the face showed: its author's word comes before the machine's."""
    if entry.look in LABELS:
        return entry.look
    if entry.look not in {None, "right"} or report is None:
        return None
    return report.emotions.dominant
