"""A bot is asked from any chat, and what it answers is sent in the person's name."""

import asyncio
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from playground.server import InlineAsk, World


def article(number: str = "1", text: str = "<b>강</b>가", **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(number, f"제목 {number}", content, **more)


async def answered(bot: Bot, asked: InlineAsk, *results: Any, **more: Any) -> InlineAsk:
    await bot.answer_inline_query(asked.query_id, list(results), **more)
    await asked.answered(1)
    return asked


async def test_the_bot_is_told_who_asks_what_and_in_which_kind_of_chat(world: World) -> None:
    person, friend = world.person(7, "Jiwoo", "ko"), world.person(8)
    group = world.group("family", [person, friend])
    person.type_inline("바다")
    person.type_inline("", group, offset="10")
    first, second = (u["inline_query"] for u in world.updates.values() if "inline_query" in u)
    assert (first["query"], first["chat_type"], first["from"]["id"]) == ("바다", "sender", 7)
    assert (second["query"], second["chat_type"], second["offset"]) == ("", "group", "10")


async def test_a_chosen_result_is_sent_in_the_persons_name_via_the_bot(
    world: World, bot: Bot
) -> None:
    person = world.person(7)
    group = world.group("family", [person, world.person(8)])
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="y")]])
    asked = person.type_inline("바다", group)
    await answered(bot, asked, article("1"), article("2", reply_markup=buttons))
    message = person.choose_inline(asked, "제목 2")
    assert (message.text, message.sender["id"]) == ("강가", 7)
    assert [button.text for button in message.buttons] == ["x"]
    assert message.entities == [{"type": "bold", "offset": 0, "length": 1}]
    told = world.updates[max(world.updates)]["message"]
    assert told["via_bot"]["id"] == world.bot.id
    with pytest.raises(LookupError, match="no result"):
        person.choose_inline(asked, "제목 3")


async def test_a_bot_hears_which_result_was_chosen_only_where_it_asked_for_that(
    world: World, bot: Bot
) -> None:
    world.bot.hears_of_chosen_results = True
    asked = await answered(bot, world.person(7).type_inline("a"), article())
    asked.person.choose_inline(asked, "1")
    told = world.updates[max(world.updates)]["chosen_inline_result"]
    assert (told["result_id"], told["query"]) == ("1", "a")


async def test_the_button_above_the_results_starts_the_bot_in_private(
    world: World, bot: Bot
) -> None:
    asked = world.person(7).type_inline("a")
    button = InlineQueryResultsButton("허락하기", start_parameter="inline")
    await answered(bot, asked, button=button, cache_time=0, is_personal=True)
    answer = asked.answer.result()
    assert (answer.cache_time, answer.is_personal, answer.results) == (0, True, [])
    assert asked.person.press_inline_button(asked).text == "/start inline"
    plain = await answered(bot, world.person(7).type_inline("b"))
    with pytest.raises(LookupError, match="no button"):
        plain.person.press_inline_button(plain)


async def test_an_answer_may_be_waited_for(world: World, bot: Bot) -> None:
    person = world.person(7)
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(person.search_inline("a"))
        await world.wait_for(lambda: world.bot.inline_asks)
        [asked] = world.bot.inline_asks.values()
        await bot.answer_inline_query(asked.query_id, [article()])
    assert asking.result().answer.result().titles == ["제목 1"]


@pytest.mark.parametrize(
    ("results", "more", "reason"),
    [
        ([article("1"), article("1")], {}, "(?i)result_id_duplicate"),
        ([article(str(n)) for n in range(51)], {}, "(?i)results_too_much"),
        ([article("x" * 65)], {}, "(?i)result_id_invalid"),
        ([article(text="<b></b>")], {}, "(?i)message text is empty"),
        ([article(text="x" * 4097)], {}, "(?i)message is too long"),
        ([], {"next_offset": "x" * 65}, "(?i)next_offset_invalid"),
        ([], {"button": InlineQueryResultsButton("x")}, "exactly one"),
        ([], {"button": InlineQueryResultsButton("x", start_parameter="a b")}, "(?i)start_param"),
    ],
)
async def test_bad_answers_are_refused(
    world: World, bot: Bot, results: Any, more: Any, reason: str
) -> None:
    asked = world.person(7).type_inline("a")
    with pytest.raises(BadRequest, match=reason):
        await bot.answer_inline_query(asked.query_id, results, **more)
    assert not asked.answer.done()


async def test_an_answer_must_come_in_time(world: World, bot: Bot) -> None:
    asked = world.person(7).type_inline("a")
    world.clock = lambda: asked.time + 61
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(asked.query_id, [])
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query("12", [])


def test_without_inline_mode_the_app_only_writes_words(world: World) -> None:
    world.bot.supports_inline_queries = False
    with pytest.raises(PermissionError, match="no inline mode"):
        world.person(7).type_inline("a")


def test_the_apps_pass_on_short_words_only(world: World) -> None:
    with pytest.raises(ValueError, match="256"):
        world.person(7).type_inline("x" * 257)
