"""Leaving: reading ends at once, and what somebody wrote goes where they say."""

import datetime as dt

import pytest

from diary import access, departures, members
from diary.errors import NotYours
from storage import (
    cards,
    comments,
    diaries,
    entries,
    notices,
    removals,
    shares,
    tags,
    terms,
    threads,
)
from storage import members as rows
from storage.database import Connection, Database
from storage.persons import Person
from storage.threads import Thread
from tests.diary.given import LIMITS, NOON, entry_of, finished, recording
from tests.diary.shared import GROUP, Family, family, stand, written

MONTH = departures.GRACE


async def reads(connection: Connection, home: Family, entry_id: int) -> bool:
    """Whether Emma can see an entry from her private chat, Telegram still saying "member"."""
    return bool(await access.sights(connection, home.emma, entry_id, NOON))


async def swept(connection: Connection) -> list[tuple[int, int, str | None]]:
    due = await removals.due(connection, NOON + MONTH, 100)
    return [(one.chat_id, one.message_id, one.instead) for one in due]


async def comment(
    connection: Connection, home: Family, entry_id: int, by: Person | None = None, **more: object
) -> int:
    author = by or home.jiwoo
    values = {
        "entry_id": entry_id, "diary_id": home.diary.id, "author_id": author.id,
        "kind": "text", "text": "nice", "chat_id": GROUP,
        "message_id": 5000 + entry_id + 100 * author.id, "state": "visible", "created_at": NOON,
    }  # fmt: skip
    return await comments.add(connection, {**values, **more})


async def opened(connection: Connection, home: Family, entry_id: int) -> list[tuple[int, int]]:
    """The thread of an entry stands in the group and in Jiwoo's private chat."""
    places = [(GROUP, 7000 + entry_id), (home.jiwoo.telegram_id, 8000 + entry_id)]
    for chat_id, message_id in places:
        thread = Thread(entry_id, home.diary.id, chat_id, message_id, 0, "ko")
        await threads.put(connection, thread)
    return places


