"""Invitation links: made, used, used up, taken back."""

from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest

from playground.server import Chat, Person, World


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


@pytest.fixture
def minji(world: World) -> Person:
    return world.person(8, "Minji", "ko")


@pytest.fixture
def group(world: World, jiwoo: Person) -> Chat:
    return world.group("family", [jiwoo], supergroup=True, bot_is_admin=True)


async def test_a_personal_link_lets_one_in(
    world: World, bot: Bot, minji: Person, group: Chat
) -> None:
    await bot.get_updates(allowed_updates=["chat_member"])
    link = await bot.create_chat_invite_link(group.id, name="for Minji", member_limit=1)
    assert minji.join_by_link(link.invite_link) == "joined"
    assert minji.join_by_link(link.invite_link) == "refused"
    change = world.updates[max(world.updates)]["chat_member"]
    assert change["invite_link"]["name"] == "for Minji"
    assert change["from"]["id"] == change["new_chat_member"]["user"]["id"] == 8
    assert world.person(9).join_by_link(link.invite_link) == "refused"
    assert group.members[8] == "member"


async def test_a_link_ends_when_it_expires_or_is_revoked(
    world: World, bot: Bot, minji: Person, group: Chat
) -> None:
    now = 1_790_000_000.0
    world.clock = lambda: now
    old = await bot.create_chat_invite_link(group.id, expire_date=int(now) + 60)
    gone = await bot.create_chat_invite_link(group.id)
    assert (await bot.revoke_chat_invite_link(group.id, gone.invite_link)).is_revoked
    now += 61
    for link in (old.invite_link, gone.invite_link, "https://t.me/+nothing"):
        assert minji.join_by_link(link) == "refused"
    with pytest.raises(BadRequest, match="Invite_hash_expired"):
        await bot.revoke_chat_invite_link(group.id, "https://t.me/+nothing")


async def test_who_was_removed_does_not_come_back_by_a_link(
    world: World, bot: Bot, jiwoo: Person, minji: Person, group: Chat
) -> None:
    world.kick(group, jiwoo, minji)
    url = await bot.export_chat_invite_link(group.id)
    assert minji.join_by_link(url) == "refused"
    assert (await bot.get_chat(group.id)).invite_link == url
    await bot.export_chat_invite_link(group.id)
    assert group.invite_links[url].revoked


async def test_a_request_to_join_is_granted_or_not(
    world: World, bot: Bot, minji: Person, group: Chat
) -> None:
    link = await bot.create_chat_invite_link(group.id, creates_join_request=True)
    assert minji.open_link(link.invite_link) == "requested"
    assert world.person(9, "Nobody").open_link(link.invite_link) == "requested"
    request = world.updates[max(world.updates)]["chat_join_request"]
    assert request["invite_link"]["pending_join_request_count"] == 2
    await bot.decline_chat_join_request(group.id, 9)
    await bot.approve_chat_join_request(group.id, 8)
    assert group.members.get(9) is None
    assert group.members[8] == "member"
    with pytest.raises(BadRequest, match="Hide_requester_missing"):
        await bot.approve_chat_join_request(group.id, 9)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"member_limit": 100_000}, "Usage_limit_invalid"),
        ({"expire_date": 1000}, "Expire_date_invalid"),
        ({"member_limit": 2, "creates_join_request": True}, "Member limit can't be specified"),
    ],
)
async def test_impossible_links_are_refused(
    bot: Bot, group: Chat, wrong: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.create_chat_invite_link(group.id, **wrong)


async def test_without_the_right_nobody_is_invited(
    world: World, bot: Bot, jiwoo: Person, group: Chat
) -> None:
    world.set_bot_status(group, jiwoo, "administrator", can_invite_users=False)
    for call in (bot.create_chat_invite_link, bot.export_chat_invite_link):
        with pytest.raises(BadRequest, match="Not enough rights to manage chat invite link"):
            await call(group.id)


async def test_a_link_is_changed_and_keeps_who_came_with_it(
    world: World, bot: Bot, minji: Person, group: Chat
) -> None:
    link = await bot.create_chat_invite_link(group.id, name="for all")
    minji.join_by_link(link.invite_link)
    changed = await bot.edit_chat_invite_link(group.id, link.invite_link, member_limit=1)
    assert (changed.name, changed.member_limit) == (None, 1)
    assert world.person(9).join_by_link(link.invite_link) == "refused"
    await bot.revoke_chat_invite_link(group.id, link.invite_link)
    with pytest.raises(BadRequest, match="Invite_hash_expired"):
        await bot.edit_chat_invite_link(group.id, link.invite_link)
