"""Sentences live in catalogues, and which languages there are is told by the files alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

HANGUL = re.compile(r"[\uac00-\ud7a3]")

#: What the people of the playground say themselves, and what they are called.
ACTED = ("playground/conversation.py", "playground/story/", "playground/web/household.py")

#: Rooms that say nothing to people in a language of theirs, or whose language is their subject.
APART = ("analysis/", "tests/", "training/", "benchmarks/", "languages/", *ACTED)

#: What people type is read here: months, moods, words of commands; no sentence stands here either.
READS = {
    *(f"bot/handlers/{name}.py" for name in ("book", "care", "corrections", "digests", "edits")),
    *(f"bot/handlers/{name}.py" for name in ("memories", "own_questions", "questions")),
    "bot/handlers/glossary.py",
    "bot/handlers/reminders.py",
    *(f"diary/{name}.py" for name in ("care", "erasure", "hours", "periods", "zones")),
    *(f"diary/search_{name}.py" for name in ("dates", "moods", "persons", "relative_dates")),
    *(f"diary/search_{name}.py" for name in ("syntax", "words")),
    "diary/therapist_report.py",
    "diary/written_days.py",
}

#: How a polite sentence ends.
POLITE = re.compile(r"[\uac00-\ud7a3]{2,}(요|니다|까요|세요)[.!?…]")

#: Names of places that help, in a reviewed file with two columns.
TWO_COLUMNS = {"diary/helplines.py"}


def ours() -> Iterator[tuple[str, ast.Module]]:
    for path in tree.modules():
        name = path.relative_to(tree.ROOT).as_posix()
        if not name.startswith(APART):
            yield name, tree.parsed(Path(path))


def docstrings(module: ast.Module) -> set[int]:
    """Where texts stand that describe code."""
    found = set()
    for node in ast.walk(module):
        body = getattr(node, "body", None)
        for child in body if isinstance(body, list) else []:
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                found.add(id(child.value))
    return found


def test_nothing_is_said_in_korean_outside_its_catalogue() -> None:
    found = []
    for name, module in ours():
        told = docstrings(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.replace("서울", "")  # a name that may be typed, as an example
                is_said = POLITE.search(text) if name in READS else HANGUL.search(text)
                if is_said and id(node) not in told:
                    found.append(f"{name}:{node.lineno}")
    assert found == []


def test_no_file_lists_the_languages_by_hand() -> None:
    found = []
    for name, module in ours():
        for node in ast.walk(module):
            parts = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
            texts = {part.value for part in parts if isinstance(part, ast.Constant)}
            if texts == {"ko", "en"} and name not in TWO_COLUMNS:
                found.append(f"{name}:{node.lineno}")  # type: ignore[attr-defined]
    assert found == []
