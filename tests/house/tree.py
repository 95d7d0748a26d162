"""The files of the house, as the tests of its rules read them."""

import ast
import functools
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def rooms() -> tuple[str, ...]:
    """The rooms, as the import contracts name them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return tuple(settings["tool"]["importlinter"]["root_packages"])


def modules(*folders: str) -> list[Path]:
    """Every Python file in the folders (in all rooms, when none is named)."""
    chosen = folders or rooms()
    return sorted(path for folder in chosen for path in (ROOT / folder).rglob("*.py"))


@functools.cache
def parsed(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """The path from the repository's root, for messages."""
    return path.relative_to(ROOT).as_posix()


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the tests' own in the repository's root."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows; none where this is no clone."""
    listed = run("git", "ls-files", "-z")
    paths = (ROOT / entry for entry in listed.stdout.split("\0") if entry)
    return tuple(path for path in paths if path.is_file())


def texts() -> list[tuple[Path, str]]:
    """Every tracked file that is text, with its content."""
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((path, content.decode("utf-8")))
    return found


def hits(pattern: str, *, flags: int = 0) -> list[str]:
    """Where the pattern stands in tracked text, as `file:line`."""
    search = re.compile(pattern, flags)
    return [
        f"{name(path)}:{number}"
        for path, content in texts()
        for number, line in enumerate(content.splitlines(), 1)
        if search.search(line)
    ]
