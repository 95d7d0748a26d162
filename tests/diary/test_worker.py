"""The worker loop, with stages whose results are scripted and a real database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import DeadlineExceeded, ModelError, NotAVideo, TooLong, WorkerDied
from analysis.report import ClipFindings, Report, Words
from diary import entries, jobs, recordings
from diary.attempt import Attempt, Plan, Tools
from diary.errors import FetchFailed, FileGone, TooLate
from diary.worker import Worker
from storage import clips, tags
from storage import entries as entry_rows
from storage.database import Database
from storage.entries import Entry
from storage.jobs import Job
from tests.diary.given import (
    EMMA,
    LIMITS,
    NO_MODEL,
    SPEECH,
    TERMS,
    WORDS,
    Clock,
    accepted,
    card_of,
    clips_of,
    entry_of,
    job_of,
    picture,
    recording,
)

PICTURE, SPOKEN, CHOSEN = (
    "analysis.pipeline:picture",
    "analysis.speech:transcribe",
    "analysis.words:words",
)
RESULTS: dict[str, Any] = {PICTURE: picture(), SPOKEN: SPEECH, CHOSEN: WORDS}


def check_alone(clip: Path) -> None:
    """The clip lies alone in its folder: a playlist in disguise finds no neighbours."""
    assert clip.read_bytes() == b"clip"
    assert list(clip.parent.iterdir()) == [clip]


class Workshop:
    """Gives what each stage's script says next, then what such a stage usually gives."""

    def __init__(self) -> None:
        self.script: dict[str, list[Any]] = {PICTURE: [], SPOKEN: [], CHOSEN: []}
        self.calls: list[str] = []
        self.arguments: list[tuple[Any, ...]] = []

    async def run(self, _kind: str, target: str, /, *args: Any, deadline_s: float) -> Any:
        assert deadline_s == 30.0
        if target == PICTURE:
            check_alone(Path(args[0]))
        self.calls.append(target)
        self.arguments.append(args)
        result = self.script[target].pop(0) if self.script[target] else RESULTS[target]
        if callable(result):
            result = await result()
        if isinstance(result, Exception):
            raise result
        return result


class Courier:
    """Brings a file, or fails as its script says."""

    def __init__(self) -> None:
        self.script: list[Exception | None] = []
        self.fetched: list[str] = []

    async def fetch(self, file_id: str, path: Path) -> None:
        self.fetched.append(file_id)
        failure = self.script.pop(0) if self.script else None
        if failure is not None:
            raise failure
        await asyncio.to_thread(path.write_bytes, b"clip")


