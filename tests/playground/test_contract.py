"""Everything that the stand-in can say, said once; the fixtures read all of it with two libraries.

A method, a kind of update or a kind of message that is not in this story fails here by name.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    ChatAdministratorRights,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    KeyboardButtonRequestUsers,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from playground.server import Attachment, Chat, Person, World, forwarded
from playground.server.files import FOLDERS
from playground.server.methods import METHODS
from playground.server.privacy import SERVICE
from playground.server.updates import KINDS

Json = dict[str, Any]
Draw = Callable[..., bytes]

WITHOUT_FILE = {"text", "location", "venue", "contact", "dice"}
KEYS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("a", callback_data="a"), InlineKeyboardButton("b", url="https://x.org")]]
)


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko", username="jiwoo_k", last_name="Kim")


@pytest.fixture
def minji(world: World) -> Person:
    return world.person(8, "Minji")


@pytest.fixture
async def listening(world: World, bot: Bot) -> World:
    """The world with a bot that asked for every kind of update."""
    world.bot.hears_of_chosen_results = True
    await bot.get_updates(allowed_updates=sorted(KINDS))
    return world


async def test_nothing_that_the_stand_in_says_is_lost_on_a_library(
    listening: World, bot: Bot, jiwoo: Person, minji: Person, draw: Draw
) -> None:
    world = listening
    await account(bot)
    people_write(jiwoo, draw)
    await bot_writes(world, bot, jiwoo, draw)
    await bot_changes(world, bot, jiwoo, draw)
    await group_lives(world, bot, jiwoo, minji, draw)
    await forum_lives(world, bot, jiwoo, minji)
    await channel_lives(world, bot, jiwoo, minji)
    await inline_goes(world, bot, jiwoo)
    unsaid = METHODS.keys() - {call.method for call in world.calls if call.outcome == "ok"}
    assert unsaid == set()
    assert {kind for update in world.updates.values() for kind in update} - {"update_id"} == KINDS
    assert SERVICE | FOLDERS.keys() | WITHOUT_FILE <= set(kinds_of_messages(world))


def kinds_of_messages(world: World) -> Iterator[str]:
    """Yield the fields of every message that stands or stood in a chat."""
    for chat in world.chats.values():
        for message in chat.every_message:
            for version in message.versions:
                yield from version.content


async def account(bot: Bot) -> None:
    """What a bot tells of itself, and its webhook."""
    everywhere = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("diary", "the diary")], scope=everywhere, language_code="en")
    await bot.get_my_commands(scope=everywhere, language_code="en")
    await bot.delete_my_commands(scope=everywhere, language_code="en")
    await bot.set_my_description("long")
    await bot.get_my_description()
    await bot.set_my_short_description("short")
    await bot.get_my_short_description()
    await bot.set_my_name("Tagebuch", language_code="de")
    await bot.get_my_name(language_code="de")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    await bot.get_chat_menu_button()
    await bot.set_my_default_administrator_rights(ChatAdministratorRights.all_rights())
    await bot.get_my_default_administrator_rights()
    await bot.set_webhook("https://example.org/hook", ip_address="1.2.3.4", max_connections=3)
    await bot.get_webhook_info()
    await bot.delete_webhook()


def people_write(jiwoo: Person, draw: Draw) -> None:
    """Every kind of message in a private chat."""
    jiwoo.set_photo(draw())
    text = jiwoo.send_text("/start #x @jiwoo_k a@b.org https://x.org")
    jiwoo.send_text("as a reply", reply_to=text)
    jiwoo.edit_text(text, "edited")
    jiwoo.album([Attachment("photo", draw()), Attachment("video", b"v", "two")], "one")
    jiwoo.send_video_note(b"n")
    jiwoo.send_voice(b"o", forward_origin=forwarded("Somebody", 5))
    jiwoo.send_audio(b"a", file_name="a.mp3")
    jiwoo.send_document(b"d", "application/pdf", file_name="d.pdf")
    jiwoo.send(Attachment("animation", b"g", caption="moves"))
    jiwoo.send_sticker(b"s")
    jiwoo.send_location(37.5, 127.0)
    jiwoo.send_content({"dice": {"emoji": "🎲", "value": 3}})
    jiwoo.send_content({"contact": {"phone_number": "1", "first_name": "x"}})
    jiwoo.block_bot()
    jiwoo.unblock_bot()


async def bot_writes(world: World, bot: Bot, jiwoo: Person, draw: Draw) -> None:
    """Every kind of message of a bot's."""
    rich = "<b>b</b> <a href='tg://user?id=7'>m</a> <pre><code class='language-py'>c</code></pre>"
    reply = ReplyParameters(1, quote="edited")
    text = await bot.send_message(7, rich, "HTML", reply_markup=KEYS, reply_parameters=reply)
    await bot.send_message(7, "||s|| *b* `c`\n>q", "MarkdownV2", protect_content=True)
    photo = await bot.send_photo(7, draw(), caption="c", has_spoiler=True)
    for kind in ("audio", "document", "video", "video_note", "voice", "animation", "sticker"):
        await getattr(bot, f"send_{kind}")(7, b"content")
    await bot.send_location(7, 37.5, 127.0)
    await bot.send_venue(7, 37.5, 127.0, "home", "a street")
    await bot.send_contact(7, "1", "x", last_name="y")
    await bot.send_dice(7)
    await bot.send_media_group(7, [InputMediaPhoto(draw()), InputMediaPhoto(photo.photo[-1])])
    await bot.send_chat_action(7, "typing")
    for ids in ({"message_id": text.message_id}, {"message_ids": [1, text.message_id]}):
        for verb in ("copy", "forward"):
            name = f"{verb}_message" + ("s" if "message_ids" in ids else "")
            await getattr(bot, name)(chat_id=7, from_chat_id=7, **ids)
    await bot.get_file(photo.photo[-1].file_id)
    press = jiwoo.tap(world.chat(7).from_bot[0], "a")
    await bot.answer_callback_query(press.query_id, "done")
    jiwoo.call_at(world.chat(7), 999, "gone")
    users = KeyboardButtonRequestUsers(1, max_quantity=2, request_name=True)
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("who?", request_users=users)]])
    await bot.send_message(7, "who?", reply_markup=keyboard)
    jiwoo.pick_users(world.chat(7).from_bot[-1], "who?", [jiwoo])


