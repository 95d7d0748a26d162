"""What is installed is exact, checked by hash, named where it is used, and names no index."""

import ast
import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tests.house import tree

FOLDER = tree.ROOT / "requirements"
LISTS = ("tools", "runtime", "test", "training")


def entries(name: str) -> dict[str, tuple[str, str]]:
    """Of one compiled list: package -> its version, and all that stands with it."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)
    found = {}
    for block in filter(None, map(str.strip, blocks)):
        pinned = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", block)
        assert pinned, f"{name}.txt: not an exact version: {block[:60]}"
        found[f"{pinned[1]} {_marker(block)}".strip()] = (pinned[2], block)
    return found


def _marker(block: str) -> str:
    """A package may stand twice, each time for other Pythons or systems."""
    return block.splitlines()[0].partition(";")[2].strip(" \\")


def wanted(name: str) -> set[str]:
    """The packages that a list's source asks for by name."""
    text = (FOLDER / f"{name}.in").read_text(encoding="utf-8")
    return set(re.findall(r"^[a-z0-9][a-z0-9-]*", text, flags=re.MULTILINE))


@pytest.mark.parametrize("name", LISTS)
def test_every_package_has_an_exact_version_and_hashes(name: str) -> None:
    found = entries(name)
    assert wanted(name) <= {package.split()[0] for package in found}
    assert [package for package, (_, block) in found.items() if "--hash=sha256:" not in block] == []


def test_the_tests_run_with_the_versions_that_the_bot_runs_with() -> None:
    runtime, test = entries("runtime"), entries("test")
    assert {package: runtime[package][0] for package in runtime} == {
        package: test.get(package, ("absent",))[0] for package in runtime
    }


def test_no_package_index_is_named_anywhere() -> None:
    index = (
        r"pyp[i]\.org|pythonh[o]sted|https?://\S*/simpl[e]\b|--(extra-)?index-[u]rl|--find-link[s]"
    )
    assert tree.hits(index) == []


def test_no_other_lock_file_is_tracked() -> None:
    others = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock"}
    assert [tree.name(path) for path in tree.tracked() if path.name in others] == []


def imported(path: Path) -> set[str]:
    """The top names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize(
    ("lists", "rooms"),
    [
        (("runtime",), ("app", "bot", "diary", "analysis", "charts", "storage", "scheduler")),
        (("runtime",), ("config",)),
        (("runtime", "test"), ("playground", "tests", "benchmarks")),
    ],
)
def test_what_is_imported_is_asked_for_by_name(
    lists: tuple[str, ...], rooms: tuple[str, ...]
) -> None:
    """Not only there because another package happens to need it."""
    asked = {package for name in lists for package in wanted(name)}
    homes = metadata.packages_distributions()
    ours = {*sys.stdlib_module_names, *tree.rooms(), "tests", "benchmarks"}
    strangers = {
        f"{tree.name(path)}: {module}"
        for path in tree.modules(*rooms)
        for module in imported(path) - ours
        if not asked & {home.lower().replace("_", "-") for home in homes.get(module, [])}
    }
    assert strangers == set()
