"""The forms that one word is found by, made by rules: nothing is loaded, nothing waits.

Korean: particles come off nouns (회사에서 → 회사) and endings off verbs (먹었어요 → 먹다), by
what the school grammar says of them. English: Snowball's stem. Rules find more than there is now
and then (사과 may lose its 과): an entry and a search both give all forms of a word, so that costs
a stray hit and never a missing one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

#: Longer words are cut: a key held down is no word.
LONGEST: Final = 64

#: Words of one text that are looked at: two hours of talk.
MOST_WORDS: Final = 30_000

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_HANGUL: Final = re.compile(r"[가-힣]+$")
_LATIN: Final = re.compile(r"[a-z'’]+$")
_UNSPACED: Final = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]")


def _longest_first(words: str) -> tuple[str, ...]:
    return tuple(sorted(words.split(), key=len, reverse=True))


#: Particles; two may follow each other (회사에서는, 엄마랑도).
_PARTICLES: Final = _longest_first(
    "은 는 이 가 을 를 에 의 도 만 과 와 로 으로 랑 이랑 하고 에서 에게 한테 께 께서 "
    "부터 까지 보다 처럼 같이 마다 조차 마저 밖에 이나 나 야 아 이야 이란 라고 이라고 "
    "에서는 에서도 에는 에도 한테서 에게서 한테는 으로는 로는 만큼 대로 들 들이 들은 "
    "들을 들과 들이랑 들한테 이에요 예요 이었어 였어 이었어요 였어요 입니다 이다 인데 "
    "이고 네 이네"
)

#: Endings behind the stem of a verb or adjective. Those that begin with a vowel merge with the
#: stem, and are taken apart below.
_ENDINGS: Final = _longest_first(
    "다 고 지 네 게 는 던 은 을 자 기 니 냐 나 며 면 면서 으면 으면서 으며 으니 으니까 "
    "니까 는데 은데 지만 거든 거든요 더라 더라고 더라고요 네요 지요 죠 고요 는데요 "
    "습니다 습니까 려고 으려고 러 으러 도록 든지 는지 을지 을까 을까요 을게 을게요 겠다 "
    "겠어 겠어요 겠습니다 겠지 겠네 기로 기는 기가 기를 는다 자고 다고 다가 게요 잖아 "
    "잖아요 는구나"
)

#: What may follow the past's ㅆ: 먹었|어요, 갔|는데.
_AFTER_PAST: Final = _longest_first(
    "어 어요 다 던 는데 는데요 고 고요 지 지요 죠 네 네요 으면 을 을까 을까요 지만 습니다 "
    "습니까 거든 거든요 더라 더라고 더라고요 니 냐 나 나요 으니 으니까 다고 다가 겠다 "
    "겠지 잖아 잖아요 었다 었어 었어요 었는데 기 음 어서 구나 단다 대 대요"
)

#: What may follow the open 아/어: 먹어|서, 가|요. Nothing may, too.
_AFTER_OPEN: Final = (*_longest_first("요 서 도 야 라 서요 야지"), "")

#: What may follow a stem that ends in ㄴ, ㄹ or ㅂ as its ending's own: 간|다, 갈|게, 갑|니다.
_AFTER_TAIL: Final = (*_longest_first("다 데 데요 대 까 까요 게 게요 래 래요 지 니다 니까"), "")

# The letters of a syllable block, by Unicode's arithmetic (The Unicode Standard, 3.12).
_FIRST: Final = 0xAC00
_TAILS: Final = 28
_VOWELS: Final = 21
_A, _AE, _EO, _E, _YEO, _O, _WA = 0, 1, 4, 5, 6, 8, 9
_WAE, _OE, _U, _WO, _EU, _I = 10, 11, 13, 14, 18, 20
_NIEUN, _DIGEUT, _RIEUL, _BIEUP, _SSANG_SIOT = 4, 7, 8, 17, 20

#: How a stem's last vowel and the ending's first became one: 봐 ← 보+아, 마셔 ← 마시+어.
_MERGED: Final = {
    _WA: (_O,),
    _WO: (_U,),
    _YEO: (_I,),
    _WAE: (_OE,),
    _A: (_A, _EU),
    _EO: (_EO, _EU),
    _AE: (_AE,),
    _E: (_E,),
}


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """The word itself, case-folded, and what it may be a form of."""
    plain = _plain(word)
    if _HANGUL.match(plain):
        found = (plain, *_nouns(plain), *_verbs(plain))
    elif _LATIN.match(plain):
        bare = re.sub(r"['’]s$", "", plain)
        found = (plain, bare, str(_english().stemWord(bare)))
    else:
        found = (plain, *_pairs(plain), *_before_hangul(plain))
    return tuple(dict.fromkeys(form for form in found if form))


def words_of(text: str) -> Iterator[str]:
    """The words of a text in their order, as they stand there."""
    clean = unicodedata.normalize("NFC", text)
    for number, found in enumerate(_WORD.finditer(clean)):
        if number >= MOST_WORDS:
            return
        yield found.group()


def terms_of(text: str) -> list[str]:
    """Every form of every word, each once."""
    return list(dict.fromkeys(form for word in words_of(text) for form in forms(word)))


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFC", word).casefold()
    return unicodedata.normalize("NFC", folded)[:LONGEST]


def _nouns(word: str) -> Iterator[str]:
    """Without one particle, and without two."""
    for rest in _without(word, _PARTICLES):
        yield rest
        yield from _without(rest, _PARTICLES)


def _without(word: str, tails: tuple[str, ...]) -> Iterator[str]:
    for tail in tails:
        if tail and word.endswith(tail) and len(word) > len(tail):
            yield word[: -len(tail)]


def _verbs(word: str) -> Iterator[str]:
    """Dictionary forms that this may be a form of; the past tells itself, nothing else is tried."""
    past = [form for stem in _without(word, _AFTER_PAST) for form in _past(stem)]
    if past:
        yield from past
        return
    for stem in _without(word, _ENDINGS):
        yield stem + "다"
    for stem in _ending_in(word, _AFTER_OPEN):
        yield from _open(stem)
    yield from _with_tail(word)


def _ending_in(word: str, tails: tuple[str, ...]) -> Iterator[str]:
    """What stands before each of these, the empty one too."""
    return (
        word[: len(word) - len(tail)]
        for tail in tails
        if word.endswith(tail) and len(word) > len(tail)
    )


def _past(word: str) -> Iterator[str]:
    """Ends in the past's ㅆ: 먹었 → 먹다, 갔 → 가다, 했 → 하다, 추웠 → 춥다."""
    first, vowel, tail = _letters(word[-1])
    if tail == _SSANG_SIOT:
        yield from _open(word[:-1] + _block(first, vowel, 0))


