"""Moods and expressions as people write them in a search, and the marks that they are found by.

A person's own word comes first. `!mood` is what they said they felt; `!look` is what the face
showed (their word on that, else the machine's), and `!guess` the same of an entry whose reader sees
no mood of its own: a face counts for a mood only there. 표정:행복 asks for the face alone, and a
bare name is a word that somebody said.
"""

from __future__ import annotations

from typing import Final

#: The five faces of one's own mood, from 1 to 5, with the expression that comes nearest.
OWN: Final = (
    ("😞", "sad"),
    ("😕", None),
    ("😐", "neutral"),
    ("🙂", "happy"),
    ("😄", "happy"),
)

#: One's own moods that an expression stands for; the others say nothing about it.
LEVELS: Final = {"happy": (4, 5), "neutral": (3,), "sad": (1, 2)}

_FACES: Final = {
    "angry": "😠😡🤬😤",
    "disgust": "🤢🤮😖",
    "fear": "😨😱😰😧",
    "happy": "😊😀😁😃😆😂🥰☺",
    "sad": "😢😭😥🥲☹🙁😔",
    "surprise": "😮😲😯😳",
    "neutral": "😶😑",
}

_NAMES: Final = {
    "angry": "angry anger mad 화 화남 화나다 분노 짜증 짜증나다",
    "disgust": "disgust disgusted 역겨움 혐오 불쾌",
    "fear": "fear afraid scared 두려움 두렵다 무서움 무섭다 공포 불안 불안하다",
    "happy": "happy happiness joy 행복 행복하다 기쁨 기쁘다 즐거움 즐겁다 웃음",
    "sad": "sad sadness 슬픔 슬프다 우울 우울하다 눈물",
    "surprise": "surprise surprised 놀람 놀라움 놀라다",
    "neutral": "neutral calm 무표정 담담 담담하다 평온 평온하다 중립",
}


def _own(level: int, nearest: str | None) -> tuple[str, ...]:
    return (f"!mood:{level}", f"!guess:{nearest}") if nearest else (f"!mood:{level}",)


def _felt(label: str) -> tuple[str, ...]:
    """One's own mood, and the face where there is none; the face where no mood is its like."""
    if label not in LEVELS:
        return (f"!look:{label}",)
    return (*(f"!mood:{level}" for level in LEVELS[label]), f"!guess:{label}")


#: The expression that a name or a face stands for.
LABELS: Final = {name: label for label, names in _NAMES.items() for name in names.split()}
_LABELS_OF_FACES: Final = {face: label for label, faces in _FACES.items() for face in faces}

#: What a face means.
FACES: Final = {
    **{face: _own(level, nearest) for level, (face, nearest) in enumerate(OWN, start=1)},
    **{face: _felt(label) for face, label in _LABELS_OF_FACES.items()},
}

#: What can stand behind `mood:`.
NAMED: Final = {
    **FACES,
    **{name: _felt(label) for name, label in LABELS.items()},
    **{str(level): (f"!mood:{level}",) for level in range(1, len(OWN) + 1)},
}

#: What can stand behind `look:`.
SHOWN: Final = {
    **{face: (f"!look:{nearest}",) for face, nearest in OWN if nearest},
    **{name: (f"!look:{label}",) for name, label in (LABELS | _LABELS_OF_FACES).items()},
}
