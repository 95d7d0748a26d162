"""The message of a search that found nothing: why, and what may be tried instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.lettering import cut, escape
from bot.phrases.search import Search as Words
from diary.search_advice import Advice
from diary.search_syntax import Query
from languages import dates

#: Characters of a part of the search that is told back.
LONGEST_NAME = 30


def lines(query: Query, advice: Advice, words: Words, *, is_private: bool) -> Sequence[str]:
    """Why there is nothing, as HTML, and what leads on."""
    if advice.reason == "newcomer":
        return [words.newcomer if is_private else words.newcomers]
    told = [_reason(query, advice, words)]
    if advice.reason != "apart" and len(query.parts) > 1:
        told.append(words.nothing_hint)
    return told


def tag_line(advice: Advice, words: Words) -> str:
    """What stands above the buttons of tags; nothing where there are none."""
    if not advice.tags:
        return ""
    return words.nearest if advice.are_near else words.common


def _reason(query: Query, advice: Advice, words: Words) -> str:
    if advice.reason == "apart":
        return words.apart(told([part.text for part in query.dates]))
    if advice.reason == "future":
        return words.future
    if advice.reason == "early" and advice.first is not None:
        return words.early(dates.day(advice.first, words.language))
    return words.nothing


def told(parts: Sequence[str]) -> str:
    """Some parts of what was typed, such as “9월”, “11월”."""
    return ", ".join(f"“{escape(cut(text, LONGEST_NAME))}”" for text in parts[:3])
