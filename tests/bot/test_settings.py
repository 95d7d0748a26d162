"""Every page of /settings, for a person and for a shared diary, in every language."""

from __future__ import annotations

import re

import pytest
from telegram import Bot

from bot.phrases.settings import words_in
from bot.settings_pages import MINE
from diary import routines
from diary.preferences import MOST_REDRAWN
from languages.catalogue import LANGUAGES
from playground.server import Message, Person, World
from storage import diaries, persons
from storage.database import Database
from tests.bot.office import Office, buttons
from tests.bot.parlour import Parlour, open_parlour

ALL = pytest.mark.parametrize("language", LANGUAGES)

#: Letters that a button across a phone has room for.
WIDE = 24


@pytest.fixture
async def parlour(bot: Bot, world: World, database: Database) -> Parlour:
    return await open_parlour(bot, world, database)


def who(parlour: Parlour, language: str) -> Person:
    return parlour.jiwoo if language == "ko" else parlour.emma


async def opened(parlour: Parlour, language: str) -> tuple[Person, Message]:
    person = who(parlour, language)
    return person, await parlour.say(person, "/settings")


async def kept(office: Office, person: Person) -> persons.Person:
    async with office.database.reading() as connection:
        found = await persons.find(connection, person.id)
    assert found is not None
    return found


async def zone_of(office: Office, chat_id: int) -> str | None:
    async with office.database.reading() as connection:
        diary = await diaries.of_chat(connection, chat_id)
    return diary and diary.time_zone


@ALL
async def test_every_page_is_one_message_that_fits_a_phone(parlour: Parlour, language: str) -> None:
    person, menu = await opened(parlour, language)
    words = words_in(language)
    before = len(person.chat.from_bot)
    ways = {
        (words.language_button,): words.ask_language,
        (words.speech_button,): words.ask_speech,
        (words.zone_button, words.world_button): words.ask_zone,
        (words.day_start_button,): words.ask_day_start,
        (words.coming_button, words.evening_button): words.ask_evening,
        (words.shown_button,): words.shown_title,
    }
    for way, says in ways.items():
        for button in way:
            await parlour.press(person, menu, button)
        assert plain(says)[:30] in (menu.text or "")
        assert len((menu.text or "").splitlines()) <= 12
        for _ in way:
            await parlour.press(person, menu, words.back_button)
        assert plain(words.my_title) in (menu.text or "")
    assert len(person.chat.from_bot) == before
    assert all(len(text) <= WIDE for text in buttons(menu))


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


@ALL
async def test_a_person_says_what_they_speak_and_switches_what_is_shown(
    parlour: Parlour, language: str
) -> None:
    person, menu = await opened(parlour, language)
    words = words_in(language)
    await parlour.press(person, menu, words.speech_button)
    told = await parlour.press(person, menu, "日本語")
    assert told["text"] == words.saved
    assert words.speech("日本語") in (menu.text or "")
    await parlour.press(person, menu, words.shown_button)
    for name in ("streaks", "discreet", "help"):
        says, button = getattr(words, name), getattr(words, f"{name}_button")
        is_on = says[True] in (menu.text or "")
        await parlour.press(person, menu, button[is_on])
        assert says[not is_on] in (menu.text or "")
    found = await kept(parlour.office, person)
    assert (found.speech_language, found.streaks, found.discreet, found.offers_help) == (
        "ja",
        False,
        True,
        False,
    )
    await parlour.press(person, menu, words.back_button)
    await parlour.press(person, menu, words.speech_button)
    await parlour.press(person, menu, words.speech_auto)
    assert (await kept(parlour.office, person)).speech_language is None


@ALL
async def test_where_a_person_is_sets_their_clock_and_is_kept_nowhere(
    parlour: Parlour, language: str
) -> None:
    person, menu = await opened(parlour, language)
    words = words_in(language)
    await parlour.press(person, menu, words.zone_button)
    await parlour.press(person, menu, words.location_button)
    asked = person.chat.from_bot[-1]
    assert asked.text == words.ask_location
    person.send_content({"location": {"latitude": 27.7172, "longitude": 85.3240}})
    await parlour.handle()
    assert words.saved in [message.text for message in person.chat.from_bot[-2:]]
    assert await zone_of(parlour.office, person.id) == "Asia/Kathmandu"
    async with parlour.office.database.reading() as connection:
        rows = (await connection.exec_driver_sql("SELECT raw FROM inbox")).all()
    assert {raw for (raw,) in rows} == {None}


@ALL
async def test_a_place_that_nobody_asked_for_changes_the_clock_after_a_tap(
    parlour: Parlour, language: str
) -> None:
    person, _ = await opened(parlour, language)
    person.send_content({"location": {"latitude": 52.52, "longitude": 13.405}})
    await parlour.handle()
    offer = person.chat.from_bot[-1]
    assert await zone_of(parlour.office, person.id) is None
    await parlour.press(person, offer, {"ko": "베를린"}.get(language, "Berlin"))
    assert await zone_of(parlour.office, person.id) == "Europe/Berlin"


