"""Says everything in a language that nobody has built in: run apart, with a folder of its file.

Prints a JSON list of [where, in English, in that language].
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from languages import catalogue


def speak(folder: Path, language: str) -> list[tuple[str, str, str]]:
    """Every sentence of the bot and of its pictures, twice."""
    catalogue.FOLDER = folder
    catalogue.LANGUAGES = (*catalogue.LANGUAGES, language)
    # Only now: other rooms take the languages with them when they are loaded.
    from charts.calendar_words import CalendarWords
    from charts.style import PictureWords
    from tests.bot.sayings import nouns, said

    found = []
    for noun in (*nouns(), CalendarWords, PictureWords):
        both = zip(said(noun, catalogue.SOURCE), said(noun, language), strict=True)
        found += [(f"{noun.__name__}.{name}", one, other) for (name, one), (_, other) in both]
    return found


if __name__ == "__main__":
    json.dump(speak(Path(sys.argv[1]), sys.argv[2]), sys.stdout)
