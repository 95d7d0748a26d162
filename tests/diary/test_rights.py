"""Who may do what: the table, the roles, and the page that tells people."""

import datetime as dt
import re
from pathlib import Path

import pytest

from diary import rights
from diary.errors import NotYours
from diary.rights import TABLE, Act, Role
from storage import diaries, members, persons, standings
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.persons import Person
from tests.diary.given import EMMA, JIWOO, NOON

GROUP = -100
PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
COLUMNS = (Role.OWNER, Role.ADMIN, Role.MEMBER, Role.HERE, Role.AUTHOR)


async def met(connection: Connection, telegram_id: int) -> Person:
    return await persons.add(connection, telegram_id, "ko", NOON)


async def shared(connection: Connection, owner: Person) -> Diary:
    diary = await diaries.add(connection, owner.id, GROUP, "Asia/Seoul", 4, NOON, kind="group")
    await members.join(connection, diary.id, owner.id, NOON)
    return diary


async def present(connection: Connection, person: Person, status: str = "member") -> None:
    await standings.put(connection, GROUP, person.telegram_id, status, NOON)


def test_the_page_says_what_the_table_says() -> None:
    told: dict[Act, frozenset[Role]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"\| `(\w+)`[^|]*\|(.*)\|$", line):
            cells = [cell.strip() for cell in found[2].split("|")]
            may = {role for role, cell in zip(COLUMNS, cells, strict=True) if cell == "yes"}
            told[Act(found[1])] = frozenset(may)
    assert told == dict(TABLE)


def test_every_act_has_somebody_who_may_do_it() -> None:
    assert set(TABLE) == set(Act)
    assert all(TABLE.values())


