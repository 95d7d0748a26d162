"""Undo: the last change first, within ten minutes, each once, and nothing else with it."""

import contextlib
import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import tags as analysis_tags
from diary import edits, tags, undo
from diary.changes import WINDOW
from diary.errors import NotYours, TooLate
from storage import changes, entries
from storage import tags as tag_rows
from storage.database import Connection, Database
from tests.diary.changed import FOUND, begun, choose, edit, state, undo_last
from tests.diary.given import EMMA, NOON, consenting, entry_of

SECOND = dt.timedelta(seconds=1)
NAMES = st.sampled_from((*FOUND, "하나", "둘", "셋"))

EDITS = st.one_of(
    st.tuples(st.just("title"), st.sampled_from(("", "가", "나", "다"))),
    st.tuples(st.just("day"), st.integers(1, 4).map(lambda n: dt.date(2026, 11, n))),
    st.tuples(st.just("mood"), st.integers(1, 5)),
    st.tuples(st.just("look"), st.sampled_from(("right", "sad", "happy"))),
    st.tuples(st.just("tag"), NAMES),
    st.tuples(st.just("drop"), NAMES),
    st.tuples(
        st.just("fix"), st.sampled_from((("산책", "바다"), ("라면", "국수"), ("바다", "산책")))
    ),
)

#: The words worker has its turn: nobody's edit, and nothing that is undone.
CHOOSING = "choose"

#: None is an undo.
STEPS = st.lists(st.one_of(EDITS, EDITS, st.just(CHOOSING), st.none()), max_size=12)


class Rollback(Exception):
    """Nothing of an example is kept."""


def survivors(made: list[Any], steps: list[Any]) -> list[Any]:
    """The edits that were not undone; `made` says which of the steps changed something."""
    kept: list[Any] = []
    for step, is_made in zip(steps, made, strict=True):
        if step is None:
            last = next((n for n in reversed(range(len(kept))) if kept[n] != CHOOSING), None)
            kept = [one for n, one in enumerate(kept) if n != last]
        elif is_made:
            kept.append(step)
    return kept


async def walk(connection: Connection, steps: list[Any]) -> tuple[dict[str, Any], list[Any]]:
    """The state that these steps lead to, and the edits that were not undone."""
    person, entry = await begun(connection)
    made: list[Any] = []
    for number, step in enumerate(steps):
        now = NOON + number * SECOND
        if step is None:
            made.append(await undo_last(connection, person, now))
        elif step == CHOOSING:
            await choose(connection, entry.id, now)
            made.append(True)
        else:
            kind, value = step
            made.append(await edit(connection, person, entry.id, kind, value, now) is not None)
    await choose(connection, entry.id, NOON + len(steps) * SECOND)
    after = await entry_of(connection, entry.id)
    assert after.report == entry.report
    return await state(connection, entry.id), survivors(made, steps)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
async def test_it_is_as_if_what_was_undone_had_never_happened(
    database: Database, steps: list[Any]
) -> None:
    found: list[dict[str, Any]] = []
    kept: list[Any] = steps
    for _ in range(2):
        with contextlib.suppress(Rollback):
            async with database.writing() as connection:
                reached, kept = await walk(connection, kept)
                found.append(reached)
                raise Rollback
    assert found[0] == found[1]


