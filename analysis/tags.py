"""The words that say what an entry is about: nouns, names and places, most telling first.

A word counts by how often it is said times the root of the number of sentences it is spread over,
and a little more when it comes early; names count more than nouns, weak words less. Neighbouring
Korean nouns without a space are one word (비행기표); nouns side by side with a space between, and
English words, become a phrase only when the phrase is said twice.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from analysis.language import weak_words
from analysis.sentences import Sentence
from analysis.tokens import Gap, Kind, Token

FEWEST: Final = 3
MOST: Final = 7
#: One more tag for so many different candidates.
_WORDS_PER_TAG: Final = 4
#: Longer "words" are noise: a link, a key held down.
_LONGEST: Final = 30
#: Words of a name: more capitals in a row are a headline.
_LONGEST_NAME: Final = 4

_KIND_WEIGHTS: Final[Mapping[Kind, float]] = {
    Kind.NAME: 1.3,
    Kind.NOUN: 1.0,
    Kind.TERM: 1.0,
    Kind.DEED: 0.6,
    Kind.PIECE: 0.3,
    Kind.ACTION: 0.05,
}
_WEAK: Final = 0.3
_ONE_SYLLABLE: Final = 0.6
_PHRASE: Final = 2.5
#: What the first sentence names counts half as much again, the second a quarter, and so on.
_OPENING: Final = 0.5


@dataclass(slots=True)
class _Entry:
    """What is known of one candidate while the text is walked through."""

    forms: Counter[str] = field(default_factory=Counter)
    kinds: Counter[Kind] = field(default_factory=Counter)
    sentences: set[int] = field(default_factory=set)
    parts: tuple[str, ...] = ()
    first: int = 0

    @property
    def count(self) -> int:
        return self.forms.total()


@dataclass(frozen=True, slots=True)
class Unit:
    """One word that may become a tag; a compound has several stems."""

    stems: tuple[str, ...]
    form: str
    kind: Kind
    gap: Gap


def tags(sentences: Sequence[Sentence], language: str, most: int | None = None) -> tuple[str, ...]:
    """Three to seven tags, fewer where there are fewer content words; `most` sets another end."""
    entries = _entries(sentences)
    weak = weak_words(language)
    worth = {key: _worth(entry, weak) for key, entry in entries.items()}
    ranked = sorted(entries, key=lambda key: (-worth[key], entries[key].first))
    return _picked(ranked, entries, most or wanted(len(entries)))


def wanted(candidates: int) -> int:
    """How many tags a text with so many candidates gets."""
    return min(MOST, FEWEST + candidates // _WORDS_PER_TAG)


def share(sentence: Sentence, chosen: Sequence[str]) -> float:
    """The part of the tags that `sentence` holds, earlier tags counting more."""
    text = sentence.text.lower()
    forms = {token.form.lower() for token in sentence.tokens}
    weights = [1 / (1 + i) for i in range(len(chosen))]
    held = (w for w, tag in zip(weights, chosen, strict=True) if _holds(tag.lower(), text, forms))
    return math.fsum(held) / (math.fsum(weights) or 1.0)


def _holds(tag: str, text: str, forms: set[str]) -> bool:
    return tag in forms or (len(tag) > 2 and tag in text)  # noqa: PLR2004 - short ones match by chance


def units(tokens: Sequence[Token]) -> Iterator[Unit]:
    """The words of a sentence in order; Korean nouns without a space between are one."""
    run: list[Token] = []
    for token in tokens:
        if not (run and token.gap is Gap.NOTHING and _is_noun(token) and _is_noun(run[-1])):
            yield from _joined(run)
            run = []
        run.append(token)
    yield from _joined(run)


def _joined(run: Sequence[Token]) -> Iterator[Unit]:
    form = "".join(token.form for token in run)
    if run and len(form) <= _LONGEST:
        kind = Kind.NAME if run[0].kind is Kind.NAME else run[-1].kind
        yield Unit(tuple(token.stem for token in run), form, kind, run[0].gap)


def _entries(sentences: Sequence[Sentence]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = defaultdict(_Entry)
    for number, sentence in enumerate(sentences):
        found = list(units(sentence.tokens))
        for unit in (u for u in found if u.kind in _KIND_WEIGHTS):
            _note(entries, unit, number)
        for pair in _phrases(found):
            _note(entries, pair, number)
    return _pieced({key: entry for key, entry in entries.items() if _stands(key, entry)})


def _pieced(entries: Mapping[str, _Entry]) -> dict[str, _Entry]:
    """Pairs of characters that overlap and always come together become one word: 博物 + 物馆."""
    found: dict[str, _Entry] = {}
    last = ""
    for key, entry in entries.items():
        before = found.get(last)
        if before is not None and last[-1] == key[0] and _continues(before, entry):
            del found[last]
            last += key[1:]
            found[last] = replace(before, forms=Counter({last: entry.count}), parts=(last,))
        else:
            last = key
            found[key] = entry
    return found


def _continues(before: _Entry, entry: _Entry) -> bool:
    is_piece = set(before.kinds) == set(entry.kinds) == {Kind.PIECE}
    same = before.count == entry.count and before.sentences == entry.sentences
    return is_piece and same


def _stands(key: str, entry: _Entry) -> bool:
    """A phrase must be said twice, but for a name of several words; a piece too."""
    if Kind.PIECE in entry.kinds:
        return entry.count > 1 and key.isalpha()
    return " " not in key or entry.count > 1 or set(entry.kinds) == {Kind.NAME}


def _note(entries: dict[str, _Entry], unit: Unit, number: int) -> None:
    key = " ".join(unit.stems) if " " in unit.form else "".join(unit.stems)
    if key not in entries:
        entries[key].first = len(entries)
    entry = entries[key]
    entry.forms[unit.form] += 1
    entry.kinds[unit.kind] += 1
    entry.sentences.add(number)
    entry.parts = unit.stems


def _phrases(found: Sequence[Unit]) -> Iterator[Unit]:
    """Neighbours with nothing but a space between: names as a whole, other words in pairs."""
    name: list[Unit] = []
    for left, right in pairwise(found):
        are_close = right.gap is Gap.SPACE and _may_pair(left) and _may_pair(right)
        if are_close and left.kind is right.kind is Kind.NAME:
            name = [*(name or [left]), right]
            continue
        yield from _phrase(name, Kind.NAME)
        name = []
        if are_close:
            yield from _phrase((left, right), Kind.NOUN)
    yield from _phrase(name, Kind.NAME)


def _phrase(parts: Sequence[Unit], kind: Kind) -> Iterator[Unit]:
    if 1 < len(parts) <= _LONGEST_NAME:
        stems = tuple("".join(part.stems) for part in parts)
        yield Unit(stems, " ".join(part.form for part in parts), kind, parts[0].gap)


def _may_pair(unit: Unit) -> bool:
    return unit.kind in {Kind.NAME, Kind.NOUN, Kind.TERM}


def _is_noun(token: Token) -> bool:
    return token.kind in {Kind.NAME, Kind.NOUN, Kind.DEED}


def _worth(entry: _Entry, weak: frozenset[str]) -> float:
    form = _shown(entry)
    worth = entry.count * math.sqrt(len(entry.sentences))
    worth *= max(_KIND_WEIGHTS[kind] for kind in entry.kinds)
    worth *= 1 + _OPENING / (1 + min(entry.sentences))
    if form.casefold() in weak:
        worth *= _WEAK
    if len(form) == 1:
        worth *= _ONE_SYLLABLE
    return worth * (_PHRASE if " " in form else 1.0)


def _shown(entry: _Entry) -> str:
    """The form said most often; in lower case unless it is a name or always written otherwise."""
    form = max(entry.forms, key=lambda f: (entry.forms[f], f))
    lowered = form.lower()
    opens_sentences = set(entry.kinds) == {Kind.TERM} and not form.isupper()
    return lowered if lowered in entry.forms or opens_sentences else form


def _picked(ranked: Sequence[str], entries: Mapping[str, _Entry], most: int) -> tuple[str, ...]:
    """The best ones, without a word that stands in a chosen phrase or the other way round.

    Verbs and adjectives, which come last, only fill up to the fewest.
    """
    chosen: list[str] = []
    forms: dict[str, None] = {}
    for key in ranked:
        entry = entries[key]
        room = FEWEST if set(entry.kinds) == {Kind.ACTION} else most
        if len(forms) < room and not any(_overlaps(entry, entries[other]) for other in chosen):
            chosen.append(key)
            forms.setdefault(_shown(entry))
    return tuple(forms)


def _overlaps(a: _Entry, b: _Entry) -> bool:
    """A phrase and its part, or a name with and without its calling ending (콩이야, 콩이)."""
    if a.parts != b.parts and not set(a.parts).isdisjoint(b.parts):
        return True
    short, long = sorted((_shown(a), _shown(b)), key=len)
    return long == short + "이"
