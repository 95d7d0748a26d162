"""The lists are locked: from their sources come the same bytes, and they are what is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker

from tests.house import tree
from tests.house.test_requirements import FOLDER, LISTS, entries


def source(name: str) -> list[str]:
    """The lines of a list's source, without comments."""
    lines = (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return [line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip()]


def versions(name: str) -> dict[str, set[str]]:
    """package -> its versions in a compiled list, of which one is for this Python and system."""
    found: dict[str, set[str]] = {}
    for package, (version, _) in entries(name).items():
        found.setdefault(package.split()[0], set()).add(version)
    return found


@pytest.mark.parametrize("name", LISTS)
def test_a_source_asks_for_packages_by_name_and_version_alone(name: str) -> None:
    """No address, no path, no option but for the other lists that it builds on."""
    asks = r"(-r|-c) [a-z]+\.(in|txt)|[a-z0-9-]+(\[[a-z]+\])?([<>=!~]=?[\d.]+(,[<>=!~]=?[\d.]+)*)?"
    assert [line for line in source(name) if not re.fullmatch(asks, line)] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_compiled_list_has_packages_hashes_and_where_they_come_from_and_nothing_else(
    name: str,
) -> None:
    parts = (
        r"[a-z0-9-]+(\[[a-z,]+\])?==[\w.+!]+( ; [^\\]+)?( \\)?",
        r"    --hash=sha256:[0-9a-f]{64}( \\)?",
        r"    # .*",
    )
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not any(re.fullmatch(part, line) for part in parts)]
    assert odd == []
    addresses = [line for line in lines if "://" in line or re.search(r"# +(via )?/", line)]
    assert addresses == []


def test_no_two_lists_know_a_package_in_different_versions() -> None:
    known: dict[str, set[frozenset[str]]] = {}
    for name in LISTS:
        for package, found in versions(name).items():
            known.setdefault(package, set()).add(frozenset(found))
    assert len(known) > 100
    assert {package: found for package, found in known.items() if len(found) > 1} == {}


def test_what_is_installed_is_what_is_locked() -> None:
    """In the environment that the tests run in, which `make setup` has made."""
    wrong = {}
    for package, (version, _) in (entries("tools") | entries("test")).items():
        name, _, marker = package.partition(" ")
        if marker and not Marker(marker).evaluate():
            continue
        installed = _installed(name)
        if installed != version:
            wrong[package] = (version, installed)
    assert wrong == {}


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _compile(folder: Path, name: str) -> bytes | None:
    """A list compiled by the Makefile's own command, out of uv's cache; None where it lacks."""
    made = tree.run("make", "--dry-run", "lock").stdout
    command = re.search(r"uv (pip compile [^\n]*?) requirements/", made)
    assert command
    uv = Path(sys.executable).with_name("uv")
    target = f"requirements/{name}.txt"
    words = [*command[1].split(), f"requirements/{name}.in", "--output-file", target, "--offline"]
    done = subprocess.run(  # noqa: S603
        [str(uv), *words], cwd=folder, capture_output=True, text=True, check=False
    )
    return (folder / target).read_bytes() if done.returncode == 0 else None


@pytest.mark.parametrize("name", LISTS)
def test_compiling_a_list_again_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "requirements")
    compiled = _compile(tmp_path, name)
    if compiled is None:
        pytest.skip("uv has not all packages in its cache, and tests have no network")
    assert compiled == (FOLDER / f"{name}.txt").read_bytes()
