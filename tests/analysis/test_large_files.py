"""Files that are large or long to decode cost what the look at them costs, not what they say."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis import containers, headers, media
from analysis.containers import MP4, recognised
from analysis.errors import TooMuch, Unreadable
from analysis.intake import Intake
from analysis.limits import MOST_BYTES, Limits
from app.analyze import _alone
from playground import clips
from tests.analysis.clip_reader import seen

FTYP = struct.pack(">I4s8s", 16, b"ftyp", b"isom\0\0\0\0")


class Counting(io.FileIO):
    """A file that counts what is read of it."""

    read_bytes = 0

    def read(self, size: int | None = -1) -> bytes:  # type: ignore[override]
        found = super().read(-1 if size is None else size) or b""
        self.read_bytes += len(found)
        return found


class Endless:
    """A file of nothing."""

    def read(self, size: int) -> bytes:
        return bytes(size)


def edits_of(count: int) -> bytes:
    return b"\0\0\0\0elst" + struct.pack(">II", 0, count) + bytes(12 * count)


def sparse(path: Path, head: bytes, size: int) -> Path:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return path


def test_media_data_as_long_as_a_disk_is_not_read_in_search_of_edits(tmp_path: Path) -> None:
    size = 3 << 30
    head = FTYP + struct.pack(">I4sQ", 1, b"mdat", size - 100_000)
    path = sparse(tmp_path / "long.mp4", head, size)
    with path.open("r+b") as file:
        file.seek(16 + size - 100_000)
        file.write(struct.pack(">I4s", 50_000, b"moov") + edits_of(300))
    with Counting(path) as opened:
        assert containers.edits(opened, MP4) == 300
        assert opened.read_bytes < 1 << 20


@pytest.mark.parametrize("before", range((1 << 20) - 30, (1 << 20) + 2, 5))
def test_edits_are_counted_once_wherever_a_piece_ends(tmp_path: Path, before: int) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(
        FTYP + struct.pack(">I4s", before + 900, b"moov") + bytes(before) + edits_of(7)
    )
    with path.open("rb") as file:
        assert containers.edits(file, MP4) == 7


def test_a_file_that_no_server_hands_out_is_refused_unread_and_uncopied(tmp_path: Path) -> None:
    path = sparse(tmp_path / "film.mp4", FTYP, MOST_BYTES + 1)
    with pytest.raises(TooMuch), media.opened(path, Limits()):
        pytest.fail("it was opened")
    (tmp_path / "job").mkdir()
    with pytest.raises(TooMuch):
        _alone(path, tmp_path / "job")


@pytest.mark.parametrize(
    "head",
    [
        (b"\x47\x1f\xff\x10" + b"\xff" * 184) * 1000,
        b"\x00\x00\x01\xba\x44\x00\x04\x00\x04\x01\x00\x00\x03\xf8",
        b"\x1a\x45\xdf\xa3\x80",
        FTYP + struct.pack(">I4sQ", 1, b"free", 3 << 30),
    ],
    ids=["ts", "mpg", "mkv", "mp4"],
)
def test_emptiness_as_long_as_a_disk_is_not_read_to_its_end(tmp_path: Path, head: bytes) -> None:
    path = sparse(tmp_path / "nothing", head, (3 << 30) + 100_000)
    with Counting(path) as file:
        intake = Intake(file, 60)
        with pytest.raises(Unreadable), headers.demuxer(intake, recognised(head), Limits()):
            pytest.fail("something was found")
        assert file.read_bytes < 80 << 20


def test_what_comes_before_the_emptiness_is_kept_and_said_to_be_damaged(tmp_path: Path) -> None:
    clip = clips.talking_face(tmp_path / "clip.ts", seconds=2, size=96)
    with clip.open("r+b") as file:
        file.truncate(3 << 30)
    found = seen(clip, Limits())
    assert found.duration_s == pytest.approx(2, abs=0.3)
    assert found.warnings == {"damaged"}


def test_a_file_is_over_when_it_was_read_in_vain_and_goes_on_with_every_packet() -> None:
    def read(times: int, packet: int) -> bool:
        intake = Intake(Endless(), 60)  # type: ignore[arg-type]
        for _ in range(times):
            intake.read(1 << 20)
            intake.gave(packet)
        return intake.is_over

    assert not read(2000, 1 << 20)
    assert not read(1000, 1)
    assert read(2000, 1)
    intake = Intake(Endless(), 60)  # type: ignore[arg-type]
    assert sum(len(intake.read(1 << 20)) for _ in range(200)) == 65 << 20
    assert intake.read(1) == b""


def test_a_packet_that_takes_its_time_ends_the_file() -> None:
    intake = Intake(Endless(), -1)  # type: ignore[arg-type]
    assert intake.read(1) == b""


@pytest.mark.parametrize("kind", [b"free", b"skip", b"mdat", b"\0\0\0\0"])
def test_room_that_was_never_written_is_skipped_as_players_do(tmp_path: Path, kind: bytes) -> None:
    size = 3 << 30
    path = sparse(tmp_path / "film.mp4", FTYP + struct.pack(">I4sQ", 1, kind, size), size)
    with path.open("r+b") as file:
        file.truncate(16 + size)
        file.seek(16 + size)
        file.write(struct.pack(">I4s", 50_000, b"moov") + edits_of(300))
    with Counting(path) as opened:
        assert containers.edits(opened, MP4) == 300
        assert opened.read_bytes < 1 << 20


def test_a_description_longer_than_any_film_has_is_refused_unread(tmp_path: Path) -> None:
    path = sparse(tmp_path / "f.mp4", FTYP + struct.pack(">I4sQ", 1, b"moov", 1 << 30), 1 << 30)
    with Counting(path) as opened, pytest.raises(TooMuch):
        containers.edits(opened, MP4)
    assert opened.read_bytes < 1 << 20


def test_a_link_is_followed_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "real.mp4").write_bytes(b"a clip")
    link = tmp_path / "clips" / "link.mp4"
    link.symlink_to("real.mp4")
    (tmp_path / "job").mkdir()
    clip = _alone(link, tmp_path / "job")
    assert clip.read_bytes() == b"a clip"
    assert not clip.is_symlink()


@pytest.mark.skipif(not Path("/proc/version").is_file(), reason="no /proc here")
def test_a_file_of_the_system_that_says_it_is_empty_is_not_waited_for(tmp_path: Path) -> None:
    assert _alone(Path("/proc/version"), tmp_path).read_bytes() == b""


@dataclass
class Clock:
    """Processor time that goes on by a step at each look."""

    step_s: float
    now_s: float = 0.0

    def process_time(self) -> float:
        self.now_s += self.step_s
        return self.now_s


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return clips.talking_face(tmp_path / "film.mp4", seconds=4, size=96)


def test_what_takes_a_slow_machine_long_is_looked_at_by_key_frames(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = seen(film, Limits())
    monkeypatch.setattr(media, "time", Clock(0.01))
    sparser = seen(film, Limits(stage_s=3.5))
    assert 0 < len(sparser.samples) < len(whole.samples)
    assert sparser.warnings == {"sparse"}
    assert sparser.duration_s == pytest.approx(whole.duration_s, abs=0.5)


def test_what_takes_still_longer_is_refused(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "time", Clock(1.0))
    with pytest.raises(TooMuch):
        seen(film, Limits(stage_s=100))
