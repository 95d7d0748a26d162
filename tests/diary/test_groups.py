"""How the diary of a group begins, rests, wakes and moves along."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from diary import departures, groups, persons
from diary.errors import NoText, NotYours, TooLate, TooLong
from diary.groups import EVENING_MINUTE, Coming, Place
from storage import (
    cards,
    clips,
    comments,
    diaries,
    entries,
    members,
    moves,
    notices,
    prompts,
    shares,
    standings,
)
from storage import persons as person_rows
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.persons import Person
from tests.diary.given import EMMA, JIWOO, LIMITS, NOON, card_of

GROUP, SUPERGROUP, BOT = -4_000_000_001, -1_002_000_000_001, 99
HOUR = dt.timedelta(hours=1)


async def owner_of(connection: Connection) -> Person:
    return await persons.meet(connection, JIWOO, "ko", NOON, name="지우")


async def group(connection: Connection, chat_id: int = GROUP, **more: Any) -> Diary:
    owner = await owner_of(connection)
    place = replace(Place(chat_id, "group", "가족"), **more)
    made, is_new = await groups.make(connection, place, owner, LIMITS, NOON)
    assert is_new
    return made


async def entry(connection: Connection, diary: Diary, note: int, **card: Any) -> int:
    """An entry with a clip and a card in the diary's chat."""
    fields = {
        "diary_id": diary.id, "author_id": diary.owner_id, "state": "waiting",
        "recorded_at": NOON, "day": NOON.date(), "created_at": NOON,
    }  # fmt: skip
    entry_id = await entries.add(connection, fields)
    clip = {
        "entry_id": entry_id, "chat_id": diary.chat_id, "message_id": note,
        "kind": "video_note", "file_id": "f", "file_unique_id": f"u{note}",
    }  # fmt: skip
    await clips.add(connection, clip)
    await cards.add(connection, entry_id, diary.chat_id, note)
    if card:
        made = await card_of(connection, entry_id)
        await cards.change(connection, made.id, **card)
    return entry_id


@pytest.mark.parametrize(
    ("statuses", "last"),
    [
        (["member"], Coming.NEW),
        (["member", "administrator"], Coming.SAME),
        (["member", "left", "member"], Coming.BACK),
        (["member", "kicked", "administrator", "member"], Coming.SAME),
    ],
)
async def test_the_bot_comes_once_per_stay(
    database: Database, statuses: list[str], last: Coming
) -> None:
    async with database.writing() as connection:
        for hour, status in enumerate(statuses):
            at = NOON + hour * HOUR
            if status in {"left", "kicked"}:
                await groups.freeze(connection, GROUP, BOT, status, at, at)
            else:
                coming = await groups.come(connection, GROUP, BOT, status, at)
    assert coming is last


async def test_what_is_told_late_is_no_news(database: Database) -> None:
    async with database.writing() as connection:
        await groups.come(connection, GROUP, BOT, "member", NOON)
        await groups.freeze(connection, GROUP, BOT, "kicked", NOON + 2 * HOUR, NOON)
        late = await groups.come(connection, GROUP, BOT, "member", NOON + HOUR)
        known = await standings.find(connection, GROUP, BOT)
    assert late is Coming.SAME
    assert known is not None
    assert known.status == "kicked"


async def test_a_diary_takes_zone_and_day_of_its_owners_own(database: Database) -> None:
    async with database.writing() as connection:
        owner = await owner_of(connection)
        await persons.own_diary(connection, owner, "America/New_York", 6, NOON)
        diary = await group(connection)
        member = await members.find(connection, diary.id, owner.id)
    assert (diary.time_zone, diary.day_starts_hour) == ("America/New_York", 6)
    local = diary.next_round_at
    assert local is not None
    assert local.astimezone(ZoneInfo("America/New_York")).strftime("%H:%M") == "21:30"
    assert member is not None
    assert (member.state, member.capture) == ("member", "ask")


async def test_whoever_presses_second_finds_it_made(database: Database) -> None:
    async with database.writing() as connection:
        diary = await group(connection)
        emma = await persons.meet(connection, EMMA, "en", NOON)
        place = Place(GROUP, "group", "Other")
        again, is_new = await groups.make(connection, place, emma, LIMITS, NOON)
    assert (again.id, again.title, is_new) == (diary.id, "가족", False)
    assert again.owner_id == diary.owner_id


async def test_a_channel_speaks_for_itself(database: Database) -> None:
    async with database.writing() as connection:
        diary = await group(connection, SUPERGROUP, kind="channel", discussion_chat_id=-7)
        author = await person_rows.find(connection, SUPERGROUP)
    assert (diary.kind, diary.discussion_chat_id) == ("channel", -7)
    assert author is not None
    assert (author.kind, author.name, author.consented_at) == ("chat", "가족", NOON)


