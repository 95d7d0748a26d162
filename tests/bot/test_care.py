"""Numbers in bad times: for whoever asks, in private alone, and offered once."""

import pytest
from telegram import Bot

from bot.handlers import care as handlers
from bot.phrases import care as phrases
from bot.phrases import phrases_in
from diary import care, helplines, persons
from playground.server import Person, World
from storage import diaries, notices
from storage import persons as person_rows
from storage.database import Database
from storage.persons import Person as Known
from tests.bot.office import buttons
from tests.bot.parlour import Parlour, open_parlour
from tests.diary.given import NOON


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> Parlour:
    return await open_parlour(bot, world, database)


async def known(home: Parlour, person: Person) -> Known:
    async with home.office.database.reading() as connection:
        found = await person_rows.find(connection, person.id)
        assert found is not None
        return found


async def offered(home: Parlour, person: Person) -> None:
    """As when an entry is done in which somebody said it."""
    who = await known(home, person)
    async with home.office.database.writing() as connection:
        await notices.add(connection, who.id, care.OFFERS, home.office.clock())
    await home.handle()


@pytest.mark.parametrize("asked", ["/help now", "/help 지금", "/help NOW"])
async def test_whoever_asks_gets_the_numbers_of_where_they_are(home: Parlour, asked: str) -> None:
    page = await home.say(home.jiwoo, asked)
    text = page.text or ""
    assert "109  자살예방 상담전화\n24시간" in text
    assert "112(경찰) 또는 119(구급)에 전화해 주세요" in text
    assert "1388" in text
    assert "newspim.com · 2026. 11. 23. 확인" in text
    page = await home.say(home.emma, asked)
    text = page.text or ""
    assert "109  Suicide prevention line (자살예방 상담전화)\n24 hours · Korean\nChecked on" in text
    assert "Call 112 (police) or 119 (ambulance)." in text
    assert "Checked on Nov 23, 2026 · newspim.com" in text


async def test_the_country_is_that_of_the_clock_and_can_be_chosen(home: Parlour) -> None:
    who = await known(home, home.emma)
    async with home.office.database.writing() as connection:
        await persons.own_diary(connection, who, "America/New_York", 4, NOON)
        own = await diaries.of_chat(connection, home.emma.id)
        assert own is not None
    page = await home.say(home.emma, "/help now")
    assert "988 Suicide & Crisis Lifeline" in (page.text or "")
    assert "United States" not in buttons(page)
    await home.press(home.emma, page, "Japan")
    assert "0120-279-338" in (page.text or "")
    assert (await known(home, home.emma)).country == "JP"
    again = await home.say(home.emma, "/help now")
    assert "0120-279-338" in (again.text or "")
    await home.press(home.emma, again, phrases.words_in("en").elsewhere_button)
    assert "findahelpline.com" in (again.text or "")
    assert "the local emergency number (112 in many countries)" in (again.text or "")
    assert phrases.words_in("en").elsewhere_button not in buttons(again)
    await home.press(home.emma, again, "South Korea")
    assert phrases.words_in("en").elsewhere_button in buttons(again)


async def test_a_group_is_shown_nothing_of_it(home: Parlour) -> None:
    said = await home.say(home.emma, "/help now", chat=home.group)
    assert "109" not in (said.text or "")
    assert not any("109" in (m.text or "") for m in home.group.from_bot)
    private = phrases.words_in("ko").private_button
    assert buttons(said)[-1] == private
    link = next(button.url for button in said.buttons if button.text == private)
    assert link is not None
    assert not {"help", "now", "care"} & set(link.lower().replace("=", "/").split("/"))
    found = await home.follow(home.emma, said, private)
    assert "Call 112 (police) or 119 (ambulance)." in (found.text or "")
    page = await home.say(home.emma, "/help", chat=home.group)
    assert private not in buttons(page)
    for data in ("helpin:0:kr", "care:0:help", "care:0:off"):
        answer = await home.forge(home.emma, page, data)
        assert answer["text"] == phrases_in("en").not_yours


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_the_offer_is_one_gentle_line_with_two_ways(home: Parlour, language: str) -> None:
    person = home.jiwoo if language == "ko" else home.emma
    words = phrases.words_in(language)
    await offered(home, person)
    said = person.chat.from_bot[-1]
    assert said.text == words.offer
    assert buttons(said) == [words.offer_button, words.decline_button]
    await home.press(person, said, words.offer_button)
    assert "109" in (said.text or "")
    await offered(home, person)
    said = person.chat.from_bot[-1]
    await home.press(person, said, words.decline_button)
    assert said.text == words.declined
    assert (await known(home, person)).offers_help is False
    before = len(person.chat.from_bot)
    await offered(home, person)
    assert len(person.chat.from_bot) == before


async def test_what_could_not_be_told_in_a_day_is_told_no_more(home: Parlour) -> None:
    home.emma.block_bot()
    await offered(home, home.emma)
    home.office.clock.pass_s(25 * 3600)
    home.emma.unblock_bot()
    await home.handle()
    assert not any(m.text == phrases.words_in("en").offer for m in home.emma.chat.from_bot)


async def test_a_forged_country_changes_nothing(home: Parlour) -> None:
    page = await home.say(home.emma, "/help now")
    for data in ("helpin:0:zz", "helpin:0", "care:0:x"):
        answer = await home.forge(home.emma, page, data)
        assert answer["text"] == phrases_in("en").not_yours
    assert (await known(home, home.emma)).country is None


@pytest.mark.parametrize("code", [*helplines.codes(), "XX"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_country_has_a_page_that_fits(code: str, language: str) -> None:
    text = handlers.text(helplines.of(code), language)
    assert len(text) < 1000
    assert "{" not in text
    others = [b.text for row in handlers.buttons(code, language) for b in row]
    assert len(others) == len(set(others))
