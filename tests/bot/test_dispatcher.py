"""From the inbox to the handlers: in order within a chat, side by side across chats."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from telegram import Bot, Update

from bot import crowd
from bot import dispatcher as room
from bot.desk import ATTEMPT
from bot.dispatcher import Dispatcher
from bot.errors import NotAllowed, Postponed, Refused, Unreachable
from storage import inbox
from storage.database import Database, Unavailable
from storage.sealing import Seals, fresh
from tests.diary.given import Clock

Handle = Callable[[Update], Awaitable[None]]


def message(update_id: int, chat: int) -> dict[str, Any]:
    content = {
        "message_id": update_id,
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "x"},
        "from": {"id": chat, "is_bot": False, "first_name": "x"},
        "text": str(update_id),
    }
    return {"update_id": update_id, "message": content}


class Office:
    """A dispatcher whose handler and apologies are the test's own."""

    def __init__(self, database: Database, bot: Bot) -> None:
        self.database, self.clock = database, Clock()
        self.handled: list[int] = []
        self.apologies: list[tuple[int, str]] = []
        self.done = asyncio.Event()
        self.handle: Handle = self.note
        self.dispatcher = Dispatcher(database, bot, self._handle, self._apologise, self.clock)

    async def _handle(self, update: Update) -> None:
        await self.handle(update)

    async def note(self, update: Update) -> None:
        self.handled.append(update.update_id)

    async def _apologise(self, update: Update, code: str) -> None:
        self.apologies.append((update.update_id, code))

    async def receive(self, *updates: dict[str, Any]) -> None:
        async with self.database.writing() as connection:
            for raw in updates:
                chat = raw.get("message", {}).get("chat", {}).get("id")
                await inbox.put(connection, raw["update_id"], chat, json.dumps(raw), self.clock())

    async def rows(self) -> dict[int, tuple[str, str | None, int, bool]]:
        """State, outcome, attempts and whether the content is still there, by update_id."""
        query = "SELECT update_id, state, outcome, attempts, raw IS NOT NULL FROM inbox"
        async with self.database.reading() as connection:
            rows = await connection.execute(text(query))
            return {row[0]: (row[1], row[2], row[3], bool(row[4])) for row in rows}

    async def step(self) -> int:
        """Open what may be opened now, one after another; how many letters that were."""
        letters = await self.dispatcher._waiting()
        for letter in letters:
            await self.dispatcher._open(letter)
        return len(letters)

    async def steps(self) -> int:
        """Open until nothing waits, however long that takes; how many letters were opened."""
        count = 0
        for _ in range(200):
            self.clock.pass_s(3600)
            if not (opened := await self.step()):
                return count
            count += opened
        raise AssertionError("the inbox never gets empty")


@pytest.fixture
def office(database: Database, bot: Bot) -> Office:
    return Office(database, bot)


async def run_until(office: Office, so: Callable[[], bool]) -> None:
    """Let the loop run until this is so."""
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        task = group.create_task(office.dispatcher.run())
        while not so():
            office.done.clear()
            await office.done.wait()
        task.cancel()


async def test_updates_of_a_chat_are_handled_in_their_order(office: Office) -> None:
    await office.receive(*(message(n, 7) for n in range(1, 30)))

    async def slow_when_odd(update: Update) -> None:
        for _ in range(3 * (update.update_id % 2)):
            await asyncio.sleep(0)
        office.handled.append(update.update_id)
        office.done.set()

    office.handle = slow_when_odd
    await run_until(office, lambda: len(office.handled) == 29)
    assert office.handled == list(range(1, 30))


async def test_a_chat_that_takes_long_does_not_hold_up_the_others(office: Office) -> None:
    await office.receive(message(1, 7), message(2, 7), *(message(n, n) for n in range(10, 20)))
    go_on = asyncio.Event()

    async def wait_for_the_others(update: Update) -> None:
        if update.update_id == 1:
            await go_on.wait()
        office.handled.append(update.update_id)
        if len(office.handled) == 10:
            go_on.set()
        office.done.set()

    office.handle = wait_for_the_others
    await run_until(office, lambda: len(office.handled) == 12)
    assert office.handled[-2:] == [1, 2]


