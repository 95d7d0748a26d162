"""The playground's story: a small family acts in its chats, and the bot makes their diaries."""

from __future__ import annotations

import asyncio

from playground import story
from playground.server import Person
from playground.story import family
from tests.journeys.people import Town

#: A small part of it: what everybody last did, and one of each kind.
SCALE = 0.05


async def test_a_family_tells_its_story_is_stopped_goes_on_and_can_be_asked_for_it_again(
    town: Town,
) -> None:
    # What was said before today's story is of today; the story's messages come after it.
    people = [await town.resident(), town.newcomer("en", "Emma"), town.newcomer("ko", "도윤")]
    await stopped(town, people, after=9)
    steps: list[tuple[int, int]] = []
    await story.load(town.world, people, lambda *step: steps.append(step), scale=SCALE)
    done, of = steps[-1]
    assert [step for step, _ in steps] == list(range(of + 1))
    assert done == of
    before = [town.entries(person) for person in people]
    for entries in before:
        assert {row["state"] for row in entries} == {"done"}
        own = {row["day"] for row in entries}
        assert len(own) >= len(entries) - 1, "each has its own day; the family's can have another's"
    assert {row["kind"] for rows in before for row in rows} == {"text", "video", "voice"}
    # Moods were tapped, or came along; the family's entry has none.
    assert sum(row["mood"] is None for rows in before for row in rows) == 1
    group = next(c for c in town.world.chats.values() if c.profile.get("title") == family.TITLE)
    said = (
        "SELECT count(*) FROM comments JOIN diaries ON diaries.id = comments.diary_id"
        " WHERE diaries.chat_id = ? AND comments.state = 'visible'"
    )
    assert town.bot.value(said, group.id) == 2
    await story.load(town.world, people, lambda *_: None, scale=SCALE)
    assert [town.entries(person) for person in people] == before


async def stopped(town: Town, people: list[Person], after: int) -> None:
    """Tell so many steps of the story; nothing of it goes on."""
    told = asyncio.Event()

    def look(done: int, _of: int) -> None:
        assert town.world.dates is not None
        if done == after:
            told.set()

    async with asyncio.TaskGroup() as tasks:
        telling = tasks.create_task(story.load(town.world, people, look, scale=SCALE))
        await told.wait()
        telling.cancel()
    assert telling.cancelled()
    assert town.world.dates is None
