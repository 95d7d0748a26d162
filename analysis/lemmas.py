"""Dictionary forms of words, for search: what rules cannot know (비행기표 holds 비행기)."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.words import words


def of_texts(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The terms of each text, as `analysis.words` finds them; empty where there are none."""
    return [words(None, text).terms if text.strip() else () for text in texts]
