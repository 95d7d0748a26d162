"""Reactions that Telegram tells of, and the buttons for where it tells of none."""

import pytest
from telegram import Bot

from bot.phrases import phrases_in
from bot.polling import ALLOWED_UPDATES
from diary.reactions import BUTTONS, CUSTOM, STAR
from playground.server import Message, Person, World
from storage import cards, reactions
from storage.database import Database
from tests.bot.office import Office, open_office
from tests.bot.talk import Talk, talk
from tests.diary.given import EMMA, JIWOO

SAYS = phrases_in("ko")


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    world.bot.updates.allowed = list(ALLOWED_UPDATES)
    return await open_office(bot, world, database)


@pytest.fixture
def people(world: World) -> tuple[Person, Person, Person]:
    return (
        world.person(EMMA, "Emma", "ko"),
        world.person(JIWOO, "지우", "ko"),
        world.person(33, "소라", "ko"),
    )


@pytest.fixture
async def home(office: Office, people: tuple[Person, Person, Person]) -> Talk:
    chat = office.world.group("가족", list(people), bot_is_admin=True, supergroup=True)
    return await talk(office, chat, people)


async def totals(home: Talk, card: Message | None = None) -> dict[str, int]:
    on = card or home.card
    async with home.office.database.reading() as connection:
        found = await cards.of_message(connection, on.chat.id, on.message_id)
        return dict(await reactions.totals(connection, found.id)) if found else {}


async def test_telegrams_own_reactions_are_counted_and_follow(home: Talk) -> None:
    home.sora.react(home.card, "❤")
    home.emma.react(home.card, "❤")
    await home.handle()
    assert await totals(home) == {"❤": 2}
    home.emma.react(home.card, "🔥")
    home.sora.react(home.card, None)
    await home.handle()
    assert await totals(home) == {"🔥": 1}
    home.emma.react(home.card, "👍", anonymous=True)
    await home.handle()
    assert await totals(home) == {"🔥": 1, "👍": 1}


async def test_reactions_to_other_messages_are_nothing(home: Talk) -> None:
    said = await home.says(home.sora, "축하해")
    home.emma.react(said, "❤")
    await home.handle()
    assert await totals(home) == {}
    assert await totals(home, said) == {}


async def test_custom_emoji_and_stars_are_a_kind_of_their_own(home: Talk) -> None:
    kinds = [
        {"type": "custom_emoji", "custom_emoji_id": "5"},
        {"type": "custom_emoji", "custom_emoji_id": "6"},
        {"type": "paid"},
        {"type": "emoji", "emoji": "👍"},
    ]
    change = {
        "chat": home.chat.json(),
        "message_id": home.card.message_id,
        "user": home.sora.json(),
        "date": 1,
        "old_reaction": [],
        "new_reaction": kinds,
    }
    home.world.bot.updates.put("message_reaction", change)
    await home.handle()
    assert await totals(home) == {CUSTOM: 1, STAR: 1, "👍": 1}


async def test_a_channel_tells_numbers_alone(
    office: Office, people: tuple[Person, Person, Person]
) -> None:
    channel = office.world.channel("소식", people[0])
    home = await talk(office, channel, people, kind="channel")
    counts = [
        {"type": {"type": "emoji", "emoji": "❤"}, "total_count": 41},
        {"type": {"type": "custom_emoji", "custom_emoji_id": "5"}, "total_count": 2},
        {"type": {"type": "custom_emoji", "custom_emoji_id": "6"}, "total_count": 3},
    ]
    told = {"chat": channel.json(), "message_id": home.card.message_id, "date": 1}
    for _ in range(2):
        office.world.bot.updates.put("message_reaction_count", {**told, "reactions": counts})
        await home.handle()
    assert await totals(home) == {"❤": 41, CUSTOM: 5}


async def test_buttons_count_each_person_once(home: Talk) -> None:
    for person in (home.sora, home.emma, home.sora):
        told = await home.office.forge(person, home.card, f"react:{home.entry_id}:heart")
        assert "text" not in told or told["text"] == BUTTONS["heart"]
    assert await totals(home) == {BUTTONS["heart"]: 1}


async def test_forged_reactions_are_refused(home: Talk) -> None:
    stranger = home.world.person(99, "남", "ko")
    stranger.send_text("/start")
    await home.handle()
    elsewhere = stranger.chat.from_bot[-1]
    for data, message in (
        (f"react:{home.entry_id}:heart", elsewhere),
        (f"react:{home.entry_id}:skull", home.card),
        (f"react:{home.entry_id}", home.card),
        ("react:999:heart", home.card),
    ):
        told = await home.office.forge(stranger, message, data)
        assert told["text"] == SAYS.not_yours
    assert await totals(home) == {}
