"""What bots change: text, caption, media, keyboard, reactions, deletion."""

from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest, Forbidden

from playground.server import Message, World
from playground.server.reactions import check_reaction

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Cancel", callback_data="cancel:1")]])


async def sent(world: World, bot: Bot) -> Message:
    world.person(7, "Jiwoo").send_text("hello")
    await bot.send_message(7, "<b>received</b>", parse_mode="HTML", reply_markup=KEYS)
    return world.chat(7).messages[-1]


async def test_a_text_is_edited_and_its_history_is_kept(world: World, bot: Bot) -> None:
    card = await sent(world, bot)
    await bot.edit_message_text("<b>face</b>", 7, card.message_id, parse_mode="HTML")
    assert [version.text for version in card.versions] == ["received", "face"]
    assert card.edit_date is not None
    assert card.buttons == []


async def test_the_same_again_is_not_modified(world: World, bot: Bot) -> None:
    card = await sent(world, bot)
    same: dict[str, Any] = {"parse_mode": "HTML", "reply_markup": KEYS}
    with pytest.raises(BadRequest) as refusal:
        await bot.edit_message_text(" <b>received</b>", 7, card.message_id, **same)
    assert str(refusal.value) == (
        "Message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message"
    )
    assert len(card.versions) == 1
    await bot.edit_message_text("<b>received</b>", 7, card.message_id, parse_mode="HTML")
    assert len(card.versions) == 2


async def test_a_text_becomes_a_photo_with_caption_and_buttons(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    card = await sent(world, bot)
    media = InputMediaPhoto(draw(100, 50), caption="<b>오늘</b>", parse_mode="HTML")
    edited = await bot.edit_message_media(media, 7, card.message_id, reply_markup=KEYS)
    assert card.kind == "photo"
    assert card.text is None
    assert card.caption == "오늘"
    assert card.photo == draw(100, 50)
    assert [button.text for button in card.buttons] == ["Cancel"]
    assert edited.photo[-1].width == 100  # type: ignore[union-attr]
    assert [version.text for version in card.versions] == ["received", "오늘"]


async def test_the_same_photo_by_its_identifier_is_not_modified(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    card = await sent(world, bot)
    edited = await bot.edit_message_media(InputMediaPhoto(draw()), 7, card.message_id)
    file_id = edited.photo[-1].file_id  # type: ignore[union-attr]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_media(InputMediaPhoto(file_id), 7, card.message_id)


async def test_a_caption_is_edited_and_removed_but_not_on_a_text(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    card = await sent(world, bot)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(7, card.message_id, caption="x")
    await bot.edit_message_media(InputMediaPhoto(draw()), 7, card.message_id)
    await bot.edit_message_caption(7, card.message_id, caption="<i>x</i>", parse_mode="HTML")
    assert card.caption == "x"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("y", 7, card.message_id)
    await bot.edit_message_caption(7, card.message_id)
    assert card.caption is None
    assert card.photo == draw()


async def test_only_the_keyboard_changes(world: World, bot: Bot) -> None:
    card = await sent(world, bot)
    await bot.edit_message_reply_markup(7, card.message_id)
    assert (card.text, card.buttons) == ("received", [])
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(7, card.message_id)


async def test_what_is_not_there_or_not_its_own_cannot_be_edited(world: World, bot: Bot) -> None:
    card = await sent(world, bot)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", 7, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", 7, world.chat(7).messages[0].message_id)
    await bot.delete_message(7, card.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", 7, card.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(7, card.message_id)
    assert card.deleted


async def test_messages_older_than_two_days_cannot_be_deleted(world: World, bot: Bot) -> None:
    card = await sent(world, bot)
    card.date -= 48 * 3600 + 60
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(7, card.message_id)


async def test_several_messages_are_deleted_at_once(world: World, bot: Bot) -> None:
    await sent(world, bot)
    await bot.delete_messages(7, [1, 2, 99])
    assert world.chat(7).messages == []


async def test_an_allowed_emoji_becomes_a_reaction_and_goes_again(world: World, bot: Bot) -> None:
    note = world.person(7).send_video_note(b"clip")
    await bot.set_message_reaction(7, note.message_id, "👀")
    assert note.reactions[world.bot.id] == ["👀"]
    await bot.set_message_reaction(7, note.message_id, [])
    assert note.reactions[world.bot.id] == []


@pytest.mark.parametrize("emoji", list(ReactionEmoji))
def test_every_emoji_that_libraries_offer_is_allowed(emoji: str) -> None:
    assert check_reaction([{"type": "emoji", "emoji": emoji}]) == [emoji.replace("\ufe0f", "")]


async def test_another_emoji_is_no_reaction(world: World, bot: Bot) -> None:
    note = world.person(7).send_video_note(b"clip")
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(7, note.message_id, "📈")
    with pytest.raises(BadRequest, match="Reactions_too_many"):
        await bot.set_message_reaction(7, note.message_id, ["👀", "👌"])
    with pytest.raises(BadRequest, match="Message to react not found"):
        await bot.set_message_reaction(7, 99, "👀")


async def test_a_round_video_cannot_become_anything_else(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    world.person(7).send_text("hello")
    note = await bot.send_video_note(7, b"note")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_media(InputMediaPhoto(draw()), 7, note.message_id)


async def test_nothing_is_edited_for_who_blocked_the_bot(world: World, bot: Bot) -> None:
    person = world.person(7)
    person.send_text("hello")
    sent = await bot.send_message(7, "one")
    person.block_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.edit_message_text("two", 7, sent.message_id)
    assert await bot.delete_message(7, sent.message_id)


async def test_a_plain_member_deletes_only_its_own_messages_in_a_group(
    world: World, bot: Bot
) -> None:
    person = world.person(7)
    group = world.group("family", [person])
    other = person.send_text("mine", chat=group)
    own = await bot.send_message(group.id, "own")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, other.message_id)
    assert await bot.delete_message(group.id, own.message_id)
