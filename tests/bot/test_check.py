"""/check says in plain words what the bot sees, and what to change."""

import pytest
from telegram import Bot

from bot.phrases import check as check_phrases
from bot.phrases.check import Check, Line
from playground.server import Chat, Person, World
from storage.database import Database
from tests.bot.office import Office, open_office
from tests.diary.given import EMMA, JIWOO

ENGLISH = check_phrases.words_in("en")
KOREAN = check_phrases.words_in("ko")


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database)


@pytest.fixture(params=["ko", "en"])
def owner(world: World, request: pytest.FixtureRequest) -> Person:
    return world.person(JIWOO if request.param == "ko" else EMMA, "지우", request.param)


def words_of(person: Person) -> Check:
    return KOREAN if person.language_code == "ko" else ENGLISH


async def checked(office: Office, person: Person, chat: Chat) -> str:
    """What /check answers."""
    await office.handle()
    person.send_text("/check", chat=chat)
    await office.handle()
    return chat.from_bot[-1].text or ""


def says(text: str, line: Line) -> bool | None:
    """Whether the text says that it works; None where it speaks of it in neither way."""
    lines = text.splitlines()
    found = {True: f"✅ {line[0]}" in lines, False: f"➖ {line[1]}" in lines}
    assert not all(found.values())
    return next((works for works, said in found.items() if said), None)


async def test_in_privacy_mode_and_no_admin_it_says_which_ways_are_left(
    office: Office, world: World, owner: Person
) -> None:
    group, words = world.group("Family", [owner]), words_of(owner)
    text = await checked(office, owner, group)
    lines = (words.notes, words.comments, words.leaving, words.reactions, words.invites)
    assert [says(text, line) for line in (*lines, words.deletes)] == [False] * 6
    assert f"✅ {words.replies}" in text
    assert f"✅ {words.save}" in text
    assert words.is_admin[1] in text
    assert f"1. {words.make_admin}" in text
    assert f"2. {words.again}" in text
    assert words.reads_all not in text


async def test_without_privacy_mode_it_sees_notes_but_not_who_leaves(
    office: Office, world: World, owner: Person
) -> None:
    world.bot.reads_all_group_messages = True
    group, words = world.group("Family", [owner]), words_of(owner)
    text = await checked(office, owner, group)
    assert says(text, words.notes) is True
    assert says(text, words.comments) is True
    assert says(text, words.leaving) is False
    assert says(text, words.reactions) is False
    assert words.reads_all in text


async def test_as_admin_everything_works_and_nothing_is_to_be_changed(
    office: Office, world: World, owner: Person
) -> None:
    group, words = world.group("Family", [owner], bot_is_admin=True), words_of(owner)
    text = await checked(office, owner, group)
    lines = (words.notes, words.comments, words.leaving, words.reactions, words.invites)
    assert [says(text, line) for line in (*lines, words.deletes)] == [True] * 6
    assert text.endswith(words.all_is_well)
    assert words.to_change.replace("<b>", "").replace("</b>", "") not in text


async def test_what_an_admin_lacks_is_named(office: Office, world: World, owner: Person) -> None:
    rights = {"can_invite_users": False, "can_delete_messages": False}
    group = world.group("Family", [owner], bot_is_admin=True, bot_rights=rights)
    words = words_of(owner)
    text = await checked(office, owner, group)
    assert says(text, words.notes) is True
    assert says(text, words.invites) is False
    assert says(text, words.deletes) is False
    assert words.give_rights([words.rights["delete"], words.rights["invite"]]) in text


async def test_a_channel_is_told_of_its_discussion_group_too(
    office: Office, world: World, owner: Person
) -> None:
    words = words_of(owner)
    channel = world.channel("News", owner)
    await office.handle()
    await office.press(owner, channel.from_bot[0], channel.from_bot[0].buttons[0].text)
    text = await checked(office, owner, channel)
    assert says(text, words.posts) is True
    assert f"➖ {words.no_discussion}" in text
    assert words.link_discussion in text
    discussion = world.group("Talk", [owner], supergroup=True, bot_is_member=False)
    world.link(channel, discussion)
    text = await checked(office, owner, channel)
    assert f"➖ {words.discussion_unknown}" in text
    assert words.add_to_discussion in text
    world.set_bot_status(discussion, owner, "member")
    text = await checked(office, owner, channel)
    assert says(text, words.under_posts) is False
    assert words.lead_discussion in text
    assert words.add_to_discussion not in text
    world.set_bot_status(discussion, owner, "administrator")
    text = await checked(office, owner, channel)
    assert says(text, words.under_posts) is True
    assert text.endswith(words.all_is_well)


async def test_in_a_discussion_group_it_speaks_of_replies_to_posts(
    office: Office, world: World, owner: Person
) -> None:
    words = words_of(owner)
    discussion = world.group("Talk", [owner], supergroup=True)
    channel = world.channel("News", owner, discussion=discussion)
    await office.handle()
    await office.press(owner, channel.from_bot[0], channel.from_bot[0].buttons[0].text)
    text = await checked(office, owner, discussion)
    assert says(text, words.under_posts) is False
    assert says(text, words.notes) is None
    assert "News" in text


async def test_in_a_topic_the_answer_stays_there(
    office: Office, world: World, owner: Person
) -> None:
    forum = world.group("Family", [owner], forum=True)
    topic = world.topic(forum, "Diary")
    await office.handle()
    owner.send_text("/check", topic=topic)
    await office.handle()
    assert forum.from_bot[-1].thread_id == topic.thread_id
