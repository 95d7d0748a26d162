"""Which cards are worked on: one of a chat at a time, and none for which there is no room."""

import pytest
from telegram import Bot

from bot import calls
from bot.card_delivery import FIRST_AT_ONCE
from bot.pace import Pace
from playground.server import Person, World
from storage.database import Database
from tests.bot.post import Post
from tests.bot.wire import of
from tests.diary.given import JIWOO, accepted, recording


@pytest.fixture
def post(database: Database, bot: Bot, jiwoo: Person) -> Post:
    return Post(database, bot, jiwoo)


async def test_a_chat_with_many_cards_takes_no_room_from_the_others(
    post: Post, world: World
) -> None:
    notes = [await post.accept() for _ in range(FIRST_AT_ONCE + 1)]
    other = world.person(JIWOO + 1, "Emma", "ko")
    clip = recording(other.send_video_note(b"clip", duration=8).message_id, other.id)
    await post.do(lambda c: accepted(c, clip, post.clock()))
    due = await post.delivery._due()
    assert [card.chat_id for card in due] == [JIWOO, other.id]
    await post.settle()
    assert [message.reply_to for message in post.messages] == notes


async def test_a_card_in_a_full_chat_waits_in_its_row_and_shows_what_is_new_by_then(
    post: Post,
) -> None:
    await post.accept()
    await post.settle()
    line = of(post.bot)
    line.turns.pace = Pace()
    for _ in range(2):  # two messages are under way: there is room for a result, not for progress
        line.turns.pace.begin(calls.read("/sendMessage", {"chat_id": JIWOO}))
    for stage in ("fetch", "face"):
        await post.work(stage)
        post.clock.pass_s(4)
        assert await post.deliver() == 0
    await post.finish()
    post.clock.pass_s(4)
    assert await post.deliver() == 1
    [message] = post.messages
    assert message.photo is not None
    assert len(message.versions) == 2
