"""What was kept in a group changes: its caption, or what it is, an entry or a comment."""

from dataclasses import replace

import pytest

from diary import captures, comments, edits, entries, persons, recordings
from diary import tags as own_tags
from diary.captures import Acceptance
from diary.comments import Remark
from diary.errors import TooLate
from storage import comments as comment_rows
from storage import entries as entry_rows
from storage import members, removals, tags
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.entries import Entry
from tests.diary.captured import CHAT, kept, note, press, shared, shown, states, take
from tests.diary.given import (
    EMMA,
    JIWOO,
    LIMITS,
    NOON,
    card_of,
    entry_of,
)


async def captioned(connection: Connection) -> int:
    diary = await shared(connection)
    clip = note(1, kind="video", caption="발표\n끝났다 #한강 #오늘")
    entry_id = await kept(connection, diary, clip)
    await press(connection, entry_id, "always")
    return entry_id


async def test_an_edited_caption_changes_title_words_and_tags(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        before = (await card_of(connection, entry_id)).wanted
        assert await captures.edit_caption(connection, CHAT, 1, "새 제목\n새 글 #서울", NOON)
        entry = await entry_of(connection, entry_id)
        assert (entry.title, entry.caption) == ("새 제목", "새 글")
        assert await tags.of_entry(connection, entry_id, manual=True) == ["서울"]
        assert (await card_of(connection, entry_id)).wanted == before + 1
        assert not await captures.edit_caption(connection, CHAT, 1, "새 제목\n새 글 #서울", NOON)
        assert (await card_of(connection, entry_id)).wanted == before + 1


async def test_tags_of_the_analysis_outlive_an_edit(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        diary_id = (await entry_of(connection, entry_id)).diary_id
        found = ("한강", "하루", "서울")
        await tags.replace(connection, diary_id, entry_id, found, manual=False)
        await captures.edit_caption(connection, CHAT, 1, "제목 #서울", NOON)
        assert await tags.of_entry(connection, entry_id, manual=True) == ["서울"]
        assert await tags.of_entry(connection, entry_id, manual=False) == ["하루"]


@pytest.mark.parametrize("message_id", [1, 2])
async def test_an_edit_of_what_is_no_entry_changes_nothing(
    database: Database, message_id: int
) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        await entries.cancel(connection, await entry_of(connection, entry_id))
        assert not await captures.edit_caption(connection, CHAT, message_id, "다른 말", NOON)
        assert (await entry_of(connection, entry_id)).title is None


@pytest.mark.parametrize("state", ["left", "removed"])
async def test_who_is_out_of_the_diary_changes_no_caption_in_it(
    database: Database, state: str
) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        entry = await entry_of(connection, entry_id)
        await members.change(connection, entry.diary_id, entry.author_id, state=state)
        assert not await captures.edit_caption(connection, CHAT, 1, "나간 뒤의 말 #새것", NOON)
        assert (await entry_of(connection, entry_id)).title == "발표"
        assert await tags.of_entry(connection, entry_id, manual=True) == ["한강", "오늘"]


async def above(connection: Connection, diary: Diary) -> int:
    """An entry of Emma's whose card stands in the chat as message 20."""
    entry_id = await kept(connection, diary, note(10, EMMA))
    await press(connection, entry_id, "always", EMMA)
    await shown(connection, entry_id, 20)
    return entry_id


async def own(connection: Connection, entry_id: int) -> Entry:
    return await entries.of_author(connection, entry_id, JIWOO, NOON, here=CHAT)


async def test_a_reply_that_was_meant_as_a_comment_becomes_one(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        about = await above(connection, diary)
        entry_id = await kept(connection, diary, note(30), "reply")
        assert (await card_of(connection, entry_id)).menu == recordings.ANSWER
        await press(connection, entry_id, "once")
        await shown(connection, entry_id, 31)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        entry = await own(connection, entry_id)
        answer = await captures.to_comment(connection, entry, jiwoo, NOON)
        assert answer.outcome == "kept"
        said = await comment_rows.of_message(connection, CHAT, 30)
        assert said is not None
        assert (said.entry_id, said.author_id, said.kind) == (about, jiwoo.id, "video_note")
        assert await entry_rows.get(connection, entry_id) is None
        assert [r.message_id for r in await removals.due(connection, NOON, 9)] == [31]
        assert (await take(connection, diary, note(30), "reply")).outcome == "comment"


async def test_what_has_no_card_above_it_stays_an_entry(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await above(connection, diary)
        for clip in (note(15), note(30, thread_id=4), note(31, kind="video")):
            entry_id = await kept(connection, diary, clip, "reply")
            assert (await card_of(connection, entry_id)).menu is None
            jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
            with pytest.raises(TooLate):
                await captures.to_comment(connection, await own(connection, entry_id), jiwoo, NOON)
            assert await entry_rows.get(connection, entry_id) is not None


async def test_where_comments_are_off_an_entry_stays_one(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        about = await above(connection, diary)
        entry_id = await kept(connection, diary, note(30), "reply")
        await entry_rows.change(connection, about, comments_on=False)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        with pytest.raises(TooLate):
            await captures.to_comment(connection, await own(connection, entry_id), jiwoo, NOON)
        assert await entry_rows.get(connection, entry_id) is not None
        other = await kept(connection, diary, note(40), "reply")
        assert (await card_of(connection, other)).menu is None


async def test_a_comment_that_was_meant_as_an_entry_is_asked_about_like_any_note(
    database: Database,
) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await above(connection, diary)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        entry_id = await recordings.accept_comment(connection, note(30), diary, jiwoo, LIMITS, NOON)
        assert entry_id is not None
        assert await states(connection, entry_id) == ("consent", "held")
        assert (await card_of(connection, entry_id)).menu == recordings.ANSWER
        again = recordings.accept_comment(connection, note(30), diary, jiwoo, LIMITS, NOON)
        assert await again is None


async def test_a_comment_from_elsewhere_or_too_long_is_no_entry(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        closed = replace(diary, state="leaving")
        for clip, where in (
            (note(1, chat_id=CHAT - 7), diary),
            (note(1, duration_s=LIMITS.max_duration_s + 1), diary),
            (note(1), closed),
        ):
            made = recordings.accept_comment(connection, clip, where, jiwoo, LIMITS, NOON)
            assert await made is None
        await members.join(connection, diary.id, jiwoo.id, NOON)
        await members.change(connection, diary.id, jiwoo.id, state="left")
        made = recordings.accept_comment(connection, note(1), diary, jiwoo, LIMITS, NOON)
        assert await made is None


async def test_a_note_that_is_a_comment_is_no_entry_beside_it(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await above(connection, diary)
        target = await comments.target(connection, CHAT, 20)
        assert target is not None
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        await comments.add(connection, target, jiwoo, Remark(CHAT, 30, "video_note"), NOON)
        assert await take(connection, diary, note(30), "save") == Acceptance("comment")


async def test_what_was_chosen_by_a_menu_outlives_a_typo_in_the_caption(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        for change in (
            lambda entry: edits.set_title(connection, jiwoo, entry, "내가 정한 제목", NOON),
            lambda entry: own_tags.add(connection, jiwoo, entry, ("가족",), NOON),
            lambda entry: own_tags.drop(connection, jiwoo, entry, "한강", NOON),
        ):
            await change(await entry_of(connection, entry_id))
        for caption, words, names in (
            ("발표!\n끝났다 #한강 #오늘", "끝났다", ["오늘", "가족"]),
            ("발표!\n끝! #한강 #서울", "끝!", ["가족", "서울"]),
            (None, "", ["가족"]),
        ):
            await captures.edit_caption(connection, CHAT, 1, caption, NOON)
            entry = await entry_of(connection, entry_id)
            assert (entry.title, entry.caption) == ("내가 정한 제목", words)
            assert await tags.of_entry(connection, entry_id, manual=True) == names


async def test_of_an_album_each_message_takes_off_its_own_hashtags_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        for number, caption in ((1, "하나 #서울 #봄"), (2, "둘 #봄 #한강")):
            clip = note(number, kind="video", media_group_id="album", caption=caption)
            await take(connection, diary, clip)
        await captures.edit_caption(connection, CHAT, 2, "둘", NOON)
        assert await tags.of_entry(connection, 1, manual=True) == ["서울", "봄"]
        assert (await entry_of(connection, 1)).title == "하나"


async def test_of_an_album_an_edited_caption_changes_its_own_words_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        for number, caption in ((1, "소풍\n김밥"), (2, "강가\n바람"), (3, None)):
            clip = note(number, kind="video", media_group_id="album", caption=caption)
            await take(connection, diary, clip)
        seen = []
        for number, caption in (
            (2, "호숫가\n바람 #물"),
            (1, "나들이\n김밥"),
            (3, "노을"),
            (1, None),
        ):
            await captures.edit_caption(connection, CHAT, number, caption, NOON)
            entry = await entry_of(connection, 1)
            seen.append((entry.title, entry.caption))
        assert seen == [
            ("소풍", "김밥\n호숫가\n바람"),
            ("나들이", "김밥\n호숫가\n바람"),
            ("나들이", "김밥\n호숫가\n바람\n노을"),
            ("호숫가", "바람\n노을"),
        ]


async def test_of_a_message_that_nobody_remembers_no_tag_is_taken_off(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        await entry_rows.change(connection, entry_id, headings=None)
        await captures.edit_caption(connection, CHAT, 1, None, NOON)
        assert (await entry_of(connection, entry_id)).title == "발표"
        assert await tags.of_entry(connection, entry_id, manual=True) == ["한강", "오늘"]
        await captures.edit_caption(connection, CHAT, 1, "새 제목 #새것", NOON)
        assert (await entry_of(connection, entry_id)).title == "발표"
        await captures.edit_caption(connection, CHAT, 1, "#새것", NOON)
        assert await tags.of_entry(connection, entry_id, manual=True) == ["한강", "오늘", "새것"]
