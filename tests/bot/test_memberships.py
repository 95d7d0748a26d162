"""The bot comes to groups and channels, is removed and comes back; people come and go."""

from html.parser import HTMLParser
from typing import Any

import pytest
from telegram import Bot

from bot.desk import Desk
from bot.phrases import groups as groups_phrases
from bot.polling import ALLOWED_UPDATES
from playground.server import Chat, Message, Person, World
from storage import diaries, members, notices, persons, standings
from storage.database import Database
from storage.diaries import Diary
from storage.members import Member
from tests.bot.office import Office, open_office
from tests.diary.given import EMMA, JIWOO

KOREAN = groups_phrases.words_in("ko")


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    made = await open_office(bot, world, database)
    world.clock = lambda: made.clock().timestamp()
    world.bot.updates.allowed = list(ALLOWED_UPDATES)
    return made


@pytest.fixture
def owner(world: World) -> Person:
    return world.person(JIWOO, "지우", "ko")


@pytest.fixture
def friend(world: World) -> Person:
    return world.person(EMMA, "Emma", "en")


def said(chat: Chat) -> list[str]:
    return [message.text or "" for message in chat.from_bot]


async def diary_of(office: Office, chat: Chat) -> Diary | None:
    async with office.database.reading() as connection:
        return await diaries.of_chat(connection, chat.id)


async def member(office: Office, chat: Chat, person: Person) -> Member | None:
    diary = await diary_of(office, chat)
    async with office.database.reading() as connection:
        known = await persons.find(connection, person.id)
        return await members.find(connection, diary.id, known.id) if diary and known else None


async def made(office: Office, chat: Chat, owner: Person) -> Message:
    """The admin has pressed; the message that explains."""
    await office.handle()
    greeting = chat.from_bot[-1]
    await office.press(owner, greeting, KOREAN.make_button)
    return greeting


def plain(text: str) -> str:
    """HTML as people see it."""
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_data = seen.append  # type: ignore[method-assign]
    parser.feed(text)
    parser.close()
    return "".join(seen)


async def test_removed_it_sleeps_tells_its_members_once_and_wakes(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner])
    await made(office, group, owner)
    world.set_bot_status(group, owner, "kicked")
    await office.handle()
    asleep = await diary_of(office, group)
    assert asleep is not None
    assert (asleep.state, asleep.next_round_at) == ("frozen", None)
    assert asleep.evening_minute is not None
    left = next(u for u in reversed(world.updates.values()) if "my_chat_member" in u)
    world.bot.updates.put("my_chat_member", left["my_chat_member"])
    await office.handle()
    async with office.database.reading() as connection:
        waiting = await notices.due(connection, office.clock(), 10)
    assert [notice.kind for notice in waiting] == ["frozen"]
    world.set_bot_status(group, owner, "member")
    await office.handle()
    awake = await diary_of(office, group)
    assert awake is not None
    assert awake.state == "open"
    assert awake.next_round_at is not None
    assert said(group)[-1] == plain(KOREAN.back_with_diary("친구들"))
    async with office.database.reading() as connection:
        assert await notices.due(connection, office.clock(), 10) == []


async def test_back_in_a_group_without_a_diary_it_only_says_so(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner])
    await office.handle()
    world.set_bot_status(group, owner, "kicked")
    world.set_bot_status(group, owner, "member")
    await office.handle()
    assert said(group) == [plain(KOREAN.hello), KOREAN.back]


class Killed(BaseException):
    """The process ends here."""


async def die(*_: Any, **__: Any) -> None:
    raise Killed


async def test_a_crash_before_the_greeting_costs_no_greeting(
    office: Office, world: World, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = world.group("친구들", [owner])
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "say", die)
        with pytest.raises(Killed):
            await office.handle()
    await office.handle()
    assert said(group) == [plain(KOREAN.hello)]


