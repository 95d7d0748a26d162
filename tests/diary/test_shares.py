"""Sharing: only one's own, only where one may write, only the chosen parts, and back again."""

import datetime as dt

import pytest

from diary import access, cards, shares
from diary.errors import NotYours, TooLate
from storage import card_messages, diaries, entries, notices, removals, standings, threads
from storage import cards as card_rows
from storage import shares as rows
from storage.cards import Card
from storage.database import Connection, Database
from storage.entries import Entry
from storage.shares import PARTS, Share
from storage.threads import Thread
from tests.diary.given import JIWOO, NOON, card_of, entry_of, finished, recording
from tests.diary.shared import GROUP, Family, family, stand, written

SOON = NOON + dt.timedelta(seconds=5)


async def begin(
    connection: Connection, parts: str = "video,key"
) -> tuple[Family, Entry, Card, Share]:
    """Emma has chosen these parts of her own entry for the family."""
    home = await family(connection)
    entry_id = await finished(connection, recording(1, home.emma.telegram_id, caption="제목\n글"))
    await entries.change(connection, entry_id, mood=4)
    entry, card = await entry_of(connection, entry_id), await card_of(connection, entry_id)
    draft = await shares.choose(connection, home.emma, entry, card, home.diary.id, SOON)
    await rows.change(connection, draft.id, parts=parts)
    return home, entry, await card_of(connection, entry_id), draft


async def shown(connection: Connection, parts: str = "video,key") -> tuple[Family, Entry, Share]:
    home, entry, card, draft = await begin(connection, parts)
    await shares.show(connection, home.emma, entry, card, SOON)
    return home, entry, draft


async def test_by_default_neither_the_chart_nor_every_word_is_chosen(database: Database) -> None:
    async with database.writing() as connection:
        _, _, card, draft = await begin(connection)
        assert draft.shown == {"video", "key"}
        assert card.menu == f"parts:{draft.id}"


@pytest.mark.parametrize("parts", [*PARTS, "video,key", "chart,words", "video,chart,words,key"])
async def test_every_reader_gets_just_the_chosen_parts(database: Database, parts: str) -> None:
    async with database.writing() as connection:
        home, entry, _ = await shown(connection, parts)
        chosen = frozenset(parts.split(","))
        sight = await access.sight(connection, home.jiwoo, entry.id, SOON)
        assert sight.parts == chosen
        own = await access.sight(connection, home.emma, entry.id, SOON)
        assert own.parts == frozenset(PARTS)
        card = await card_rows.at(connection, entry.id, GROUP)
        assert card is not None
        contents = await cards.contents(connection, card.id, 1)
        assert contents is not None
        assert contents.parts == chosen
        with pytest.raises(NotYours):
            await access.sight(connection, home.mallory, entry.id, SOON)


