"""The worker loop, with stages whose results are scripted and a real database."""

import asyncio
from pathlib import Path
from typing import Any

from analysis.report import ClipFindings
from diary import entries, jobs
from storage import clips
from storage import entries as entry_rows
from storage.database import Database
from tests.diary.given import (
    EMMA,
    SPEECH,
    clips_of,
    entry_of,
    picture,
    recording,
)
from tests.diary.shop import CHOSEN, PICTURE, SPOKEN, Shop


async def test_an_entry_that_is_cancelled_while_it_runs_ends_at_once(at_work: Shop) -> None:
    begun, forever = asyncio.Event(), asyncio.Event()

    async def block() -> Any:
        begun.set()
        await forever.wait()

    at_work.workshop.script[PICTURE] = [block]
    entry_id = await at_work.accept(recording())
    at_work.worker.wake()
    await begun.wait()
    async with at_work.database.writing() as connection:
        await entries.cancel(connection, await entry_of(connection, entry_id))
    at_work.worker.stop(entry_id)
    other = await at_work.accept(recording(2, EMMA))
    at_work.worker.wake()
    await at_work.until(lambda: at_work.is_in(other, "done"))
    assert (await at_work.entry(entry_id)).state == "cancelled"
    async with at_work.database.reading() as connection:
        assert await clips_of(connection, entry_id) == []
    assert not at_work.worker._running
    assert list(at_work.folder.iterdir()) == []


async def test_an_entry_that_was_cancelled_elsewhere_keeps_nothing(shop: Shop) -> None:
    async def cancel() -> Any:
        async with shop.database.writing() as connection:
            await entries.cancel(connection, await entry_of(connection, entry_id))
        return picture()

    shop.workshop.script[PICTURE] = [cancel]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 1
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.report) == ("cancelled", None)
    assert shop.workshop.calls == [PICTURE]


async def test_a_clip_that_blocks_leaves_room_for_the_others(at_work: Shop) -> None:
    forever = asyncio.Event()

    async def block() -> Any:
        await forever.wait()

    at_work.workshop.script[PICTURE] = [block]
    blocked = await at_work.accept(recording(1))
    others = [await at_work.accept(recording(1, 100 + n)) for n in range(5)]
    at_work.worker.wake()
    for other in others:
        await at_work.until(lambda other=other: at_work.is_in(other, "done"))  # type: ignore[misc]
    assert (await at_work.entry(blocked)).state == "waiting"


async def test_the_leases_of_what_runs_are_kept(at_work: Shop) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def wait() -> Any:
        begun.set()
        await go_on.wait()
        return picture()

    at_work.workshop.script[PICTURE] = [wait]
    entry_id = await at_work.accept(recording())
    at_work.worker.wake()
    await begun.wait()
    for _ in range(5):
        at_work.clock.pass_s(50)
        await at_work.worker.renew()
        await at_work.worker.recover(everyone=False)
    go_on.set()
    await at_work.until(lambda: at_work.is_in(entry_id, "done"))
    assert at_work.courier.fetched == ["file-7-1"]


async def test_a_worker_whose_lease_ran_out_keeps_nothing(shop: Shop) -> None:
    async def lose() -> Any:
        shop.clock.pass_s(61)
        await shop.worker.recover(everyone=False)
        return picture()

    shop.workshop.script[PICTURE] = [lose]
    entry_id = await shop.accept(recording())
    await shop.attempt()
    assert (await shop.entry(entry_id)).state == "waiting"
    assert shop.workshop.calls == [PICTURE]
    assert await shop.attempts() == 1
    assert (await shop.entry(entry_id)).state == "done"


async def test_what_a_dead_bot_left_behind_is_taken_up_where_it_stood(
    shop: Shop, database: Database
) -> None:
    entry_id = await shop.accept(recording())
    job = await shop.worker._claim()
    assert job is not None
    async with database.writing() as connection:
        assert await jobs.enter_stage(connection, job, job.lease or "", "speech")
        [clip] = await clips_of(connection, entry_id)
        found = ClipFindings(picture(), SPEECH).to_json()
        await clips.set_findings(connection, clip.id, found, lacks_speech=False)

    after = Shop(database, shop.folder)
    await after.worker.recover(everyone=True)
    assert await after.attempts() == 1
    assert after.workshop.calls == [CHOSEN]
    assert (await after.report(entry_id)).transcript == SPEECH.transcript


async def test_files_of_an_earlier_run_are_removed(at_work: Shop, tmp_path: Path) -> None:
    assert at_work.folder == tmp_path / "work"
    entry_id = await at_work.accept(recording())
    at_work.worker.wake()
    await at_work.until(lambda: at_work.is_in(entry_id, "done"))
    assert list(at_work.folder.iterdir()) == []


async def test_an_entry_that_is_gone_is_no_trouble(shop: Shop) -> None:
    await shop.accept(recording())

    async def vanish() -> Any:
        async with shop.database.writing() as connection:
            await entry_rows.change(connection, 1, state="cancelled")
        return SPEECH

    shop.workshop.script[SPOKEN] = [vanish]
    assert await shop.attempts() == 1
    assert (await shop.entry(1)).state == "cancelled"
