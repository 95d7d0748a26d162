"""Where the bot was shut out, or may not do something, what waits is done once it may again."""

import pytest
from telegram import Bot

from bot.phrases import shares as shares_phrases
from bot.polling import ALLOWED_UPDATES
from playground.server import World
from storage import card_messages, cards, diaries
from storage.cards import Card
from storage.database import Database
from tests.bot.sharing import Scene, open_scene
from tests.diary.given import NOON

WORDS = shares_phrases.words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    world.clock = NOON.timestamp
    made = await open_scene(bot, world, database)
    world.clock = lambda: made.office.clock().timestamp()
    world.bot.updates.allowed = list(ALLOWED_UPDATES)
    return made


async def shown(scene: Scene) -> Card:
    """The card in the group."""
    async with scene.office.database.reading() as connection:
        card = await cards.at(connection, scene.entry_id, scene.group.id)
    assert card is not None
    return card


async def state(scene: Scene) -> str:
    async with scene.office.database.reading() as connection:
        return (await diaries.get(connection, scene.diary_id)).state


def unheard(scene: Scene) -> None:
    """Telegram tells the bot nothing of what was done just now."""
    scene.office.seen.update(scene.office.world.updates)


async def test_where_the_topic_is_gone_the_card_comes_into_the_chat(scene: Scene) -> None:
    scene.group.profile["is_forum"] = True
    async with scene.office.database.writing() as connection:
        await diaries.change(connection, scene.diary_id, topic_id=4242)
    await scene.share()
    assert [m.kind for m in scene.told] == ["video", "text"]
    card = await shown(scene)
    assert (card.thread_id, card.stopped) == (None, None)
    assert WORDS.shown_in("가족") in (scene.card.caption or "")


async def test_without_the_right_to_write_a_card_waits_until_the_rights_change(
    scene: Scene, world: World
) -> None:
    world.set_bot_status(scene.group, scene.emma, "restricted")
    await scene.office.handle()
    await scene.share()
    assert scene.told == []
    assert (await shown(scene)).stopped == "rights"
    world.set_bot_status(scene.group, scene.emma, "administrator")
    await scene.office.handle()
    assert [m.kind for m in scene.told] == ["video", "text"]
    assert (await shown(scene)).stopped is None
    assert WORDS.shown_in("가족") in (scene.card.caption or "")


@pytest.mark.parametrize("way", ["press", "note"])
async def test_rights_that_came_back_unnoticed_are_tried_by_a_press_or_a_note(
    scene: Scene, world: World, way: str
) -> None:
    unrelated = await scene.office.house.bot.send_message(scene.group.id, "hello")
    world.set_bot_status(scene.group, scene.emma, "restricted")
    await scene.share()
    world.set_bot_status(scene.group, scene.emma, "member")
    unheard(scene)
    scene.emma.send_text("just talk", chat=scene.group)
    await scene.office.handle()
    assert (await shown(scene)).stopped == "rights"
    message = scene.group.find(unrelated.message_id)
    assert message is not None
    if way == "press":
        await scene.office.forge(scene.emma, message, "more:99999")
    else:
        scene.jiwoo.send_video_note(b"clip", chat=scene.group, reply_to=message)
        await scene.office.handle()
    assert (await shown(scene)).stopped is None
    assert {"video", "text"} <= {m.kind for m in scene.told}


async def test_a_chat_that_takes_no_videos_gets_the_words(scene: Scene, world: World) -> None:
    world.set_bot_status(scene.group, scene.emma, "restricted", can_send_messages=True)
    await scene.share()
    assert [m.kind for m in scene.told] == ["text"]
    assert WORDS.shown_without_video("가족") in (scene.card.caption or "")
    async with scene.office.database.reading() as connection:
        [clip] = await card_messages.of_card(connection, (await shown(scene)).id)
    assert clip.message_id is None


async def test_what_is_taken_back_while_the_bot_is_out_disappears_when_it_is_back(
    scene: Scene, world: World
) -> None:
    await scene.share()
    assert [m.kind for m in scene.told] == ["video", "text"]
    sent = list(scene.told)
    world.set_bot_status(scene.group, scene.emma, "kicked")
    await scene.office.handle()
    own = f"takeback:{scene.entry_id}:{scene.diary_id}-sure"
    await scene.office.forge(scene.jiwoo, scene.card, own)
    assert [m.deleted for m in sent] == [False, False]
    scene.office.clock.pass_s(24 * 3600)
    world.set_bot_status(scene.group, scene.emma, "administrator")
    await scene.office.handle()
    assert [m.deleted for m in sent] == [True, True]


async def test_a_sleeping_diary_wakes_when_its_group_is_heard_of(
    scene: Scene, world: World
) -> None:
    world.set_bot_status(scene.group, scene.emma, "kicked")
    await scene.office.handle()
    assert await state(scene) == "frozen"
    left = next(u for u in reversed(world.updates.values()) if "my_chat_member" in u)
    date = left["my_chat_member"]["date"]
    message = {
        "message_id": 9001,
        "chat": left["my_chat_member"]["chat"],
        "from": scene.emma.json(),
        "text": "hello",
    }
    world.bot.updates.put("message", message | {"date": date})
    await scene.office.handle()
    assert await state(scene) == "frozen"
    world.bot.updates.put("message", message | {"date": date + 1})
    await scene.office.handle()
    assert await state(scene) == "open"
