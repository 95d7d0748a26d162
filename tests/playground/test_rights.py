"""Rights given and taken: by bots and by people, one by one and for everybody."""

from collections.abc import Awaitable, Callable

import pytest
from telegram import Bot, ChatMemberAdministrator, ChatMemberRestricted, ChatPermissions
from telegram.error import BadRequest

from playground.server import Chat, Person, World

SILENT = ChatPermissions.no_permissions()
FREE = ChatPermissions.all_permissions()


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


@pytest.fixture
def minji(world: World) -> Person:
    return world.person(8, "Minji")


@pytest.fixture
def group(world: World, jiwoo: Person, minji: Person) -> Chat:
    return world.group("family", [jiwoo, minji], supergroup=True, bot_is_admin=True)


async def test_a_restricted_member_sends_what_is_left_to_them(
    bot: Bot, minji: Person, group: Chat
) -> None:
    only_text = ChatPermissions(can_send_messages=True)
    await bot.restrict_chat_member(group.id, 8, only_text, until_date=2_000_000_000)
    minji.send_text("hello", chat=group)
    with pytest.raises(PermissionError, match="Minji may not send this in family"):
        minji.send_video_note(b"n", chat=group)
    told = await bot.get_chat_member(group.id, 8)
    assert isinstance(told, ChatMemberRestricted)
    assert (told.can_send_messages, told.can_send_photos) == (True, False)
    assert told.until_date.timestamp() == 2_000_000_000
    await bot.restrict_chat_member(group.id, 8, FREE)
    minji.send_video_note(b"n", chat=group)
    assert (await bot.get_chat_member(group.id, 8)).status == "member"


async def test_a_change_of_rights_is_told_once_and_without_a_service_message(
    world: World, bot: Bot, group: Chat
) -> None:
    await bot.get_updates(allowed_updates=["message", "chat_member"])
    for _ in range(2):
        await bot.restrict_chat_member(group.id, 8, SILENT)
    kinds = [kind for update in world.updates.values() for kind in update]
    assert kinds.count("chat_member") == 1
    assert group.messages[-1].content.keys() == {"new_chat_members"}


async def test_some_permissions_bring_others_along_unless_they_are_independent(
    bot: Bot, group: Chat
) -> None:
    previews = ChatPermissions(can_add_web_page_previews=True)
    await bot.restrict_chat_member(group.id, 8, previews)
    assert group.rights[8]["can_send_video_notes"]
    polls = ChatPermissions(can_send_polls=True)
    await bot.restrict_chat_member(group.id, 8, polls)
    assert group.rights[8]["can_send_messages"]
    assert not group.rights[8]["can_send_photos"]
    await bot.restrict_chat_member(group.id, 8, polls, use_independent_chat_permissions=True)
    assert not group.rights[8]["can_send_messages"]


async def test_what_every_member_may_holds_for_members_and_bots_but_not_for_administrators(
    world: World, bot: Bot, jiwoo: Person, minji: Person, group: Chat
) -> None:
    await bot.set_chat_permissions(group.id, SILENT)
    assert (await bot.get_chat(group.id)).permissions == SILENT
    with pytest.raises(PermissionError, match="may not send"):
        minji.send_text("hello", chat=group)
    jiwoo.send_text("hello", chat=group)
    world.set_bot_status(group, jiwoo, "member")
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group.id, "x")
    jiwoo.steward(group).permit(can_send_messages=True)
    minji.send_text("hello", chat=group)
    await bot.send_message(group.id, "x")


async def test_a_bot_promotes_with_rights_of_its_own_only_and_gives_a_title(
    world: World, bot: Bot, jiwoo: Person, group: Chat
) -> None:
    await bot.promote_chat_member(group.id, 8, can_pin_messages=True)
    await bot.set_chat_administrator_custom_title(group.id, 8, "sister")
    told = await bot.get_chat_member(group.id, 8)
    assert isinstance(told, ChatMemberAdministrator)
    assert (told.can_pin_messages, told.can_delete_messages) == (True, False)
    assert (told.custom_title, told.can_be_edited) == ("sister", True)
    await bot.promote_chat_member(group.id, 8)
    assert group.members[8] == "member"
    world.set_bot_status(group, jiwoo, "administrator", can_pin_messages=False)
    with pytest.raises(BadRequest, match="Right_forbidden"):
        await bot.promote_chat_member(group.id, 8, can_pin_messages=True)


