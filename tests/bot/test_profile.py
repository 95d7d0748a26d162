"""/me: one's own numbers, each with the way to what is behind it, and nothing that blames."""

import datetime as dt

import pytest
from telegram import Bot

from bot.phrases.commit_calendar import words_in as calendar_words_in
from bot.phrases.profile import words_in
from bot.phrases.search import words_in as search_words_in
from bot.phrases.timeline import words_in as timeline_words_in
from diary import search_terms
from playground.server import Message, Person, World
from storage import persons
from storage.database import Database
from tests.bot.library import draw, lay_down, own_diary, told
from tests.bot.office import Office, buttons, open_office
from tests.diary.given import EMMA, JIWOO, NOON
from tests.sealed import seals as seals  # noqa: PLC0414 - each story on both kinds of disk

TODAY = dt.date(2026, 11, 20)
LANGUAGES = ("ko", "en")


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database, draw=draw)


async def fill(office: Office, language: str, *, days: int = 8) -> None:
    """An entry on each of the last days; on six of eight walks the mood was good."""
    async with office.database.writing() as connection:
        diary_id = await own_diary(connection, JIWOO, language)
        who = await persons.find(connection, JIWOO)
        assert who is not None
        await persons.change(connection, who.id, name="지<우", language_chosen=True)
        for n in range(days):
            entry_id = await lay_down(
                connection,
                diary_id,
                who.id,
                TODAY - dt.timedelta(days=n),
                made=told("오늘 산책을 했다."),
                names=("산책",),
                mood=4 if n < 6 else 2,
                look=("right", "sad", None)[n % 3],
            )
            await search_terms.reindex(connection, entry_id)
        other = await persons.add(connection, EMMA, "ko", NOON)
        await lay_down(connection, diary_id, other.id, TODAY, made=told("남의 것"), mood=1)


async def me(office: Office, world: World, language: str) -> tuple[Person, Message]:
    jiwoo = world.person(JIWOO, "지<우", language)
    jiwoo.send_text("/me")
    await office.handle()
    return jiwoo, jiwoo.chat.from_bot[-1]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_that_the_picture_shows_stands_below_it(
    office: Office, world: World, language: str
) -> None:
    await fill(office, language)
    _, message = await me(office, world, language)
    assert message.photo
    text = message.caption or ""
    expected = {
        "ko": (
            "지<우",
            "총 8편",
            "이번 달에 8일 썼어요 · 8일째 이어 쓰는 중 · 가장 길게는 8일",
            "#산책 8",
            "직접 고른 기분: 🙂 6일, 😕 2일",
        ),
        "en": (
            "지<우",
            "8 entries",
            "You wrote on 8 days this month · 8 days in a row · longest: 8 days",
            "#산책 8",
            "Moods: 🙂 6 days, 😕 2 days",
        ),
    }
    for part in expected[language]:
        assert part in text
    assert "3/6" not in text
    assert {"ko": "답 6번 가운데 3번", "en": "3 of 6 answers"}[language] in text


async def test_streaks_can_be_hidden(office: Office, world: World) -> None:
    await fill(office, "ko")
    async with office.database.writing() as connection:
        who = await persons.find(connection, JIWOO)
        assert who is not None
        await persons.change(connection, who.id, streaks=False)
    _, message = await me(office, world, "ko")
    assert "이번 달" not in (message.caption or "")


async def test_every_number_leads_to_what_is_behind_it(office: Office, world: World) -> None:
    await fill(office, "ko")
    words = words_in("ko")
    jiwoo, message = await me(office, world, "ko")
    await office.press(jiwoo, message, words.entries_button(8))
    assert "총 8편" in (jiwoo.chat.from_bot[-1].text or "")
    await office.press(jiwoo, message, words.moods_button)
    assert "6일" in (message.caption or "")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_tag_turns_the_message_to_its_entries_and_back(
    office: Office, world: World, language: str
) -> None:
    """Ten hits to a page, also below a picture, where a quarter of the room is left."""
    await fill(office, language, days=23)
    jiwoo, message = await me(office, world, language)
    first, search = message.caption, search_words_in(language)
    await office.press(jiwoo, message, "#산책 23")
    head = search.head("#산책", 23).replace("<b>", "").replace("</b>", "")
    assert (message.caption or "").startswith(head)
    turns = timeline_words_in(language)
    await office.press(jiwoo, message, turns.older_button)
    assert "11. " in (message.caption or "")
    assert "20. " in (message.caption or "")
    await office.press(jiwoo, message, words_in(language).back_button)
    assert message.caption == first
    assert jiwoo.chat.from_bot[-1] is message


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_mood_calendar_leads_back_however_often_it_is_turned(
    office: Office, world: World, language: str
) -> None:
    await fill(office, language)
    words, turns = words_in(language), calendar_words_in(language)
    jiwoo, message = await me(office, world, language)
    first = message.caption
    await office.press(jiwoo, message, words.moods_button)
    await office.press(jiwoo, message, turns.entries_button)
    assert message.caption != first
    await office.press(jiwoo, message, words.back_button)
    assert message.caption == first
    assert jiwoo.chat.from_bot[-1] is message
    assert words.back_button not in buttons(message)


async def test_a_calendar_that_was_asked_for_leads_nowhere_back(
    office: Office, world: World
) -> None:
    await fill(office, "ko")
    jiwoo = world.person(JIWOO, "지<우", "ko")
    jiwoo.send_text("/calendar")
    await office.handle()
    message = jiwoo.chat.from_bot[-1]
    await office.press(jiwoo, message, calendar_words_in("ko").looks_button)
    assert words_in("ko").back_button not in buttons(message)


async def test_whoever_has_written_nothing_is_told_how_to_begin(
    office: Office, world: World
) -> None:
    _, message = await me(office, world, "ko")
    assert message.text == words_in("ko").nothing
    assert buttons(message) == []