async def test_a_change_is_undone_once(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        number = await edits.set_title(connection, person, entry, "가", NOON)
        assert number is not None
        await undo.undo(connection, person, number, NOON)
        with pytest.raises(TooLate):
            await undo.undo(connection, person, number, NOON)
        assert await undo.last(connection, person, NOON) is None


async def test_after_ten_minutes_nothing_is_undone_and_what_was_before_is_forgotten(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        number = await edits.set_title(connection, person, entry, "비밀", NOON)
        assert number is not None
        late = NOON + WINDOW
        assert await changes.blank(connection, late - SECOND) == 0
        with pytest.raises(TooLate):
            await undo.undo(connection, person, number, late)
        assert await undo.last(connection, person, late) is None
        assert await changes.blank(connection, late) == 1
        kept = await changes.get(connection, number)
        assert kept is not None
        assert (kept.before, kept.after, kept.kind) == (None, None, "title")
        assert (await entry_of(connection, entry.id)).title == "비밀"


async def test_nobody_undoes_what_somebody_else_has_changed(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        emma = await consenting(connection, EMMA)
        number = await edits.set_mood(connection, person, entry, 4, NOON)
        assert number is not None
        for forged in (number, number + 1):
            with pytest.raises(NotYours):
                await undo.undo(connection, emma, forged, NOON)
        assert await undo.last(connection, emma, NOON) is None


async def test_an_older_change_of_the_same_kind_waits_for_the_newer(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        first = await edits.set_title(connection, person, entry, "가", NOON)
        other = await edits.set_mood(connection, person, entry, 2, NOON)
        entry = await entry_of(connection, entry.id)
        second = await edits.set_title(connection, person, entry, "나", NOON)
        assert first is not None
        assert other is not None
        assert second is not None
        with pytest.raises(TooLate):
            await undo.undo(connection, person, first, NOON)
        await undo.undo(connection, person, other, NOON)
        await undo.undo(connection, person, second, NOON)
        await undo.undo(connection, person, first, NOON)
        found = await entry_of(connection, entry.id)
        assert (found.title, found.mood) == (None, None)


async def test_what_is_no_longer_as_the_change_has_left_it_stays(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        number = await edits.set_title(connection, person, entry, "가", NOON)
        assert number is not None
        await entries.change(connection, entry.id, title="다른 이가 준 제목")
        done = await undo.undo(connection, person, number, NOON)
        assert not done.is_back
        assert (await entry_of(connection, entry.id)).title == "다른 이가 준 제목"


async def test_tags_that_were_found_anew_meanwhile_are_those_that_stay(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        number = await tags.drop(connection, person, entry, "산책", NOON)
        again = {**(entry.report or {}), "tags": ["산책", "바다"]}
        await entries.change(connection, entry.id, report=again)
        entry = await entry_of(connection, entry.id)
        found = await tags.found_for(connection, entry.author_id, ["산책", "바다"])
        assert found == ["바다"]
        await tag_rows.replace(connection, entry.diary_id, entry.id, found, manual=False)
        await undo.undo(connection, person, number, NOON)
        assert (await tags.of_entry(connection, entry.id)).automatic == ("산책", "바다")


async def test_what_was_written_as_a_tag_is_never_taken_for_found(database: Database) -> None:
    """Not by the words worker, nor by what is put back after it has chosen anew."""
    async with database.writing() as connection:
        person, entry = await begun(connection)
        before = await state(connection, entry.id)
        for number, (kind, value) in enumerate((("tag", "주말"), ("fix", ("산책", "바다")))):
            now = NOON + number * SECOND
            assert await edit(connection, person, entry.id, kind, value, now)
            await choose(connection, entry.id, now)
        has = await tags.of_entry(connection, entry.id)
        assert (has.manual, has.automatic) == (("주말",), ("바다", "라면"))
        for number in (2, 3):
            now = NOON + number * SECOND
            assert await undo_last(connection, person, now)
            await choose(connection, entry.id, now)
        assert await state(connection, entry.id) == before


async def test_what_was_written_leaves_less_room_for_what_is_found_until_it_is_undone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        found = [f"f{number}" for number in range(tags.MOST_FOUND)]
        assert await tags.add(connection, person, entry, ("주말", "동생"), NOON)
        await tags.put_found(connection, entry, found)
        await entries.change(connection, entry.id, report={**(entry.report or {}), "tags": found})
        assert (await tags.of_entry(connection, entry.id)).automatic == tuple(found[:-2])
        assert await undo_last(connection, person, NOON)
        has = await tags.of_entry(connection, entry.id)
        assert (has.manual, has.automatic) == ((), tuple(found))


def test_as_much_is_found_as_the_analysis_finds() -> None:
    assert analysis_tags.MOST == tags.MOST_FOUND


def test_every_undoer_fits_into_its_column() -> None:
    assert all(0 < len(kind) <= 16 for kind in undo.UNDOERS)
