"""The catalogues: English stands in the code, every other language in one file, `<code>.po`.

A file of words is a class of `Words` with a line for each sentence::

    class Switches(Words):
        close_button = Line("↩︎ Close")

        def hits(self, number: int) -> str:
            return self.plural("One entry", "{number} entries", number)

`Line`, `say` and `plural` are what a test collects the sentences by, so they get literal strings.
Where one English sentence is two in another language, `context` tells them apart.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Self

FOLDER = Path(__file__).parent

#: The language that the code is written in, and that is used where one is not spoken here.
SOURCE = "en"

#: Every language that is spoken here; Korean first.
LANGUAGES = ("ko", SOURCE, *sorted({path.stem for path in FOLDER.glob("*.po")} - {"ko"}))


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The sentences of a language; those of the code for one that is not spoken here."""
    path = FOLDER / f"{language}.po"
    if language not in LANGUAGES or not path.exists():
        return gettext.NullTranslations()
    # Only who says something needs Babel: a command's help and most workers do not.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Line:
    """One sentence without gaps, as an attribute of `Words`."""

    def __init__(self, source: str, *, context: str | None = None) -> None:
        self.source = source
        self.context = context

    def __get__(self, words: Words | None, owner: type[Words]) -> str:
        """The sentence in the language of these words; in the code's own where there are none."""
        return self.source if words is None else words.translated(self.source, self.context)


class Lines:
    """Several sentences by a key, as an attribute of `Words`: written `Lines(key=Line("…"))`."""

    def __init__(self, **lines: Line) -> None:
        self._lines = lines

    def __get__(self, words: Words | None, owner: type[Words]) -> Mapping[str, str]:
        """The sentences in the language of these words."""
        return {key: line.__get__(words, owner) for key, line in self._lines.items()}


class Words:
    """The sentences about one noun, in one language. Texts with markup are HTML.

    What is put into a gap is escaped by whoever puts it there.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else SOURCE
        self._catalogue = catalogue(self.language)

    @classmethod
    def of(cls, language: str) -> Self:
        """The sentences of a language; English for one that is not spoken here."""
        return cls(language)

    def translated(self, source: str, context: str | None = None) -> str:
        """The sentence of the catalogue, with its gaps still open."""
        if context is None:
            return self._catalogue.gettext(source)
        return self._catalogue.pgettext(context, source)

    def say(self, source: str, /, *, context: str | None = None, **gaps: Any) -> str:
        """A sentence with its gaps `{name}` filled."""
        return self.translated(source, context).format(**gaps)

    def plural(self, one: str, many: str, number: int, /, **gaps: Any) -> str:
        """The form that the language has for this number, which is the gap `{number}`."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - see `_read`

        found = self._catalogue.ngettext(one, many, number)
        return found.format(number=format_decimal(number, locale=self.language), **gaps)
