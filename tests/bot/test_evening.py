"""The evening's picture on a real database and the stand-in: once, whatever goes wrong."""

import datetime as dt
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from analysis.errors import DeadlineExceeded
from bot import messages
from bot.delivery import may_have_arrived
from bot.errors import Postponed
from bot.evening import EveningRounds, Manner
from charts.days import Days, Members
from diary import commit_calendar, persons
from playground.server import Chat, Person, World
from storage import diaries, entries, members, removals, rounds
from storage.database import Database
from tests.bot.given import png
from tests.diary.given import LIMITS, NOON, Clock

TODAY = dt.date(2026, 11, 20)


class Town:
    """A group with a diary in which somebody has written today, and the evening's loop."""

    def __init__(self, database: Database, bot: Bot, world: World, jiwoo: Person) -> None:
        self.database, self.world, self.jiwoo = database, world, jiwoo
        self.chat: Chat = world.group("Family", [jiwoo], bot_is_admin=True)
        self.clock, self.drawn, self.failures = Clock(), list[Any](), 0
        manner = Manner("ko", LIMITS, lambda: None)
        self.evening = EveningRounds(database, bot, self.draw, manner, self.clock)
        self.diary_id = 0

    async def draw(self, _view: str, value: Any, _language: str) -> bytes:
        if self.failures:
            self.failures -= 1
            raise DeadlineExceeded
        self.drawn.append(value)
        return png(200, 100)

    async def settle(self, kind: str = "group") -> None:
        """The diary, an entry of today, and a round of today that is claimed."""
        async with self.database.writing() as connection:
            person = await persons.meet(connection, self.jiwoo.id, "ko", NOON, name="지우")
            place = self.jiwoo.id if kind == "private" else self.chat.id
            diary = await diaries.add(
                connection, person.id, place, "Asia/Seoul", 4, NOON, kind=kind, evening_minute=1290
            )
            self.diary_id = diary.id
            await members.join(connection, diary.id, person.id, NOON)
        await self.write(TODAY)
        await self.claim(TODAY)

    async def write(self, day: dt.date) -> None:
        async with self.database.writing() as connection:
            diary = await diaries.get(connection, self.diary_id)
            values = {"state": "done", "recorded_at": NOON, "created_at": NOON, "day": day}
            await entries.add(
                connection, {"diary_id": diary.id, "author_id": diary.owner_id, **values}
            )

    async def claim(self, day: dt.date) -> None:
        async with self.database.writing() as connection:
            await rounds.add(connection, [self.diary_id], day, self.clock())

    async def states(self) -> list[str]:
        async with self.database.reading() as connection:
            query = rounds.select(rounds.rounds.c.state).order_by(rounds.rounds.c.id)
            return list((await connection.execute(query)).scalars())

    async def run(self, times: int = 5) -> None:
        """Let the loop go round, with time to wait in between."""
        for _ in range(times):
            await self.evening.round()
            self.clock.pass_s(120)

    @property
    def sent(self) -> int:
        return len([message for message in self.chat.from_bot if message.photo])


@pytest.fixture
async def town(database: Database, bot: Bot, world: World, jiwoo: Person) -> Town:
    return Town(database, bot, world, jiwoo)


async def test_the_picture_comes_once_and_silently(town: Town, world: World) -> None:
    await town.settle()
    await town.run()
    assert (town.sent, await town.states()) == (1, ["sent"])
    assert isinstance(town.drawn[0], Members)
    [call] = world.calls_of("sendPhoto")
    assert call.params["disable_notification"] == "true"
    assert "지우 1" in (town.chat.from_bot[-1].caption or "")


async def test_nobody_passes_on_the_picture_of_a_protected_diary(town: Town) -> None:
    await town.settle()
    async with town.database.writing() as connection:
        await diaries.change(connection, town.diary_id, is_protected=True)
    await town.run()
    assert "has_protected_content" in town.chat.from_bot[-1].extra


async def test_the_next_days_picture_has_the_one_before_removed(town: Town) -> None:
    await town.settle()
    await town.run(1)
    first = town.chat.from_bot[-1].message_id
    for days, count in ((1, 1), (2, 2)):
        town.clock.at = NOON + dt.timedelta(days=days)
        if days == 2:
            await town.write(TODAY + dt.timedelta(days=2))
        await town.claim(TODAY + dt.timedelta(days=days))
        await town.run(1)
        assert town.sent == count
    assert await town.states() == ["sent", "skipped", "sent"]
    async with town.database.reading() as connection:
        [removal] = await removals.due(connection, town.clock(), 10)
    assert (removal.message_id, removal.instead) == (first, "newer_below")


@pytest.mark.parametrize("fault", ["too_many_requests", "server_error"])
async def test_a_refusal_is_tried_again(town: Town, world: World, fault: str) -> None:
    await town.settle()
    planned = world.faults.add(fault, "sendPhoto", count=2)
    await town.run(1)
    assert (town.sent, await town.states()) == (0, ["claimed"])
    world.faults.clear()
    await town.run()
    assert (town.sent, await town.states(), planned.happened) == (1, ["sent"], 1)


