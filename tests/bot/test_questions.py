"""One question stands in the group; answers are given alone, and seen when all have answered."""

import datetime as dt
import re
from typing import Any

import pytest
from telegram import Bot
from telegram.error import Forbidden

from bot import interruptions, messages
from bot.phrases import diary_questions
from bot.phrases import questions as phrases
from bot.phrases import questions as questions_phrases
from bot.questions import payload
from diary import questions
from playground.server import World
from scheduler.questions import tick
from storage import diaries, entries, standings
from storage import questions as rows
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.question_scene import HOUR, SAYS, Scene, counted, minute_of, open_scene

ENGLISH = questions_phrases.words_in("en")
WORDS = questions_phrases.words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


def test_there_are_sixty_questions_each_in_both_languages() -> None:
    korean, english = (diary_questions.words_in(language).all for language in ("ko", "en"))
    assert len(set(korean)) == len(set(english)) == 60
    for one, other in zip(korean, english, strict=True):
        assert re.search("[가-힣]", one)
        assert not re.search("[가-힣]", other)
        assert one[-1] in "?."
        assert other[-1] in "?."
        assert len(one) <= 40
        assert len(other) <= 75


async def test_one_message_asks_and_says_how_many_have_answered(scene: Scene) -> None:
    before = len(scene.told)
    asked = await scene.ask()
    await tick(scene.office.database, scene.office.clock, scene.loop.wake)
    await scene.work()
    assert len(scene.told) == before + 1
    question = await scene.question()
    assert phrases.question(scene.diary.id, 0, "ko") in (asked.text or "")
    assert counted(asked) == "0/3"
    assert buttons(asked) == [WORDS.answer_button]
    assert asked.links == [f"https://t.me/mindgitter_bot?start={payload(question.id)}"]


async def test_answers_are_counted_in_the_group_and_shown_only_when_all_have_given_one(
    scene: Scene,
) -> None:
    asked = await scene.ask()
    told = len(scene.told)
    await scene.answer(scene.jiwoo)
    assert counted(asked) == "1/3"
    await scene.answer(scene.emma)
    assert counted(asked) == "2/3"
    assert (len(scene.told), await scene.shown()) == (told, 0)
    await scene.answer(scene.sora)
    assert await scene.shown() == 3
    assert WORDS.opened(3).splitlines()[0] in (asked.text or "")
    assert buttons(asked) == [WORDS.late_button]
    cards = [m for m in scene.told[told:] if m.kind == "text"]
    names = [(m.text or "").split(" · ")[0] for m in cards]
    assert names == ["지우", "Emma", "소라"]
    line = WORDS.card_line(phrases.question(scene.diary.id, 0, "ko"))
    assert all(line in (m.text or "") for m in cards)


async def test_at_the_days_end_what_there_is_is_shown_and_later_answers_when_asked_for(
    scene: Scene,
) -> None:
    asked = await scene.ask()
    await scene.answer(scene.jiwoo)
    await scene.work(7 * HOUR)
    assert (await scene.question()).state == "closed"
    assert await scene.shown() == 1
    assert WORDS.opened(1).splitlines()[0] in (asked.text or "")
    said = await scene.follow(scene.emma)
    assert WORDS.what_happens_late("<가족>") in (said.text or "")
    card = await scene.note(scene.emma)
    assert WORDS.late_asks("<가족>") in (card.text or "")
    await scene.finish()
    await scene.work(HOUR)
    assert await scene.shown() == 1
    assert WORDS.opened(1).splitlines()[0] in (asked.text or "")
    assert WORDS.no_answer_button in buttons(card)
    number = next(int((b.data or "").split(":")[1]) for b in card.buttons if b.data)
    told = await scene.office.forge(scene.jiwoo, card, f"showanswer:{number}")
    assert told["text"] == SAYS.not_yours
    button = WORDS.show_late_button("<가족>")
    for text in (WORDS.will_be_shown, SAYS.too_late):
        told = await scene.office.forge(scene.emma, card, f"showanswer:{number}")
        assert told["text"] == text
    await scene.work()
    assert await scene.shown() == 2
    assert button not in buttons(card)
    assert WORDS.opened(2).splitlines()[0] in (asked.text or "")
    assert WORDS.shown_soon("<가족>") not in (card.text or card.caption or "")


async def test_an_evening_without_answers_says_so(scene: Scene) -> None:
    asked = await scene.ask()
    await scene.work(7 * HOUR)
    assert WORDS.opened(0) in (asked.text or "")


async def test_who_left_after_answering_is_not_shown(scene: Scene) -> None:
    await scene.ask()
    await scene.answer(scene.jiwoo)
    scene.world.leave(scene.group, scene.jiwoo)
    scene.office.clock.pass_s(90)
    await scene.work(7 * HOUR)
    assert (await scene.question()).state == "closed"
    assert await scene.shown() == 0
    assert WORDS.opened(0) in (scene.asked.text or "")