async def test_a_crash_while_a_diary_is_made_costs_no_explanation(
    office: Office, world: World, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = world.group("친구들", [owner])
    await office.handle()
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "show", die)
        with pytest.raises(Killed):
            await office.press(owner, group.from_bot[0], KOREAN.make_button)
    made = await diary_of(office, group)
    await office.handle()
    assert said(group)[0].startswith(plain(KOREAN.how("친구들", "21:30"))[:20])
    assert await diary_of(office, group) == made


async def test_leaving_is_noted_at_once_and_coming_back_too(
    office: Office, world: World, owner: Person, friend: Person
) -> None:
    group = world.group("친구들", [owner, friend])
    explained = await made(office, group, owner)
    await office.press(friend, explained, KOREAN.join_button)
    world.leave(group, friend)
    await office.handle()
    async with office.database.reading() as connection:
        gone = await standings.find(connection, group.id, friend.id)
    assert gone is not None
    assert gone.status == "left"
    found = await member(office, group, friend)
    assert found is not None
    assert found.state == "left"
    office.clock.pass_s(5)
    world.join(group, friend)
    await office.handle()
    found = await member(office, group, friend)
    assert found is not None
    assert found.state == "member"


async def test_where_the_bot_is_admin_leaving_without_a_word_is_noted(
    office: Office, world: World, owner: Person, friend: Person
) -> None:
    group = world.group("친구들", [owner, friend], bot_is_admin=True)
    explained = await made(office, group, owner)
    await office.press(friend, explained, KOREAN.join_button)
    world.kick(group, owner, friend, announced=False)
    await office.handle()
    found = await member(office, group, friend)
    assert found is not None
    assert found.state == "left"


async def test_an_admin_makes_a_channel_a_diary_and_agrees_for_it(
    office: Office, world: World, owner: Person
) -> None:
    discussion = world.group("Talk", [owner], supergroup=True, bot_is_member=False)
    channel = world.channel("우리 소식", owner, discussion=discussion)
    await office.handle()
    [greeting] = channel.from_bot
    assert greeting.text == plain(KOREAN.hello_channel)
    await office.press(owner, greeting, KOREAN.make_channel_button)
    diary = await diary_of(office, channel)
    assert diary is not None
    assert (diary.kind, diary.discussion_chat_id) == ("channel", discussion.id)
    async with office.database.reading() as connection:
        author = await persons.find(connection, channel.id)
    assert author is not None
    assert (author.kind, author.name) == ("chat", "우리 소식")
    assert author.consented_at is not None
    world.set_bot_status(discussion, owner, "member")
    await office.handle()
    assert said(discussion) == [plain(KOREAN.hello_discussion("우리 소식"))]
    assert discussion.from_bot[0].buttons == []


async def test_a_discussion_group_that_is_linked_later_is_found(
    office: Office, world: World, owner: Person
) -> None:
    channel = world.channel("우리 소식", owner)
    await office.handle()
    await office.press(owner, channel.from_bot[0], KOREAN.make_channel_button)
    discussion = world.group("Talk", [owner], supergroup=True, bot_is_member=False)
    world.link(channel, discussion)
    world.set_bot_status(discussion, owner, "member")
    await office.handle()
    diary = await diary_of(office, channel)
    assert diary is not None
    assert diary.discussion_chat_id == discussion.id


async def test_a_channel_that_gives_no_right_to_post_is_spoken_of_privately(
    office: Office, world: World, owner: Person
) -> None:
    owner.send_text("/start")
    await office.handle()
    channel = world.channel("소식", owner, bot_rights={"can_post_messages": False})
    await office.handle()
    assert said(channel) == []
    assert owner.chat.from_bot[-1].text == plain(KOREAN.cannot_post("소식"))
    world.set_bot_status(channel, owner, "administrator")
    await office.handle()
    assert said(channel) == [plain(KOREAN.hello_channel)]


async def test_who_never_wrote_to_the_bot_is_not_told_and_nothing_breaks(
    office: Office, world: World, owner: Person
) -> None:
    world.channel("소식", owner, bot_rights={"can_post_messages": False})
    await office.handle()
    assert all(m.text != KOREAN.cannot_post("소식") for m in owner.chat.from_bot)
