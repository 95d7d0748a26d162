"""Looking back: the pages of a diary, a day of it, one's own numbers, and a quote elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.phrases import inline as inline_phrases
from bot.phrases import timeline as phrases
from playground.server import Message, Person
from tests.journeys.people import Town, button_texts

BOTH = pytest.mark.parametrize("language", ["ko", "en"])
SAID = {"ko": ("바다", "바다에 다녀왔다"), "en": ("harbour", "A walk to the harbour")}


async def answer(town: Town, person: Person, text: str) -> Message:
    """What the bot sends after this."""
    before = len(person.chat.from_bot)
    person.send_text(text)
    return await town.sees(  # type: ignore[no-any-return]
        person, lambda: person.chat.from_bot[-1] if len(person.chat.from_bot) > before else None
    )


@BOTH
async def test_a_person_finds_an_entry_again_in_every_way(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    person = await town.resident(language)
    word, title = SAID[language]
    clip = person.send_video(shots(), 4, caption=title)
    card = await town.settled(person, clip)
    await person.press(card, "🙂", 60)
    words = phrases.words_in(language)

    pages = await answer(town, person, "/diary")
    assert title in (pages.text or "")
    assert "🙂" in (pages.text or "")
    assert words.own_moods in (pages.text or "")
    await person.press(pages, "1", 60)
    again = await town.sees(
        person, lambda: next((m for m in person.chat.from_bot[-1:] if m is not pages), None)
    )
    await town.sees(person, lambda: card.buttons == [] and len(again.buttons) > 1)
    assert (again.caption, again.photo) == (card.caption, card.photo)
    assert again.reply_to is clip

    me = await answer(town, person, "/me")
    assert me.photo
    assert "🙂" in (me.caption or "")

    day = await _day_of_entry(town, person)
    assert title in (day.caption or "")
    assert words.calendar_button in button_texts(day)

    assert (await answer(town, person, "/random")).caption == card.caption
    await _quote(town, person, language, word)


async def _day_of_entry(town: Town, person: Person) -> Message:
    """This month's calendar, turned to the only day in it that has a button."""
    year = await answer(town, person, "/calendar")
    month = next(b for b in year.buttons if (b.data or "").startswith("calendar:0:days_m"))
    await person.press(year, str(month.data), 60)
    await town.sees(person, lambda: any((b.data or "").startswith("day:") for b in year.buttons))
    day = next(b for b in year.buttons if (b.data or "").startswith("day:"))
    await person.press(year, str(day.data), 60)
    await town.sees(person, lambda: any((b.data or "").startswith("open:") for b in year.buttons))
    return year


async def _quote(town: Town, person: Person, language: str, word: str) -> None:
    """Ask in a group of friends, allow it, and send the sentence there."""
    words = inline_phrases.words_in(language)
    friends = town.world.group("Friends", [person, town.newcomer(language, "Tom")])
    first = await person.search_inline(word, friends, 60)
    assert first.answer.result().results == []
    before = len(person.chat.from_bot)
    person.press_inline_button(first)
    await town.sees(person, lambda: len(person.chat.from_bot) > before)
    asks = person.chat.from_bot[-1]
    await person.press(asks, words.agree_button, 60)
    found = await person.search_inline(word, friends, 60)
    [result] = found.answer.result().results
    sent = person.choose_inline(found, result["id"])
    assert word in (sent.text or "")
    assert sent.photo is None
