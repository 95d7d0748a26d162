"""The message of a search: ten hits to a page, a button for each, and what was asked for.

Nothing is sent here. Everything that people typed is cut and escaped: whatever it is, the message
is one that Telegram takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.buttons import Button
from bot.callbacks import Callback
from bot.lettering import LONGEST_TEXT, cut, escape, length
from bot.messages import Buttons
from bot.phrases import phrases_in
from bot.phrases import shares as share_phrases
from bot.phrases.search import Search as Words
from bot.phrases.search import words_in
from diary import clock
from diary.search import PAGE, Hit, Results
from diary.search_sentences import Sentence
from diary.search_syntax import Query
from languages import dates

#: Characters of what was asked for in the head, of a title, and of a part on its button.
LONGEST_ASKED = 100
LONGEST_TITLE = 60
LONGEST_NAME = 30
LONGEST_CHIP = 20

#: Buttons side by side.
_NUMBERS_IN_ROW = 5
_CHIPS_IN_ROW = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where the message stands: the search that its buttons name, and who reads it.

    `authors` are names by person: a group shows them, a private chat the diary of each hit, unless
    it `is_alone` in what was searched.
    """

    search_id: int
    language: str
    is_private: bool
    authors: Mapping[int, str]
    is_alone: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A message: HTML and buttons."""

    text: str
    buttons: Buttons


def page(results: Results, place: Place) -> Page:
    """What was found, or what comes near and how to ask."""
    words = words_in(place.language)
    if not results.total:
        return Page(
            _nothing(results, words), [*_tags(results.nearest, place), *_chips(results, place)]
        )
    hits = [_hit(n, hit, place, words) for n, hit in _numbered(results)]
    head = words.head(_asked(results.query), results.total)
    foot = words.page(results.page + 1, results.pages) if results.pages > 1 else ""
    return Page(_fitted([head, *_notes(results, words)], hits, foot), _buttons(results, place))


def how(language: str, tags: Sequence[str], search_id: int) -> Page:
    """How to search, with something to begin with: a bare command."""
    words = words_in(language)
    first = (
        Button(words.month_button, Callback("search", search_id, "month")),
        Button(words.video_button, Callback("search", search_id, "video")),
    )
    place = Place(search_id, language, is_private=True, authors={})
    return Page(words.how, [first, *_tags(tags, place)])


def _asked(query: Query) -> str:
    return escape(cut(" ".join(part.text for part in query.sought), LONGEST_ASKED))


def _notes(results: Results, words: Words) -> list[str]:
    """What was not understood, and whom nobody knows here."""
    notes = [words.stranger(escape(cut(name, LONGEST_NAME))) for name in results.strangers]
    if results.query.odd:
        parts = ", ".join(f"“{escape(cut(text, LONGEST_NAME))}”" for text in results.query.odd[:3])
        notes.append(f"{words.odd(parts)} {words.example}")
    return notes


def _nothing(results: Results, words: Words) -> str:
    if results.query.is_empty:
        return "\n".join(_notes(results, words))
    lines = [words.nothing_head(_asked(results.query)), words.nothing]
    if len(results.query.parts) > 1:
        lines.append(words.nothing_hint)
    lines += _notes(results, words)
    return "\n".join([*lines, *([f"\n{words.nearest}"] if results.nearest else [])])


def _numbered(results: Results) -> list[tuple[int, Hit]]:
    return list(enumerate(results.hits, start=1 + results.page * PAGE))


def _hit(number: int, hit: Hit, place: Place, words: Words) -> str:
    entry, diary = hit.sight.entry, hit.sight.diary
    wall = clock.local(entry.recorded_at, diary.time_zone)
    title = hit.title or phrases_in(place.language).time_of_day_title(wall)
    facts = [dates.day(entry.day, place.language), _whose(hit, place, words)]
    lines = [
        f"{number}. <b>{escape(cut(title, LONGEST_TITLE))}</b>",
        f"<i>{escape(' · '.join(fact for fact in facts if fact))}</i>",
    ]
    if hit.sentence is not None and (hit.sentence.is_hit or not hit.sentence.repeats(title)):
        lines.append(_quote(hit.sentence, place, words))
    return "\n".join(lines)


def _whose(hit: Hit, place: Place, words: Words) -> str:
    """In one's own chat which diary it is, in a group's who made it."""
    diary = hit.sight.diary
    if not place.is_private:
        return cut(place.authors.get(hit.sight.entry.author_id, ""), LONGEST_NAME)
    if not diary.is_shared:
        return "" if place.is_alone else words.own_diary
    unnamed = share_phrases.words_in(place.language).unnamed
    return f"📒 {cut(diary.title or unnamed, LONGEST_NAME)}"


def _quote(sentence: Sentence, place: Place, words: Words) -> str:
    """The sentence with what was meant in bold, and its second."""
    text = "".join(
        f"<b>{escape(piece)}</b>" if is_meant else escape(piece)
        for piece, is_meant in sentence.pieces
    )
    if sentence.by is not None:
        return words.comment(escape(cut(sentence.by, LONGEST_NAME)), text)
    if sentence.second is None:
        return f"“{text}”"
    return f"“{text}” ({phrases_in(place.language).at_second(sentence.second)})"


def _fitted(head: Sequence[str], hits: Sequence[str], foot: str) -> str:
    """All hits; where they are too long for one message, without the quotes of the last ones.

    Markup does not count for Telegram, so what fits with it fits.
    """
    kept = list(hits)
    for n in range(len(kept) - 1, -1, -1):
        text = "\n\n".join(["\n".join(head), *kept, *([foot] if foot else [])])
        if length(text) <= LONGEST_TEXT:
            return text
        kept[n] = "\n".join(kept[n].split("\n")[:2])
    return "\n\n".join(["\n".join(head), *kept])


def _buttons(results: Results, place: Place) -> Buttons:
    rows: list[tuple[Button, ...]] = [*_in_rows(_openings(results), _NUMBERS_IN_ROW)]
    if turns := _turns(results, place):
        rows.append(turns)
    day = results.query.span
    if day is not None and day.is_day:
        text = words_in(place.language).until_button
        rows.append((Button(text, Callback("search", place.search_id, "until")),))
    return [*rows, *_chips(results, place)]


def _openings(results: Results) -> list[Button]:
    return [Button(str(n), Callback("open", hit.sight.entry.id)) for n, hit in _numbered(results)]


def _turns(results: Results, place: Place) -> tuple[Button, ...]:
    found = [("‹", results.page - 1), ("›", results.page + 1)]
    return tuple(
        Button(sign, Callback("search", place.search_id, f"p{page}"))
        for sign, page in found
        if 0 <= page < results.pages
    )


def _chips(results: Results, place: Place) -> Buttons:
    """What was asked for, each part with a button that leaves it out; the only one stays."""
    parts = results.query.parts
    if len(parts) < 2:  # noqa: PLR2004 - without its only part a search is none
        return []
    chips = [
        Button(f"✕ {_label(part.text)}", Callback("search", place.search_id, f"x{n}"))
        for n, part in enumerate(parts)
    ]
    return _in_rows(chips, _CHIPS_IN_ROW)


def _tags(tags: Sequence[str], place: Place) -> Buttons:
    """A button for each tag; which one it is stands on it."""
    found = [
        Button(f"#{_label(tag)}", Callback("search", place.search_id, f"t{n}"))
        for n, tag in enumerate(tags)
    ]
    return _in_rows(found, _CHIPS_IN_ROW)


def _label(text: str) -> str:
    """Plain text for a button, which must not be empty."""
    return cut("".join(ch if ch.isprintable() else " " for ch in text), LONGEST_CHIP).strip() or "…"


def _in_rows(found: Sequence[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(found[n : n + width]) for n in range(0, len(found), width)]
