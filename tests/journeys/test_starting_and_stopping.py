"""The bot starts alone or says why not, and ends when it is told to."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town


async def test_a_second_bot_on_the_same_folder_refuses_to_start(own_town: Town) -> None:
    town = own_town
    await town.bot.until(lambda: town.bot.log.exists() and "bot starts" in _log(town.bot))
    second = BotProcess("http://127.0.0.1:9", town.world.token, town.bot.folder)
    second.log = town.bot.folder / "second.log"
    second.start_anew()
    assert await second.ended() == 2
    assert "Another bot works in" in _log(second)
    assert "Traceback" not in _log(second)
    assert town.bot.running()


async def test_a_token_that_telegram_does_not_know_ends_with_a_sentence(
    own_town: Town, tmp_path: Path
) -> None:
    api = own_town.bot._environment["MINDGITTER_TELEGRAM_API"]
    stranger = BotProcess(api, "1234567:" + "x" * 35, tmp_path / "stranger")
    stranger.start_anew()
    assert await stranger.ended() == 1
    assert "Telegram does not know this token" in _log(stranger)
    assert "Traceback" not in _log(stranger)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_ends_when_told_to_even_at_work_and_takes_the_work_up_again(
    own_town: Town, shots: Callable[[], bytes], number: signal.Signals
) -> None:
    town = own_town
    person = await town.resident("en", "Emma")
    clip = person.send_video_note(shots(), duration=6)
    await town.bot.until(lambda: town.job(person)["stage"] in {"face", "speech"})
    assert await town.bot.stop(number) == 0
    assert "Traceback" not in _log(town.bot)
    assert "bot stops" in _log(town.bot)
    town.bot.start_anew()
    await town.card(person, clip)
    assert len(town.entries(person)) == 1


def _log(bot: BotProcess) -> str:
    return bot.log.read_text(encoding="utf-8")
