"""What an attempt at a job works with: the workers, the plan and the tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from diary import jobs
from diary.clock import Now
from diary.media import Courier
from diary.shortages import Room
from storage.database import Database
from storage.media import MediaFolder

#: What a stage may take of a clip, in seconds: to begin with, where a worker has to load what it
#: needs, and for each second of the clip. Far more than either takes on a slow and busy machine: it
#: is meant for what hangs.
BEGINNING_S = 120.0
S_PER_S = 15.0


class Workshop(Protocol):
    """Runs a stage in a worker process and kills it at its deadline."""

    async def run(self, kind: str, target: str, /, *args: Any, deadline_s: float) -> Any:
        """The result of the function named `target`; raises AnalysisError."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the work is done. `recipe` is handed to the stages as it is; deadlines in seconds.

    `is_alone`: no other process works on this database, so what runs at the start is left behind.
    `room` says whether there is room for more work, `sees` whether the expression model is whole;
    `speech_broke` is told that the speech model could not be loaded.
    """

    recipe: Any
    folder: Path
    slots: int
    deadline_s: float
    conditions: jobs.Terms
    speech_available: Callable[[], bool]
    is_alone: bool = False
    room: Room | None = None
    sees: Callable[[], bool] = lambda: True
    speech_broke: Callable[[], None] = lambda: None

    def is_short(self) -> bool:
        """Whether there is no room for the work just now."""
        return self.room is not None and self.room.is_short

    def stage_s(self, clip_s: float | None) -> float:
        """The deadline of one stage for a clip of this length; None or 0 where nobody knows it.

        A clip that hangs holds a worker until then, each time that it is tried: so a short one has
        less than the hard limit.
        """
        if not clip_s or clip_s < 0:
            return self.deadline_s
        return min(self.deadline_s, BEGINNING_S + S_PER_S * clip_s)


@dataclass(frozen=True, slots=True)
class Tools:
    """What an attempt works with. `changed` is called when cards have something to show."""

    database: Database
    workshop: Workshop
    courier: Courier
    plan: Plan
    now: Now
    changed: Callable[[], None]
    #: The files that Telegram does not know.
    kept: MediaFolder | None = None