async def test_the_question_is_asked_in_the_topic_of_the_diary(scene: Scene, world: World) -> None:
    forum = world.group("Forum", [scene.emma, scene.jiwoo], supergroup=True, forum=True)
    topic = world.topic(forum, "일기")
    scene.diary = await scene.office.diary(forum, scene.emma)
    scene.group = forum
    async with scene.office.database.writing() as connection:
        await diaries.change(connection, scene.diary.id, topic_id=topic.thread_id)
    asked = await scene.ask()
    assert asked.thread_id == topic.thread_id
    world.delete_topic(topic)
    async with scene.office.database.writing() as connection:
        await questions.set_minute(connection, scene.diary, None, scene.office.clock())
    scene.office.clock.pass_s(24 * HOUR)
    assert (await scene.ask()).thread_id is None


async def test_a_lost_answer_of_telegrams_never_makes_it_two_questions(scene: Scene) -> None:
    before = len(scene.told)
    scene.world.faults.add("drop_after", methods="sendMessage")
    await scene.ask()
    await scene.work(120)
    assert len(scene.told) == before + 1
    question = await scene.question()
    assert (question.state, question.message_id) == ("open", None)
    await scene.answer(scene.jiwoo)
    await scene.work(7 * HOUR)
    assert await scene.shown() == 1


async def test_what_telegram_refused_for_now_is_asked_again(scene: Scene) -> None:
    before = len(scene.told)
    scene.world.faults.add("too_many_requests", methods="sendMessage", retry_after=3)
    office = scene.office
    async with office.database.writing() as connection:
        now = office.clock() - dt.timedelta(minutes=1)
        await questions.set_minute(connection, scene.diary, minute_of(office.clock()), now)
    await tick(office.database, office.clock, scene.loop.wake)
    await scene.loop.round()
    assert len(scene.told) == before
    await scene.work(10)
    assert len(scene.told) == before + 1
    assert (await scene.question()).message_id == scene.asked.message_id


async def test_a_bot_that_died_while_sending_does_not_send_again(scene: Scene) -> None:
    office, before = scene.office, len(scene.told)
    async with office.database.writing() as connection:
        now = office.clock() - dt.timedelta(minutes=1)
        await questions.set_minute(connection, scene.diary, minute_of(office.clock()), now)
    await tick(office.database, office.clock, scene.loop.wake)
    async with office.database.writing() as connection:
        (question,) = await rows.to_send(connection, office.clock(), 9)
        assert await rows.change(connection, question.id, was=("claimed",), state="sending")
    await scene.work(600)
    assert len(scene.told) == before


async def test_whoever_sees_a_question_that_the_bot_died_under_can_answer_and_it_closes(
    scene: Scene,
) -> None:
    asked = await scene.ask()
    question = await scene.question()
    async with scene.office.database.writing() as connection:
        sending = {"state": "sending", "message_id": None}
        assert await rows.change(connection, question.id, was=("open",), **sending)
    before = len(scene.told)
    await (await interruptions.found(scene.office.house))
    await scene.work()
    assert len(scene.told) == before
    for person in (scene.jiwoo, scene.emma, scene.sora):
        await scene.follow(person, asked.links[0])
        await scene.note(person)
        await scene.finish()
    assert (await scene.question()).state == "closed"
    assert await scene.shown() == 3


async def test_where_the_bot_was_removed_nothing_is_asked_and_the_diary_sleeps(
    scene: Scene,
) -> None:
    scene.world.set_bot_status(scene.group, scene.emma, "kicked")
    before = len(scene.told)
    office = scene.office
    async with office.database.writing() as connection:
        now = office.clock() - dt.timedelta(minutes=1)
        await questions.set_minute(connection, scene.diary, minute_of(office.clock()), now)
    await tick(office.database, office.clock, scene.loop.wake)
    await scene.work()
    assert len(scene.told) == before
    async with office.database.reading() as connection:
        assert (await diaries.get(connection, scene.diary.id)).state == "frozen"


async def test_a_question_that_is_forbidden_is_dropped_and_the_diary_goes_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forbid(*_: Any, **__: Any) -> None:
        raise Forbidden("Forbidden: something that nobody expects")

    office, before = scene.office, len(scene.told)
    async with office.database.writing() as connection:
        now = office.clock() - dt.timedelta(minutes=1)
        await questions.set_minute(connection, scene.diary, minute_of(office.clock()), now)
    await tick(office.database, office.clock, scene.loop.wake)
    with monkeypatch.context() as patched:
        patched.setattr(messages, "send_text", forbid)
        await scene.work()
    assert len(scene.told) == before
    async with office.database.reading() as connection:
        assert (await diaries.get(connection, scene.diary.id)).state == "open"


