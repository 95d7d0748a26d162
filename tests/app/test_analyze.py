"""`python -m app analyze` as its own process: status, one JSON object, a picture."""

import asyncio
import json
import os
import re
import struct
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest

from analysis.quality import HINDRANCES
from analysis.report import LABELS, WARNINGS, Emotions, Moment, Report, as_scores
from app.analyze import lines
from playground import clips
from playground.clips import Encoding
from tests.app.commands import ROOT, Done, app

SMALL = Encoding(fps=12)
KEYS = {
    "status", "duration_s", "face_s", "emotions", "transcript", "key_sentences", "tags", "warnings",
}  # fmt: skip


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every clip of these tests, made once."""
    folder = tmp_path_factory.mktemp("reel")
    silent = Encoding(audio=None, fps=12)
    face = clips.talking_face(folder / "face.mp4", seconds=7, size=192, encoding=SMALL)
    clips.empty_room(folder / "room.mp4", seconds=2, size=128, encoding=SMALL)
    clips.talking_face(folder / "silent.mp4", seconds=2, size=192, encoding=silent)
    clips.still_picture(folder / "still.png", size=128)
    clips.sound_only(folder / "sound.mp4", seconds=2)
    (folder / "text.mp4").write_text("#EXTM3U\nface.mp4\n", encoding="utf-8")
    (folder / "empty.mp4").write_bytes(b"")
    whole = face.read_bytes()
    (folder / "truncated.mp4").write_bytes(whole[: len(whole) * 2 // 3])
    (folder / "index.mp4").write_bytes(without_index(whole))
    return folder


def without_index(mp4: bytes) -> bytes:
    """The file with its `moov` box left out."""
    kept, place = b"", 0
    while place < len(mp4):
        size, kind = struct.unpack_from(">I4s", mp4, place)
        if kind != b"moov":
            kept += mp4[place : place + size]
        place += size
    assert len(kept) < len(mp4)
    return kept


def check_contract(value: dict[str, Any]) -> None:
    """What every answer about a clip has, whatever was in it."""
    assert value.keys() >= KEYS
    emotions = value["emotions"]
    for scores in [emotions["mean"], *(moment["scores"] for moment in emotions["timeline"])]:
        assert scores is None or (len(scores) == 7 and abs(sum(scores) - 1) < 1e-6)
    assert emotions["dominant"] in {None, *LABELS}
    times = [moment["t_s"] for moment in emotions["timeline"]]
    assert times == sorted(times)
    assert all(warning.keys() == {"code", "message"} for warning in value["warnings"])
    assert value["face_s"] <= value["duration_s"] + 0.5


def described() -> dict[str, Any]:
    """What the expression model that comes with the program is."""
    found: dict[str, Any] = json.loads((ROOT / "analysis" / "expressions.json").read_text("utf-8"))
    return found


def codes(value: dict[str, Any]) -> set[str]:
    return {warning["code"] for warning in value["warnings"]}


async def test_a_talking_face_is_analysed_and_drawn(reel: Path, tmp_path: Path) -> None:
    chart = tmp_path / "chart.png"
    done = await app(tmp_path, "analyze", str(reel / "face.mp4"), "--json", "--chart", str(chart))
    value = done.json
    check_contract(value)
    assert done.status == 0
    assert value["status"] == "partial"
    assert codes(value) <= {"speech_model_missing", "no_speech"}
    assert value["duration_s"] == pytest.approx(7, abs=0.3)
    assert value["face_s"] == pytest.approx(7, abs=1.5)
    assert value["emotions"]["mean"] is not None
    assert 0 <= value["emotions"]["unclear_s"] <= value["face_s"]
    assert value["hindrance"] is None
    assert value["models"]["expression"] == described()["version"]
    assert chart.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize(
    ("name", "warning", "has_face"),
    [
        ("room.mp4", "no_face", False),
        ("silent.mp4", "no_audio", True),
        ("sound.mp4", "no_picture", False),
        ("truncated.mp4", "truncated", True),
    ],
)
async def test_what_is_there_is_analysed_and_what_is_missing_said(
    reel: Path, tmp_path: Path, name: str, warning: str, *, has_face: bool
) -> None:
    done = await app(tmp_path, "analyze", str(reel / name), "--json")
    value = done.json
    check_contract(value)
    assert (done.status, value["status"]) == (0, "partial")
    assert warning in codes(value)
    assert codes(value) <= {*WARNINGS}
    assert (value["emotions"]["mean"] is not None) is has_face


@pytest.mark.parametrize("name", ["still.png", "text.mp4", "empty.mp4", "index.mp4"])
async def test_what_is_no_clip_is_refused_with_one_sentence_and_one_object(
    reel: Path, tmp_path: Path, name: str
) -> None:
    done = await app(tmp_path, "analyze", str(reel / name), "--json")
    value = done.json
    check_contract(value)
    assert (done.status, value["status"]) == (3, "rejected")
    assert len(done.errors.strip().splitlines()) == 1
    assert done.errors.strip() == value["warnings"][0]["message"]
    nothing = {"mean": None, "dominant": None, "timeline": [], "unclear_s": 0.0}
    assert value["emotions"] == nothing
    assert "Traceback" not in done.errors


async def test_without_json_a_person_can_read_it(reel: Path, tmp_path: Path) -> None:
    done = await app(tmp_path, "analyze", str(reel / "room.mp4"))
    assert done.status == 0
    assert f"note: {WARNINGS['no_face']}" in done.out
    assert "expressive" not in done.out
    done = await app(tmp_path, "analyze", str(reel / "face.mp4"))
    assert done.status == 0
    assert "\nin its more expressive half: " in done.out
    assert re.search(r"^no expression was clear for \d+\.\d s$", done.out, re.MULTILINE)


def test_what_is_printed_of_a_face_says_what_it_is_of() -> None:
    """The mean leans to where the face showed something: its shares are not those of all time."""
    scores = as_scores((0, 0, 0, 0.6, 0, 0, 0.4))
    moments = tuple(Moment(0.2 * step, scores) for step in range(20))
    emotions = Emotions(scores, "neutral", moments, unclear_s=1.44)
    printed = lines(Report(5.0, 4.0, emotions, None, (), (), hindrance="small"))
    assert printed[0] == "5.0 s, face seen 4.0 s"
    assert printed[1].startswith("in its more expressive half: happy 60%, neutral 40%, ")
    assert printed[2:4] == ["most of the time: neutral", "no expression was clear for 1.4 s"]
    assert printed[4] == "note: The face was too small to read. Come a little closer next time."


@pytest.mark.parametrize("hindrance", HINDRANCES)
def test_every_hindrance_is_printed_in_words(hindrance: str) -> None:
    [_, note] = lines(Report(5.0, 0.0, Emotions(), None, (), (), hindrance=hindrance))
    assert note.startswith("note: ")
    assert hindrance not in {note, note.removeprefix("note: ")}


async def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    both: list[Awaitable[Done]] = [
        app(tmp_path, "analyze", "nowhere.mp4", "--json"),
        app(tmp_path, "analyze", "--text", "nowhere.txt", "--json"),
    ]
    for done in await asyncio.gather(*both):
        assert (done.status, done.out) == (2, "")
        assert "nowhere" in done.errors
        assert "Traceback" not in done.errors


KOREAN = (
    "오늘은 민지와 한강에서 라면을 먹었다. 바람이 시원해서 기분이 좋았다. "
    "민지가 다음 주에 이사를 간다고 해서 조금 아쉬웠다. 그래도 한강은 여전히 예뻤다."
)
ENGLISH = (
    "I walked home from the hospital because Grandma is better. The doctor said she can leave on "
    "Friday. Tomorrow I will buy tulips for the garden."
)


@pytest.mark.parametrize(("text", "language"), [(KOREAN, "ko"), (ENGLISH, "en")])
async def test_a_text_gives_its_key_sentences_and_tags(
    tmp_path: Path, text: str, language: str
) -> None:
    (tmp_path / "diary.txt").write_text(text, encoding="utf-8")
    done = await app(tmp_path, "analyze", "--text", "diary.txt", "--json")
    value = done.json
    assert (done.status, value["language"]) == (0, language)
    assert value["key_sentences"]
    assert all(key["text"] in text and key["start_s"] is None for key in value["key_sentences"])
    assert 3 <= len(value["tags"]) <= 7


async def test_an_empty_text_from_standard_input_has_no_words(tmp_path: Path) -> None:
    done = await app(tmp_path, "analyze", "--text", "-", "--json", given=b" \n")
    assert done.status == 0
    assert (done.json["key_sentences"], done.json["tags"]) == ([], [])


async def test_bytes_that_are_no_utf_8_are_refused_with_one_object(tmp_path: Path) -> None:
    done = await app(tmp_path, "analyze", "--text", "-", "--json", given="한강".encode("cp949"))
    assert (done.status, done.json["status"]) == (3, "rejected")
    assert (done.json["key_sentences"], done.json["tags"]) == ([], [])
    assert "UTF-8" in done.errors


async def test_a_damaged_speech_model_costs_the_words_and_not_the_curve(
    reel: Path, tmp_path: Path
) -> None:
    model = tmp_path / "models" / "small"
    await asyncio.to_thread(model.mkdir, parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (model / name).write_bytes(b"damaged")
    done = await app(
        tmp_path, "analyze", str(reel / "face.mp4"), "--json", MODELS=str(tmp_path / "models")
    )
    assert done.status == 0
    assert done.json["emotions"]["mean"] is not None
    assert done.json["status"] == "partial"
    assert codes(done.json) & {"speech_failed", "no_speech"}


async def test_told_to_end_it_leaves_no_copy_of_the_clip(reel: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    await asyncio.to_thread(temporary.mkdir)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "analyze", str(reel / "face.mp4"),
        cwd=tmp_path, env=environment, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    async with asyncio.timeout(60):
        while not list(temporary.glob("mind-gitter-*/clip/clip")):  # noqa: ASYNC110 - a process
            await asyncio.sleep(0.02)
    process.terminate()
    await process.wait()
    assert list(temporary.glob("mind-gitter-*")) == []


async def test_a_picture_that_cannot_be_written_is_said_before_the_work(
    reel: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "nowhere" / "chart.png")
    done = await app(tmp_path, "analyze", str(reel / "face.mp4"), "--chart", out)
    assert (done.status, done.out) == (2, "")
    assert "nowhere" in done.errors
