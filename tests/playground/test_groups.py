"""Groups: who comes and goes, who may do what, and what the bot hears of it."""

from typing import Any

import pytest
from telegram import Bot, ChatMemberAdministrator
from telegram.error import BadRequest, Forbidden

from playground.server import Chat, Person, World

EVERYTHING = ["message", "chat_member", "my_chat_member"]


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


@pytest.fixture
def minji(world: World) -> Person:
    return world.person(8, "Minji", "ko")


def kinds(world: World, since: int = 0) -> list[str]:
    """Return which updates came, a service message by its content."""
    names = []
    for update in list(world.updates.values())[since:]:
        kind, content = next((k, v) for k, v in update.items() if k != "update_id")
        service = ("new_chat_members", "left_chat_member", "text")
        names.append(next((key for key in service if key in content), kind))
    return names


def statuses(world: World) -> list[tuple[int, str, str]]:
    """Return the changes of members that the bot was told."""
    told = [u["chat_member"] for u in world.updates.values() if "chat_member" in u]
    return [
        (
            change["new_chat_member"]["user"]["id"],
            change["old_chat_member"]["status"],
            change["new_chat_member"]["status"],
        )
        for change in told
    ]


def test_supergroups_and_channels_have_other_ids_than_groups(world: World, jiwoo: Person) -> None:
    assert not str(world.group("a", [jiwoo]).id).startswith("-100")
    assert str(world.group("b", [jiwoo], supergroup=True).id).startswith("-100")
    assert str(world.channel("c", jiwoo).id).startswith("-100")


async def test_an_administrator_that_asked_hears_who_comes_and_goes(
    world: World, bot: Bot, jiwoo: Person, minji: Person
) -> None:
    await bot.get_updates(allowed_updates=EVERYTHING)
    group = world.group("family", [jiwoo], bot_is_admin=True)
    world.join(group, minji)
    world.set_status(group, jiwoo, minji, "administrator", can_pin_messages=False)
    world.kick(group, jiwoo, minji)
    assert statuses(world) == [
        (8, "left", "member"),
        (8, "member", "administrator"),
        (8, "administrator", "kicked"),
    ]
    assert kinds(world)[2:] == [
        *("chat_member", "new_chat_members"),
        *("chat_member", "chat_member", "left_chat_member"),
    ]


async def test_a_plain_member_gets_service_messages_only(
    world: World, bot: Bot, jiwoo: Person, minji: Person
) -> None:
    await bot.get_updates(allowed_updates=EVERYTHING)
    group = world.group("family", [jiwoo])
    world.join(group, minji, by=jiwoo)
    world.leave(group, minji)
    world.join(group, minji, announced=False)
    world.leave(group, minji, announced=False)
    assert kinds(world)[2:] == ["new_chat_members", "left_chat_member"]


def test_who_did_not_ask_hears_no_changes_of_members(world: World, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo], bot_is_admin=True)
    world.join(group, world.person(8))
    assert statuses(world) == []


async def test_rights_can_be_given_one_by_one(world: World, bot: Bot, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo], bot_rights={"can_pin_messages": False})
    assert await own_rights(bot, group) == (False, True)
    world.set_bot_status(group, jiwoo, "administrator", can_delete_messages=False)
    assert await own_rights(bot, group) == (True, False)
    with pytest.raises(ValueError, match="can_fly"):
        world.set_bot_status(group, jiwoo, "administrator", can_fly=True)


async def test_a_group_has_one_owner_who_can_hand_it_over(
    world: World, bot: Bot, jiwoo: Person, minji: Person
) -> None:
    group = world.group("family", [jiwoo, minji], bot_is_admin=True)
    world.set_status(group, jiwoo, minji, "creator")
    admins = await bot.get_chat_administrators(group.id)
    assert {admin.user.id: admin.status for admin in admins} == {
        7: "administrator",
        8: "creator",
        world.bot.id: "administrator",
    }
    assert await bot.get_chat_member_count(group.id) == 3


