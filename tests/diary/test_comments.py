"""What a reply is a comment on, who may say, change, wipe and hide, and who hears of it."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from diary import comments, persons
from diary.comments import LONGEST, Target
from diary.errors import NotYours
from storage import clips, diaries, entries, members, notices, shares, threads
from storage import comments as comment_rows
from storage import persons as person_rows
from storage.database import Connection, Database
from storage.notices import Notice
from storage.persons import Person
from storage.threads import Thread
from tests.diary.family import (
    CARD,
    GROUP,
    Family,
    family,
    other_group,
    shared_with,
    written,
)
from tests.diary.given import NOON

LATER = NOON + dt.timedelta(hours=1)
GENTLE = dt.timedelta(minutes=10)


@pytest.fixture
async def home(database: Database) -> AsyncIterator[Family]:
    async with database.writing() as connection:
        yield await family(connection)


async def on(connection: Connection, chat_id: int, message_id: int) -> Target:
    found = await comments.target(connection, chat_id, message_id)
    assert found is not None
    return found


async def told(connection: Connection, person: Person) -> list[Notice]:
    found = await notices.due(connection, LATER, 100)
    return [notice for notice in found if notice.person_id == person.id]


async def test_a_card_a_comment_and_an_open_thread_can_be_replied_to(home: Family) -> None:
    first = await home.comment(home.child)
    thread = Thread(home.entry.id, home.diary.id, GROUP, 700, 0, "ko")
    await threads.put(home.connection, thread)
    card = await on(home.connection, GROUP, CARD)
    assert (card.entry.id, card.diary.id, card.parent) == (home.entry.id, home.diary.id, None)
    assert (await on(home.connection, GROUP, first.message_id)).parent == first
    assert (await on(home.connection, GROUP, 700)).parent is None


async def test_other_messages_are_nothing_to_comment_on(home: Family) -> None:
    assert await comments.target(home.connection, GROUP, 999_999) is None
    assert await comments.target(home.connection, GROUP - 1, CARD) is None


@pytest.mark.parametrize("state", ["consent", "twin", "cancelled"])
async def test_the_card_of_what_is_no_entry_takes_no_comments(home: Family, state: str) -> None:
    await entries.change(home.connection, home.entry.id, state=state)
    assert await comments.target(home.connection, GROUP, CARD) is None


async def test_what_was_taken_out_of_the_diary_takes_no_comments(home: Family) -> None:
    first = await home.comment(home.child)
    await entries.change(home.connection, home.entry.id, removed_at=NOON)
    assert await comments.target(home.connection, GROUP, CARD) is None
    assert await comments.target(home.connection, GROUP, first.message_id) is None


async def test_a_shared_entry_is_talked_about_where_it_is_shared(home: Family) -> None:
    club = await other_group(home.connection, home.father, -1002)
    share_id = await shared_with(home.connection, home.entry, club, 300)
    found = await on(home.connection, club.chat_id, 300)
    assert (found.entry.id, found.diary.id) == (home.entry.id, club.id)
    await home.says(home.father, home.remark(chat_id=club.chat_id), target=found)
    assert await comment_rows.count(home.connection, home.entry.id, club.id) == 1
    assert await comment_rows.count(home.connection, home.entry.id, home.diary.id) == 0
    await shares.change(home.connection, share_id, state="taken_back")
    assert await comments.target(home.connection, club.chat_id, 300) is None


async def test_a_channels_post_is_talked_about_in_its_discussion_group(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection, kind="channel", discussion=-2002)
        clip = {"entry_id": home.entry.id, "chat_id": GROUP, "message_id": 40}
        file = {"kind": "video", "file_id": "f", "file_unique_id": "u"}
        await clips.add(connection, {**clip, **file})
        for post in (40, CARD):
            found = await comments.target(connection, -2002, 9, origin=(GROUP, post))
            assert found is not None
            assert (found.entry.id, found.diary.id) == (home.entry.id, home.diary.id)
        # A post that somebody has forwarded elsewhere, and one of another channel.
        assert await comments.target(connection, -2003, 9, origin=(GROUP, 40)) is None
        assert await comments.target(connection, -2002, 9, origin=(GROUP - 5, 40)) is None
        answer = await home.says(home.guest, home.remark(chat_id=-2002))
        assert answer.outcome == "kept"


async def test_whoever_writes_in_the_chat_has_a_say_and_nobody_else(home: Family) -> None:
    assert (await home.says(home.guest)).outcome == "kept"
    with pytest.raises(NotYours):
        await home.says(home.guest, home.remark(chat_id=home.guest.telegram_id))
    with pytest.raises(NotYours):  # a member of whom Telegram has said nothing lately
        await home.says(home.child, home.remark(chat_id=home.child.telegram_id))
    await home.leads(home.child, "member")
    said = await home.says(home.child, home.remark(chat_id=home.child.telegram_id))
    assert said.outcome == "kept"


async def test_a_chat_that_has_moved_since_is_still_the_diarys(home: Family) -> None:
    remark = home.remark(chat_id=-77)
    with pytest.raises(NotYours):
        await comments.add(home.connection, home.target, home.guest, remark, NOON)
    answer = await comments.add(home.connection, home.target, home.guest, remark, NOON, here=GROUP)
    assert answer.outcome == "kept"


async def test_ones_own_card_takes_ones_own_notes(home: Family) -> None:
    own = await persons.own_diary(home.connection, home.father, "Asia/Seoul", 4, NOON)
    entry = await written(home.connection, home.father, own, 8)
    found = await on(home.connection, own.chat_id, 8)
    note = home.remark(chat_id=own.chat_id)
    assert (await home.says(home.father, note, target=found)).outcome == "kept"
    with pytest.raises(NotYours):
        await home.says(home.child, home.remark(chat_id=own.chat_id), target=found)
    assert await comment_rows.count(home.connection, entry.id, own.id) == 1
    assert await told(home.connection, home.father) == []


async def test_an_update_that_is_handled_twice_is_one_comment(home: Family) -> None:
    remark = home.remark()
    first = await home.says(home.child, remark)
    again = await home.says(home.child, remark)
    assert (first.outcome, again.outcome) == ("kept", "known")
    assert again.comment == first.comment
    assert await comment_rows.count(home.connection, home.entry.id, home.diary.id) == 1
    assert [notice.number for notice in await told(home.connection, home.father)] == [1]


async def test_the_card_follows_every_change_of_the_count(home: Family) -> None:
    wanted = [(await home.card()).wanted]
    said = await home.comment(home.child)
    wanted.append((await home.card()).wanted)
    await home.leads(home.mother, "creator")
    await comments.hide(home.connection, home.mother, said.id, NOON, here=GROUP)
    wanted.append((await home.card()).wanted)
    await comments.restore(home.connection, home.mother, said.id, NOON, here=GROUP)
    wanted.append((await home.card()).wanted)
    await comments.delete(home.connection, home.child, said.id, NOON, here=GROUP)
    wanted.append((await home.card()).wanted)
    assert wanted == sorted(set(wanted))


async def test_a_text_of_a_thousand_characters_is_kept_and_no_longer_one(home: Family) -> None:
    assert (await home.says(home.child, home.remark("가" * LONGEST))).outcome == "kept"
    assert (await home.says(home.child, home.remark("가" * (LONGEST + 1)))).outcome == "too_long"
    assert await comment_rows.count(home.connection, home.entry.id, home.diary.id) == 1


@pytest.mark.parametrize("where", ["entry", "diary", "frozen"])
async def test_where_comments_are_off_each_person_is_told_once(home: Family, where: str) -> None:
    if where == "entry":
        await entries.change(home.connection, home.entry.id, comments_on=False)
    elif where == "diary":
        await diaries.change(home.connection, home.diary.id, comments_on=False)
    else:
        await diaries.change(home.connection, home.diary.id, state="frozen")
    home.diary = await diaries.get(home.connection, home.diary.id)
    refused = home.remark("비밀")
    outcomes = [
        (await home.says(person, remark)).outcome
        for person, remark in (
            (home.child, refused),
            (home.child, refused),
            (home.child, None),
            (home.guest, None),
        )
    ]
    assert outcomes == ["off", "off_again", "off_again", "off"]
    kept = await comment_rows.of_message(home.connection, GROUP, refused.message_id)
    assert kept is not None
    assert (kept.state, kept.text) == ("refused", None)
    assert await comment_rows.count(home.connection, home.entry.id, home.diary.id) == 0
    assert await comment_rows.of_entry(home.connection, home.entry.id, home.diary.id) == []
    assert await comments.target(home.connection, GROUP, refused.message_id) is None
    assert await told(home.connection, home.father) == []


async def test_a_refused_reply_stays_refused_when_it_is_edited_or_deleted(home: Family) -> None:
    await entries.change(home.connection, home.entry.id, comments_on=False)
    refused = home.remark()
    await home.says(home.child, refused)
    place = (GROUP, refused.message_id)
    assert await comments.edit(home.connection, home.child, *place, "다른 말", NOON) is None
    row = await comment_rows.of_message(home.connection, *place)
    assert row is not None
    with pytest.raises(NotYours):
        await comments.delete(home.connection, home.child, row.id, NOON, here=GROUP)
    assert (await home.again(row)).text is None


async def test_the_author_hears_of_comments_once_for_all(home: Family) -> None:
    for person in (home.child, home.guest, home.father):
        await home.comment(person)
    [notice] = await told(home.connection, home.father)
    assert (notice.kind, notice.number, notice.subject_id) == ("comment", 2, home.entry.id)
    assert (notice.diary_id, notice.due_at) == (home.diary.id, NOON + GENTLE)
    assert await told(home.connection, home.child) == []


async def test_whoever_was_answered_hears_of_it_and_the_author_only_once(home: Family) -> None:
    said = await home.comment(home.child)
    await home.comment(home.guest, "나도", said)
    [notice] = await told(home.connection, home.child)
    assert (notice.kind, notice.number) == ("reply", 1)
    [of_author] = await told(home.connection, home.father)
    assert (of_author.kind, of_author.number) == ("comment", 2)
    own = await home.comment(home.father)
    await home.comment(home.child, "응", own)
    assert [n.number for n in await told(home.connection, home.father)] == [3]


async def test_for_a_channel_its_owner_hears_of_comments(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection, kind="channel", discussion=-2002)
        channel = await person_rows.find(connection, GROUP)
        assert channel is not None
        await entries.change(connection, home.entry.id, author_id=channel.id)
        await home.says(home.guest, home.remark(chat_id=-2002))
        assert [n.kind for n in await told(connection, home.mother)] == ["comment"]


@pytest.mark.parametrize(
    ("capture", "has_agreed", "hearing"),
    [
        ("ask", True, None),
        ("ask", False, None),
        ("always", False, "waiting"),
        ("never", True, None),
    ],
)
async def test_only_who_has_agreed_in_this_diary_is_put_into_words(
    home: Family, capture: str, hearing: str | None, *, has_agreed: bool
) -> None:
    if has_agreed:
        await person_rows.consent(home.connection, home.child.id, NOON)
    await members.change(home.connection, home.diary.id, home.child.id, capture=capture)
    child = await person_rows.get(home.connection, home.child.id)
    for kind in ("voice", "video_note"):
        voice = home.remark(None, kind=kind, file_id="f", file_unique_id="u", duration_s=3.0)
        said = (await home.says(child, voice)).comment
        assert said is not None
        assert said.hearing == hearing
    assert (await home.comment(child)).hearing is None


async def test_the_voice_of_a_guest_or_of_one_who_left_is_not_put_into_words(home: Family) -> None:
    always = {"capture": "always", "state": "left"}
    await members.change(home.connection, home.diary.id, home.child.id, **always)
    await person_rows.consent(home.connection, home.guest.id, NOON)
    guest = await person_rows.get(home.connection, home.guest.id)
    for person in (home.child, guest):
        voice = home.remark(None, kind="voice", file_id="f", file_unique_id="u", duration_s=3.0)
        said = (await home.says(person, voice)).comment
        assert said is not None
        assert said.hearing is None


async def test_in_ones_own_diary_the_word_for_that_one_counts(home: Family) -> None:
    own = await persons.own_diary(home.connection, home.father, "Asia/Seoul", 4, NOON)
    entry = await written(home.connection, home.father, own, 77)
    for hearing in (None, "waiting"):
        father = await person_rows.get(home.connection, home.father.id)
        voice = home.remark(None, kind="voice", file_id="f", chat_id=own.chat_id, duration_s=3.0)
        said = (await home.says(father, voice, target=Target(entry, own))).comment
        assert said is not None
        assert said.hearing == hearing
        await person_rows.consent(home.connection, father.id, NOON)


async def test_a_comment_that_becomes_an_entry_leaves_its_answers(home: Family) -> None:
    said = await home.comment(home.child)
    answer = await home.comment(home.mother, "응", said)
    await comment_rows.remove(home.connection, said.id)
    assert (await home.again(answer)).parent_id is None


async def test_an_answer_to_what_was_deleted_tells_nobody_of_it(home: Family) -> None:
    said = await home.comment(home.child)
    await comments.delete(home.connection, home.child, said.id, NOON, here=GROUP)
    await home.comment(home.guest, "왜?", await home.again(said))
    assert await told(home.connection, home.child) == []
