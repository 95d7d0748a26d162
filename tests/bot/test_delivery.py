"""What Telegram answers becomes an error of ours; waiting is one rule."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from bot import delivery
from bot.errors import DeliveryError, Gone, NotAllowed, Postponed, Refused, Unreachable
from playground.server import Person, World
from tests.diary.given import JIWOO


async def send(bot: Bot, text: str = "안녕", chat_id: int = JIWOO) -> object:
    return await delivery.attempt(lambda: bot.send_message(chat_id, text, parse_mode="HTML"))


async def test_a_message_that_is_taken_comes_back(bot: Bot, jiwoo: Person) -> None:
    assert await send(bot) is not None
    assert jiwoo.chat.from_bot[-1].text == "안녕"


@pytest.mark.parametrize(("told", "waits"), [(17, 17.0), (10**12, delivery.LONGEST_S)])
async def test_429_says_how_long_to_wait(
    bot: Bot, world: World, jiwoo: Person, told: int, waits: float
) -> None:
    world.faults.add("too_many_requests", "sendMessage", retry_after=told)
    with pytest.raises(Postponed) as caught:
        await send(bot)
    assert caught.value.after_s == waits
    assert jiwoo.chat.from_bot == []


@pytest.mark.parametrize("status", [500, 502])
@pytest.mark.usefixtures("jiwoo")
async def test_a_server_in_trouble_is_asked_again_later(
    bot: Bot, world: World, status: int
) -> None:
    world.faults.add("server_error", "sendMessage", status=status)
    with pytest.raises(Postponed) as caught:
        await send(bot)
    assert caught.value.after_s == 0.0


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_answer_cannot_be_told_from_a_failure(
    bot: Bot, world: World, jiwoo: Person, kind: str, arrived: int
) -> None:
    world.faults.add(kind, "sendMessage")
    with pytest.raises(Postponed):
        await send(bot)
    assert len(jiwoo.chat.from_bot) == arrived


async def test_who_has_blocked_the_bot_or_is_gone_cannot_be_reached(
    bot: Bot, jiwoo: Person
) -> None:
    jiwoo.block_bot()
    with pytest.raises(Unreachable):
        await send(bot)
    jiwoo.unblock_bot()
    jiwoo.deactivated = True
    with pytest.raises(Unreachable):
        await send(bot)


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Not enough rights to send text messages to the chat"),
        BadRequest("Have no rights to send a message"),
        BadRequest("Need administrator rights in the channel chat"),
        BadRequest("CHAT_WRITE_FORBIDDEN"),
        Forbidden("Forbidden: CHAT_SEND_PHOTOS_FORBIDDEN"),
    ],
)
async def test_a_missing_right_is_named_whatever_its_number(error: Exception) -> None:
    async def refuse() -> None:
        raise error

    with pytest.raises(NotAllowed):
        await delivery.attempt(refuse)


async def test_a_chat_that_nobody_has_opened_cannot_be_reached(bot: Bot) -> None:
    with pytest.raises(Unreachable):
        await send(bot, chat_id=12345)


async def test_an_edit_that_changes_nothing_is_done(bot: Bot, jiwoo: Person) -> None:
    await send(bot)
    message = jiwoo.chat.from_bot[-1]

    async def edit(text: str) -> object:
        return await delivery.attempt(
            lambda: bot.edit_message_text(text, JIWOO, message.message_id)
        )

    assert await edit("다른 말") is not None
    assert await edit("다른 말") is None


async def test_a_message_that_is_not_there_is_gone(bot: Bot, world: World, jiwoo: Person) -> None:
    await send(bot)
    message = jiwoo.chat.from_bot[-1]
    world.delete(message)
    for number in (message.message_id, 999):
        with pytest.raises(Gone):
            await delivery.attempt(
                lambda number=number: bot.edit_message_text("x", JIWOO, number)  # type: ignore[misc]
            )


@pytest.mark.usefixtures("jiwoo")
@pytest.mark.parametrize("text", ["<b>", "x" * 4097, "<blink>x</blink>"])
async def test_what_telegram_will_never_take_is_refused(bot: Bot, text: str) -> None:
    with pytest.raises(Refused):
        await send(bot, text)


async def test_what_is_larger_than_telegram_takes_is_refused_and_not_sent_for_ever(
    bot: Bot, jiwoo: Person
) -> None:
    film = bytes((50 << 20) + 1)
    with pytest.raises(Refused):
        await delivery.attempt(lambda: bot.send_video(JIWOO, film))
    assert jiwoo.chat.from_bot == []


async def test_a_message_that_the_bot_may_not_edit_is_gone_for_it(bot: Bot, jiwoo: Person) -> None:
    own = jiwoo.send_text("mine")
    with pytest.raises(Gone):
        await delivery.attempt(lambda: bot.edit_message_text("x", JIWOO, own.message_id))


async def test_a_plain_answer_is_repeated_for_a_while(
    bot: Bot, world: World, jiwoo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "pause_s", lambda *_: 0.0)
    fault = world.faults.add("server_error", "sendMessage", count=4)
    await delivery.say(bot, JIWOO, "안녕")
    assert fault.happened == 4
    assert len(jiwoo.chat.from_bot) == 1


async def test_a_plain_answer_is_put_back_when_the_wait_is_too_long(
    bot: Bot, world: World, jiwoo: Person
) -> None:
    fault = world.faults.add("too_many_requests", "sendMessage", retry_after=3600, count=None)
    with pytest.raises(Postponed) as caught:
        await delivery.say(bot, JIWOO, "안녕")
    assert caught.value.after_s >= 3600
    assert fault.happened == 1
    assert jiwoo.chat.from_bot == []


def test_pauses_grow_to_a_minute_and_come_on_top_of_what_telegram_asks() -> None:
    for attempts in range(40):
        growing = min(60.0, 0.5 * 2.0**attempts)
        for after_s in (0.0, 5.0):
            pause = delivery.pause_s(attempts, after_s)
            assert after_s + 0.5 * growing <= pause <= after_s + growing


async def test_a_reaction_is_set_and_taken_back(bot: Bot, world: World, jiwoo: Person) -> None:
    note = jiwoo.send_text("hello")
    assert await delivery.react(bot, JIWOO, note.message_id, "👀")
    assert note.reactions[world.bot.id] == ["👀"]
    assert await delivery.react(bot, JIWOO, note.message_id, None)
    assert not note.reactions[world.bot.id]


async def test_a_reaction_to_a_message_that_is_gone_is_no_trouble(bot: Bot, jiwoo: Person) -> None:
    note = jiwoo.send_text("hello")
    jiwoo.delete(note)
    assert not await delivery.react(bot, JIWOO, note.message_id, "👀")


async def test_the_answer_to_a_press_never_fails(bot: Bot, world: World, jiwoo: Person) -> None:
    await send(bot)
    press = jiwoo.call(jiwoo.chat.from_bot[-1], "agree:0")
    await delivery.answer_press(bot, press.query_id, "됐어요", alert=True)
    answer = await press.answered()
    assert (answer["text"], answer["show_alert"]) in {("됐어요", True), ("됐어요", "true")}
    await delivery.answer_press(bot, "123456", "zu spät")
    world.faults.add("server_error", "answerCallbackQuery")
    await delivery.answer_press(bot, press.query_id, None)


def test_every_error_says_what_it_is() -> None:
    for error in (Unreachable(), Gone(), Postponed(1.0), Refused()):
        assert isinstance(error, DeliveryError)
        assert str(error) == (type(error).__doc__ or "").strip() != ""
