"""What the code can say, read off its sources; and a language's file brought up to date with it.

``python -m languages.extraction ja`` makes `languages/ja.po`, or adds what is new to it and drops
what nobody says any more. A language is such a file, and nothing else: see CONTRIBUTING.md.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from languages.catalogue import FOLDER, SOURCE

ROOT = FOLDER.parent

#: Rooms whose code says something to people.
ROOMS = ("archive", "bot", "charts", "diary", "languages", "scheduler", "app", "playground")

_TAKES_WORDS = re.compile(r"from languages\.catalogue import [^\n]*\b(Words|Line)\b")

_HEADER = """\
# The bot's {name}. The English beside it stands in the code; how to go about it: CONTRIBUTING.md"""


class NotLiteral(Exception):
    """A sentence is put together in the code, so nobody can translate it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`many` is the form for several, None for a sentence without a number; `path` says it."""

    context: str | None
    one: str
    many: str | None
    path: str


def sentences(root: Path = ROOT, rooms: Iterable[str] = ROOMS) -> Sequence[Sentence]:
    """Everything that the code can say, in the order of the files; raises NotLiteral."""
    paths = [path for room in rooms for path in sorted((root / room).rglob("*.py"))]
    return [sentence for path in paths for sentence in _of_file(path, root)]


def _of_file(path: Path, root: Path) -> Iterator[Sentence]:
    text, name = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
    if not _TAKES_WORDS.search(text):
        return
    for node in ast.walk(ast.parse(text)):
        kind = _kind(node)
        if isinstance(node, ast.Call) and kind is not None:
            many = _literal(node.args[1], name) if kind == "plural" else None
            yield Sentence(_context(node, name), _literal(node.args[0], name), many, name)


def _kind(node: ast.AST) -> str | None:
    """`Line(…)`, `self.say(…)` or `self.plural(…)`."""
    if not isinstance(node, ast.Call):
        return None
    said = ast.unparse(node.func)
    return {"Line": "line", "self.say": "say", "self.plural": "plural"}.get(said)


def _literal(node: ast.expr, name: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotLiteral(f"{name}:{node.lineno}")


def _context(call: ast.Call, name: str) -> str | None:
    found = [key.value for key in call.keywords if key.arg == "context"]
    return _literal(found[0], name) if found else None


def template(said: Iterable[Sentence], language: str) -> Catalog:
    """An empty catalogue of these sentences, with the plural forms of the language."""
    made = Catalog(locale=language, project="mind-gitter", fuzzy=False)
    made.header_comment = _HEADER.format(name=Locale.parse(language).get_display_name(SOURCE))
    for one in said:
        ids = one.one if one.many is None else (one.one, one.many)
        made.add(ids, context=one.context, locations=[(one.path, 0)])
    return made


def updated(said: Iterable[Sentence], language: str, folder: Path = FOLDER) -> Catalog:
    """What there is in this language, for what the code says now; the rest is left open."""
    made = template(said, language)
    for message in _kept(folder / f"{language}.po", language):
        kept = made.get(message.id, message.context) if message.id else None
        if kept is not None and message.string and not message.fuzzy:
            kept.string = message.string
    return made


def _kept(path: Path, language: str) -> Iterable[Message]:
    if not path.exists():
        return ()
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(made: Catalog, path: Path) -> None:
    """Write the file, in the order of the code, each sentence with the file that says it."""
    with path.open("wb") as file:
        write_po(file, made, width=100, include_lineno=False, ignore_obsolete=True)


def is_open(message: object) -> bool:
    """Whether a sentence is not translated, or not in each of its forms."""
    found = getattr(message, "string", "")
    return not all(found) if isinstance(found, tuple) else not found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0 when every sentence is there, 1 when some are open, 2 for no language."""
    parser = argparse.ArgumentParser(prog="python -m languages.extraction", description=__doc__)
    parser.add_argument("language", help="such as ja, de or pt_BR")
    language = parser.parse_args(arguments).language
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        sys.stderr.write(f"{language} is no language that Babel knows.\n")
        return 2
    made = updated(sentences(), language)
    write(made, FOLDER / f"{language}.po")
    still = sum(is_open(message) for message in made if message.id)
    sys.stdout.write(
        f"languages/{language}.po: {len(made)} sentences, {still} not translated yet\n"
    )
    return 1 if still else 0


if __name__ == "__main__":
    raise SystemExit(main())
