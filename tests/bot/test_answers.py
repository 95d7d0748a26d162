"""An answer is given alone: by the link, with the next note or a reply, and can be called off."""

import datetime as dt

import pytest
from telegram import Bot

from bot.phrases import questions as phrases
from bot.phrases import questions as questions_phrases
from bot.questions import payload
from playground.server import World
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.question_scene import HOUR, SAYS, Scene, counted, open_scene

WORDS = questions_phrases.words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


async def test_the_question_is_said_in_private_with_what_becomes_of_the_answer(
    scene: Scene,
) -> None:
    await scene.ask()
    said = await scene.follow(scene.jiwoo)
    end = dt.time(4)
    assert (said.text or "").startswith(WORDS.asks("<가족>"))
    assert phrases.question(scene.diary.id, 0, "ko") in (said.text or "")
    assert WORDS.what_happens("<가족>", end) in (said.text or "")
    card = await scene.note(scene.jiwoo)
    assert WORDS.shown_when("<가족>", end) in (card.text or "")
    assert WORDS.no_answer_button in buttons(card)
    await scene.finish()
    assert WORDS.shown_when("<가족>", end) in (card.text or card.caption or "")
    again = await scene.follow(scene.jiwoo)
    assert again.text == WORDS.has_answered("<가족>")


async def test_what_is_no_answer_stays_its_authors_alone(scene: Scene) -> None:
    asked = await scene.ask()
    card = await scene.answer(scene.jiwoo)
    told = await scene.office.press(scene.jiwoo, card, WORDS.no_answer_button)
    assert told["text"] == WORDS.no_answer
    await scene.work()
    assert counted(asked) == "0/3"
    assert WORDS.no_answer_button not in buttons(card)
    await scene.answer(scene.emma)
    await scene.answer(scene.sora)
    scene.office.clock.pass_s(7 * HOUR)
    await scene.work()
    assert await scene.shown() == 2


async def test_only_its_author_can_say_that_it_is_no_answer(scene: Scene) -> None:
    asked = await scene.ask()
    card = await scene.answer(scene.jiwoo)
    told = await scene.office.forge(scene.emma, scene.emma.chat.from_bot[-1], "noanswer:1")
    assert told["text"] == SAYS.not_yours
    told = await scene.office.forge(scene.emma, asked, "noanswer:1")
    assert told["text"] == SAYS.not_yours
    assert WORDS.no_answer_button in buttons(card)


async def test_without_the_link_a_note_is_a_note(scene: Scene) -> None:
    asked = await scene.ask()
    card = await scene.note(scene.jiwoo)
    await scene.finish()
    assert counted(asked) == "0/3"
    assert WORDS.no_answer_button not in buttons(card)


async def test_only_the_next_note_counts_and_only_for_an_hour(scene: Scene) -> None:
    asked = await scene.ask()
    await scene.follow(scene.jiwoo)
    scene.office.clock.pass_s(HOUR + 1)
    await scene.note(scene.jiwoo)
    assert counted(asked) == "0/3"
    await scene.answer(scene.jiwoo)
    await scene.note(scene.jiwoo)
    await scene.finish()
    assert counted(asked) == "1/3"


async def test_a_note_that_was_sent_in_time_counts_when_the_bot_sees_it_later(
    scene: Scene,
) -> None:
    asked = await scene.ask()
    await scene.follow(scene.jiwoo)
    scene.jiwoo.send_video_note(b"in time", duration=8)
    scene.office.clock.pass_s(2 * HOUR)
    await scene.office.handle()
    await scene.work()
    assert counted(asked) == "1/3"


async def test_a_reply_to_the_question_counts_all_evening(scene: Scene) -> None:
    asked = await scene.ask()
    said = await scene.follow(scene.jiwoo)
    scene.office.clock.pass_s(5 * HOUR)
    scene.jiwoo.send_text("음…", reply_to=said)
    await scene.office.handle()
    assert scene.jiwoo.chat.from_bot[-1].text == WORDS.needs_clip
    await scene.note(scene.jiwoo, reply_to=said)
    await scene.work()
    assert counted(asked) == "1/3"


async def test_strangers_hear_the_same_of_every_question(scene: Scene) -> None:
    await scene.ask()
    heard = set()
    question = await scene.question()
    for start in (payload(question.id), payload(4711), "q_", "q_0", "q_x", "q_" + "9" * 30, "q_²"):
        said = await scene.follow(scene.stranger, f"https://t.me/mindgitter_bot?start={start}")
        heard.add(said.text)
    assert heard == {WORDS.unknown}
    await scene.note(scene.stranger)
    assert counted(scene.asked) == "0/3"


async def test_who_left_the_group_cannot_answer_any_more(scene: Scene) -> None:
    asked = await scene.ask()
    await scene.follow(scene.jiwoo)
    scene.world.leave(scene.group, scene.jiwoo)
    await scene.office.handle()
    scene.office.clock.pass_s(90)
    card = await scene.note(scene.jiwoo)
    assert WORDS.only_an_entry in [m.text for m in scene.jiwoo.chat.from_bot]
    await scene.finish()
    assert WORDS.no_answer_button not in buttons(card)
    assert counted(asked).startswith("0/")
    assert (await scene.follow(scene.jiwoo, asked.links[0])).text == WORDS.unknown
