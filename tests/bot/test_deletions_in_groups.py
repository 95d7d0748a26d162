"""🗑 in a group or a channel: it goes for everybody, and who deleted it can bring it back."""

import pytest
from telegram import Bot

from bot.phrases import comments as comment_phrases
from bot.phrases.deletions import Deletions
from bot.phrases.shares import words_in as share_words
from diary.changes import WINDOW
from playground.server import Chat, Message, World
from scheduler.housekeeping import end_changes
from storage import entries, notices, persons, standings
from storage.database import Database
from tests.bot.office import buttons, open_office, replies
from tests.bot.sharing import finish
from tests.bot.talk import Talk, talk
from tests.diary.given import EMMA, JIWOO

WORDS, MORE = Deletions.of("ko"), share_words("ko").more_button
KOREAN = comment_phrases.words_in("ko")
SORA = 33


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> Talk:
    office = await open_office(bot, world, database)
    names = {EMMA: "Emma", JIWOO: "지우", SORA: "소라"}
    emma, jiwoo, sora = (world.person(number, name, "ko") for number, name in names.items())
    people = (emma, jiwoo, sora)
    for person in people:
        person.send_text("/start")
    chat = world.group("가족", list(people), bot_is_admin=True, supergroup=True)
    return await talk(office, chat, people)


def standing(chat: Chat) -> list[Message]:
    return [message for message in chat.from_bot if not message.deleted]


async def deleted(home: Talk) -> Message:
    """Jiwoo deletes the entry in the group; the line in their own chat."""
    for button in (MORE, WORDS.delete_button):
        await home.office.press(home.jiwoo, home.card, button)
    assert WORDS.from_here("가족") in (home.card.caption or "")
    told = await home.office.press(home.jiwoo, home.card, WORDS.sure_button)
    assert told["text"] == WORDS.toast
    await home.office.show()
    return standing(home.jiwoo.chat)[-1]


async def test_its_author_brings_it_back_from_their_own_chat(home: Talk) -> None:
    before = len(standing(home.jiwoo.chat))
    line = await deleted(home)
    assert home.card.deleted
    assert (line.text or "").startswith("🗑")
    assert "출근" not in (line.text or "")
    assert buttons(line) == [WORDS.back_button]
    assert (await home.office.forge(home.sora, line, f"delete:{home.entry_id}:back"))[
        "text"
    ] not in {WORDS.back, WORDS.too_late}
    told = await home.office.press(home.jiwoo, line, WORDS.back_button)
    assert told["text"] == WORDS.back
    await home.office.show()
    assert line.deleted
    assert len(standing(home.jiwoo.chat)) == before
    again = standing(home.chat)[-1]
    assert again.photo
    assert "출근" in (again.caption or "")


async def test_after_ten_minutes_nothing_of_it_is_left_in_any_chat(home: Talk) -> None:
    line = await deleted(home)
    home.office.clock.pass_s(WINDOW.total_seconds())
    await end_changes(home.office.database, home.office.clock)
    await home.office.show()
    assert line.deleted
    assert home.card.deleted


async def waiting(home: Talk) -> list[str]:
    async with home.office.database.reading() as connection:
        row = await persons.find(connection, JIWOO)
        assert row is not None
        return [notice.state for notice in await notices.of_person(connection, row.id)]


async def test_of_what_is_deleted_nobody_hears_unless_it_is_back(home: Talk) -> None:
    await home.says(home.sora, "축하해")
    home.office.clock.pass_s(WINDOW.total_seconds() / 2)
    line = await deleted(home)
    before = len(home.jiwoo.chat.from_bot)
    home.office.clock.pass_s(-3600 + WINDOW.total_seconds() - 60)
    await home.tell()
    assert len(home.jiwoo.chat.from_bot) == before
    assert await waiting(home) == ["waiting"]
    home.office.clock.pass_s(-60)
    await home.office.press(home.jiwoo, line, WORDS.back_button)
    await home.tell()
    told = home.jiwoo.chat.from_bot[-1]
    assert (told.text or "").endswith("소라: 축하해")


async def test_of_what_is_gone_for_good_nothing_waits_to_be_told(home: Talk) -> None:
    await home.says(home.sora, "축하해")
    await deleted(home)
    before = len(home.jiwoo.chat.from_bot)
    home.office.clock.pass_s(WINDOW.total_seconds())
    await end_changes(home.office.database, home.office.clock)
    assert await waiting(home) == []
    await home.tell()
    assert len(home.jiwoo.chat.from_bot) == before


async def test_an_admin_deletes_a_post_of_the_channel_and_brings_it_back(
    home: Talk, world: World
) -> None:
    office, emma, jiwoo = home.office, home.emma, home.jiwoo
    channel = world.channel("소식", emma)
    await office.diary(channel, emma, "channel")
    post = emma.send_video(b"clip", 8, caption="첫 글", chat=channel)
    await office.handle()
    number = await finish(office)
    [card] = replies(post)
    refused = await office.forge(jiwoo, card, f"delete:{number}:sure")
    assert refused["text"] != WORDS.toast
    assert not card.deleted
    for button in (MORE, WORDS.delete_button, WORDS.sure_button):
        await office.press(emma, card, button)
    await office.show()
    assert card.deleted
    line = standing(emma.chat)[-1]
    # The channel's message is not the bot's to delete for one of its admins.
    assert buttons(line) == [WORDS.back_button]
    assert "첫 글" not in (line.text or "")
    async with office.database.writing() as connection:
        await standings.put(connection, channel.id, emma.id, "administrator", office.clock())
    told = await office.press(emma, line, WORDS.back_button)
    assert told["text"] == WORDS.back
    await office.show()
    assert line.deleted
    [again] = [message for message in standing(channel) if message.photo]
    assert "첫 글" in (again.caption or "")
    async with office.database.reading() as connection:
        entry = await entries.get(connection, number)
    assert entry is not None
    assert entry.state == "done"
