"""Reactions: what Telegram tells and what buttons give, counted once for each person."""

from collections.abc import AsyncIterator

import pytest

from diary import persons, reactions
from diary.errors import NotYours
from storage import cards, entries, shares
from storage import reactions as rows
from storage.database import Database
from storage.persons import Person
from tests.diary.family import CARD, GROUP, Family, family, other_group, shared_with, written
from tests.diary.given import NOON


@pytest.fixture
async def home(database: Database) -> AsyncIterator[Family]:
    async with database.writing() as connection:
        yield await family(connection)


async def totals(home: Family) -> dict[str, int]:
    return dict(await rows.totals(home.connection, (await home.card()).id))


async def press(home: Family, person: Person, name: str = "heart", message: int = CARD) -> bool:
    place = (GROUP, message, home.entry.id, name)
    return await reactions.toggle(home.connection, person, *place, NOON)


async def test_what_telegram_tells_replaces_what_it_told_before(home: Family) -> None:
    for emoji in (["❤"], ["❤", "🔥"], ["👍"]):
        told = [(one, 1) for one in emoji]
        assert await reactions.replace(home.connection, GROUP, CARD, 7, told)
        assert await totals(home) == dict(told)
    await reactions.replace(home.connection, GROUP, CARD, 8, [("👍", 1)])
    assert await totals(home) == {"👍": 2}
    await reactions.replace(home.connection, GROUP, CARD, 7, [])
    assert await totals(home) == {"👍": 1}


async def test_told_twice_it_counts_once(home: Family) -> None:
    for _ in range(2):
        await reactions.replace(home.connection, GROUP, CARD, 7, [("❤", 1)])
        await reactions.replace(home.connection, GROUP, CARD, None, [("🔥", 5)])
    assert await totals(home) == {"❤": 1, "🔥": 5}


async def test_the_card_follows_and_no_other(home: Family) -> None:
    club = await other_group(home.connection, home.father, -1002)
    share_id = await shared_with(home.connection, home.entry, club, 300)
    before = (await home.card()).wanted
    there = await cards.of_share(home.connection, share_id)
    await reactions.replace(home.connection, GROUP, CARD, 7, [("❤", 1)])
    assert (await home.card()).wanted == before + 1
    assert await cards.of_share(home.connection, share_id) == there
    assert await press(home, home.child)
    assert (await home.card()).wanted == before + 2


async def test_other_messages_carry_no_reactions_of_ours(home: Family) -> None:
    assert not await reactions.replace(home.connection, GROUP, CARD + 1, 7, [("❤", 1)])
    assert not await reactions.replace(home.connection, GROUP - 1, CARD, 7, [("❤", 1)])


async def test_a_button_gives_and_takes_back_for_the_one_who_presses(home: Family) -> None:
    assert await press(home, home.child)
    assert await press(home, home.mother)
    assert await press(home, home.child, "cry")
    assert await totals(home) == {"❤": 2, "😢": 1}
    assert not await press(home, home.child)
    assert await totals(home) == {"❤": 1, "😢": 1}


async def test_forged_presses_change_nothing(home: Family) -> None:
    other = await written(home.connection, home.father, home.diary, 501)
    for place in (
        (GROUP, 501, home.entry.id, "heart"),  # the card of another entry
        (GROUP, CARD, other.id, "heart"),
        (GROUP, CARD, home.entry.id, "skull"),
        (GROUP, 999, home.entry.id, "heart"),
        (GROUP - 1, CARD, home.entry.id, "heart"),
    ):
        with pytest.raises(NotYours):
            await reactions.toggle(home.connection, home.child, *place, NOON)
    assert await totals(home) == {}


async def test_nobody_reacts_to_anothers_own_card(home: Family) -> None:
    own = await persons.own_diary(home.connection, home.father, "Asia/Seoul", 4, NOON)
    entry = await written(home.connection, home.father, own, 8)
    place = (own.chat_id, 8, entry.id, "heart")
    with pytest.raises(NotYours):
        await reactions.toggle(home.connection, home.child, *place, NOON)
    assert await reactions.toggle(home.connection, home.father, *place, NOON)


async def test_what_is_gone_takes_no_presses(home: Family) -> None:
    club = await other_group(home.connection, home.father, -1002)
    share_id = await shared_with(home.connection, home.entry, club, 300)
    await shares.change(home.connection, share_id, state="taken_back")
    place = (club.chat_id, 300, home.entry.id, "heart")
    with pytest.raises(NotYours):
        await reactions.toggle(home.connection, home.father, *place, NOON)
    await entries.change(home.connection, home.entry.id, removed_at=NOON)
    with pytest.raises(NotYours):
        await press(home, home.child)
