"""What goes wrong on purpose, as a bot sees it."""

import asyncio

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter

from playground.server import Call, World


@pytest.fixture(autouse=True)
def _waiting_is_given_as_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def test_429_says_how_long_to_wait_and_notes_who_does_not(world: World, bot: Bot) -> None:
    now = 1000.0
    world.faults._clock = lambda: now
    world.person(7).send_text("hello")
    world.faults.add("too_many_requests", "send*", retry_after=3)
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(7, "x")
    assert refusal.value._retry_after.total_seconds() == 3
    assert world.calls[-1].answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }
    now += 1.5
    with pytest.raises(RetryAfter, match="Retry in 0:00:02"):
        await bot.send_message(7, "x")
    assert world.early_calls == ["sendmessage 7"]
    now += 1.5
    await bot.send_message(7, "x")
    assert world.early_calls == ["sendmessage 7"]
    assert [m.text for m in world.chat(7).from_bot] == ["x"]


async def test_a_429_to_one_edit_closes_all_edits_in_that_chat(world: World, bot: Bot) -> None:
    for person in (world.person(7), world.person(8)):
        person.send_text("hello")
        await bot.send_message(person.id, "x")
    world.faults.add("too_many_requests", "editMessageText", retry_after=100)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("y", 7, 2)
    with pytest.raises(RetryAfter):
        await bot.edit_message_reply_markup(7, 2)
    await bot.edit_message_text("y", 8, 2)
    await bot.send_message(7, "z")
    assert world.early_calls == ["editmessage 7"]


async def test_502_is_a_page_of_a_web_server_and_500_is_json(world: World, telegram: str) -> None:
    world.faults.add("server_error", status=502)
    world.faults.add("server_error", status=500)
    async with aiohttp.ClientSession() as session:
        bad_gateway = await session.get(f"{telegram}/bot{world.token}/getMe")
        page = await bad_gateway.text()
        broken = await session.get(f"{telegram}/bot{world.token}/getMe")
        answer = await broken.json()
    assert (bad_gateway.status, bad_gateway.content_type) == (502, "text/html")
    assert "<h1>502 Bad Gateway</h1>" in page
    assert answer == {"ok": False, "error_code": 500, "description": "Internal Server Error"}


async def test_a_connection_breaks_before_or_after_the_work(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    world.faults.add("drop_before", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(7, "never done")
    world.faults.add("drop_after", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(7, "done, answer lost")
    assert [m.text for m in world.chat(7).from_bot] == ["done, answer lost"]
    assert [call.outcome for call in world.calls_of("sendMessage")] == ["dropped", "unanswered"]


async def test_a_slow_answer_has_been_done_all_the_same(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    world.faults.add("slow", "sendMessage", seconds=30)
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(bot.send_message(7, "slow", read_timeout=60))
        await world.wait_for(lambda: world.calls_of("sendMessage"))
        assert not sending.done()
        sending.cancel()
    assert [m.text for m in world.chat(7).from_bot] == ["slow"]


async def test_a_lost_answer_to_a_refused_call_is_lost_too(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    world.faults.add("drop_after")
    with pytest.raises(NetworkError):
        await bot.edit_message_text("x", 7, 99)
    with pytest.raises(BadRequest):
        await bot.edit_message_text("x", 7, 99)


async def test_downloads_break_as_well(world: World, bot: Bot) -> None:
    note = world.person(7).send_video_note(b"clip")
    file = await bot.get_file(note.content["video_note"]["file_id"])
    world.faults.add("drop_before", "file")
    world.faults.add("server_error", "file")
    world.faults.add("too_many_requests", "file")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await file.download_as_bytearray()
    with pytest.raises(RetryAfter):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"clip"


async def test_faults_hit_their_methods_so_often_and_no_more(world: World, bot: Bot) -> None:
    fault = world.faults.add("server_error", "edit*", count=2)
    await bot.get_me()
    assert fault.happened == 0
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.edit_message_reply_markup(7, 1)
    with pytest.raises(BadRequest):
        await bot.edit_message_reply_markup(7, 1)
    assert fault.happened == 2


def test_chance_is_repeatable() -> None:
    def hits(seed: int) -> list[bool]:
        world = World(seed=seed)
        world.faults.add("server_error", count=None, probability=0.3)
        return [world.faults.next("getMe") is not None for _ in range(200)]

    assert hits(1) == hits(1)
    assert hits(1) != hits(2)
    assert 30 < sum(hits(1)) < 90


async def test_clearing_lets_everything_go_well_again(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    world.faults.add("too_many_requests", count=None, retry_after=1000)
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "x")
    world.faults.clear()
    await bot.send_message(7, "x")


def test_an_unknown_kind_of_fault_is_a_mistake_of_the_test() -> None:
    with pytest.raises(ValueError, match="earthquake is none of"):
        World().faults.add("earthquake")


def test_the_log_tells_time_method_and_outcome() -> None:
    world = World(clock=lambda: 5.0)
    call = Call(5.0, "getMe", {}, "ok", 200, {"ok": True, "result": world.bot.full_json()})
    world.log(call)
    assert world.calls_of("getme") == [call]
