"""What somebody types behind /search, as a value.

Nothing is an error: what is not understood is words, and what looks like a filter and is none is
told back (`Query.odd`).

Everything is ANDed: `#시험 @민지 😢 11월 has:video "정말 좋았" 엄마 -회사`. Tags joined by a comma
are alternatives (`#친구,#밥`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from diary import search_dates, search_spans
from diary.captions import normal_tag
from diary.search_moods import FACES, LABELS, NAMED, SHOWN
from diary.search_spans import ODD, Span
from diary.search_words import forms, words_of

#: Characters of a search that are read, and parts of it: more says nothing more.
LONGEST: Final = 400
MOST_PARTS: Final = 12

_QUOTED: Final = re.compile(r'(-?)["“”„«»「」『』]([^"“”„«»「」『』]*)["“”„«»「」『』]')
_QUOTES: Final = re.compile(r'["“”„«»「」『』]')
_PIECE: Final = re.compile(r"\x00(\d+)\x00|[^\s\x00]+")
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufe0f]"
)
_HAS: Final = re.compile(r"(?:has|with|있음|있는)[:=](.+)", re.IGNORECASE)
_MOOD: Final = re.compile(r"(?:(mood|기분)|look|face|표정)[:=](.+)", re.IGNORECASE)

#: What an entry can have, by what people call it.
_HAVINGS: Final = {
    name: having
    for having, names in {
        "video": "video videos film 영상 동영상 비디오",
        "words": "words word text speech 말 글 텍스트 자막",
        "comments": "comments comment reply replies 댓글 답글",
        "chart": "chart curve face graph 표정 그래프 곡선",
    }.items()
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a search. `kind`: tag, date, word, phrase, mood, person, has or odd.

    `terms` are alternatives, one of which an entry must have; `prefixes` are beginnings of such.
    """

    text: str
    kind: str
    terms: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    name: str = ""
    span: Span | None = None
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """`parts` in the order in which they were typed, each of them once."""

    parts: tuple[Part, ...] = ()

    @property
    def span(self) -> Span | None:
        """The days that are asked for."""
        found: Span | None = None
        for part in self.parts:
            if part.span is not None:
                found = part.span if found is None else search_spans.both(found, part.span)
        return found

    @property
    def odd(self) -> tuple[str, ...]:
        """What looks like a filter and is none."""
        return tuple(part.text for part in self.parts if part.kind == "odd")

    @property
    def sought(self) -> tuple[Part, ...]:
        """The parts that something can be found by."""
        return tuple(part for part in self.parts if part.kind != "odd")

    @property
    def dates(self) -> tuple[Part, ...]:
        """The parts that name days."""
        return tuple(part for part in self.parts if part.span is not None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.sought

    def of_kind(self, kind: str) -> tuple[Part, ...]:
        """The parts of one kind."""
        return tuple(part for part in self.parts if part.kind == kind)

    @property
    def text(self) -> str:
        """The search as it can be typed again."""
        return " ".join(part.text for part in self.parts)

    def without(self, number: int) -> Query:
        """The same without one part, counted from 0; unchanged where there is no such."""
        kept = (part for n, part in enumerate(self.parts) if n != number)
        return replace(self, parts=tuple(kept))

    def up_to(self, day: dt.date) -> Query:
        """The same for this day and everything before it, in place of its dates."""
        kept = tuple(part for part in self.parts if part.span is None)
        return Query((*kept, _until(day)))


def _until(day: dt.date) -> Part:
    return Part(f"..{day.isoformat()}", "date", span=Span(None, day))


def read(text: str, today: dt.date, week_starts: int = 0) -> Query:
    """The value of what was typed. Never raises, whatever it is."""
    clean = _UNSEEN.sub(" ", unicodedata.normalize("NFC", _encodable(text[: 4 * LONGEST])))[
        :LONGEST
    ]
    quotes: list[tuple[str, str]] = []

    def hide(found: re.Match[str]) -> str:
        quotes.append((found[1], " ".join(found[2].split())))
        return f" \0{len(quotes) - 1}\0 "

    pieces = [
        quotes[int(found[1])] if found[1] else found.group()
        for found in _PIECE.finditer(_QUOTES.sub(" ", _QUOTED.sub(hide, clean)))
    ]
    unique = dict.fromkeys(_parts(pieces, today, week_starts))
    return Query(tuple(unique)[:MOST_PARTS])


def _encodable(text: str) -> str:
    """Without halves of characters, which no message and no database takes."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _parts(pieces: list[str | tuple[str, str]], today: dt.date, week_starts: int) -> Iterator[Part]:
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if isinstance(piece, tuple):
            yield from _phrase(*piece)
            at += 1
            continue
        length, span = _date(pieces[at : at + search_dates.MOST_WORDS], today, week_starts)
        if span is None:
            yield from _part(piece)
        else:
            written = " ".join(str(one) for one in pieces[at : at + length])
            yield Part(written, "odd") if span is ODD else Part(written, "date", span=span)
        at += length


def _date(
    pieces: list[str | tuple[str, str]], today: dt.date, week_starts: int
) -> tuple[int, Span | None]:
    """The longest date that stands here and how many words it has; 1 where there is none.

    What only looks like a date is taken for one last: "11월 22일" is better than an odd part of it.
    """
    odd = False
    for length in range(len(pieces), 0, -1):
        words = pieces[:length]
        if all(isinstance(word, str) for word in words):
            span = search_dates.read(" ".join(map(str, words)), today, week_starts)
            if span is not None and (span is not ODD or _are_numbers(words)):
                return length, span
            odd = odd or (length == 1 and span is ODD)
    return 1, ODD if odd else None


def _are_numbers(words: list[str | tuple[str, str]]) -> bool:
    """2월 30일: several words, all of them of a date, which is none."""
    return len(words) > 1 and all(str(word)[:1].isdigit() for word in words)


def _phrase(sign: str, text: str) -> Iterator[Part]:
    """Words in quotes are found as they stand, the last of them perhaps a beginning (정말 좋았)."""
    found = [form for word in words_of(text) for form in forms(word)[:1]]
    if found:
        yield Part(
            f'{sign}"{text}"',
            "phrase",
            tuple(found[:-1]),
            (found[-1],),
            name=text,
            is_excluded=bool(sign),
        )


def _part(piece: str) -> Iterator[Part]:
    sign, body = ("-", piece[1:]) if piece[:1] == "-" and len(piece) > 1 else ("", piece)
    for part in _positive(body):
        yield replace(part, text=sign + part.text, is_excluded=bool(sign))


def _positive(piece: str) -> Iterator[Part]:
    special = _tag(piece) or _person(piece) or _having(piece) or _mood(piece)
    if special is not None:
        yield special
        return
    for word in words_of(piece):
        yield Part(word, "word", forms(word))


def _tag(piece: str) -> Part | None:
    if not piece.startswith("#"):
        return None
    names = [normal_tag(name) for name in piece.split(",")]
    known = tuple(f"#{name}" for name in names if name)
    if not known:
        return Part(piece, "odd") if piece.strip("#,") == "" else None
    return Part(",".join(known), "tag", prefixes=known)


def _person(piece: str) -> Part | None:
    if not piece.startswith("@"):
        return None
    name = piece.lstrip("@").strip(".,")
    return Part(f"@{name}", "person", name=name) if name else Part(piece, "odd")


def _having(piece: str) -> Part | None:
    found = _HAS.fullmatch(piece)
    name = found[1] if found else re.sub(r"(?:있음|있는)$", "", piece)
    having = _HAVINGS.get(name.casefold()) if found or name != piece else None
    if having is None:
        return Part(piece, "odd") if found else None
    return Part(f"has:{having}", "has", (f"!has:{having}",), name=having)


def _mood(piece: str) -> Part | None:
    """A face or a name: `😢`, `mood:sad`, `기분:4`; of the face alone `look:sad`, `표정:슬픔`."""
    found = _MOOD.fullmatch(piece)
    name = (found[2] if found else piece).casefold()
    name = name[:1] if len(set(name)) == 1 else name
    known = FACES if found is None else NAMED if found[1] else SHOWN
    terms = known.get(name)
    if terms is None:
        return Part(piece, "odd") if found else None
    return Part(piece, "mood", terms)


def mood_in(part: Part) -> str | None:
    """The name of a mood that a word is a form of, where it is one: 행복한 is 행복."""
    if part.kind != "word" or part.is_excluded:
        return None
    return next((form for form in (part.text.casefold(), *part.terms) if form in LABELS), None)


def as_mood(query: Query, number: int) -> Query:
    """The same with a word, counted from 0, taken for the mood; unchanged where it is none."""
    name = mood_in(query.parts[number]) if number < len(query.parts) else None
    if name is None:
        return query
    part = _mood(f"mood:{name}" if name.isascii() else f"기분:{name}")
    kept = ((part or one) if n == number else one for n, one in enumerate(query.parts))
    return replace(query, parts=tuple(kept))
