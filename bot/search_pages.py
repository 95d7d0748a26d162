"""The message of a search: ten hits to a page, a button for each, and what was asked for.

Nothing is sent here. Everything that people typed is cut and escaped: whatever it is, the message
is one that Telegram takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot import search_advice, search_moods
from bot.buttons import Button
from bot.callbacks import Callback
from bot.lettering import LONGEST_CAPTION, LONGEST_TEXT, cut, escape, shown_length
from bot.messages import Buttons
from bot.phrases import phrases_in
from bot.phrases import profile as profile_phrases
from bot.phrases import shares as share_phrases
from bot.phrases import timeline as timeline_phrases
from bot.phrases.search import Search as Words
from bot.phrases.search import words_in
from diary import clock
from diary.search import MOST_READ, PAGE, Hit, Results
from diary.search_advice import Advice
from diary.search_reasons import Reasons
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
class Me:
    """The message was /me and leads back there. Below its picture there is less room."""

    has_picture: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the message stands: the search that its buttons name, and who reads it.

    `authors` are names by person, without the reader's own in a private chat, which shows the diary
    of each hit besides, unless it `is_alone` in what was searched. `reasons`: why hits were found.
    `me`: where the message was /me.
    """

    search_id: int
    language: str
    is_private: bool
    authors: Mapping[int, str]
    is_alone: bool = True
    reasons: Reasons = field(default_factory=dict)
    me: Me | None = None

    @property
    def room(self) -> int:
        """Units of the message."""
        return LONGEST_CAPTION if self.me is not None and self.me.has_picture else LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Page:
    """A message: HTML and buttons."""

    text: str
    buttons: Buttons


def page(results: Results, place: Place, advice: Advice | None = None) -> Page:
    """What was found; where that is nothing, the `advice` for it and how to ask."""
    words = words_in(place.language)
    if not results.total:
        return _nothing(results, place, words, advice or Advice(tags=results.nearest))
    hits = [_hit(n, hit, place, words) for n, hit in _numbered(results)]
    head = [words.head(_asked(results.query), results.total), *_notes(results, words)]
    text = _fitted(head, hits, _foot(results, words), place.room)
    return Page(text, [*_buttons(results, place), *_back(place)])


def _back(place: Place) -> Buttons:
    if place.me is None:
        return []
    return [(Button(profile_phrases.words_in(place.language).back_button, Callback("me")),)]


def _foot(results: Results, words: Words) -> str:
    """Which of the hits these are, where they are not all, as a time line says it."""
    first, last = results.page * PAGE + 1, results.page * PAGE + len(results.hits)
    if results.total <= len(results.hits):
        return ""
    return timeline_phrases.words_in(words.language).part(first, last, results.total)


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
    """What a mood means, what was not understood, and whom nobody knows here."""
    notes = [f"<i>{one}</i>" for one in search_moods.meanings(results.query, words)]
    notes += [words.stranger(escape(cut(name, LONGEST_NAME))) for name in results.strangers]
    if results.is_cut:
        notes.append(words.only_newest(MOST_READ))
    if results.query.odd:
        notes.append(f"{words.odd(search_advice.told(results.query.odd))} {words.example}")
    return notes


def _nothing(results: Results, place: Place, words: Words, advice: Advice) -> Page:
    """Nobody is left without a way on: tags, a month, or a part to leave out."""
    query, rows = results.query, [*_tags(advice.tags, place)]
    if advice.first is not None:
        is_month = query.text == words.this_month
        rows += [] if is_month else [(_month(place),)]
        rows += _moods(results, place)
    lines = _notes(results, words)
    if not query.is_empty:
        told = search_advice.lines(query, advice, words, is_private=place.is_private)
        lines = [words.nothing_head(_asked(query)), *lines, *told]
    if line := search_advice.tag_line(advice, words):
        lines.append(f"\n{line}")
    return Page("\n".join(lines), [*rows, *_chips(results, place), *_back(place)])


def _month(place: Place) -> Button:
    text = words_in(place.language).month_button
    return Button(text, Callback("search", place.search_id, "month"))


def _moods(results: Results, place: Place) -> Buttons:
    """A word that could be a mood is a word first; a button takes it for the mood."""
    words = words_in(place.language)
    return [
        (
            Button(
                words.mood_button(face, _label(name)),
                Callback("search", place.search_id, f"m{number}"),
            ),
        )
        for number, name, face in search_moods.offered(results.query)
    ]


def _numbered(results: Results) -> list[tuple[int, Hit]]:
    return list(enumerate(results.hits, start=1 + results.page * PAGE))


