"""A bot that is brought its updates, by a Bot API server of its own that shares its folder."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest_asyncio

from playground.server import Specification, World, running
from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town, answers_to

SECRET = "a-secret-of-the-journeys"

#: More than Telegram's own server hands to a bot.
LARGE = 25 << 20


@pytest_asyncio.fixture(loop_scope="session")
async def both_ways(
    specification: Specification | None, tmp_path: Path
) -> AsyncIterator[tuple[Town, BotProcess, BotProcess]]:
    """A town, and its bot twice in one folder: one polls, one has a webhook; none is started."""
    world = World(specification=specification, seed=11, local=tmp_path / "server")
    world.webhook_second = 0.01
    async with running(world) as url:
        given = {"TELEGRAM_LOCAL": str(tmp_path / "server"), "MAX_FILE_MB": "30"}
        port = free_port()
        hooked = {
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
            "WEBHOOK_LISTEN": f"127.0.0.1:{port}",
            "WEBHOOK_SECRET": SECRET,
        }
        polls = BotProcess(url, world.token, tmp_path / "bot", **given)
        hook = BotProcess(url, world.token, tmp_path / "bot", **given, **hooked)
        town = Town(world, polls)
        yield town, polls, hook
        for bot in (polls, hook):
            if bot.running():
                await bot.stop()
    assert world.violations == []
    assert world.crashes == []


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def large(clip: bytes) -> bytes:
    """The same clip with 25 MB at its end that players skip."""
    return clip + (8 + LARGE).to_bytes(4, "big") + b"free" + bytes(LARGE)


async def test_a_diary_lives_on_from_polling_to_a_webhook_through_a_kill_and_back(
    both_ways: tuple[Town, BotProcess, BotProcess], shots: Callable[[], bytes], tmp_path: Path
) -> None:
    town, polls, hook = both_ways
    polls.start()
    person = await town.resident("en", "Emma")
    await polls.stop()
    clips = [person.send_video_note(shots(), duration=6)]
    town.bot = hook
    hook.start()
    await town.card(person, clips[0])
    assert town.world.bot.webhook is not None
    town.world.redeliver(max(town.world.updates))
    clips.append(person.send_video(large(shots()), duration=6))
    await town.card(person, clips[1])
    await hook.kill()
    clips.append(person.send_video_note(shots(), duration=6))
    await town.sees(person, lambda: town.world.bot.webhook.last_error)
    town.bot = polls
    polls.start()
    await town.card(person, clips[2])
    assert town.world.bot.webhook is None
    assert [len(answers_to(clip)) for clip in clips] == [1, 1, 1]
    assert [entry["state"] for entry in town.entries(person)] == ["done"] * 3
    assert [path for path in (tmp_path / "server").rglob("*") if path.is_file()] == []
