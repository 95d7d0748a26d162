"""🗑, moods and /undo, through the real framework, tables and stand-in."""

import datetime as dt

import pytest
from telegram import Bot

from bot.phrases.deletions import Deletions
from bot.phrases.moods import FACES, Moods
from bot.phrases.shares import words_in as share_words
from bot.phrases.undo import Undo
from diary import deletions
from diary.changes import WINDOW
from playground.server import Message, World
from scheduler.housekeeping import end_changes
from storage.database import Database
from tests.bot.office import buttons, texts
from tests.bot.sharing import Scene, open_scene
from tests.diary.given import JIWOO

WORDS, UNDO, MOODS = Deletions.of("ko"), Undo.of("ko"), Moods.of("ko")
SHARES = share_words("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


async def delete(scene: Scene) -> None:
    await scene.press(SHARES.more_button)
    await scene.press(WORDS.delete_button)
    assert WORDS.ask in (scene.card.caption or "")
    await scene.press(WORDS.sure_button)
    await scene.office.show()


async def test_a_deleted_entry_leaves_the_group_and_comes_back_with_one_tap(scene: Scene) -> None:
    await scene.share("words")
    video, card = scene.told
    await scene.press(SHARES.more_button)
    await scene.press(WORDS.delete_button)
    assert WORDS.from_there("가족") in (scene.card.caption or "")
    told = await scene.press(WORDS.sure_button)
    assert told["text"] == WORDS.toast
    await scene.office.show()
    assert video.deleted
    assert card.deleted
    assert scene.office.stopped == [scene.entry_id]
    assert "라면" not in (scene.card.caption or "")
    assert buttons(scene.card) == [WORDS.back_button, WORDS.messages_button]
    told = await scene.press(WORDS.back_button)
    assert told["text"] == WORDS.back
    await scene.office.show()
    assert (await scene.entry()).state == "done"
    assert "라면" in (scene.card.caption or "")
    assert len(scene.told) == 2


async def test_it_is_gone_for_good_after_ten_minutes_and_cannot_be_brought_back(
    scene: Scene,
) -> None:
    await delete(scene)
    card = scene.card
    scene.office.clock.pass_s(WINDOW.total_seconds())
    told = await scene.press(WORDS.back_button)
    assert told["text"] == WORDS.too_late
    await end_changes(scene.office.database, scene.office.clock)
    await scene.office.show()
    assert card.deleted
    assert await scene.office_entry(scene.entry_id) is None
    told = await scene.office.forge(scene.jiwoo, card, f"delete:{scene.entry_id}:back")
    assert told["text"] not in {WORDS.back, None}
    [told] = texts(await undo(scene))
    assert told == UNDO.nothing


async def undo(scene: Scene) -> Message:
    sent = scene.jiwoo.send_text("/undo")
    await scene.office.handle()
    return sent


async def test_several_undos_go_further_back_within_the_ten_minutes(scene: Scene) -> None:
    await scene.press(FACES[2])
    await scene.press(FACES[5])
    await delete(scene)
    expected = ((UNDO.undone("delete"), 5), (UNDO.undone("mood"), 2), (UNDO.undone("mood"), None))
    for said, mood in expected:
        [told] = texts(await undo(scene))
        assert told == said
        assert (await scene.entry()).mood == mood
    [told] = texts(await undo(scene))
    assert told == UNDO.nothing


async def test_ones_own_message_goes_too_if_it_is_wanted(scene: Scene) -> None:
    note = next(m for m in scene.jiwoo.chat.messages if m.caption and m.author_id == JIWOO)
    await delete(scene)
    assert not note.deleted
    told = await scene.press(WORDS.messages_button)
    assert told["text"] == WORDS.messages_gone
    await scene.office.show()
    assert note.deleted
    assert WORDS.messages_were_deleted in (scene.card.caption or "")
    assert buttons(scene.card) == [WORDS.back_button]


async def test_of_an_old_message_it_is_said_that_only_its_sender_can_delete_it(
    scene: Scene,
) -> None:
    recorded = (await scene.entry()).recorded_at
    scene.office.clock.at = recorded + deletions.DELETABLE + dt.timedelta(hours=1)
    await delete(scene)
    assert WORDS.messages_old in (scene.card.caption or "")
    assert buttons(scene.card) == [WORDS.back_button]


async def test_a_mood_is_one_tap_and_the_same_tap_takes_it_away(scene: Scene) -> None:
    told = await scene.press(FACES[4])
    assert told["text"] == MOODS.toast(4)
    assert f"✓ {FACES[4]}" in buttons(scene.card)
    assert MOODS.own(4) in (scene.card.caption or "")
    told = await scene.press(f"✓ {FACES[4]}")
    assert told["text"] == MOODS.gone
    assert (await scene.entry()).mood is None


async def test_a_mood_is_seen_by_others_only_if_that_is_shared(scene: Scene) -> None:
    await scene.press(FACES[1])
    await scene.share("chart")
    card = next(message for message in scene.told if message.buttons)
    assert FACES[1] not in (card.caption or card.text or "")
    assert not {*FACES.values()} & {*buttons(card)}
    await scene.press(SHARES.take_back_button("가족"))
    await scene.press(SHARES.take_back_sure)
    await scene.share("mood")
    await scene.office.show()
    card = next(message for message in scene.told if message.buttons)
    assert FACES[1] in (card.caption or card.text or "")


async def test_in_a_group_undo_speaks_of_what_was_written_there(scene: Scene) -> None:
    await scene.press(FACES[3])
    sent = scene.jiwoo.send_text("/undo", chat=scene.group)
    await scene.office.handle()
    [told] = texts(sent)
    assert told.endswith(UNDO.nothing_here)
    assert (await scene.entry()).mood == 3