async def test_a_draft_shows_nobody_anything(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, _, _ = await begin(connection)
        assert await access.sights(connection, home.jiwoo, entry.id, SOON) == []
        assert await card_rows.at(connection, entry.id, GROUP) is None


async def test_what_an_entry_does_not_have_cannot_be_chosen(database: Database) -> None:
    async with database.writing() as connection:
        _, entry, card, _ = await begin(connection)
        await entries.change(connection, entry.id, keeps_video=False)
        entry = await entry_of(connection, entry.id)
        assert "video" not in await shares.of_entry(connection, entry)
        for part in ("video", "nothing", ""):
            with pytest.raises(TooLate):
                await shares.toggle(connection, entry, card, part)


async def test_a_stranger_and_somebody_who_left_cannot_share_there(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, card, _ = await begin(connection)
        with pytest.raises(NotYours):
            await shares.choose(connection, home.seorin, entry, card, home.diary.id, SOON)
        await stand(connection, home.emma, "left", SOON)
        for act in (
            shares.choose(connection, home.emma, entry, card, home.diary.id, SOON),
            shares.show(connection, home.emma, entry, card, SOON),
        ):
            with pytest.raises(NotYours):
                await act


async def test_without_telegrams_fresh_word_nothing_is_shared(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, card, _ = await begin(connection)
        late = SOON + dt.timedelta(minutes=2)
        with pytest.raises(NotYours):
            await shares.show(connection, home.emma, entry, card, late)
        await standings.forget(connection, GROUP)
        with pytest.raises(NotYours):
            await shares.show(connection, home.emma, entry, card, SOON)


async def test_another_own_diary_is_no_place_to_share_to(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, card, _ = await begin(connection)
        await finished(connection, recording(2, JIWOO))
        for telegram_id in (JIWOO, home.emma.telegram_id):
            own = await diaries.of_chat(connection, telegram_id)
            assert own is not None
            with pytest.raises(NotYours):
                await shares.choose(connection, home.emma, entry, card, own.id, SOON)


@pytest.mark.parametrize("state", ["frozen", "leaving"])
async def test_a_diary_that_sleeps_takes_nothing(database: Database, state: str) -> None:
    async with database.writing() as connection:
        home, entry, card, _ = await begin(connection)
        await diaries.change(connection, home.diary.id, state=state)
        with pytest.raises(TooLate):
            await shares.show(connection, home.emma, entry, card, SOON)


async def test_an_entry_of_a_shared_diary_or_a_private_one_is_not_shared(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home, entry, card, _ = await begin(connection)
        ours = await written(connection, home.emma, home.diary, 7)
        theirs = await card_of(connection, ours)
        with pytest.raises(TooLate):
            await shares.open_list(connection, await entry_of(connection, ours), theirs)
        await entries.change(connection, entry.id, is_private=True)
        with pytest.raises(TooLate):
            await shares.show(
                connection, home.emma, await entry_of(connection, entry.id), card, SOON
            )


async def test_taking_back_leaves_nothing_to_see_and_happens_once(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, share = await shown(connection)
        card = await card_rows.at(connection, entry.id, GROUP)
        assert card is not None
        await card_rows.change(connection, card.id, message_id=50)
        await card_messages.begin(connection, card.id, "clip-1")
        await card_messages.keep(connection, card.id, "clip-1", 49)
        await shares.take_back(connection, share, SOON)
        going = {(r.chat_id, r.message_id) for r in await removals.due(connection, SOON, 9)}
        assert going == {(GROUP, 49), (GROUP, 50)}
        assert await access.sights(connection, home.jiwoo, entry.id, SOON) == []
        with pytest.raises(TooLate):
            await shares.take_back(connection, share, SOON)


async def test_what_was_said_is_taken_back_out_of_private_chats_too(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, share = await shown(connection)
        places = [(GROUP, 60), (home.jiwoo.telegram_id, 61)]
        for chat_id, message_id in places:
            thread = Thread(entry.id, home.diary.id, chat_id, message_id, 0, "ko")
            await threads.put(connection, thread)
        elsewhere = Thread(entry.id, entry.diary_id, home.emma.telegram_id, 62, 0, "ko")
        await threads.put(connection, elsewhere)
        await shares.take_back(connection, share, SOON)
        going = [(r.chat_id, r.message_id) for r in await removals.due(connection, SOON, 9)]
        assert sorted(going) == sorted(places)
        assert await threads.of_entries(connection, [entry.id]) == [elsewhere]


async def test_somebody_who_left_still_takes_back_what_they_shared(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, share = await shown(connection)
        await stand(connection, home.emma, "left", SOON)
        found = await shares.shown_in(connection, entry, home.diary.id)
        assert found.id == share.id
        assert await shares.take_back_in(connection, home.emma.id, home.diary.id, SOON) == 1
        assert await rows.of_entry(connection, entry.id) == []


async def test_only_its_author_and_who_leads_take_something_out(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, _ = await shown(connection)
        for person in (home.seorin, home.mallory):
            with pytest.raises(NotYours):
                await shares.take_out(connection, person, entry.id, home.diary, SOON)
        await shares.take_out(connection, home.jiwoo, entry.id, home.diary, SOON)
        [notice] = await notices.due(connection, SOON, 9)
        assert (notice.person_id, notice.kind) == (home.emma.id, "removed_entry")
        assert (await entry_of(connection, entry.id)).removed_at is None
        with pytest.raises(NotYours):
            await shares.take_out(connection, home.jiwoo, entry.id, home.diary, SOON)


async def test_what_was_taken_out_of_its_own_diary_is_there_for_its_author_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number = await written(connection, home.emma, home.diary, 7)
        await shares.take_out(connection, home.emma, number, home.diary, SOON)
        assert await notices.due(connection, SOON, 9) == []
        assert await access.sights(connection, home.jiwoo, number, SOON) == []
        assert len(await access.sights(connection, home.emma, number, SOON)) == 1
