"""A chat becomes a diary and moves: through the real framework and the stand-in."""

from html.parser import HTMLParser

import pytest
from telegram import Bot

from bot import help as help_page
from bot.phrases import groups as groups_phrases
from bot.phrases import phrases_in
from bot.polling import ALLOWED_UPDATES
from diary.rights import FRESH
from playground.server import Chat, Message, Person, World
from storage import diaries, members, persons
from storage.database import Database
from storage.diaries import Diary
from storage.members import Member
from tests.bot.office import Office, open_office, texts
from tests.diary.given import EMMA, JIWOO

ENGLISH = groups_phrases.words_in("en")
KOREAN = groups_phrases.words_in("ko")
HELP = help_page.text("ko", "group")


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


async def test_a_group_is_greeted_once_however_often_it_is_told(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner])
    await office.handle()
    assert said(group) == [plain(KOREAN.hello)]
    assert [b.text for b in group.from_bot[0].buttons] == [KOREAN.make_button]
    world.set_bot_status(group, owner, "administrator")
    world.set_bot_status(group, owner, "member")
    came = next(u for u in world.updates.values() if "my_chat_member" in u)
    world.bot.updates.put("my_chat_member", came["my_chat_member"])
    await office.handle()
    assert said(group) == [plain(KOREAN.hello)]


async def test_only_an_admin_of_this_moment_makes_it_a_diary(
    office: Office, world: World, owner: Person, friend: Person
) -> None:
    group = world.group("친구들", [owner, friend])
    await office.handle()
    [greeting] = group.from_bot
    refused = await office.press(friend, greeting, KOREAN.make_button)
    assert refused == {"text": ENGLISH.admins_only, "show_alert": "true"}
    assert await diary_of(office, group) is None
    world.set_status(group, owner, friend, "administrator")
    world.set_status(group, owner, friend, "member")
    office.clock.pass_s(FRESH.total_seconds())
    assert (await office.press(friend, greeting, KOREAN.make_button))["show_alert"]
    answer = await office.press(owner, greeting, KOREAN.make_button)
    assert answer["text"] == KOREAN.is_made
    diary = await diary_of(office, group)
    assert diary is not None
    assert (diary.kind, diary.title, diary.language) == ("group", "친구들", "ko")
    assert (diary.evening_minute, diary.time_zone) == (21 * 60 + 30, "Asia/Seoul")
    assert diary.next_round_at is not None
    assert diary.next_round_at > office.clock()
    assert "/save" in (greeting.text or "")
    assert (await member(office, group, owner)) is not None


async def test_the_second_admin_who_presses_finds_it_made(
    office: Office, world: World, owner: Person, friend: Person
) -> None:
    group = world.group("친구들", [owner, friend])
    world.set_status(group, owner, friend, "administrator")
    greeting = await made(office, group, owner)
    before = await diary_of(office, group)
    await office.forge(friend, greeting, "makediary:0")
    assert await diary_of(office, group) == before
    assert await member(office, group, friend) is None


async def test_a_title_is_cut_and_holds_no_markup(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("<b>" + "가" * 60, [owner])
    greeting = await made(office, group, owner)
    diary = await diary_of(office, group)
    assert diary is not None
    assert diary.title == "<b>" + "가" * 47
    assert f"{diary.title}\n" in (greeting.text or "")


async def test_who_is_in_the_group_joins_by_a_button_that_names_nobody(
    office: Office, world: World, owner: Person, friend: Person
) -> None:
    group = world.group("친구들", [owner, friend])
    explained = await made(office, group, owner)
    joined = await office.press(friend, explained, KOREAN.join_button)
    assert joined == {"text": ENGLISH.joined, "show_alert": "true"}
    again = await office.press(friend, explained, KOREAN.join_button)
    assert again["text"] == ENGLISH.joined_before
    found = await member(office, group, friend)
    assert found is not None
    assert (found.state, found.capture) == ("member", "ask")


async def test_who_has_left_the_group_or_was_taken_out_does_not_join(
    office: Office, world: World, owner: Person, friend: Person
) -> None:
    group = world.group("친구들", [owner, friend])
    explained = await made(office, group, owner)
    world.leave(group, friend)
    assert (await office.press(friend, explained, KOREAN.join_button))["text"] == ENGLISH.join_first
    assert await member(office, group, friend) is None
    world.join(group, friend)
    await office.press(friend, explained, KOREAN.join_button)
    diary = await diary_of(office, group)
    async with office.database.writing() as connection:
        known = await persons.find(connection, friend.id)
        assert diary is not None
        assert known is not None
        await members.change(connection, diary.id, known.id, state="removed")
    assert (await office.press(friend, explained, KOREAN.join_button))["text"] == ENGLISH.taken_out


async def test_a_join_button_works_in_its_own_chat_alone(
    office: Office, world: World, owner: Person, friend: Person
) -> None:
    group = world.group("친구들", [owner])
    await made(office, group, owner)
    other = world.group("Others", [friend])
    await office.handle()
    diary = await diary_of(office, group)
    assert diary is not None
    for data in (f"joindiary:{diary.id}", "joindiary:99"):
        answer = await office.forge(friend, other.from_bot[-1], data)
        assert answer["text"] == phrases_in("en").too_late
    assert await member(office, group, friend) is None


async def test_without_a_diary_commands_get_the_button_and_talk_gets_nothing(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner], bot_is_admin=True)
    await office.handle()
    owner.send_text("안녕", chat=group)
    owner.send_sticker(b"sticker", chat=group)
    asked = owner.send_text("/help", chat=group)
    owner.send_text("/help@other_bot", chat=group)
    await office.handle()
    assert said(group) == [plain(KOREAN.hello), KOREAN.asks]
    assert texts(asked) == [KOREAN.asks]
    await office.press(owner, group.from_bot[-1], KOREAN.make_button)
    for command, text in (("/start x", HELP), ("/privacy", KOREAN.privacy)):
        message = owner.send_text(command, chat=group)
        await office.handle()
        assert texts(message) == [plain(text)]