async def test_who_cannot_be_changed_is_refused_as_really(
    world: World, bot: Bot, jiwoo: Person, group: Chat
) -> None:
    world.set_status(group, jiwoo, world.person(9, "Yuna"), "administrator")
    me = bot.id
    calls: list[tuple[str, Callable[[], Awaitable[object]]]] = [
        ("Can't remove chat owner", lambda: bot.restrict_chat_member(group.id, 7, SILENT)),
        ("User is an administrator", lambda: bot.restrict_chat_member(group.id, 9, SILENT)),
        ("Can't restrict self", lambda: bot.restrict_chat_member(group.id, me, SILENT)),
        ("Participant_id_invalid", lambda: bot.restrict_chat_member(group.id, 404, SILENT)),
        ("Invalid user_id specified", lambda: bot.restrict_chat_member(group.id, 0, SILENT)),
        ("Can't remove chat owner", lambda: bot.promote_chat_member(group.id, 7)),
        ("Can't promote self", lambda: bot.promote_chat_member(group.id, me)),
        (
            "Not enough rights to change custom title of the user",
            lambda: bot.set_chat_administrator_custom_title(group.id, 9, "x"),
        ),
        (
            "User is not an administrator",
            lambda: bot.set_chat_administrator_custom_title(group.id, 8, "x"),
        ),
        (
            "Only creator can edit their custom title",
            lambda: bot.set_chat_administrator_custom_title(group.id, 7, "x"),
        ),
    ]
    for reason, call in calls:
        with pytest.raises(BadRequest, match=reason):
            await call()
    world.person(10)
    with pytest.raises(BadRequest, match="User_not_participant"):
        await bot.promote_chat_member(group.id, 10, can_pin_messages=True)


async def test_basic_groups_and_private_chats_know_none_of_this(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    jiwoo.send_text("/start")
    basic = world.group("basic", [jiwoo, world.person(8)], bot_is_admin=True)
    with pytest.raises(BadRequest, match="Method is available only for supergroups"):
        await bot.restrict_chat_member(basic.id, 8, SILENT)
    with pytest.raises(BadRequest, match="Need owner rights in the group chat"):
        await bot.promote_chat_member(basic.id, 8, can_pin_messages=True)
    with pytest.raises(BadRequest, match="can't be changed in private chats"):
        await bot.promote_chat_member(7, 8)
    with pytest.raises(PermissionError, match="only in supergroups"):
        jiwoo.steward(basic).restrict(world.person(8))
    with pytest.raises(BadRequest, match="Can't change private chat permissions"):
        await bot.set_chat_permissions(7, FREE)


async def test_a_bot_without_the_right_changes_nobody(
    world: World, bot: Bot, jiwoo: Person, minji: Person, group: Chat
) -> None:
    rights = {"can_restrict_members": False, "can_promote_members": False}
    world.set_bot_status(group, jiwoo, "administrator", **rights)
    with pytest.raises(BadRequest, match="Not enough rights to restrict/unrestrict chat member"):
        await bot.restrict_chat_member(group.id, 8, SILENT)
    with pytest.raises(BadRequest, match=r"Not enough rights$"):
        await bot.promote_chat_member(group.id, 8)
    with pytest.raises(BadRequest, match="Not enough rights to change chat permissions"):
        await bot.set_chat_permissions(group.id, SILENT)
    jiwoo.steward(group).restrict(minji, can_send_messages=True)
    with pytest.raises(PermissionError, match="may not send"):
        minji.send_photo(b"p", chat=group)
