"""A thread laid out: nothing twice, nothing lost, and nothing of another diary."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary import comments, threads
from diary.errors import NotYours
from diary.threads import DEEPEST, PAGE, layout, paged
from storage.comments import Comment
from storage.database import Database
from tests.diary.family import GROUP, Family, family, other_group, shared_with
from tests.diary.given import NOON

STATES = st.sampled_from(["visible", "hidden", "deleted"])


@pytest.fixture
async def home(database: Database) -> AsyncIterator[Family]:
    async with database.writing() as connection:
        yield await family(connection)


def comment(number: int, parent: int | None, state: str = "visible") -> Comment:
    return Comment(
        id=number,
        entry_id=1,
        diary_id=1,
        author_id=1,
        parent_id=parent,
        kind="text",
        text=f"text {number}",
        file_id=None,
        file_unique_id=None,
        duration_s=None,
        chat_id=-1,
        message_id=number,
        state=state,
        hearing=None,
        attempts=0,
        created_at=NOON,
        edited_at=None,
    )


@st.composite
def trees(draw: st.DrawFn) -> list[Comment]:
    """Comments of which each may answer any that came before, or one that is not there."""
    states = draw(st.lists(STATES, max_size=60))
    parents = (st.none() | st.integers(1, len(states) + 3) for _ in states)
    return [
        comment(number, draw(parent), state)
        for number, (state, parent) in enumerate(zip(states, parents, strict=True), start=1)
    ]


@given(trees())
def test_each_visible_comment_stands_in_a_thread_once(found: list[Comment]) -> None:
    shown = [line.comment.id for line in layout(found)]
    assert len(shown) == len(set(shown))
    assert {c.id for c in found if c.state == "visible"} <= set(shown)


@given(trees())
def test_an_empty_place_is_kept_for_something_visible_alone(found: list[Comment]) -> None:
    lines = layout(found)
    shown = {line.comment.id for line in lines}
    for line in lines:
        if line.comment.state != "visible":
            assert any(
                c.parent_id == line.comment.id and c.id in shown and c.id > line.comment.id
                for c in found
            )


@given(trees())
def test_an_answer_stands_below_what_it_answers_and_deeper(found: list[Comment]) -> None:
    lines = layout(found)
    places = {line.comment.id: (n, line.depth) for n, line in enumerate(lines)}
    for line in lines:
        assert 0 <= line.depth <= DEEPEST
        parent = line.comment.parent_id
        if parent in places and parent is not None and parent < line.comment.id:
            place, depth = places[parent]
            assert place < places[line.comment.id][0]
            assert line.depth == min(depth + 1, DEEPEST)
        else:
            assert line.depth == 0


@given(trees(), st.randoms(use_true_random=False))
def test_the_order_is_that_of_time_and_of_nothing_else(
    found: list[Comment], random: object
) -> None:
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    lines = layout(mixed)
    assert lines == layout(found)
    tops = [line.comment.id for line in lines if line.depth == 0]
    assert tops == sorted(tops)


@given(trees(), st.integers(1, 60))
def test_a_new_comment_moves_no_other_against_another(found: list[Comment], parent: int) -> None:
    before = [line.comment.id for line in layout(found)]
    grown = [*found, comment(len(found) + 1, parent)]
    after = [line.comment.id for line in layout(grown)]
    assert [number for number in after if number in set(before)] == before


@given(trees())
def test_the_pages_together_are_the_whole_thread(found: list[Comment]) -> None:
    lines = layout(found)
    pages = paged(lines)
    assert [line for page in pages for line in page] == lines
    assert all(len(page) == PAGE for page in pages[:-1])
    assert len(pages[-1]) <= PAGE


def test_a_thread_of_a_thousand_answers_to_answers_is_laid_out() -> None:
    lines = layout([comment(n, n - 1 or None) for n in range(1, 3001)])
    assert [line.comment.id for line in lines] == list(range(1, 3001))


async def test_a_thread_opens_at_its_last_page(home: Family) -> None:
    for number in range(PAGE + 2):
        await home.comment(home.child, f"말 {number}")
    view = await threads.view(home.connection, home.mother, home.entry.id, NOON, here=GROUP)
    assert (view.page, view.pages, view.count, len(view.lines)) == (1, 2, PAGE + 2, 2)
    assert {person.name for person in view.authors.values()} == {"소라"}
    first = await threads.view(
        home.connection, home.mother, home.entry.id, NOON, here=GROUP, page=0
    )
    assert len(first.lines) == PAGE
    beyond = await threads.view(
        home.connection, home.mother, home.entry.id, NOON, here=GROUP, page=99
    )
    assert beyond.page == 1


async def test_whoever_may_not_read_the_entry_reads_no_thread(home: Family) -> None:
    await home.comment(home.child)
    for person, here in ((home.guest, GROUP), (home.child, home.child.telegram_id), (None, GROUP)):
        with pytest.raises(NotYours):
            await threads.view(home.connection, person, home.entry.id, NOON, here=here)
    with pytest.raises(NotYours):
        await threads.view(home.connection, home.child, 999, NOON, here=GROUP)


async def test_a_chat_is_never_told_what_another_says_about_the_same_entry(home: Family) -> None:
    club = await other_group(home.connection, home.father, -1002)
    await shared_with(home.connection, home.entry, club, 300)
    await home.comment(home.child)
    await home.leads(home.father, "member")
    await home.leads(home.father, "creator", club)
    view = await threads.view(home.connection, home.father, home.entry.id, NOON, here=club.chat_id)
    assert (view.diary.id, view.count, view.elsewhere) == (club.id, 0, ())
    with pytest.raises(NotYours):
        await threads.view(
            home.connection,
            home.father,
            home.entry.id,
            NOON,
            here=club.chat_id,
            diary_id=home.diary.id,
        )


async def test_in_private_one_sees_the_threads_of_each_diary_one_at_a_time(home: Family) -> None:
    club = await other_group(home.connection, home.father, -1002)
    await shared_with(home.connection, home.entry, club, 300)
    await home.comment(home.child)
    await home.leads(home.father, "member")
    here = home.father.telegram_id
    only = await threads.view(home.connection, home.father, home.entry.id, NOON, here=here)
    assert (only.diary.id, only.count, only.elsewhere) == (home.diary.id, 1, ())
    await home.leads(home.father, "member", club)
    view = await threads.view(home.connection, home.father, home.entry.id, NOON, here=here)
    assert (view.diary.id, [diary.id for diary, _ in view.elsewhere]) == (home.diary.id, [club.id])
    there = await threads.view(
        home.connection, home.father, home.entry.id, NOON, here=here, diary_id=club.id
    )
    assert (there.diary.id, there.count) == (club.id, 0)
    assert [count for _, count in there.elsewhere] == [1]


async def test_lists_hold_ones_own_and_what_is_hidden(home: Family) -> None:
    own = await home.comment(home.child)
    other = await home.comment(home.mother)
    gone = await home.comment(home.child)
    await comments.delete(home.connection, home.child, gone.id, NOON, here=GROUP)
    await home.leads(home.mother)
    await comments.hide(home.connection, home.mother, own.id, NOON, here=GROUP)
    place = (home.entry.id, home.diary.id)
    mine = await threads.mine(home.connection, home.child, *place)
    assert [found.id for found in mine] == [own.id]
    assert [found.id for found in await threads.hidden(home.connection, *place)] == [own.id]
    assert [found.id for found in await threads.mine(home.connection, home.mother, *place)] == [
        other.id
    ]


async def test_an_old_standing_opens_nothing_from_outside(home: Family) -> None:
    await home.leads(home.father, "member")
    late = NOON + dt.timedelta(minutes=2)
    with pytest.raises(NotYours):
        await threads.view(
            home.connection, home.father, home.entry.id, late, here=home.father.telegram_id
        )
