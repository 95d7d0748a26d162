"""The switches behind [⋯], through the real framework, tables and stand-in."""

import pytest
from telegram import Bot

from bot.phrases import shares as shares_phrases
from bot.phrases.switches import Switches
from playground.server import World
from storage import clips
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.sharing import SAYS, Scene, open_scene

WORDS = shares_phrases.words_in("ko")

SWITCHES = Switches.of("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


async def test_a_private_entry_cannot_be_shared_and_is_taken_back_first(scene: Scene) -> None:
    await scene.share()
    await scene.press(WORDS.more_button)
    await scene.press(SWITCHES.private_button(is_on=False))
    assert SWITCHES.ask_private("가족") in (scene.card.caption or "")
    assert len(scene.told) == 2
    await scene.press(SWITCHES.private_sure)
    await scene.office.show()
    assert scene.told == []
    assert (await scene.entry()).is_private
    assert WORDS.share_button not in buttons(scene.card)
    told = await scene.office.forge(
        scene.jiwoo, scene.card, f"shareto:{scene.entry_id}:{scene.diary_id}"
    )
    assert told["text"] == SAYS.too_late
    await scene.press(WORDS.more_button)
    await scene.press(SWITCHES.private_button(is_on=True))
    await scene.press(SWITCHES.close_button)
    assert WORDS.share_button in buttons(scene.card)


async def test_a_forgotten_video_leaves_no_number_and_goes_from_its_shares(scene: Scene) -> None:
    await scene.share()
    video, card = scene.told
    await scene.press(WORDS.more_button)
    await scene.press(SWITCHES.forget_button)
    assert SWITCHES.ask_forget in (scene.card.caption or "")
    await scene.press(SWITCHES.forget_sure)
    await scene.office.show()
    assert video.deleted
    assert not card.deleted
    async with scene.office.database.reading() as connection:
        [clip] = await clips.of_entry(connection, scene.entry_id)
    assert (clip.file_id, clip.file_unique_id) == ("", "")
    assert SWITCHES.forgotten in (scene.card.caption or "")
    await scene.press(WORDS.more_button)
    assert SWITCHES.forget_button not in buttons(scene.card)
    # The same file sent once more is a new one.
    scene.jiwoo.send_video(b"clip", 8)
    await scene.office.handle()
    again = await scene.office_entry(scene.entry_id + 1)
    assert again is not None
    assert again.state == "waiting"


async def test_without_comments_there_is_no_button_for_them(scene: Scene) -> None:
    await scene.share()
    _, card = scene.told
    assert WORDS.talk_button(0) in buttons(card)
    await scene.press(WORDS.more_button)
    told = await scene.press(SWITCHES.comments_button(is_on=True))
    assert told["text"] == SWITCHES.comments_toast(is_on=False)
    assert WORDS.talk_button(0) not in buttons(card)
    assert SWITCHES.comments_button(is_on=False) in buttons(scene.card)
