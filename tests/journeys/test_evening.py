"""The evening: the calendar of a shared diary comes once, silently, and replaces the one before."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journeys.calendars import (
    newest,
    noon_zone,
    shared_diary,
    today_in,
    words_to,
    write,
)
from tests.journeys.people import Town, button_texts


def make_due(town: Town) -> None:
    """The evening of every diary has just come."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    town.bot.change("UPDATE diaries SET next_round_at = ?", now.isoformat(" ", "microseconds"))


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_the_evenings_calendar_comes_once_a_day_and_replaces_the_one_before(
    own_town: Town, language: str
) -> None:
    town, zone = own_town, noon_zone()
    emma, tom = town.newcomer(language, "Emma"), town.newcomer(language, "Tom")
    words, today = words_to(emma), today_in(zone)
    family = await shared_diary(town, "Family", emma, tom)
    quiet = await shared_diary(town, "Quiet", tom)
    await town.bot.stop()
    town.bot.change("UPDATE diaries SET time_zone = ?", zone)
    write(town.bot, family.id, emma, today, 2)
    make_due(town)
    town.world.faults.add("server_error", "sendPhoto")
    town.world.faults.add("too_many_requests", "sendPhoto", retry_after=1)
    town.bot.start()

    first = await town.sees(emma, lambda: newest(emma, family, 1))
    assert first.caption == "\n".join([words.today_by("Emma 2"), words.weeks_by("Emma 2")])
    assert button_texts(first) == [words.together_button, words.looks_button]
    call = town.world.calls_of("sendPhoto")[-1]
    assert call.params["disable_notification"] == "true"
    await town.bot.until(lambda: states(town) == ["sent", "skipped"])

    # Due again on the same day, after a restart: it does not come twice.
    await town.bot.stop()
    make_due(town)
    calls = len(town.world.calls_of("sendPhoto"))
    town.bot.start()
    due = "SELECT count(*) FROM diaries WHERE next_round_at < datetime('now')"
    await town.bot.until(lambda: town.bot.value(due) == 0)
    tom.send_text("/calendar", chat=quiet)
    await town.sees(tom, lambda: newest(tom, quiet, 1))
    waiting = "SELECT count(*) FROM inbox WHERE state = 'waiting'"
    await town.bot.until(lambda: town.bot.value(waiting) == 0)
    assert states(town) == ["sent", "skipped"]
    assert len(town.world.calls_of("sendPhoto")) == calls + 1

    # A day later somebody else has written.
    await town.bot.stop()
    town.bot.change("UPDATE rounds SET day = date(day, '-1 day')")
    write(town.bot, family.id, tom, today)
    make_due(town)
    town.bot.start()
    await town.sees(emma, lambda: first.deleted)
    second = newest(emma, family, 1)
    assert second is not None
    assert second.caption == "\n".join(
        [words.today_by("Emma 2, Tom 1"), words.weeks_by("Emma 2, Tom 1")]
    )
    assert newest(tom, quiet, 1) is not None


def states(town: Town) -> list[str]:
    """What became of the rounds."""
    return [row["state"] for row in town.bot.rows("SELECT state FROM rounds ORDER BY diary_id")]
