import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from charts.covers import SIZE, cover_of, drawn
from charts.inks import calendar_inks, colours_of
from charts.photo import LARGEST_BYTES, photo
from tests.charts.autumns import photo_of


def test_there_are_six_different_covers() -> None:
    pictures = [drawn(n).image for n in range(1, 7)]
    assert all(picture.size == SIZE for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 6


@pytest.mark.parametrize("number", range(1, 7))
def test_a_cover_has_several_colours_and_leaves_the_calendar_its_own(number: int) -> None:
    cover = drawn(number)
    counts = sorted((n for n, _ in cover.image.getcolors(10**6)), reverse=True)
    assert counts[0] < 0.9 * SIZE[0] * SIZE[1]
    own = colours_of(calendar_inks())
    assert colours_of(cover.palette)[: len(own)] == own
    assert len(own) + 8 < len(colours_of(cover.palette)) <= 256


@pytest.mark.parametrize("cover", [None, 0, 7, -1])
def test_other_numbers_are_no_covers(cover: int | None) -> None:
    assert cover_of(cover) is None


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (4000, 3000), SIZE])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_photos_of_every_shape_fill_the_cover(kind: str, size: tuple[int, int]) -> None:
    picture = photo(photo_of(kind, size), SIZE)
    assert picture is not None
    assert picture.size == SIZE
    assert np.abs(np.asarray(picture).astype(int) - (0xB0, 0x30, 0x60)).max() < 12


@pytest.mark.parametrize("mode", ["RGBA", "L", "LA", "P", "1", "I;16", "CMYK"])
def test_photos_of_every_mode_are_taken(mode: str) -> None:
    file = io.BytesIO()
    Image.new(mode, (60, 40)).save(file, "JPEG" if mode == "CMYK" else "PNG")
    picture = photo(file.getvalue(), SIZE)
    assert picture is not None
    assert picture.mode == "RGB"


def test_what_is_transparent_shows_paper() -> None:
    picture = photo(photo_of("PNG", colour="#00000000", mode="RGBA"), SIZE)
    assert picture is not None
    assert picture.getpixel((500, 100)) == (0xFF, 0xFD, 0xF9)


def test_a_photo_is_turned_upright() -> None:
    image = Image.new("RGB", (400, 100), "#FF0000")
    image.paste((0, 0, 255), (200, 0, 400, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, quality=95)
    picture = photo(file.getvalue(), (100, 400))
    assert picture is not None
    assert picture.getpixel((50, 20))[0] > 200
    assert picture.getpixel((50, 380))[2] > 200


def a_huge_png() -> bytes:
    """A few bytes that would unpack to ten thousand million pixels."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


BAD = {
    "nothing": b"",
    "text": b"hello" * 100,
    "gif": photo_of("GIF"),
    "bmp": photo_of("BMP"),
    "cut jpeg": photo_of("JPEG", (2000, 2000))[:700],
    "cut png": photo_of("PNG", (2000, 2000))[:200],
    "huge": a_huge_png(),
    "many pixels": photo_of("PNG", (9000, 2000), mode="1", colour="white"),
    "more than the bomb": photo_of("PNG", (12_000, 9_000), mode="1", colour="white"),
    "too many bytes": photo_of("JPEG") + bytes(LARGEST_BYTES),
}


@pytest.mark.parametrize("name", BAD)
def test_bytes_that_are_no_photo_are_left_out_and_not_logged(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "charts")
    assert photo(BAD[name], SIZE) is None
    assert cover_of(BAD[name]) is None
    assert all(len(record.getMessage()) < 80 for record in caplog.records)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_damaged_photos_never_raise(kind: str) -> None:
    whole = bytearray(photo_of(kind, (90, 60)))
    generator = np.random.default_rng(4)
    for _ in range(200):
        broken = bytearray(whole)
        for place in generator.integers(0, len(broken), 3):
            broken[place] = generator.integers(0, 256)
        picture = photo(bytes(broken), (50, 20))
        assert picture is None or picture.size == (50, 20)
