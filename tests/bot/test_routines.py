"""What comes by itself comes once, in time, or not at all; and where nobody hears it, it ends."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy import text
from telegram import Bot

from bot.phrases.reminders import words_in
from bot.routine_kinds import KINDS
from bot.routines import Post, RoutineDelivery
from diary.routines import DIGEST, REMINDER
from playground.server import World
from storage import persons
from storage import routines as rows
from storage.database import Database
from tests.bot.routine_scene import DAY, Scene, open_scene
from tests.diary.given import JIWOO, LIMITS, NOON

WORDS = words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    made = await open_scene(bot, world, database)
    await made.want(REMINDER)
    return made


async def test_a_reminder_comes_once_with_a_sound_and_the_next_day_again(scene: Scene) -> None:
    (first,) = await scene.work()
    assert first.text in WORDS.asks.values()
    assert scene.office.world.calls_of("sendMessage")[-1].params.get("disable_notification") is None
    assert await scene.work() == []
    (second,) = await scene.work(1)
    assert second.text != first.text


async def test_who_has_written_is_not_reminded(scene: Scene) -> None:
    await scene.entry(NOON.date())
    assert await scene.work() == []
    assert len(await scene.work(1)) == 1


@pytest.mark.parametrize(("late_h", "count"), [(1.9, 1), (2.1, 0), (7, 0), (20, 0)])
async def test_a_bot_that_was_away_is_a_little_late_or_silent(
    scene: Scene, late_h: float, count: int
) -> None:
    assert len(await scene.work(late_h / 24)) == count
    routine = await scene.routine(REMINDER)
    assert routine.next_at == NOON + DAY


async def test_two_processes_send_one(scene: Scene) -> None:
    office = scene.office
    other = Database(office.database.url)
    post = Post(office.house.bot, other, "ko", LIMITS, office.clock)
    await scene.put(REMINDER, lease="x", lease_until=NOON + DAY)
    loops = (scene.loop, RoutineDelivery(post, KINDS))
    before = len(scene.said)
    await asyncio.gather(*(loop.round() for loop in loops))
    await other.close()
    assert len(scene.said) == before + 1


async def test_what_telegram_refused_for_now_is_tried_again_and_comes_once(scene: Scene) -> None:
    faults = scene.office.world.faults
    faults.add("too_many_requests", "sendMessage", retry_after=1)
    assert await scene.work() == []
    assert await scene.work() == []
    (told,) = await scene.work(2 / 1440)
    assert told.text in WORDS.asks.values()
    routine = await scene.routine(REMINDER)
    assert (routine.next_at, routine.ignored) == (NOON + DAY, 1)


async def test_an_answer_of_telegrams_that_is_lost_costs_nobody_a_second_message(
    scene: Scene,
) -> None:
    before = len(scene.said)
    scene.office.world.faults.add("drop_after", "sendMessage")
    await scene.work()
    await scene.work(2 / 1440)
    assert len(scene.said) == before + 1


async def test_whoever_has_blocked_the_bot_hears_nothing_until_they_write(scene: Scene) -> None:
    scene.jiwoo.block_bot()
    await scene.office.handle()
    async with scene.office.database.writing() as connection:
        await persons.set_blocked(connection, JIWOO, None)  # as if Telegram had never said so
    calls = len(scene.office.world.calls_of("sendMessage"))
    await scene.work()
    assert len(scene.office.world.calls_of("sendMessage")) == calls + 1
    await scene.work(1)
    assert len(scene.office.world.calls_of("sendMessage")) == calls + 1
    scene.jiwoo.unblock_bot()
    await scene.say("/remind")
    assert len(await scene.work(1)) == 1


async def test_a_diary_whose_routine_our_own_code_fails_at_costs_the_others_nothing(
    scene: Scene,
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError

    scene.loop._kinds = {REMINDER: fail}  # type: ignore[dict-item]
    assert await scene.work() == []
    assert (await scene.routine(REMINDER)).next_at == NOON + DAY


async def test_a_diary_that_was_damaged_on_the_disk_is_told_nothing_and_ends_nothing(
    scene: Scene,
) -> None:
    database = scene.office.database
    broken = "UPDATE diaries SET description = CAST(x'ff' AS TEXT)"
    async with database.writing() as connection:
        await connection.execute(text(broken))
        await connection.execute(
            text("UPDATE routines SET lease = 'x', lease_until = '2099-01-01'")
        )
        await connection.execute(text("UPDATE routines SET next_at = '2020-01-01'"))
    before = len(scene.office.world.calls_of("sendMessage"))
    await scene.loop.round()
    async with database.reading() as connection:
        assert await rows.claimed_keys(connection, scene.office.clock()) == []
    assert len(scene.office.world.calls_of("sendMessage")) == before


async def test_five_in_a_row_without_an_answer_ask_once_and_pause(scene: Scene) -> None:
    for day in range(5):
        assert len(await scene.work(min(day, 1))) == 1
    (asks,) = await scene.work(1)
    assert asks.text == WORDS.pauses
    assert [button.text for button in asks.buttons] == [
        WORDS.weekly_button, WORDS.daily_button, WORDS.off_button,
    ]  # fmt: skip
    for _ in range(9):
        assert await scene.work(1) == []
    routine = await scene.routine(REMINDER)
    assert routine.is_on
    assert routine.paused_at is not None


async def test_an_entry_in_between_begins_the_count_anew(scene: Scene) -> None:
    for _ in range(4):
        await scene.work(1)
    await scene.entry((NOON + 4 * DAY).date(), hour=14)
    for _ in range(5):
        (told,) = await scene.work(1)
        assert told.text in WORDS.asks.values()


@pytest.mark.parametrize(
    ("button", "weekday", "on"),
    [
        (WORDS.weekly_button, 4, True),
        (WORDS.daily_button, None, True),
        (WORDS.off_button, None, False),
    ],
)
async def test_who_is_asked_says_how_it_goes_on(
    scene: Scene, button: str, weekday: int | None, *, on: bool
) -> None:
    await scene.put(REMINDER, ignored=5, last_at=NOON - DAY)
    (asks,) = await scene.work()
    await scene.press(button, asks)
    routine = await scene.routine(REMINDER)
    assert (routine.is_on, routine.weekday, routine.paused_at, routine.ignored) == (
        on, weekday, None, 0,
    )  # fmt: skip


async def test_in_ten_minutes_it_comes_again_and_not_today_means_tomorrow(scene: Scene) -> None:
    await scene.work()
    await scene.press(WORDS.later_button)
    assert scene.last.text == WORDS.later
    assert await scene.work(9 / 1440) == []
    (again,) = await scene.work(1.1 / 1440)
    await scene.press(WORDS.rest_button, again)
    assert scene.last.text == WORDS.rests
    assert await scene.work(1 / 1440) == []
    assert (await scene.routine(REMINDER)).next_at == NOON + DAY


async def test_a_question_can_be_had_instead(scene: Scene) -> None:
    await scene.work()
    await scene.press(WORDS.question_button)
    assert (scene.last.text or "").startswith("💭")


async def test_remind_sets_shows_and_ends_it(scene: Scene) -> None:
    assert "오후 10:30" in ((await scene.say("/remind 22:30")).text or "")
    assert (await scene.routine(REMINDER)).minute == 22 * 60 + 30
    assert "모르겠어요" in ((await scene.say("/remind 25:99")).text or "")
    assert "<b>" in ((await scene.say("/remind <b>")).text or "")
    assert (await scene.say("/remind off")).text == WORDS.turned_off
    assert not (await scene.routine(REMINDER)).is_on
    shown = await scene.say("/remind")
    assert (shown.text or "").startswith(WORDS.is_off)
    await scene.press(shown.buttons[0].text, shown)
    assert (await scene.routine(REMINDER)).minute == 20 * 60


async def test_a_week_without_an_entry_has_no_digest(scene: Scene) -> None:
    await scene.put(REMINDER, is_on=False, next_at=None)
    await scene.want(DIGEST, weekday=4)
    await scene.entry(NOON.date() - dt.timedelta(days=7))
    assert await scene.work() == []
    assert (await scene.routine(DIGEST)).next_at == NOON + 7 * DAY
