"""What people are told privately: once, in order, and only while it is true and theirs to know."""

import datetime as dt
from typing import Any

import pytest
from telegram import Bot

from bot.notices import LONGEST, MOST_FAULTS, Kind, Letter, NoticeDelivery
from diary import persons, rights
from playground.server import Person, World
from storage import diaries, members, notices
from storage import persons as rows
from storage.database import Connection, Database
from storage.notices import Notice
from tests.diary.given import EMMA, JIWOO, NOON, Clock


async def plain(_: Connection, notice: Notice, __: dt.datetime) -> Letter | None:
    return Letter(f"{notice.subject_id}: {notice.number}")


async def over(_: Connection, __: Notice, ___: dt.datetime) -> Letter | None:
    return None


async def broken(_: Connection, __: Notice, ___: dt.datetime) -> Letter | None:
    raise ZeroDivisionError


async def for_readers(connection: Connection, notice: Notice, now: dt.datetime) -> Letter | None:
    """As a comment's words are made: the right is looked up when they are."""
    assert notice.diary_id is not None
    person = await rows.get(connection, notice.person_id)
    diary = await diaries.get(connection, notice.diary_id)
    found = await rights.roles(connection, person, diary, now)
    return Letter("a secret") if rights.allows(found, rights.Act.READ) else None


KINDS = {
    "plain": Kind(plain),
    "over": Kind(over),
    "broken": Kind(broken),
    "comment": Kind(for_readers, is_optional=True),
    "urgent": Kind(plain, can_wait=False),
}


class Post:
    """The loop, moved by hand."""

    def __init__(self, database: Database, bot: Bot) -> None:
        self.database, self.clock = database, Clock()
        self.loop = NoticeDelivery(database, bot, KINDS, "Asia/Seoul", self.clock)

    async def add(self, kind: str, subject_id: int = 1, to: int = JIWOO, **more: Any) -> None:
        async with self.database.writing() as connection:
            person = await persons.meet(connection, to, "ko", NOON)
            await notices.add(
                connection, person.id, kind, self.clock(), subject_id=subject_id, **more
            )

    async def change(self, **values: Any) -> None:
        async with self.database.writing() as connection:
            person = await persons.meet(connection, JIWOO, "ko", NOON)
            await rows.change(connection, person.id, **values)

    async def states(self, of: int = JIWOO) -> list[str]:
        async with self.database.reading() as connection:
            person = await rows.find(connection, of)
            assert person is not None
            return [notice.state for notice in await notices.of_person(connection, person.id)]


@pytest.fixture
def post(database: Database, bot: Bot) -> Post:
    return Post(database, bot)


def told(person: Person) -> list[str]:
    return [message.text or "" for message in person.chat.from_bot]


async def test_what_is_due_is_told_once_and_in_order(post: Post, jiwoo: Person) -> None:
    for number in (1, 2, 3):
        await post.add("plain", number)
    for _ in range(5):
        await post.loop.round()
    assert told(jiwoo) == ["1: 1", "2: 1", "3: 1"]
    assert await post.states() == ["sent"] * 3


async def test_what_is_bundled_counts_up_and_waits_for_its_time(post: Post, jiwoo: Person) -> None:
    for _ in range(3):
        await post.add("plain", wait=dt.timedelta(minutes=10))
    await post.loop.round()
    assert told(jiwoo) == []
    post.clock.pass_s(600)
    await post.loop.round()
    assert told(jiwoo) == ["1: 3"]


async def test_what_is_not_true_any_more_is_dropped(post: Post, jiwoo: Person) -> None:
    for kind in ("over", "no such kind"):
        await post.add(kind)
    await post.loop.round()
    await post.loop.round()
    assert told(jiwoo) == []
    assert await post.states() == ["dropped"] * 2


async def test_who_wants_no_notices_hears_only_what_must_be_heard(
    post: Post, jiwoo: Person
) -> None:
    await post.change(notices=False)
    await post.add("comment")
    await post.add("plain", 2)
    await post.loop.round()
    await post.loop.round()
    assert told(jiwoo) == ["2: 1"]


async def test_a_channel_is_never_told_what_is_private(post: Post, world: World) -> None:
    owner = world.person(EMMA, "Emma", "en")
    channel = world.channel("News", owner)
    await post.add("plain", to=channel.id)
    async with post.database.writing() as connection:
        person = await rows.find(connection, channel.id)
        assert person is not None
        await rows.change(connection, person.id, kind="chat")
    await post.loop.round()
    assert channel.from_bot == []
    assert await post.states(channel.id) == ["dropped"]


@pytest.mark.parametrize(("still_there", "told_then"), [(True, ["a secret"]), (False, [])])
async def test_who_has_left_meanwhile_is_told_nothing_of_the_diary(
    post: Post, jiwoo: Person, world: World, *, still_there: bool, told_then: list[str]
) -> None:
    owner = world.person(EMMA, "Emma", "en")
    group = world.group("Family", [owner, jiwoo], bot_is_admin=True)
    async with post.database.writing() as connection:
        emma = await persons.meet(connection, EMMA, "en", NOON)
        jiwoo_here = await persons.meet(connection, JIWOO, "ko", NOON)
        diary = await diaries.add(
            connection, emma.id, group.id, "Asia/Seoul", 4, NOON, kind="group"
        )
        for person in (emma, jiwoo_here):
            await members.join(connection, diary.id, person.id, NOON)
    await post.add("comment", diary_id=diary.id)
    if not still_there:
        world.leave(group, jiwoo)
    await post.loop.round()
    assert told(jiwoo) == told_then


