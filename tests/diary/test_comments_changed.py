"""What was said changes: edited, wiped, hidden and shown again, by those who may."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from diary import comments
from diary.comments import Answer
from diary.errors import NotYours, TooLate
from storage import persons as person_rows
from storage import standings
from storage.database import Database
from tests.diary.family import GROUP, Family, family
from tests.diary.given import NOON

LATER = NOON + dt.timedelta(hours=1)


@pytest.fixture
async def home(database: Database) -> AsyncIterator[Family]:
    async with database.writing() as connection:
        yield await family(connection)


async def test_an_edit_changes_the_comment_of_its_author(home: Family) -> None:
    said = await home.comment(home.child, "축하헤")
    place = (GROUP, said.message_id)
    done = await comments.edit(home.connection, home.child, *place, "축하해!", LATER)
    assert done == Answer("kept", said)
    found = await home.again(said)
    assert (found.text, found.edited_at) == ("축하해!", LATER)
    assert await comments.edit(home.connection, home.guest, *place, "아니", LATER) is None
    long = await comments.edit(home.connection, home.child, *place, "가" * 1001, LATER)
    assert long is not None
    assert long.outcome == "too_long"
    assert (await home.again(said)).text == "축하해!"


async def test_an_edit_of_what_was_deleted_changes_nothing(home: Family) -> None:
    said = await home.comment(home.child)
    await comments.delete(home.connection, home.child, said.id, NOON, here=GROUP)
    place = (GROUP, said.message_id)
    assert await comments.edit(home.connection, home.child, *place, "또", LATER) is None
    found = await home.again(said)
    assert (found.state, found.text, found.edited_at) == ("deleted", None, None)


async def test_an_edit_of_what_was_hidden_leaves_it_hidden(home: Family) -> None:
    said = await home.comment(home.child)
    await home.leads(home.mother)
    await comments.hide(home.connection, home.mother, said.id, NOON, here=GROUP)
    await comments.edit(home.connection, home.child, GROUP, said.message_id, "또", LATER)
    found = await home.again(said)
    assert (found.state, found.text) == ("hidden", "또")


async def test_deleting_wipes_what_was_said_and_leaves_the_answers(home: Family) -> None:
    voice = home.remark(None, kind="voice", file_id="f", file_unique_id="u", duration_s=3.0)
    said = (await home.says(home.child, voice)).comment
    assert said is not None
    answer = await home.comment(home.mother, "들었어", said)
    await comments.delete(home.connection, home.child, said.id, NOON, here=GROUP)
    gone = await home.again(said)
    assert (gone.state, gone.text, gone.file_id, gone.file_unique_id) == ("deleted", *3 * [None])
    assert gone.hearing is None
    kept = await home.again(answer)
    assert (kept.state, kept.parent_id) == ("visible", said.id)
    with pytest.raises(TooLate):
        await comments.delete(home.connection, home.child, said.id, NOON, here=GROUP)


async def test_nobody_deletes_what_another_has_said(home: Family) -> None:
    said = await home.comment(home.child)
    await home.leads(home.mother)
    for person in (home.mother, home.father, home.guest):
        with pytest.raises(NotYours):
            await comments.delete(home.connection, person, said.id, NOON, here=GROUP)
    with pytest.raises(NotYours):
        await comments.delete(home.connection, home.child, 999, NOON, here=GROUP)
    assert (await home.again(said)).state == "visible"


async def test_those_who_lead_may_hide_and_bring_back(home: Family) -> None:
    said = await home.comment(home.child)
    with pytest.raises(NotYours):
        await comments.remove(home.connection, home.father, said.id, NOON, here=GROUP)
    await home.leads(home.guest)
    done, _ = await comments.remove(home.connection, home.guest, said.id, NOON, here=GROUP)
    assert done == "hidden"
    assert (await home.again(said)).text == "축하해"
    for person in (home.child, home.father):
        with pytest.raises(NotYours):
            await comments.restore(home.connection, person, said.id, NOON, here=GROUP)
    await comments.restore(home.connection, home.guest, said.id, NOON, here=GROUP)
    assert (await home.again(said)).state == "visible"


async def test_a_leader_deletes_what_is_their_own(home: Family) -> None:
    said = await home.comment(home.mother)
    await home.leads(home.mother)
    done, _ = await comments.remove(home.connection, home.mother, said.id, NOON, here=GROUP)
    assert done == "deleted"


async def test_standing_that_is_old_hides_nothing(home: Family) -> None:
    said = await home.comment(home.child)
    await home.leads(home.guest)
    with pytest.raises(NotYours):
        await comments.hide(home.connection, home.guest, said.id, LATER, here=GROUP)


async def test_those_who_lead_speak_for_the_group(home: Family) -> None:
    chat = await person_rows.add(home.connection, GROUP, "ko", NOON, kind="chat")
    said = (await home.says(chat)).comment
    assert said is not None
    with pytest.raises(NotYours):
        await comments.delete(home.connection, home.child, said.id, NOON, here=GROUP)
    await home.leads(home.mother)
    await comments.delete(home.connection, home.mother, said.id, NOON, here=GROUP)
    assert (await home.again(said)).state == "deleted"


@pytest.mark.parametrize("status", ["left", "kicked", None])
async def test_one_who_left_the_chat_deletes_what_they_said_and_changes_nothing(
    home: Family, status: str | None
) -> None:
    said = await home.comment(home.child)
    outside = home.child.telegram_id
    if status:
        await standings.put(home.connection, GROUP, outside, status, NOON)
    with pytest.raises(NotYours):
        await comments.edit(
            home.connection, home.child, GROUP, said.message_id, "새 말", NOON, here=outside
        )
    assert (await home.again(said)).text == "축하해"
    await comments.delete(home.connection, home.child, said.id, NOON, here=outside)
    assert (await home.again(said)).state == "deleted"


async def test_what_was_said_in_private_is_edited_while_telegram_says_one_is_there(
    home: Family,
) -> None:
    await home.leads(home.child, "member")
    remark = home.remark("축하헤", chat_id=home.child.telegram_id)
    said = (await home.says(home.child, remark)).comment
    assert said is not None
    place = (remark.chat_id, remark.message_id)
    assert await comments.edit(home.connection, home.child, *place, "축하해!", NOON)
    with pytest.raises(NotYours):  # what Telegram said is old
        await comments.edit(home.connection, home.child, *place, "늦은 말", LATER)
    assert (await home.again(said)).text == "축하해!"


async def test_what_another_channel_said_is_hidden_and_not_deleted_by_those_who_lead(
    home: Family,
) -> None:
    channel = await person_rows.add(home.connection, -100_999, "ko", NOON, kind="chat")
    said = (await home.says(channel)).comment
    assert said is not None
    await home.leads(home.mother)
    done, _ = await comments.remove(home.connection, home.mother, said.id, NOON, here=GROUP)
    assert done == "hidden"
    assert (await home.again(said)).text == "축하해"
    done, _ = await comments.remove(home.connection, channel, said.id, NOON, here=GROUP)
    assert done == "deleted"
