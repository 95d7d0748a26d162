"""Spoken comments are put into words: one at a time, behind the entries, and never for ever."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import NotAVideo, WorkerDied
from analysis.report import Speech, Transcript
from diary import comments, hearing
from diary.attempt import Plan, Tools
from diary.errors import FetchFailed, FileGone
from diary.hearing import MOST_ATTEMPTS, PATIENCE, Hearing
from storage import comments as comment_rows
from storage import members, persons
from storage.comments import Comment
from storage.database import Database
from tests.diary.family import GROUP, family
from tests.diary.given import TERMS, Clock, accepted, recording

SOUND, WORDS = "analysis.voices:sound", "analysis.speech:transcribe"
HEARD = Speech(Transcript("ko", " 나도 보고 싶어 ", ()))


class Bench:
    """Workers and files that do as they are told."""

    def __init__(self) -> None:
        self.script: dict[str, list[Any]] = {SOUND: [], WORDS: []}
        self.calls: list[tuple[str, str, Any, float]] = []
        self.failures: list[Exception] = []
        self.fetched: list[str] = []

    async def run(self, kind: str, target: str, /, *args: Any, deadline_s: float) -> Any:
        self.calls.append((kind, target, args[0], deadline_s))
        usual = args[1] + "/sound.f32" if target == SOUND else HEARD
        result = self.script[target].pop(0) if self.script[target] else usual
        if callable(result):
            result = await result()
        if isinstance(result, Exception):
            raise result
        return result

    async def fetch(self, file_id: str, path: Path) -> None:
        self.fetched.append(file_id)
        if self.failures:
            raise self.failures.pop(0)
        await asyncio.to_thread(path.write_bytes, b"voice")


class Room:
    """The loop's rounds on a real database, one by one."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.clock, self.bench = Clock(), Bench()
        plan = Plan("recipe", folder / "work", 2, 30.0, TERMS, lambda: True, is_alone=True)
        self.tools = Tools(database, self.bench, self.bench, plan, self.clock, lambda: None)
        self.hearing = self.restarted()

    def restarted(self) -> Hearing:
        return Hearing(self.tools, self.folder / "hearing")

    async def said(self, kind: str = "voice") -> Comment:
        """A spoken comment of somebody who has agreed."""
        async with self.database.writing() as connection:
            home = await family(connection)
            await members.change(connection, home.diary.id, home.child.id, capture="always")
            voice = home.remark(None, kind=kind, file_id="f1", file_unique_id="u1", duration_s=4.0)
            answer = await home.says(home.child, voice, now=self.clock())
        assert answer.comment is not None
        return answer.comment

    async def again(self, comment: Comment) -> Comment:
        async with self.database.reading() as connection:
            found = await comment_rows.get(connection, comment.id)
        assert found is not None
        return found

    async def rounds(self, count: int = 10) -> None:
        for _ in range(count):
            await self.hearing.round()
            self.clock.pass_s(300)


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Room:
    return Room(database, tmp_path)


@pytest.mark.parametrize("kind", ["voice", "video_note"])
async def test_what_was_said_is_written_down(room: Room, kind: str) -> None:
    said = await room.said(kind)
    await room.hearing.round()
    found = await room.again(said)
    assert (found.hearing, found.text, found.state) == ("done", "나도 보고 싶어", "visible")
    assert room.bench.fetched == ["f1"]
    # The sound alone is decoded where files are decoded; no face is looked at.
    assert [call[:2] for call in room.bench.calls] == [("video", SOUND), ("words", WORDS)]
    assert [call[3] for call in room.bench.calls] == [30.0, 38.0]
    assert list((room.folder / "hearing").iterdir()) == []
    await room.hearing.round()
    assert len(room.bench.calls) == 2


async def test_without_a_speech_model_a_voice_stays_a_voice(room: Room) -> None:
    said = await room.said()
    room.bench.script[WORDS] = [Speech(warnings=("speech_model_missing",))]
    await room.rounds()
    found = await room.again(said)
    assert (found.hearing, found.text, len(room.bench.calls)) == ("done", None, 2)


