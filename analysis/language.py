"""Which language a text is in, and which of its words carry nothing.

The guess needs no model: scripts first, then how many of a text's words stand in the list of
empty words of each language that is written with Latin letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

#: Said of a text without a single letter (ISO 639-2).
UNDETERMINED: Final = "und"

_LISTS: Final = Path(__file__).parent / "stopwords"
_LATIN: Final = ("en", "de", "fr", "es", "it", "pt", "nl", "tr", "id")

#: A text with this share of Hangul is read as Korean: in ordinary Korean, English words stand
#: between Korean particles, while English text has at most a Korean name.
_KOREAN_SHARE: Final = 0.15
_KANA_SHARE: Final = 0.05
#: So many characters are enough to tell a language.
_SAMPLE: Final = 20_000

_SCRIPTS: Final = re.compile(
    r"(?P<ko>[\uac00-\ud7a3\u3131-\u318e])|(?P<kana>[\u3041-\u30ff])"
    r"|(?P<zh>[\u3400-\u4dbf\u4e00-\u9fff])|(?P<ru>[\u0400-\u04ff])|(?P<ar>[\u0600-\u06ff])"
    r"|(?P<he>[\u0590-\u05ff])|(?P<th>[\u0e00-\u0e7f])|(?P<hi>[\u0900-\u097f])"
    r"|(?P<el>[\u0370-\u03ff])|(?P<latin>[^\W\d_])"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def guess(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, `und` when it has no letters."""
    sample = text[:_SAMPLE]
    letters = Counter(found.lastgroup or "" for found in _SCRIPTS.finditer(sample))
    total = letters.total()
    if not total:
        return UNDETERMINED
    if letters["ko"] >= _KOREAN_SHARE * total:
        return "ko"
    if letters["kana"] > _KANA_SHARE * total:
        return "ja"
    script = letters.most_common(1)[0][0]
    return _guess_latin(sample) if script == "latin" else {"kana": "ja"}.get(script, script)


def is_korean(text: str) -> bool:
    """Whether the Korean reader should have this text, whatever the entry's language is."""
    return guess(text) == "ko"


def _guess_latin(text: str) -> str:
    counts = Counter(_folded(word) for word in _WORD.findall(text))
    known = {code: sum(counts[word] for word in stop_words(code)) for code in _LATIN}
    best = max(known, key=known.__getitem__)
    return best if known[best] > known["en"] else "en"


@lru_cache(maxsize=32)
def stop_words(language: str) -> frozenset[str]:
    """Words of `language` that carry nothing, lower-cased; empty for a language without a list."""
    path = _LISTS / f"{language}.txt"
    if not re.fullmatch(r"[a-z_]+", language) or not path.is_file():
        return frozenset()
    return frozenset(_listed(path.read_text(encoding="utf-8")))


def light_words(language: str) -> frozenset[str]:
    """Words of `language` that may be searched for, but never say what a text is about."""
    return stop_words(f"{language}_light")


def weak_words(language: str) -> frozenset[str]:
    """Words of `language` that say something, but less than most."""
    return stop_words(f"{language}_weak")


def _listed(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()


def _folded(word: str) -> str:
    return word.lower().replace("’", "'")
