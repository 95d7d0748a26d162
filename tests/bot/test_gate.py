"""Who may come in, and how fast: strangers, blocked people, floods, and what all of them keep."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text
from telegram import Bot

from bot.gate import Gate
from bot.phrases import admissions as door_phrases
from bot.phrases import exports as export_phrases
from bot.phrases import limits as limit_phrases
from bot.receiving import chat_key
from bot.senders import arrival, written
from bot.turnstile import Turnstile
from diary.admissions import Door
from diary.limits import Quotas
from playground.server import Person, World
from storage import inbox
from storage.database import Database
from storage.inbox import Arrival
from tests.bot.office import Office, open_office
from tests.diary.given import consenting

BOSS = 41
SECOND = dt.timedelta(seconds=1)

SAYS = {language: door_phrases.words_in(language) for language in ("ko", "en")}


async def office_of(
    bot: Bot,
    world: World,
    database: Database,
    door: Door,
    quotas: Quotas = Quotas(),  # noqa: B008
) -> Office:
    """An office with a gate, where everything is sent at the moment of its clock."""
    office = await open_office(bot, world, database, door=door, turnstile=Turnstile(quotas))
    office.dispatcher._gate = Gate(office.house).passes
    return office


async def receive(office: Office) -> None:
    """Put what people did into the inbox as it comes in, at the time of the clock."""
    fresh = [number for number in office.world.updates if number not in office.seen]
    office.seen.update(fresh)
    now = office.clock()
    arrivals = [
        replace(written(arrival(raw, chat_key(raw)), raw), sent_at=now - SECOND)
        for raw in (office.world.updates[number] for number in fresh)
    ]
    await keep(office, arrivals)


async def keep(office: Office, arrivals: Sequence[Arrival]) -> None:
    """What the turnstile lets in comes into the inbox."""
    let = office.house.turnstile.let_in(arrivals, office.clock())
    async with office.database.writing() as connection:
        await inbox.put_all(connection, let.arrivals, office.clock())
    let.settle()


async def handle(office: Office) -> int:
    """Have all of it handled; how many letters went through the dispatcher one by one."""
    await receive(office)
    count = 0
    while letters := await office.dispatcher._waiting():
        for letter in letters:
            count += 1
            await office.dispatcher._open(letter)
    return count


def said(person: Person) -> list[str]:
    return [message.text or "" for message in person.chat.from_bot]


async def outcomes(office: Office) -> dict[str, int]:
    async with office.database.reading() as connection:
        rows = await connection.execute(
            text("SELECT outcome, count(*) FROM inbox GROUP BY outcome")
        )
        return {str(row[0]): row[1] for row in rows}


async def people(office: Office) -> int:
    async with office.database.reading() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM persons"))).scalar_one())


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_stranger_is_told_once_with_whom_to_ask_and_nothing_is_kept(
    bot: Bot, world: World, database: Database, language: str
) -> None:
    door = Door("list", frozenset({BOSS}), "Ask @min & <ji>")
    office = await office_of(bot, world, database, door)
    stranger = world.person(77, "Mallory", language)
    for _ in range(3):
        stranger.send_text("/start")
        stranger.send_video_note(b"x" * 100, 5)
        stranger.send_text("hello?")
        await handle(office)
    told = SAYS[language].stranger(77, "Ask @min & <ji>")
    assert said(stranger) == [told.replace("<code>", "").replace("</code>", "")]
    assert await people(office) == 0


async def test_somebody_from_before_keeps_what_is_theirs_and_nothing_new_is_kept(
    bot: Bot, world: World, database: Database
) -> None:
    office = await office_of(bot, world, database, Door("list", frozenset({BOSS})))
    former = world.person(77, "예전", "ko")
    async with database.writing() as connection:
        await consenting(connection, 77)
    former.send_text("/help")
    former.send_video_note(b"x" * 100, 5)
    await handle(office)
    assert said(former) == [SAYS["ko"].former("")]
    for command in ("/mydata", "/export", "/forgetme", "/privacy"):
        former.send_text(command)
        await handle(office)
    assert len(said(former)) == 5
    assert said(former)[2] == export_phrases.words_in("ko").nothing
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM entries"))).scalar() == 0


async def test_a_flood_is_read_for_a_minutes_worth_told_once_and_the_rest_left_unread(
    bot: Bot, world: World, database: Database
) -> None:
    office = await office_of(bot, world, database, Door(), Quotas(messages_a_minute=10))
    person = world.person(77, "Mallory", "en")
    for _ in range(300):
        person.send_text("/privacy")
    opened = await handle(office)
    assert opened == 11
    told = limit_phrases.words_in("en").too_fast(39.0)
    assert said(person)[-1] == told
    assert len(said(person)) == 11
    assert await outcomes(office) == {"handled": 10, "too fast": 1}
    assert office.house.turnstile.unread == 289
    office.clock.pass_s(30)
    person.send_text("/privacy")
    await handle(office)
    assert len(said(person)) == 11
    office.clock.pass_s(20)
    person.send_text("/privacy")
    await handle(office)
    assert len(said(person)) == 12


async def test_what_waited_at_telegram_for_hours_is_no_flood(
    bot: Bot, world: World, database: Database
) -> None:
    office = await office_of(bot, world, database, Door(), Quotas(messages_a_minute=10))
    person = world.person(77, "지우", "ko")
    now = office.clock()
    arrivals = []
    for number in range(60):
        person.send_text("/privacy")
        raw = world.updates[max(world.updates)]
        at = now - dt.timedelta(seconds=10 * (60 - number))
        arrivals.append(replace(written(arrival(raw, chat_key(raw)), raw), sent_at=at))
    office.seen.update(world.updates)
    await keep(office, arrivals)
    assert await handle(office) == 60
    assert await outcomes(office) == {"handled": 60}


async def test_clips_are_never_too_fast(bot: Bot, world: World, database: Database) -> None:
    office = await office_of(bot, world, database, Door(), Quotas(messages_a_minute=3))
    person = world.person(77, "지우", "ko")
    for number in range(20):
        person.send_video_note(b"x" * (100 + number), 5)
    await handle(office)
    async with database.reading() as connection:
        kept = (await connection.execute(text("SELECT count(*) FROM entries"))).scalar()
    assert kept == 20
