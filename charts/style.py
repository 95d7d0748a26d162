"""How pictures look: colours, patterns, shapes and words. Standard library only.

The colours keep the spirit of the project's first chart (crimson, green, plum, lime, blue, orange,
grey) and were moved until every two of the seven stay apart under simulated protanopia,
deuteranopia and tritanopia; docs/decisions/0009-palette.md has the numbers, a test holds them.

The words name how a face *looked*, never what a person felt: "smiling", not "happy".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analysis.report import LABELS

#: From the bottom of the stack to its top: brightness grows from below, weight comes from above,
#: and the quiet neutral lies between them, so both have a straight line to be measured from.
STACK: Final = ("happy", "surprise", "neutral", "sad", "fear", "disgust", "angry")


@dataclass(frozen=True, slots=True)
class Look:
    """How one expression is drawn: fill, pattern of its band, its ink, and a marker for bubbles."""

    colour: str
    hatch: str
    hatch_colour: str
    marker: str


LOOKS: Final[Mapping[str, Look]] = {
    "happy": Look("#EFE95A", "", "#EFE95A", "o"),
    "surprise": Look("#E26F2A", "..", "#F2A573", "*"),
    "neutral": Look("#D5E0E8", "", "#D5E0E8", "s"),
    "sad": Look("#3273AC", "\\\\", "#5B92C2", "v"),
    "fear": Look("#53294B", "||", "#7B5073", "D"),
    "disgust": Look("#3BB68F", "--", "#7FD2B8", "P"),
    "angry": Look("#A92F42", "xx", "#C65F6E", "^"),
}

PAGE: Final = "#DCE3E4"
PAPER: Final = "#FFFDF9"
INK: Final = "#2A2833"
MUTED: Final = "#66636F"
RULE: Final = "#E4DFD6"
GAP: Final = "#F4F1EB"
GAP_HATCH: Final = "#CFC9BE"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a picture in one language; `names` and `looks` are keyed by label."""

    names: Mapping[str, str]
    looks: Mapping[str, str]
    mostly: str
    no_face: str
    unclear: str
    nothing_seen: str
    clip: str
    face_seen: str
    not_feelings: str
    seconds: str
    minutes: str


KOREAN: Final = Words(
    names={
        "angry": "화남",
        "disgust": "찡그림",
        "fear": "겁먹음",
        "happy": "웃음",
        "sad": "슬픔",
        "surprise": "놀람",
        "neutral": "무표정",
    },
    looks={
        "angry": "화난 표정",
        "disgust": "찡그린 표정",
        "fear": "겁먹은 표정",
        "happy": "웃는 표정",
        "sad": "슬픈 표정",
        "surprise": "놀란 표정",
        "neutral": "무표정",
    },
    mostly="대체로 {look}",
    no_face="얼굴 없음",
    unclear="뚜렷하지 않음",
    nothing_seen="얼굴이 보이지 않았어요",
    clip="영상 {number}",
    face_seen="얼굴이 보인 시간 {face} / {whole}",
    not_feelings="얼굴에 비친 표정일 뿐, 마음을 잰 건 아니에요",
    seconds="{number}초",
    minutes="{number}분",
)

ENGLISH: Final = Words(
    names={
        "angry": "Angry",
        "disgust": "Grimacing",
        "fear": "Scared",
        "happy": "Smiling",
        "sad": "Sad",
        "surprise": "Surprised",
        "neutral": "Neutral",
    },
    looks={
        "angry": "angry",
        "disgust": "grimacing",
        "fear": "scared",
        "happy": "smiling",
        "sad": "sad",
        "surprise": "surprised",
        "neutral": "neutral",
    },
    mostly="mostly {look}",
    no_face="no face seen",
    unclear="unclear",
    nothing_seen="No face was seen",
    clip="clip {number}",
    face_seen="Face seen {face} of {whole}",
    not_feelings="How the face looked, not how you felt",
    seconds="{number} s",
    minutes="{number} min",
)

WORDS: Final[Mapping[str, Words]] = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Words:
    """The words of a language such as "ko" or "ko-KR"; English for one that is not spoken here."""
    return WORDS.get(language.lower().partition("-")[0], ENGLISH)


def index_of(label: str) -> int:
    """The place of a label in a score vector."""
    return LABELS.index(label)


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Dark or light ink, whichever reads better on the colour."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


def _linear(channel: float) -> float:
    low = 0.04045
    return channel / 12.92 if channel <= low else float(((channel + 0.055) / 1.055) ** 2.4)
