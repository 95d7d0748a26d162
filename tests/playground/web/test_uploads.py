"""Files that people send from the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.clips import Encoding, talking_face
from playground.server import Person
from playground.web import uploads
from playground.web.page import Page
from tests.playground.web.browsing import Browser


async def test_a_recording_is_sent_as_a_round_note(
    browser: Browser, page: Page, emma: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The one test here with the process that makes it."""
    recorded = tmp_path_factory.mktemp("browser") / "clip.webm"
    talking_face(recorded, seconds=0.5, size=64, encoding=Encoding("libvpx", "libopus", "webm"))
    lies = {"duration": 999, "file_name": "note.webm", "caption": "notes have none"}
    meta = {"chat": emma.id, "kind": "video_note", **lies}
    status, told = await browser.upload(emma, recorded.read_bytes(), **meta)
    assert status == 200, told
    media = told["message"]["media"]
    assert (media["duration"], media["width"], media["mime"]) == (1, 384, "video/mp4")
    _, headers, content = await browser.get(media["url"])
    assert headers["Content-Type"] == "video/mp4"
    assert emma.chat.messages[-1].content["video_note"]["file_size"] == len(content)
    assert list(page.folder.iterdir()) == []


async def test_a_bad_recording_is_said_to_be_one(browser: Browser, emma: Person) -> None:
    status, told = await browser.upload(emma, b"hello", chat=emma.id, kind="video_note")
    assert status == 400
    assert told == {"error": "The file cannot be read. Record or choose another one."}
    assert emma.chat.messages == []


async def test_a_document_goes_as_it_is(browser: Browser, emma: Person) -> None:
    meta = {"chat": emma.id, "kind": "document", "caption": "my diary"}
    status, told = await browser.upload(emma, b"PK..", **meta, file_name="C:\\a/diary.zip")
    assert status == 200
    assert told["message"]["media"]["file_name"] == "diary.zip"
    assert told["message"]["text"] == "my diary"


@pytest.mark.parametrize(
    ("meta", "content", "says"),
    [
        ({"kind": "document"}, None, "Choose a file first."),
        ({"kind": "document"}, b"", "The file is empty. Record or choose another one."),
        ({"kind": "spell"}, b"x", "The page asked for something that makes no sense. Reload it."),
        (
            {"kind": "document", "caption": "x" * 1025},
            b"x",
            "That is too long: 1024 characters are the limit.",
        ),
        ({"kind": "document", "chat": 7001}, b"x", "This chat is not there, or not open to you."),
    ],
)
async def test_what_cannot_be_sent_is_told_why(
    browser: Browser, emma: Person, meta: dict[str, object], content: bytes | None, says: str
) -> None:
    status, told = await browser.upload(emma, content, **({"chat": emma.id} | meta))
    assert (status // 100, told) == (4, {"error": says})


async def test_a_file_above_the_limit_is_refused(
    browser: Browser, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LIMIT_MB", 1)
    large = bytes(uploads.MEGABYTE + 1)
    status, told = await browser.upload(emma, large, chat=emma.id, kind="document")
    assert (status, told["error"]) == (400, "The file is too large: 1 MB is the limit.")


async def test_a_full_disk_is_said(
    browser: Browser, page: Page, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On /dev/full every write fails as on a disk that is full."""
    says = "The file could not be stored. Is the disk full?"
    full = Path("/dev/full")
    monkeypatch.setattr(uploads, "RECEIVED", full)
    status, told = await browser.upload(emma, b"x" * 9000, chat=emma.id, kind="document")
    assert (status, told) == (400, {"error": says})
    page.folder = full
    status, told = await browser.upload(emma, b"x", chat=emma.id, kind="document")
    assert (status, told) == (400, {"error": says})
    status, _, content = await browser.get("/media/sample", **{"Accept-Language": "en"})
    assert (status, json.loads(content)) == (400, {"error": says})
    assert emma.chat.messages == []


async def test_what_is_said_beside_a_file_has_a_limit(browser: Browser, emma: Person) -> None:
    meta = {"chat": emma.id, "kind": "document"}
    status, told = await browser.upload(emma, b"x", **meta, more="x" * uploads.JSON_BYTES)
    says = "The page asked for something that makes no sense. Reload it."
    assert (status, told) == (400, {"error": says})


async def test_the_sample_is_made_once(
    browser: Browser, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    async def write(kind: str, path: str) -> dict[str, int]:
        made.append(kind)
        Path(path).write_bytes(b"\0\0\0\x18ftypisom")  # noqa: ASYNC240 - a few bytes
        return {}

    monkeypatch.setattr(uploads, "_made", write)
    for _ in range(2):
        status, headers, content = await browser.get("/media/sample")
        assert (status, headers["Content-Type"]) == (200, "video/mp4")
        assert content.endswith(b"ftypisom")
    assert made == ["sample"]
    assert [path.name for path in page.folder.iterdir()] == ["sample.mp4"]
