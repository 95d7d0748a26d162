"""What a mood in a search means: said in the head, with the hits, and on a button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.phrases.moods import FACES
from bot.phrases.search import Search as Words
from charts import style
from diary.search_moods import LABELS
from diary.search_syntax import Part, Query, mood_in

#: A face for each expression; one's own moods have theirs.
FACE_OF: Final = {
    "angry": "😠",
    "disgust": "😖",
    "fear": "😨",
    "happy": "🙂",
    "sad": "😞",
    "surprise": "😮",
    "neutral": "😐",
}


def meanings(query: Query, words: Words) -> Sequence[str]:
    """What each mood that was searched for finds."""
    sought = [part for part in query.of_kind("mood") if not part.is_excluded]
    return list(dict.fromkeys(_meaning(part, words) for part in sought))


def _meaning(part: Part, words: Words) -> str:
    marks = [mark[1:].split(":") for mark in part.terms]
    levels = sorted(int(value) for kind, value in marks if kind == "mood")
    faces = words.either([FACES[level] for level in levels]) if levels else ""
    labels = [value for kind, value in marks if kind != "mood"]
    if not labels:
        return words.marked(faces)
    return words.marked_or_looked(faces, labels[0]) if faces else words.looked(labels[0])


def reason(mark: str, words: Words) -> str:
    """Why an entry was found: `!mood:4`, `!guess:happy` or `!look:happy`."""
    kind, value = mark[1:].split(":")
    if kind == "mood":
        return words.own_mood(FACES[int(value)])
    return words.face(style.words_in(words.language).looks[value])


def offered(query: Query) -> Sequence[tuple[int, str, str]]:
    """Words that could be meant as a mood: number of the part, name and face."""
    named = ((number, mood_in(part)) for number, part in enumerate(query.parts))
    return [(number, name, FACE_OF[LABELS[name]]) for number, name in named if name]
