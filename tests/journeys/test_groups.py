"""In a group the bot writes no diary yet: it says so to commands, and looks at nothing else."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Clips
from tests.journeys.people import Town, says_to


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_group_gets_one_line_and_no_analysis(
    town: Town, reel: Clips, language: str
) -> None:
    person, friend = town.newcomer(language), town.newcomer(language, "Friend")
    says = says_to(person)
    group = town.world.group("Family", [person, friend], bot_is_admin=True)
    await town.sees(person, lambda: [m.text for m in group.from_bot] == [says.group_hello])
    clip = friend.send_video_note(reel.face, duration=6, chat=group)
    friend.send_text("hello", chat=group)
    person.send_text("/help", chat=group)
    await town.sees(person, lambda: len(group.from_bot) == 2)
    assert group.from_bot[-1].text == says.group_hello
    person.send_text("/start@mindgitter_bot", chat=group)
    await town.sees(person, lambda: len(group.from_bot) == 3)
    assert clip.reactions == {}
    assert town.entries(friend) == []
    town.world.set_bot_status(group, person, "kicked")
    other = await town.resident(language)
    assert other.chat.from_bot