class Shop:
    """A worker with everything around it, and a view of the tables."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.clock, self.workshop, self.courier = Clock(), Workshop(), Courier()
        self.has_speech = True
        self.changed = asyncio.Event()
        plan = Plan("recipe", folder, 2, 30.0, TERMS, lambda: self.has_speech)
        self.tools = Tools(
            database, self.workshop, self.courier, plan, self.clock, self.changed.set
        )
        self.worker = Worker(self.tools)

    async def accept(self, *parts: recordings.Recording) -> int:
        async with self.database.writing() as connection:
            entry_id = await accepted(connection, parts[0], self.clock())
            for part in parts[1:]:
                await recordings.accept(connection, part, LIMITS, self.clock())
        return entry_id

    async def attempt(self) -> Job | None:
        """One attempt at the next job; None when nobody may be served now."""
        job = await self.worker._claim()
        if job is not None:
            await Attempt(self.tools, job).run()
            assert not self.folder.exists() or list(self.folder.iterdir()) == []
        return job

    async def attempts(self) -> int:
        """Attempt until nothing is left to do, however long that takes; how often."""
        for count in range(50):
            self.clock.pass_s(120)
            if await self.attempt() is None:
                return count
        raise AssertionError("the queue never gets empty")

    async def entry(self, entry_id: int) -> Entry:
        async with self.database.reading() as connection:
            return await entry_of(connection, entry_id)

    async def report(self, entry_id: int) -> Report:
        report = (await self.entry(entry_id)).report
        assert report is not None
        return Report.from_json(report)

    async def until(self, so: Callable[[], Awaitable[bool]]) -> None:
        """Wait for what the running loop does."""
        async with asyncio.timeout(60):
            while not await so():
                self.changed.clear()
                if not await so():
                    await self.changed.wait()

    async def is_in(self, entry_id: int, state: str) -> bool:
        return (await self.entry(entry_id)).state == state


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Shop:
    return Shop(database, tmp_path / "work")


@pytest.fixture
async def at_work(shop: Shop) -> AsyncIterator[Shop]:
    """The same with its loop running."""
    async with asyncio.TaskGroup() as group:
        loop = group.create_task(shop.worker.run())
        yield shop
        loop.cancel()


def album(*numbers: int) -> list[recordings.Recording]:
    return [recording(n, kind="video", media_group_id="album") for n in numbers]


async def test_a_clip_goes_through_its_stages_and_becomes_an_entry(shop: Shop) -> None:
    entry_id = await shop.accept(recording(kind="video", caption="제목\n글 #나"))
    assert await shop.attempts() == 1
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("done", None)
    assert shop.workshop.calls == [PICTURE, SPOKEN, CHOSEN]
    assert shop.workshop.arguments[1] == ("sound.f32", "recipe")
    assert shop.workshop.arguments[2] == (SPEECH.transcript, "글", ("나",))
    report = await shop.report(entry_id)
    assert report.key_sentences == WORDS.key_sentences
    assert report.emotions == picture().emotions
    async with shop.database.reading() as connection:
        assert await tags.of_entry(connection, entry_id, manual=False) == list(WORDS.tags)


async def test_the_person_is_told_of_each_stage(shop: Shop) -> None:
    stages: list[str | None] = []

    async def look() -> Any:
        async with shop.database.reading() as connection:
            stages.append((await job_of(connection, entry_id)).stage)
        return RESULTS[[PICTURE, SPOKEN, CHOSEN][len(stages) - 1]]

    for target in shop.workshop.script:
        shop.workshop.script[target] = [look]
    entry_id = await shop.accept(recording())
    await shop.attempt()
    assert stages == ["face", "speech", "words"]
    async with shop.database.reading() as connection:
        assert (await card_of(connection, entry_id)).wanted == 6  # new, four stages, the end


@pytest.mark.parametrize(
    ("failure", "reason"), [(WorkerDied(), "worker_died"), (DeadlineExceeded(), "deadline")]
)
async def test_a_clip_that_kills_its_worker_thrice_says_so(
    shop: Shop, failure: Exception, reason: str
) -> None:
    shop.workshop.script[PICTURE] = [failure] * 9
    entry_id = await shop.accept(recording(kind="video", caption="제목\n글"))
    assert await shop.attempts() == 3
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason, entry.caption) == ("failed", reason, "글")


async def test_a_worker_that_dies_once_costs_one_attempt_and_nothing_else(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [WorkerDied()]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 2
    assert ((await shop.entry(entry_id)).state, (await shop.entry(entry_id)).reason) == (
        "done", None,
    )  # fmt: skip


async def test_a_speech_stage_that_fails_keeps_the_picture(shop: Shop) -> None:
    shop.workshop.script[SPOKEN] = [WorkerDied()] * 9
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 3
    entry, report = await shop.entry(entry_id), await shop.report(entry_id)
    assert (entry.state, entry.reason) == ("done", "speech_failed")
    assert report.emotions == picture().emotions
    assert report.transcript is None


async def test_after_a_retry_what_failed_is_filled_in(shop: Shop) -> None:
    shop.workshop.script[SPOKEN] = [WorkerDied()] * 3
    entry_id = await shop.accept(recording())
    await shop.attempts()
    async with shop.database.writing() as connection:
        await entries.retry(connection, await entry_of(connection, entry_id), shop.clock())
    assert await shop.attempts() == 1
    entry, report = await shop.entry(entry_id), await shop.report(entry_id)
    assert (entry.state, entry.reason, report.transcript) == ("done", None, SPEECH.transcript)


async def test_a_retry_whose_file_is_gone_keeps_what_was_found(shop: Shop) -> None:
    shop.workshop.script[SPOKEN] = [WorkerDied()] * 3
    entry_id = await shop.accept(recording())
    await shop.attempts()
    async with shop.database.writing() as connection:
        await entries.retry(connection, await entry_of(connection, entry_id), shop.clock())
    shop.courier.script = [FileGone()]
    assert await shop.attempts() == 1
    entry, report = await shop.entry(entry_id), await shop.report(entry_id)
    assert (entry.state, entry.reason) == ("done", "file_gone")
    assert report.emotions == picture().emotions


async def test_a_words_stage_that_fails_keeps_picture_and_speech(shop: Shop) -> None:
    shop.workshop.script[CHOSEN] = [DeadlineExceeded()] * 9
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 3
    assert shop.workshop.calls.count(PICTURE) == 1
    entry, report = await shop.entry(entry_id), await shop.report(entry_id)
    assert (entry.state, entry.reason) == ("done", "words_failed")
    assert (report.transcript, report.key_sentences) == (SPEECH.transcript, ())


@pytest.mark.parametrize("failure", [ModelError(), RuntimeError("a fault of ours")])
async def test_a_fault_of_ours_costs_attempts_and_never_the_loop(
    shop: Shop, failure: Exception
) -> None:
    shop.workshop.script[PICTURE] = [failure] * 9
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 3
    reason = "model_error" if isinstance(failure, ModelError) else "internal"
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("failed", reason)


async def test_a_clip_that_is_refused_is_not_tried_again(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [NotAVideo()]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 1
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("failed", "not_a_video")


async def test_one_refused_clip_of_an_album_does_not_take_the_others_with_it(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [TooLong()]
    entry_id = await shop.accept(*album(1, 2))
    assert await shop.attempts() == 1
    entry, report = await shop.entry(entry_id), await shop.report(entry_id)
    assert (entry.state, entry.reason, report.duration_s) == ("done", "clip_rejected", 8.0)
    async with shop.database.writing() as connection:
        with pytest.raises(TooLate):
            await entries.retry(connection, entry, shop.clock())


async def test_an_album_of_refused_clips_fails(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [TooLong(), NotAVideo()]
    entry_id = await shop.accept(*album(1, 2))
    assert await shop.attempts() == 1
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("failed", "too_long")


async def test_one_deadly_clip_of_an_album_does_not_keep_it_from_an_end(shop: Shop) -> None:
    async def deadly_first() -> Any:
        return WorkerDied() if shop.courier.fetched[-1].endswith("-1") else picture()

    shop.workshop.script[PICTURE] = [deadly_first] * 40
    entry_id = await shop.accept(*album(1, 2))
    assert await shop.attempts() == 3
    entry, report = await shop.entry(entry_id), await shop.report(entry_id)
    assert (entry.state, entry.reason, report.duration_s) == ("done", "clip_failed", 8.0)


async def test_an_album_lies_on_one_time_axis(shop: Shop) -> None:
    entry_id = await shop.accept(*album(1, 2, 3))
    assert await shop.attempts() == 1
    report = await shop.report(entry_id)
    assert report.duration_s == 24.0
    assert report.transcript is not None
    assert [segment.start_s for segment in report.transcript.segments] == [1.0, 9.0, 17.0]


async def test_what_was_found_in_one_clip_is_not_looked_for_again(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [picture(), WorkerDied()]
    entry_id = await shop.accept(*album(1, 2))
    assert await shop.attempts() == 2
    assert shop.courier.fetched == [f"file-7-{n}" for n in (1, 2, 2)]
    assert (await shop.report(entry_id)).duration_s == 16.0


async def test_a_part_that_comes_while_the_album_runs_is_analysed_too(shop: Shop) -> None:
    first, second = album(1, 2)

    async def one_more() -> Any:
        async with shop.database.writing() as connection:
            await recordings.accept(connection, second, LIMITS, shop.clock())
        return picture()

    shop.workshop.script[PICTURE] = [one_more]
    entry_id = await shop.accept(first)
    assert await shop.attempts() == 2
    assert (await shop.report(entry_id)).duration_s == 16.0
    assert shop.courier.fetched == ["file-7-1", "file-7-2"]


async def test_a_part_that_comes_while_a_bad_one_runs_is_analysed_too(shop: Shop) -> None:
    first, second = album(1, 2)

    async def one_more() -> Any:
        async with shop.database.writing() as connection:
            await recordings.accept(connection, second, LIMITS, shop.clock())
        return NotAVideo()

    shop.workshop.script[PICTURE] = [one_more]
    entry_id = await shop.accept(first)
    assert await shop.attempts() == 2
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("done", "clip_rejected")


async def test_a_fetch_that_fails_costs_no_attempt(shop: Shop) -> None:
    shop.courier.script = [FetchFailed()] * 7
    shop.workshop.script[PICTURE] = [WorkerDied(), WorkerDied()]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 7 + 3
    assert (await shop.entry(entry_id)).state == "done"


async def test_fetching_is_given_up_after_a_while(shop: Shop) -> None:
    shop.courier.script = [FetchFailed()] * 99
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == jobs.MOST_FETCHES + 1
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("failed", "fetch_failed")


async def test_a_file_that_is_gone_is_said_at_once(shop: Shop) -> None:
    shop.courier.script = [FileGone()]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 1
    assert (await shop.entry(entry_id)).reason == "file_gone"


async def test_speech_is_completed_once_its_model_is_there(shop: Shop) -> None:
    shop.has_speech = False
    shop.workshop.script[SPOKEN] = [NO_MODEL]
    entry_id = await shop.accept(recording())
    await shop.attempts()
    assert (await shop.report(entry_id)).warnings == ("speech_model_missing",)
    await shop.worker.complete_speech()
    assert await shop.attempts() == 0
    shop.has_speech = True
    await shop.worker.complete_speech()
    assert await shop.attempts() == 1
    report = await shop.report(entry_id)
    assert (report.warnings, report.transcript) == ((), SPEECH.transcript)
    await shop.worker.complete_speech()
    assert await shop.attempts() == 0


async def test_a_completion_whose_file_is_gone_keeps_the_report_and_is_not_repeated(
    shop: Shop,
) -> None:
    shop.has_speech = False
    shop.workshop.script[SPOKEN] = [NO_MODEL]
    entry_id = await shop.accept(recording())
    await shop.attempts()
    before = await shop.report(entry_id)
    shop.has_speech, shop.courier.script = True, [FileGone()] * 9
    for _ in range(3):
        await shop.worker.complete_speech()
        await shop.attempts()
    assert await shop.is_in(entry_id, "done")
    assert await shop.report(entry_id) == before
    assert len(shop.courier.fetched) == 2


async def test_a_clip_without_sound_needs_no_speech(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [picture(sound=None, warnings=("no_audio",))]
    shop.workshop.script[SPOKEN] = [type(SPEECH)(None, ("no_audio",))]
    shop.workshop.script[CHOSEN] = [Words("")]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 1
    assert (await shop.report(entry_id)).warnings == ("no_audio",)


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
