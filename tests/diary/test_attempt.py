"""One attempt after another, with stages whose results are scripted and a real database."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.errors import DeadlineExceeded, NotAVideo, TooLong, WorkerDied
from analysis.report import Words
from diary import corrections, entries, fixes, jobs, recordings
from diary.errors import FetchFailed, FileGone, TooLate
from storage import glossary as glossary_rows
from storage import persons as person_rows
from storage import tags
from tests.diary.given import (
    LIMITS,
    NO_MODEL,
    SPEECH,
    WORDS,
    card_of,
    entry_of,
    job_of,
    picture,
    recording,
)
from tests.diary.shop import CHOSEN, HEARD, PICTURE, RECIPE, RESULTS, SPOKEN, Shop, album


async def test_a_clip_goes_through_its_stages_and_becomes_an_entry(shop: Shop) -> None:
    entry_id = await shop.accept(recording(kind="video", caption="제목\n글 #나"))
    assert await shop.attempts() == 1
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("done", None)
    assert shop.workshop.calls == [PICTURE, SPOKEN, CHOSEN]
    assert shop.workshop.arguments[1] == ("sound.f32", RECIPE)
    assert shop.workshop.arguments[2] == (SPEECH.transcript, "글")
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


async def test_every_kept_report_names_the_models_that_made_it(shop: Shop) -> None:
    shop.workshop.script[SPOKEN] = [WorkerDied()] * 3
    entry_id = await shop.accept(recording())
    await shop.attempts()
    before = (await shop.entry(entry_id)).report
    assert before is not None
    assert before["models"] == {"face": "haar", "expression": "v1"}
    async with shop.database.writing() as connection:
        await entries.retry(connection, await entry_of(connection, entry_id), shop.clock())
    await shop.attempts()
    retried = (await shop.entry(entry_id)).report
    assert retried is not None
    assert retried["models"] == {"face": "haar", "expression": "v1", "speech": "small"}


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


async def test_a_fault_of_ours_costs_attempts_and_never_the_loop(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [RuntimeError("a fault of ours")] * 9
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 3
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("failed", "internal")


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
    assert report.models == {"face": "haar", "expression": "v1", "speech": "small"}
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


@pytest.mark.parametrize("stage", [PICTURE, SPOKEN])
async def test_a_completion_that_fails_for_good_keeps_the_curve_and_waits_for_a_retry(
    shop: Shop, stage: str
) -> None:
    shop.has_speech = False
    shop.workshop.script[SPOKEN] = [NO_MODEL]
    entry_id = await shop.accept(recording())
    await shop.attempts()
    before = await shop.report(entry_id)
    shop.has_speech, shop.workshop.script[stage] = True, [DeadlineExceeded()] * 3
    for _ in range(3):
        await shop.worker.complete_speech()
        await shop.attempts()
    assert len(shop.courier.fetched) == 1 + 3
    report = await shop.report(entry_id)
    assert (report.emotions, report.transcript) == (before.emotions, None)
    entry = await shop.entry(entry_id)
    # Of one clip it is said what failed, not that "one of the videos" did.
    assert entry.reason == ("deadline" if stage == PICTURE else "speech_failed")
    async with shop.database.writing() as connection:
        await entries.retry(connection, entry, shop.clock())
    await shop.attempts()
    assert (await shop.report(entry_id)).transcript == SPEECH.transcript
    assert (await shop.entry(entry_id)).reason is None


async def test_a_completion_that_is_refused_keeps_what_was_found_before(shop: Shop) -> None:
    shop.has_speech = False
    shop.workshop.script[SPOKEN] = [NO_MODEL]
    entry_id = await shop.accept(recording())
    await shop.attempts()
    before = await shop.report(entry_id)
    shop.has_speech, shop.workshop.script[PICTURE] = True, [TooLong()]
    for _ in range(2):
        await shop.worker.complete_speech()
        await shop.attempts()
    assert await shop.report(entry_id) == before
    assert len(shop.courier.fetched) == 2


async def test_a_clip_without_sound_needs_no_speech(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [picture(sound=None, warnings=("no_audio",))]
    shop.workshop.script[SPOKEN] = [type(SPEECH)(None, ("no_audio",))]
    shop.workshop.script[CHOSEN] = [Words("")]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 1
    assert (await shop.report(entry_id)).warnings == ("no_audio",)


@pytest.mark.parametrize("kind", ["voice", "audio"])
async def test_a_voice_is_heard_and_never_looked_at(shop: Shop, kind: str) -> None:
    entry_id = await shop.accept(recording(kind=kind))
    assert await shop.attempts() == 1
    assert shop.workshop.calls == [HEARD, SPOKEN, CHOSEN]
    entry = await shop.entry(entry_id)
    report = await shop.report(entry_id)
    assert (entry.kind, entry.state, report.emotions.mean) == ("voice", "done", None)
    assert report.transcript == SPEECH.transcript


async def test_what_is_known_of_how_a_person_speaks_goes_with_the_job(shop: Shop) -> None:
    entry_id = await shop.accept(recording())
    async with shop.database.writing() as connection:
        person_id = (await entry_of(connection, entry_id)).author_id
        await person_rows.change(connection, person_id, speech_language="ja")
        await glossary_rows.put(connection, person_id, "회사", "가게", shop.clock())
    await shop.attempts()
    known = replace(RECIPE, speech_language="ja", glossary=(("회사", "가게"),))
    assert shop.workshop.arguments[1] == ("sound.f32", known)


async def test_the_words_alone_are_chosen_anew_without_a_file(shop: Shop) -> None:
    entry_id = await shop.accept(recording(kind="video", caption="제목\n글"))
    await shop.attempts()
    before = (await shop.entry(entry_id)).report
    shop.workshop.calls.clear()
    shop.workshop.script[CHOSEN] = [Words("ko", (), ("다른",), ("다르다",))]
    async with shop.database.writing() as connection:
        await fixes.choose_anew(connection, entry_id, shop.clock())
    assert await shop.attempts() == 1
    assert shop.workshop.calls == [CHOSEN]
    assert len(shop.courier.fetched) == 1
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.report) == ("done", before)
    found = corrections.report_of(entry)
    assert found is not None
    assert (found.tags, found.key_sentences) == (("다른",), ())


async def test_a_choice_that_fails_leaves_the_entry_as_it_is(shop: Shop) -> None:
    entry_id = await shop.accept(recording())
    await shop.attempts()
    before = await shop.entry(entry_id)
    shop.workshop.script[CHOSEN] = [WorkerDied()] * 3
    async with shop.database.writing() as connection:
        await fixes.choose_anew(connection, entry_id, shop.clock())
    assert await shop.attempts() == 3
    assert await shop.entry(entry_id) == before
