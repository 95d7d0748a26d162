"""The switches of one entry, and that they hold."""

import pytest

from diary import cards, entries, shares, switches, undo
from diary.errors import TooLate
from storage import card_messages, clips, jobs, persons, removals
from storage import cards as card_rows
from storage import entries as entry_rows
from storage import shares as rows
from storage.cards import Card
from storage.database import Connection, Database
from storage.entries import Entry
from storage.persons import Person
from tests.diary.given import NOON, card_of, clips_of, entry_of, finished, recording
from tests.diary.shared import GROUP, Family, family, written
from tests.diary.test_shares import SOON, shown


async def author_of(connection: Connection, number: int) -> Person:
    return await persons.get(connection, (await entry_of(connection, number)).author_id)


async def test_comments_are_switched_off_and_on(database: Database) -> None:
    async with database.writing() as connection:
        number = await finished(connection, recording())
        for expected in (False, True):
            assert (
                await switches.switch_comments(
                    connection,
                    await author_of(connection, number),
                    await entry_of(connection, number),
                    NOON,
                )
                is expected
            )
            contents = await cards.contents(connection, (await card_of(connection, number)).id, 1)
            assert contents is not None
            assert contents.takes_comments is expected


async def test_a_forgotten_video_cannot_be_analysed_again_or_known_again(
    database: Database,
) -> None:
    async with database.writing() as connection:
        number = await finished(connection, recording(file_unique_id="same"))
        await entry_rows.change(connection, number, reason="speech_failed")
        [clip] = await clips_of(connection, number)
        await clips.set_findings(connection, clip.id, clip.findings or {}, lacks_speech=True)
        entry, card = await entry_of(connection, number), await card_of(connection, number)
        await switches.forget_video(connection, entry, card, SOON)
        [clip] = await clips_of(connection, number)
        assert (clip.file_id, clip.file_unique_id, clip.lacks_speech) == ("", "", False)
        assert clip.findings is not None
        entry = await entry_of(connection, number)
        assert not entry.keeps_video
        with pytest.raises(TooLate):
            await entries.retry(connection, entry, SOON)
        with pytest.raises(TooLate):
            await switches.forget_video(connection, entry, card, SOON)
        assert await entry_rows.twin_of(connection, entry.diary_id, "same", entry.author_id) is None


@pytest.mark.parametrize("state", ["queued", "running"])
async def test_a_video_is_not_forgotten_while_it_is_needed(database: Database, state: str) -> None:
    async with database.writing() as connection:
        number = await finished(connection, recording())
        await jobs.change(connection, number, was=("done",), state=state)
        entry, card = await entry_of(connection, number), await card_of(connection, number)
        with pytest.raises(TooLate):
            await switches.ask_forget(connection, entry, card)
        with pytest.raises(TooLate):
            await switches.forget_video(connection, entry, card, SOON)
        [clip] = await clips_of(connection, number)
        assert clip.file_id


async def test_a_share_loses_the_video_and_keeps_the_rest(database: Database) -> None:
    async with database.writing() as connection:
        _, entry, share = await shown(connection)
        there = await card_rows.at(connection, entry.id, GROUP)
        assert there is not None
        await card_messages.begin(connection, there.id, "clip-1")
        await card_messages.keep(connection, there.id, "clip-1", 49)
        await switches.forget_video(connection, entry, await card_of(connection, entry.id), SOON)
        [gone] = await removals.due(connection, SOON, 9)
        assert (gone.chat_id, gone.message_id) == (GROUP, 49)
        left = await rows.get(connection, share.id)
        assert left is not None
        assert (left.state, left.parts) == ("shown", "key")
        assert await card_messages.of_card(connection, there.id) == []


async def test_a_share_of_the_video_alone_goes_with_it(database: Database) -> None:
    async with database.writing() as connection:
        _, entry, _ = await shown(connection, "video")
        await switches.forget_video(connection, entry, await card_of(connection, entry.id), SOON)
        assert await rows.of_entry(connection, entry.id) == []


async def _private(
    connection: Connection, home: Family, entry: Entry, card: Card, *, is_sure: bool
) -> bool | None:
    return await switches.switch_private(connection, home.emma, entry, card, SOON, is_sure=is_sure)


async def test_private_asks_first_where_it_is_shown_and_takes_back(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, _ = await shown(connection)
        card = await card_of(connection, entry.id)
        assert await _private(connection, home, entry, card, is_sure=False) is None
        assert not (await entry_of(connection, entry.id)).is_private
        assert len(await rows.of_entry(connection, entry.id)) == 1
        assert await _private(connection, home, entry, card, is_sure=True) is True
        entry = await entry_of(connection, entry.id)
        assert entry.is_private
        assert await rows.of_entry(connection, entry.id) == []
        with pytest.raises(TooLate):
            await shares.open_list(connection, entry, card)
        assert await _private(connection, home, entry, card, is_sure=False) is False
        await shares.open_list(connection, await entry_of(connection, entry.id), card)


async def test_nothing_of_a_shared_diary_is_private(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number = await written(connection, home.emma, home.diary, 7)
        entry, card = await entry_of(connection, number), await card_of(connection, number)
        with pytest.raises(TooLate):
            await switches.switch_private(connection, home.emma, entry, card, NOON, is_sure=True)


async def test_switches_are_undone_as_other_changes_are(database: Database) -> None:
    async with database.writing() as connection:
        number = await finished(connection, recording())
        who, card = await author_of(connection, number), await card_of(connection, number)
        await switches.switch_comments(connection, who, await entry_of(connection, number), NOON)
        entry = await entry_of(connection, number)
        await switches.switch_private(connection, who, entry, card, SOON, is_sure=False)
        for kind in ("private", "comments"):
            change = await undo.last(connection, who, SOON)
            assert change is not None
            assert change.kind == kind
            assert (await undo.undo(connection, who, change.id, SOON)).is_back
        entry = await entry_of(connection, number)
        assert (entry.comments_on, entry.is_private) == (True, False)
        assert await undo.last(connection, who, SOON) is None


async def test_what_was_taken_back_stays_so_when_a_switch_is_undone(database: Database) -> None:
    async with database.writing() as connection:
        home, entry, _ = await shown(connection)
        card = await card_of(connection, entry.id)
        await switches.switch_private(connection, home.emma, entry, card, SOON, is_sure=True)
        change = await undo.last(connection, home.emma, SOON)
        assert change is not None
        await undo.undo(connection, home.emma, change.id, SOON)
        assert not (await entry_of(connection, entry.id)).is_private
        assert await rows.of_entry(connection, entry.id) == []
