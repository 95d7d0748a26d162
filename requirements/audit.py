"""`make check` asks whether a known weakness is in what the lists install.

pip-audit compares the exact versions with published advisories: of the package index, or, where
that says nothing of them, of OSV. A known weakness fails the check, unless `accepted.toml` says why
it does not concern us and until when. Where no service answers the check says so and passes: a
laptop in a train must be able to check the rest.

    python requirements/audit.py [LIST …] [--service URL]    URL speaks OSV's protocol
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LISTS = tuple(HERE / f"{name}.txt" for name in ("tools", "test", "training"))
#: Seconds for one answer, and for all; with a network, 160 packages take less than one minute.
ANSWER_S, ALL_S = 5, 180


@dataclass(frozen=True, slots=True)
class Accepted:
    """An advisory that is known and does not concern us until this day."""

    advisory: str
    reason: str
    until: dt.date


@dataclass(frozen=True, slots=True)
class Weakness:
    """An advisory about a version that is in the lists, under all its names."""

    package: str
    version: str
    names: tuple[str, ...]
    fixed_in: tuple[str, ...]

    def __str__(self) -> str:
        remedy = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "not fixed yet"
        return f"{self.package} {self.version}: {', '.join(self.names)} ({remedy})"


class Silent(Exception):
    """No service said anything about the packages."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when nothing is known or nobody answers, 1 for a weakness, 2 for a wrong accepted.toml."""
    options = _options(arguments)
    try:
        accepted = tuple(read(options.accepted))
    except (KeyError, TypeError, ValueError) as error:
        print(f"{options.accepted.name} cannot be used: {error!r}", file=sys.stderr)
        return 2
    try:
        packages = asked(options.lists or LISTS, options.service)
    except Silent as silence:
        print(f"not audited: {silence}")
        return 0
    found = tuple(weaknesses(packages))
    bad = [one for one in found if not is_accepted(one, accepted, options.today)]
    print("\n".join(_lines(packages, found, bad, accepted)))
    return int(bool(bad))


def read(path: Path) -> Iterator[Accepted]:
    """What accepted.toml says: tables `[[advisory]]` with id, reason and until (a date)."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for entry in tomllib.loads(text).get("advisory", []):
        until = entry["until"]
        if type(until) is not dt.date or not str(entry["reason"]).strip():
            raise ValueError(f"{entry['id']} needs a reason, and `until` as a date")
        yield Accepted(str(entry["id"]), str(entry["reason"]), until)


def asked(lists: Sequence[Path], service: str | None) -> list[dict[str, Any]]:
    """What is known of each package, from the first service that knows any; raises Silent."""
    ways = [("-s", "osv", "--osv-url", service)] if service else [("-s", "pypi"), ("-s", "osv")]
    said = "no service answers for these packages"
    for way in ways:
        packages = _answer(lists, way)
        if any("vulns" in package for package in packages):
            return packages
        if packages:
            said = f"the service knows none of the {len(packages)} packages"
    raise Silent(said)


def _answer(lists: Sequence[Path], way: Sequence[str]) -> list[dict[str, Any]]:
    """pip-audit's findings; none where it ends without any."""
    named = [word for path in lists for word in ("-r", str(path))]
    quiet = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json")
    command = [sys.executable, "-m", "pip_audit", *named, *quiet, "--timeout", str(ANSWER_S), *way]
    try:
        # The words are ours and the caller's own.
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=False, timeout=ALL_S
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return []
    return found


def weaknesses(packages: Sequence[dict[str, Any]]) -> Iterator[Weakness]:
    """Every advisory, once for each package."""
    for package in packages:
        for found in package.get("vulns", []):
            names = (found["id"], *(name for name in found["aliases"] if name != found["id"]))
            fixed = tuple(found["fix_versions"])
            yield Weakness(package["name"], package["version"], names, fixed)


def is_accepted(one: Weakness, accepted: Sequence[Accepted], today: dt.date) -> bool:
    """Whether somebody has said that it does not concern us, and the day has not passed."""
    return any(known.advisory in one.names and today <= known.until for known in accepted)


def _lines(
    packages: Sequence[dict[str, Any]],
    found: Sequence[Weakness],
    bad: Sequence[Weakness],
    accepted: Sequence[Accepted],
) -> Iterator[str]:
    for one in bad:
        yield f"known weakness: {one}"
        yield from (
            f"  accepted until {known.until}, which has passed: {known.reason}"
            for known in accepted
            if known.advisory in one.names
        )
    if bad:
        yield "Lock newer versions (`make lock`), or accept one in requirements/accepted.toml."
    unknown = sorted(package["name"] for package in packages if "vulns" not in package)
    known = {name for one in found for name in one.names}
    stale = [one.advisory for one in accepted if one.advisory not in known]
    if unknown:
        yield f"not audited, since the service does not know them: {', '.join(unknown)}"
    if stale:
        yield f"accepted, but no longer found: {', '.join(stale)}"
    sums = f"{len(packages) - len(unknown)} packages, {len(found)} advisories"
    yield f"audited: {sums}, {len(bad)} not accepted"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("lists", nargs="*", type=Path, help="compiled lists (default: all)")
    parser.add_argument("--service", metavar="URL", help="ask only this service")
    parser.add_argument("--accepted", type=Path, default=HERE / "accepted.toml")
    parser.add_argument(
        "--today", type=dt.date.fromisoformat, default=dt.datetime.now(dt.UTC).date()
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
