"""The machine lets the bot down: faults are named once, nothing is lost, all goes on by itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest_asyncio

from bot.phrases import outages
from playground.server import Person, World, running
from tests.journeys.bot_process import BotProcess
from tests.journeys.disks import Ballast, small_disk
from tests.journeys.people import Town, answers_to, picture_card

MEGABYTE = 1 << 20

#: How wrong the clock is after each step, in seconds. It takes ten seconds to see one, so there are
#: more of them in the long run (`MINDGITTER_TEST_CLOCKS`).
IS_LONG = "MINDGITTER_TEST_CLOCKS" in os.environ
STEPS = (-86_400.0, 3600.0, -3600.0, 86_400.0, 0.0) if IS_LONG else (-86_400.0,)


@pytest_asyncio.fixture(loop_scope="session")
async def cramped_town(own_world: World, tmp_path: Path) -> AsyncIterator[Town]:
    """A bot whose data lie on a disk of 32 MB, of which it wants 6 free."""
    with small_disk(tmp_path / "data", 32):
        async with running(own_world) as url:
            bot = BotProcess(url, own_world.token, tmp_path, FREE_MB="6")
            bot.start()
            yield Town(own_world, bot)
            if bot.running():
                await bot.stop()


def log(bot: BotProcess) -> str:
    return bot.log.read_text(encoding="utf-8")


def lines(bot: BotProcess, *words: str) -> list[str]:
    return [line for line in log(bot).splitlines() if all(word in line for word in words)]


def apologies(person: Person) -> list[str]:
    """The bot's words about nothing being kept, as often as they came."""
    says = outages.words_in(person.language_code or "ko").nothing_kept
    return [message.text for message in person.chat.from_bot if message.text == says]


async def test_a_disk_that_fills_up_loses_nothing_and_all_goes_on_when_there_is_room(
    cramped_town: Town, shots: Callable[[], bytes]
) -> None:
    town, bot = cramped_town, cramped_town.bot
    emma, jiwoo = await town.resident("en", "Emma"), await town.resident("ko")
    ballast = Ballast(bot.data)
    # Little room: the clip is accepted, and its analysis waits.
    ballast.leave(4 * MEGABYTE)
    waiting = emma.send_video_note(shots(), duration=6)
    await bot.until(lambda: lines(bot, "not available", "disk_full", "room for the work"))
    await bot.until(lambda: town.job(emma)["state"] == "queued")
    # None at all: what comes stays with Telegram, and both are told, each in her language.
    ballast.leave_nothing()
    unkept = [jiwoo.send_video_note(shots(), duration=6), emma.send_video_note(shots(), duration=6)]
    for person in (jiwoo, emma):
        await town.sees(person, lambda person=person: apologies(person))  # type: ignore[misc]
    assert town.world.bot.updates.pending >= 2
    assert len(town.entries(emma)) == 1
    assert town.entries(jiwoo) == []
    assert town.job(emma)["attempts"] == 0
    ballast.go()
    for person, clip in ((emma, waiting), (jiwoo, unkept[0]), (emma, unkept[1])):
        await town.card(person, clip)
    assert [len(town.entries(person)) for person in (emma, jiwoo)] == [2, 1]
    assert [len(apologies(person)) for person in (emma, jiwoo)] == [1, 1]
    assert all(len(answers_to(clip)) == 1 for clip in (waiting, *unkept))
    # The operator read what to do once for each of the two, and no traceback.
    assert len(lines(bot, "not available", "reason=full")) == 1
    assert len(lines(bot, "not available", "reason=disk_full")) == 1
    assert "Traceback" not in log(bot)
    await bot.until(lambda: lines(bot, "available again", "subject=database"))
    assert bot.value("PRAGMA integrity_check") == "ok"


async def test_a_database_that_is_moved_away_gets_nothing_and_another_one_is_not_taken_for_it(
    own_town: Town, shots: Callable[[], bytes], tmp_path: Path
) -> None:
    town, bot = own_town, own_town.bot
    emma = await town.resident("en", "Emma")
    file, aside = bot.data / "diary.sqlite3", tmp_path / "aside.sqlite3"
    file.rename(aside)
    clip = emma.send_video_note(shots(), duration=6)
    await town.sees(emma, lambda: apologies(emma))
    assert not file.exists(), "no empty diary in its place"
    aside.rename(file)
    await town.card(emma, clip)
    assert len(apologies(emma)) == 1
    assert len(lines(bot, "not available", "reason=missing")) == 1
    # Another file in its place: the bot ends, and says why, before it writes into that one.
    await town.settled(emma, clip)
    shutil.copyfile(file, aside)
    file.unlink()
    shutil.copyfile(aside, file)
    assert await bot.ended() == 1
    assert lines(bot, "database was replaced")
    assert file.read_bytes() == aside.read_bytes()
    bot.start()
    again = emma.send_video_note(shots(), duration=6)
    await town.card(emma, again)
    assert len(town.entries(emma)) == 2


class SetClock:
    """A bot's clock, which can be set."""

    def __init__(self, bot: BotProcess) -> None:
        self._file = bot.folder / "clock"
        self._bot = bot
        self.seconds = 0.0
        bot._environment["CLOCK"] = str(self._file)
        self.set(0.0)

    def set(self, seconds: float) -> None:
        """Its error from now on."""
        fresh = self._file.with_name("clock.new")
        fresh.write_text(str(seconds), encoding="ascii")
        fresh.replace(self._file)
        self.seconds = seconds

    async def start(self) -> None:
        """Start the bot with it."""
        self._bot.start_anew("tests.journeys.shifted_clock")
        await self._bot.until(lambda: lines(self._bot, "bot starts"))


async def test_a_clock_that_is_set_back_and_forth_doubles_nothing_and_stops_nothing(
    own_world: World, tmp_path: Path, shots: Callable[[], bytes]
) -> None:
    async with running(own_world) as url:
        bot = BotProcess(url, own_world.token, tmp_path)
        clock = SetClock(bot)
        await clock.start()
        town = Town(own_world, bot)
        try:
            emma = await town.resident("en", "Emma")
            clips = [emma.send_video_note(shots(), duration=6)]
            await town.settled(emma, clips[0])
            for number, seconds in enumerate(STEPS, start=1):
                # Cards and jobs in the middle of their waits see the step, too.
                clips.append(emma.send_video_note(shots(), duration=6))
                clock.set(seconds)
                await bot.until(lambda n=number: len(lines(bot, "clock was set")) == n)  # type: ignore[misc]
                await town.card(emma, clips[-1])
            await bot.until((bot.data / "heartbeat").exists)
            await bot.kill()
            clock.set(-3 * 365 * 86_400.0)
            await clock.start()
            clips.append(emma.send_video_note(shots(), duration=6))
            await town.card(emma, clips[-1])
            assert len(lines(bot, "clock was set")) == len(STEPS) + 1
            for clip in clips:
                await town.settled(emma, clip)
                assert picture_card(clip)
                assert len(answers_to(clip)) == 1
            assert len(town.entries(emma)) == len(clips)
            assert "Traceback" not in log(bot)
        finally:
            if bot.running():
                await bot.stop()
