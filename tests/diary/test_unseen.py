"""A broken model: what can be found is found, the card says the rest, and it comes once mended."""

from dataclasses import replace

import pytest

from analysis.errors import ModelError, Unreadable
from diary.worker import Worker
from storage import clips
from tests.diary.given import SPEECH, picture, recording
from tests.diary.shop import HEARD, PICTURE, SPOKEN, Shop, album


class Sight:
    """Whether the expression model is whole."""

    def __init__(self) -> None:
        self.is_whole = False

    def __call__(self) -> bool:
        return self.is_whole


@pytest.fixture
def sight(shop: Shop) -> Sight:
    found = Sight()
    shop.tools = replace(shop.tools, plan=replace(shop.tools.plan, sees=found))
    shop.worker = Worker(shop.tools)
    return found


async def test_a_broken_expression_model_costs_the_curve_alone_and_it_comes_once_mended(
    shop: Shop, sight: Sight
) -> None:
    shop.workshop.script[PICTURE] = [ModelError()]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 1
    entry, report = await shop.entry(entry_id), await shop.report(entry_id)
    assert (entry.state, entry.reason) == ("done", "model_error")
    assert report.transcript == SPEECH.transcript
    await shop.worker.complete_faces()
    assert await shop.attempts() == 0, "not mended yet"
    sight.is_whole = True
    await shop.worker.complete_faces()
    assert await shop.attempts() == 1
    entry, report = await shop.entry(entry_id), await shop.report(entry_id)
    assert (entry.state, entry.reason) == ("done", None)
    assert report.emotions == picture().emotions
    await shop.worker.complete_faces()
    assert await shop.attempts() == 0


async def test_after_a_restart_with_the_model_mended_it_comes_as_well(shop: Shop) -> None:
    shop.workshop.script[PICTURE] = [ModelError()]
    entry_id = await shop.accept(recording())
    await shop.attempts()
    await Worker(shop.tools).complete_faces()
    await shop.attempts()
    assert (await shop.entry(entry_id)).reason is None


async def test_where_it_fails_for_another_reason_it_is_not_tried_for_ever(
    shop: Shop, sight: Sight
) -> None:
    sight.is_whole = True
    shop.workshop.script[PICTURE] = [ModelError()] * 9
    await shop.accept(recording())
    await shop.attempts()
    await shop.worker.complete_faces()
    assert await shop.attempts() == 1, "once at the start"
    await shop.worker.complete_faces()
    assert await shop.attempts() == 0


async def test_a_silent_clip_and_a_broken_model_leave_the_reason_and_nothing_else(
    shop: Shop, sight: Sight
) -> None:
    shop.workshop.script[PICTURE] = [ModelError()] * 3
    shop.workshop.script[HEARD] = [Unreadable()] * 3
    entry_id = await shop.accept(recording())
    await shop.attempts()
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("failed", "model_error")
    sight.is_whole = True
    await shop.worker.complete_faces()
    assert await shop.attempts() == 1
    assert (await shop.entry(entry_id)).state == "done"


async def test_an_album_says_that_the_model_is_broken_too(shop: Shop, sight: Sight) -> None:
    shop.workshop.script[PICTURE] = [ModelError(), ModelError()]
    entry_id = await shop.accept(*album(1, 2))
    await shop.attempts()
    assert (await shop.entry(entry_id)).reason == "model_error"
    sight.is_whole = True
    await shop.worker.complete_faces()
    await shop.attempts()
    assert (await shop.entry(entry_id)).reason is None


async def test_a_broken_speech_model_counts_as_absent_and_the_words_come_once_it_changes(
    shop: Shop,
) -> None:
    def broke() -> None:
        shop.has_speech = False

    shop.tools = replace(shop.tools, plan=replace(shop.tools.plan, speech_broke=broke))
    shop.worker = Worker(shop.tools)
    shop.workshop.script[SPOKEN] = [ModelError()]
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 1
    report = await shop.report(entry_id)
    assert "speech_model_missing" in report.warnings
    assert report.emotions == picture().emotions
    async with shop.database.reading() as connection:
        assert await clips.entries_lacking_speech(connection) == [entry_id]
    shop.has_speech = True  # its files have changed
    await shop.worker.complete_speech()
    await shop.attempts()
    report = await shop.report(entry_id)
    assert report.transcript == SPEECH.transcript
    assert "speech_model_missing" not in report.warnings
