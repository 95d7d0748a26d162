"""What people say, and the token, stand nowhere but where they belong: a life is looked through.

Every way in is used with a phrase of its own, in a bot that writes all it can (`debug`), and in
which everything goes wrong that can be told of. Then the log, the temporary folders, names of
files, processes, exports, backups and the sealed database are read in every spelling, and each
place is shown to be one where a phrase would have been seen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from playground.server import World, running
from tests.analysis import scripted_whisper
from tests.analysis.scripted_whisper import Script
from tests.house import traces
from tests.journeys.loud_life import (
    PLACES,
    TOKEN,
    Life,
    LoudBot,
    halves,
    phrases,
    places,
    quoting,
)
from tests.journeys.people import Town
from tests.journeys.saboteur import CALLED

WAITING = "SELECT count(*) FROM inbox WHERE state = 'waiting'"

#: What has to stand in the log of a bot in which all this went wrong.
TOLD = (
    *("update set aside", "a task fails", "a thread fails", "no taker", "RuntimeWarning"),
    *("INSERT INTO nowhere", "ExceptionGroup", "in go_wrong", "can't parse entities", "debug"),
)


def secrets_of(world: World, life: Life) -> dict[str, str]:
    """What must be nowhere outside the database: token, file ids, links, and all phrases."""
    ids = {f"file {n}": file.file_id for n, file in enumerate(world.files.every())}
    assert len(ids) > 3
    links = {f"link {n}": link for n, link in enumerate(life.links)}
    said = {name: half for place in PLACES for name, half in halves(place).items()}
    assert len(set(said.values())) == 2 * len(PLACES) >= 40
    return {**traces.of_token(TOKEN), **ids, **links, **said}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_whole_life_leaves_no_trace_where_none_belongs(
    shots: Callable[[], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, world = phrases(), World(token=TOKEN)
    async with running(world) as url:
        bot = LoudBot(url, tmp_path / "home")
        heard = Script(((0.0, f"{said['heard']} {said['heard']}", 3.0),))
        scripted_whisper.write(bot.data / "models" / "small", heard)
        key = bot.seal()
        bot.start()
        life = Life(Town(world, bot), said, shots)
        try:
            await life.enters()
            await life.films()
            known = {**secrets_of(world, life), "key": key}
            shown = traces.in_processes(bot.children(), known)
            assert len(bot.children()) > 1
            await life.is_interrupted()
            await life.speaks(tmp_path)
            await life.writes()
            await life.asks()
            await life.lives_with_others()
            await life.suffers()
            archive = await life.takes_along()
            told = bot.command("backup", str(bot.folder / "copies")) + bot.command("doctor")
            with monkeypatch.context() as patch:
                refused = quoting(patch, life.person, said["quoted"])
                for word in ("/help", f"/search {said['title']}", "/me", "/diary"):
                    life.person.send_text(word)
                await bot.until(lambda: len(refused) > 3)
                await bot.until(lambda: bot.value(WAITING) == 0)
        finally:
            assert await bot.stop() == 0, bot.story()
    secrets = {**secrets_of(world, life), "key": key}
    called = set((bot.folder / CALLED).read_text(encoding="utf-8").split())
    assert called == {url.removeprefix("http://")}
    assert shown == {}, "in what a process shows of itself"
    _log_is_clean(bot, secrets)
    _folders_are_clean(bot, secrets)
    _opened_it_is_all_there(bot, secrets)
    assert traces.found(told.encode(), secrets) == set()
    _archive_is_ones_own(archive, secrets)


def _log_is_clean(bot: LoudBot, secrets: Mapping[str, str]) -> None:
    log = bot.log.read_bytes()
    assert traces.found(log, secrets) == set()
    # What went wrong is told all the same, with its place.
    for told in TOLD:
        assert told in log.decode(), told


def _folders_are_clean(bot: LoudBot, secrets: Mapping[str, str]) -> None:
    """Of all that the bot has made, sealed as it is, nothing tells anything without the key."""
    seen = traces.in_files(bot.data, secrets)
    assert {name: there for name, there in seen.items() if not name.startswith("models/")} == {}
    assert traces.in_files(bot.outside, secrets) == {}
    assert len(list((bot.folder / "copies").rglob("diary.sqlite3"))) == 1
    assert traces.in_files(bot.folder / "copies", secrets) == {}
    assert bot.work_left() == []
    left = {path.name for path in bot.folder.iterdir()}
    assert left == {"data", "outside", "copies", "bot.log", CALLED}


def _opened_it_is_all_there(bot: LoudBot, secrets: Mapping[str, str]) -> None:
    """The scan is not blind; and a database that lies open holds neither secrets nor the unkept."""
    told = bot.command("rekey", "--plain") + bot.command("backup", str(bot.folder / "open"))
    assert traces.found(told.encode(), secrets) == set()
    for folder in (bot.data, bot.folder / "open"):
        [seen] = (
            there
            for name, there in traces.in_files(folder, secrets).items()
            if name.endswith("diary.sqlite3")
        )
        assert places(seen) >= {"title", "body", "comment", "heard", "group", "name"}
        assert not {"key", *traces.of_token(TOKEN)} & seen
        assert not any(name.startswith("link") for name in seen)
        # What a film's bytes hold, what was asked and what was not meant for the diary.
        unkept = {"metadata", "zip_content", "zip_name", "inline", "command", "file_name"}
        assert places(seen) & {*unkept, "sabotaged"} == set()


def _archive_is_ones_own(content: bytes, secrets: Mapping[str, str]) -> None:
    """What one has said oneself, and nothing of Telegram's, of the bot's or of somebody else."""
    there = traces.found(content, secrets)
    assert places(there) >= {"title", "body", "tag", "edited", "corrected"}, "a blind scan"
    assert {name for name in there if not places({name})} == set()
    assert not places(there) & {"of_others", "searched", "inline", "command", "zip_content"}