def _open(word: str) -> Iterator[str]:
    """Ends in 아/어, open or merged: 먹어 → 먹다, 가 → 가다, 해 → 하다, 봐 → 보다, 추워 → 춥다."""
    rest, last = word[:-1], word[-1]
    first, vowel, tail = _letters(last)
    if tail or vowel not in _MERGED:
        return
    if last == "해":
        yield rest + "하다"
    elif last in "아어" and rest:
        yield rest + "다"
        yield from _irregular(rest, "ㄹ", _DIGEUT)
    else:
        if last in "와워" and rest:
            yield from _irregular(rest, "", _BIEUP)
        if last in "라러" and rest:
            yield from _irregular(rest, "ㄹ", 0, "르다")
        for was in _MERGED[vowel]:
            yield rest + _block(first, was, 0) + "다"


def _irregular(stem: str, has: str, instead: int, ending: str = "다") -> Iterator[str]:
    """들 (들어) → 듣다, 추 (추워) → 춥다, 몰 (몰라) → 모르다: another last consonant."""
    first, vowel, tail = _letters(stem[-1])
    if tail == (_RIEUL if has else 0):
        yield stem[:-1] + _block(first, vowel, instead) + ending


def _with_tail(word: str) -> Iterator[str]:
    """간다, 갈게, 갑니다, 간, 갈: the ending begins as the last consonant of the stem's block."""
    for tail in _AFTER_TAIL:
        body = word[: len(word) - len(tail)] if word.endswith(tail) else ""
        if len(body) < (1 if tail else 2):
            continue
        first, vowel, last = _letters(body[-1])
        if last in {_NIEUN, _RIEUL} or (tail[:1] == "니" and last == _BIEUP):
            yield body[:-1] + _block(first, vowel, 0) + "다"


def _letters(block: str) -> tuple[int, int, int]:
    number = ord(block) - _FIRST
    return number // (_VOWELS * _TAILS), number // _TAILS % _VOWELS, number % _TAILS


def _block(first: int, vowel: int, tail: int) -> str:
    return chr(_FIRST + (first * _VOWELS + vowel) * _TAILS + tail)


def _pairs(word: str) -> Iterator[str]:
    """Where words are not kept apart by spaces, each two neighbours are one."""
    if _UNSPACED.search(word):
        yield from (word[i : i + 2] for i in range(len(word) - 1))


def _before_hangul(word: str) -> Iterator[str]:
    """Letters and digits before a Korean particle: PT는, 3월에."""
    found = re.match(r"([^가-힣]+)([가-힣]+)$", word)
    if found is not None and found[2] in _PARTICLES:
        yield found[1]
        yield str(_english().stemWord(found[1]))
    elif found is not None:
        yield from _nouns(word)


@lru_cache(maxsize=1)
def _english() -> Any:
    import snowballstemmer  # noqa: PLC0415 - only once somebody writes in Latin letters

    return snowballstemmer.stemmer("english")
