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
from diary import admissions
from diary.admissions import Door
from diary.limits import Quotas
from playground.server import Chat, Person, World
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


def bare(html: str) -> str:
    return html.replace("<code>", "").replace("</code>", "")


def said(person: Person) -> list[str]:
    return [message.text or "" for message in person.chat.from_bot]


async def outcomes(office: Office) -> dict[str, int]:
    async with office.database.reading() as connection:
        rows = await connection.execute(
            text("SELECT outcome, count(*) FROM inbox GROUP BY outcome")
        )
        return {str(row[0]): row[1] for row in rows}


async def chats_of_diaries(database: Database) -> Sequence[int]:
    async with database.reading() as connection:
        return (await connection.execute(text("SELECT chat_id FROM diaries"))).scalars().all()


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


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_place_is_a_message_and_no_news_by_which_a_stranger_comes_in(
    bot: Bot, world: World, database: Database, language: str
) -> None:
    office = await office_of(bot, world, database, Door("list", frozenset({BOSS})))
    stranger = world.person(77, "Mallory", language)
    for _ in range(3):
        stranger.send_location(37.5, 127.0)
        await handle(office)
    assert said(stranger) == [bare(SAYS[language].stranger(77, ""))]
    assert await people(office) == 0


async def test_places_are_counted_like_texts(bot: Bot, world: World, database: Database) -> None:
    office = await office_of(bot, world, database, Door(), Quotas(messages_a_minute=5))
    person = world.person(77, "Mallory", "en")
    for _ in range(100):
        person.send_location(37.5, 127.0)
    assert await handle(office) == 6
    assert (await outcomes(office))["too fast"] == 1


@pytest.mark.parametrize("text", ["/export nothing", "/mydata x"])
async def test_who_is_blocked_writes_nothing_behind_a_command_of_theirs(
    bot: Bot, world: World, database: Database, text: str
) -> None:
    office = await office_of(bot, world, database, Door("everyone", frozenset({BOSS})))
    person = world.person(77, "지우", "ko")
    async with database.writing() as connection:
        await consenting(connection, 77)
    asked = person.send_text("/help")
    await handle(office)
    async with database.writing() as connection:
        await admissions.block(connection, 77, office.clock(), ())
    person.send_text(text, reply_to=asked.chat.from_bot[-1])
    await handle(office)
    assert said(person)[-1] == SAYS["ko"].blocked
    person.send_text(text)
    await handle(office)
    assert len(said(person)) == 3
    assert said(person)[-1] != SAYS["ko"].blocked


async def test_a_press_is_told_in_a_box_and_a_text_after_it_all_the_same(
    bot: Bot, world: World, database: Database
) -> None:
    office = await office_of(bot, world, database, Door("everyone", frozenset({BOSS})))
    person = world.person(77, "지우", "ko")
    first = person.send_text("/help")
    await handle(office)
    async with database.writing() as connection:
        await admissions.block(connection, 77, office.clock(), ())
    press = person.call(first.chat.from_bot[-1], "more:1")
    await handle(office)
    assert (await press.answered())["text"] == SAYS["ko"].blocked_box
    person.send_text("안녕")
    await handle(office)
    assert said(person)[-1] == SAYS["ko"].blocked


@pytest.mark.parametrize("open_to", ["everyone", "list"])
async def test_others_do_not_read_that_somebody_is_blocked_or_was_here_before(
    bot: Bot, world: World, database: Database, open_to: str
) -> None:
    office = await office_of(bot, world, database, Door(open_to, frozenset({BOSS}), "@boss"))
    boss, person = world.person(BOSS, "Boss", "en"), world.person(77, "Mina", "en")
    group = world.group("Family", [boss, person], bot_is_admin=True)
    await handle(office)
    async with database.writing() as connection:
        await consenting(connection, 77)
        if open_to == "everyone":
            await admissions.block(connection, 77, office.clock(), ())
    before = len(group.from_bot)
    for _ in range(2):
        person.send_text("/help", chat=group)
        await handle(office)
    among = [message.text for message in group.from_bot[before:]]
    heard = [SAYS["en"].stranger_among_others("@boss")]
    assert among == ([] if open_to == "everyone" else heard)
    person.send_text("/help")
    await handle(office)
    alone = SAYS["en"].blocked if open_to == "everyone" else SAYS["en"].former("@boss")
    assert said(person)[-1] == alone


async def test_a_stranger_who_makes_the_bot_an_admin_of_a_friends_group_sees_it_stay(
    bot: Bot, world: World, database: Database
) -> None:
    office = await office_of(bot, world, database, Door("list", frozenset({BOSS})))
    boss, stranger = world.person(BOSS, "Boss", "en"), world.person(77, "Mina", "en")
    group = world.group("Family", [boss, stranger], bot_is_member=True)
    await handle(office)
    world.set_bot_status(group, stranger, "administrator")
    await handle(office)
    assert world.calls_of("leaveChat") == []


async def family(bot: Bot, world: World, database: Database) -> tuple[Office, Chat]:
    """A diary of the admin's in a group in which a stranger is, too."""
    office = await office_of(bot, world, database, Door("list", frozenset({BOSS})))
    stranger, boss = world.person(77, "Mina", "ko"), world.person(BOSS, "Boss", "ko")
    group = world.group("Family", [stranger, boss], bot_is_member=False)
    world.set_bot_status(group, boss, "member")
    await handle(office)
    await office.diary(group, boss)
    return office, group


@pytest.mark.parametrize("joined_first", [True, False])
async def test_a_diarys_group_that_a_stranger_makes_a_supergroup_keeps_the_bot(
    bot: Bot, world: World, database: Database, *, joined_first: bool
) -> None:
    office, group = await family(bot, world, database)
    world.migrate(group, joined_first=joined_first)
    await handle(office)
    assert world.calls_of("leaveChat") == []
    assert group.migrated_to is not None
    assert group.migrated_to.id in await chats_of_diaries(database)


async def test_a_diarys_group_keeps_the_bot_when_the_news_of_its_move_comes_a_moment_later(
    bot: Bot, world: World, database: Database
) -> None:
    """As a webhook may bring it: each update in a call of its own."""
    office, group = await family(bot, world, database)
    world.migrate(group, joined_first=True)
    later = {number for number in world.updates if "message" in world.updates[number]}
    later -= office.seen
    assert later
    office.seen |= later
    await handle(office)
    office.seen -= later
    office.clock.pass_s(1)
    await handle(office)
    office.clock.pass_s(10)
    await handle(office)
    assert world.calls_of("leaveChat") == []
    assert group.migrated_to is not None
    assert group.migrated_to.id in await chats_of_diaries(database)
