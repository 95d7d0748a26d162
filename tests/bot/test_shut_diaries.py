"""Notes that a diary does not take any more: their authors see it, and nobody else hears of it."""

import pytest
from telegram import Bot

from bot.handlers.comments import CLOSED
from bot.phrases import captures as captures_phrases
from playground.server import Message, World
from storage import diaries, members, persons
from storage.database import Database
from tests.bot.office import texts
from tests.bot.sharing import Scene, open_scene

WORDS = captures_phrases.words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    world.bot.reads_all_group_messages = True
    return await open_scene(bot, world, database)


async def shut(scene: Scene, outcome: str) -> None:
    """The diary rests, or Jiwoo is out of it."""
    async with scene.office.database.writing() as connection:
        if outcome == "closed":
            await diaries.change(connection, scene.diary_id, state="frozen")
            return
        jiwoo = await persons.find(connection, scene.jiwoo.id)
        assert jiwoo is not None
        await members.change(connection, scene.diary_id, jiwoo.id, state="removed")


async def sent(scene: Scene, reply_to: Message | None = None) -> Message:
    note = scene.jiwoo.send_video_note(b"clip", 8, chat=scene.group, reply_to=reply_to)
    await scene.office.handle()
    return note


@pytest.mark.parametrize("outcome", ["closed", "left"])
async def test_a_note_that_is_not_taken_gets_a_reaction_and_words_where_it_answers_the_bot(
    scene: Scene, outcome: str
) -> None:
    scene.jiwoo.send_text("/save", chat=scene.group)
    await scene.office.handle()
    ours = scene.group.from_bot[-1]
    await shut(scene, outcome)
    before = len(scene.group.from_bot)
    note = await sent(scene)
    assert [*note.reactions.values()] == [[CLOSED]]
    assert scene.group.from_bot[before:] == []
    note = await sent(scene, reply_to=ours)
    assert [*note.reactions.values()] == [[CLOSED]]
    assert texts(note) == [getattr(WORDS, outcome)]


@pytest.mark.parametrize("outcome", ["closed", "left"])
async def test_who_wants_to_be_left_alone_is(scene: Scene, outcome: str) -> None:
    async with scene.office.database.writing() as connection:
        jiwoo = await persons.find(connection, scene.jiwoo.id)
        assert jiwoo is not None
        await members.change(connection, scene.diary_id, jiwoo.id, capture="never")
    await shut(scene, outcome)
    assert (await sent(scene)).reactions == {}
