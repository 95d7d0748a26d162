"""How pictures look: colours, patterns, shapes and words. Loads no drawing library.

The colours keep the spirit of the project's first chart (crimson, green, plum, lime, blue, orange,
grey) and were moved until every two of the seven stay apart under simulated protanopia,
deuteranopia and tritanopia; docs/decisions/0009-palette.md has the numbers, a test holds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analysis.report import LABELS
from languages.catalogue import Line, Lines, Words

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


class PictureWords(Words):
    """The words of a picture; `names` and `looks` are keyed by label.

    They name how a face *looked*, never what a person felt: "smiling", not "happy".
    """

    names = Lines(
        angry=Line("Angry"),
        disgust=Line("Grimacing"),
        fear=Line("Scared"),
        happy=Line("Smiling"),
        sad=Line("Sad"),
        surprise=Line("Surprised"),
        neutral=Line("Neutral"),
    )
    looks = Lines(
        angry=Line("angry"),
        disgust=Line("grimacing"),
        fear=Line("scared"),
        happy=Line("smiling"),
        sad=Line("sad"),
        surprise=Line("surprised"),
        neutral=Line("neutral"),
    )
    mostly = Line("mostly {look}")
    no_face = Line("no face seen")
    unclear = Line("unclear")
    nothing_seen = Line("No face was seen")
    clip = Line("clip {number}")
    face_seen = Line("Face seen {face} of {whole}")
    not_feelings = Line("How the face looked, not how you felt")
    deleted_entry = Line("Deleted entry")
    seconds = Line("{number} s")
    minutes = Line("{number} min")


def words_in(language: str) -> PictureWords:
    """The words of a language such as "ko" or "ko-KR"; English for one that is not spoken here."""
    return PictureWords.of(language.lower().partition("-")[0])


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
