"""A person is asked alone; the next note, a reply or a text answers, and the card keeps it."""

import pytest
from telegram import Bot

from bot.phrases import question_list
from bot.phrases.own_questions import words_in
from bot.phrases.questions import words_in as daily_words_in
from bot.phrases.shares import words_in as share_words_in
from languages.catalogue import LANGUAGES
from playground.server import Message, World
from storage import entries
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.routine_scene import Scene, open_scene

WORDS = words_in("ko")
NOTE = b"a note"


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


def asked(message: Message) -> str:
    """The question of a message."""
    return (message.text or "").split("\n")[0].removeprefix("💭 ")


async def send(scene: Scene, content: bytes = NOTE, reply_to: Message | None = None) -> str | None:
    """A note from Jiwoo; the question that its entry answers."""
    scene.jiwoo.send_video_note(content, duration=8, reply_to=reply_to)
    await scene.office.handle()
    return await newest(scene)


async def newest(scene: Scene) -> str | None:
    """The question of the newest entry."""
    async with scene.office.database.reading() as connection:
        found = [entry for n in range(1, 20) if (entry := await entries.get(connection, n))]
    assert found
    return found[-1].question


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sixty_questions_and_more_each_in_every_language(language: str) -> None:
    found = question_list.words_in(language).all
    assert len(found) == len(set(found)) >= 60
    assert all(question.endswith("?") and len(question) < 80 for question in found)
    if language == "ko":
        assert not set(found) & set(question_list.words_in("en").all)


async def test_the_next_note_is_the_answer_and_the_one_after_it_is_not(scene: Scene) -> None:
    message = await scene.say("/prompt")
    assert asked(message) in question_list.words_in("ko").all
    assert await send(scene) == asked(message)
    assert await send(scene, b"another note") is None


async def test_another_question_takes_the_place_of_the_first(scene: Scene) -> None:
    message = await scene.say("/prompt")
    first = asked(message)
    await scene.press(WORDS.another_button, message)
    assert asked(message) != first
    assert await send(scene) == asked(message)


async def test_who_does_not_want_to_answer_just_sends_a_note(scene: Scene) -> None:
    message = await scene.say("/prompt")
    await scene.press(WORDS.stop_button, message)
    assert message.text == WORDS.stopped
    assert await send(scene) is None


async def test_a_reply_days_later_answers_what_that_message_asked(scene: Scene) -> None:
    first = await scene.say("/prompt")
    await scene.say("/prompt")
    scene.office.clock.pass_s(5 * 86400)
    assert await send(scene, reply_to=first) == asked(first)


async def test_a_text_answers_after_its_tap(scene: Scene) -> None:
    message = await scene.say("/prompt")
    scene.jiwoo.send_text("책을 읽었다.", reply_to=message)
    await scene.office.handle()
    await scene.press(buttons(scene.last)[0])
    assert await newest(scene) == asked(message)


async def test_a_picture_is_no_answer(scene: Scene) -> None:
    message = await scene.say("/prompt")
    scene.jiwoo.send_photo(b"a picture", reply_to=message)
    await scene.office.handle()
    assert scene.last.text == WORDS.needs_clip


async def test_the_question_stands_on_the_card_until_its_author_says_that_it_is_none(
    scene: Scene,
) -> None:
    message = await scene.say("/prompt")
    question = asked(message)
    await scene.entry(scene.office.clock().date(), "책이다.", question=question)
    scene.jiwoo.send_text("/week")
    await scene.office.handle()
    digest = next(m for m in reversed(scene.said) if (m.text or "").startswith("📖"))
    await scene.press("1 열기", digest)
    await scene.office.show()
    card = scene.last
    line = daily_words_in("ko").card_line(question)
    assert line in (card.text or card.caption or "")
    await scene.press(share_words_in("ko").more_button, card)
    await scene.press(WORDS.no_answer_button, card)
    await scene.office.show()
    assert line not in (card.text or card.caption or "")


async def test_own_questions_are_added_mixed_in_listed_and_deleted(scene: Scene) -> None:
    assert (await scene.say("/prompt add")).text == WORDS.example
    added = await scene.say("/prompt add 오늘 <무엇>을 읽었지?")
    assert added.text == WORDS.added
    assert (await scene.say("/prompt add 오늘 <무엇>을 읽었지?")).text == WORDS.known
    assert (await scene.say("/prompt add " + "x" * 400)).text == WORDS.limits(300, 50)
    seen = []
    message = await scene.say("/prompt")
    for _ in range(len(question_list.words_in("ko").all)):
        seen.append(asked(message))
        await scene.press(WORDS.another_button, message)
    assert "오늘 <무엇>을 읽었지?" in [*seen, asked(message)]
    listed = await scene.say("/prompt list")
    assert buttons(listed) == ["✕ 오늘 <무엇>을 읽었지?"]
    await scene.press(buttons(listed)[0], listed)
    assert listed.text == WORDS.none


async def test_off_ends_the_question_that_waits_and_what_is_unknown_gets_an_example(
    scene: Scene,
) -> None:
    await scene.say("/prompt")
    for wish in ("off", "끄기"):
        assert (await scene.say(f"/prompt {wish}")).text == WORDS.off
    assert await send(scene) is None
    asked_for = await scene.say("/prompt <b>마음대로</b>")
    assert asked_for.text == WORDS.unknown("<b>마음대로</b>")


async def test_nobody_deletes_or_hears_what_somebody_else_wrote(scene: Scene) -> None:
    await scene.say("/prompt add 비밀 질문?")
    mallory = scene.office.world.person(66, "Mallory", "ko")
    mallory.send_text("/prompt list")
    await scene.office.handle()
    told = mallory.chat.from_bot[-1]
    for data in ("prompt:1:drop", "prompt:1:own", "prompt:1:none"):
        await scene.office.forge(mallory, told, data)
    assert not any("비밀" in (message.text or "") for message in mallory.chat.from_bot)
    assert buttons(await scene.say("/prompt list")) == ["✕ 비밀 질문?"]
