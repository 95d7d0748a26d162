"""Files of the world over HTTP: what may be shown, what is only saved, and in parts."""

from __future__ import annotations

import pytest

from playground.server import Attachment, Person
from playground.web import files
from tests.playground.web.browsing import Browser

CLIP = b"\0\0\0\x18ftypisom" + bytes(range(88))


@pytest.fixture
def clip(emma: Person) -> str:
    """Where a clip of a hundred bytes is."""
    sent = emma.send(Attachment("video_note", CLIP))
    return f"/media/{sent.content['video_note']['file_id']}"


async def test_a_clip_comes_whole_with_its_type(browser: Browser, clip: str) -> None:
    status, headers, content = await browser.get(clip)
    assert (status, headers["Content-Type"], content) == (200, "video/mp4", CLIP)
    assert headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "told", "part"),
    [
        ("bytes=0-9", "bytes 0-9/100", CLIP[:10]),
        ("bytes=90-", "bytes 90-99/100", CLIP[90:]),
        ("bytes=-5", "bytes 95-99/100", CLIP[95:]),
        ("bytes=50-1000", "bytes 50-99/100", CLIP[50:]),
    ],
)
async def test_a_part_comes_where_a_part_is_wanted(
    browser: Browser, clip: str, asked: str, told: str, part: bytes
) -> None:
    status, headers, content = await browser.get(clip, Range=asked)
    assert (status, headers["Content-Range"], content) == (206, told, part)


async def test_a_part_behind_the_end_is_none(browser: Browser, clip: str) -> None:
    status, headers, _ = await browser.get(clip, Range="bytes=100-")
    assert (status, headers["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize("asked", ["bytes=-0", "bytes=-00"])
async def test_the_last_no_bytes_are_none(browser: Browser, clip: str, asked: str) -> None:
    status, headers, content = await browser.get(clip, Range=asked)
    assert (status, headers["Content-Range"], content) == (416, "bytes */100", b"")


async def test_what_is_no_range_is_answered_whole(browser: Browser, clip: str) -> None:
    assert (await browser.get(clip, Range="bytes=a-b"))[0] == 200


async def test_a_page_that_somebody_sent_is_saved_and_never_shown(
    browser: Browser, emma: Person
) -> None:
    page = b"<script>alert(1)</script>"
    sent = emma.send(Attachment("document", page, file_name="보고서.html", mime_type="text/html"))
    _, headers, content = await browser.get(f"/media/{sent.content['document']['file_id']}")
    assert content == page
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%EB%B3%B4")


async def test_no_such_file_is_said_so(browser: Browser) -> None:
    assert (await browser.get("/media/nothing"))[0] == 404


@pytest.mark.parametrize(
    ("start", "mime"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"OggS\0", "audio/ogg"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"<svg onload=alert(1)>", None),
        (b"PK\x03\x04", None),
    ],
)
def test_the_type_is_that_of_the_bytes(start: bytes, mime: str | None) -> None:
    assert files.kind(start) == mime
