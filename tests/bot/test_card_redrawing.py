"""A worker that dies while it draws a card costs that drawing, however often bots die too."""

from __future__ import annotations

import pytest
from telegram import Bot

from bot.card_delivery import CardDelivery, Manner
from playground.server import World
from storage.database import Database
from tests.bot.post import Post
from tests.diary.given import JIWOO

#: Far below the pauses that a Telegram which is away has earned by then.
SOON_S = 1.5


@pytest.fixture
def post(database: Database, bot: Bot, world: World) -> Post:
    return Post(database, bot, world.person(JIWOO, "지우", "ko"))


async def test_the_pause_before_a_picture_is_drawn_again_does_not_grow(post: Post) -> None:
    await post.accept()
    await post.finish()
    await post.deliver()
    for _ in range(9):
        # Each bot gives up after three drawings; none of these lives so long.
        post.delivery = CardDelivery(
            post.database, post.bot, post.painter, Manner(interval_s=0.2, workers=1), post.clock
        )
        post.painter.failures = 1
        post.clock.pass_s(SOON_S)
        assert await post.deliver() == 1
    post.clock.pass_s(SOON_S)
    assert await post.deliver() == 1
    [message] = post.messages
    assert message.photo is not None
    assert post.painter.drawn == ["curve"] * 10