async def bot_changes(world: World, bot: Bot, jiwoo: Person, draw: Draw) -> None:
    """Messages edited, reacted to, pinned and deleted; chats and people asked for."""
    made = await bot.send_message(7, "x")
    await bot.edit_message_text("y", 7, made.message_id)
    await bot.edit_message_media(InputMediaPhoto(draw()), 7, made.message_id)
    await bot.edit_message_caption(7, made.message_id, caption="z")
    await bot.edit_message_reply_markup(7, made.message_id, reply_markup=KEYS)
    await bot.set_message_reaction(7, 1, "👍")
    await bot.pin_chat_message(7, made.message_id)
    await bot.get_chat(7)
    await bot.get_user_profile_photos(7)
    await bot.unpin_chat_message(7)
    jiwoo.steward(jiwoo.chat).pin(world.chat(7).every_message[made.message_id - 1])
    await bot.unpin_all_chat_messages(7)
    await bot.delete_message(7, made.message_id)
    await bot.delete_messages(7, [1, 2])


async def group_lives(world: World, bot: Bot, jiwoo: Person, minji: Person, draw: Draw) -> None:
    """A group from its beginning until it is a supergroup with a public name."""
    group = world.group("family", [jiwoo], bot_is_admin=True)
    for begun in ("group_chat_created", "supergroup_chat_created", "channel_chat_created"):
        jiwoo.send_content({begun: True}, chat=group)
    group = world.migrate(group)
    steward = jiwoo.steward(group)
    steward.set_username("kim_family")
    world.join(group, minji)
    world.person(9, "Yuna").open_link("https://t.me/kim_family")
    said = jiwoo.send_text("hello", chat=group)
    jiwoo.send_text("unseen", chat=group, anonymous=True)
    minji.react(said, "❤")
    jiwoo.react(said, "👍", anonymous=True)
    await bot.set_chat_title(group.id, "the family")
    await bot.set_chat_photo(group.id, draw())
    await bot.set_chat_description(group.id, "all of us")
    await bot.set_chat_permissions(group.id, ChatPermissions.all_permissions())
    await bot.restrict_chat_member(group.id, 8, ChatPermissions.no_permissions(), 2_000_000_000)
    await bot.get_chat_member("@kim_family", 8)
    await bot.restrict_chat_member(group.id, 8, ChatPermissions.all_permissions())
    await bot.promote_chat_member(group.id, 8, can_pin_messages=True)
    await bot.set_chat_administrator_custom_title(group.id, 8, "sister")
    await bot.get_chat_administrators(group.id)
    await bot.get_chat_member_count(group.id)
    await bot.get_chat(group.id)
    await bot.delete_chat_photo(group.id)
    await bot.promote_chat_member(group.id, 8)
    await bot.ban_chat_member(group.id, 8)
    await bot.get_chat_member(group.id, 8)
    await bot.unban_chat_member(group.id, 8)
    await invitations(world, bot, group, minji)
    await bot.leave_chat(group.id)