@pytest.mark.parametrize("act", Act)
async def test_in_ones_own_diary_one_person_may_everything_and_nobody_else_anything(
    database: Database, act: Act
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await diaries.add(connection, jiwoo.id, JIWOO, "Asia/Seoul", 4, NOON)
        own = await rights.roles(connection, jiwoo, diary, NOON, author_id=jiwoo.id)
        assert rights.allows(own, act)
        for stranger in (emma, None):
            found = await rights.roles(
                connection, stranger, diary, NOON, author_id=jiwoo.id, is_here=True
            )
            assert found == frozenset()
            with pytest.raises(NotYours):
                await rights.require(connection, stranger, diary.id, act, NOON)


async def test_a_membership_alone_opens_nothing(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo = await met(connection, JIWOO)
        diary = await shared(connection, jiwoo)
        assert await rights.roles(connection, jiwoo, diary, NOON) == frozenset()
        await present(connection, jiwoo)
        found = await rights.roles(connection, jiwoo, diary, NOON)
        assert found == {Role.OWNER, Role.MEMBER}


@pytest.mark.parametrize("status", ["left", "kicked", "nonsense", ""])
async def test_who_is_not_in_the_chat_is_nothing_to_the_diary(
    database: Database, status: str
) -> None:
    async with database.writing() as connection:
        jiwoo = await met(connection, JIWOO)
        diary = await shared(connection, jiwoo)
        await present(connection, jiwoo, status)
        assert await rights.roles(connection, jiwoo, diary, NOON) == frozenset()


async def test_telegrams_word_counts_for_a_minute(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo = await met(connection, JIWOO)
        diary = await shared(connection, jiwoo)
        await present(connection, jiwoo)
        soon = NOON + dt.timedelta(seconds=60)
        assert await rights.roles(connection, jiwoo, diary, soon)
        late = soon + dt.timedelta(microseconds=1)
        assert not await rights.roles(connection, jiwoo, diary, late)


async def test_an_admin_who_is_no_member_leads_and_does_not_read(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        await present(connection, emma, "administrator")
        found = await rights.roles(connection, emma, diary, NOON)
        assert rights.allows(found, Act.REMOVE_ENTRY)
        assert rights.allows(found, Act.EDIT_DIARY)
        assert not rights.allows(found, Act.READ)
        assert not rights.allows(found, Act.DELETE_DIARY)


async def test_writing_in_the_chat_proves_being_there_and_nothing_more(
    database: Database,
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        found = await rights.roles(connection, emma, diary, NOON, is_here=True)
        assert found == {Role.HERE}
        assert {act for act in Act if rights.allows(found, act)} == {Act.COMMENT}


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_a_fresh_word_that_somebody_is_gone_counts_for_more_than_a_press(
    database: Database, status: str
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        await members.join(connection, diary.id, emma.id, NOON)
        await present(connection, emma, status)
        found = await rights.roles(connection, emma, diary, NOON, author_id=emma.id, is_here=True)
        assert found == frozenset()
        later = NOON + rights.FRESH + dt.timedelta(microseconds=1)
        assert Role.HERE in await rights.roles(connection, emma, diary, later, is_here=True)
        await present(connection, emma)
        assert Role.MEMBER in await rights.roles(connection, emma, diary, NOON, is_here=True)


async def test_who_is_in_a_channels_discussion_need_not_be_in_the_channel(
    database: Database,
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await diaries.add(
            connection, jiwoo.id, GROUP, "Asia/Seoul", 4, NOON, kind="channel"
        )
        for status, found in (("left", {Role.HERE}), ("kicked", set[Role]())):
            await present(connection, emma, status)
            assert await rights.roles(connection, emma, diary, NOON, is_here=True) == found


async def test_an_author_outside_the_chat_is_no_author_in_it(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        await members.join(connection, diary.id, emma.id, NOON)
        await present(connection, emma, "left")
        assert not await rights.roles(connection, emma, diary, NOON, author_id=emma.id)
        await present(connection, emma)
        found = await rights.roles(connection, emma, diary, NOON, author_id=emma.id)
        assert rights.allows(found, Act.EDIT_ENTRY)


@pytest.mark.parametrize("state", ["left", "removed"])
async def test_who_is_no_member_any_more_reads_nothing(database: Database, state: str) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        await members.join(connection, diary.id, emma.id, NOON)
        await present(connection, emma)
        await members.change(connection, diary.id, emma.id, state=state)
        found = await rights.roles(connection, emma, diary, NOON, is_here=True)
        assert not rights.allows(found, Act.READ)


async def test_what_a_chat_wrote_belongs_to_those_who_lead_it(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        chat = await persons.add(connection, GROUP, "ko", NOON, kind="chat")
        for status, may in (("member", False), ("administrator", True)):
            await present(connection, emma, status)
            found = await rights.roles(connection, emma, diary, NOON, author_id=chat.id)
            assert rights.allows(found, Act.EDIT_ENTRY) is may
        found = await rights.roles(connection, emma, diary, NOON, author_id=jiwoo.id)
        assert not rights.allows(found, Act.EDIT_ENTRY)


async def test_what_another_channel_wrote_is_not_of_those_who_lead(database: Database) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        await present(connection, emma, "administrator")
        chats = [
            await persons.add(connection, number, "ko", NOON, kind="chat")
            for number in (GROUP - 1, GROUP - 2)
        ]
        await diaries.change(connection, diary.id, discussion_chat_id=GROUP - 1)
        diary = await diaries.get(connection, diary.id)
        for chat, is_ours in zip(chats, (True, False), strict=True):
            for here in (True, False):
                found = await rights.roles(
                    connection, emma, diary, NOON, author_id=chat.id, is_here=here
                )
                assert (Role.AUTHOR in found) is is_ours


@pytest.mark.parametrize("act", Act)
async def test_who_left_may_delete_their_own_comment_and_entry_and_nothing_else(
    database: Database, act: Act
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        await present(connection, emma, "left")
        if act in {Act.DELETE_COMMENT, Act.DELETE_ENTRY}:
            await rights.require(connection, emma, diary.id, act, NOON, author_id=emma.id)
        else:
            with pytest.raises(NotYours):
                await rights.require(connection, emma, diary.id, act, NOON, author_id=emma.id)
        for author_id in (jiwoo.id, None):
            with pytest.raises(NotYours):
                await rights.require(connection, emma, diary.id, act, NOON, author_id=author_id)


async def test_a_diary_that_is_not_there_is_refused_like_one_of_somebody_else(
    database: Database,
) -> None:
    async with database.writing() as connection:
        jiwoo, emma = await met(connection, JIWOO), await met(connection, EMMA)
        diary = await shared(connection, jiwoo)
        told = []
        for diary_id in (diary.id, diary.id + 1):
            with pytest.raises(NotYours) as refused:
                await rights.require(connection, emma, diary_id, Act.READ, NOON)
            told.append(str(refused.value))
        assert len(set(told)) == 1
