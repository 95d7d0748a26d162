"""Updates that are brought at the same time go to the disk together: one commit for all of them."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from storage.database import Unavailable

Update = dict[str, Any]


class Batches:
    """While one commit is under way, what arrives waits for the next, which takes all of it.

    A commit waits for the disk, whatever is in it: one for each update would let an update wait for
    all that came before. `keep` puts updates into the inbox, all or none.
    """

    def __init__(self, keep: Callable[[Sequence[Update]], Awaitable[None]]) -> None:
        self._keep = keep
        self._turn = asyncio.Lock()
        self._waiting: list[tuple[Update, Future[None]]] = []

    async def keep(self, update: Update) -> None:
        """Return when the update is kept; raises what keeping it raises."""
        kept: Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, kept))
        async with self._turn:
            if not kept.done():
                await self._commit()
        await kept

    @property
    def are_behind(self) -> bool:
        """Whether updates wait for another commit."""
        return bool(self._waiting)

    async def _commit(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            await self._together(batch)
        finally:
            # The bot stops in between: nobody may hear that it was kept, and nobody wait for it.
            for _, kept in batch:
                kept.cancel()

    async def _together(self, batch: Sequence[tuple[Update, Future[None]]]) -> None:
        try:
            await self._keep([update for update, _ in batch])
        except Unavailable as error:
            _settle(batch, error)
        except Exception:  # noqa: BLE001 - one of them is at fault, and costs itself alone
            for one in batch:
                await self._alone(one)
        else:
            _settle(batch, None)

    async def _alone(self, one: tuple[Update, Future[None]]) -> None:
        try:
            await self._keep([one[0]])
        except Exception as error:  # noqa: BLE001 - it goes to whoever brought this update
            _settle([one], error)
        else:
            _settle([one], None)


def _settle(batch: Sequence[tuple[Update, Future[None]]], error: Exception | None) -> None:
    """Tell all who wait how it went; those who went away hear nothing."""
    for _, kept in batch:
        if kept.done():
            continue
        if error is None:
            kept.set_result(None)
        else:
            kept.set_exception(error)
