"""What a card says while the machine has no room."""

from dataclasses import replace

import pytest

from bot.cards import face
from bot.phrases import outages
from diary.cards import Queue
from tests.bot.given import contents


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_clip_that_waits_for_room_says_so_instead_of_its_place(language: str) -> None:
    short = replace(contents("waiting", language, queue=Queue(3, 90.0)), waits_for_room=True)
    assert face(short).text == outages.words_in(language).waits_for_room
    at_work = replace(contents("waiting", language, stage="face"), waits_for_room=True)
    assert face(at_work).text == face(replace(at_work, waits_for_room=False)).text