async def test_an_outage_puts_it_off(post: Post, jiwoo: Person, world: World) -> None:
    world.faults.add("server_error", "sendMessage")
    await post.add("plain")
    await post.loop.round()
    assert told(jiwoo) == []
    assert await post.states() == ["waiting"]
    post.clock.pass_s(60)
    await post.loop.round()
    assert told(jiwoo) == ["1: 1"]


async def test_who_has_blocked_the_bot_hears_it_when_they_are_back(
    post: Post, jiwoo: Person
) -> None:
    jiwoo.block_bot()
    await post.add("plain")
    await post.add("plain", 2)
    for _ in range(3):
        await post.loop.round()
    assert await post.states() == ["stopped", "stopped"]
    jiwoo.unblock_bot()
    async with post.database.writing() as connection:
        await persons.come_back(connection, JIWOO, post.clock())
    for _ in range(3):
        await post.loop.round()
    assert told(jiwoo) == ["1: 1", "2: 1"]


async def _dies(post: Post) -> None:
    """The process ends between the mark and the call."""
    async with post.database.writing() as connection:
        [notice] = await notices.due(connection, post.clock(), 1)
        values = {"state": notices.WAITING[notice.state], "due_at": post.clock() + LONGEST}
        assert await notices.change(connection, 1, was=notice.state, **values)


async def test_what_was_interrupted_more_than_once_is_told(post: Post, jiwoo: Person) -> None:
    await post.add("plain")
    for _ in range(4):
        await _dies(post)
        await post.loop.round()
        assert told(jiwoo) == []
        post.clock.pass_s(LONGEST.total_seconds())
        async with post.database.writing() as connection:
            assert await notices.recover(connection, post.clock()) == 1
    await post.loop.round()
    assert await post.states() == ["sent"]
    assert told(jiwoo) == ["1: 1"]


async def test_what_is_interrupted_again_and_again_is_dropped(post: Post, jiwoo: Person) -> None:
    await post.add("plain")
    for _ in range(notices.MOST_TRIES + 1):
        await _dies(post)
        post.clock.pass_s(LONGEST.total_seconds())
        async with post.database.writing() as connection:
            await notices.recover(connection, post.clock())
    assert await post.states() == ["dropped"]
    assert told(jiwoo) == []


async def test_a_bot_that_is_alone_tells_at_its_start_what_it_died_under(
    post: Post, jiwoo: Person
) -> None:
    await post.add("plain")
    await _dies(post)
    async with post.database.writing() as connection:
        assert await notices.recover(connection, post.clock()) == 0
        assert await notices.recover(connection, post.clock(), everyone=True) == 1
    await post.loop.round()
    assert told(jiwoo) == ["1: 1"]


async def test_after_one_interruption_it_is_told(post: Post, jiwoo: Person) -> None:
    await post.add("plain")
    async with post.database.writing() as connection:
        await notices.change(connection, 1, state="sending", due_at=post.clock() + LONGEST)
    post.clock.pass_s(LONGEST.total_seconds())
    await post.loop.round()
    await post.loop.round()
    assert told(jiwoo) == ["1: 1"]


async def test_words_that_cannot_be_made_are_given_up_and_block_nobody(
    post: Post, jiwoo: Person
) -> None:
    await post.add("broken")
    for _ in range(MOST_FAULTS):
        await post.loop.round()
        post.clock.pass_s(120)
    await post.add("plain", 2)
    await post.loop.round()
    assert await post.states() == ["dropped", "sent"]
    assert told(jiwoo) == ["2: 1"]


@pytest.mark.parametrize(
    ("hour", "kind", "is_silent"),
    [(21, "plain", False), (22, "plain", True), (7, "plain", True), (8, "plain", False),
     (23, "urgent", False)],
)  # fmt: skip
async def test_at_night_what_can_wait_makes_no_sound(
    post: Post, jiwoo: Person, world: World, hour: int, kind: str, *, is_silent: bool
) -> None:
    """By the clock of the person's own diary: here nine hours before that of the bot's default."""
    post.clock.at = NOON.replace(hour=hour)
    async with post.database.writing() as connection:
        person = await persons.meet(connection, JIWOO, "ko", NOON)
        await persons.own_diary(connection, person, "UTC", 4, NOON)
    await post.add(kind)
    await post.loop.round()
    assert told(jiwoo) == ["1: 1"]
    [call] = world.calls_of("sendMessage")
    assert bool(call.params.get("disable_notification")) is is_silent


async def test_what_has_to_be_told_again_is_not_overtaken(
    post: Post, jiwoo: Person, world: World
) -> None:
    await post.add("plain", 1)
    world.faults.add("server_error", "sendMessage")
    await post.loop.round()
    await post.add("plain", 2)
    await post.loop.round()
    assert told(jiwoo) == []
    post.clock.pass_s(60)
    await post.loop.round()
    await post.loop.round()
    assert told(jiwoo) == ["1: 1", "2: 1"]