async def test_a_group_that_became_a_supergroup_is_asked_there(scene: Scene) -> None:
    await scene.ask()
    await scene.answer(scene.jiwoo)
    scene.group = scene.world.migrate(scene.group)
    await scene.office.handle()
    await scene.work()
    asked = scene.asked
    assert asked.chat is scene.group
    assert counted(asked) == "1/3"
    for person in (scene.emma, scene.sora):
        await scene.answer(person)
    assert await scene.shown() == 3


async def test_a_move_that_only_a_refusal_tells_of_loses_no_question(scene: Scene) -> None:
    scene.group = scene.world.migrate(scene.group, silent=True)
    asked = await scene.ask()
    assert asked.chat is scene.group
    assert counted(asked) == "0/3"


async def test_it_is_turned_on_and_off_by_whoever_leads_the_diary(scene: Scene) -> None:
    end = dt.time(4)
    assert await scene.say(scene.emma, "/question on 20:30") == WORDS.turned_on("오후 8:30", end)
    assert await scene.minute() == 20 * 60 + 30
    assert WORDS.is_on("오후 8:30") in await scene.say(scene.jiwoo, "/question")
    assert await scene.say(scene.jiwoo, "/question off") == WORDS.leaders_only
    assert await scene.say(scene.jiwoo, "/question on 9:00") == WORDS.leaders_only
    assert await scene.minute() == 20 * 60 + 30
    scene.world.set_status(scene.group, scene.emma, scene.jiwoo, "administrator")
    scene.office.clock.pass_s(60)
    assert await scene.say(scene.jiwoo, "/question 7:05") == WORDS.turned_on("오전 7:05", end)
    assert await scene.say(scene.emma, "/question off") == WORDS.turned_off
    assert await scene.minute() is None
    assert WORDS.is_off in await scene.say(scene.sora, "/question")
    assert await scene.say(scene.emma, "/question on") == WORDS.turned_on("오후 9:00", end)


@pytest.mark.parametrize("said", ["on 25:00", "on nine", "<b>", "21:99", "on " + "x" * 100])
async def test_a_time_that_is_none_gets_an_example(scene: Scene, said: str) -> None:
    answer = await scene.say(scene.emma, f"/question {said}")
    assert "/question on 21:00" in answer
    assert await scene.minute() is None


async def test_the_state_shows_the_last_question_with_its_link(scene: Scene) -> None:
    await scene.ask()
    await scene.answer(scene.jiwoo)
    said = await scene.say(scene.sora, "/question")
    assert phrases.question(scene.diary.id, 0, "ko") in said
    assert counted(scene.group.from_bot[-1]) == "1/3"
    assert scene.group.from_bot[-1].links == scene.asked.links


async def test_elsewhere_it_says_where_it_belongs(scene: Scene, world: World) -> None:
    scene.jiwoo.send_text("/question on 21:00")
    await scene.office.handle()
    assert scene.jiwoo.chat.from_bot[-1].text == WORDS.in_groups
    other = world.group("Other", [scene.jiwoo])
    await scene.office.handle()
    scene.jiwoo.send_text("/question on 21:00", chat=other)
    await scene.office.handle()
    assert other.from_bot[-1].text == WORDS.no_diary


async def test_an_english_diary_is_asked_in_english(scene: Scene) -> None:
    async with scene.office.database.writing() as connection:
        await diaries.change(connection, scene.diary.id, language="en")
    asked = await scene.ask()
    assert phrases.question(scene.diary.id, 0, "en") in (asked.text or "")
    assert ENGLISH.counted(0, 3) in (asked.text or "")


async def test_a_private_or_cancelled_answer_is_never_shown(scene: Scene) -> None:
    await scene.ask()
    values: list[dict[str, Any]] = [{"is_private": True}, {"state": "cancelled"}]
    for number, value in enumerate(values, 1):
        await scene.answer((scene.jiwoo, scene.emma)[number - 1])
        async with scene.office.database.writing() as connection:
            await entries.change(connection, number, **value)
    await scene.work()
    assert counted(scene.asked) == "0/3"
    await scene.work(7 * HOUR)
    assert await scene.shown() == 0


async def test_where_telegram_cannot_say_who_is_there_answers_wait(scene: Scene) -> None:
    await scene.ask()
    await scene.answer(scene.jiwoo)
    async with scene.office.database.writing() as connection:
        await standings.forget(connection, scene.group.id, scene.jiwoo.id)
    fault = scene.world.faults.add("server_error", methods="getChatMember", count=1000)
    await scene.work(7 * HOUR)
    assert fault.happened
    assert await scene.shown() == 0
    scene.world.faults.clear()
    await scene.work(600)
    assert await scene.shown() == 1
