"""Inline keyboards: what is refused, and how people press."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest

from playground.server import World


def keys(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([list(buttons)])


async def test_a_press_comes_as_a_callback_query_and_waits_for_its_answer(
    world: World, bot: Bot
) -> None:
    person = world.person(7, "Jiwoo", "ko")
    person.send_text("hello")
    await bot.send_message(
        7, "x", reply_markup=keys(InlineKeyboardButton("취소", callback_data="c:1"))
    )
    press = person.tap(world.chat(7).messages[-1], "취소")
    update = (await bot.get_updates())[-1]
    assert isinstance(update, Update)
    assert update.callback_query
    assert update.callback_query.data == "c:1"
    assert update.callback_query.from_user.language_code == "ko"
    await bot.answer_callback_query(update.callback_query.id, "done", show_alert=True)
    answer = await press.answered()
    assert answer["text"] == "done"


async def test_pressing_by_data_waits_until_the_bot_answers(world: World, bot: Bot) -> None:
    person = world.person(7)
    person.send_text("hello")
    await bot.send_message(7, "x", reply_markup=keys(InlineKeyboardButton("a", callback_data="b")))
    async with asyncio.TaskGroup() as tasks:
        pressed = tasks.create_task(person.press(world.chat(7).messages[-1], "b"))
        await world.wait_for(lambda: world.presses)
        [query_id] = world.presses
        await bot.answer_callback_query(query_id)
    assert pressed.result() == {}


async def test_a_query_is_answered_once_and_in_time(world: World, bot: Bot) -> None:
    person = world.person(7)
    message = person.send_text("hello")
    first, second = person.call(message, "forged"), person.call(message, "forged")
    await bot.answer_callback_query(first.query_id)
    second.time -= 3600
    for query_id in (first.query_id, second.query_id, "4711"):
        with pytest.raises(BadRequest) as refusal:
            await bot.answer_callback_query(query_id)
        assert str(refusal.value) == (
            "Query is too old and response timeout expired or query id is invalid"
        )


async def test_a_button_that_is_not_there_cannot_be_pressed(world: World, bot: Bot) -> None:
    person = world.person(7)
    person.send_text("hello")
    await bot.send_message(7, "x", reply_markup=keys(InlineKeyboardButton("a", callback_data="b")))
    with pytest.raises(LookupError, match="no button 'z' on message 2: 'a'"):
        person.tap(world.chat(7).messages[-1], "z")


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton("x", callback_data="가" * 22), "Button_data_invalid"),
        (InlineKeyboardButton("x"), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton("x", url="no address"), "Wrong http url"),
        (InlineKeyboardButton("x", url="http://localhost/"), "Wrong http url"),
        (InlineKeyboardButton("x", url="http://localhost:80/a.b"), "Wrong http url"),
    ],
)
async def test_buttons_that_telegram_refuses_are_refused(
    world: World, bot: Bot, button: InlineKeyboardButton, reason: str
) -> None:
    world.person(7).send_text("hello")
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(7, "x", reply_markup=keys(button))


async def test_sixty_four_bytes_of_data_are_allowed_and_a_hundred_buttons(
    world: World, bot: Bot
) -> None:
    world.person(7).send_text("hello")
    button = InlineKeyboardButton("x", callback_data="a" * 64)
    await bot.send_message(7, "x", reply_markup=InlineKeyboardMarkup([[button] * 8] * 12))
    with pytest.raises(BadRequest, match="Reply_markup_too_long"):
        await bot.send_message(7, "x", reply_markup=InlineKeyboardMarkup([[button] * 8] * 13))


async def test_a_long_answer_to_a_press_is_refused(world: World, bot: Bot) -> None:
    person = world.person(7)
    press = person.call(person.send_text("hello"), "data")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(press.query_id, "x" * 201)
    await bot.answer_callback_query(press.query_id, "x" * 200)
