"""What goes wrong on purpose: 429, 5xx, broken connections, slow answers.

Chance is seeded, so that a run can be repeated.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

Json = dict[str, Any]

NGINX_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>"
    "\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
KINDS = frozenset({"too_many_requests", "server_error", "drop_before", "drop_after", "slow"})


@dataclass(slots=True)
class Fault:
    """One thing to go wrong.

    `methods` is a pattern like "send*"; "file" is the download of a file. `kind` is one of:
    too_many_requests (`retry_after` whole seconds), server_error (`status` 500 or 502), drop_before
    (the method is not done), drop_after (it is done, its answer is lost), slow (it is done, its
    answer comes `seconds` later). It happens at most `count` times (None: without end), each time
    with `probability`.
    """

    kind: str
    methods: str = "*"
    count: int | None = 1
    probability: float = 1.0
    retry_after: int = 1
    status: int = 502
    seconds: float = 0.0
    happened: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind} is none of {sorted(KINDS)}")


class Faults:
    """The faults to come, and who did not wait as long as a 429 said (`early_calls`)."""

    def __init__(self, seed: int, clock: Callable[[], float]) -> None:
        """Take the seed of the chance and a clock that gives unix seconds."""
        self.early_calls: list[str] = []
        self._seed = seed
        self._chances: dict[str, random.Random] = {}
        self._clock = clock
        self._planned: list[Fault] = []
        self._closed_until: dict[str, float] = {}

    def add(self, kind: str, methods: str = "*", **more: Any) -> Fault:
        """Plan a fault (see Fault for `more`) and return it; `happened` counts."""
        fault = Fault(kind, methods, **more)
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """Let everything go well again, also what a 429 had closed."""
        self._planned.clear()
        self._closed_until.clear()

    def next(self, method: str) -> Fault | None:
        """Return the fault that hits this call, if any."""
        for fault in self._planned:
            left = fault.count is None or fault.happened < fault.count
            if left and _matches(method, fault.methods) and self._hits(method, fault):
                fault.happened += 1
                return fault
        return None

    def _hits(self, method: str, fault: Fault) -> bool:
        """Throw the dice of this method.

        Each method has its own, so that the number of polls, which depends on timing, changes
        nobody else's luck.
        """
        name = method.lower()
        if name not in self._chances:
            self._chances[name] = random.Random(f"{self._seed} {name}")  # noqa: S311  no secret
        return self._chances[name].random() < fault.probability

    def close(self, method: str, params: Json, seconds: int) -> None:
        """Remember that this method in this chat has to wait."""
        self._closed_until[_place(method, params)] = self._clock() + seconds

    def wait_left(self, method: str, params: Json) -> int:
        """Return the whole seconds that this call still has to wait, 0 for none.

        A call that must is noted.
        """
        place = _place(method, params)
        left = self._closed_until.get(place, 0.0) - self._clock()
        if left <= 0:
            self._closed_until.pop(place, None)
            return 0
        self.early_calls.append(place)
        return math.ceil(left)


def _matches(method: str, pattern: str) -> bool:
    """Compare as the server does: without regard to case."""
    return fnmatchcase(method.lower(), pattern.lower())


def _place(method: str, params: Json) -> str:
    """Name what a 429 closes: a method in a chat; all edits of messages count as one method."""
    name = method.lower()
    name = "editmessage" if name.startswith("editmessage") else name
    return f"{name} {params.get('chat_id', '')}".strip()
