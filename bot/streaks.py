"""One line about the days on which somebody wrote."""

from __future__ import annotations

from bot.phrases.streaks import words_in
from diary.streaks import Streaks


def line(found: Streaks, language: str, *, longest: bool = False) -> str:
    """Everything that there is to tell, as plain text; empty where there is nothing."""
    words = words_in(language)
    parts = [words.this_month(found.this_month)] if found.this_month else []
    if found.current > 1:
        parts.append(words.current(found.current, found.free))
    if longest and found.longest > 1:
        parts.append(words.longest(found.longest, found.longest_free))
    return " · ".join(parts)