async def invitations(world: World, bot: Bot, group: Chat, minji: Person) -> None:
    """Links made, changed and used, with and without asking."""
    await bot.export_chat_invite_link(group.id)
    link = await bot.create_chat_invite_link(group.id, name="n", expire_date=3_000_000_000)
    await bot.edit_chat_invite_link(group.id, link.invite_link, member_limit=3)
    assert minji.join_by_link(link.invite_link) == "joined"
    await bot.revoke_chat_invite_link(group.id, link.invite_link)
    asking = await bot.create_chat_invite_link(group.id, creates_join_request=True)
    for person, decide in (
        (10, bot.approve_chat_join_request),
        (11, bot.decline_chat_join_request),
    ):
        assert world.person(person).join_by_link(asking.invite_link) == "requested"
        await decide(group.id, person)


async def forum_lives(world: World, bot: Bot, jiwoo: Person, minji: Person) -> None:
    """Topics from their beginning to their end."""
    forum = world.group("forum", [jiwoo, minji], forum=True, bot_is_admin=True)
    topic = world.topic(forum, "by Jiwoo")
    jiwoo.send_video_note(b"n", topic=topic)
    made = await bot.create_forum_topic(forum.id, "by the bot", icon_custom_emoji_id="5")
    here: Json = {"chat_id": forum.id, "message_thread_id": made.message_thread_id}
    said = await bot.send_message(text="x", **here)
    await bot.pin_chat_message(forum.id, said.message_id)
    await bot.edit_forum_topic(name="renamed", icon_custom_emoji_id="", **here)
    await bot.close_forum_topic(**here)
    await bot.reopen_forum_topic(**here)
    await bot.unpin_all_forum_topic_messages(**here)
    await bot.delete_forum_topic(**here)
    await bot.edit_general_forum_topic(forum.id, "everything")
    await bot.close_general_forum_topic(forum.id)
    await bot.reopen_general_forum_topic(forum.id)
    await bot.hide_general_forum_topic(forum.id)
    await bot.unhide_general_forum_topic(forum.id)
    await bot.unpin_all_general_forum_topic_messages(forum.id)
    await bot.get_chat(forum.id)


async def channel_lives(world: World, bot: Bot, jiwoo: Person, minji: Person) -> None:
    """A channel that is discussed in a group."""
    talk = world.group("talk", [jiwoo, minji], supergroup=True, bot_is_admin=True)
    channel = world.channel("posts", jiwoo, discussion=talk, signed=True, username="kim_posts")
    post = jiwoo.send_text("news", chat=channel)
    jiwoo.edit_text(post, "newer")
    minji.react(post, "👍")
    minji.send_text("comment", reply_to=world.automatic_forward(post))
    jiwoo.send_text("as the channel", chat=talk, as_channel=channel)
    jiwoo.steward(channel).rename("more posts")
    made = await bot.send_message(channel.id, "by the bot")
    await bot.forward_message(talk.id, channel.id, made.message_id)
    await bot.pin_chat_message(channel.id, made.message_id)
    await bot.get_chat(channel.id)
    await bot.get_chat_member(channel.id, bot.id)


async def inline_goes(world: World, bot: Bot, jiwoo: Person) -> None:
    """An inline search whose result is sent."""
    asked = jiwoo.type_inline("sea")
    content = InputTextMessageContent("*found*", "MarkdownV2")
    result = InlineQueryResultArticle("1", "found", content, reply_markup=KEYS)
    button = InlineQueryResultsButton("start", start_parameter="x")
    await bot.answer_inline_query(asked.query_id, [result], button=button, next_offset="2")
    jiwoo.choose_inline(asked, "found")
    jiwoo.press_inline_button(asked)
    assert world.chat(7).messages[-1].text == "/start x"
