"""What a caption says: its first line is the title, `#words` are tags, the rest is diary."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_TITLE = 100
LONGEST_TAG = 30
MOST_TAGS = 20

_HASHTAG = re.compile(r"(?<![\w#&])#(\w+)")
_MANY_LINES = re.compile(r"\n{3,}")
_LAST_HASHTAGS = re.compile(r"(?:(?<![\w#&])#\w+\s*)+$")


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption in its parts; `words` keeps its lines."""

    title: str | None
    tags: tuple[str, ...]
    words: str


def parse(text: str | None) -> Caption:
    """The parts of a caption.

    A hashtag counts anywhere. At the end of a line it is dropped; inside a sentence the sign alone
    goes, so that the sentence can still be read. A first line longer than
    a title can be is cut for the title and kept whole in the words.
    """
    clean = unicodedata.normalize("NFC", text or "").replace("\r", "")
    tags = tuple(dict.fromkeys(tag for tag in map(normal_tag, _HASHTAG.findall(clean)) if tag))
    lines = [line for line in map(_without_hashtags, clean.split("\n")) if line]
    if not lines:
        return Caption(None, tags[:MOST_TAGS], "")
    first, rest = lines[0], lines[1:]
    if len(first) > LONGEST_TITLE:
        return Caption(shortened(first, LONGEST_TITLE), tags[:MOST_TAGS], "\n".join(lines))
    return Caption(first, tags[:MOST_TAGS], "\n".join(rest))


def body(text: str) -> str:
    """The whole of a text with its paragraphs, hashtags treated as in a caption."""
    clean = unicodedata.normalize("NFC", text).replace("\r", "")
    lines = "\n".join(_without_hashtags(line) for line in clean.split("\n"))
    return _MANY_LINES.sub("\n\n", lines).strip()


def normal_tag(tag: str) -> str:
    """NFC, case-folded, at most `LONGEST_TAG` characters; empty when nothing but digits is left.

    A number alone is no tag: Telegram does not mark it as one either.
    """
    folded = unicodedata.normalize("NFC", tag).strip("#").casefold()
    # Folding takes some letters apart again.
    folded = unicodedata.normalize("NFC", folded)[:LONGEST_TAG]
    return "" if folded.isdigit() else folded


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, cut between words where that costs little."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > longest // 2 else cut).rstrip(" ,.;:") + "…"


def _without_hashtags(line: str) -> str:
    return " ".join(_HASHTAG.sub(r"\1", _LAST_HASHTAGS.sub("", line)).split())
