"""The audit fails for a known weakness, passes without one, and says so where nobody answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.house import tree

HASH = "--hash=sha256:" + "0" * 64
ADVISORY = {
    "id": "GHSA-aaaa-bbbb-cccc",
    "aliases": ["CVE-2099-0001"],
    "summary": "Reads what it should not.",
    "affected": [
        {
            "package": {"name": "leaky", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


@contextmanager
def service(*, is_broken: bool = False) -> Iterator[tuple[str, list[str]]]:
    """A service on this machine that knows one weakness: its address, and what it was asked."""
    asked: list[str] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(query["package"]["name"])
            is_weak = (query["package"]["name"], query["version"]) == ("leaky", "1.0")
            content = json.dumps({"vulns": [ADVISORY]} if is_weak else {}).encode()
            self.send_response(503 if is_broken else 200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: Any) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/query", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def audit(
    folder: Path, url: str, *packages: str, accepted: str = "", today: str = "2026-11-23"
) -> tuple[int, str]:
    """The audit's status and what it says of a list with these packages."""
    listed = folder / "list.txt"
    listed.write_text("".join(f"{package} {HASH}\n" for package in packages), "utf-8")
    (folder / "accepted.toml").write_text(accepted, "utf-8")
    words = [str(listed), "--service", url, "--accepted", str(folder / "accepted.toml")]
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(tree.ROOT / "requirements/audit.py"), *words, "--today", today],
        env={**os.environ, "XDG_CACHE_HOME": str(folder), "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def acceptance(advisory: str, until: str) -> str:
    return f'[[advisory]]\nid = "{advisory}"\nreason = "nothing here calls it"\nuntil = {until}\n'


def test_a_known_weakness_fails_and_names_the_cure(tmp_path: Path) -> None:
    with service() as (url, asked):
        status, said = audit(tmp_path, url, "sound==2.0", "leaky==1.0")
    assert status == 1
    assert "leaky 1.0: CVE-2099-0001, GHSA-aaaa-bbbb-cccc (fixed in 1.1)" in said
    assert sorted(asked) == ["leaky", "sound"]


def test_without_a_known_weakness_it_passes(tmp_path: Path) -> None:
    with service() as (url, _):
        status, said = audit(tmp_path, url, "sound==2.0", "leaky==1.1")
    assert (status, said) == (0, "audited: 2 packages, 0 advisories, 0 not accepted\n")


def test_a_service_that_does_not_answer_is_told_in_one_line(tmp_path: Path) -> None:
    with service() as (url, _):
        silent = url  # nobody listens there any more
    status, said = audit(tmp_path, silent, "leaky==1.0")
    assert (status, said) == (0, "not audited: no service answers for these packages\n")


def test_a_service_that_is_out_of_order_is_told_too(tmp_path: Path) -> None:
    with service(is_broken=True) as (url, _):
        status, said = audit(tmp_path, url, "leaky==1.0")
    assert (status, said) == (0, "not audited: no service answers for these packages\n")


@pytest.mark.parametrize(
    ("advisory", "until", "status"),
    [
        ("GHSA-aaaa-bbbb-cccc", "2026-11-23", 0),
        ("CVE-2099-0001", "2027-01-31", 0),
        ("CVE-2099-0001", "2026-11-22", 1),
        ("CVE-2099-0002", "2027-01-31", 1),
    ],
)
def test_one_advisory_can_be_accepted_until_a_day(
    tmp_path: Path, advisory: str, until: str, status: int
) -> None:
    with service() as (url, _):
        ended, said = audit(tmp_path, url, "leaky==1.0", accepted=acceptance(advisory, until))
    assert ended == status
    assert ("which has passed: nothing here calls it" in said) == (until < "2026-11-23")


def test_an_acceptance_that_nothing_needs_is_named(tmp_path: Path) -> None:
    with service() as (url, _):
        given = acceptance("CVE-2099-0009", "2027-01-31")
        status, said = audit(tmp_path, url, "sound==2.0", accepted=given)
    assert status == 0
    assert "no longer found: CVE-2099-0009" in said


@pytest.mark.parametrize(
    "given",
    [
        '[[advisory]]\nid = "X"\nreason = "why"\n',
        '[[advisory]]\nid = "X"\nreason = " "\nuntil = 2027-01-01\n',
        '[[advisory]]\nid = "X"\nreason = "why"\nuntil = "soon"\n',
        "advisory",
    ],
)
def test_no_acceptance_is_without_reason_and_end(tmp_path: Path, given: str) -> None:
    status, said = audit(tmp_path, "http://127.0.0.1:9/", "leaky==1.0", accepted=given)
    assert status == 2
    assert "accepted.toml cannot be used" in said


def test_the_audit_is_part_of_make_check() -> None:
    assert "requirements/audit.py" in tree.run("make", "--dry-run", "check").stdout
