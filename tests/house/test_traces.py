"""The scanner of traces sees what it looks for: in every spelling, packing and place."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import subprocess
import sys
import urllib.parse
import zipfile
from pathlib import Path

import psutil
import pytest

from tests.house import traces

TOKEN = "735128:AAGq7RzTnb5KxWvE2mHcYd0PsLu9JfQoXi4"
SAID = {"title": "비밀깃털갈", "tag": "quillsecretax", "body": "비밀깃털낟 두 낱말"}


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("before", ["", "x", "xy", "가"])
def test_a_phrase_is_seen_in_every_spelling(name: str, before: str) -> None:
    whole = f"{before} {SAID[name]} …"
    for content in (
        whole.encode(),
        whole.encode("utf-16"),
        whole.encode("utf-16-be"),
        json.dumps({"said": whole}).encode(),
        json.dumps({"said": whole}, ensure_ascii=False).encode(),
        ascii(whole).encode(),
        repr(whole.encode()).encode(),
        urllib.parse.quote(whole).encode(),
        urllib.parse.quote_plus(whole).encode(),
        base64.b64encode(whole.encode()),
        base64.urlsafe_b64encode(whole.encode("utf-16-le")),
        whole.encode().hex().encode(),
    ):
        assert traces.found(b"<" + content + b">", SAID) == {name}, content


def test_a_phrase_is_seen_in_archives_within_archives_and_in_names(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.gz", gzip.compress(SAID["title"].encode()))
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    (tmp_path / SAID["tag"]).mkdir()
    (tmp_path / "clean").write_bytes(b"nothing")
    assert traces.in_files(tmp_path, SAID) == {"a.zip": {"title"}, SAID["tag"]: {"tag"}}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_scan_sees_a_token_in_what_a_process_shows() -> None:
    program = "import sys; print('up', flush=True); sys.stdin.read()"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", program, TOKEN],
        env={**os.environ, "ITS_SECRET": TOKEN.partition(":")[2]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        seen = traces.in_processes([psutil.Process(process.pid)], traces.of_token(TOKEN))
        process.communicate()
    assert seen == {
        f"{process.pid} cmdline": {"token", "secret", "half"},
        f"{process.pid} environ": {"secret", "half"},
    }
