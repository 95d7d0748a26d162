"""The time line: eight lines a page, months and days that have entries, in one message."""

import datetime as dt
import re

import pytest
from telegram import Bot

from bot.phrases.profile import words_in as profile
from bot.phrases.timeline import words_in
from diary import exclusions
from playground.server import Message, Person, World
from storage import comments, diaries, persons
from storage.database import Database
from tests.bot.library import draw, lay_down, own_diary, told
from tests.bot.office import Office, buttons, open_office
from tests.bot.sharing import SAYS, SECRET, TAG, Scene, open_scene
from tests.diary.given import JIWOO, NOON

WORDS = words_in("ko")
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database, draw=draw)


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database, draw=draw)


async def fill(office: Office, days: int, person: int = JIWOO) -> list[int]:
    """An entry on each of the days up to today, every third day two."""
    made = []
    async with office.database.writing() as connection:
        diary_id = await own_diary(connection, person)
        who = await persons.find(connection, person)
        assert who is not None
        for n in range(days):
            day = TODAY - dt.timedelta(days=n)
            for hour in (3, 12) if n % 3 == 0 else (12,):
                text = f"{day.isoformat()} {hour}시에 한 말이다."
                made.append(
                    await lay_down(
                        connection,
                        diary_id,
                        who.id,
                        day,
                        hour=hour,
                        made=told(text),
                        title=None,
                        names=("산책",),
                        mood=4 if n == 0 else None,
                    )
                )
    return made


async def ask(office: Office, person: Person, command: str = "/diary") -> Message:
    person.send_text(command)
    await office.handle()
    return person.chat.from_bot[-1]


async def read_all(office: Office, person: Person, message: Message) -> list[str]:
    """The titles of every page from here on, in their order."""
    titles = re.findall(r"2026-\d\d-\d\d \d+시", message.text or "")
    while WORDS.older_button in buttons(message):
        await office.press(person, message, WORDS.older_button)
        titles += re.findall(r"2026-\d\d-\d\d \d+시", message.text or "")
    return titles


@pytest.mark.parametrize("days", [1, 5, 6, 12, 40])
async def test_the_pages_show_every_entry_once_from_the_newest(
    office: Office, world: World, days: int
) -> None:
    made = await fill(office, days)
    jiwoo = world.person(JIWOO, "지우", "ko")
    message = await ask(office, jiwoo)
    titles = await read_all(office, jiwoo, message)
    assert len(titles) == len(made) == len(set(titles))
    stamps = [(t.split()[0], int(t.split()[1].removesuffix("시"))) for t in titles]
    assert stamps == sorted(stamps, reverse=True)
    assert len([m for m in jiwoo.chat.from_bot if not m.deleted]) == 1


async def test_a_line_tells_day_mood_title_tag_and_comments(office: Office, world: World) -> None:
    first, *_ = await fill(office, 2)
    async with office.database.writing() as connection:
        diary = await diaries.of_chat(connection, JIWOO)
        who = await persons.find(connection, JIWOO)
        assert diary is not None
        assert who is not None
        for n in (1, 2):
            await comments.add(
                connection,
                {"entry_id": first, "diary_id": diary.id, "author_id": who.id, "kind": "text",
                 "text": "x", "chat_id": JIWOO, "message_id": 900 + n, "state": "visible",
                 "created_at": NOON},
            )  # fmt: skip
    text = (await ask(office, world.person(JIWOO, "지우", "ko"))).text or ""
    assert "2026년 11월" in text
    assert "1. 20일 🙂 2026-11-20 12시에 한 말이다. #산책\n" in text
    assert "2. 20일 🙂 2026-11-20 3시에 한 말이다. #산책 💬2" in text
    assert "3. 19일 웃음 2026-11-19" in text
    assert WORDS.own_moods in text


async def test_a_number_opens_the_card(office: Office, world: World) -> None:
    await fill(office, 3)
    jiwoo = world.person(JIWOO, "지우", "ko")
    await office.press(jiwoo, await ask(office, jiwoo), "3")
    card = jiwoo.chat.from_bot[-1]
    assert card.photo
    assert "2026-11-19" in (card.caption or "")


async def test_one_can_jump_to_a_month_that_has_entries_and_to_no_other(
    office: Office, world: World
) -> None:
    await fill(office, 40)
    jiwoo = world.person(JIWOO, "지우", "ko")
    message = await ask(office, jiwoo)
    await office.press(jiwoo, message, WORDS.months_button)
    assert buttons(message) == ["10월", "11월", WORDS.back_button]
    await office.press(jiwoo, message, "10월")
    assert "31일" in (message.text or "").splitlines()[3]
    assert WORDS.newer_button in buttons(message)
    typed = await ask(office, jiwoo, "/diary 10월")
    assert typed.text == message.text
    assert (await ask(office, jiwoo, "/diary 나중에")).text == WORDS.example


