"""What every file of the rooms keeps to."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

BANNED_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "managers",
    "base",
    "misc",
    "service",
    "services",
}
MOST_LINES = 400
LONG_FUNCTION = 30
FEW = 0.05


Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(path: Path) -> Iterator[tuple[str, Named]]:
    """Every public function and class at a module's top, and every public method of those."""
    for node in _public_in(tree.parsed(path).body):
        yield f"{tree.name(path)}: {node.name}", node
        if isinstance(node, ast.ClassDef):
            for method in _public_in(node.body):
                yield f"{tree.name(path)}: {node.name}.{method.name}", method


def _public_in(body: list[ast.stmt]) -> Iterator[Named]:
    for node in body:
        if isinstance(node, Named) and not node.name.startswith("_"):
            yield node


def _is_described_elsewhere(node: Named) -> bool:
    """An override where it was first named, a setter where the property is read."""
    marks = {getattr(mark, "id", getattr(mark, "attr", "")) for mark in node.decorator_list}
    return bool(marks & {"override", "setter", "overload"})


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_every_room_is_there_and_says_what_it_is() -> None:
    for room in tree.rooms():
        opening = tree.ROOT / room / "__init__.py"
        assert opening.exists(), f"{room} is no package"
        assert ast.get_docstring(tree.parsed(opening)), f"{room} does not say what it is"


def test_no_module_has_a_name_that_could_hold_anything() -> None:
    found = [
        tree.name(path)
        for path in tree.modules()
        for part in path.relative_to(tree.ROOT).with_suffix("").parts
        if BANNED_NAMES & set(part.split("_"))
    ]
    assert found == []


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {
        tree.name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in tree.modules(*tree.rooms(), "tests", "benchmarks")
        if "migrations" not in path.parts  # a record of what was done, not read for its sense
    }
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_few_functions_are_longer_than_thirty_lines() -> None:
    every = [
        (node.end_lineno - node.lineno + 1, f"{tree.name(path)}:{node.lineno} {node.name}")
        for path in tree.modules()
        if "migrations" not in path.parts
        for node in functions(path)
        if node.end_lineno is not None
    ]
    long = sorted((lines, where) for lines, where in every if lines > LONG_FUNCTION)
    assert len(long) <= FEW * len(every), long


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" + "XX")
    found = [
        f"{tree.name(path)}:{number}"
        for path in tree.modules(*tree.rooms(), "tests", "benchmarks")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(mark in line.replace("/", " ").replace(":", " ").split() for mark in marks)
    ]
    assert found == []


def test_no_error_is_swallowed_without_a_word() -> None:
    def is_nothing(statement: ast.stmt) -> bool:
        is_dots = (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
            and statement.value.value is ...
        )
        return is_dots or isinstance(statement, ast.Pass)

    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.modules()
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.ExceptHandler) and all(map(is_nothing, node.body))
    ]
    assert found == []


def test_nothing_waits_by_sleeping_its_thread() -> None:
    def sleeps(node: ast.AST) -> bool:
        if isinstance(node, ast.ImportFrom):
            return node.module == "time" and any(alias.name == "sleep" for alias in node.names)
        is_sleep = isinstance(node, ast.Attribute) and node.attr == "sleep"
        return is_sleep and isinstance(node.value, ast.Name) and node.value.id == "time"  # type: ignore[attr-defined]

    found = [
        f"{tree.name(path)}:{node.lineno}"  # type: ignore[attr-defined]
        for path in tree.modules()
        for node in ast.walk(tree.parsed(path))
        if sleeps(node)
    ]
    assert found == []


def test_every_module_says_what_it_is() -> None:
    silent = [tree.name(path) for path in tree.modules() if not _says(path)]
    assert silent == []


def _says(path: Path) -> bool:
    return bool(ast.get_docstring(tree.parsed(path)))


def test_every_public_function_and_class_says_what_it_does() -> None:
    silent = [
        where
        for path in tree.modules()
        for where, node in public(path)
        if not ast.get_docstring(node)
        and not _is_described_elsewhere(node)
        and not _is_a_sentence(path, node)
    ]
    assert silent == []


def _is_a_sentence(path: Path, node: ast.AST) -> bool:
    """A method among the phrases is what it says."""
    is_method = isinstance(node, ast.FunctionDef) and node.args.args[:1] != []
    return path.parent.name == "phrases" and is_method and node.args.args[0].arg == "self"


@pytest.mark.parametrize("word", ["print", "breakpoint"])
def test_only_the_command_line_and_the_workshop_print(word: str) -> None:
    quiet = [room for room in tree.rooms() if room not in {"app", "playground", "training"}]
    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.modules(*quiet)
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == word
    ]
    assert found == []
