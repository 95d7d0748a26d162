"""The bot and its workers are killed with -9 while a household lives in every flow at once.

People go on, wait, and count what they see: nothing may be lost, and nothing seen twice without a
kill that explains it. `MINDGITTER_TEST_KILLS` is how many kills, `MINDGITTER_TEST_SEED` repeats a
run. It takes minutes, so it runs in `make soak`; the stages of a clip are in test_kills.py.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import random
import statistics
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from playground import clips
from playground.clips import Encoding
from playground.server import Chat, Person, World, running
from tests.journeys.bot_process import BotProcess
from tests.journeys.calendars import noon_zone
from tests.journeys.conftest import another
from tests.journeys.households import household
from tests.journeys.people import Town
from tests.soak import evenings, flows
from tests.soak.killer import Killer
from tests.soak.ledger import Ledger
from tests.soak.life import Life

log = logging.getLogger(__name__)

KILLS = int(os.environ.get("MINDGITTER_TEST_KILLS", "0"))
SEED = int(os.environ.get("MINDGITTER_TEST_SEED", "1"))

#: From so many kills on there are two homes, one in each language; below, the seed says which.
LONG = 200

#: A long run ends by itself after so long, in seconds.
LONGEST_S = float(os.environ.get("MINDGITTER_TEST_SECONDS", "3600"))

#: A person makes no more links a day than some (`diary.invitations`).
MOST_INVITED = 15

#: Between two rounds of the same flow, in seconds.
BREATH_S = 2.0

Flow = Callable[[], Awaitable[object]]


@pytest_asyncio.fixture(loop_scope="session")
async def hard_life(own_world: World, tmp_path: Path) -> AsyncIterator[Town]:
    """A bot of one's own that tells of comments at once."""
    async with running(own_world) as url:
        own_world.faults._seed = SEED
        bot = BotProcess(url, own_world.token, tmp_path, NOTICE_WAIT_S="1")
        bot.start()
        town = Town(own_world, bot)
        yield town
        if bot.running():
            await bot.stop()


@pytest.fixture(scope="session")
def short_shots(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], bytes]:
    """Somebody talks for a moment: a new file each time."""
    path, taken = tmp_path_factory.mktemp("clips") / "short.mp4", itertools.count()
    clips.talking_face(path, seconds=flows.SECONDS, size=128, encoding=Encoding(fps=8))
    return lambda: another(path, next(taken))


class Home:
    """A group with a diary, its two members, and what one of them does when."""

    def __init__(self, life: Life, group: Chat, owner: Person, member: Person) -> None:
        self.life, self.group, self.owner, self.member = life, group, owner, member
        self.language = flows.of(owner)
        self.invited = 0
        self.quiet: Person
        self.brings: Person

    async def move_in(self, town: Town) -> None:
        """Before the first kill: who does nothing but wait, and who takes things over."""
        self.quiet = await town.resident(self.language, "Quiet")
        self.brings = await town.resident(self.language, "Brings")
        for person, command in ((self.quiet, "/remind 22:00"), (self.owner, "/week on 20:00")):
            before = len(person.chat.from_bot)
            person.send_text(command)
            await town.sees(person, lambda p=person, n=before: len(p.chat.from_bot) > n)
        self.owner.send_text("/question on 21:00", chat=self.group)
        query = "SELECT question_minute FROM diaries WHERE chat_id = ?"
        await town.bot.until(lambda: town.bot.value(query, self.group.id) == 1260)

    async def in_the_group(self) -> None:
        card = await flows.group_clip(self.life, self.group, self.member)
        await flows.comment(self.life, card, self.member, self.owner)
        await evenings.evening(self.life, self.group, self.language)

    async def alone(self) -> None:
        life, title = self.life, self.life.name("River")
        own = await flows.clip(life, self.member, title)
        await flows.share(life, self.member, self.group, own, title)
        title = await flows.edit(life, self.member, own)
        await flows.delete_and_undo(life, self.member, own, title)

    async def away(self) -> None:
        await flows.clip(self.life, self.owner)
        entries = await flows.own_entries(self.life, self.owner)
        archive = await flows.export(self.life, self.owner)
        await flows.bring(self.life, self.brings, archive, entries)
        await evenings.migration(self.life, self.language)

    async def come_and_go(self) -> None:
        """Somebody is asked in, as often as one person may in a day; somebody is forgotten."""
        if self.invited < MOST_INVITED:
            self.invited += 1
            await flows.invite(self.life, self.owner, str(self.group.profile["title"]))
        await flows.forget(self.life, self.language)

    def flows(self) -> list[Flow]:
        """What goes on beside each other, each over and over."""
        return [
            self.in_the_group,
            self.alone,
            self.away,
            self.come_and_go,
            partial(evenings.question, self.life, self.group, self.language),
            partial(evenings.routine, self.life, self.quiet, "reminder"),
            partial(evenings.routine, self.life, self.owner, "digest"),
        ]


