"""Values and rows that many tests begin with."""

import datetime as dt
from dataclasses import replace
from typing import Any

from analysis.report import (
    ClipFindings,
    Emotions,
    KeySentence,
    Moment,
    Picture,
    Report,
    Scores,
    Segment,
    Speech,
    Transcript,
    Words,
)
from diary import entries, jobs, persons, recordings
from diary.recordings import Limits, Recording
from storage import cards, clips
from storage import entries as entry_rows
from storage import jobs as job_rows
from storage.cards import Card
from storage.clips import Clip
from storage.database import Connection
from storage.entries import Entry
from storage.jobs import Job
from storage.persons import Person

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
JIWOO, EMMA = 7, 8
LIMITS = Limits(20 * 1024 * 1024, 600.0, "Asia/Seoul", 4)
TERMS = jobs.Terms()

HAPPY: Scores = (0.0, 0.0, 0.0, 0.9, 0.0, 0.0, 0.1)
SAD: Scores = (0.0, 0.0, 0.0, 0.0, 0.9, 0.0, 0.1)
CALM: Scores = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: dt.datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at

    def pass_s(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


def recording(message_id: int = 1, telegram_id: int = JIWOO, **more: Any) -> Recording:
    """A video note of eight seconds; `more` are fields of Recording."""
    note = Recording(
        telegram_id=telegram_id,
        language="ko",
        chat_id=telegram_id,
        message_id=message_id,
        kind="video_note",
        file_id=f"file-{telegram_id}-{message_id}",
        file_unique_id=f"unique-{telegram_id}-{message_id}",
        size=1_000_000,
        duration_s=8.0,
        recorded_at=NOON,
    )
    return replace(note, **more)


async def consenting(
    connection: Connection, telegram_id: int = JIWOO, language: str = "ko"
) -> Person:
    """Somebody who has agreed."""
    person = await persons.meet(connection, telegram_id, language, NOON)
    await entries.agree(connection, person, NOON)
    return await persons.meet(connection, telegram_id, language, NOON)


async def accepted(connection: Connection, clip: Recording, now: dt.datetime = NOON) -> int:
    """The entry that a clip of somebody who has agreed became."""
    await consenting(connection, clip.telegram_id, clip.language)
    entry_id = await recordings.accept(connection, clip, LIMITS, now)
    assert entry_id is not None
    return entry_id


async def entry_of(connection: Connection, entry_id: int) -> Entry:
    found = await entry_rows.get(connection, entry_id)
    assert found is not None
    return found


async def job_of(connection: Connection, entry_id: int) -> Job:
    found = await job_rows.of_entry(connection, entry_id)
    assert found is not None
    return found


async def card_of(connection: Connection, entry_id: int) -> Card:
    found = await cards.of_entry(connection, entry_id)
    assert found is not None
    return found


async def clips_of(connection: Connection, entry_id: int) -> list[Clip]:
    return list(await clips.of_entry(connection, entry_id))


def emotions(*scores: Scores | None, step_s: float = 0.2) -> Emotions:
    """A curve of these scores; its mean and dominant expression are those of the first."""
    seen = [vector for vector in scores if vector is not None]
    timeline = tuple(Moment(round(n * step_s, 3), vector) for n, vector in enumerate(scores))
    if not seen:
        return Emotions(timeline=timeline)
    return Emotions(seen[0], "happy" if seen[0] == HAPPY else "neutral", timeline)


def picture(**more: Any) -> Picture:
    """Eight seconds of a happy face."""
    seen = Picture(8.0, 8.0, emotions(*[HAPPY] * 40), sound="sound.f32", finder="haar", model="v1")
    return replace(seen, **more)


SPEECH = Speech(
    Transcript("ko", "오늘은 좋았다.", (Segment(1.0, 3.0, "오늘은 좋았다."),)), (), "small"
)
NO_MODEL = Speech(None, ("speech_model_missing",), "")
WORDS = Words("ko", (KeySentence("오늘은 좋았다.", 1.0),), ("오늘", "하루"), ("오늘", "좋다"))


def findings(**more: Any) -> ClipFindings:
    """A happy face and a sentence."""
    return replace(ClipFindings(picture(), SPEECH), **more)


def report(**more: Any) -> Report:
    """What comes of `findings` and WORDS."""
    made = Report(
        duration_s=8.0,
        face_s=8.0,
        emotions=picture().emotions,
        transcript=SPEECH.transcript,
        key_sentences=WORDS.key_sentences,
        tags=WORDS.tags,
    )
    return replace(made, **more)


async def finished(connection: Connection, clip: Recording, made: Report | None = None) -> int:
    """An entry that has been analysed."""
    entry_id = await accepted(connection, clip)
    job = await jobs.claim(connection, "lease", TERMS, NOON)
    assert job is not None
    assert job.entry_id == entry_id
    for part in await clips.of_entry(connection, entry_id):
        await clips.set_findings(connection, part.id, findings().to_json(), lacks_speech=False)
    kept = made or report()
    words = Words("ko", kept.key_sentences, kept.tags, WORDS.terms)
    seen = {part.id for part in await clips.of_entry(connection, entry_id)}
    outcome = jobs.Outcome(kept, words, None, 4.0)
    assert await jobs.finish(connection, job, "lease", outcome, seen, NOON)
    return entry_id
