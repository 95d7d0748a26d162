"""Messages disappear as far as Telegram lets them, and never somebody else's."""

import pytest
from telegram import Bot

from analysis.errors import DeadlineExceeded
from bot.phrases import removals as phrases
from bot.removals import KEEPS_PICTURE, PARKED, MessageRemoval, blank
from diary import groups
from playground.server import Chat, Message, Person, World
from storage import diaries, removals
from storage.database import Database
from tests.bot.given import png
from tests.diary.given import EMMA, JIWOO, NOON, Clock, consenting

DAYS = 24 * 3600.0


class Broom:
    """The loop, moved by hand, and one group."""

    def __init__(self, database: Database, bot: Bot, world: World, group: Chat) -> None:
        self.database, self.bot, self.world, self.group = database, bot, world, group
        self.clock = Clock()
        self.drawn: list[tuple[str, str, str]] = []
        self.can_draw = True
        self.loop = MessageRemoval(database, bot, self.draw, "en", self.clock)

    async def draw(self, view: str, line: str, language: str) -> bytes:
        """A small real picture, unlike any other here."""
        if not self.can_draw:
            raise DeadlineExceeded
        self.drawn.append((view, line, language))
        return png(70)

    async def sweep(self, chat_id: int, message_id: int, instead: str | None = None) -> int:
        """Have a message removed; how many are still to be removed afterwards."""
        async with self.database.writing() as connection:
            await removals.add(connection, chat_id, message_id, self.clock(), instead)
        return await self.round()

    async def round(self) -> int:
        await self.loop.round()
        async with self.database.reading() as connection:
            return len(await removals.due(connection, NOON.replace(year=2030), 10))

    async def photo(self) -> Message:
        sent = await self.bot.send_photo(self.group.id, png(), caption="a face")
        message = self.group.find(sent.message_id)
        assert message is not None
        return message

    def grow_old(self) -> None:
        """Three days pass for Telegram."""
        now = self.world.clock()
        self.world.clock = lambda: now + 3 * DAYS


@pytest.fixture
async def broom(database: Database, bot: Bot, world: World) -> Broom:
    emma, jiwoo = world.person(EMMA, "Emma", "en"), world.person(JIWOO, "지우", "ko")
    group = world.group("가족", [emma, jiwoo], supergroup=True)
    async with database.writing() as connection:
        person = await consenting(connection, EMMA)
        more = {"kind": "group", "language": "ko"}
        await diaries.add(connection, person.id, group.id, "Asia/Seoul", 4, NOON, **more)
    return Broom(database, bot, world, group)


async def test_a_message_is_deleted(broom: Broom) -> None:
    message = await broom.photo()
    assert await broom.sweep(broom.group.id, message.message_id) == 0
    assert message.deleted


async def test_what_is_gone_already_is_done(broom: Broom) -> None:
    message = await broom.photo()
    await broom.sweep(broom.group.id, message.message_id)
    assert await broom.sweep(broom.group.id, message.message_id, "deleted") == 0
    assert await broom.sweep(broom.group.id, 999_999, "deleted") == 0
    assert [m.text for m in broom.group.from_bot] == []


@pytest.mark.parametrize(
    "instead", [name for name in phrases.words_in("ko").lines if name != "gone"]
)
async def test_an_old_message_gets_a_line_in_the_chats_language_and_loses_its_picture(
    broom: Broom, instead: str
) -> None:
    message = await broom.photo()
    shown = message.photo
    broom.grow_old()
    assert await broom.sweep(broom.group.id, message.message_id, instead) == 0
    assert not message.deleted
    line = phrases.words_in("ko").lines[instead]
    assert message.caption == line
    assert (message.photo == shown) is (instead in KEEPS_PICTURE)
    assert (message.photo == png(70)) is (instead not in KEEPS_PICTURE)
    drawn = [] if instead in KEEPS_PICTURE else [("removed_message", line, "ko")]
    assert broom.drawn == drawn


async def test_where_nothing_can_be_drawn_the_old_picture_goes_even_so(broom: Broom) -> None:
    message = await broom.photo()
    broom.grow_old()
    broom.can_draw = False
    assert await broom.sweep(broom.group.id, message.message_id, "deleted") == 0
    assert message.photo == blank()
    assert message.caption == phrases.words_in("ko").lines["deleted"]


async def test_an_old_text_gets_another_text(broom: Broom) -> None:
    sent = await broom.bot.send_message(broom.group.id, "a thread")
    message = broom.group.find(sent.message_id)
    assert message is not None
    broom.grow_old()
    await broom.sweep(broom.group.id, sent.message_id, "a name of tomorrow")
    assert message.text == phrases.words_in("ko").lines["gone"]


async def test_an_old_message_without_a_line_stays_as_it_is(broom: Broom) -> None:
    message = await broom.photo()
    broom.grow_old()
    assert await broom.sweep(broom.group.id, message.message_id) == 0
    assert message.caption == "a face"


async def test_an_outage_puts_it_off(broom: Broom) -> None:
    message = await broom.photo()
    broom.world.faults.add("server_error", "deleteMessage")
    assert await broom.sweep(broom.group.id, message.message_id) == 1
    broom.clock.pass_s(60)
    assert await broom.round() == 0
    assert message.deleted


async def test_where_the_bot_is_no_longer_it_waits_until_it_is_back(
    broom: Broom, world: World
) -> None:
    message = await broom.photo()
    world.set_bot_status(broom.group, world.people[EMMA], "kicked")
    assert await broom.sweep(broom.group.id, message.message_id, "deleted") == 1
    tried = len(world.calls_of("deleteMessage"))
    broom.clock.pass_s(DAYS)
    await broom.round()
    assert len(world.calls_of("deleteMessage")) == tried
    world.set_bot_status(broom.group, world.people[EMMA], "member")
    async with broom.database.writing() as connection:
        await groups.wake(connection, broom.group.id, broom.clock())
    assert await broom.round() == 0
    assert message.deleted


async def test_a_bot_that_does_not_come_back_forgets_what_it_was_to_remove(
    broom: Broom, world: World
) -> None:
    message = await broom.photo()
    world.set_bot_status(broom.group, world.people[EMMA], "kicked")
    await broom.sweep(broom.group.id, message.message_id, "deleted")
    broom.clock.pass_s(PARKED.total_seconds() - 1)
    assert await broom.round() == 1
    broom.clock.pass_s(1)
    assert await broom.round() == 0


async def test_after_a_migration_nothing_is_deleted_in_the_new_chat(
    broom: Broom, world: World
) -> None:
    people: list[Person] = [world.people[EMMA], world.people[JIWOO]]
    small = world.group("Small", people)
    sent = await broom.bot.send_message(small.id, "old")
    large = world.migrate(small)
    for _ in range(sent.message_id + 1):
        await broom.bot.send_message(large.id, "new")
    before = [m.message_id for m in large.messages]
    assert await broom.sweep(small.id, sent.message_id, "deleted") == 0
    assert [m.message_id for m in large.messages] == before
    assert {m.text for m in large.from_bot} == {"new"}
