"""A group that moves is followed wherever a refusal tells of it."""

import pytest
from telegram import Bot
from telegram.error import ChatMigrated

from bot import delivery, moves, standings
from bot.errors import Moved
from bot.phrases import captures as captures_phrases
from bot.phrases import check as check_phrases
from bot.phrases import groups as groups_phrases
from bot.phrases import phrases_in
from bot.phrases import shares as shares_phrases
from bot.polling import ALLOWED_UPDATES
from playground.server import Chat, Person, World
from storage import cards, diaries, inbox
from storage import standings as standing_rows
from storage.database import Database
from tests.bot.office import Office, buttons, open_office
from tests.bot.sharing import open_scene
from tests.diary.given import EMMA, JIWOO

CAPTURES = captures_phrases.words_in("ko")
CHECK = check_phrases.words_in("ko")
KOREAN = groups_phrases.words_in("ko")
SHARES = shares_phrases.words_in("ko")


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
async def group(office: Office, world: World, owner: Person) -> Chat:
    chat = world.group("가족", [owner], bot_is_admin=True)
    await office.handle()
    await office.press(owner, chat.from_bot[0], KOREAN.make_button)
    return chat


async def chat_of(office: Office, chat: Chat) -> int | None:
    async with office.database.reading() as connection:
        diary = await diaries.of_chat(connection, chat.id)
    return None if diary is None else diary.chat_id


async def test_a_refusal_tells_the_old_number_and_the_new(
    bot: Bot, office: Office, world: World, group: Chat
) -> None:
    moved = world.migrate(group, silent=True)
    with pytest.raises(Moved) as refused:
        await delivery.attempt(lambda: bot.send_message(group.id, "x"))
    assert (refused.value.old, refused.value.chat_id) == (group.id, moved.id)
    assert isinstance(refused.value.__cause__, ChatMigrated)
    await moves.follow(office.database, office.clock, refused.value)
    assert await chat_of(office, group) == moved.id


async def test_a_refusal_without_the_old_number_changes_nothing(
    office: Office, group: Chat
) -> None:
    await moves.follow(office.database, office.clock, Moved(-1_002_000_000_099))
    assert await chat_of(office, group) == group.id


async def test_asking_who_somebody_is_follows_the_group(
    bot: Bot, office: Office, world: World, group: Chat, owner: Person
) -> None:
    moved = world.migrate(group, silent=True)
    office.clock.pass_s(3600)
    ask = (bot, office.database, office.clock)
    assert await standings.refresh(*ask, group.id, owner.id) == "creator"
    assert await chat_of(office, group) == moved.id
    async with office.database.reading() as connection:
        known = await standing_rows.find(connection, moved.id, owner.id)
    assert known is not None
    assert known.seen_at == office.clock()


async def test_the_card_of_a_clip_in_work_is_sent_anew_in_the_new_chat(
    office: Office, world: World, group: Chat, owner: Person
) -> None:
    note = owner.send_video_note(b"clip", chat=group)
    await office.handle()
    world.migrate(group, silent=True)
    [moved] = [chat for chat in world.chats.values() if chat.type == "supergroup"]
    await office.forge(owner, group.from_bot[-1], "capture:1:always")
    assert [m.text for m in moved.from_bot] != []
    async with office.database.reading() as connection:
        card = await cards.of_entry(connection, 1)
    assert card is not None
    assert (card.chat_id, card.shown) == (moved.id, card.wanted)
    assert card.message_id == moved.from_bot[-1].message_id
    assert moved.from_bot[-1].reply_to is None
    assert note.chat is group


async def test_a_button_of_the_old_chat_still_does_what_it_says(
    office: Office, world: World, group: Chat, owner: Person
) -> None:
    owner.send_video_note(b"clip", chat=group)
    await office.handle()
    asked = group.from_bot[-1]
    assert CAPTURES.always_button in [button.text for button in asked.buttons]
    moved = world.migrate(group)
    await office.handle()
    press = owner.call(asked, "capture:1:never")
    await office.handle()
    assert (await press.answered())["text"] == CAPTURES.left_alone
    assert await chat_of(office, moved) == moved.id


@pytest.mark.parametrize("detail", ["", ":sure"])
async def test_what_stands_in_the_old_chat_can_still_be_taken_out(
    bot: Bot, world: World, database: Database, detail: str
) -> None:
    scene = await open_scene(bot, world, database)
    await scene.share("video")
    card = scene.told[-1]
    moved = world.migrate(scene.group)
    await scene.office.handle()
    done = await scene.office.forge(scene.jiwoo, card, f"takeout:{scene.entry_id}{detail}")
    share = await scene.the_share()
    assert share is not None
    if detail:
        assert done["text"] == SHARES.taken_out
        assert share.state == "taken_back"
    else:
        assert SHARES.take_out_sure in buttons(moved.from_bot[-1])
    stranger = world.person(EMMA + 1, "소라", "ko")
    refused = await scene.office.forge(stranger, card, f"takeout:{scene.entry_id}:sure")
    assert refused["text"] == phrases_in("ko").not_yours


async def test_an_update_whose_answer_was_refused_is_handled_with_the_new_number(
    office: Office, world: World, group: Chat, owner: Person
) -> None:
    owner.send_text("/check", chat=group)
    moved = world.migrate(group, silent=True)
    await office.handle()
    assert moved.from_bot == []
    office.clock.pass_s(5)
    await office.handle()
    assert [CHECK.all_is_well in (message.text or "") for message in moved.from_bot] == [True]
    async with office.database.reading() as connection:
        assert await inbox.waiting(connection, office.clock(), (), 9) == []
