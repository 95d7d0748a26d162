"""What people do, and what the bot is told of it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, Forbidden

from playground.server import Attachment, World, forwarded


def last(world: World) -> dict[str, Any]:
    """Return the content of the last update, whatever its kind."""
    update = world.updates[max(world.updates)]
    return next(value for key, value in update.items() if key != "update_id")


def test_a_command_carries_its_entity(world: World) -> None:
    world.person(7, "Jiwoo", "ko").send_text("/start abc")
    message = last(world)
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": 7,
        "is_bot": False,
        "first_name": "Jiwoo",
        "language_code": "ko",
    }
    assert message["chat"] == {"id": 7, "type": "private", "first_name": "Jiwoo"}


def test_the_same_clip_keeps_its_unique_identifier_and_gets_another_file_id(world: World) -> None:
    person = world.person(7)
    first = person.send_video_note(b"clip").content["video_note"]
    second = world.person(8).send_video_note(b"clip").content["video_note"]
    other = person.send_video_note(b"other").content["video_note"]
    assert first["file_unique_id"] == second["file_unique_id"] != other["file_unique_id"]
    assert first["file_id"] != second["file_id"]


def test_every_kind_of_media_can_be_sent(world: World, draw: Any) -> None:
    person = world.person(7)
    person.send_video(b"v", 9, caption="제목 #태그", file_name="a.mov", width=640, height=360)
    assert last(world)["video"]["mime_type"] == "video/quicktime"
    assert last(world)["caption_entities"] == [{"type": "hashtag", "offset": 3, "length": 3}]
    person.send_document(b"d", "video/mp4", file_name="b.mp4", file_size=30_000_000)
    assert last(world)["document"]["file_size"] == 30_000_000
    person.send_photo(draw(50, 40))
    assert last(world)["photo"][-1]["height"] == 40
    person.send_voice(b"o", 3)
    person.send_sticker(b"s")
    person.send(Attachment("animation", b"gif", duration=2))
    assert {"animation", "document"} <= last(world).keys()
    person.send(Attachment("audio", b"mp3", duration=2, file_name="song.mp3"))
    person.send_content({"dice": {"emoji": "🎲", "value": 4}})
    kinds = [message.kind for message in person.chat.messages]
    assert kinds[:5] == ["video", "document", "photo", "voice", "sticker"]
    assert kinds[5:] == ["animation", "audio", "other"]


def test_a_place_on_earth_and_any_file_can_be_sent(world: World) -> None:
    person = world.person(7)
    person.send_location(37.5665, 126.978)
    assert last(world)["location"] == {"latitude": 37.5665, "longitude": 126.978}
    assert person.chat.messages[-1].kind == "location"
    with pytest.raises(ValueError, match="no place on earth"):
        person.send_location(91, 0)
    person.send_audio(b"mp3", 4, file_name="song.mp3")
    assert last(world)["audio"]["mime_type"] == "audio/mpeg"
    person.send_document(b"PK", "application/zip", file_name="일기.zip")
    assert last(world)["document"]["file_name"] == "일기.zip"


def test_an_album_is_several_messages_of_one_group(world: World) -> None:
    clips = [Attachment("video", b"1", duration=4), Attachment("video", b"2", duration=5)]
    first, second = world.person(7).album(clips, caption="하루")
    assert first.extra["media_group_id"] == second.extra["media_group_id"]
    assert (first.caption, second.caption) == ("하루", None)
    with pytest.raises(ValueError, match="an album has 2 to 10 items"):
        world.person(7).album(clips[:1])


def test_a_forwarded_clip_tells_its_earlier_date(world: World) -> None:
    person, friend = world.person(7, "Jiwoo"), world.person(8, "Minji")
    clip = friend.send_video_note(b"clip")
    person.forward(clip)
    origin = last(world)["forward_origin"]
    assert (origin["type"], origin["sender_user"]["first_name"]) == ("user", "Minji")
    person.forward(clip, hidden=True)
    assert last(world)["forward_origin"]["sender_user_name"] == "Minji"
    person.send_video_note(b"clip", 8, forward_origin=forwarded("Somebody", 1_700_000_000))
    assert last(world)["forward_origin"]["date"] == 1_700_000_000


def test_people_edit_and_delete_what_they_wrote(world: World) -> None:
    person = world.person(7)
    message = person.send_text("one")
    person.edit_text(message, "two #x")
    assert last(world)["text"] == "two #x"
    assert "edited_message" in world.updates[max(world.updates)]
    told = len(world.updates)
    person.delete(message)
    assert person.chat.messages == []
    assert len(world.updates) == told


def test_what_was_forwarded_or_stays_the_same_is_not_edited(world: World) -> None:
    person = world.person(7)
    message = person.send_text("one")
    forward = person.forward(message)
    told = len(world.updates)
    for unfit, text in ((message, "one"), (forward, "two")):
        with pytest.raises(ValueError, match="is not edited"):
            person.edit_text(unfit, text)
    assert (len(message.versions), len(forward.versions)) == (1, 1)
    assert len(world.updates) == told


def test_the_apps_send_no_text_that_is_too_long(world: World) -> None:
    with pytest.raises(ValueError, match="1 to 4096"):
        world.person(7).send_text("x" * 4097)
    with pytest.raises(ValueError, match="a video_note has no caption"):
        world.person(7).send(Attachment("video_note", b"v", caption="x"))
    with pytest.raises(ValueError, match="at most 1024"):
        world.person(7).send_video(b"v", caption="x" * 1025)


def test_writing_to_a_blocked_bot_restarts_it(world: World) -> None:
    person = world.person(7)
    person.send_text("one")
    person.block_bot()
    person.block_bot()
    person.send_text("two")
    assert not person.blocked
    kinds = [key for update in world.updates.values() for key in update if key != "update_id"]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]


async def test_privacy_mode_hides_most_of_a_group(world: World, bot: Bot) -> None:
    person = world.person(7)
    group = world.group("family", [person, world.person(8)])
    own = await bot.send_message(group.id, "hello all")
    shown = group.find(own.message_id)
    person.send_text("just talk", chat=group)
    person.send_video_note(b"clip", chat=group)
    person.send_text("/diary@other_bot", chat=group)
    person.send_text("/diary", chat=group)
    person.send_text("/diary@MindGitter_bot", chat=group)
    person.send_text("ask @mindgitter_bot", chat=group)
    person.send_text("a reply", chat=group, reply_to=shown)
    seen = [u.message.text for u in await bot.get_updates() if u.message]
    assert seen == [None, "/diary", "/diary@MindGitter_bot", "ask @mindgitter_bot", "a reply"]


async def test_an_administrator_sees_everything_in_a_group(world: World, bot: Bot) -> None:
    person = world.person(7)
    group = world.group("family", [person], bot_is_admin=True)
    note = person.send_video_note(b"clip", chat=group)
    added, joined, update = await bot.get_updates()
    assert added.my_chat_member
    assert joined.message
    assert joined.message.new_chat_members[0].id == world.bot.id
    assert added.my_chat_member.new_chat_member.status == "administrator"
    assert update.message
    assert update.message.video_note
    assert await bot.delete_message(group.id, note.message_id)


async def test_reactions_are_told_to_an_administrator_that_asked(world: World, bot: Bot) -> None:
    person = world.person(7)
    group = world.group("family", [person], bot_is_admin=True)
    note = person.send_video_note(b"clip", chat=group)
    person.react(note, "👍")
    await bot.get_updates(allowed_updates=["message_reaction"])
    person.react(note, None)
    change = last(world)
    assert change["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert change["new_reaction"] == []
    assert len([u for u in world.updates.values() if "message_reaction" in u]) == 1


async def test_a_bot_that_was_removed_cannot_write_to_the_group(world: World, bot: Bot) -> None:
    person = world.person(7)
    group = world.group("family", [person])
    world.set_bot_status(group, person, "kicked")
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "x")
    world.set_bot_status(group, person, "left")
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "x")


async def test_chats_and_members_can_be_asked_for(world: World, bot: Bot) -> None:
    person = world.person(7, "Jiwoo", username="jiwoo")
    person.send_text("hello")
    group = world.group("family", [person, world.person(8)])
    assert (await bot.get_chat(7)).username == "jiwoo"
    assert (await bot.get_chat(group.id)).title == "family"
    assert (await bot.get_chat_member(group.id, 7)).status == "creator"
    assert (await bot.get_chat_member(group.id, 8)).status == "member"
    assert (await bot.get_chat_member(group.id, world.bot.id)).status == "member"
    world.person(9)
    assert (await bot.get_chat_member(group.id, 9)).status == "left"
    assert (await bot.get_chat_member(7, world.bot.id)).status == "member"
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(group.id, 404)


async def test_message_ids_repeat_across_chats(world: World, bot: Bot) -> None:
    first = world.person(7).send_text("a")
    second = world.person(8).send_text("b")
    assert first.message_id == second.message_id
    sent = await bot.send_message(8, "to b", reply_parameters=ReplyParameters(second.message_id))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "b"


async def test_two_bots_have_separate_chats_with_one_person(world: World) -> None:
    person = world.person(7)
    other = world.add_bot("5:other", "Other", "other_bot")
    message = person.send_text("for the other", chat=world.private_chat(person, other))
    assert message.chat is not person.chat
    assert (world.bot.updates.pending, other.updates.pending) == (0, 1)


async def test_waiting_notices_what_happens_outside_of_the_world(
    world: World, tmp_path: Path
) -> None:
    async def write() -> None:
        (tmp_path / "done").touch()

    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(world.wait_for((tmp_path / "done").exists))
        tasks.create_task(write())
    assert waiting.result() is True


async def test_waiting_ends_with_the_chats_in_the_error(world: World) -> None:
    world.person(7, "Jiwoo").send_text("hello")
    with pytest.raises(TimeoutError, match="Jiwoo: hello"):
        await world.wait_for(lambda: world.calls, seconds=0.01)


async def test_the_transcript_shows_texts_buttons_edits_and_reactions(
    world: World, bot: Bot
) -> None:
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    note = world.person(7, "Jiwoo").send_video_note(b"clip")
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Cancel", callback_data="c")]])
    sent = await bot.send_message(7, "one", reply_markup=keys)
    await bot.edit_message_text("two", 7, sent.message_id, reply_markup=keys)
    await bot.set_message_reaction(7, note.message_id, "👀")
    assert world.transcript().splitlines() == [
        "# chat 7",
        "   1 Jiwoo: [video_note]  👀",
        "   2 mind-gitter (edited 1x): two",
        "       [Cancel]",
    ]
