"""What a bot does for one person alone: help, their own words and questions, and what is theirs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.phrases import care, glossary, holdings, own_questions, reanalysis, settings
from bot.phrases import therapist_report as reports
from playground.server import Person
from tests.journeys.households import asks, offered, said, turned
from tests.journeys.people import Town, button_texts
from tests.journeys.test_sharing import WRITTEN

MINE = {
    "ko": ("오늘 무엇을 읽었지?", "민쥐", "민지"),
    "en": ("What did I read today?", "Minjy", "Minji"),
}


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_person_finds_help_and_what_is_theirs(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    question, heard, meant = MINE[language]
    person = await town.resident(language)
    clip = person.send_video(shots(), 6, caption=WRITTEN[language])
    card = await town.settled(person, clip)

    person.send_text("/help now")
    numbers = await said(town, person, care.words_in(language).head)
    assert care.words_in(language).elsewhere_button in button_texts(numbers)

    own = own_questions.words_in(language)
    person.send_text(f"/prompt add {question}")
    await said(town, person, own.added)
    listed = await asks(town, person, "/prompt list", f"✕ {question}")
    await person.press(listed, f"✕ {question}", 60)
    await turned(town, listed, own.none)

    words = glossary.words_in(language)
    person.send_text(f"/glossary add {heard} -> {meant}")
    kept = await asks(town, person, "/glossary", f"✕ {heard} → {meant}")
    await person.press(kept, f"✕ {heard} → {meant}", 60)
    await turned(town, kept, words.empty.partition("\n")[0])

    again = reanalysis.words_in(language)
    person.send_text("/reanalyze")
    await said(town, person, again.none)
    person.send_text("/reanalyze", reply_to=card)
    await said(town, person, again.nothing_newer)

    person.send_text("/mydata")
    await said(town, person, holdings.words_in(language).headings["database"])
    await _for_a_therapist(town, person, language)
    await _hidden(town, person, language)


async def _for_a_therapist(town: Town, person: Person, language: str) -> None:
    """Tick the first sentence, and take the page."""
    words = reports.words_in(language)
    offer = await asks(town, person, "/report 4w", words.make_button)
    await person.press(offer, "☐ 1", 60)
    await town.sees(person, lambda: "☑ 1" in button_texts(offer))
    await person.press(offer, words.make_button, 60)
    page = await town.sees(
        person, lambda: next((m for m in person.chat.from_bot if m.caption == words.caption), None)
    )
    assert page.content["document"]["file_name"].endswith(".pdf")


async def _hidden(town: Town, person: Person, language: str) -> None:
    """Discreet mode is one tap away, and holds for the card that is there already."""
    words = settings.words_in(language)
    menu = await asks(town, person, "/settings", words.shown_button)
    await person.press(menu, words.shown_button, 60)
    page = await offered(town, person.chat, words.back_button)
    switch = await town.sees(
        person, lambda: next((b for b in page.buttons if "discreet" in (b.data or "")), None)
    )
    await person.press(page, str(switch.data), 60)
    assert town.bot.value("SELECT discreet FROM persons WHERE telegram_id = ?", person.id) == 1
