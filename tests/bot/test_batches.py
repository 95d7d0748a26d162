"""What arrives together is kept together, and each hears how it went."""

import asyncio
from collections.abc import Sequence

from bot.batches import Batches, Update
from storage.database import Unavailable


class Disk:
    """Takes batches one after the other, each when it is let, and fails as it is told."""

    def __init__(self) -> None:
        self.taken: list[list[int]] = []
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.troubles: dict[int, Exception] = {}

    async def keep(self, updates: Sequence[Update]) -> None:
        numbers = [update["update_id"] for update in updates]
        self.taken.append(numbers)
        self.begun.set()
        await self.go_on.wait()
        for number in numbers:
            if number in self.troubles:
                raise self.troubles[number]


async def brought(disk: Disk, count: int = 5) -> list[BaseException | None]:
    """How it goes with updates that arrive while the first of them is being kept."""
    batches = Batches(disk.keep)
    bringing = [batches.keep({"update_id": number}) for number in range(count)]
    async with asyncio.TaskGroup() as group:
        all_of_them = group.create_task(gathered(bringing))
        await disk.begun.wait()
        disk.go_on.set()
    return all_of_them.result()


async def gathered(bringing: Sequence[object]) -> list[BaseException | None]:
    return await asyncio.gather(*bringing, return_exceptions=True)  # type: ignore[call-overload, no-any-return]


async def test_what_comes_during_a_commit_goes_into_the_next() -> None:
    disk = Disk()
    assert await brought(disk) == [None] * 5
    assert [number for numbers in disk.taken for number in numbers] == [0, 1, 2, 3, 4]
    assert len(disk.taken) <= 2


async def test_it_is_behind_while_something_waits_for_another_commit() -> None:
    disk = Disk()
    batches = Batches(disk.keep)
    async with asyncio.TaskGroup() as group:
        group.create_task(batches.keep({"update_id": 1}))
        await disk.begun.wait()
        assert not batches.are_behind
        group.create_task(batches.keep({"update_id": 2}))
        await asyncio.sleep(0)
        assert batches.are_behind
        disk.go_on.set()
    assert not batches.are_behind


async def test_where_the_database_is_away_all_of_them_hear_it() -> None:
    disk = Disk()
    disk.troubles[4] = Unavailable("away")
    told = await brought(disk)
    assert isinstance(told[4], Unavailable)
    together = next(numbers for numbers in disk.taken if 4 in numbers)
    assert [number for number in range(5) if told[number] is not None] == together


async def test_one_that_cannot_be_kept_costs_itself_alone() -> None:
    disk = Disk()
    disk.troubles[2] = ValueError("a fault of ours")
    told = await brought(disk)
    assert [type(each) for each in told] == [*[type(None)] * 2, ValueError, *[type(None)] * 2]


async def test_who_went_away_does_not_keep_the_others_from_being_kept() -> None:
    disk = Disk()
    batches = Batches(disk.keep)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(batches.keep({"update_id": 1}))
        await disk.begun.wait()
        second = group.create_task(batches.keep({"update_id": 2}))
        third = group.create_task(batches.keep({"update_id": 3}))
        await asyncio.sleep(0)
        second.cancel()
        disk.go_on.set()
    assert first.result() is None
    assert third.result() is None
    assert disk.taken == [[1], [2, 3]]


async def test_when_the_bot_stops_in_a_commit_nobody_hears_that_it_was_kept() -> None:
    disk = Disk()
    disk.begun.clear()
    batches = Batches(disk.keep)
    loop = asyncio.get_running_loop()
    bringing = [loop.create_task(batches.keep({"update_id": number})) for number in range(3)]
    await disk.begun.wait()
    for task in bringing:
        task.cancel()
    told = await asyncio.gather(*bringing, return_exceptions=True)
    assert [type(each) for each in told] == [asyncio.CancelledError] * 3


async def test_when_the_bot_stops_while_each_is_kept_alone_nobody_waits_for_ever() -> None:
    together, alone = asyncio.Event(), asyncio.Event()

    async def keep(updates: Sequence[Update]) -> None:
        if len(updates) > 1:
            raise ValueError("a fault of ours")
        if updates[0]["update_id"]:
            alone.set()
            await asyncio.Event().wait()
        await together.wait()

    batches = Batches(keep)
    loop = asyncio.get_running_loop()
    bringing = [loop.create_task(batches.keep({"update_id": number})) for number in range(4)]
    await asyncio.sleep(0)
    together.set()
    await alone.wait()
    bringing[1].cancel()
    told = await asyncio.wait_for(asyncio.gather(*bringing, return_exceptions=True), 60)
    assert [type(each) for each in told] == [type(None), *[asyncio.CancelledError] * 3]
