"""/settings: of a person and of a shared diary, by buttons in one message."""

from __future__ import annotations

import pytest

from bot.phrases import phrases_in, writings
from bot.phrases.settings import words_in
from languages import dates, world
from playground.server import Chat, Message, Person
from tests.journeys.calendars import shared_diary
from tests.journeys.people import Town, button_texts

BOTH = pytest.mark.parametrize("language", ["ko", "en"])


async def opened(town: Town, person: Person, chat: Chat) -> Message:
    """The message that /settings is answered with."""
    before = len(chat.from_bot)
    person.send_text("/settings", chat=chat)
    return await town.sees(
        person, lambda: chat.from_bot[-1] if len(chat.from_bot) > before else None
    )  # type: ignore[no-any-return]


async def pressed(town: Town, person: Person, message: Message, *buttons: str) -> str:
    """Press one button after the other, each time waiting for the page; what it says then."""
    for button in buttons:
        before = message.json()
        await person.press(message, button, 60)
        await town.sees(person, lambda before=before: message.json() != before)
    return message.text or ""


@BOTH
async def test_a_person_sets_language_clock_day_evening_and_notices(
    town: Town, language: str
) -> None:
    person = await town.resident(language, "Emma")
    words, says = words_in(language), phrases_in(language)
    greeting = person.chat.from_bot[-1]
    menu = await opened(town, person, person.chat)
    assert words.my_title.removeprefix("⚙️ <b>").removesuffix("</b>") in (menu.text or "")
    await pressed(town, person, menu, words.day_start_button, dates.minute(0, language))
    nine = dates.minute(1290, language)
    text = await pressed(town, person, menu, words.coming_button, words.evening_button, nine)
    assert words.evening(nine) in text
    text = await pressed(town, person, menu, words.notices_button[True])
    assert words.notices[False] in text
    text = await pressed(town, person, menu, words.back_button)
    assert words.day_start(dates.minute(0, language)) in text
    assert words.notices[False] in text

    await pressed(town, person, menu, words.zone_button)
    await person.press(menu, words.other_zone_button, 60)
    question = await town.sees(
        person,
        lambda: next((m for m in person.chat.from_bot if m.text == words.ask_zone_name), None),
    )
    for wrong, asked in (("Atlantis", question), ("서울특별시 어딘가", menu)):
        person.send_text(wrong, reply_to=asked)
        await town.sees(person, lambda wrong=wrong: wrong in (menu.text or ""))
    here = words.zone({"ko": "베를린", "en": "Berlin"}[language], "|").partition("|")[0]
    person.send_text("베를린" if language == "ko" else "berlin", reply_to=menu)
    await town.sees(person, lambda: here in (menu.text or ""))
    [diary] = town.bot.rows("SELECT * FROM diaries WHERE chat_id = ?", person.id)
    assert (diary["time_zone"], diary["day_starts_hour"]) == ("Europe/Berlin", 0)
    assert diary["evening_minute"] == 21 * 60 + 30
    assert diary["next_round_at"] is not None

    other = {"ko": "en", "en": "ko"}[language]
    text = await pressed(town, person, menu, words.language_button, world.own_name(other))
    assert words_in(other).bot_language(world.own_name(other)) in text
    person.send_text("hello")
    await town.sees(person, lambda: person.chat.from_bot[-1].text == writings.words_in(other).offer)
    # A forged press on another message changes neither that nor what is set.
    told = await person.call(greeting, "settings:0:start-7").answered(60)
    assert told["text"] in {says.too_late, phrases_in(other).too_late}
    hour = town.bot.value("SELECT day_starts_hour FROM diaries WHERE chat_id = ?", person.id)
    assert hour == 0


@BOTH
async def test_a_groups_owner_and_admins_set_its_diary_and_nobody_else(
    town: Town, language: str
) -> None:
    owner, member = town.newcomer(language, "Emma"), town.newcomer(language, "Tom")
    words, says = words_in(language), phrases_in(language)
    family = await shared_diary(town, "Family", owner, member)
    refused = await opened(town, member, family)
    assert (refused.text, button_texts(refused)) == (words.leads_only, [])
    menu = await opened(town, owner, family)
    assert "Family" in (menu.text or "")
    assert words.evening(dates.minute(1290, language)) in (menu.text or "")
    told = await member.press(menu, words.evening_button, 60)
    assert (told["text"], told["show_alert"]) == (says.not_yours, "true")
    text = await pressed(town, owner, menu, words.evening_button, words.off_button)
    assert words.evening_off in text
    text = await pressed(town, owner, menu, words.comments_button[True])
    assert words.comments[False] in text
    town.world.set_status(family, owner, member, "administrator")
    city = {"ko": "뉴욕", "en": "New York"}[language]
    text = await pressed(town, member, menu, words.zone_button, city)
    assert city in text
    [diary] = town.bot.rows("SELECT * FROM diaries WHERE chat_id = ?", family.id)
    assert diary["time_zone"] == "America/New_York"
    assert (diary["evening_minute"], diary["next_round_at"]) == (None, None)
    assert diary["comments_on"] == 0
    # Somebody else's settings cannot be reached by number.
    stranger = await town.resident(language, "Stranger")
    own = await opened(town, stranger, stranger.chat)
    told = await stranger.call(own, f"settings:{diary['id']}:main").answered(60)
    assert told["text"] in {says.too_late, says.not_yours}
    assert "Family" not in (own.text or "")
