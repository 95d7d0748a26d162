"""One's own sentences from any chat: after a consent, for oneself alone, and never more."""

import datetime as dt

import pytest
from telegram import Bot

from bot.phrases.inline import words_in
from diary.search_terms import reindex
from playground.server import InlineAnswer, Person, World
from storage import entries, persons
from storage.database import Database
from tests.bot.library import lay_down, own_diary, told
from tests.bot.office import Office, open_office
from tests.diary.given import EMMA, JIWOO

WORDS = words_in("ko")
DAY = dt.date(2026, 11, 18)


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    """Jiwoo and Emma have a diary each, with an entry about the sea."""
    made = await open_office(bot, world, database)
    for number, name, text in ((JIWOO, "지우", "바다를 봤다."), (EMMA, "Emma", "바다는 비밀이다.")):
        world.person(number, name, "ko")
        async with database.writing() as connection:
            diary_id = await own_diary(connection, number)
            who = await persons.find(connection, number)
            assert who is not None
            entry_id = await lay_down(
                connection, diary_id, who.id, DAY, made=told(text), names=("여행",)
            )
            await reindex(connection, entry_id)
    return made


async def allow(office: Office, person: Person) -> None:
    person.send_text("/start inline")
    await office.handle()
    await office.press(person, person.chat.from_bot[-1], WORDS.agree_button)


async def search(office: Office, person: Person, words: str) -> InlineAnswer:
    asked = person.type_inline(words)
    await office.handle()
    return await asked.answered(1)


async def test_without_a_consent_there_is_nothing_but_the_way_to_it(
    office: Office, world: World
) -> None:
    jiwoo = world.people[JIWOO]
    asked = jiwoo.type_inline("바다")
    await office.handle()
    answer = await asked.answered(1)
    assert answer.results == []
    assert answer.button == {"text": WORDS.ask_first_button, "start_parameter": "inline"}
    assert (answer.cache_time, answer.is_personal) == (0, True)
    jiwoo.press_inline_button(asked)
    await office.handle()
    assert "@mindgitter_bot" in (jiwoo.chat.from_bot[-1].text or "")
    await office.press(jiwoo, jiwoo.chat.from_bot[-1], WORDS.agree_button)
    assert (await search(office, jiwoo, "바다")).results


async def test_only_ones_own_sentences_are_found_and_nobody_keeps_them(
    office: Office, world: World
) -> None:
    jiwoo = world.people[JIWOO]
    await allow(office, jiwoo)
    answer = await search(office, jiwoo, "바다")
    assert [result["description"] for result in answer.results] == ["바다를 봤다."]
    assert (answer.cache_time, answer.is_personal, answer.button) == (0, True, None)
    assert "비밀" not in str(answer)
    assert "여행" not in str(answer)
    by_tag = await search(office, jiwoo, "여행")
    assert [result["description"] for result in by_tag.results] == ["바다를 봤다."]


async def test_what_is_chosen_is_sent_as_a_quote_and_becomes_no_entry_and_no_comment(
    office: Office, world: World
) -> None:
    jiwoo = world.people[JIWOO]
    await allow(office, jiwoo)
    friends = world.group("친구들", [jiwoo, world.person(99, "Tom", "ko")])
    await office.handle()
    said = len(friends.from_bot)
    for chat in (friends, jiwoo.chat):
        asked = jiwoo.type_inline("바다", chat)
        await office.handle()
        result = (await asked.answered(1)).results[0]
        message = jiwoo.choose_inline(asked, result["id"])
        assert message.text == "바다를 봤다."
        assert [entity["type"] for entity in message.entities] == ["blockquote"]
        assert set(message.content) <= {"text", "entities", "link_preview_options"}
        before = len(chat.from_bot)
        await office.handle()
        assert len(chat.from_bot) == before
    assert len(friends.from_bot) == said


@pytest.mark.parametrize("values", [{"is_private": True}, {"state": "deleted"}])
async def test_what_is_for_nobody_else_is_not_offered(
    office: Office, world: World, values: dict[str, object]
) -> None:
    jiwoo = world.people[JIWOO]
    await allow(office, jiwoo)
    async with office.database.writing() as connection:
        await entries.change(connection, 1, **values)
    answer = await search(office, jiwoo, "바다")
    assert answer.results == []
    assert answer.button is not None
    assert answer.button["text"] == WORDS.nothing_button


async def test_the_consent_can_be_taken_back(office: Office, world: World) -> None:
    jiwoo = world.people[JIWOO]
    await allow(office, jiwoo)
    jiwoo.send_text("/start inline")
    await office.handle()
    await office.press(jiwoo, jiwoo.chat.from_bot[-1], WORDS.take_back_button)
    answer = await search(office, jiwoo, "바다")
    assert answer.results == []
    assert answer.button is not None
    assert answer.button["text"] == WORDS.ask_first_button


async def test_a_stranger_and_an_empty_question_get_a_hint(office: Office, world: World) -> None:
    tom = world.person(99, "Tom", "ko")
    stranger = await search(office, tom, "바다")
    assert stranger.button is not None
    assert stranger.button["text"] == WORDS.ask_first_button
    jiwoo = world.people[JIWOO]
    await allow(office, jiwoo)
    empty = await search(office, jiwoo, " ")
    assert empty.button is not None
    assert empty.button["text"] == WORDS.type_button


@pytest.mark.parametrize("offset", ["1", "999999999999999999", "-1", "x", "٣"])
async def test_whatever_page_is_asked_for_is_answered(
    office: Office, world: World, offset: str
) -> None:
    jiwoo = world.people[JIWOO]
    await allow(office, jiwoo)
    asked = jiwoo.type_inline("바다", offset=offset)
    await office.handle()
    assert (await asked.answered(1)).next_offset == ""


@pytest.mark.parametrize("words", ["'\";--", "#", "\u202e바다", "(" * 200, "바다 " * 50, "😢 @x"])
async def test_whatever_is_typed_is_answered(office: Office, world: World, words: str) -> None:
    jiwoo = world.people[JIWOO]
    await allow(office, jiwoo)
    assert await search(office, jiwoo, words)
