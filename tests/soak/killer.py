"""Kills a bot and its workers, aimed at what was hit least, and measures the way back."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil

from tests.journeys.people import Town
from tests.soak.ledger import Ledger
from tests.soak.stages import STAGES, Busy, Pending, Rows

#: Calls whose answer Telegram holds back until the bot is dead: they are done, and it never knew.
HELD_CALLS = (
    "sendMessage", "editMessageText", "editMessageMedia", "editMessageCaption", "sendPhoto",
    "sendDocument", "sendVideo", "sendVideoNote", "deleteMessage", "answerCallbackQuery",
    "setMessageReaction", "getFile", "file", "editMessageReplyMarkup",
)  # fmt: skip
HELD_S = 300.0

log = logging.getLogger(__name__)

#: Bots that may die one after another while a clip is in work.
MOST_INTERRUPTED = 5

#: Bots that may die one after another while somebody waits for the same step.
MOST_IN_A_ROW = 4

#: After how many seconds without a kill it is told why.
REST_TOLD_S = 20.0

#: How often a long run tells how far it is, in kills.
TOLD_EACH = 10

#: How many of all kills are of workers: a start of the bot costs more.
WORKERS_SHARE = 0.7

#: A stage is waited for this long, in seconds, before whatever goes on is interrupted.
AIM_S = 6.0
UNAIMED = ("anywhere", "starting")
LOOK_S = 0.015

#: So soon, in seconds, everything goes on after a restart.
RESUMED_S = 60.0

#: An analysis is tried three times: two of them may be spoilt here.
MOST_SPOILT = 2


@dataclass(slots=True, eq=False)
class Wait:
    """Somebody waits for `what` since so many bots ago; `is_for_kill`: for one more to die."""

    what: str
    tally: Tally
    is_for_kill: bool = False
    bots: int = field(init=False)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Begin."""
        self.bots = self.tally.bots

    def quiet_s(self) -> float:
        """How long nobody has been killed meanwhile, in seconds."""
        return time.monotonic() - max(self.began, self.tally.killed)


@dataclass
class Tally:
    """What was killed where, and how long the way back took, in seconds."""

    bots: int = 0
    workers: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    back: list[tuple[str, float]] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    #: What did not go on within RESUMED_S.
    stuck: Pending = field(default_factory=dict)
    #: Of what the next kill came in before: how long bots have lived until it went on.
    overtaken: list[tuple[str, float]] = field(default_factory=list)
    #: When somebody was killed last.
    killed: float = 0.0

    @property
    def kills(self) -> int:
        """All of them."""
        return self.bots + sum(self.workers.values())


