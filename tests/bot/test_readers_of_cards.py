"""Whoever reads a card turns it to what is shown, and nobody does anything else with it."""

import pytest
from telegram import Bot

from bot.phrases import groups as groups_phrases
from playground.server import World
from storage.database import Database
from tests.bot.sharing import SAYS, SECRET, Scene, open_scene

GROUPS = groups_phrases.words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


async def test_who_reads_a_card_turns_it_to_the_parts_that_are_shown_and_no_others(
    scene: Scene,
) -> None:
    await scene.share("video", "key", "words")
    [card] = scene.told
    await scene.office.press(scene.emma, card, SAYS.words_button)
    assert SECRET in (card.text or "")
    told = await scene.office.forge(scene.emma, card, f"view:{scene.entry_id}:bubbles")
    assert told["text"] == GROUPS.read_first
    await scene.office.press(scene.emma, card, SAYS.card_button)
    assert SECRET not in (card.text or "")
    tom = scene.office.world.person(77, "Tom", "ko")
    told = await scene.office.forge(tom, card, f"view:{scene.entry_id}:words")
    assert told["text"] == GROUPS.read_first
    told = await scene.office.forge(scene.emma, card, f"retry:{scene.entry_id}")
    assert told["text"] == SAYS.not_yours
