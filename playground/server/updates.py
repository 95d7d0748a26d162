"""A bot's queue of updates: numbered, confirmed by offset, waited for by one poll at a time.

Behaviour: https://core.telegram.org/bots/api#getupdates; the 409 texts are tdlib/telegram-bot-
api's.
"""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.server.refusals import Refused

Json = dict[str, Any]

KEPT_SECONDS = 24 * 3600
KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
    }
)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(slots=True)
class Waiting:
    """An update that is not confirmed. A `forced` one is given once whatever the offset says.

    On the way to a webhook: how often it was not taken, the pause (in seconds) that grows with
    that, and the time of the event loop from which it may be brought.
    """

    update: Json
    time: float
    forced: bool = False
    failures: int = 0
    delay: float = 1.0
    ready_at: float = 0.0
    number: int = 0

    @property
    def lane(self) -> tuple[str, int]:
        """Whose updates it may not overtake: those of its chat, else of its person."""
        for content in (value for value in self.update.values() if isinstance(value, dict)):
            for kind in ("chat", "from", "user"):
                if isinstance(content.get(kind), dict) and "id" in content[kind]:
                    return kind, int(content[kind]["id"])
        return "", 0


class UpdateQueue:
    """The updates of one bot.

    `emitted` holds every update ever made, by update_id; `polls` counts polls.
    """

    def __init__(
        self, first_id: int, clock: Callable[[], float], changed: Callable[[], None]
    ) -> None:
        """Number from `first_id`; `clock` gives unix seconds, `changed` hears of all that comes."""
        self.next_id = first_id
        self.allowed: list[str] = []
        self.emitted: dict[int, Json] = {}
        self.polls = 0
        self._clock = clock
        self._changed = changed
        self._waiting: list[Waiting] = []
        self._numbers = itertools.count()
        self._poll: asyncio.Future[None] | None = None

    @property
    def pending(self) -> int:
        """How many updates are not confirmed."""
        return len(self._waiting)

    @property
    def unconfirmed(self) -> set[int]:
        """The numbers of those updates."""
        return {waiting.update["update_id"] for waiting in self._waiting}

    def put(self, kind: str, content: Json) -> Json | None:
        """Queue an update of this kind and return it.

        None where the bot did not ask for this kind. ValueError for a kind that is none.
        """
        if kind not in KINDS:
            raise ValueError(f"the stand-in makes no updates of the kind {kind}")
        allowed = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
        if not allowed:
            return None
        update: Json = {"update_id": self.next_id, kind: content}
        self.emitted[self.next_id] = update
        self.next_id += 1
        self._add(Waiting(update, self._clock()))
        return update

    def put_raw(self, update: Json) -> None:
        """Queue an update as it is, also one that no bot could read (`update_id` must be in it)."""
        self.next_id = max(self.next_id, update["update_id"] + 1)
        self._add(Waiting(update, self._clock()))

    def put_again(self, update_id: int) -> None:
        """Queue an update that was made before once more, under its old number."""
        self._add(Waiting(self.emitted[update_id], self._clock(), forced=True))

    def clear(self) -> None:
        """Forget what is not confirmed."""
        self._waiting.clear()

    def heads(self) -> list[Waiting]:
        """Return the first update of each lane, for a webhook; what is too old is forgotten."""
        self._forget_old()
        first: dict[tuple[str, int], Waiting] = {}
        for waiting in self._waiting:
            first.setdefault(waiting.lane, waiting)
        return list(first.values())

    def forget(self, waiting: Waiting) -> None:
        """Confirm one update, which may be gone meanwhile."""
        self._waiting = [other for other in self._waiting if other is not waiting]

    def terminate(self, reason: str) -> None:
        """Answer the poll that waits with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Refused(409, reason))

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies before `offset`, then wait for updates at most `seconds`.

        Raises Refused (409) when another poll begins meanwhile.
        """
        self.polls += 1
        self._changed()
        self.terminate(TERMINATED)
        self._confirm(offset)
        if not self._waiting and seconds > 0:
            await self._wait(seconds)
        given = self._waiting[:limit]
        for waiting in given:
            waiting.forced = False
        return [waiting.update for waiting in given]

    def _add(self, waiting: Waiting) -> None:
        """Append and wake the poll that waits."""
        waiting.number = next(self._numbers)
        self._waiting.append(waiting)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self._changed()

    def _confirm(self, offset: int) -> None:
        """Delete what was confirmed, and what is older than a day."""
        self._forget_old()
        if offset < 0:
            self._waiting = self._waiting[offset:]
        self._waiting = [w for w in self._waiting if w.forced or w.update["update_id"] >= offset]

    def _forget_old(self) -> None:
        """Delete what is older than a day."""
        oldest = self._clock() - KEPT_SECONDS
        self._waiting = [waiting for waiting in self._waiting if waiting.time > oldest]

    async def _wait(self, seconds: float) -> None:
        """Wait until an update comes, another poll begins, or the time is over."""
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
