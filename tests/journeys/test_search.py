"""Searching: a word in another form, a filter left out, and the entry that was found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.phrases.search import words_in
from playground.server import Message, Person
from tests.journeys.people import Town, button_texts

SAID = {
    "ko": ("회사에서 점심을 먹었어요 #점심", "회사", "먹다", "#점심", "#저녁"),
    "en": ("We walked along the harbour #walk", "harbour", "walking", "#walk", "#swim"),
}


async def answer(town: Town, person: Person, text: str) -> Message:
    """What the bot sends after this."""
    before = len(person.chat.from_bot)
    person.send_text(text)
    return await town.sees(  # type: ignore[no-any-return]
        person, lambda: person.chat.from_bot[-1] if len(person.chat.from_bot) > before else None
    )


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_person_searches_narrows_widens_and_opens(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    caption, noun, verb, tag, other = SAID[language]
    words = words_in(language)
    person = await town.resident(language)
    clip = person.send_video(shots(), 4, caption=caption)
    card = await town.settled(person, clip)

    how = await answer(town, person, "/search")
    assert how.text == words.how.replace("<b>", "").replace("</b>", "").replace(
        "<code>", ""
    ).replace("</code>", "")
    assert tag in button_texts(how)
    for text in (noun, verb, tag, f"{noun} {tag} has:video", f'"{caption.split(" #")[0]}"'):
        found = await answer(town, person, f"/search {text}")
        assert button_texts(found)[0] == "1", text

    nothing = await answer(town, person, f"/search {other} {noun}")
    assert words.nothing in (nothing.text or "")
    await person.press(nothing, f"✕ {other}", 60)
    await town.sees(person, lambda: button_texts(nothing)[:1] == ["1"])

    await person.press(nothing, "1", 60)
    await town.sees(person, lambda: card.buttons == [])
    odd = await answer(town, person, "/search 2026-13-45")
    assert words.example.split("<")[0] in (odd.text or "")

    stranger = await town.resident(language, "Tom")
    missed = await answer(town, stranger, f"/search {noun}")
    assert words.newcomer in (missed.text or "")