@pytest.mark.parametrize("error", [NotAVideo(), FileGone()])
async def test_what_can_never_be_heard_is_not_tried_again(room: Room, error: Exception) -> None:
    said = await room.said()
    if isinstance(error, FileGone):
        room.bench.failures = [error]
    else:
        room.bench.script[SOUND] = [error]
    await room.rounds()
    assert (await room.again(said)).hearing == "failed"
    assert len(room.bench.fetched) == 1


async def test_after_a_failure_it_is_tried_again_after_a_pause(room: Room) -> None:
    said = await room.said()
    room.bench.failures = [FetchFailed()]
    await room.hearing.round()
    assert (await room.again(said)).hearing == "waiting"
    await room.hearing.round()
    assert len(room.bench.fetched) == 1
    room.clock.pass_s(31)
    await room.hearing.round()
    assert (await room.again(said)).text == "나도 보고 싶어"


async def test_after_three_failures_it_is_left(room: Room) -> None:
    said = await room.said()
    room.bench.script[WORDS] = [WorkerDied(), RuntimeError("ours"), WorkerDied()]
    await room.rounds()
    assert ((await room.again(said)).hearing, len(room.bench.fetched)) == ("failed", MOST_ATTEMPTS)


async def test_a_bot_that_dies_of_a_comment_dies_three_times_of_it(room: Room) -> None:
    """Killed in the middle, nothing is written down but that it was begun."""
    said = await room.said()
    for _ in range(5):
        with pytest.raises(asyncio.CancelledError):
            await _killed(room)
        room.hearing = room.restarted()
        if (await room.again(said)).attempts == MOST_ATTEMPTS:
            break
    await room.hearing.round()
    assert (await room.again(said)).hearing == "failed"
    assert len(room.bench.fetched) == MOST_ATTEMPTS


async def _killed(room: Room) -> None:
    async def die() -> None:
        raise asyncio.CancelledError

    room.bench.script[SOUND] = [die]
    await room.hearing.round()


async def test_another_process_takes_over_when_the_time_is_over(room: Room) -> None:
    said = await room.said()
    until = room.clock() + dt.timedelta(minutes=6)
    async with room.database.writing() as connection:
        assert await comment_rows.claim(connection, said, room.clock(), until)
    other = Hearing(room.tools, room.folder / "hearing")
    other._has_recovered = True
    await other.round()
    assert room.bench.calls == []
    room.clock.pass_s(361)
    await other.round()
    assert (await room.again(said)).hearing == "done"


async def test_two_processes_never_hear_the_same_comment(room: Room) -> None:
    said = await room.said()
    now = room.clock()
    async with room.database.writing() as connection:
        assert await comment_rows.claim(connection, said, now, now + PATIENCE)
        assert not await comment_rows.claim(connection, said, now, now + PATIENCE)


async def test_what_is_deleted_while_it_is_heard_stays_empty(room: Room) -> None:
    said = await room.said()

    async def meanwhile() -> Speech:
        async with room.database.writing() as connection:
            person = await persons.get(connection, said.author_id)
            await comments.delete(connection, person, said.id, room.clock(), here=GROUP)
        return HEARD

    room.bench.script[WORDS] = [meanwhile]
    await room.rounds()
    found = await room.again(said)
    assert (found.state, found.text, found.hearing) == ("deleted", None, None)
    assert len(room.bench.fetched) == 1


async def test_entries_go_first_but_nobody_waits_for_ever(room: Room) -> None:
    said = await room.said()
    async with room.database.writing() as connection:
        await accepted(connection, recording())
    await room.hearing.round()
    assert room.bench.calls == []
    room.clock.pass_s(PATIENCE.total_seconds() + 1)
    await room.hearing.round()
    assert (await room.again(said)).hearing == "done"


async def test_the_loop_hears_what_it_is_woken_for(room: Room) -> None:
    heard = asyncio.Event()

    async def tell() -> Speech:
        heard.set()
        return HEARD

    room.bench.script[WORDS] = [tell]
    async with asyncio.TaskGroup() as group:
        loop = group.create_task(room.hearing.run())
        await room.said()
        room.hearing.wake()
        async with asyncio.timeout(60):
            await heard.wait()
        loop.cancel()


def test_the_words_of_nobody_are_none() -> None:
    assert hearing._words(Speech(Transcript("ko", "  ", ()))) is None
