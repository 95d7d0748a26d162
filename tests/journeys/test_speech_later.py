"""There is no speech model at first; once there is one, the words are filled in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.analysis import scripted_whisper
from tests.analysis.scripted_whisper import Script
from tests.journeys.people import Town, answers_to, picture_cards, says_to

SAID = Script(((0.0, "My brother baked bread for grandma", 3.0),), language="en")


async def test_words_are_completed_once_the_speech_model_is_there(
    own_town: Town, shots: Callable[[], bytes], tmp_path: Path
) -> None:
    town = own_town
    person = await town.resident("en", "Emma")
    missing = says_to(person).warnings["speech_model_missing"]
    clip = person.send_video(shots(), 6, caption="Bread")
    card = await town.card(person, clip)
    assert missing in (card.caption or "")
    await town.bot.stop()
    scripted_whisper.write(tmp_path / "data" / "models" / "small", SAID)
    town.bot.start()
    await town.sees(person, lambda: missing not in (card.caption or ""))
    await town.settled(person, clip)
    assert "My brother baked bread for grandma" in (card.caption or "")
    assert picture_cards(person) == [card]
    assert answers_to(clip) == [card]
    assert len(town.entries(person)) == 1
    await person.press(card, says_to(person).words_button, 60)
    await town.sees(person, lambda: "0:00 My brother baked bread" in (card.caption or ""))
