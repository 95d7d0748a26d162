"""Tags of an entry: written, taken over from what was found, dropped and not found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary import jobs, tags
from diary.captions import LONGEST_TAG, MOST_TAGS
from diary.errors import NoRoom, TooLate
from storage import entries
from storage import jobs as job_rows
from storage.database import Connection, Database
from storage.entries import Entry
from tests.diary.changed import begun
from tests.diary.given import (
    EMMA,
    NOON,
    TERMS,
    WORDS,
    clips_of,
    entry_of,
    finished,
    recording,
    report,
)


async def analyse_again(connection: Connection, entry: Entry, *found: str) -> None:
    """The same clip is looked at once more, and these tags are found."""
    await job_rows.change(connection, entry.id, was=("done",), state="queued", enqueued_at=NOON)
    job = await jobs.claim(connection, "again", TERMS, NOON)
    assert job is not None
    parts = {clip.id for clip in await clips_of(connection, entry.id)}
    outcome = jobs.Outcome(report(tags=found), WORDS, None, 1.0)
    assert await jobs.finish(connection, job, "again", outcome, parts, NOON)


async def test_a_tag_that_was_found_becomes_its_authors_own(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await tags.add(connection, person, entry, ("라면", "바다"), NOON)
        has = await tags.of_entry(connection, entry.id)
        assert (has.manual, has.automatic) == (("라면", "바다"), ("산책",))
        assert await tags.add(connection, person, entry, ("바다",), NOON) is None


async def test_a_dropped_tag_is_not_found_for_its_author_again(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await tags.drop(connection, person, entry, "산책", NOON)
        await analyse_again(connection, entry, "산책", "라면", "바다")
        assert (await tags.of_entry(connection, entry.id)).automatic == ("라면", "바다")
        other = await finished(connection, recording(2), report(tags=("산책", "숲")))
        assert (await tags.of_entry(connection, other)).automatic == ("숲",)
        emmas = await finished(connection, recording(3, EMMA), report(tags=("산책",)))
        assert (await tags.of_entry(connection, emmas)).automatic == ("산책",)


async def test_who_writes_a_dropped_tag_wants_it_again(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await tags.drop(connection, person, entry, "산책", NOON)
        await tags.add(connection, person, await entry_of(connection, entry.id), ("산책",), NOON)
        other = await finished(connection, recording(2), report(tags=("산책",)))
        assert (await tags.of_entry(connection, other)).automatic == ("산책",)


async def test_an_own_tag_that_is_dropped_may_be_found_elsewhere(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await tags.add(connection, person, entry, ("바다",), NOON)
        await tags.drop(connection, person, await entry_of(connection, entry.id), "바다", NOON)
        other = await finished(connection, recording(2), report(tags=("바다",)))
        assert (await tags.of_entry(connection, other)).automatic == ("바다",)
        with pytest.raises(TooLate):
            await tags.drop(connection, person, entry, "바다", NOON)


async def test_an_entry_has_room_for_twenty_tags(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        names = [f"t{number}" for number in range(MOST_TAGS - 1)]
        with pytest.raises(NoRoom):
            await tags.add(connection, person, entry, names, NOON)
        await tags.add(connection, person, entry, names[:-1], NOON)
        has = await tags.of_entry(connection, entry.id)
        assert len(has.manual) + len(has.automatic) == MOST_TAGS


async def test_the_tags_that_are_used_most_are_offered_but_none_twice(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        for number, names in enumerate((("가", "나"), ("나", "다"), ("나", "다")), 2):
            other = await finished(connection, recording(number), report(tags=()))
            await tags.add(connection, person, await entry_of(connection, other), names, NOON)
        await finished(connection, recording(9, EMMA), report(tags=("엠마",)))
        assert await tags.offered(connection, entry) == ["나", "다", "가"]
        await tags.add(connection, person, entry, ("다",), NOON)
        assert await tags.offered(connection, entry) == ["나", "가"]
        many = [f"t{number:02}" for number in range(MOST_TAGS)]
        last = await finished(connection, recording(5), report(tags=()))
        await tags.add(connection, person, await entry_of(connection, last), many, NOON)
        assert len(await tags.offered(connection, entry)) == tags.MOST_OFFERED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("산책, 엄마  주말", ("산책", "엄마", "주말")),
        ("#Walk #walk #WALK", ("walk",)),
        ("2026 7", ()),
        ("", ()),
        ("\u1112\u1161\u11ab강", ("한강",)),
    ],
)
def test_tags_are_read_as_people_type_them(text: str, found: tuple[str, ...]) -> None:
    assert tags.written(text) == found


@given(st.text(max_size=200))
def test_whatever_is_typed_comes_to_tags_that_can_be_kept(text: str) -> None:
    found = tags.written(text)
    assert len(set(found)) == len(found)
    assert all(0 < len(tag) <= LONGEST_TAG and " " not in tag for tag in found)


async def test_what_is_no_entry_yet_gets_no_tags(database: Database) -> None:
    async with database.writing() as connection:
        person, entry = await begun(connection)
        await entries.change(connection, entry.id, state="consent")
        with pytest.raises(TooLate):
            await tags.add(connection, person, await entry_of(connection, entry.id), ("가",), NOON)
