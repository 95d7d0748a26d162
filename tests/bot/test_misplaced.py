"""Commands that do not work where they are given say so; copies of a post's are left alone."""

import pytest
from telegram import Bot

from bot.handlers.misplaced import OF_ONE
from bot.phrases import misplaced as misplaced_phrases
from bot.phrases.commit_calendar import words_in
from bot.phrases.groups import words_in as groups_words_in
from bot.phrases.misplaced import Misplaced
from playground.server import Chat, Person, World
from storage.database import Database
from tests.bot.office import Office, open_office
from tests.diary.given import EMMA, JIWOO

ENGLISH = misplaced_phrases.words_in("en")
KOREAN = misplaced_phrases.words_in("ko")


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database)


@pytest.fixture
def owner(world: World) -> Person:
    return world.person(JIWOO, "지우", "ko")


@pytest.fixture
async def channel(office: Office, world: World, owner: Person) -> Chat:
    """A channel that is a diary, with a group in which it is discussed."""
    talk = world.group("이야기", [owner], bot_is_admin=True, supergroup=True)
    made = world.channel("소식", owner, discussion=talk)
    await office.diary(made, owner, "channel")
    await office.handle()
    return made


async def answers(office: Office, person: Person, text: str, chat: Chat) -> list[str]:
    before = len(chat.from_bot)
    person.send_text(text, chat=chat)
    await office.handle()
    return [m.caption or m.text or "" for m in chat.from_bot[before:]]


@pytest.mark.parametrize("command", ["/book", "/check", "/save"])
@pytest.mark.parametrize(("number", "words"), [(JIWOO, KOREAN), (EMMA, ENGLISH)])
async def test_what_needs_a_group_says_so_in_private(
    office: Office, world: World, command: str, number: int, words: Misplaced
) -> None:
    person = world.person(number, "x", "ko" if words is KOREAN else "en")
    assert await answers(office, person, command, person.chat) == [words.in_groups]


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/question", KOREAN.not_in_channels),
        ("/save", KOREAN.not_in_channels),
        ("/members", KOREAN.in_private),
        ("/invite", KOREAN.in_private),
        ("/leave", KOREAN.in_private),
    ],
)
async def test_what_needs_people_says_so_in_a_channel(
    office: Office, owner: Person, channel: Chat, command: str, answer: str
) -> None:
    assert await answers(office, owner, command, channel) == [answer]


async def test_a_channel_shows_its_calendar(office: Office, owner: Person, channel: Chat) -> None:
    before = len(channel.from_bot)
    await answers(office, owner, "/calendar", channel)
    [calendar] = channel.from_bot[before:]
    assert words_in("ko").not_drawn in (calendar.text or "")  # this house has no workers


@pytest.mark.parametrize("command", ["/calendar", "/book", "/members", "/help", "/check"])
async def test_a_command_in_a_channel_is_not_answered_again_where_it_is_discussed(
    office: Office, owner: Person, channel: Chat, command: str
) -> None:
    talk = channel.linked
    assert talk is not None
    assert await answers(office, owner, "/members", talk)  # there it does work
    before = len(talk.from_bot)
    assert len(await answers(office, owner, command, channel)) == 1
    copied = [m for m in talk.from_bot[before:] if m.reply_to is not None]
    assert copied == []


async def test_a_chat_that_is_no_diary_is_offered_one_instead_of_a_calendar(
    office: Office, world: World, owner: Person
) -> None:
    group = world.group("친구들", [owner])
    await office.handle()
    [greeting] = group.from_bot
    await answers(office, owner, "/calendar", group)
    assert [b.data for b in group.from_bot[-1].buttons] == [b.data for b in greeting.buttons]


@pytest.mark.parametrize("command", [f"/{name}" for name in OF_ONE])
async def test_what_is_about_one_person_leads_from_a_group_to_the_private_chat(
    office: Office, world: World, owner: Person, command: str
) -> None:
    family = world.group("가족", [owner], bot_is_admin=True, supergroup=True)
    await office.diary(family, owner, "group")
    await office.handle()
    assert await answers(office, owner, f"{command} 22:00", family) == [KOREAN.only_private]
    [button] = family.from_bot[-1].buttons
    assert (button.text, button.url) == (
        KOREAN.private_button,
        f"https://t.me/{office.house.bot.username}",
    )


async def test_a_group_that_is_no_diary_hears_of_it_only_where_the_bot_is_named(
    office: Office, world: World, owner: Person
) -> None:
    others = world.group("동아리", [owner], bot_is_admin=True, supergroup=True)
    await office.handle()
    assert await answers(office, owner, "/me", others) == []
    named = f"/me@{office.house.bot.username}"
    assert await answers(office, owner, named, others) == [KOREAN.only_private]
    assert await answers(office, owner, "/me@another_bot", others) == []


@pytest.mark.parametrize("command", ["/calendar", "/diary", "/search 밤", "/week", "/month"])
async def test_who_asks_for_what_readers_see_gets_the_button_that_makes_one(
    office: Office, world: World, owner: Person, command: str
) -> None:
    guest = world.person(EMMA, "Emma", "en")
    family = world.group("가족", [owner, guest], bot_is_admin=True, supergroup=True)
    await office.diary(family, owner, "group")
    await office.handle()
    groups = groups_words_in("ko")
    assert await answers(office, guest, command, family) == [groups.ask_first]
    [join] = family.from_bot[-1].buttons
    await office.press(guest, family.from_bot[-1], join.text)
    assert groups.ask_first not in await answers(office, guest, command, family)
