"""What the messages of an entry say by themselves: a title in the first line, tags as hashtags.

It is kept for each message, so that a message that its author corrects later changes what has come
from it and nothing else: a title that was given by a menu stays, and so do tags.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diary.captions import MOST_TAGS
from storage.entries import Entry


@dataclass(frozen=True, slots=True)
class Heading:
    """What a message says. `tags` in their order; `words` are a caption's, below its title."""

    title: str | None
    tags: tuple[str, ...]
    words: str = ""


def kept(entry: Entry | None, message_id: int, says: Heading) -> dict[str, Any]:
    """What is to be kept (`Entry.headings`) with this message as it is now; plain JSON."""
    before = entry.headings if entry is not None else None
    now = {"title": says.title, "tags": [*says.tags], "words": says.words}
    return {**(before or {}), str(message_id): now}


def together(found: Mapping[str, Any]) -> Heading:
    """What the messages of an album say, as kept: the first title is one, all else are words."""
    said = [_read(found[number]) for number in sorted(found, key=int)]
    parts = [part for part in said if part is not None and (part.title or part.words)]
    lines = [line for part in parts for line in (part.title, part.words)][1:]
    tags = tuple(dict.fromkeys(tag for part in said if part is not None for tag in part.tags))
    return Heading(parts[0].title if parts else None, tags, "\n".join(filter(None, lines)))


def followed(entry: Entry, known: Sequence[str], message_id: int, says: Heading) -> Heading:
    """Title and own tags of the entry, which has the tags `known`, after its message has changed.

    Of a message that came before any was kept nobody knows what it said: then a title follows, and
    no tag is taken off.
    """
    was = _read((entry.headings or {}).get(str(message_id)))
    if was is None:
        return Heading(says.title or entry.title, _with(known, says.tags))
    before = together(entry.headings or {}).title
    title = together(kept(entry, message_id, says)).title
    title = title if entry.title == before else entry.title
    still = {*says.tags, *_of_others(entry, message_id)}
    left = [tag for tag in known if tag in still or tag not in was.tags]
    return Heading(title, _with(left, [tag for tag in says.tags if tag not in was.tags]))


def _of_others(entry: Entry, message_id: int) -> set[str]:
    """The hashtags of the other messages of an album."""
    kept_of = (entry.headings or {}).items()
    return {tag for number, found in kept_of if number != str(message_id) for tag in found["tags"]}


def _read(found: Mapping[str, Any] | None) -> Heading | None:
    return (
        None
        if found is None
        else Heading(found["title"], tuple(found["tags"]), found.get("words", ""))
    )


def _with(tags: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*tags, *more)))[:MOST_TAGS]
