"""Members: who is listed to whom, and how a diary changes hands."""

import datetime as dt

import pytest

from diary import departures, members
from diary.errors import NotYours, TooLate
from storage import diaries, notices
from storage.database import Database
from tests.diary.given import NOON
from tests.diary.shared import family, stand, written


async def test_members_are_listed_with_what_they_wrote_to_members_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        for message_id in (1, 2):
            await written(connection, home.emma, home.diary, message_id)
        listing = await members.listing(connection, home.emma, home.diary.id, NOON)
        assert [(m.person.name, m.entries, m.is_owner) for m in listing.members] == [
            ("지우", 0, True),
            ("Emma", 2, False),
        ]
        assert (listing.may_remove, listing.may_hand_over) == (False, False)
        listing = await members.listing(connection, home.jiwoo, home.diary.id, NOON)
        assert (listing.may_remove, listing.may_hand_over) == (True, True)
        for person in (home.mallory, home.seorin):
            for here in (False, True):
                with pytest.raises(NotYours):
                    await members.listing(connection, person, home.diary.id, NOON, is_here=here)
        later = NOON + dt.timedelta(seconds=61)
        with pytest.raises(NotYours):
            await members.listing(connection, home.emma, home.diary.id, later)
        assert await members.listing(connection, home.emma, home.diary.id, later, is_here=True)


async def test_an_admin_who_is_no_member_sees_whom_to_remove_and_not_what_they_wrote(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await written(connection, home.emma, home.diary, 1)
        await stand(connection, home.seorin, "administrator", NOON)
        listing = await members.listing(connection, home.seorin, home.diary.id, NOON)
        assert [(m.person.name, m.entries) for m in listing.members] == [
            ("지우", None), ("Emma", None)
        ]  # fmt: skip
        assert (listing.may_read, listing.may_remove, listing.may_hand_over) == (False, True, False)
        await stand(connection, home.seorin, "member", NOON)
        with pytest.raises(NotYours):
            await members.listing(connection, home.seorin, home.diary.id, NOON, is_here=True)


async def test_a_diary_is_handed_over_when_the_heir_accepts(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await members.offer(connection, home.jiwoo, home.diary.id, home.emma.id, NOON)
        assert (await diaries.get(connection, home.diary.id)).owner_id == home.jiwoo.id
        await members.take_over(connection, home.emma, home.diary.id, NOON)
        assert (await diaries.get(connection, home.diary.id)).owner_id == home.emma.id
        assert [n.kind for n in await notices.of_person(connection, home.jiwoo.id)] == ["heir_yes"]
        with pytest.raises(NotYours):
            await members.take_over(connection, home.emma, home.diary.id, NOON)
        with pytest.raises(NotYours):
            await members.offer(connection, home.jiwoo, home.diary.id, home.emma.id, NOON)


async def test_an_heir_may_refuse(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await members.offer(connection, home.jiwoo, home.diary.id, home.emma.id, NOON)
        await members.refuse(connection, home.emma, home.diary.id, NOON)
        with pytest.raises(NotYours):
            await members.take_over(connection, home.emma, home.diary.id, NOON)
        assert (await diaries.get(connection, home.diary.id)).owner_id == home.jiwoo.id
        assert [n.kind for n in await notices.of_person(connection, home.jiwoo.id)] == ["heir_no"]


async def test_only_the_owner_offers_and_only_to_another_member(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        diary_id = home.diary.id
        await stand(connection, home.seorin, "administrator", NOON)
        for by, to in (
            (home.emma, home.emma), (home.seorin, home.seorin), (home.mallory, home.mallory),
            (home.jiwoo, home.mallory), (home.jiwoo, home.jiwoo), (home.jiwoo, home.seorin),
        ):  # fmt: skip
            with pytest.raises(NotYours):
                await members.offer(connection, by, diary_id, to.id, NOON)
        for person in (home.emma, home.mallory):
            with pytest.raises(NotYours):
                await members.take_over(connection, person, diary_id, NOON)


async def test_a_second_offer_and_a_departure_end_the_first(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        diary_id = home.diary.id
        await members.enter(connection, home.diary, home.seorin, NOON)
        await stand(connection, home.seorin, "member", NOON)
        await members.offer(connection, home.jiwoo, diary_id, home.emma.id, NOON)
        await members.offer(connection, home.jiwoo, diary_id, home.seorin.id, NOON)
        with pytest.raises(NotYours):
            await members.take_over(connection, home.emma, diary_id, NOON)
        await departures.left(connection, home.diary, home.jiwoo, NOON)
        with pytest.raises((NotYours, TooLate)):
            await members.take_over(connection, home.seorin, diary_id, NOON)
        await stand(connection, home.emma, "left", NOON)


async def test_an_heir_who_has_left_the_chat_gets_nothing(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await members.offer(connection, home.jiwoo, home.diary.id, home.emma.id, NOON)
        await stand(connection, home.emma, "left", NOON)
        with pytest.raises(NotYours):
            await members.take_over(connection, home.emma, home.diary.id, NOON)