async def test_asleep_it_does_nothing_by_itself_and_awake_it_goes_on(database: Database) -> None:
    async with database.writing() as connection:
        diary = await group(connection)
        await diaries.change(connection, diary.id, question_minute=600, next_question_at=NOON)
        entry_id = await entry(connection, diary, 5, stopped="blocked")
        assert await groups.freeze(connection, GROUP, BOT, "kicked", NOON, NOON)
        assert await groups.freeze(connection, GROUP, BOT, "kicked", NOON, NOON) is None
        asleep = await diaries.get(connection, diary.id)
        told = await notices.due(connection, NOON, 9)
        await groups.wake(connection, GROUP, NOON + 30 * HOUR)
        awake = await diaries.get(connection, diary.id)
        left = await notices.due(connection, NOON + 30 * HOUR, 9)
        card = await card_of(connection, entry_id)
    assert (asleep.state, asleep.next_round_at, asleep.next_question_at) == ("frozen", None, None)
    assert [(notice.kind, notice.person_id) for notice in told] == [("frozen", diary.owner_id)]
    assert left == []
    assert (awake.state, awake.evening_minute) == ("open", EVENING_MINUTE)
    assert awake.next_round_at is not None
    assert awake.next_round_at > NOON + 30 * HOUR
    assert awake.next_question_at is not None
    assert card.stopped is None


async def test_a_diary_that_is_ending_goes_on_ending(database: Database) -> None:
    async with database.writing() as connection:
        diary = await group(connection)
        await diaries.change(connection, diary.id, state="leaving", delete_at=NOON)
        await groups.freeze(connection, GROUP, BOT, "kicked", NOON, NOON)
        await groups.wake(connection, GROUP, NOON)
        ending = await diaries.get(connection, diary.id)
    assert (ending.state, ending.delete_at) == ("leaving", NOON)


async def test_who_was_taken_out_does_not_join_by_a_button(database: Database) -> None:
    async with database.writing() as connection:
        diary = await group(connection)
        emma = await persons.meet(connection, EMMA, "en", NOON)
        assert (await groups.join(connection, diary.id, emma, NOON))[1]
        assert not (await groups.join(connection, diary.id, emma, NOON))[1]
        await members.change(connection, diary.id, emma.id, state="left")
        assert (await groups.join(connection, diary.id, emma, NOON))[1]
        await members.change(connection, diary.id, emma.id, state="removed")
        with pytest.raises(NotYours):
            await groups.join(connection, diary.id, emma, NOON)
        await diaries.change(connection, diary.id, state="frozen")
        with pytest.raises(TooLate):
            await groups.join(connection, diary.id, emma, NOON)
        own = await persons.own_diary(connection, emma, "Asia/Seoul", 4, NOON)
        for number in (own.id, 999):
            with pytest.raises(TooLate):
                await groups.join(connection, number, emma, NOON)


async def test_a_diary_that_everybody_left_belongs_to_who_joins_by_the_button(
    database: Database,
) -> None:
    async with database.writing() as connection:
        diary = await group(connection)
        emma = await persons.meet(connection, EMMA, "en", NOON)
        owner = await person_rows.get(connection, diary.owner_id)
        await departures.left(connection, diary, owner, NOON)
        await groups.join(connection, diary.id, emma, NOON)
        assert (await diaries.get(connection, diary.id)).owner_id == emma.id
        await departures.returned(connection, diary, owner, NOON)
        assert (await diaries.get(connection, diary.id)).owner_id == emma.id


async def test_a_move_takes_everything_along_but_what_messages_are(database: Database) -> None:
    async with database.writing() as connection:
        diary = await group(connection)
        other = await group(connection, -1_003, kind="channel", discussion_chat_id=GROUP)
        await standings.put(connection, GROUP, JIWOO, "creator", NOON)
        await standings.put(connection, GROUP, EMMA, "member", NOON)
        await standings.put(connection, SUPERGROUP, EMMA, "left", NOON)
        await persons.of_chat(connection, GROUP, "ko", NOON)
        behind = await entry(connection, diary, 5, message_id=6, picture="curve:1", reaction="x")
        shown = await entry(connection, diary, 7, message_id=8, shown=1)
        await prompts.add(connection, GROUP, 9, diary.owner_id, "book_title", 1, NOON + HOUR)
        for _ in range(2):
            await groups.move(connection, GROUP, SUPERGROUP, NOON)
        moved = await diaries.get(connection, diary.id)
        discussed = await diaries.get(connection, other.id)
        creator = await standings.find(connection, SUPERGROUP, JIWOO)
        emma = await standings.find(connection, SUPERGROUP, EMMA)
        card, old_card = await card_of(connection, behind), await card_of(connection, shown)
        assert await standings.find(connection, GROUP, EMMA) is None
        assert await person_rows.find(connection, SUPERGROUP) is not None
        assert await diaries.of_chat(connection, GROUP) == moved
        assert await moves.today(connection, GROUP) == SUPERGROUP
        assert await clips.exists(connection, GROUP, 5)
        assert await prompts.find(connection, GROUP, 9, NOON) is not None
    assert (moved.chat_id, discussed.discussion_chat_id) == (SUPERGROUP, SUPERGROUP)
    assert creator is not None
    assert creator.status == "creator"
    assert emma is not None
    assert emma.status == "left"
    assert (card.chat_id, card.message_id, card.reply_to) == (SUPERGROUP, None, None)
    assert (card.picture, card.reaction) == (None, None)
    assert (old_card.chat_id, old_card.message_id) == (GROUP, 8)


