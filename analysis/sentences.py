"""Text into sentences, always as pieces of the text itself.

`read` gives the sentences of one passage in order, with their words. Korean goes through
`analysis.korean`; every other language is split by punctuation here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from analysis import language as languages
from analysis import tokens as words
from analysis.tokens import Kind, Token


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is verbatim but for runs of white space; `start` is its offset in the passage."""

    text: str
    start: int
    tokens: tuple[Token, ...]

    @property
    def words(self) -> int:
        """Length as a reader feels it; 0 when there is not one letter or digit in it."""
        return words.length(self.text) if any(map(str.isalnum, self.text)) else 0

    @property
    def stems(self) -> tuple[str, ...]:
        """The content words."""
        return tuple(token.stem for token in self.tokens if token.tells)


Span = tuple[int, int]

#: A longer sentence is cut at a comma or a space: nobody reads it as a key sentence.
LONGEST: Final = 400
_PIECE: Final = 240

_END: Final = re.compile(
    r"(?:[。！？]|[.!?…؟۔।](?!\w))[.!?…。！？؟]*[\"'”’»)\]」』）]*(?=\s|$|(?<=[。！？」』）]))"
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|rev|st|sr|jr|mt|gen|capt|lt|sgt|sen|rep|gov|pres|vs|vol"
    r"|approx|dept|inc|ltd|corp|e\.g|i\.e|cf|jan|feb|aug|sept?|oct|nov|dec"
    r"|bzw|z\.b|d\.h|usw|ca|nr|mme|sra?|dra)|\b[a-z](?:\.[a-z])+|\b(?-i:[A-HJ-Z]))\.$",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
#: A line this long without an end mark goes on in the next line: the text was wrapped.
_WRAPPED: Final = 55
#: Who speaks, in a written conversation: a word with a colon, at least three times.
_LABEL: Final = re.compile(r"(?<!\w)(\w{1,20})#?[:：]\s")
_LABELLED: Final = 3


def read(text: str, language: str, cuts: Sequence[int] = ()) -> list[Sentence]:
    """The sentences of `text`; `cuts` are offsets where speech paused.

    The pauses are used only where punctuation is missing, and not for Korean, whose endings tell.
    """
    if languages.is_korean(text):
        from analysis import korean  # noqa: PLC0415 - Kiwi is loaded only where it is needed

        found = [s for block in blocks(text) for s in korean.read(text, block)]
    else:
        paused = _at_pauses(text, cuts) if is_unpunctuated(text) else []
        found = [s for span in paused or split(text) for s in _sentence(text, span, language)]
    labels = _labels(text)
    return [_without_label(sentence, labels) for sentence in found] if labels else found


def blocks(text: str) -> list[Span]:
    """Stretches between line breaks; wrapped lines stay together."""
    found: list[Span] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        if found and _goes_on(text[slice(*found[-1])], text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def split(text: str) -> list[Span]:
    """Sentences by punctuation: abbreviations, decimals and quotations do not end one."""
    spans = (span for block in blocks(text) for span in _by_marks(text, block))
    return [piece for span in spans for piece in pieces(text, span)]


def pieces(text: str, span: Span) -> Iterator[Span]:
    """`span` itself, or when it is too long its parts, cut after commas or at spaces."""
    start, end = span
    while end - start > LONGEST:
        window = text[start : start + _PIECE]
        cut = max(window.rfind(mark) + len(mark) for mark in (", ", "; ", "、", "，"))
        cut = cut if cut > _PIECE // 4 else window.rfind(" ") + 1
        yield start, start + (cut or _PIECE)
        start += cut or _PIECE
    yield start, end


def is_unpunctuated(text: str) -> bool:
    """Whether sentence ends are missing: fewer than one in forty words."""
    return len(_END.findall(text)) * 40 < len(text.split())


def shown(text: str) -> str:
    """`text` with each run of white space made one space."""
    return " ".join(text.split())


def _goes_on(block: str, between: str) -> bool:
    """Whether the last line of `block` was broken by a text width, not by its writer."""
    if between not in {"\n", "\r\n"}:
        return False
    line = _LINE.findall(block)[-1].rstrip()
    return len(line) >= _WRAPPED and not line.endswith(tuple('.!?…。！？:"”’」』)'))


def _by_marks(text: str, block: Span) -> Iterator[Span]:
    start, end = block
    for mark in _END.finditer(text, start, end):
        if _ends_sentence(text, start, mark, end):
            yield start, mark.end()
            start = mark.end()
    if start < end:
        yield start, end


def _ends_sentence(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    if _ABBREVIATION.search(text, max(start, mark.start() - 12), mark.end()):
        return False
    following = text[mark.end() : min(end, mark.end() + 8)].lstrip(" \t\"'“‘«([")
    return not following[:1].islower() or mark.group() in ".!?"


def _at_pauses(text: str, cuts: Sequence[int]) -> list[Span]:
    edges = sorted({0, len(text), *(cut for cut in cuts if 0 < cut < len(text))})
    spans = pairwise(edges) if len(edges) > 2 else ()  # noqa: PLR2004 - at least one cut
    return [piece for span in spans for piece in pieces(text, span)]


def _sentence(text: str, span: Span, language: str) -> Iterator[Sentence]:
    raw = text[slice(*span)]
    if sentence := shown(raw):
        start = span[0] + len(raw) - len(raw.lstrip())
        yield Sentence(sentence, start, words.read(sentence, language))


def _labels(text: str) -> frozenset[str]:
    counts = Counter(label.lower() for label in _LABEL.findall(text))
    return frozenset(label for label, count in counts.items() if count >= _LABELLED)


def _without_label(sentence: Sentence, labels: frozenset[str]) -> Sentence:
    """The speaker's label stays in the sentence, but says nothing about it."""
    if not sentence.tokens or sentence.tokens[0].form.lower() not in labels:
        return sentence
    first = replace(sentence.tokens[0], kind=Kind.EMPTY)
    return replace(sentence, tokens=(first, *sentence.tokens[1:]))