async def test_a_database_that_is_away_costs_an_update_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "AWAY_S", 0.0)
    await office.receive(message(1, 7))

    async def away(_: Update) -> None:
        ATTEMPT.get().error = Unavailable("database is locked")

    office.handle = away
    for _ in range(10):
        [letter] = await office.dispatcher._waiting()
        await office.dispatcher._deliver(letter)
    assert await office.rows() == {1: ("waiting", None, 0, True)}
    office.handle = office.note
    await office.steps()
    assert (office.handled, office.apologies) == ([1], [])


async def test_what_arrives_while_it_sleeps_wakes_it(office: Office) -> None:
    async def note(update: Update) -> None:
        office.handled.append(update.update_id)
        office.done.set()

    office.handle = note
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        task = group.create_task(office.dispatcher.run())
        for number in (1, 2, 3):
            await office.receive(message(number, 7))
            office.dispatcher.wake()
            while number not in office.handled:
                office.done.clear()
                await office.done.wait()
        task.cancel()
    assert office.handled == [1, 2, 3]


async def test_who_has_much_waiting_stands_back_while_others_may_be_outside(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "MOMENT_S", 0.5)
    await office.receive(*(message(number, 7) for number in range(1, inbox.ROOM + 6)))
    office.dispatcher.wake(more=True)
    while await office.step():
        office.dispatcher.wake(more=True)
    assert office.handled == list(range(1, inbox.ROOM + 1))
    await office.receive(message(1000, 8))
    office.dispatcher.wake(more=True)
    await office.step()
    assert office.handled[-1] == 1000

    async def note(update: Update) -> None:
        office.handled.append(update.update_id)
        office.done.set()

    office.handle = note
    # Nothing else comes: a moment later it goes on by itself.
    await run_until(office, lambda: len(office.handled) == inbox.ROOM + 6)
    await office.receive(*(message(number, 9) for number in range(2000, 2000 + inbox.ROOM + 5)))
    office.dispatcher.wake(more=True)
    office.dispatcher.wake()
    assert await office.steps() == inbox.ROOM + 5


async def test_a_handled_update_keeps_its_number_and_not_its_content(office: Office) -> None:
    await office.receive(message(1, 7))
    assert await office.steps() == 1
    assert await office.rows() == {1: ("handled", "handled", 0, False)}


async def test_an_update_that_our_code_fails_at_is_tried_again_and_then_set_aside(
    office: Office,
) -> None:
    await office.receive(message(1, 7), message(2, 7))

    async def fail(update: Update) -> None:
        office.handled.append(update.update_id)
        if update.update_id == 1:
            ATTEMPT.get().error = ValueError("a fault of ours")

    office.handle = fail
    await office.steps()
    assert office.handled.count(1) == room.MOST_FAULTS
    rows = await office.rows()
    assert rows[1][:2] == ("failed", "ValueError")
    assert rows[1][3] is False
    assert rows[2][0] == "handled"
    assert [number for number, _ in office.apologies] == [1]


@pytest.mark.parametrize(
    ("error", "state", "apologies"),
    [(Refused("a text of tomorrow"), "failed", 1), (NotAllowed(), "handled", 0)],
)
async def test_what_telegram_refuses_is_refused_once_and_holds_up_nobody(
    office: Office, error: Exception, state: str, apologies: int
) -> None:
    await office.receive(message(1, 7), message(2, 7))

    async def refuse(update: Update) -> None:
        office.handled.append(update.update_id)
        if update.update_id == 1:
            ATTEMPT.get().error = error

    office.handle = refuse
    assert await office.step() + await office.step() == 2
    assert office.handled == [1, 2]
    assert (await office.rows())[1][:2] == (state, type(error).__name__)
    assert len(office.apologies) == apologies


