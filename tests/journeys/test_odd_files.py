"""Clips that lack something, and files that are no clips: the right card each."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground import clips
from playground.clips import Encoding
from playground.server import Message, Person
from tests.journeys.conftest import Clips
from tests.journeys.people import Town, answers_to, button_texts, says_to

CAPTION = "A quiet day\nMy sister called and we talked about the old house. #sister"


async def _card(town: Town, person: Person, path: Path) -> tuple[Message, str]:
    clip = person.send_document(
        path, "video/mp4", caption=CAPTION, file_name="clip.mp4", file_size=None
    )
    await town.settled(person, clip)
    [card] = answers_to(clip)
    return card, card.caption or card.text or ""


async def test_no_face_still_gives_the_words(town: Town, reel: Clips) -> None:
    person = await town.resident("en", "Emma")
    card, text = await _card(town, person, reel.room)
    assert card.photo is None
    assert says_to(person).warnings["no_face"] in text
    assert "My sister called and we talked about the old house." in text
    assert "#sister" in text
    assert town.entries(person)[0]["state"] == "done"


async def test_no_sound_still_gives_the_curve(town: Town, reel: Clips) -> None:
    person = await town.resident("ko")
    path = clips.talking_face(
        reel.folder / "silent.mp4", seconds=6, size=192, encoding=Encoding(audio=None, fps=12)
    )
    card, text = await _card(town, person, path)
    assert card.photo is not None
    assert says_to(person).warnings["no_audio"] in text
    assert says_to(person).face_seen(6, 6) in text


async def test_sound_alone_gives_the_words(town: Town, reel: Clips) -> None:
    person = await town.resident("en", "Emma")
    card, text = await _card(town, person, clips.sound_only(reel.folder / "sound.mp4", seconds=3))
    assert card.photo is None
    assert says_to(person).warnings["no_picture"] in text
    assert "My sister called" in text


async def test_a_clip_cut_in_its_data_gives_what_was_there(town: Town, reel: Clips) -> None:
    person = await town.resident("en", "Emma")
    path = reel.folder / "cut.mp4"
    whole = reel.long.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    card, text = await _card(town, person, path)
    assert card.photo is not None
    assert says_to(person).warnings["truncated"] in text
    assert town.entries(person)[0]["state"] == "done"


def _still(reel: Clips) -> Path:
    return clips.still_picture(reel.folder / "still.jpg")


def _text(reel: Clips) -> Path:
    path = reel.folder / "text.mp4"
    path.write_text("Dear diary, this is not a video.\n" * 50, encoding="utf-8")
    return path


def _empty(reel: Clips) -> Path:
    path = reel.folder / "empty.mp4"
    path.write_bytes(b"")
    return path


def _without_index(reel: Clips) -> Path:
    path = clips.talking_face(
        reel.folder / "late.mp4",
        seconds=3,
        size=128,
        encoding=Encoding(fps=10, options={"movflags": "use_metadata_tags"}),
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


@pytest.mark.parametrize("make", [_still, _text, _empty, _without_index])
@pytest.mark.parametrize("language", ["ko", "en"])
async def test_what_is_no_clip_fails_with_a_reason_and_keeps_the_words(
    town: Town, reel: Clips, make: object, language: str
) -> None:
    assert callable(make)
    person = await town.resident(language)
    says = says_to(person)
    card, text = await _card(town, person, make(reel))
    assert card.photo is None
    reason = town.entries(person)[0]["reason"]
    assert reason in {"not_a_video", "no_moving_picture", "unreadable"}
    assert says.failed(says.reasons[reason]) in text
    assert "My sister called and we talked about the old house." in text
    assert says_to(person).retry_button not in button_texts(card)  # it could not mend it
    assert "Traceback" not in text