@ALL
async def test_a_city_that_is_typed_is_shown_on_the_page_that_was_open(
    parlour: Parlour, language: str
) -> None:
    """Nothing is added to the chat but what the person types, also where it is not understood."""
    person, menu = await opened(parlour, language)
    words = words_in(language)
    before = len([one for one in person.chat.from_bot if not one.deleted])

    async def reply(text: str, to: Message) -> None:
        person.send_text(text, reply_to=to)
        await parlour.handle()

    async def asked() -> Message:
        await parlour.press(person, menu, words.zone_button)
        await parlour.press(person, menu, words.other_zone_button)
        return person.chat.from_bot[-1]

    await reply("Atl<antis", await asked())
    assert "“Atl<antis”" in (menu.text or "")
    await reply("Springfield?", menu)  # the page itself takes a second try
    assert "“Springfield?”" in (menu.text or "")
    await parlour.press(person, menu, words.back_button)
    await reply("베를린" if language == "ko" else "Berlin", await asked())
    assert await zone_of(parlour.office, person.id) == "Europe/Berlin"
    assert words.my_title.removeprefix("⚙️ <b>").removesuffix("</b>") in (menu.text or "")
    left = [one for one in person.chat.from_bot if not one.deleted]
    assert len(left) == before
    assert left[-1] is menu


async def test_what_could_be_several_cities_is_asked_on_the_page(parlour: Parlour) -> None:
    person, menu = await opened(parlour, "en")
    words = words_in("en")
    await parlour.press(person, menu, words.zone_button)
    await parlour.press(person, menu, words.other_zone_button)
    person.send_text("Australia", reply_to=person.chat.from_bot[-1])
    await parlour.handle()
    assert menu.text == words.which_zone
    await parlour.press(person, menu, buttons(menu)[0])
    assert words.zone_button in buttons(menu)
    assert await zone_of(parlour.office, person.id) is not None


async def test_where_the_page_is_gone_a_new_one_comes(parlour: Parlour) -> None:
    person, menu = await opened(parlour, "en")
    words = words_in("en")
    await parlour.press(person, menu, words.zone_button)
    await parlour.press(person, menu, words.other_zone_button)
    asked = person.chat.from_bot[-1]
    menu.deleted = True
    person.send_text("Berlin", reply_to=asked)
    await parlour.handle()
    assert "Berlin" in (person.chat.from_bot[-1].text or "")


async def test_whoever_gives_up_keeps_their_clock(parlour: Parlour) -> None:
    person, menu = await opened(parlour, "en")
    words = words_in("en")
    await parlour.press(person, menu, words.zone_button)
    await parlour.press(person, menu, words.location_button)
    assert (await parlour.say(person, words.give_up_key)).text == words.location_given_up
    assert await zone_of(parlour.office, person.id) is None


async def test_a_group_has_its_own_and_takes_a_place_as_a_reply(parlour: Parlour) -> None:
    words = words_in("ko")
    menu = await parlour.say(parlour.jiwoo, "/settings", chat=parlour.group)
    await parlour.press(parlour.jiwoo, menu, words.protected_button[False])
    assert words.protected[True] in (menu.text or "")
    assert words.speech_button not in buttons(menu)
    await parlour.press(parlour.jiwoo, menu, words.zone_button)
    assert words.location_button not in buttons(menu)
    await parlour.press(parlour.jiwoo, menu, words.other_zone_button)
    asked = parlour.group.from_bot[-1]
    here = {"location": {"latitude": 40.71, "longitude": -74.0}}
    parlour.jiwoo.send_content(here, chat=parlour.group, reply_to=asked)
    await parlour.handle()
    assert await zone_of(parlour.office, parlour.group.id) == "America/New_York"
    # A member without a right changes nothing, whatever their app sends.
    for data in ("protected-off", "zone-utc", "lang-en"):
        told = await parlour.forge(parlour.emma, menu, f"settings:{parlour.diary.id}:{data}")
        assert told["text"]
    await parlour.forge(parlour.emma, menu, f"zone:{parlour.diary.id}:city")
    async with parlour.office.database.reading() as connection:
        diary = await diaries.get(connection, parlour.diary.id)
    assert (diary.is_protected, diary.time_zone) == (True, "America/New_York")


async def test_pages_of_a_person_are_no_pages_of_a_group(parlour: Parlour) -> None:
    menu = await parlour.say(parlour.jiwoo, "/settings", chat=parlour.group)
    before = menu.text
    for page in ("speech", "shown", "coming", "reminder"):
        await parlour.forge(parlour.jiwoo, menu, f"settings:{parlour.diary.id}:{page}")
        await parlour.forge(parlour.jiwoo, menu, f"settings:{MINE}:{page}")
    assert menu.text == before


def _nine(half: str, language: str) -> str:
    return {"ko": {"am": "오전 9:00", "pm": "오후 9:00"}}.get(
        language, {"am": "9:00 AM", "pm": "9:00 PM"}
    )[half]


@ALL
async def test_what_comes_by_itself_comes_when_it_is_wanted(
    parlour: Parlour, language: str
) -> None:
    person, menu = await opened(parlour, language)
    words = words_in(language)
    await parlour.press(person, menu, words.coming_button)
    for kind, hour, minute in (
        ("reminder", _nine("pm", language), 1260),
        ("memory", _nine("am", language), 540),
    ):
        name = words.routine_names[kind]
        assert words.routine_off(name) in (menu.text or "")
        await parlour.press(person, menu, name)
        await parlour.press(person, menu, hour)
        assert words.routine(name, None, hour) in (menu.text or "")
        async with parlour.office.database.reading() as connection:
            diary = await diaries.of_chat(connection, person.id)
            assert diary is not None
            found = await routines.get(connection, diary.id, kind)
        assert (found.is_on, found.minute) == (True, minute)
    await parlour.press(person, menu, words.routine_names["digest"])
    await parlour.press(person, menu, words.off_button)
    assert words.routine_off(words.routine_names["digest"]) in (menu.text or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_how_many_old_cards_discreet_mode_covers(language: str) -> None:
    numbers = re.findall(r"\d+", words_in(language).shown_note)
    assert numbers == [str(MOST_REDRAWN)]
