"""A bot that is brought its updates, by a Bot API server of its own that shares its folder."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest_asyncio

from playground.server import Message, Person, Specification, World, running
from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town, answers_to, button_texts, says_to

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


async def test_diaries_live_on_from_polling_to_a_webhook_through_a_kill_and_back(
    both_ways: tuple[Town, BotProcess, BotProcess], shots: Callable[[], bytes], tmp_path: Path
) -> None:
    town, polls, hook = both_ways
    polls.start()
    people = [await town.resident("en", "Emma"), await town.resident("ko", "지우")]
    await polls.stop()
    clips = [[person.send_video_note(shots(), duration=6)] for person in people]
    town.bot = hook
    hook.start()
    await cards(town, people, clips)
    assert town.world.bot.webhook is not None
    town.world.redeliver(max(town.world.updates))
    for person, sent in zip(people, clips, strict=True):
        sent.append(person.send_video(large(shots()), duration=6))
    await cards(town, people, clips)
    await hook.kill()
    for person, sent in zip(people, clips, strict=True):
        sent.append(person.send_video_note(shots(), duration=6))
    await town.sees(people[0], lambda: town.world.bot.webhook.last_error)
    town.bot = polls
    polls.start()
    await cards(town, people, clips)
    assert town.world.bot.webhook is None
    for person, sent in zip(people, clips, strict=True):
        assert [len(answers_to(clip)) for clip in sent] == [1, 1, 1]
        assert [entry["state"] for entry in town.entries(person)] == ["done"] * 3
        assert says_to(person).retry_button not in button_texts(await town.card(person, sent[2]))
    assert [path for path in (tmp_path / "server").rglob("*") if path.is_file()] == []


async def cards(town: Town, people: list[Person], clips: list[list[Message]]) -> None:
    """Wait until everybody has the card of what they sent last."""
    for person, sent in zip(people, clips, strict=True):
        await town.card(person, sent[-1])
