"""Files: sizes of pictures, identifiers, what may be downloaded."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from playground.server.files import FileStore, picture_size, read
from playground.server.refusals import Refused


@pytest.mark.parametrize("progressive", [False, True])
def test_the_size_of_a_jpeg_is_read_from_its_header(progressive: bool) -> None:  # noqa: FBT001
    drawn = io.BytesIO()
    picture = Image.effect_noise((321, 123), 50)
    picture.save(drawn, "JPEG", progressive=progressive, exif=b"Exif\0\0" + bytes(300))
    assert picture_size(drawn.getvalue()) == (321, 123)


def test_the_size_of_a_png_is_read_from_its_header(draw: Callable[..., bytes]) -> None:
    assert picture_size(draw(33, 44)) == (33, 44)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8", b"\xff\xd8\xff\xe0\0\x10JFIF"])
def test_what_is_no_picture_has_no_size(content: bytes) -> None:
    assert picture_size(content) is None


def test_what_a_bot_uploads_twice_is_two_files() -> None:
    files = FileStore()
    first, second = (files.add("photo", b"same", fresh=True) for _ in range(2))
    assert first.file_unique_id != second.file_unique_id
    assert files.at(first.path) is first
    assert files.at("photos/none.jpg") is None


def test_twenty_megabytes_may_be_downloaded_and_no_byte_more() -> None:
    files = FileStore()
    limit = 20 * 1024 * 1024
    most, more = (files.add("video", b"x", size=size) for size in (limit, limit + 1))
    assert files.open(most.file_id) is most
    with pytest.raises(Refused, match="Bad Request: file is too big"):
        files.open(more.file_id)


def test_a_source_is_bytes_or_a_path(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"clip")
    assert read(path) == read(b"clip")
