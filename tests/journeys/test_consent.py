"""Nothing is opened before a person has agreed, and nothing that came before is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playground.server import Message, Person
from tests.journeys.people import Town, answers_to, button_texts, says_to, with_button


def fetched(town: Town, clip: Message) -> bool:
    """Whether the bot has asked for the file of a clip."""
    media = clip.content.get("video") or clip.content["video_note"]
    return any(
        call.params["file_id"] == media["file_id"] for call in town.world.calls_of("getFile")
    )


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_clip_before_the_consent_waits_for_its_button(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    person = town.newcomer(language)
    says = says_to(person)
    clip = person.send_video_note(shots(), duration=6)
    [asks] = await town.sees(person, lambda: answers_to(clip))
    assert asks.text == says.waits_for_consent
    assert button_texts(asks) == [says.consent_button, says.drop_button]
    # Somebody else's clip goes all the way meanwhile, so the bot was not merely slow.
    other = await town.resident(language)
    await town.card(other, other.send_video_note(shots(), duration=6))
    assert not fetched(town, clip)
    assert town.job(person)["state"] == "held"
    await person.press(asks, says.consent_button, 60)
    assert await town.card(person, clip) is asks
    assert len(town.entries(person)) == 1


async def test_start_takes_one_message_and_asks_once(town: Town) -> None:
    person = town.newcomer("en", "Emma")
    says = says_to(person)
    person.send_text("/start")
    asks = await town.sees(person, lambda: with_button(person, says.consent_button))
    assert [m.kind for m in person.chat.from_bot] == ["text"]
    assert person.chat.from_bot[-1] is asks
    await person.press(asks, says.consent_button, 60)
    await town.sees(person, lambda: (asks.text or "").endswith(says.consent_thanks))
    assert button_texts(asks) == []
    person.send_text("/start")
    await town.sees(person, lambda: len(person.chat.from_bot) == 2)
    assert (person.chat.from_bot[-1].text or "").endswith(says.consent_already)
    assert with_button(person, says.consent_button) is None


async def test_a_consent_pressed_twice_is_one_consent(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = town.newcomer("en", "Emma")
    says = says_to(person)
    clip = person.send_video_note(shots(), duration=6)
    [asks] = await town.sees(person, lambda: answers_to(clip))
    first, second = (person.tap(asks, says.consent_button) for _ in range(2))
    assert [await first.answered(60), await second.answered(60)]
    await town.card(person, clip)
    person.call(asks, "agree:0")
    await town.settled(person, clip)
    assert len(town.entries(person)) == 1
    assert town.job(person)["attempts"] == 1


async def test_strangers_press_in_vain(town: Town, shots: Callable[[], bytes]) -> None:
    owner, stranger = town.newcomer("en", "Emma"), await town.resident("en", "Mallory")
    clip = owner.send_video_note(shots(), duration=6)
    [asks] = await town.sees(owner, lambda: answers_to(clip))
    entry = town.entries(owner)[0]["id"]
    mine = await _own_message(town, stranger)
    for data in (f"cancel:{entry}", f"drop:{entry}", f"anyway:{entry}", f"retry:{entry}"):
        answer = await stranger.call(mine, data).answered(60)
        assert answer["text"] == says_to(stranger).not_yours
    assert await stranger.call(mine, "agree:0").answered(60)
    assert await stranger.call(mine, "rm -rf").answered(60)
    assert town.entries(owner)[0]["state"] == "consent"
    assert not fetched(town, clip)
    assert button_texts(asks)[0] == says_to(owner).consent_button


async def _own_message(town: Town, person: Person) -> Message:
    person.send_text("/help")
    await town.sees(person, lambda: person.chat.from_bot[-1].text.startswith("How it works"))
    return person.chat.from_bot[-1]
