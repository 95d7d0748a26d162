"""What people must have seen, once: written down as they act, counted when all is quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from playground.server import Message, World

#: A bot that dies so soon after a call, in seconds, may not have written down its answer: a busy
#: machine gives it a tenth of a processor, and a commit waits for the disk.
UNRECORDED_S = 2.0


@dataclass(frozen=True, slots=True)
class Once:
    """Something that must be there exactly once: `find` gives the messages (or rows) that are it.

    `may_be_lost` says whether a kill may have cost it, where at most once is what is promised.
    """

    name: str
    find: Callable[[], Iterable[object]]
    may_be_lost: Callable[[], bool] = lambda: False


@dataclass
class Ledger:
    """The account of a long run."""

    world: World
    promised: list[Once] = field(default_factory=list)
    #: When the bot was killed, and when it and its workers were gone.
    kills: list[tuple[float, float]] = field(default_factory=list)
    #: Kills that fell while Telegram held back its answer to a call: since when.
    held: list[tuple[float, float]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    #: What a kill may cost, and did: at most once is what is promised there.
    cut_off: Counter[str] = field(default_factory=Counter)
    costs: Counter[str] = field(default_factory=Counter)
    owned_up: Counter[str] = field(default_factory=Counter)

    def promise(self, once: Once) -> None:
        """It is to be there from now on."""
        self.promised.append(once)

    def faults(self) -> list[str]:
        """What is lost, or there too often without a kill that explains it."""
        self.repeated.clear()
        self.cut_off.clear()
        return [fault for once in self.promised if (fault := self._fault(once))]

    def _fault(self, once: Once) -> str | None:
        found = list(once.find())
        if not found:
            if once.may_be_lost():
                self.cut_off[once.name.partition(":")[0]] += 1
                return None
            return f"LOST {once.name}"
        extra = len(found) - 1
        explained = sum(self.is_explained(one) for one in found if isinstance(one, Message))
        if extra > explained:
            return f"TWICE {once.name}: {len(found)} times, {explained} explained"
        if extra:
            self.repeated[once.name.partition(":")[0]] += extra
        return None

    def is_explained(self, message: Message) -> bool:
        """Whether the bot died before it could know that this message was sent."""
        at = self._sent_at(message)
        if at is None:
            return False
        soon = any(began - UNRECORDED_S <= at <= gone for began, gone in self.kills)
        return soon or any(since <= at <= kill for since, kill in self.held)

    def _sent_at(self, message: Message) -> float | None:
        for call in self.world.calls:
            result = call.answer.get("result") if call.answer else None
            if isinstance(result, dict) and result.get("message_id") == message.message_id:
                chat = result.get("chat", {}).get("id")
                if chat == message.chat.id and call.method.lower().startswith("send"):
                    return call.time
        return None
