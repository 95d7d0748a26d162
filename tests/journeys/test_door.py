"""A bot that is not for everybody: strangers, an admin, people who are let in, and their limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest_asyncio

from bot.phrases import admissions as door_phrases
from bot.phrases import stats as stats_phrases
from playground.server import Person, World, running
from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town, answers_to, says_to

BOSS = 41
MESSAGES = 8


@pytest_asyncio.fixture(loop_scope="session")
async def guarded(own_world: World, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose bot is for the invited, with small numbers."""
    async with running(own_world) as url:
        bot = BotProcess(
            *(url, own_world.token, tmp_path),
            ADMINS=str(BOSS),
            OPEN_TO="invited",
            CONTACT="@boss",
            CLIPS_A_DAY="1",
            MESSAGES_A_MINUTE=str(MESSAGES),
        )
        bot.start()
        yield Town(own_world, bot)
        await bot.stop()


async def test_a_stranger_is_let_in_and_has_a_turn_among_others(
    guarded: Town, room_shots: Callable[[], bytes]
) -> None:
    town = guarded
    boss = town.world.person(BOSS, "Boss", "en")
    people = [town.newcomer("ko", "지우"), town.newcomer("en", "Emma")]
    for person in people:
        person.send_text("/start")
        person.send_video_note(room_shots(), 2)
    for person in people:
        await town.sees(person, lambda person=person: _has(person, str(person.id)))
    assert town.bot.value("SELECT count(*) FROM persons") == 0
    for person in people:
        boss.send_text(f"/allow {person.id}")
        await town.sees(boss, lambda person=person: _has(boss, str(person.id)))
    await asyncio.gather(*(_live(town, person, room_shots) for person in people))
    boss.send_text("/stats")
    head = stats_phrases.words_in("en").head.replace("<b>", "").replace("</b>", "")
    page = await town.sees(boss, lambda: _has(boss, head))
    assert "Emma" not in page
    assert "지우" not in page
    menus = [town.world.commands_shown(person) for person in (boss, *people)]
    assert ["stats" in menu for menu in menus] == [True, False, False]


async def _live(town: Town, person: Person, room_shots: Callable[[], bytes]) -> None:
    """Agree, send one clip more than a day has, and much too much."""
    await town.agree(person)
    clips = [person.send_video_note(room_shots(), 2) for _ in range(2)]
    await town.settled(person, clips[0])
    put_off = {"ko": "내일", "en": "tomorrow"}[person.language_code or "ko"]
    await town.sees(person, lambda: any(put_off in (m.text or "") for m in answers_to(clips[1])))
    for _ in range(10 * MESSAGES):
        person.send_text("/cancel_nothing")
    await town.sees(person, lambda: _has(person, "🐢"))
    assert sum("🐢" in (m.text or "") for m in person.chat.from_bot) == 1
    said = [m for m in person.chat.from_bot if m.reply_to is None]
    assert len(said) <= 2 * MESSAGES
    assert says_to(person).queued


def _words(person: Person) -> door_phrases.Admissions:
    return door_phrases.words_in(person.language_code or "ko")


def _has(person: Person, part: str) -> str | None:
    """The newest thing that the bot has said with this in it."""
    found = (m.text for m in reversed(person.chat.from_bot) if m.text and part in m.text)
    return next(found, None)
