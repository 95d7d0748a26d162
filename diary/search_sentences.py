"""The sentence that a search has found, with the words that it was found by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from analysis.report import Report
from diary.search_words import forms
from storage.entries import Entry

#: Characters of a sentence that are shown: two lines of a phone.
LONGEST = 90

#: Shorter words stand inside others by chance.
SHORTEST_INSIDE = 2

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an entry or below it: `second` of the clip, or `by` whom it was commented.

    `are_tags`: nobody has said it, they are the entry's tags.
    """

    text: str
    second: float | None = None
    by: str | None = None
    are_tags: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage in pieces; those that the search meant are marked True."""

    pieces: tuple[tuple[str, bool], ...]
    second: float | None = None
    by: str | None = None
    are_tags: bool = False

    @property
    def is_hit(self) -> bool:
        """Whether it has a word of the search."""
        return any(is_meant for _, is_meant in self.pieces)

    @property
    def is_authors(self) -> bool:
        """Whether it is a sentence that the entry's author has said or written."""
        return self.by is None and not self.are_tags

    def repeats(self, title: str) -> bool:
        """Whether a title was made of it, perhaps of its beginning alone."""
        return _flat(self._text).startswith(_flat(title).rstrip("…"))

    def is_same(self, title: str) -> bool:
        """Whether it says what the title does, and no more."""
        return _flat(self._text).rstrip(".!?…") == _flat(title).rstrip(".!?…")

    @property
    def _text(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


def passages(entry: Entry, report: Report | None, parts: Collection[str]) -> Iterator[Passage]:
    """What was said and written, as far as these parts show it; what was spoken comes first."""
    transcript = report.transcript if report is not None else None
    if "words" in parts and transcript is not None:
        yield from (Passage(s.text.strip(), s.start_s) for s in transcript.segments)
    elif "key" in parts and report is not None:
        yield from (Passage(key.text, key.start_s) for key in report.key_sentences)
    if "words" in parts:
        for text in (entry.text or "", entry.caption):
            yield from (Passage(line.strip()) for line in text.splitlines() if line.strip())


def best(found: Sequence[Passage], needles: Collection[str]) -> Sentence | None:
    """The passage with most of the words, marked; the first where none has any, None of none."""
    wanted = frozenset(needles)
    marked = [(len(_meant(passage.text, wanted)), passage) for passage in found]
    if not marked:
        return None
    _, passage = max(marked, key=lambda pair: pair[0])
    pieces = _pieces(passage.text, wanted)
    return Sentence(pieces, passage.second, passage.by, passage.are_tags)


def _meant(text: str, wanted: frozenset[str]) -> set[str]:
    """The words of the search that stand in a text."""
    composed = _composed(text)
    words, inside = _WORD.findall(composed), _inside(composed, wanted)
    if not inside:  # mostly: then nothing but its forms is left to be asked of each word
        words = [word for word in words if not wanted.isdisjoint(forms(word))]
    return {hit for word in words for hit in _hits(word, wanted, inside)}


def _inside(text: str, wanted: frozenset[str]) -> frozenset[str]:
    """Wanted terms that a word of this text may contain: asked of the whole once, mostly none."""
    lowered = text.casefold()
    return frozenset(one for one in wanted if len(one) >= SHORTEST_INSIDE and one in lowered)


def _hits(word: str, wanted: frozenset[str], inside: frozenset[str]) -> Collection[str]:
    """Wanted terms that this word is a form of, or else those that it contains."""
    found = wanted.intersection(forms(word))
    if found or not inside:
        return found
    lowered = word.casefold()
    return [needle for needle in inside if needle in lowered]


def _pieces(text: str, wanted: frozenset[str]) -> tuple[tuple[str, bool], ...]:
    shown = _composed(" ".join(text.split()))
    inside = _inside(shown, wanted)
    words = _WORD.finditer(shown)
    spans = [found.span() for found in words if _hits(found.group(), wanted, inside)]
    begin, end = _window(shown, spans)
    pieces: list[tuple[str, bool]] = [("…", False)] if begin else []
    at = begin
    for first, last in ((a, b) for a, b in spans if begin <= a and b <= end):
        pieces += [(shown[at:first], False), (shown[first:last], True)]
        at = last
    pieces += [(shown[at:end], False)] + ([("…", False)] if end < len(shown) else [])
    return tuple(piece for piece in pieces if piece[0])


def _window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A stretch of at most LONGEST characters around the first word that was meant."""
    if len(text) <= LONGEST:
        return 0, len(text)
    first, last = spans[0] if spans else (0, 0)
    begin = max(0, min(first - LONGEST // 3, len(text) - LONGEST))
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    end = max(last, begin + LONGEST)
    space = text.rfind(" ", last, end) if end < len(text) else -1
    return begin, min(len(text), space if space > last else end)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def contains(texts: Collection[str], phrase: str) -> bool:
    """Whether one of these texts has the phrase as it stands, whatever its case and spaces."""
    wanted = _flat(phrase)
    return any(wanted in _flat(text) for text in texts)


def _flat(text: str) -> str:
    return " ".join(_composed(text).casefold().split())
