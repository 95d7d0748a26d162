"""A memory is the clip once more with its sentence; what a person does not want stays away."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import update
from telegram import Bot

from bot.phrases.memories import words_in
from bot.routine_kinds import KINDS
from bot.routines import Post, RoutineDelivery
from diary.routines import MEMORY
from playground.server import World
from storage.database import Database
from storage.media import MediaFolder
from storage.tables import clips
from tests.bot.office import buttons
from tests.bot.routine_scene import DAY, Scene, open_scene
from tests.diary.given import LIMITS, NOON

WORDS = words_in("ko")
YEAR_AGO = dt.date(2025, 11, 20)


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


async def test_on_demand_the_clip_comes_once_more_with_its_sentence_and_date(scene: Scene) -> None:
    await scene.entry(YEAR_AGO, "바다에 갔다.", title="여름 <끝>")
    told = await scene.say("/memory")
    clip = told.reply_to
    assert clip is not None
    assert clip.kind == "video_note"
    assert clip.sender["is_bot"]
    assert told.text == "📆 1년 전 오늘 · 2025년 11월 20일\n여름 <끝>\n바다에 갔다."
    assert buttons(told) == [WORDS.open_button, WORDS.hide_button, WORDS.daily_button]


async def test_nothing_to_look_back_at_is_said_kindly(scene: Scene) -> None:
    told = await scene.say("/memory")
    assert told.text == WORDS.nothing
    assert buttons(told) == [WORDS.daily_button]


async def test_by_itself_one_comes_on_days_that_have_one_without_a_sound(scene: Scene) -> None:
    await scene.say("/memory on 21:00")
    await scene.entry(YEAR_AGO + DAY, "하루 뒤.")
    assert await scene.work(23 / 24) == []
    clip, told = await scene.work(1 / 24)
    assert (clip.kind, told.reply_to) == ("video_note", clip)
    assert "하루 뒤." in (told.text or "")
    for method in ("sendVideoNote", "sendMessage"):
        call = scene.office.world.calls_of(method)[-1]
        assert call.params["disable_notification"] == "true"
    assert await scene.work(1) == []


async def test_discreet_people_are_told_that_there_is_one_and_nothing_of_it(scene: Scene) -> None:
    await scene.change(discreet=True)
    await scene.want(MEMORY)
    await scene.entry(YEAR_AGO, "비밀이다.", title="비밀")
    (told,) = await scene.work()
    assert told.text == f"📆 {WORDS.has_one}"
    assert buttons(told) == [WORDS.show_button]
    await scene.press(WORDS.show_button, told)
    assert "비밀이다." in (told.text or "")
    assert scene.last.kind == "video_note"


async def test_discreet_people_are_not_shown_more_at_once_when_they_ask(scene: Scene) -> None:
    await scene.change(discreet=True)
    await scene.entry(YEAR_AGO, "비밀이다.", title="비밀")
    told = await scene.say("/memory")
    assert told.text == f"📆 {WORDS.has_one}"
    assert buttons(told) == [WORDS.show_button, WORDS.daily_button]
    await scene.press(WORDS.show_button, told)
    assert "비밀이다." in (told.text or "")


async def test_one_that_is_hidden_goes_with_its_clip_and_comes_back_when_wanted(
    scene: Scene,
) -> None:
    await scene.entry(YEAR_AGO)
    told = await scene.say("/memory")
    clip = told.reply_to
    await scene.press(WORDS.hide_button, told)
    assert told.text == WORDS.hidden
    assert clip is not None
    assert clip.deleted
    assert (await scene.say("/memory")).text == WORDS.nothing
    listed = await scene.say("/memory list")
    assert buttons(listed) == ["✕ 2025년 11월 20일"]
    await scene.press(buttons(listed)[0], listed)
    assert (listed.text or "").startswith(WORDS.skips_nothing)
    assert "1년 전 오늘" in ((await scene.say("/memory")).text or "")


async def test_less_often_is_once_a_week_and_then_not_at_all(scene: Scene) -> None:
    await scene.want(MEMORY)
    await scene.entry(YEAR_AGO)
    _, told = await scene.work()
    await scene.press(WORDS.less_button, told)
    assert scene.last.text == WORDS.weekly
    routine = await scene.routine(MEMORY)
    assert (routine.weekday, routine.next_at) == (4, NOON + 7 * DAY)
    await scene.press(WORDS.less_button, told)
    assert scene.last.text == WORDS.off
    assert not (await scene.routine(MEMORY)).is_on


@pytest.mark.parametrize(
    ("said", "button"),
    [
        ("#아빠", "✕ #아빠"),
        ("@민수", "✕ @민수"),
        ("2025-11-01..2025-11-30", "✕ 11월 1일 – 11월 30일 (2025)"),
        ("2025-11-20", "✕ 11월 20일 (2025)"),
    ],
)
async def test_what_is_left_out_is_listed_and_can_come_again(
    scene: Scene, said: str, button: str
) -> None:
    await scene.entry(YEAR_AGO, title="민수와 함께", names=("아빠",))
    assert (await scene.say(f"/memory skip {said}")).text == WORDS.skipped
    assert (await scene.say("/memory")).text == WORDS.nothing
    listed = await scene.say("/memory list")
    assert buttons(listed) == [button]
    await scene.press(button, listed)
    assert (listed.text or "").startswith(WORDS.skips_nothing)
    assert "민수와 함께" in ((await scene.say("/memory")).text or "")


async def test_what_cannot_be_read_is_answered_with_an_example(scene: Scene) -> None:
    assert (await scene.say("/memory skip 아무거나")).text == WORDS.how_to_skip
    assert "모르겠어요" in ((await scene.say("/memory on 언젠가")).text or "")
    assert (await scene.say("/memory off")).text == WORDS.off


async def test_a_clip_that_is_gone_leaves_the_words(scene: Scene) -> None:
    await scene.entry(YEAR_AGO, "바다에 갔다.")
    scene.office.world.faults.add("server_error", "sendVideoNote", status=400)
    told = await scene.say("/memory")
    assert "바다에 갔다." in (told.text or "")


async def test_nobody_hides_or_sees_what_is_somebody_elses(scene: Scene) -> None:
    number = await scene.entry(YEAR_AGO, "비밀이다.")
    mallory = scene.office.world.person(66, "Mallory", "ko")
    mallory.send_text("/memory")
    await scene.office.handle()
    told = mallory.chat.from_bot[-1]
    for detail in ("hide", "show", "back", "again"):
        await scene.office.forge(mallory, told, f"memory:{number}:{detail}")
    texts = " ".join(message.text or "" for message in mallory.chat.from_bot)
    assert "비밀" not in texts
    assert "비밀이다." in ((await scene.say("/memory")).text or "")


async def test_a_clip_that_was_brought_in_comes_too_whoever_asks(
    bot: Bot, world: World, database: Database, tmp_path: Path
) -> None:
    """Telegram has never seen it: it is uploaded, asked for or by itself."""
    kept = MediaFolder(tmp_path / "media")
    film = tmp_path / "film"
    scene = await open_scene(bot, world, database, media=kept)
    post = Post(bot, database, "ko", LIMITS, scene.office.clock, kept)
    scene.loop = RoutineDelivery(post, KINDS)
    for day in (YEAR_AGO, YEAR_AGO + DAY):
        number = await scene.entry(day, "바다에 갔다.")
        film.write_bytes(f"a film of {day}".encode())
        async with database.writing() as connection:
            values = {"file_id": "", "file_unique_id": "", "media": kept.put(film)}
            changed = update(clips).where(clips.c.entry_id == number)
            await connection.execute(changed.values(**values))
    asked = await scene.say("/memory")
    await scene.say("/memory on 21:00")
    clip, told = await scene.work(1)
    for message in (asked.reply_to, clip):
        assert message is not None
        assert message.kind == "video_note"
    assert told.reply_to is clip
