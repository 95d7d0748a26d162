"""What is told of comments: everything new that can be seen, in one message, and nothing else."""

import pytest
from telegram import Bot

from bot.phrases import comments as comments_phrases
from diary import persons as person_rules
from playground.server import Message, Person, World
from storage import notices, persons
from storage.database import Database
from tests.bot.office import Office, open_office
from tests.bot.talk import Talk, talk
from tests.diary.given import EMMA, JIWOO

KOREAN = comments_phrases.words_in("ko")


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> Talk:
    office = await open_office(bot, world, database)
    people = (
        world.person(EMMA, "Emma", "ko"),
        world.person(JIWOO, "지우", "ko"),
        world.person(33, "소라", "ko"),
    )
    for person in people:
        person.send_text("/start")
    chat = world.group("가족", list(people), bot_is_admin=True, supergroup=True)
    return await talk(office, chat, people)


async def states(office: Office, person: Person) -> list[str]:
    async with office.database.reading() as connection:
        row = await persons.find(connection, person.id)
        assert row is not None
        return [notice.state for notice in await notices.of_person(connection, row.id)]


async def come_back(home: Talk, person: Person) -> None:
    person.unblock_bot()
    async with home.office.database.writing() as connection:
        await person_rules.come_back(connection, person.id, home.office.clock())


async def told_in_vain(home: Talk, number: int) -> list[Message]:
    """Comments whose author of the entry could not be reached when they were told."""
    said = [await home.says(home.sora, f"{n}번째") for n in range(number)]
    await home.tell()
    return said


def head(number: int) -> str:
    """How the message begins, as it is read."""
    return KOREAN.commented("가족", "첫 <출근>", number).replace("<b>", "").replace("</b>", "")


def heard(person: Person, before: int) -> list[str]:
    return [message.text or "" for message in person.chat.from_bot[before:]]


async def test_who_comes_back_hears_of_everything_in_one_message(home: Talk) -> None:
    before = len(home.jiwoo.chat.from_bot)
    home.jiwoo.block_bot()
    for number in (3, 1, 9):
        await told_in_vain(home, number)
    assert await states(home.office, home.jiwoo) == ["stopped"] * 3
    await come_back(home, home.jiwoo)
    for _ in range(3):
        await home.tell()
    [told] = heard(home.jiwoo, before)
    assert told.startswith(head(13))
    assert sorted(await states(home.office, home.jiwoo)) == ["dropped", "dropped", "sent"]


async def test_what_waits_goes_along_with_what_could_not_be_told(home: Talk) -> None:
    before = len(home.jiwoo.chat.from_bot)
    home.jiwoo.block_bot()
    await told_in_vain(home, 2)
    await come_back(home, home.jiwoo)
    await home.says(home.emma, "하나 더")
    for _ in range(3):
        await home.tell()
    [told] = heard(home.jiwoo, before)
    assert told.startswith(head(3))
    assert told.endswith("Emma: 하나 더")


async def test_what_was_deleted_meanwhile_is_not_counted(home: Talk) -> None:
    before = len(home.jiwoo.chat.from_bot)
    said = [await home.says(home.sora, text) for text in ("하나", "둘", "셋")]
    await home.says(home.sora, "/del", said[2])
    await home.tell()
    [told] = heard(home.jiwoo, before)
    assert told.startswith(head(2))
    assert told.endswith("소라: 둘")


async def test_of_what_is_all_deleted_nothing_is_told(home: Talk) -> None:
    before = len(home.jiwoo.chat.from_bot)
    await home.says(home.sora, "지난번")
    await home.tell()
    said = await home.says(home.sora, "아니다")
    await home.says(home.sora, "/del", said)
    await home.tell()
    [told] = heard(home.jiwoo, before)
    assert told.endswith("소라: 지난번")
    assert await states(home.office, home.jiwoo) == ["sent", "dropped"]


async def test_only_what_is_new_since_is_counted(home: Talk) -> None:
    before = len(home.jiwoo.chat.from_bot)
    for text in ("하나", "둘"):
        await home.says(home.sora, text)
    await home.tell()
    await home.says(home.sora, "셋")
    await home.tell()
    first, second = heard(home.jiwoo, before)
    assert first.startswith(head(2))
    assert second.startswith(head(1))
    assert second.endswith("소라: 셋")
    assert await states(home.office, home.jiwoo) == ["sent", "sent"]
