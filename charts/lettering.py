"""Letters: which fonts there are, what they can write, how wide a text is and where it is cut."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontPath, FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from numpy.typing import NDArray

HANGUL: Final = "NanumGothic"
LATIN: Final = "DejaVu Sans"
#: The wheel that carries Nanum Gothic (OFL). It is located, never imported: its import would
#: change the settings of the whole process.
WHEEL: Final = "koreanize_matplotlib"
#: Weights 400 and 700 to matplotlib; it takes the light cut for 400 and the bold one for 600.
FILES: Final = ("NanumGothic.ttf", "NanumGothicExtraBold.ttf")
#: What stands where a text was cut, and what for a word that no font here can write.
ELLIPSIS: Final = "..."
UNWRITTEN: Final = "…"
#: Korean fonts draw the backslash as a won sign; this one, from the other font, looks like itself.
BACKSLASH: Final = "\N{SET MINUS}"

#: Drawn texts that a process keeps: numbers, weekdays and months come again and again.
MASKS: Final = 256

#: How much of each pixel is covered, and how many rows lie below the baseline.
Mask = tuple[NDArray[np.uint8], int]

_log = logging.getLogger(__name__)


class Lettering:
    """Text in fonts that can write it. All sizes and widths are pixels."""

    def __init__(self, families: tuple[str, ...]) -> None:
        self._families = families
        self._known = frozenset().union(*(_letters(family) for family in families))
        self._renderer = RendererAgg(16, 16, 72)  # type: ignore[no-untyped-call]
        self.font: Callable[[float, int], FontProperties] = cache(self._font)
        self._files: Callable[[int], list[FontPath]] = cache(self._found)
        self._drawn: Callable[[str, float, int], Mask] = lru_cache(MASKS)(self._draw)

    def width(self, text: str, size: float, weight: int = 400) -> float:
        """Pixels that the text takes on its line."""
        font = self.font(size, weight)
        measure = self._renderer.get_text_width_height_descent
        width, _, _ = measure(text, font, ismath=False)  # type: ignore[no-untyped-call]
        return float(width)

    def mask(self, text: str, size: float, weight: int = 400) -> Mask:
        """How much of each pixel the letters cover, 0 to 255, shape (rows, columns), read only.

        With it how many of the rows lie below the baseline. Letters are joined and turned around as
        their script demands. For one thread at a time.
        """
        return self._drawn(text, size, weight)

    def clean(self, text: str) -> str:
        """The text in one line without what no font here can write.

        Emoji and other signs go without a trace; of a word in an unknown script an ellipsis stays.
        """
        composed = unicodedata.normalize("NFC", " ".join(text.split()).replace("\\", BACKSLASH))
        written = "".join(self._written(composed))
        while UNWRITTEN * 2 in written:
            written = written.replace(UNWRITTEN * 2, UNWRITTEN)
        return " ".join(written.split()) if any(map(_says_something, written)) else ""

    def cut(self, text: str, width: float, size: float, weight: int = 400) -> str:
        """As much of the text as fits, with an ellipsis where something is missing."""
        if self.width(text, size, weight) <= width:
            return text
        room = width - self.width(ELLIPSIS, size, weight)
        return self._fitting(text, room, size, weight) + ELLIPSIS

    def wrap(
        self, text: str, width: float, size: float, weight: int = 400, lines: int = 2
    ) -> tuple[str, ...]:
        """At most so many lines, broken at spaces where there are any; the last one is cut."""
        if lines == 1 or self.width(text, size, weight) <= width:
            return (self.cut(text, width, size, weight),)
        head = self._fitting(text, width, size, weight)
        space = head.rfind(" ") if text[len(head) : len(head) + 1] != " " else len(head)
        head = head[:space] if space > len(head) // 2 else head
        rest = text[len(head) :].strip()
        return (head.strip(), *self.wrap(rest, width, size, weight, lines - 1))

    def _font(self, size: float, weight: int) -> FontProperties:
        return FontProperties(family=list(self._families), size=size, weight=weight)

    def _draw(self, text: str, size: float, weight: int) -> Mask:
        font = get_font(self._files(weight))
        font.clear()
        font.set_size(size, 72)
        font.set_text(text, 0.0, flags=LoadFlags.FORCE_AUTOHINT)
        font.draw_glyphs_to_bitmap(antialiased=True)
        mask = np.array(font.get_image(), np.uint8)
        mask.flags.writeable = False
        return mask, round(font.get_descent() / 64)

    def _found(self, weight: int) -> list[FontPath]:
        """The file of each family, in the order in which they are asked for a letter."""
        wanted = (FontProperties(family=family, weight=weight) for family in self._families)
        return [findfont(properties) for properties in wanted]

    def _written(self, text: str) -> Iterator[str]:
        for letter in text:
            if _is_sign_beyond(letter):
                continue
            if ord(letter) in self._known:
                yield letter
            elif unicodedata.category(letter)[0] in "LN":
                yield UNWRITTEN

    def _fitting(self, text: str, width: float, size: float, weight: int) -> str:
        """The longest beginning that fits, found by halving; no letter loses its accents."""
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.width(text[:middle], size, weight) <= width
            low, high = (middle, high) if fits else (low, middle - 1)
        while low and low < len(text) and unicodedata.combining(text[low]):
            low -= 1
        return text[:low].rstrip()


@cache
def lettering() -> Lettering:
    """The letters of this process, found once."""
    return Lettering((HANGUL, LATIN) if _add_hangul() else (LATIN,))


def hangul_files() -> tuple[Path, ...]:
    """The font files of the wheel; none where it is not installed."""
    found = find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        return ()
    folder = Path(next(iter(found.submodule_search_locations))) / "fonts"
    return tuple(file for name in FILES if (file := folder / name).is_file())


def _add_hangul() -> bool:
    files = hangul_files()
    for file in files:
        fontManager.addfont(file)
    if not files:
        _log.warning(
            "no font with Hangul: the wheel %s is not installed", WHEEL, extra={"action": "fonts"}
        )
    return bool(files)


def _letters(family: str) -> frozenset[int]:
    return frozenset(FT2Font(findfont(FontProperties(family=family))).get_charmap())


def _is_sign_beyond(letter: str) -> bool:
    """Emoji, their modifiers and joiners, and characters that are not printed."""
    beyond = ord(letter) > 0xFFFF and unicodedata.category(letter)[0] in "SC"  # noqa: PLR2004 - the last of the first plane
    selector = 0xFE00 <= ord(letter) <= 0xFE0F  # noqa: PLR2004 - variation selectors
    return beyond or selector or unicodedata.category(letter)[0] == "C"


def _says_something(letter: str) -> bool:
    return letter != UNWRITTEN and unicodedata.category(letter)[0] in "LNSP"