async def test_who_left_the_chat_reads_nothing_at_once_and_is_asked(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        his = await written(connection, home.jiwoo, home.diary, 2)
        assert await reads(connection, home, his)
        assert await departures.left(connection, home.diary, home.emma, NOON)
        assert not await departures.left(connection, home.diary, home.emma, NOON)
        assert not await reads(connection, home, his)
        assert not await reads(connection, home, hers)
        assert [n.kind for n in await notices.of_person(connection, home.emma.id)] == ["departed"]
        assert await access.sights(connection, home.jiwoo, hers, NOON)
        assert not await departures.left(connection, home.diary, home.mallory, NOON)


async def test_coming_back_within_thirty_days_undoes_it(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        his = await written(connection, home.jiwoo, home.diary, 2)
        await departures.left(connection, home.diary, home.emma, NOON)
        assert await departures.returned(connection, home.diary, home.emma, NOON)
        assert not await departures.returned(connection, home.diary, home.emma, NOON)
        assert await reads(connection, home, his)
        [notice] = await notices.of_person(connection, home.emma.id)
        assert notice.state == "dropped"


async def test_after_thirty_days_the_entries_are_left_and_nobody_comes_back_by_itself(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        await departures.left(connection, home.diary, home.emma, NOON)
        almost = NOON + MONTH - dt.timedelta(seconds=1)
        assert await departures.settle_late(connection, almost) == 0
        assert await departures.settle_late(connection, NOON + MONTH) == 1
        assert await departures.settle_late(connection, NOON + MONTH) == 0
        member = await rows.find(connection, home.diary.id, home.emma.id)
        assert member is not None
        assert (member.choice, member.settle_at) == ("leave", None)
        assert not await departures.returned(connection, home.diary, home.emma, NOON + MONTH)
        entry = await entries.get(connection, hers)
        assert entry is not None
        assert entry.diary_id == home.diary.id


async def test_who_was_put_out_does_not_come_back_by_joining_the_chat(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await departures.remove(connection, home.jiwoo, home.diary.id, home.emma.id, NOON)
        assert not await departures.returned(connection, home.diary, home.emma, NOON)
        assert not await members.is_member(connection, home.diary.id, home.emma.id)


async def test_entries_that_are_taken_along_are_in_ones_own_diary_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        his = await written(connection, home.jiwoo, home.diary, 2)
        for entry_id in (hers, his):
            await comment(connection, home, entry_id)
        done = await departures.settle(connection, home.emma, home.diary.id, "take", LIMITS, NOON)
        assert list(done.entry_ids) == [hers]
        own = await diaries.of_chat(connection, home.emma.telegram_id)
        entry, card = await entries.get(connection, hers), await cards.of_entry(connection, hers)
        assert own is not None
        assert entry is not None
        assert card is not None
        assert entry.diary_id == own.id
        assert (card.chat_id, card.message_id) == (home.emma.telegram_id, None)
        assert await swept(connection) == [(GROUP, 1001, "taken_along")]
        assert await terms.entries_with(connection, own.id, "좋다") == [hers]
        assert await terms.entries_with(connection, home.diary.id, "좋다") == [his]
        assert await tags.of_entry(connection, hers, manual=False) == ["오늘", "하루"]
        assert await comments.of_entry(connection, hers, home.diary.id) == []
        assert len(await comments.of_entry(connection, his, home.diary.id)) == 1
        assert await reads(connection, home, hers)
        assert not await reads(connection, home, his)
        assert not await access.sights(connection, home.jiwoo, hers, NOON)


async def test_entries_that_are_left_stay_for_the_others(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        await departures.settle(connection, home.emma, home.diary.id, "leave", LIMITS, NOON)
        assert not await reads(connection, home, hers)
        assert await access.sights(connection, home.jiwoo, hers, NOON)
        assert await swept(connection) == []
        assert await notices.of_person(connection, home.emma.id) == []


async def test_entries_that_are_deleted_are_gone_with_all_that_belongs_to_them(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        his = await written(connection, home.jiwoo, home.diary, 2)
        await comment(connection, home, hers)
        await departures.settle(connection, home.emma, home.diary.id, "delete", LIMITS, NOON)
        assert await entries.get(connection, hers) is None
        for table in ("clips", "tags", "terms", "jobs", "cards", "comments"):
            query = f"SELECT * FROM {table} WHERE entry_id = {hers}"  # noqa: S608
            assert (await connection.exec_driver_sql(query)).all() == []
        assert await swept(connection) == [(GROUP, 1001, "deleted")]
        assert await entries.get(connection, his) is not None


@pytest.mark.parametrize(
    ("choice", "is_shown"), [("take", False), ("leave", True), ("delete", False)]
)
async def test_what_was_shown_of_ones_own_diary_is_taken_back_but_for_who_leaves_it(
    database: Database, choice: str, *, is_shown: bool
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        own = await finished(connection, recording(9, home.emma.telegram_id))
        share = await shares.add(connection, own, home.diary.id, "video", NOON)
        await cards.add(connection, own, GROUP, None, share_id=share)
        card = await cards.of_share(connection, share)
        assert card is not None
        await cards.change(connection, card.id, message_id=77)
        await departures.settle(connection, home.emma, home.diary.id, choice, LIMITS, NOON)
        assert bool(await access.sights(connection, home.jiwoo, own, NOON)) is is_shown
        assert await entries.get(connection, own) is not None
        assert await swept(connection) == ([] if is_shown else [(GROUP, 77, "taken_back")])


async def test_who_was_put_out_can_still_take_or_delete_what_they_wrote(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        await departures.remove(connection, home.jiwoo, home.diary.id, home.emma.id, NOON)
        await departures.settle_late(connection, NOON + MONTH)
        [left] = await departures.open_for(connection, home.emma)
        assert (left.entries, left.is_member) == (1, False)
        later = NOON + 2 * MONTH
        await departures.settle(connection, home.emma, home.diary.id, "delete", LIMITS, later)
        assert await entries.get(connection, hers) is None
        assert await departures.open_for(connection, home.emma) == []


@pytest.mark.parametrize(("choice", "why"), [("take", "taken_along"), ("delete", "deleted")])
async def test_what_was_said_about_entries_that_go_is_shown_nowhere(
    database: Database, choice: str, why: str
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        hers = await written(connection, home.emma, home.diary, 1)
        his = await written(connection, home.jiwoo, home.diary, 2)
        shown = await opened(connection, home, hers)
        await opened(connection, home, his)
        await departures.settle(connection, home.emma, home.diary.id, choice, LIMITS, NOON)
        gone = [(GROUP, 1001, why), *((*place, why) for place in shown)]
        assert sorted(await swept(connection)) == sorted(gone)
        assert await threads.showing(connection, hers, home.diary.id) == []
        assert len(await threads.showing(connection, his, home.diary.id)) == 2


async def test_who_deletes_what_is_theirs_deletes_what_they_said_too(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        his = await written(connection, home.jiwoo, home.diary, 2)
        voice = {"kind": "voice", "file_id": "f", "file_unique_id": "u", "hearing": "waiting"}
        hers = await comment(connection, home, his, home.emma, **voice)
        other = await comment(connection, home, his, home.seorin)
        shown = await opened(connection, home, his)
        card = await cards.of_entry(connection, his)
        assert card is not None
        await departures.settle(connection, home.emma, home.diary.id, "delete", LIMITS, NOON)
        wiped, kept = await comments.get(connection, hers), await comments.get(connection, other)
        assert wiped is not None
        assert kept is not None
        assert (wiped.state, wiped.text, wiped.file_id) == ("deleted", None, None)
        assert (wiped.file_unique_id, wiped.hearing) == (None, None)
        assert (kept.state, kept.text) == ("visible", "nice")
        assert await swept(connection) == [(*place, "gone") for place in shown]
        again = await cards.of_entry(connection, his)
        assert again is not None
        assert again.wanted == card.wanted + 1


@pytest.mark.parametrize("choice", ["take", "leave"])
async def test_what_somebody_said_stays_unless_they_delete(database: Database, choice: str) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        his = await written(connection, home.jiwoo, home.diary, 2)
        hers = await comment(connection, home, his, home.emma)
        await departures.settle(connection, home.emma, home.diary.id, choice, LIMITS, NOON)
        kept = await comments.get(connection, hers)
        assert kept is not None
        assert kept.text == "nice"


@pytest.mark.parametrize(
    ("before", "after"), [("always", "ask"), ("ask", "ask"), ("never", "never")]
)
async def test_who_comes_back_is_asked_anew_about_their_notes(
    database: Database, before: str, after: str
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        at = (connection, home.diary.id, home.emma.id)
        for way in ("returned", "joined", "invited again"):
            await rows.change(*at, capture=before)
            if way == "invited again":
                await departures.remove(connection, home.jiwoo, home.diary.id, home.emma.id, NOON)
            else:
                await departures.left(connection, home.diary, home.emma, NOON)
            if way == "returned":
                assert await departures.returned(connection, home.diary, home.emma, NOON)
            else:
                assert await members.enter(connection, home.diary, home.emma, NOON)
            member = await rows.find(*at)
            assert member is not None
            assert (member.state, member.capture) == ("member", after), way


async def test_who_leaves_is_not_put_into_words_any_more(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        his = await written(connection, home.jiwoo, home.diary, 2)
        voice = {"kind": "voice", "file_id": "f", "hearing": "waiting"}
        said = await comment(connection, home, his, home.emma, **voice)
        await departures.left(connection, home.diary, home.emma, NOON)
        kept = await comments.get(connection, said)
        assert kept is not None
        assert (kept.state, kept.file_id, kept.hearing) == ("visible", "f", None)


async def test_what_waits_for_a_word_is_no_entry_that_one_could_leave(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        states = ("waiting", "done", "failed", "consent", "twin", "cancelled")
        for number, state in enumerate(states, start=1):
            entry_id = await written(connection, home.emma, home.diary, number)
            await entries.change(connection, entry_id, state=state)
        [left] = await departures.open_for(connection, home.emma)
        assert left.entries == 3
        listing = await members.listing(connection, home.emma, home.diary.id, NOON)
        assert [one.entries for one in listing.members] == [0, 3]
        done = await departures.settle(connection, home.emma, home.diary.id, "delete", LIMITS, NOON)
        assert done.entries == 3


async def test_a_stranger_has_nothing_to_leave_and_takes_nothing(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        his = await written(connection, home.jiwoo, home.diary, 2)
        for diary_id in (home.diary.id, 999):
            for choice in (*departures.CHOICES, "steal"):
                with pytest.raises(NotYours):
                    await departures.settle(
                        connection, home.mallory, diary_id, choice, LIMITS, NOON
                    )
        with pytest.raises(NotYours):
            await departures.settle(connection, home.emma, home.diary.id, "steal", LIMITS, NOON)
        assert await members.is_member(connection, home.diary.id, home.emma.id)
        entry = await entries.get(connection, his)
        assert entry is not None
        assert entry.diary_id == home.diary.id


async def test_only_who_leads_puts_out_and_never_the_owner(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        diary_id = home.diary.id
        for by, whom in (
            (home.emma, home.jiwoo), (home.mallory, home.emma), (home.jiwoo, home.jiwoo),
            (home.jiwoo, home.mallory), (home.emma, home.emma),
        ):  # fmt: skip
            with pytest.raises(NotYours):
                await departures.remove(connection, by, diary_id, whom.id, NOON)
        await stand(connection, home.seorin, "administrator", NOON)
        with pytest.raises(NotYours):
            await departures.remove(connection, home.seorin, diary_id, home.jiwoo.id, NOON)
        await departures.remove(connection, home.seorin, diary_id, home.emma.id, NOON)
        assert not await members.is_member(connection, diary_id, home.emma.id)


async def test_when_the_owner_leaves_the_oldest_who_is_there_gets_the_diary(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await stand(connection, home.emma, "left", NOON)
        for person in (home.seorin, home.mallory):
            await members.enter(connection, home.diary, person, NOON + dt.timedelta(minutes=1))
            await stand(connection, person, "member", NOON)
        await departures.left(connection, home.diary, home.jiwoo, NOON)
        diary = await diaries.get(connection, home.diary.id)
        assert diary.owner_id == home.seorin.id
        assert [n.kind for n in await notices.of_person(connection, home.seorin.id)] == ["owner"]


async def test_a_diary_that_everybody_left_belongs_to_the_first_who_comes(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        for person in (home.jiwoo, home.emma):
            diary = await diaries.get(connection, home.diary.id)
            await departures.left(connection, diary, person, NOON)
        diary = await diaries.get(connection, home.diary.id)
        assert diary.owner_id == home.emma.id
        assert await departures.returned(connection, diary, home.jiwoo, NOON)
        assert (await diaries.get(connection, diary.id)).owner_id == home.jiwoo.id


async def test_a_day_that_its_author_has_chosen_goes_along(database: Database) -> None:
    chosen, night = dt.date(2026, 10, 1), NOON + dt.timedelta(hours=6)  # 03:00 in Seoul
    async with database.writing() as connection:
        home = await family(connection)
        await diaries.change(connection, home.diary.id, day_starts_hour=0)
        kept = await written(connection, home.emma, home.diary, 1)
        await entries.change(connection, kept, day=chosen)
        follows = await written(connection, home.emma, home.diary, 2)
        await entries.change(connection, follows, recorded_at=night, day=dt.date(2026, 11, 21))
        await departures.settle(connection, home.emma, home.diary.id, "take", LIMITS, NOON)
        assert (await entry_of(connection, kept)).day == chosen
        # One's own day ends at four: by that clock it is still the evening before.
        assert (await entry_of(connection, follows)).day == dt.date(2026, 11, 20)