async def test_a_card_that_must_change_later_is_sent_anew_by_the_next_move(
    database: Database,
) -> None:
    """The refusal of the edit tells of the move again: see `bot.card_delivery`."""
    async with database.writing() as connection:
        diary = await group(connection)
        entry_id = await entry(connection, diary, 7, message_id=8, shown=1)
        await groups.move(connection, GROUP, SUPERGROUP, NOON)
        await cards.want_now(connection, entry_id)
        await groups.move(connection, GROUP, SUPERGROUP, NOON)
        card = await card_of(connection, entry_id)
    assert (card.chat_id, card.message_id) == (SUPERGROUP, None)


async def fill(connection: Connection, begun: Diary, what: str) -> None:
    """Let there be something in a diary that others would miss."""
    if what == "entry":
        await entry(connection, begun, 5)
        return
    emma = await persons.meet(connection, EMMA, "ko", NOON, name="Emma")
    own = await persons.own_diary(connection, emma, "Asia/Seoul", 4, NOON)
    entry_id = await entry(connection, own, 6)
    if what == "member":
        await members.join(connection, begun.id, emma.id, NOON)
    elif what == "share":
        await shares.add(connection, entry_id, begun.id, "key", NOON)
    elif what == "comment":
        said = {
            "entry_id": entry_id, "diary_id": begun.id, "author_id": emma.id, "kind": "text",
            "text": "hello", "chat_id": begun.chat_id, "message_id": 7, "state": "visible",
            "created_at": NOON,
        }  # fmt: skip
        await comments.add(connection, said)


@pytest.mark.parametrize("what", ["nothing", "entry", "member", "share", "comment"])
async def test_a_diary_begun_before_anybody_knew_makes_room_while_it_is_empty(
    database: Database, what: str
) -> None:
    async with database.writing() as connection:
        diary = await group(connection)
        begun = await group(connection, SUPERGROUP)
        await fill(connection, begun, what)
        await groups.move(connection, GROUP, SUPERGROUP, NOON)
        await groups.move(connection, GROUP, SUPERGROUP, NOON)
        here = await diaries.of_chat(connection, SUPERGROUP)
        kept = await diaries.get(connection, diary.id)
    assert here is not None
    assert here.id == (diary.id if what == "nothing" else begun.id)
    assert kept.chat_id == (SUPERGROUP if what == "nothing" else GROUP)


async def test_a_discussion_is_linked_to_a_channels_diary_alone(database: Database) -> None:
    async with database.writing() as connection:
        await group(connection)
        assert await groups.link(connection, GROUP, -7) is None
        assert await groups.link(connection, -55, -7) is None
        channel = await group(connection, SUPERGROUP, kind="channel", discussion_chat_id=-7)
        await groups.link(connection, SUPERGROUP, None)
        unlinked = await diaries.get(connection, channel.id)
    assert unlinked.discussion_chat_id is None


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [
        (" 우리\n 집 ", 50, "우리 집"),
        ("하나\n\n 둘 ", 200, "하나\n둘"),
        ("가\u202e나\x00다", 50, "가나다"),
        ("👩\u200d👧", 50, "👩\u200d👧"),
        ("a" * 50, 50, "a" * 50),
    ],
)
def test_titles_and_descriptions_are_tidied(text: str, longest: int, kept: str) -> None:
    assert groups.cleaned(text, longest=longest) == kept


def test_what_is_too_long_or_nothing_is_refused() -> None:
    with pytest.raises(TooLong) as refused:
        groups.cleaned("a" * 51, longest=50)
    assert refused.value.length == 51
    for text in ("", " \n ", "\u200e\u202e"):
        with pytest.raises(NoText):
            groups.cleaned(text, longest=50)