def _hit(number: int, hit: Hit, place: Place, words: Words) -> str:
    """Title, day and sentence; where no title is its author's, the sentence may be one."""
    day = dates.day(hit.sight.entry.day, place.language)
    sentence = _quote(hit.sentence, place, words) if hit.sentence is not None else ""
    if _is_title(hit):
        return _lines(f"{number}. {sentence}", hit, day, place)
    if hit.title is None:
        name = escape(phrases_in(place.language).time_of_day_title(_wall(hit)))
        row = _lines(f"{number}. <b>{name}</b>", hit, _time(hit, place), place)
    else:
        title = escape(cut(hit.title, LONGEST_TITLE))
        row = _lines(f"{number}. <b>{title}</b>", hit, day, place)
    return f"{row}\n{sentence}" if _adds(hit) else row


def _is_title(hit: Hit) -> bool:
    """Whether the sentence stands for the title: there is none, or it was made of just this."""
    if hit.sentence is None or hit.sentence.are_tags or hit.sight.entry.title:
        return False
    return hit.title is None or (hit.sentence.is_hit and hit.sentence.repeats(hit.title))


def _adds(hit: Hit) -> bool:
    """Whether the sentence says what the title does not: one's own title is no beginning of it."""
    sentence, title = hit.sentence, hit.title
    if sentence is None or title is None:
        return sentence is not None and sentence.are_tags
    if sentence.is_hit:
        return True
    is_own = bool(hit.sight.entry.title)
    return not (sentence.is_same(title) if is_own else sentence.repeats(title))


def _lines(first: str, hit: Hit, when: str, place: Place) -> str:
    facts = [when, _reason(hit, place), _whose(hit, place, words_in(place.language))]
    return f"{first}\n<i>{escape(' · '.join(fact for fact in facts if fact))}</i>"


def _wall(hit: Hit) -> dt.datetime:
    return clock.local(hit.sight.entry.recorded_at, hit.sight.diary.time_zone)


def _time(hit: Hit, place: Place) -> str:
    """What the time of the day as a title leaves open: the year, or the day that it counts for."""
    wall, day = _wall(hit), hit.sight.entry.day
    when = (
        dates.year(wall, place.language) if wall.date() == day else dates.day(day, place.language)
    )
    return f"{when} · {dates.time(wall, place.language)}"


def _reason(hit: Hit, place: Place) -> str:
    marks = place.reasons.get((hit.sight.entry.id, hit.sight.diary.id), ())
    return search_moods.reason(marks[0], words_in(place.language)) if marks else ""


def _whose(hit: Hit, place: Place, words: Words) -> str:
    """Who made it, and in one's own chat which diary it is in."""
    diary = hit.sight.diary
    author = cut(place.authors.get(hit.sight.entry.author_id, ""), LONGEST_NAME)
    if not place.is_private:
        return author
    if not diary.is_shared:
        return "" if place.is_alone else words.own_diary
    unnamed = share_phrases.words_in(place.language).unnamed
    title = f"📒 {cut(diary.title or unnamed, LONGEST_NAME)}"
    return " · ".join(filter(None, (author, title)))


def _quote(sentence: Sentence, place: Place, words: Words) -> str:
    """The sentence with what was meant in bold, and its second."""
    text = "".join(
        f"<b>{escape(piece)}</b>" if is_meant else escape(piece)
        for piece, is_meant in sentence.pieces
    )
    if sentence.are_tags:
        return text
    if sentence.by is not None:
        return words.comment(escape(cut(sentence.by, LONGEST_NAME)), text)
    if sentence.second is None:
        return f"“{text}”"
    return f"“{text}” ({phrases_in(place.language).at_second(sentence.second)})"


def _fitted(head: Sequence[str], hits: Sequence[str], foot: str, room: int) -> str:
    """All hits; where they are too long for one message, the last ones are told in less.

    First the quotes are left out, then everything but the titles.
    """
    kept = list(hits)
    for lines in (2, 1):
        for n in range(len(kept) - 1, -1, -1):
            text = "\n\n".join(["\n".join(head), *kept, *([foot] if foot else [])])
            if shown_length(text) <= room:
                return text
            kept[n] = "\n".join(kept[n].split("\n")[:lines])
    return "\n\n".join(["\n".join(head), *kept])


def _buttons(results: Results, place: Place) -> Buttons:
    rows: list[tuple[Button, ...]] = [*_in_rows(_openings(results), _NUMBERS_IN_ROW)]
    if turns := _turns(results, place):
        rows.append(turns)
    day = results.query.span
    if day is not None and day.is_day:
        text = words_in(place.language).until_button
        rows.append((Button(text, Callback("search", place.search_id, "until")),))
    return [*rows, *_moods(results, place), *_chips(results, place)]


def _openings(results: Results) -> list[Button]:
    return [Button(str(n), Callback("open", hit.sight.entry.id)) for n, hit in _numbered(results)]


def _turns(results: Results, place: Place) -> tuple[Button, ...]:
    words = timeline_phrases.words_in(place.language)
    found = [(words.newer_button, results.page - 1), (words.older_button, results.page + 1)]
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
