"""A look back says how much there was and what it was about, and of a group nobody's moods."""

import datetime as dt

import pytest
from telegram import Bot

from bot.phrases.digests import words_in
from diary import members, persons, routines
from diary.routines import DIGEST
from playground.server import World
from storage import diaries, shares
from storage.database import Database
from tests.bot.library import lay_down, told
from tests.bot.office import buttons
from tests.bot.routine_scene import DAY, Scene, open_scene
from tests.diary.given import NOON

WORDS = words_in("ko")
TODAY = NOON.date()


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    made = await open_scene(bot, world, database)
    async with database.writing() as connection:
        await routines.switch(connection, made.diary, DIGEST, NOON, on=False)
    return made


async def week(scene: Scene) -> list[int]:
    """Four entries of a week, and one of the week before."""
    return [
        await scene.entry(TODAY - 7 * DAY, "지난주였다.", names=("옛날",)),
        await scene.entry(TODAY - 6 * DAY, "산책을 했다.", names=("산책",), mood=5),
        await scene.entry(TODAY - 3 * DAY, "친구와 산책을 했다.", names=("산책", "친구"), mood=4),
        await scene.entry(TODAY - 3 * DAY, "비가 왔다.", names=("비",)),
        await scene.entry(TODAY, "<일>이 많았다.", names=("일",), mood=4),
    ]


async def test_a_week_is_told_in_numbers_moods_sentences_tags_and_a_question(scene: Scene) -> None:
    await week(scene)
    text = (await scene.say("/week")).text or ""
    lines = text.split("\n")
    assert lines[:2] == ["📖 지난 7일 (11월 14일 – 11월 20일)", "일기 4편 · 32초 · 8단어"]
    assert "내 기분: 😄 1 · 🙂 2" in lines
    for sentence in ("산책을 했다.", "친구와 산책을 했다.", "<일>이 많았다."):
        assert sentence in text
    assert "지난주였다." not in text
    assert "#산책" in lines
    assert "이번 달에 4일 썼어요" in text
    assert lines[-1].startswith("💭 ")
    assert buttons(scene.last) == [
        "1 열기", "2 열기", "3 열기", WORDS.answer_button, WORDS.weekly_button,
    ]  # fmt: skip


async def test_a_month_is_this_one_or_the_one_that_is_named(scene: Scene) -> None:
    await week(scene)
    await scene.entry(dt.date(2026, 10, 3), "시월이었다.")
    assert "일기 5편" in ((await scene.say("/month")).text or "")
    october = (await scene.say("/month 10")).text or ""
    assert october.startswith("📖 2026년 10월\n일기 1편")
    assert "시월이었다." in october
    assert (await scene.say("/month 2026-09")).text == WORDS.nothing_month
    assert (await scene.say("/month 언젠가")).text == WORDS.example


async def test_its_question_can_be_answered_and_its_entries_opened(scene: Scene) -> None:
    await week(scene)
    digest = await scene.say("/week")
    asked = (digest.text or "").split("\n")[-1]
    await scene.press(WORDS.answer_button, digest)
    assert (scene.last.text or "").startswith(asked)
    before = len(scene.said)
    await scene.press("1 열기", digest)
    assert len(scene.said) == before + 1


async def test_what_a_person_left_out_counts_and_is_not_quoted(scene: Scene) -> None:
    await week(scene)
    await scene.say("/memory skip #산책")
    text = (await scene.say("/week")).text or ""
    assert "일기 4편" in text
    assert "산책" not in text
    assert "내 기분: 🙂 1" in text


async def test_days_in_a_row_can_be_hidden(scene: Scene) -> None:
    await week(scene)
    await scene.change(streaks=False)
    assert "이번 달" not in ((await scene.say("/week")).text or "")


async def test_nothing_is_said_without_blame(scene: Scene) -> None:
    assert (await scene.say("/week")).text == WORDS.nothing_week


