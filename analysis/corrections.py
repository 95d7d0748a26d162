"""Replaces words in what was said or written: whole words, with the endings that hang on them.

Korean hangs its particles on the word: in 회사에서 the word 회사 is meant and the ending stays, in
회사원 another word begins with the same letters. So a word may be followed by an ending of the
closed list below and by nothing else. An ending that has two forms takes the one that fits the new
word (집이 becomes 가게가). Standard library only: the bot's process uses it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

#: A word as it was heard and as it is meant.
Pair = tuple[str, str]

# Endings as they may follow each other: of the plural and of names, of case, of emphasis; or "is".
_PLURAL: Final = "(?:들|씨|님|네)?"
_CASE: Final = (
    "(?:이|가|을|를|의|에|에서|에게|에게서|에다|에다가|한테|한테서|께|께서|으로|로|으로서|로서|"
    "으로써|로써|으로부터|로부터|와|과|랑|이랑|하고|처럼|같이|보다|마다|만큼|대로|까지|부터|조차|"
    "마저|밖에|뿐|이나|나|이나마|나마|이든|든|이든지|든지|이라도|라도|이라|라|아|야|이야|여|이여)?"
)
_STRESS: Final = "(?:은|는|도|만|요|까지|부터|의|이라도|라도|이요|이나|나)?"
_IS: Final = (
    "(?:이다|다|예요|이에요|입니다|인|이고|고|인데|인데요|이라서|라서|이라고|라고|이란|란|이라는|"
    "라는|이면|면|이니까|니까|이지|지|이지만|지만|이던|던|이었다|였다|이었어|였어|이었어요|였어요|"
    "이었고|였고|이었는데|였는데|이었던|였던|이네|네|이네요|네요|이구나|구나|일까|일까요|일지|이며|며)"
)
_ENDING: Final = re.compile(f"{_PLURAL}(?:{_CASE}{_STRESS}|{_IS})")
# Behind a single syllable most other words begin like that: 사라, 나이, 배고.
_SURE: Final = re.compile(
    "(?:은|는|이|가|을|를|에|에서|에게|의|도|만|와|과|로|으로|까지|부터|처럼|보다)(?:는|도|만)?"
    "|이에요|예요|이다|입니다|이었다|였다|이었어|였어|이었어요|였어요|인데|인데요"
)

# Forms of one ending: behind a final consonant, and behind a vowel. Longer ones come first.
_TWO_FORMS: Final = (
    *(("이에요", "예요"), ("이었", "였"), ("이랑", "랑"), ("이나", "나"), ("이라", "라")),
    *(("이든", "든"), ("이야", "야"), ("으로", "로"), ("은", "는"), ("을", "를"), ("과", "와")),
)
# These are an ending as a whole, and the beginning of others that have one form.
_WHOLE: Final = (("이", "가"), ("아", "야"))

_FIRST_SYLLABLE: Final = 0xAC00
_LAST_SYLLABLE: Final = 0xD7A3
_FINALS: Final = 28
_RIEUL: Final = 8
# Scripts that put no spaces between words: there a word may stand anywhere.
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def replaced(text: str, heard: str, meant: str) -> str:
    """`text` with the word (or words) `heard` as `meant`, wherever it stands as a word.

    Upper and lower case count as one, and so does any white space between words. An empty `heard`
    changes nothing.
    """
    heard, meant = normal(heard), normal(meant)
    if not heard:
        return text
    return _pattern(heard).sub(lambda found: _written(found, heard, meant), normal_text(text))


def all_replaced(text: str, pairs: Iterable[Pair]) -> str:
    """`text` after each pair in turn."""
    for heard, meant in pairs:
        text = replaced(text, heard, meant)
    return text


def normal(word: str) -> str:
    """A word as it is compared: NFC, without white space around it and more than one inside."""
    return " ".join(normal_text(word).split())


def normal_text(text: str) -> str:
    """NFC: Hangul that a keyboard has taken apart is one with that of the recogniser."""
    return unicodedata.normalize("NFC", text)


def _pattern(heard: str) -> re.Pattern[str]:
    inner = r"\s+".join(map(re.escape, heard.split()))
    before = r"(?<!\w)" if _is_letter(heard[0]) else ""
    behind = r"(?P<ending>[가-힣]*)(?!\w)" if _is_letter(heard[-1]) else "(?P<ending>)"
    return re.compile(f"{before}{inner}{behind}", re.IGNORECASE)


def _is_letter(character: str) -> bool:
    """Whether a word could go on behind or before this."""
    return bool(re.match(r"\w", character)) and not _UNSPACED.match(character)


def _written(found: re.Match[str], heard: str, meant: str) -> str:
    ending = found["ending"]
    if not ending:
        return meant
    endings = _SURE if len(heard) == 1 else _ENDING
    fitting = _fitting(ending, heard, meant) if endings.fullmatch(ending) else None
    return found[0] if fitting is None else meant + fitting


def _fitting(ending: str, heard: str, meant: str) -> str | None:
    """The ending in the form that goes with `meant`; None where it does not go with `heard`."""
    old, new = _final(heard), _final(meant)
    if old is None:
        return ending
    for forms in (*_TWO_FORMS, *_WHOLE):
        found = next((form for form in forms if _begins(ending, form, forms)), None)
        if found is not None:
            if found != _form(forms, old):
                return None
            return _form(forms, old if new is None else new) + ending[len(found) :]
    return ending


def _begins(ending: str, form: str, forms: tuple[str, str]) -> bool:
    return ending == form if forms in _WHOLE else ending.startswith(form)


def _form(forms: tuple[str, str], final: int) -> str:
    """The one that follows such a final consonant; behind ㄹ 으로 loses its vowel too."""
    closed, opened = forms
    is_open = final == 0 or (closed == "으로" and final == _RIEUL)
    return opened if is_open else closed


def _final(word: str) -> int | None:
    """The number of the final consonant, 0 without one (Unicode, 3.12); None for other scripts."""
    code = ord(word[-1]) if word else 0
    if not _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
        return None
    return (code - _FIRST_SYLLABLE) % _FINALS
