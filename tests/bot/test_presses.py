"""Whatever the diary refuses is answered: a press, a reply, a link and a command, each at once."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from telegram import Bot

from bot import limits
from bot.handlers import presses, replies, start
from bot.phrases import invitations as invitations_phrases
from bot.phrases import phrases_in
from diary import errors, members
from diary.errors import Closed, DiaryError, Enough, FetchFailed, NotYours, TooLong
from diary.invitations import make_link
from playground.server import World
from storage import persons, prompts, standings
from storage.database import Database
from tests.bot.parlour import Parlour, open_parlour
from tests.diary.given import JIWOO, NOON

KOREAN = invitations_phrases.words_in("ko")

SAYS = phrases_in("ko")
GIVEN: Mapping[type[DiaryError], tuple[Any, ...]] = {
    TooLong: (60,),
    Closed: ("revoked",),
    FetchFailed: (1.0,),
    Enough: ("comments", 3, NOON + dt.timedelta(days=1), "Asia/Seoul"),
}

#: More digits than any database has room for.
HUGE = "9" * 22


def kinds(kind: type[DiaryError] = DiaryError) -> Iterator[type[DiaryError]]:
    """Every refusal that there is."""
    for found in kind.__subclasses__():
        yield found
        yield from kinds(found)


REFUSALS = [kind for kind in kinds() if kind.__module__ == errors.__name__]


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> Parlour:
    return await open_parlour(bot, world, database)


def refusing(kind: type[DiaryError]) -> Any:
    """A handler that refuses."""

    async def refuse(*_: Any, **__: Any) -> None:
        raise kind(*GIVEN.get(kind, ()))

    return refuse


def told(kind: type[DiaryError]) -> str:
    if issubclass(kind, Enough):
        return limits.sentence(Enough(*GIVEN[Enough]), "ko", NOON)
    return SAYS.not_yours if issubclass(kind, NotYours) else SAYS.too_late


def handled_at_once(logged: list[dict[str, Any]]) -> bool:
    return not [e for e in logged if e["event"] in {"update postponed", "update set aside"}]


@pytest.mark.parametrize("kind", REFUSALS)
async def test_a_refused_press_is_answered(
    home: Parlour, kind: type[DiaryError], monkeypatch: pytest.MonkeyPatch, logged: Any
) -> None:
    monkeypatch.setattr(presses, "PRESSES", {"more": refusing(kind)})
    answer = await home.forge(home.jiwoo, home.jiwoo.chat.from_bot[-1], "more:1")
    assert answer["text"] == told(kind)
    assert handled_at_once(logged)


@pytest.mark.parametrize("kind", REFUSALS)
async def test_a_refused_link_is_answered(
    home: Parlour, kind: type[DiaryError], monkeypatch: pytest.MonkeyPatch, logged: Any
) -> None:
    monkeypatch.setattr(start, "STARTS", {"x": refusing(kind)})
    assert (await home.say(home.jiwoo, "/start x_1")).text == told(kind)
    assert handled_at_once(logged)


@pytest.mark.parametrize("kind", REFUSALS)
async def test_a_refused_reply_is_answered(
    home: Parlour, kind: type[DiaryError], monkeypatch: pytest.MonkeyPatch, logged: Any
) -> None:
    monkeypatch.setattr(replies, "REPLIES", {"x": refusing(kind)})
    asked = home.jiwoo.chat.from_bot[-1]
    async with home.office.database.writing() as connection:
        person = await persons.find(connection, JIWOO)
        assert person is not None
        until = home.office.clock() + dt.timedelta(hours=1)
        await prompts.add(connection, JIWOO, asked.message_id, person.id, "x", 1, until)
    assert (await home.say(home.jiwoo, "hm", reply_to=asked)).text == told(kind)
    assert handled_at_once(logged)


async def test_a_refused_command_is_answered_where_it_was_sent(
    home: Parlour, monkeypatch: pytest.MonkeyPatch, logged: Any
) -> None:
    monkeypatch.setattr(members, "listing", refusing(errors.TooMany))
    answer = await home.say(home.jiwoo, "/members", chat=home.group)
    assert answer.text == SAYS.too_late
    assert handled_at_once(logged)


async def test_an_invitation_that_is_taken_back_twice_says_so(home: Parlour, logged: Any) -> None:
    async with home.office.database.writing() as connection:
        jiwoo, now = await persons.find(connection, JIWOO), home.office.clock()
        assert jiwoo is not None
        await standings.put(connection, home.group.id, JIWOO, "creator", now)
        number, _ = await make_link(connection, jiwoo, home.diary.id, 1, now)
    page = home.jiwoo.chat.from_bot[-1]
    for text in (KOREAN.revoked, KOREAN.over["revoked"]):
        await home.forge(home.jiwoo, page, f"invrevoke:{number}")
        assert page.text == text
    assert handled_at_once(logged)


@pytest.mark.parametrize("prefix", ["members", "invite", "leave", "deldiary", "q", "inv"])
async def test_a_link_with_a_number_without_end_is_a_link_to_nothing(
    home: Parlour, prefix: str, logged: Any
) -> None:
    nothing = (await home.say(home.jiwoo, f"/start {prefix}_77")).text
    assert nothing
    assert (await home.say(home.jiwoo, f"/start {prefix}_{HUGE}")).text == nothing
    assert handled_at_once(logged)


@pytest.mark.parametrize(
    "data",
    [
        f"members:1:gone-{HUGE}",
        f"members:1:out-{HUGE}",
        f"members:1:to-{HUGE}",
        f"shareto:1:{HUGE}",
        f"takeback:1:{HUGE}-sure",
        f"thread:1:{HUGE}",
        f"threadp:1:{HUGE}",
        f"settings:0:eve-{HUGE}",
        f"settings:0:start-{HUGE}",
    ],
)
async def test_a_press_with_a_number_without_end_is_refused(
    home: Parlour, data: str, logged: Any
) -> None:
    answer = await home.forge(home.jiwoo, home.jiwoo.chat.from_bot[-1], data)
    assert answer["text"] in {SAYS.not_yours, SAYS.too_late}
    assert handled_at_once(logged)
