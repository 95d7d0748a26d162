"""Copies, forwards, albums, pins: what is sent again or held up."""

from collections.abc import Callable

import pytest
from telegram import (
    Bot,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
)
from telegram.error import BadRequest

from playground.server import Person, World


@pytest.fixture
def jiwoo(world: World) -> Person:
    person = world.person(7, "Jiwoo", "ko")
    person.send_text("/start")
    return person


async def test_a_note_is_copied_without_its_author_or_forwarded_with_it(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo])
    note = jiwoo.send_video_note(b"clip")
    copied = await bot.copy_message(group.id, 7, note.message_id)
    shown = group.find(copied.message_id)
    assert shown
    assert (shown.kind, shown.from_bot) == ("video_note", True)
    assert "forward_origin" not in shown.json()
    forwarded = await bot.forward_message(group.id, 7, note.message_id)
    assert forwarded.forward_origin
    assert forwarded.forward_origin.to_dict()["sender_user"]["id"] == 7


async def test_a_copy_may_carry_another_caption(bot: Bot, jiwoo: Person) -> None:
    video = jiwoo.send_video(b"v", caption="old #tag")
    copied = await bot.copy_message(7, 7, video.message_id, caption="new")
    shown = jiwoo.chat.find(copied.message_id)
    assert shown
    assert (shown.caption, shown.entities) == ("new", [])


async def test_forwards_tell_channels_and_anonymous_groups(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo], bot_is_admin=True)
    channel = world.channel("posts", jiwoo)
    hidden = jiwoo.send_text("x", chat=group, anonymous=True)
    post = jiwoo.send_text("y", chat=channel)
    kinds = []
    for message in (hidden, post):
        sent = await bot.forward_message(7, message.chat.id, message.message_id)
        assert sent.forward_origin
        kinds.append(sent.forward_origin.type)
    jiwoo.forward(post, chat=group)
    assert world.updates[max(world.updates)]["message"]["forward_origin"]["type"] == "channel"
    assert kinds == ["chat", "channel"]


async def test_what_is_not_there_or_only_service_is_not_copied(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo])
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(7, group.id, 99)
    with pytest.raises(BadRequest, match="Message to forward not found"):
        await bot.forward_message(7, group.id, 99)
    with pytest.raises(BadRequest, match="The message can't be copied"):
        await bot.copy_message(7, group.id, 1)
    sent = await bot.send_message(7, "x", protect_content=True)
    with pytest.raises(BadRequest, match="The message can't be forwarded"):
        await bot.forward_message(group.id, 7, sent.message_id)


async def test_a_voice_and_a_note_are_sent_again_by_their_identifier(
    bot: Bot, jiwoo: Person
) -> None:
    voice = jiwoo.send_voice(b"o", 3).content["voice"]
    note = jiwoo.send_video_note(b"clip", 8).content["video_note"]
    sent = await bot.send_voice(7, voice["file_id"])
    assert sent.voice
    assert sent.voice.file_unique_id == voice["file_unique_id"]
    assert (await bot.send_video_note(7, note["file_id"])).video_note
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type VideoNote as Voice"):
        await bot.send_voice(7, note["file_id"])


async def test_an_album_is_sent_as_one(bot: Bot, jiwoo: Person, draw: "object") -> None:
    assert callable(draw)
    clip = jiwoo.send_video(b"v").content["video"]["file_id"]
    media = [InputMediaPhoto(draw(40, 30), caption="<b>one</b>", parse_mode="HTML")]
    sent: tuple[Message, ...] = await bot.send_media_group(7, [*media, InputMediaVideo(clip)])
    assert sent[0].media_group_id
    assert sent[0].media_group_id == sent[1].media_group_id
    assert sent[0].caption == "one"
    with pytest.raises(BadRequest, match="Too many messages to send as an album"):
        await bot.send_media_group(7, [InputMediaVideo(clip)] * 11)


async def test_a_pin_is_told_by_a_service_message(world: World, bot: Bot, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo], bot_is_admin=True)
    sent = await bot.send_message(group.id, "card")
    await bot.pin_chat_message(group.id, sent.message_id)
    told = world.updates[max(world.updates)]["message"]
    assert told["pinned_message"]["message_id"] == sent.message_id
    assert told["from"]["id"] == world.bot.id
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned
    assert pinned.message_id == sent.message_id
    await bot.unpin_chat_message(group.id, sent.message_id)
    assert group.pinned == []
    with pytest.raises(BadRequest, match="Message to unpin not found"):
        await bot.unpin_chat_message(group.id)
    world.set_bot_status(group, jiwoo, "administrator", can_pin_messages=False)
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group.id, sent.message_id)


async def test_reactions_in_channels_are_only_counted(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    await bot.get_updates(allowed_updates=["message_reaction", "message_reaction_count"])
    post = jiwoo.send_text("y", chat=world.channel("posts", jiwoo))
    jiwoo.react(post, "👍")
    world.person(8).react(post, "👍")
    [first, told] = [u for u in world.updates.values() if "message_reaction_count" in u]
    assert first["message_reaction_count"]["reactions"][0]["total_count"] == 1
    assert told["message_reaction_count"]["reactions"] == [
        {"type": {"type": "emoji", "emoji": "👍"}, "total_count": 2}
    ]


async def test_an_anonymous_reaction_is_the_groups(world: World, bot: Bot, jiwoo: Person) -> None:
    await bot.get_updates(allowed_updates=["message_reaction"])
    group = world.group("family", [jiwoo], bot_is_admin=True)
    jiwoo.react(jiwoo.send_text("x", chat=group), "👍", anonymous=True)
    [told] = [u["message_reaction"] for u in world.updates.values() if "message_reaction" in u]
    assert told["actor_chat"]["id"] == group.id
    assert "user" not in told


async def test_several_messages_are_copied_or_forwarded_at_once(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    person = world.person(7)
    person.send_text("one")
    person.send_photo(draw(), caption="two")
    person.delete(person.send_text("gone"))
    copies = await bot.copy_messages(7, 7, [1, 2, 3], remove_caption=True)
    assert [m.message_id for m in copies] == [4, 5]
    assert [m.caption or m.text for m in world.chat(7).from_bot] == ["one", None]
    await bot.forward_messages(7, 7, [1, 2])
    assert "forward_origin" in world.chat(7).messages[-1].extra
    for ids, reason in (
        ([2, 1], "Message identifiers must be in a strictly increasing order"),
        ([3], "There are no messages to copy"),
        (list(range(1, 102)), "Too many messages to be copied"),
    ):
        with pytest.raises(BadRequest, match=reason):
            await bot.copy_messages(7, 7, ids)


async def test_documents_and_sounds_make_albums_of_their_own(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    world.person(7).send_text("hello")
    with pytest.raises(BadRequest, match="Document can't be mixed with other media types"):
        await bot.send_media_group(7, [InputMediaDocument(b"d"), InputMediaPhoto(draw())])
    with pytest.raises(BadRequest, match="Audio can't be mixed with other media types"):
        await bot.send_media_group(7, [InputMediaAudio(b"a"), InputMediaPhoto(draw())])
    sent = await bot.send_media_group(7, [InputMediaDocument(b"d"), InputMediaDocument(b"e")])
    assert len(sent) == 2
