"""What of the recogniser's output is believed: guards against invented and looping sentences.

Pure functions on `Heard`. Whisper was trained on subtitles and writes their usual last lines where
nobody speaks, and falls into loops; both are known of it in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

_PHRASES: Final = Path(__file__).with_name("stock_phrases.txt")
_LETTERS: Final = re.compile(r"[\W_]+")
_LONGEST_LOOP: Final = 12


@dataclass(frozen=True, slots=True)
class Heard:
    """One segment as recognised.

    `no_speech` is the recogniser's probability that nobody speaks, `confidence` the mean log
    probability of its words, `level_db` the loudness of the sound under it relative to the loudest
    of the clip's segments (0 or less).
    """

    start_s: float
    end_s: float
    text: str
    no_speech: float
    confidence: float
    level_db: float = 0.0


@dataclass(frozen=True, slots=True)
class Gates:
    """Limits of belief. `no_speech` and `confidence` are those of Whisper's own decoder.

    A segment is dropped when both say no, or when `confidence` is below `hopeless`. A stock phrase
    is dropped sooner: when it is quiet against the rest, or at either of the `doubt` values.
    """

    no_speech: float = 0.6
    confidence: float = -1.0
    hopeless: float = -1.8
    quiet_db: float = -18.0
    doubt_no_speech: float = 0.3
    doubt_confidence: float = -0.6


def believed(heard: Iterable[Heard], gates: Gates) -> list[Heard]:
    """The segments to keep, in order, with loops cut to one round."""
    kept: list[Heard] = []
    for segment in heard:
        text = without_loops(segment.text.strip())
        if text and _passes(replace(segment, text=text), gates) and not _repeats(kept, text):
            kept.append(replace(segment, text=text))
    return kept


def is_stock_phrase(text: str) -> bool:
    """Whether `text` is nothing but a line that recognisers are known to invent."""
    return _bare(text) in stock_phrases()


@lru_cache(maxsize=1)
def stock_phrases() -> frozenset[str]:
    """The known inventions, bare of punctuation, spaces and case."""
    lines = _PHRASES.read_text(encoding="utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def without_loops(text: str, rounds: int = 4) -> str:
    """`text` with any run of words that comes `rounds` times or more in a row left once.

    People do say a word two or three times; so do they hold a letter, which is left alone.
    """
    words = text.split()
    kept: list[str] = []
    i = 0
    while i < len(words):
        size, count = _loop_at(words, i, rounds)
        kept.extend(words[i : i + size])
        i += size * count
    return " ".join(kept)


def _loop_at(words: Sequence[str], i: int, rounds: int) -> tuple[int, int]:
    """The length of the run of words that loops from `i`, and how often; (1, 1) when none does."""
    for size in range(1, min(_LONGEST_LOOP, (len(words) - i) // rounds) + 1):
        unit = [_bare(word) for word in words[i : i + size]]
        count = 1
        while [_bare(w) for w in words[i + count * size : i + (count + 1) * size]] == unit:
            count += 1
        if count >= rounds and any(unit):
            return size, count
    return 1, 1


def _passes(segment: Heard, gates: Gates) -> bool:
    if segment.confidence < gates.hopeless:
        return False
    if segment.no_speech > gates.no_speech and segment.confidence < gates.confidence:
        return False
    return not (is_stock_phrase(segment.text) and _is_doubtful(segment, gates))


def _is_doubtful(segment: Heard, gates: Gates) -> bool:
    return (
        segment.level_db < gates.quiet_db
        or segment.no_speech > gates.doubt_no_speech
        or segment.confidence < gates.doubt_confidence
    )


def _repeats(kept: Sequence[Heard], text: str) -> bool:
    """Whether the last two segments already said the same: the third time it is a loop."""
    bare = _bare(text)
    return len(kept) > 1 and all(_bare(segment.text) == bare for segment in kept[-2:])


def _bare(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
