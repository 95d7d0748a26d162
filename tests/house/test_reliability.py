"""docs/reliability.md has a figure, a command and a comparison for every promise."""

import re

from tests.house import tree

CELLS = 4
FIGURE = re.compile(r"\d")


def rows() -> list[list[str]]:
    """The cells of each row of each table."""
    text = (tree.ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    tables = re.findall(r"^\| promise .*\n\|[-|]+\n((?:\|.*\n?)+)", text, flags=re.MULTILINE)
    lines = [line for table in tables for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_promise_has_its_figure_its_command_and_what_is_known_elsewhere() -> None:
    assert len(rows()) >= 15
    assert [row for row in rows() if len(row) != CELLS or not all(row)] == []
    assert [row[0] for row in rows() if not FIGURE.search(row[1])] == []
    assert [row[0] for row in rows() if not re.search(r"`[^`]+`", row[2])] == []
    promises = [row[0] for row in rows()]
    assert len(set(promises)) == len(promises)


def test_every_test_and_target_that_a_command_names_is_there() -> None:
    commands = " ".join(row[2] for row in rows())
    named = re.findall(r"(?:tests|benchmarks)/[\w/.]+", commands)
    assert len(named) > 15
    assert [path for path in named if not (tree.ROOT / path).exists()] == []
    targets = re.findall(
        r"^([a-z-]+):.*## ", (tree.ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    assert set(re.findall(r"`make ([a-z-]+)", commands)) <= set(targets)


def test_what_a_command_sets_is_read_by_a_test() -> None:
    written = "".join(path.read_text("utf-8") for path in tree.modules("tests"))
    commands = " ".join(row[2] for row in rows())
    assert [name for name in re.findall(r"MINDGITTER_\w+", commands) if name not in written] == []
