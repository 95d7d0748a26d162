"""Moods and expressions as people write them in a search, and the marks that they are found by.

A person's own word comes first: `!look` is what they said that the face showed, else what the
machine read; `!mood` what they felt, and `!guess` the expression of an entry that has no such word.
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
    "angry": "angry anger mad 화 화남 분노 짜증",
    "disgust": "disgust disgusted 역겨움 혐오 불쾌",
    "fear": "fear afraid scared 두려움 무서움 공포 불안",
    "happy": "happy happiness joy 행복 기쁨 즐거움 웃음",
    "sad": "sad sadness 슬픔 우울 눈물",
    "surprise": "surprise surprised 놀람 놀라움",
    "neutral": "neutral calm 무표정 담담 평온 중립",
}


def _own(level: int, nearest: str | None) -> tuple[str, ...]:
    return (f"!mood:{level}", f"!guess:{nearest}") if nearest else (f"!mood:{level}",)


#: What a face means.
FACES: Final = {
    **{face: _own(level, nearest) for level, (face, nearest) in enumerate(OWN, start=1)},
    **{face: (f"!look:{label}",) for label, faces in _FACES.items() for face in faces},
}

#: An expression's name: alone it is a word as well, and finds both.
SHOWN: Final = {
    name: (f"!look:{label}",) for label, names in _NAMES.items() for name in names.split()
}

#: What can stand behind `mood:`.
NAMED: Final = {
    **SHOWN,
    **{str(level): (f"!mood:{level}",) for level in range(1, len(OWN) + 1)},
}