@pytest.mark.parametrize(("fault", "count"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_answer_is_not_asked_for_again(
    town: Town, world: World, fault: str, count: int
) -> None:
    """Whether it arrived nobody knows; twice would be worse than not at all."""
    await town.settle()
    world.faults.add(fault, "sendPhoto")
    await town.run()
    assert (town.sent, await town.states()) == (count, ["sending"])


async def test_what_a_crash_left_in_sending_is_not_sent_again(town: Town) -> None:
    await town.settle()
    async with town.database.writing() as connection:
        [one] = await rounds.waiting(connection, NOON, (), 10)
        assert await rounds.change(connection, one.id, was="claimed", state="sending")
        assert not await rounds.change(connection, one.id, was="claimed", state="sending")
    await town.run()
    assert town.sent == 0


async def test_a_picture_that_cannot_be_drawn_is_left_out_after_three_times(town: Town) -> None:
    await town.settle()
    town.failures = 3
    await town.run()
    assert (town.sent, await town.states()) == (0, ["failed"])


async def test_a_day_that_is_over_is_not_shown_any_more(town: Town) -> None:
    await town.settle()
    town.clock.at = NOON + dt.timedelta(hours=8)
    await town.run()
    assert (town.sent, await town.states()) == (0, ["skipped"])


async def test_where_the_bot_is_no_longer_the_diary_sleeps(town: Town, world: World) -> None:
    await town.settle()
    world.set_bot_status(town.chat, town.jiwoo, "kicked")
    await town.run()
    assert await town.states() == ["failed"]
    async with town.database.reading() as connection:
        diary = await diaries.get(connection, town.diary_id)
    assert (diary.state, diary.next_round_at) == ("frozen", None)


async def test_a_picture_that_is_forbidden_costs_an_evening_and_not_the_diary(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forbid(*_: Any, **__: Any) -> None:
        raise Forbidden("Forbidden: something that nobody expects")

    await town.settle()
    with monkeypatch.context() as patched:
        patched.setattr(messages, "send_photo", forbid)
        await town.run()
    assert (town.sent, await town.states()) == (0, ["failed"])
    async with town.database.reading() as connection:
        assert (await diaries.get(connection, town.diary_id)).state == "open"


async def test_a_person_gets_their_own_months_in_private(town: Town) -> None:
    await town.settle("private")
    await town.run()
    assert isinstance(town.drawn[0], Days)
    pictures = [message for message in town.jiwoo.chat.from_bot if message.photo]
    assert len(pictures) == 1


async def test_a_channels_picture_names_nobody(town: Town) -> None:
    """Who reads it knows neither the admins nor the other subscribers."""
    await town.settle("channel")
    await town.run()
    assert (town.sent, await town.states()) == (1, ["sent"])
    [shown] = town.drawn
    assert isinstance(shown, Days)
    assert "지우" not in (town.chat.from_bot[-1].caption or "")
    assert "총 1편" in (town.chat.from_bot[-1].caption or "")
    codes = [button.data or "" for button in town.chat.from_bot[-1].buttons]
    assert codes
    assert not any("rows" in code for code in codes)
    await town.claim(TODAY + dt.timedelta(days=1))
    town.clock.at = NOON + dt.timedelta(days=1)
    await town.run(1)
    assert (town.sent, await town.states()) == (1, ["sent", "skipped"])


async def test_who_has_blocked_the_bot_gets_nothing(town: Town) -> None:
    await town.settle("private")
    town.jiwoo.block_bot()
    await town.run()
    assert await town.states() == ["failed"]
    await town.write(TODAY + dt.timedelta(days=1))
    town.clock.at = NOON + dt.timedelta(days=1)
    await town.claim(TODAY + dt.timedelta(days=1))
    await town.run()
    assert await town.states() == ["failed", "skipped"]


def postponed(told: Exception, cause: Exception | None) -> Postponed:
    error = Postponed(0.0)
    error.__cause__ = told
    told.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("told", "cause", "may"),
    [
        (RetryAfter(3), None, False),
        (NetworkError("Bad Gateway"), None, False),
        (NetworkError("no JSON"), ValueError(), False),
        (NetworkError("refused"), httpx.ConnectError(""), False),
        (TimedOut(), httpx.ConnectTimeout(""), False),
        (TimedOut(), httpx.PoolTimeout(""), False),
        (TimedOut(), httpx.ReadTimeout(""), True),
        (TimedOut(), httpx.WriteTimeout(""), True),
        (NetworkError("gone"), httpx.RemoteProtocolError(""), True),
    ],
)
def test_only_what_surely_did_not_arrive_is_sent_again(
    told: Exception, cause: Exception | None, may: object
) -> None:
    assert may_have_arrived(postponed(told, cause)) is may


def test_the_fingerprint_does_not_depend_on_order() -> None:
    counts = [commit_calendar.Count(TODAY, 1, 2), commit_calendar.Count(TODAY, 2, 1)]
    same = commit_calendar.fingerprint(reversed(counts))
    assert commit_calendar.fingerprint(counts) == same
    assert len(same) == 64


async def test_a_whole_evening_goes_on_after_chats_that_have_put_the_bot_out(
    town: Town, world: World
) -> None:
    chats = [
        world.group(f"Family {number}", [town.jiwoo], bot_is_admin=True) for number in range(6)
    ]
    for chat in chats:
        town.chat = chat
        await town.settle()
    for chat in chats[:3]:
        world.set_bot_status(chat, town.jiwoo, "kicked")
    await town.run()
    assert [len([m for m in chat.from_bot if m.photo]) for chat in chats] == [0, 0, 0, 1, 1, 1]
    assert await town.states() == ["failed"] * 3 + ["sent"] * 3
    assert len(world.calls_of("sendPhoto")) == 6