@pytest.mark.skipif(not KILLS, reason="takes minutes: MINDGITTER_TEST_KILLS=500, as make soak does")
async def test_killed_at_any_moment_of_any_flow_nothing_is_lost_and_nothing_seen_twice(
    hard_life: Town, short_shots: Callable[[], bytes], room_shots: Callable[[], bytes]
) -> None:
    town, chance = hard_life, random.Random(SEED)  # noqa: S311 - no secret
    ledger = Ledger(town.world)
    killer = Killer(town, ledger, chance)
    life = Life(town, ledger, killer, short_shots, room_shots)
    homes = []
    for language in ("en", "ko") if KILLS >= LONG else (("en", "ko")[SEED % 2],):
        home = Home(life, *await household(town, language))
        await home.move_in(town)
        await flows.clip(life, home.owner)
        homes.append(home)
    await town.bot.stop()
    town.bot.change("UPDATE diaries SET time_zone = ?", noon_zone())
    await killer.rise()

    began = time.monotonic()
    over = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            for home in homes:
                for flow in home.flows():
                    group.create_task(_again_and_again(flow, over, killer))
            watching = group.create_task(killer.watch())
            await killer.run(KILLS, LONGEST_S)
            over.set()
            await _until_all_is_quiet(killer, group)
            watching.cancel()
    except BaseExceptionGroup as error:
        _tell(killer, ledger, time.monotonic() - began)
        _write_down(town, traceback.format_exception(error))
        raise
    await life.sees(lambda: not life.rows(_UNFINISHED) or None, "an end of all that is unfinished")
    faults = await life.known(ledger.faults)
    _tell(killer, ledger, time.monotonic() - began)
    if faults or killer.tally.stuck:
        _write_down(town, [*faults, f"stuck: {killer.tally.stuck}"])
    assert faults == [], f"seed {SEED}"
    assert killer.tally.stuck == {}, f"seed {SEED}"
    assert town.bot.rows("SELECT id, outcome FROM inbox WHERE state = 'failed'") == []
    assert town.bot.value("PRAGMA integrity_check") == "ok"
    assert town.bot.work_left() == []


_UNFINISHED = (
    "SELECT id FROM inbox WHERE state = 'waiting' UNION ALL"
    " SELECT id FROM jobs WHERE state IN ('queued', 'running') UNION ALL"
    " SELECT id FROM cards WHERE shown < wanted AND stopped IS NULL"
)


async def _until_all_is_quiet(killer: Killer, group: asyncio.TaskGroup) -> None:
    """The flows end, and nobody is killed any more but where something waits for just that."""
    seconds = 0
    while len(group._tasks) > 1:
        await asyncio.sleep(1)
        seconds += 1
        if killer.at_death and not killer.starving():
            await killer.bot()
        if seconds % 30 == 0:
            log.info("the end waits for: %s", [wait.what for wait in killer.waits])


def _write_down(town: Town, lines: list[str]) -> None:
    """All that there is to say about a run that failed, in a file beside its data."""
    calls = [
        f"{call.time:.2f} {call.status} {call.method} {call.params}" for call in town.world.calls
    ]
    parts = [*lines, town.bot.log.read_text(encoding="utf-8", errors="replace"), *calls]
    path = town.bot.folder / "report.txt"
    path.write_text("\n".join(parts), encoding="utf-8")
    log.error("seed %d failed; all of it is in %s", SEED, path)


async def _again_and_again(flow: Flow, over: asyncio.Event, killer: Killer) -> None:
    """Over and over; while somebody's step is left to end, the others begin nothing new."""
    while True:
        await flow()
        await asyncio.sleep(BREATH_S)
        while killer.starving() and not over.is_set():  # noqa: ASYNC110 - nobody tells it
            await asyncio.sleep(BREATH_S)
        if over.is_set():
            return


def _tell(killer: Killer, ledger: Ledger, seconds: float) -> None:
    """The figures, for who runs it for long (`-rP`)."""
    tally = killer.tally
    print(f"seed {SEED}: {tally.kills} kills in {seconds:.0f} s: {tally.bots} of the bot, "  # noqa: T201
          f"{dict(tally.workers)} of workers")  # fmt: skip
    for name, counter in (
        ("flows ended", ledger.done), ("hit", tally.hit), ("repeated, explained", ledger.repeated),
        ("cut off by a kill", ledger.cut_off), ("cost", ledger.costs),
        ("acted again", ledger.unanswered), ("of that, owned up to", ledger.owned_up),
    ):  # fmt: skip
        print(f"{name}: {dict(sorted(counter.items()))}")  # noqa: T201
    print(f"promised and counted: {len(ledger.promised)}")  # noqa: T201
    _tell_times("on again after a restart", [took for _, took in tally.back])
    _tell_times(
        "the same where bots died meanwhile, in their lives", [took for _, took in tally.overtaken]
    )
    _tell_times("asks for updates", tally.polls)
    slowest = sorted(tally.back, key=lambda one: -one[1])[:5]
    print(f"slowest: {slowest}; stuck: {tally.stuck}")  # noqa: T201


def _tell_times(what: str, seconds: list[float]) -> None:
    if len(seconds) > 1:
        p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
        middle = statistics.median(seconds)
        print(f"{what}: {len(seconds)}, p50 {middle:.2f}, p95 {p95:.2f}, max {max(seconds):.2f} s")  # noqa: T201
        print(f"  each: {' '.join(f'{one:.1f}' for one in sorted(seconds))}")  # noqa: T201
