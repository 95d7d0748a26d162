"""Words as tags, likeness and search see them, and the reading of them where Kiwi does not.

Languages other than Korean: words between spaces, cut to stems by Snowball. Chinese and Japanese
runs of characters are words when they are short, else overlapping pairs of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from analysis import language as languages


class Kind(Enum):
    """What a word is good for: NAME, NOUN and TERM make tags, the others when those are few."""

    NAME = "name"
    NOUN = "noun"
    TERM = "term"
    """A content word of a language whose parts of speech we do not know."""
    DEED = "deed"
    """A Korean noun that became a verb: 운동하다."""
    ACTION = "action"
    """A verb or an adjective in its dictionary form."""
    PIECE = "piece"
    """Two characters out of a long run without spaces; a word only where it returns."""
    LIGHT = "light"
    """A word with a meaning, but not one that tells entries apart: go, good, 오늘."""
    EMPTY = "empty"


class Gap(Enum):
    """What stands between a word and the word before it."""

    NOTHING = "nothing"
    SPACE = "space"
    OTHER = "other"
    """Punctuation, a particle, an ending, or the start of the sentence."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `stem` compares, `form` is shown, `gap` is before it."""

    form: str
    stem: str
    kind: Kind
    gap: Gap = Gap.OTHER

    @property
    def tells(self) -> bool:
        """Whether the word says something about the text."""
        return self.kind not in {Kind.LIGHT, Kind.EMPTY}


#: Longer stems are cut: a key held down is not a word.
LONGEST: Final = 64

_HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff々"
_THAI: Final = r"\u0e00-\u0e7f"
#: Marks that Python does not count as letters, but that words of their scripts consist of.
_MARKS: Final = r"\u0300-\u036f\u064b-\u0655\u0900-\u0963\u0980-\u0dff"
_LETTER: Final = rf"(?:(?![\u3041-\u30ff{_HAN}{_THAI}])[\w{_MARKS}])"
_WORD: Final = re.compile(
    rf"[\u30a1-\u30ff]+|[{_HAN}]+|[\u3041-\u309f]+|[{_THAI}]+|{_LETTER}+(?:['’\-]{_LETTER}+)*"
)
_UNSPACED: Final = re.compile(rf"[\u3041-\u30ff{_HAN}{_THAI}]")
_SNOWBALL: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}


def read(text: str, language: str) -> tuple[Token, ...]:
    """The words of a sentence in a language that Kiwi does not read."""
    tokens: list[Token] = []
    end = -1
    for found in _WORD.finditer(text):
        gap = gap_between(text, end, found.start())
        tokens.extend(_tokens(found.group(), language, gap, first=not tokens))
        end = found.end()
    return tuple(tokens)


def gap_between(text: str, end: int, start: int) -> Gap:
    """What is between a word that ends at `end` (-1: none) and one that starts at `start`."""
    if end < 0 or end > start:
        return Gap.OTHER
    between = text[end:start]
    if not between:
        return Gap.NOTHING
    return Gap.SPACE if between.isspace() else Gap.OTHER


def stem(word: str, language: str) -> str:
    """What two forms of a word share; the lower-cased word in languages without a stemmer."""
    lowered = word[:LONGEST].lower()
    stemmer = _stemmer(language)
    return lowered if stemmer is None else str(stemmer.stemWord(lowered))


def length(text: str) -> int:
    """Words between spaces, or where there are none half the characters."""
    return max(len(text.split()), len(_UNSPACED.findall(text)) // 2)


def graded(word: str, language: str, kind: Kind) -> Kind:
    """`kind`, or less when the lower-cased `word` is on a list of words that tell little."""
    if len(word) == 1 and language != "ko":
        return Kind.EMPTY
    if word in languages.stop_words(language) or not any(map(str.isalpha, word)):
        return Kind.EMPTY
    return Kind.LIGHT if word in languages.light_words(language) else kind


def _tokens(word: str, language: str, gap: Gap, *, first: bool) -> Iterator[Token]:
    if _UNSPACED.match(word):
        yield from _unspaced(word, languages.stop_words(language))
        return
    bare = re.sub(r"['’][sS]$", "", word).strip("_")
    folded = bare.lower().replace("’", "'")
    is_name = bare[:1].isupper() and not first
    kind = graded(folded, language, Kind.NAME if is_name else Kind.TERM)
    yield Token(bare, stem(folded, language), kind, gap)


def _unspaced(word: str, stop: frozenset[str]) -> Iterator[Token]:
    """Up to four characters are a word, longer runs overlapping pairs; Hiragana is grammar."""
    if word in stop or "\u3041" <= word[0] <= "\u309f" or len(word) == 1:
        yield Token(word, word[:LONGEST], Kind.EMPTY)
    elif len(word) <= 4 or "\u30a1" <= word[0] <= "\u30ff":  # noqa: PLR2004
        yield Token(word, word[:LONGEST], Kind.TERM)
    else:
        for i in range(len(word) - 1):
            pair = word[i : i + 2]
            is_empty = not stop.isdisjoint((pair, pair[0], pair[1]))
            yield Token(pair, pair, Kind.EMPTY if is_empty else Kind.PIECE)


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    name = _SNOWBALL.get(language)
    if name is None:
        return None
    import snowballstemmer  # noqa: PLC0415 - only where a text needs it

    return snowballstemmer.stemmer(name)
