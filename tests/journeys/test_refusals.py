"""What is refused before anything is fetched."""

from __future__ import annotations

import pytest

from bot.phrases.help import words_in as help_words
from playground.server import Message, Person
from tests.journeys.conftest import Clips
from tests.journeys.people import Town, answers_to, says_to


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_too_big_and_too_long_are_refused_with_a_sentence(
    town: Town, reel: Clips, language: str
) -> None:
    person = await town.resident(language)
    says = says_to(person)
    big = person.send_video(reel.room, 2, file_size=48_200_000)
    await _is_answered(town, person, big, says.too_big(46, 20))
    long = person.send_video(reel.room, 3700)
    await _is_answered(town, person, long, says.too_long(3700, 600))
    document = person.send_document(
        reel.room, "video/mp4", file_name="film.mp4", file_size=20 * 1024 * 1024 + 1
    )
    await _is_answered(town, person, document, says.too_big(21, 20))
    assert town.entries(person) == []
    ids = {m.content[m.kind]["file_id"] for m in (big, long, document)}
    assert not any(call.params["file_id"] in ids for call in town.world.calls_of("getFile"))


async def _is_answered(town: Town, person: Person, clip: Message, sentence: str) -> None:
    await town.sees(person, lambda: [m.text for m in answers_to(clip)] == [sentence])


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_what_is_no_clip_gets_a_hint(town: Town, language: str) -> None:
    person = await town.resident(language)
    says = says_to(person)
    sticker = person.send_sticker(b"sticker")
    await _is_answered(town, person, sticker, says.only_video)
    dice = person.send_content({"dice": {"emoji": "🎲", "value": 4}})
    await _is_answered(town, person, dice, says.only_video)
    person.send_text("/nothing_like_this")
    unknown = help_words(language).unknown
    await town.sees(person, lambda: person.chat.from_bot[-1].text == unknown)
    assert town.entries(person) == []
