"""How groups and channels look, what they are called in public, and people's photos."""

from collections.abc import Callable

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from playground.server import Chat, Person, World

Draw = Callable[..., bytes]


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


@pytest.fixture
def group(world: World, jiwoo: Person) -> Chat:
    return world.group("family", [jiwoo], supergroup=True, bot_is_admin=True)


async def test_title_photo_and_description_are_changed_and_told(
    world: World, bot: Bot, group: Chat, draw: Draw
) -> None:
    await bot.set_chat_title(group.id, " the family ")
    await bot.set_chat_photo(group.id, draw())
    await bot.set_chat_description(group.id, "all of us")
    shown = await bot.get_chat(group.id)
    assert (shown.title, shown.description) == ("the family", "all of us")
    assert shown.photo is not None
    assert (await bot.get_file(shown.photo.big_file_id)).file_size == len(draw())
    await bot.delete_chat_photo(group.id)
    assert (await bot.get_chat(group.id)).photo is None
    told = [u["message"] for u in world.updates.values() if "message" in u]
    names = ("new_chat_title", "new_chat_photo", "delete_chat_photo")
    assert [name for message in told for name in names if name in message] == list(names)
    assert told[-1]["from"]["id"] == bot.id


async def test_what_looks_the_same_or_cannot_be_is_refused(
    world: World, bot: Bot, jiwoo: Person, group: Chat, draw: Draw
) -> None:
    jiwoo.send_text("/start")
    for title, reason in (("family", "Chat_not_modified"), (" ", "Title must be non-empty")):
        with pytest.raises(BadRequest, match=reason):
            await bot.set_chat_title(group.id, title)
    with pytest.raises(BadRequest, match="Chat description is not modified"):
        await bot.set_chat_description(group.id, "")
    with pytest.raises(BadRequest, match="Chat_not_modified"):
        await bot.delete_chat_photo(group.id)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.set_chat_photo(group.id, b"no picture")
    with pytest.raises(BadRequest, match="Can't change private chat title"):
        await bot.set_chat_title(7, "x")
    world.set_bot_status(group, jiwoo, "administrator", can_change_info=False)
    with pytest.raises(BadRequest, match="Not enough rights to change chat photo"):
        await bot.set_chat_photo(group.id, draw())
    with pytest.raises(BadRequest, match="Not enough rights to set chat description"):
        await bot.set_chat_description(group.id, "x")


def test_people_rename_and_decorate_what_they_run(
    world: World, jiwoo: Person, group: Chat, draw: Draw
) -> None:
    jiwoo.steward(group).rename("home")
    jiwoo.steward(group).set_photo(draw())
    jiwoo.steward(group).set_photo(None)
    assert [next(iter(m.content)) for m in group.messages[-3:]] == [
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
    ]
    assert world.updates[max(world.updates)]["message"]["chat"]["title"] == "home"
    with pytest.raises(PermissionError, match="can_change_info"):
        world.person(8).steward(group).rename("mine")


def test_a_channel_tells_of_its_new_title_itself(world: World, jiwoo: Person) -> None:
    channel = world.channel("posts", jiwoo)
    jiwoo.steward(channel).rename("news")
    post = world.updates[max(world.updates)]["channel_post"]
    assert post["new_chat_title"] == post["sender_chat"]["title"] == "news"
    assert "from" not in post


async def test_people_pin_and_unpin(world: World, bot: Bot, jiwoo: Person, group: Chat) -> None:
    message = jiwoo.send_text("x", chat=group)
    jiwoo.steward(group).pin(message)
    jiwoo.steward(group).pin(message)
    pinned = [m for m in group.messages if "pinned_message" in m.content]
    assert len(pinned) == 1
    shown = (await bot.get_chat(group.id)).pinned_message
    assert shown is not None
    assert shown.message_id == message.message_id
    jiwoo.steward(group).unpin(message)
    assert (await bot.get_chat(group.id)).pinned_message is None
    private = jiwoo.send_text("/start")
    jiwoo.steward(jiwoo.chat).pin(private)
    assert "pinned_message" in world.updates[max(world.updates)]["message"]


async def test_a_public_chat_has_a_name_for_bots_and_a_link_for_people(
    world: World, bot: Bot, jiwoo: Person, group: Chat
) -> None:
    jiwoo.steward(group).set_username("kim_family")
    sent = await bot.send_message("@Kim_Family", "x")
    assert (sent.chat.id, sent.chat.username) == (group.id, "kim_family")
    assert (await bot.get_chat("@kim_family")).active_usernames == ("kim_family",)
    guest = world.person(8)
    assert guest.open_link("https://t.me/kim_family") == "joined"
    assert guest.open_link("https://t.me/kim_family") == "joined"
    assert group.members[8] == "member"
    world.kick(group, jiwoo, guest)
    assert guest.open_link("https://t.me/kim_family") == "refused"
    jiwoo.steward(group).set_username(None)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message("@kim_family", "x")


async def test_who_is_not_in_a_public_chat_sees_it_but_does_not_write(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    channel = world.channel("posts", jiwoo, bot_is_member=False, username="kim_posts")
    assert (await bot.get_chat("@kim_posts")).title == "posts"
    with pytest.raises(Forbidden, match="bot is not a member of the channel chat"):
        await bot.send_message("@kim_posts", "x")
    assert (await bot.get_chat(channel.id)).username == "kim_posts"


def test_names_are_unique_and_well_formed(world: World, jiwoo: Person, group: Chat) -> None:
    jiwoo.steward(group).set_username("kim_family")
    other = world.group("other", [jiwoo], username="others")
    for name in ("Kim_Family", "four", "1family", "a__family", "family_"):
        with pytest.raises(ValueError, match="is no name that a chat could take"):
            jiwoo.steward(other).set_username(name)
    with pytest.raises(ValueError, match="only supergroups and channels"):
        jiwoo.steward(world.group("basic", [jiwoo])).set_username("basic_one")


async def test_a_persons_photos_come_newest_first(bot: Bot, jiwoo: Person, draw: Draw) -> None:
    jiwoo.send_text("/start")
    assert (await bot.get_user_profile_photos(7)).total_count == 0
    for shade in (1, 2, 3):
        jiwoo.set_photo(draw(shade=shade))
    photos = await bot.get_user_profile_photos(7, offset=1, limit=1)
    assert photos.total_count == 3
    [[size]] = photos.photos
    assert bytes(await (await bot.get_file(size.file_id)).download_as_bytearray()) == draw(shade=2)
    shown = (await bot.get_chat(7)).photo
    assert shown is not None
    assert shown.big_file_id == jiwoo.photos[0][0]["file_id"]
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_user_profile_photos(404)