async def test_an_empty_diary_says_how_to_begin(office: Office, world: World) -> None:
    message = await ask(office, world.person(JIWOO, "지우", "ko"))
    assert WORDS.nothing in (message.text or "")
    assert buttons(message) == []


async def test_a_private_chat_turns_to_a_shared_diary_and_sees_the_parts_of_it(
    scene: Scene,
) -> None:
    await scene.share()
    emma = scene.emma
    message = await ask(scene.office, emma)
    await scene.office.press(emma, message, WORDS.diaries_button)
    assert "📒 가족" in buttons(message)
    await scene.office.press(emma, message, "📒 가족")
    text = message.text or ""
    assert "지<b>우: 한강에서 라면을 먹었다." in text
    assert SECRET not in text
    assert TAG not in text
    assert "웃음" not in text
    await scene.office.press(emma, message, "1")
    assert "한강에서" in (emma.chat.from_bot[-1].text or "")


async def test_who_has_left_a_diary_cannot_turn_to_it_nor_its_pages(
    scene: Scene, world: World
) -> None:
    await scene.share()
    emma = scene.emma
    message = await ask(scene.office, emma)
    await scene.office.press(emma, message, WORDS.diaries_button)
    world.leave(scene.group, emma)
    told_ = await scene.office.press(emma, message, "📒 가족")
    assert told_["text"] == SAYS.not_yours
    assert "한강" not in world.transcript().partition(f"# chat {emma.id}")[2].split("# chat")[0]


async def test_a_forged_press_turns_no_card_into_a_list(scene: Scene) -> None:
    card = scene.card
    before = card.caption
    told_ = await scene.office.forge(scene.jiwoo, card, "lines:0:0")
    assert told_["text"]
    assert card.caption == before


async def test_a_group_reads_its_own_diary_alone(scene: Scene) -> None:
    await scene.share()
    scene.jiwoo.send_text("/diary", chat=scene.group)
    await scene.office.handle()
    message = scene.group.from_bot[-1]
    assert "가족" in (message.text or "")
    assert "총 1편" in (message.text or "")
    assert buttons(message) == ["1"]
    await scene.office.press(scene.jiwoo, message, "1")
    assert scene.group.from_bot[-1].reply_to is scene.told[1]


async def test_a_stranger_in_the_group_is_told_how_to_become_a_reader(
    scene: Scene, world: World
) -> None:
    tom = world.person(99, "Tom", "ko")
    world.join(scene.group, tom)
    tom.send_text("/diary", chat=scene.group)
    await scene.office.handle()
    assert "편" not in (scene.group.from_bot[-1].text or "")


async def test_below_a_month_the_days_with_entries_open_and_lead_back(
    office: Office, world: World
) -> None:
    await fill(office, 4)
    jiwoo = world.person(JIWOO, "지우", "ko")
    message = await ask(office, jiwoo, "/calendar 11월")
    assert buttons(message)[:4] == ["17·2", "18", "19", "20·2"]
    await office.press(jiwoo, message, "20·2")
    lines = (message.caption or "").splitlines()
    assert "2편" in lines[0]
    assert lines[1].startswith("1. 오후 12:00")
    assert lines[2].startswith("2. 오후 9:00")
    assert "· 20 ·" in buttons(message)
    await office.press(jiwoo, message, "‹ 11월 19일")
    assert "1편" in (message.caption or "")
    assert "· 19 ·" in buttons(message)
    before = message.caption
    await office.press(jiwoo, message, "· 19 ·")
    assert message.caption == before
    await office.press(jiwoo, message, WORDS.calendar_button)
    assert buttons(message)[:4] == ["17·2", "18", "19", "20·2"]


async def test_whoever_has_one_diary_is_offered_no_other(office: Office, world: World) -> None:
    await fill(office, 4)
    jiwoo = world.person(JIWOO, "지우", "ko")
    assert WORDS.diaries_button not in buttons(await ask(office, jiwoo, "/diary"))
    me = await ask(office, jiwoo, "/me")
    await office.press(jiwoo, me, profile("ko").entries_button(6))
    listed = jiwoo.chat.from_bot[-1]
    assert listed is not me
    assert WORDS.diaries_button not in buttons(listed)


async def test_chance_never_brings_what_was_excluded(office: Office, world: World) -> None:
    await fill(office, 6)
    async with office.database.writing() as connection:
        who = await persons.find(connection, JIWOO)
        assert who is not None
        wish = exclusions.read("2026-11-15..2026-11-20")
        assert wish is not None
        await exclusions.add(connection, who, wish, NOON)
    jiwoo = world.person(JIWOO, "지우", "ko")
    assert (await ask(office, jiwoo, "/random")).text == WORDS.none_left
    async with office.database.writing() as connection:
        [kept] = await exclusions.of_person(connection, who)
        await exclusions.remove(connection, who, kept.id)
    card = await ask(office, jiwoo, "/random")
    assert "한 말이다" in (card.caption or "")
