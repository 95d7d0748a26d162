"""A clip goes in, a card comes out, in the language of the person."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.phrases import Phrases
from bot.phrases.moods import FACES
from bot.phrases.shares import words_in
from languages.catalogue import LANGUAGES
from playground.server import Message, Person
from tests.journeys.people import Town, answers_to, button_texts, picture_cards, says_to

TITLES = {"ko": "드디어 발표가 끝났다", "en": "The long way home"}
WORDS = {
    "ko": "아침부터 긴장해서 밥도 못 먹었어요. 민지가 회사 앞까지 와서 같이 연습해 줬어요. "
    "끝나고 민지랑 한강에서 라면을 먹으며 한참 웃었어요. #발표 #한강",
    "en": "I walked home because Grandma is finally better. The doctor said she can leave on "
    "Friday. Tomorrow I will buy tulips for her garden. #family #garden",
}

HANGUL = range(0xAC00, 0xD7A4)


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_one_clip_becomes_one_card_in_the_language_of_the_person(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    person = await town.resident(language)
    before = len(person.chat.from_bot)
    title, words = TITLES[language], WORDS[language]
    clip = person.send_video(shots(), duration=6, caption=f"{title}\n{words}")
    await town.sees(person, lambda: answers_to(clip))
    card = await town.card(person, clip)
    await town.settled(person, clip)
    assert person.chat.from_bot[before:] == [card]
    await _has_everything(town, person, clip, card)
    await _turns_by_its_buttons(town, person, card, words)
    assert len(person.chat.from_bot) == before + 1
    assert len(town.entries(person)) == 1


async def _has_everything(town: Town, person: Person, clip: Message, card: Message) -> None:
    says, language = says_to(person), person.language_code or ""
    assert card.versions[0].text in {says.queued, *(_stage(says, n) for n in range(4))}
    await town.sees(person, lambda: list(clip.reactions.values()) == [["👌"]])
    assert _reactions(town, person)[0] == "👀"
    lines = (card.caption or "").split("\n")
    assert lines[0] == TITLES[language]
    assert ("요일" if language == "ko" else "day, ") in lines[1]
    quotes = [e for e in card.entities if e["type"] == "blockquote"]
    assert quotes
    quote = (card.caption or "")[quotes[0]["offset"] :][: quotes[0]["length"]]
    assert quote in WORDS[language]
    assert says.face_seen(6, 6) in (card.caption or "")
    for tag in (word for word in WORDS[language].split() if word.startswith("#")):
        assert tag in (card.caption or "").split()
    assert any(looked in (card.caption or "") for looked in says.looked.values())
    assert says.warnings["speech_model_missing"] in (card.caption or "")
    assert (card.photo or b"").startswith(b"\x89PNG")
    assert speaks(language, person)


def _reactions(town: Town, person: Person) -> list[str]:
    calls = town.world.calls_of("setMessageReaction")
    given = [call.params["reaction"] for call in calls if int(call.params["chat_id"]) == person.id]
    return [mark["emoji"] for marks in given for mark in json.loads(marks)]


async def _turns_by_its_buttons(town: Town, person: Person, card: Message, words: str) -> None:
    says, curve, caption = says_to(person), card.photo, card.caption
    more = words_in(person.language_code or "ko").more_button
    assert button_texts(card) == [*FACES.values(), says.words_button, says.bubbles_button, more]
    await person.press(card, says.bubbles_button, 60)
    await town.sees(person, lambda: card.photo != curve)
    assert card.caption == caption
    await town.sees(person, lambda: says.curve_button in button_texts(card))
    await person.press(card, says.words_button, 60)
    await town.sees(person, lambda: says.card_button in button_texts(card))
    assert says.words_title in (card.caption or "")
    assert words.partition(" #")[0] in (card.caption or "")
    await person.press(card, says.card_button, 60)
    await town.sees(person, lambda: card.caption == caption)
    assert picture_cards(person) == [card]
    assert button_texts(card) == [*FACES.values(), says.words_button, says.bubbles_button, more]


def _stage(says: Phrases, number: int) -> str:
    stage = ("fetch", "face", "speech", "words")[number]
    bar = "●" * (number + 1) + "○" * (3 - number)
    return f"{says.stages[stage]} · {says.step(number + 1, 4)}\n{bar}"


def speaks(language: str, person: Person) -> bool:
    """Whether all that the bot has ever said here is in this language."""
    texts = [version.text for message in person.chat.from_bot for version in message.versions]
    texts += [text for message in person.chat.from_bot for text in button_texts(message)]
    texts = [text for text in texts if any(character.isalpha() for character in text)]
    assert language in LANGUAGES
    korean = [any(ord(character) in HANGUL for character in text) for text in texts]
    return all(korean) if language == "ko" else not any(korean)


async def test_a_round_video_becomes_a_card_too(town: Town, shots: Callable[[], bytes]) -> None:
    person = await town.resident("en", "Emma")
    note = person.send_video_note(shots(), duration=6)
    card = await town.card(person, note)
    assert "Face seen 6 of 6 s" in (card.caption or "")
