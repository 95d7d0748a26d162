"""Korean: sentences and words in one pass of Kiwi.

Kiwi finds sentence ends by their verb endings, so that unpunctuated speech (…먹었어요 그리고…) is
split as well, and tells names, nouns and verbs apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from analysis.sentences import Sentence, Span, pieces, shown
from analysis.tokens import Kind, Token, gap_between, graded, stem

#: Kiwi gets texts in parts of about this length, which bounds its memory.
_PART: Final = 4000
#: Suffixes that are part of the word they follow; others (들, 쯤, 씩 and the 이 of names) fall off.
_KEPT_SUFFIXES: Final = frozenset("님장가자사원학실방집점관회과부국권용비")
_NOUNS: Final = frozenset({"NNG", "NNP", "SL", "SH", "XPN", "W_HASHTAG"})


def read(text: str, block: Span) -> list[Sentence]:
    """The sentences in the stretch `block` of `text`; offsets are those of `text`."""
    return [s for part in _parts(text, block) for s in _read_part(text, part)]


def _read_part(text: str, part: Span) -> Iterator[Sentence]:
    offset, end = part
    found = _kiwi().split_into_sents(text[offset:end], return_tokens=True)
    tokens = [token for sentence in found for token in sentence.tokens]
    for span in _spans(text, [offset + sentence.start for sentence in found], end):
        for piece in pieces(text, span):
            yield from _sentence(text, offset, piece, tokens)


def _spans(text: str, starts: Sequence[int], end: int) -> Iterator[Span]:
    """Sentences from one start to the next, the polite 요 with the ending that it follows.

    Kiwi parts …했대|요 now and then; nobody begins a sentence so.
    """
    whole = [start + 1 if _is_left_ending(text, start) else start for start in starts]
    edges = whole[:1]
    for start, stop in pairwise([*whole, end]):
        if start > edges[-1] and not _is_called_after(text, start, stop):
            edges.append(start)
    yield from pairwise([*edges, end])


def _is_called_after(text: str, start: int, stop: int) -> bool:
    """Whether the stretch is one word behind no end mark: 사랑해 엄마."""
    before = text[max(0, start - 3) : start]
    is_apart = before[-1:].isspace() and before.rstrip()[-1:].isalpha()
    return is_apart and len(text[start:stop].split()) < 2  # noqa: PLR2004 - one word at most


def _is_left_ending(text: str, place: int) -> bool:
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    return text[place : place + 1] == "요" and before.isalpha() and not after.isalpha()


@lru_cache(maxsize=1)
def _kiwi() -> Any:
    """Kiwi without its extra dictionaries: 265 MB in place of 514, and the same diary nouns."""
    from kiwipiepy import Kiwi  # noqa: PLC0415 - heavy, and only for Korean

    return Kiwi(num_workers=1, load_default_dict=False, load_typo_dict=False, load_multi_dict=False)


def _parts(text: str, block: Span) -> Iterator[Span]:
    start, end = block
    while end - start > _PART:
        window = text[start : start + _PART]
        cut = max(window.rfind(". "), window.rfind("요 "), window.rfind("다 ")) + 2
        cut = cut if cut > 2 else window.rfind(" ") + 1  # noqa: PLR2004
        yield start, start + (cut or _PART)
        start += cut or _PART
    yield start, end


def _sentence(text: str, offset: int, span: Span, tokens: Sequence[Any]) -> Iterator[Sentence]:
    raw = text[slice(*span)]
    if written := shown(raw):
        first = bisect_left(tokens, span[0] - offset, key=_start)
        last = bisect_left(tokens, span[1] - offset, key=_start)
        start = span[0] + len(raw) - len(raw.lstrip())
        yield Sentence(written, start, tuple(_words(text, offset, tokens[first:last])))


def _start(token: Any) -> int:
    return int(token.start)


def _words(text: str, offset: int, tokens: Sequence[Any]) -> Iterator[Token]:
    """Kiwi's morphemes as words: what follows a noun decides whether it stays one."""
    end = -1
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        word = _word(token, following, tokens[i - 1] if i else None)
        if word is None:
            continue
        start = offset + token.start
        yield Token(word.form, word.stem, word.kind, gap_between(text, end, start))
        end = start + token.len


def _word(token: Any, following: Any, before: Any) -> Token | None:
    tag = token.tag.split("-")[0]
    after = following.tag.split("-")[0] if following is not None else ""
    if tag in _NOUNS:
        return _noun(token, tag, after)
    if tag == "XR" or (tag in {"VV", "VA"} and _is_content(token, before)):
        lemma = token.form + "하다" if tag == "XR" else token.lemma
        return Token(lemma, lemma, graded(lemma, "ko", Kind.ACTION))
    if tag == "XSN" and token.form in _KEPT_SUFFIXES:
        return Token(token.form, token.form, Kind.NOUN)
    return None


def _noun(token: Any, tag: str, after: str) -> Token:
    form = token.form.lstrip("#")
    if tag == "SL":
        return _foreign(form)
    if after == "XSA":
        return Token(form + "하다", form + "하다", graded(form, "ko", Kind.ACTION))
    kind = Kind.DEED if after == "XSV" else Kind.NAME if tag == "NNP" else Kind.NOUN
    return Token(form, form, graded(form, "ko", kind))


def _foreign(form: str) -> Token:
    """A word in Latin letters amid Korean; it is English far more often than anything else."""
    lowered = form.lower()
    return Token(form, stem(lowered, "en"), graded(lowered, "en", Kind.NOUN))


def _is_content(token: Any, before: Any) -> bool:
    """Whether the verb stands for itself; after 아/어 it only helps another verb (먹어 보다)."""
    return (
        before is None
        or before.tag != "EC"
        or before.form not in {"어", "아"}
        or (re.sub("다$", "", token.lemma) == token.form and len(token.form) > 1)
    )