async def test_a_restricted_bot_may_not_write(world: World, bot: Bot, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo], supergroup=True)
    world.set_bot_status(group, jiwoo, "restricted")
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group.id, "x")
    assert (await bot.get_chat_member(group.id, world.bot.id)).status == "restricted"


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("group", "kicked", "bot was kicked from the group chat"),
        ("group", "left", "bot is not a member of the group chat"),
        ("supergroup", "kicked", "bot was kicked from the supergroup chat"),
        ("supergroup", "left", "bot is not a member of the supergroup chat"),
        ("channel", "kicked", "bot was kicked from the channel chat"),
        ("channel", "left", "bot is not a member of the channel chat"),
    ],
)
async def test_a_bot_that_is_gone_learns_nothing_more(
    world: World, bot: Bot, jiwoo: Person, kind: str, status: str, reason: str
) -> None:
    chat = place(world, jiwoo, kind)
    world.set_bot_status(chat, jiwoo, status)
    for call in (bot.get_chat, bot.get_chat_administrators, bot.leave_chat):
        with pytest.raises(Forbidden, match=reason):
            await call(chat.id)
    with pytest.raises(Forbidden, match=reason):
        await bot.get_chat_member(chat.id, 7)
    with pytest.raises(Forbidden, match=reason):
        await bot.send_message(chat.id, "x")


async def test_a_group_that_the_bot_never_was_in_does_not_exist_for_it(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("others", [jiwoo], bot_is_member=False)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(group.id)
    jiwoo.send_text("hello", chat=group)
    assert world.updates == {}


async def test_a_bot_can_leave_a_group_but_no_private_chat(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo])
    assert await bot.leave_chat(group.id)
    assert kinds(world)[-2:] == ["my_chat_member", "left_chat_member"]
    jiwoo.send_text("/start")
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await bot.leave_chat(7)
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(7)


async def test_unknown_members_are_refused_as_really(world: World, bot: Bot, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo], supergroup=True)
    with pytest.raises(BadRequest, match="Participant_id_invalid"):
        await bot.get_chat_member(group.id, 404)
    with pytest.raises(BadRequest, match="Invalid user_id specified"):
        await bot.get_chat_member(group.id, 0)
    group.hides_members = True
    with pytest.raises(BadRequest, match="Chat_admin_required"):
        await bot.get_chat_member(group.id, 7)


async def test_an_administrator_removes_people_and_lets_them_in_again(
    world: World, bot: Bot, jiwoo: Person, minji: Person
) -> None:
    group = world.group("family", [jiwoo, minji], bot_is_admin=True, supergroup=True)
    await bot.ban_chat_member(group.id, 8)
    with pytest.raises(PermissionError, match="Minji cannot write in family"):
        minji.send_text("hello", chat=group)
    await bot.unban_chat_member(group.id, 8, only_if_banned=True)
    world.join(group, minji)
    minji.send_text("hello", chat=group)
    with pytest.raises(BadRequest, match="User is an administrator of the chat"):
        await bot.ban_chat_member(group.id, 7)
    world.set_bot_status(group, jiwoo, "member")
    with pytest.raises(BadRequest, match="Not enough rights to restrict/unrestrict chat member"):
        await bot.ban_chat_member(group.id, 8)


def test_who_is_not_in_a_group_cannot_write_there(
    world: World, jiwoo: Person, minji: Person
) -> None:
    with pytest.raises(PermissionError, match="Minji cannot write in family"):
        minji.send_text("hello", chat=world.group("family", [jiwoo]))


async def own_rights(bot: Bot, chat: Chat) -> tuple[bool | None, bool]:
    """Return whether the bot may pin and delete."""
    told = await bot.get_chat_member(chat.id, bot.id)
    assert isinstance(told, ChatMemberAdministrator)
    return told.can_pin_messages, told.can_delete_messages


def place(world: World, owner: Person, kind: str) -> Chat:
    """Return a chat of this kind with the bot in it."""
    if kind == "channel":
        return world.channel("posts", owner)
    more: dict[str, Any] = {"supergroup": kind == "supergroup"}
    return world.group("family", [owner], **more)