async def test_the_apology_names_the_number_under_which_the_log_has_it(
    office: Office, logged: list[dict[str, Any]]
) -> None:
    await office.receive(message(41, 7))

    async def fail(_: Update) -> None:
        ATTEMPT.get().error = ValueError("a fault of ours")

    office.handle = fail
    await office.steps()
    async with office.database.reading() as connection:
        number = (await connection.execute(text("SELECT id FROM inbox"))).scalar()
    assert office.apologies == [(41, str(number))]
    assert [e["update"] for e in logged if e["event"] == "update set aside"] == [41]


async def test_a_telegram_that_does_not_answer_is_no_fault_of_the_update(office: Office) -> None:
    await office.receive(message(1, 7))

    async def out_of_reach(update: Update) -> None:
        office.handled.append(update.update_id)
        if len(office.handled) < 10:
            ATTEMPT.get().error = Postponed(2.0)

    office.handle = out_of_reach
    await office.steps()
    assert len(office.handled) == 10
    assert (await office.rows())[1][0] == "handled"
    assert office.apologies == []


async def test_an_update_is_not_tried_before_telegram_wants_it(office: Office) -> None:
    await office.receive(message(1, 7))

    async def later(update: Update) -> None:
        office.handled.append(update.update_id)
        ATTEMPT.get().error = Postponed(600.0)

    office.handle = later
    await office.step()
    office.clock.pass_s(599)
    assert await office.step() == 0
    office.clock.pass_s(10)
    assert await office.step() == 1


async def test_an_answer_that_nobody_can_get_is_handled(office: Office) -> None:
    await office.receive(message(1, 7))

    async def blocked(_: Update) -> None:
        ATTEMPT.get().error = Unreachable()

    office.handle = blocked
    assert await office.steps() == 1
    assert await office.rows() == {1: ("handled", "Unreachable", 0, False)}
    assert office.apologies == []


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "message": {"message_id": "x", "chat": 5}},
        {"update_id": 1, "message": [1]},
        {"update_id": 1, "callback_query": {"id": "1"}},
    ],
)
async def test_an_update_that_cannot_be_read_is_set_aside_and_blocks_nothing(
    office: Office, raw: dict[str, Any]
) -> None:
    async with office.database.writing() as connection:
        await inbox.put(connection, 1, 7, json.dumps(raw), office.clock())
    await office.receive(message(2, 7))
    await office.steps()
    rows = await office.rows()
    assert rows[1][0] == "failed"
    assert str(rows[1][1]).startswith("unreadable: ")
    assert rows[1][3] is False
    assert office.handled == [2]


async def test_an_update_of_a_kind_that_nobody_knows_is_handled_by_nobody(office: Office) -> None:
    await office.receive({"update_id": 1, "brand_new_kind": {"x": 1}})
    assert await office.steps() == 1
    assert (await office.rows())[1][0] == "handled"


@pytest.mark.parametrize(("lasts", "outcome"), [(0.05, "handled"), (60.0, None)])
async def test_a_bot_that_is_told_to_stop_ends_what_it_is_about_to_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch, lasts: float, outcome: str | None
) -> None:
    monkeypatch.setattr(room, "FAREWELL_S", 0.5)
    begun = asyncio.Event()

    async def answer(_update: Update) -> None:
        begun.set()
        await asyncio.sleep(lasts)

    office.handle = answer
    await office.receive(message(1, 7))
    running = asyncio.get_running_loop().create_task(office.dispatcher.run())
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await office.rows())[1][1] == outcome


async def test_an_update_that_was_damaged_on_the_disk_holds_up_nobody(
    office: Office, database: Database
) -> None:
    database.use(Seals([fresh("test")]))
    await office.receive(message(1, 7), message(2, 8), message(3, 7))
    async with database.writing() as connection:
        await connection.execute(text("UPDATE inbox SET raw = substr(raw, 1, 40) WHERE id = 1"))
    assert await office.dispatcher._waiting() == []
    await office.steps()
    assert sorted(office.handled) == [2, 3]
    assert (await office.rows())[1] == ("failed", "unreadable: Damaged", 0, False)