class Killer:
    """Kills until told to stop. `at_death` is done while the bot is dead, each once."""

    def __init__(self, town: Town, ledger: Ledger, chance: random.Random) -> None:
        self.town, self.ledger, self._chance = town, ledger, chance
        self.rows = Rows(town.bot.data / "diary.sqlite3")
        self.tally = Tally()
        self.at_death: list[Callable[[], None]] = []
        self.sending: set[tuple[str, int]] = set()
        self.alive_since = 0.0
        self.waits: list[Wait] = []
        self._pending: Pending = {}
        self._rests_told = 0
        self._aims: list[str] = []
        #: How long bots have lived in vain, in seconds, for what still does not go on.
        self._lived: dict[tuple[str, int], float] = {}

    async def run(self, kills: int, seconds: float) -> None:
        """So many kills, or for so long."""
        latest, told = time.monotonic() + seconds, 0
        while self.tally.kills < kills and time.monotonic() < latest:
            if self.tally.kills >= told + TOLD_EACH:
                told = self.tally.kills
                log.info("%d kills, %d of the bot: %s", told, self.tally.bots, self.ledger.done)
            if self.starving() or self._is_interrupted():
                await self._rest()
            # Workers are cheap to kill, and most of what goes on is theirs.
            elif self._chance.random() < WORKERS_SHARE:
                await self._worker()
            else:
                await self.bot()

    async def _rest(self) -> None:
        """Nobody dies just now; what for is told now and then."""
        resting = time.monotonic() - self.tally.killed
        if resting > REST_TOLD_S * (1 + self._rests_told):
            self._rests_told += 1
            log.info("no kill for %.0f s, because of: %s", resting, self.starving())
        elif resting < REST_TOLD_S:
            self._rests_told = 0
        await asyncio.sleep(0.2)

    @contextmanager
    def waiting(self, what: str, *, is_for_kill: bool = False) -> Iterator[Wait]:
        """Somebody waits for a step of a flow."""
        wait = Wait(what, self.tally, is_for_kill)
        self.waits.append(wait)
        try:
            yield wait
        finally:
            self.waits.remove(wait)

    def starving(self) -> list[str]:
        """What people wait for over too many deaths: it is left to come before the next."""
        return [
            wait.what
            for wait in self.waits
            if not wait.is_for_kill and self.tally.bots - wait.bots >= MOST_IN_A_ROW
        ]

    def _is_interrupted(self) -> bool:
        """Whether bots died so often under the same clip that it must be left to end for once.

        After ten of them it would be given up (`diary.jobs`); on a slow machine that is soon.
        """
        with suppress(Busy):
            [[most]] = self.rows.all(
                "SELECT max(interruptions) FROM jobs WHERE state IN ('queued', 'running')"
            )
            return (most or 0) > MOST_INTERRUPTED
        return False

    # Workers

    async def _worker(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.02, 0.8))
        victims = [(kind, one) for one in self._workers() if (kind := _kind(one))]
        if not victims or not self._can_be_spared():
            await asyncio.sleep(0.2)
            return
        kind, victim = self._chance.choice(victims)
        stages = self.rows.under_way()
        with suppress(psutil.Error):
            victim.kill()
            self.tally.killed = time.monotonic()
            self.tally.workers[kind] += 1
            for stage in stages:
                if stage.startswith(("clip:", "export is", "import")):
                    self.tally.hit[f"{kind} worker while {stage}"] += 1

    def _workers(self) -> list[psutil.Process]:
        with suppress(psutil.Error):
            return [
                one for one in self.town.bot.children() if "spawn_main" in " ".join(one.cmdline())
            ]
        return []

    def _can_be_spared(self) -> bool:
        """Whether everything that is at work may fail once more."""
        with suppress(Busy):
            [[most]] = self.rows.all(
                "SELECT max(attempts) FROM ("
                " SELECT attempts FROM jobs WHERE state IN ('queued', 'running')"
                " UNION ALL SELECT attempts + 1 FROM exports WHERE state IN ('waiting', 'running')"
                " UNION ALL SELECT attempts + 1 FROM imports WHERE lease IS NOT NULL"
                " UNION ALL SELECT attempts + 1 FROM rounds WHERE state = 'claimed')"
            )
            return (most or 0) <= MOST_SPOILT
        return False

    # The bot

    async def bot(self) -> None:
        """Once, at the stage or at the call that was hit least so far."""
        aim = self._next_aim()
        since = self.town.world.clock()
        held = await self._aimed(aim)
        await self.die(held_since=since if held else None)
        if held or aim in UNAIMED:
            self.tally.hit[aim] += 1
        await self.rise()
        if self._chance.random() < 0.8:
            await self._is_up()

    def _next_aim(self) -> str:
        """What was not hit yet comes first; in which order, the seed says."""
        if not self._aims:
            aims = [*STAGES, *(f"answer lost: {name}" for name in HELD_CALLS), *UNAIMED]
            self._aims = self._chance.sample(aims, len(aims))
        found = next((aim for aim in self._aims if not self.tally.hit[aim]), self._aims[0])
        self._aims.remove(found)
        return found

    async def _aimed(self, aim: str) -> bool:
        """Wait for the moment; whether an answer is being held back."""
        if aim == "starting":
            await asyncio.sleep(self._chance.uniform(0.0, 0.8))
            return False
        if aim == "anywhere":
            await asyncio.sleep(self._chance.uniform(0.1, AIM_S / 2))
            return False
        latest = time.monotonic() + AIM_S
        if not aim.startswith("answer lost: "):
            await _until(lambda: self.rows.at(aim), latest)
            await asyncio.sleep(self._chance.choice((0.0, 0.0, 0.02, 0.1)))
            return False
        fault = self.town.world.faults.add(
            "slow", aim.removeprefix("answer lost: "), seconds=HELD_S
        )
        await _until(lambda: fault.happened, latest)
        return bool(fault.happened)

    async def die(self, held_since: float | None = None) -> None:
        """Kill it, note what it was at, and do what has to be done meanwhile."""
        began = self.town.world.clock()
        await self.town.bot.kill()
        self.tally.killed = time.monotonic()
        self.town.world.faults.clear()
        now = self.town.world.clock()
        self.ledger.kills.append((began, now))
        if held_since is not None:
            self.ledger.held.append((held_since, now))
        self.tally.bots += 1
        # A bot killed within a transaction leaves a journal, which only who may write rolls back.
        self.town.bot.change("UPDATE jobs SET id = id WHERE id = -1")
        for stage, ids in self.rows.under_way().items():
            self.tally.hit[stage] += 1
            if stage.endswith("is being sent"):
                self.sending |= {(stage, number) for number in ids}
        unheard = "last_message_id IS NULL AND last_at > datetime('now', '-10 seconds')"
        for kind, number in self.rows.all(f"SELECT kind, diary_id FROM routines WHERE {unheard}"):  # noqa: S608
            self.sending.add((f"{kind} is being sent", number))
        self._carry_over(time.monotonic() - self.alive_since)
        waiting, self.at_death = self.at_death, []
        for act in waiting:
            act()

    def _carry_over(self, lived: float) -> None:
        """What has not gone on in this bot's life goes on in the next: its lives are added up."""
        self._look_who_went_on()
        before = {item: self._lived.get(item, 0.0) + lived for item in self._pending}
        self._pending = self.rows.pending()
        self._lived = {item: took for item, took in before.items() if item in self._pending}

    async def rise(self) -> None:
        """Start it again."""
        self.alive_since = time.monotonic()
        self.town.bot.start()

    async def _is_up(self) -> None:
        """It asks Telegram for updates."""
        polls = self.town.world.bot.updates.polls
        await _until(
            lambda: self.town.world.bot.updates.polls > polls, self.alive_since + RESUMED_S
        )
        self.tally.polls.append(time.monotonic() - self.alive_since)

    async def watch(self) -> None:
        """Measure how long it takes each thing that was under way to go on, until cancelled."""
        while True:
            await asyncio.sleep(0.1)
            with suppress(Busy):
                self._look_who_went_on()

    def _look_who_went_on(self) -> None:
        left, now = self.rows.pending(after=True), time.monotonic() - self.alive_since
        for item, mark in list(self._pending.items()):
            took = now + self._lived.get(item, 0.0)
            if item not in left or left[item] not in {mark, None}:
                del self._pending[item]
                times = self.tally.overtaken if item in self._lived else self.tally.back
                times.append((item[0], took))
            elif took > RESUMED_S and item not in self.tally.stuck:
                self.tally.stuck[item] = mark


async def _until(predicate: Callable[[], object], latest: float) -> None:
    """Wait for it, until then at most."""
    while time.monotonic() < latest and not predicate():  # noqa: ASYNC110 - rows call nobody
        await asyncio.sleep(LOOK_S)


#: What only workers of a kind load.
_LIBRARIES = {"video": "/cv2/", "charts": "/matplotlib/", "words": "/kiwipiepy/"}


def _kind(process: psutil.Process) -> str | None:
    with suppress(psutil.Error):
        paths = [place.path for place in process.memory_maps()]
        loaded = (kind for kind, part in _LIBRARIES.items() if any(part in path for path in paths))
        return next(loaded, "starting or archive")
    return None