async def test_by_itself_it_comes_weekly_without_a_sound_until_it_is_stopped(scene: Scene) -> None:
    await week(scene)
    await scene.want(DIGEST, weekday=4)
    (digest,) = await scene.work()
    assert buttons(digest)[-1] == WORDS.stop_button
    assert scene.office.world.calls_of("sendMessage")[-1].params["disable_notification"] == "true"
    assert await scene.work(1) == []
    await scene.press(WORDS.stop_button, digest)
    assert scene.last.text == WORDS.turned_off
    await scene.entry(TODAY + 6 * DAY)
    assert await scene.work(6) == []
    assert "금요일 오후 8:30" in ((await scene.say("/week on 20:30")).text or "")


async def test_discreet_people_see_it_on_demand(scene: Scene) -> None:
    await week(scene)
    await scene.change(discreet=True)
    await scene.want(DIGEST, weekday=4)
    (digest,) = await scene.work()
    assert digest.text == f"📖 {WORDS.is_ready}"
    await scene.press(WORDS.show_button, digest)
    assert "친구와 산책을 했다." in (digest.text or "")


async def test_discreet_people_tap_once_for_what_they_have_asked_for(scene: Scene) -> None:
    await week(scene)
    await scene.change(discreet=True)
    digest = await scene.say("/week")
    said = digest.text or ""
    (cover,) = [one for one in digest.entities if one["type"] == "spoiler"]
    hidden = said.encode("utf-16-le")[2 * cover["offset"] :][: 2 * cover["length"]]
    first, _, rest = said.partition("\n")
    assert hidden.decode("utf-16-le") == rest
    assert "친구와 산책을 했다." in rest
    assert "산책" not in first


async def test_the_week_of_a_group_says_what_its_diary_shows_and_nobodys_moods(
    scene: Scene,
) -> None:
    office, jiwoo = scene.office, scene.jiwoo
    emma, mallory = (office.world.person(n, name, "ko") for n, name in ((8, "Emma"), (66, "M")))
    group = office.world.group("가족", [jiwoo, emma, mallory])
    diary = await office.diary(group, jiwoo)
    mine = await scene.entry(TODAY, "나만의 말이다.", names=("비밀",), mood=1)
    part = await scene.entry(TODAY, "나눈 말이다.", names=("비밀",), mood=1)
    async with office.database.writing() as connection:
        who = await persons.meet(connection, emma.id, "ko", NOON, name="Emma")
        await members.enter(connection, diary, who, NOON)
        await lay_down(connection, diary.id, who.id, TODAY, made=told("함께 웃었다."), mood=5)
        await shares.add(connection, part, diary.id, "key", NOON)
        share = await shares.find(connection, part, diary.id)
        assert share is not None
        await shares.change(connection, share.id, state="shown")
    emma.send_text("/week", chat=group)
    await office.handle()
    text = group.from_bot[-1].text or ""
    assert "일기 2편 · 2명 · 8초" in text
    assert "Emma · 11월 20일" in text
    assert "함께 웃었다." in text
    assert "나눈 말이다." in text
    assert "나만의 말이다." not in text
    assert "#비밀" not in text
    assert not any(face in text for face in "😞😕😐🙂😄")
    assert mine != part
    mallory.send_text("/week", chat=group)
    await office.handle()
    assert "함께 웃었다." not in (group.from_bot[-1].text or "")


async def test_a_groups_week_comes_by_itself_where_one_who_leads_it_wants_it(
    scene: Scene,
) -> None:
    office, jiwoo = scene.office, scene.jiwoo
    emma = office.world.person(8, "Emma", "ko")
    group = office.world.group("가족", [jiwoo, emma])
    diary = await office.diary(group, jiwoo)
    emma.send_text("/week on 20:00", chat=group)
    await office.handle()
    assert group.from_bot[-1].text == WORDS.leaders_only
    jiwoo.send_text("/week on 20:00", chat=group)
    await office.handle()
    assert "일요일 오후 8:00" in (group.from_bot[-1].text or "")
    sunday = dt.date(2026, 11, 22)
    async with office.database.writing() as connection:
        found = await diaries.get(connection, diary.id)
        await lay_down(connection, diary.id, found.owner_id, sunday, made=told("일요일이다."))
    before = len(group.from_bot)
    await scene.work(2 - 1 / 24)
    assert len(group.from_bot) == before + 1
    assert "일요일이다." in (group.from_bot[-1].text or "")
    jiwoo.send_text("/week off", chat=group)
    await office.handle()
    assert group.from_bot[-1].text == WORDS.turned_off
