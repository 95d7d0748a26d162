"""How the page of an archive looks and the little that it does by itself: page.css and page.js.

Both are put into the page, so that it needs no file beside it but its films. Its colours are those
of the bot's pictures.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

#: By label; a test holds them to the colours of the charts.
COLOURS: Final = {
    "happy": "#EFE95A",
    "surprise": "#E26F2A",
    "neutral": "#D5E0E8",
    "sad": "#3273AC",
    "fear": "#53294B",
    "disgust": "#3BB68F",
    "angry": "#A92F42",
}

#: Those that would sink into dark paper, or glare on it.
_DARK: Final = {"neutral": "#8E9BA5", "fear": "#93628A", "sad": "#4E8FC8", "angry": "#C4495C"}


@cache
def script() -> str:
    """All that the page does by itself."""
    return _file("page.js")


@cache
def style() -> str:
    """The whole style sheet."""
    dark = f"@media (prefers-color-scheme: dark) {{\n{_colours(_DARK)}}}\n"
    return f"{_file('page.css')}{_colours(COLOURS)}{dark}"


def policy() -> str:
    """What the page may load: its own style and script by their digests, and films beside it."""
    return (
        f"default-src 'none'; style-src '{_digest(style())}'; script-src '{_digest(script())}'; "
        "media-src 'self' file:; base-uri 'none'; form-action 'none'"
    )


def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _colours(found: Mapping[str, str]) -> str:
    return "".join(f".x-{name} {{ fill: {c}; color: {c}; }}\n" for name, c in found.items())


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
