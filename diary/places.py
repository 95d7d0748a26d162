"""The queue as fairness sees it: people take turns, each with their own oldest entry."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import deque
from collections.abc import Sequence

from storage.jobs import Place

#: Places that are told to the person waiting. Further back they move too often to be worth an
#: edit: Telegram limits those.
TOLD = frozenset({1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 18, 23, 30, 40, 50, 75, 100, 150, 200, 300, 500})

_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


def in_turn(places: Sequence[Place]) -> list[Place]:
    """The order of service: each time the person who has waited longest since the last turn.

    `places` come in order of arrival. The same rule as `storage.jobs.next_queued`, played forward.
    """
    queues: dict[int, deque[Place]] = {}
    for place in places:
        queues.setdefault(place.person_id, deque()).append(place)
    turns = [
        (0, queue[0].served_at or _LONG_AGO, number, person_id)
        for number, (person_id, queue) in enumerate(queues.items())
    ]
    heapq.heapify(turns)
    order: list[Place] = []
    while turns:
        round_, _, _, person_id = heapq.heappop(turns)
        order.append(queues[person_id].popleft())
        if queues[person_id]:
            heapq.heappush(turns, (round_ + 1, _LONG_AGO, len(order), person_id))
    return order