def plain(text: str) -> str:
    """HTML as people see it."""
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_data = seen.append  # type: ignore[method-assign]
    parser.feed(text)
    parser.close()
    return "".join(seen)


async def test_the_title_of_the_chat_is_followed_until_people_give_one(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner])
    await made(office, group, owner)
    owner.send_content({"new_chat_title": "새 이름"}, chat=group)
    await office.handle()
    diary = await diary_of(office, group)
    assert diary is not None
    assert diary.title == "새 이름"
    async with office.database.writing() as connection:
        await diaries.change(connection, diary.id, title="우리", is_named=True)
    owner.send_content({"new_chat_title": "또 다른"}, chat=group)
    await office.handle()
    diary = await diary_of(office, group)
    assert diary is not None
    assert diary.title == "우리"


@pytest.mark.parametrize("joined_first", [True, False])
async def test_a_group_that_moves_takes_its_diary_along_and_is_not_greeted_again(
    office: Office, world: World, owner: Person, *, joined_first: bool
) -> None:
    group = world.group("친구들", [owner])
    await made(office, group, owner)
    before = await diary_of(office, group)
    moved = world.migrate(group, joined_first=joined_first)
    await office.handle()
    after = await diary_of(office, moved)
    assert before is not None
    assert after is not None
    assert (after.id, after.chat_id) == (before.id, moved.id)
    assert await diary_of(office, group) == after
    assert said(moved) == []
    owner.send_text("/help", chat=moved)
    await office.handle()
    assert said(moved) == [plain(HELP)]


async def test_a_move_that_nobody_told_of_is_found_out_by_the_first_update(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner])
    await made(office, group, owner)
    before = await diary_of(office, group)
    moved = world.migrate(group, silent=True)
    asked = owner.send_text("/help", chat=moved)
    await office.handle()
    after = await diary_of(office, moved)
    assert before is not None
    assert after is not None
    assert after.id == before.id
    assert texts(asked) == [plain(HELP)]


async def test_a_group_of_the_same_title_that_has_not_moved_keeps_its_diary(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner])
    await made(office, group, owner)
    other = world.group("친구들", [owner], supergroup=True)
    await office.handle()
    assert said(other) == [plain(KOREAN.hello)]
    diary = await diary_of(office, group)
    assert diary is not None
    assert diary.chat_id == group.id


async def test_a_late_command_of_the_old_chat_is_answered_in_the_new(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner])
    await made(office, group, owner)
    owner.send_text("/help", chat=group)
    moved = world.migrate(group, silent=True)
    await office.handle()
    assert said(moved) == [plain(HELP)]
    diary = await diary_of(office, moved)
    assert diary is not None
    assert diary.chat_id == moved.id


async def test_in_a_forum_the_answer_stays_in_the_topic_and_the_diary_lives_there(
    office: Office, world: World, owner: Person
) -> None:
    forum = world.group("친구들", [owner], forum=True)
    topic = world.topic(forum, "일기")
    await office.handle()
    asked = owner.send_text("/help", topic=topic)
    await office.handle()
    answer = forum.from_bot[-1]
    assert (answer.reply_to, answer.thread_id) == (asked, topic.thread_id)
    await office.press(owner, answer, KOREAN.make_button)
    diary = await diary_of(office, forum)
    assert diary is not None
    assert diary.topic_id == topic.thread_id
