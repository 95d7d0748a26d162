"""Admins let people in and block them, see numbers, and read nobody's diary."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text
from telegram import Bot

from bot.gate import Gate
from bot.handlers import stats as stats_page
from bot.machine import Machine
from bot.phrases import admissions as door_phrases
from bot.phrases import help as help_phrases
from bot.phrases import phrases_in
from diary import admissions, rights, stats
from diary import exports as copies
from diary.admissions import Door
from playground.server import Person, World
from storage import diaries, erasure, exports, notices, persons
from storage.database import Database
from tests.bot.office import Office, open_office
from tests.bot.test_gate import handle, outcomes, said
from tests.diary.given import JIWOO, NOON, accepted, consenting, finished, job_of, recording, report

BOSS, OTHER = 41, 77
LATER = NOON + dt.timedelta(days=400)
WORDS = {language: door_phrases.words_in(language) for language in ("ko", "en")}
COMMANDS = ("/stats", "/allow", "/block", "/unblock", "/allow 77", "/block 77", "/unblock 77")


def plain(html: str) -> str:
    """What somebody reads of an HTML message without gaps to escape."""
    for mark in ("<code>", "</code>", "<b>", "</b>"):
        html = html.replace(mark, "")
    return html


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    office = await open_office(bot, world, database, door=Door("list", frozenset({BOSS})))
    office.dispatcher._gate = Gate(office.house).passes
    return office


async def send(office: Office, person: Person, *texts: str) -> str:
    """Send these one after another; the last thing that is answered."""
    for one in texts:
        person.send_text(one)
        await handle(office)
    return said(person)[-1]


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_an_admin_lets_somebody_in_and_takes_it_back(
    office: Office, world: World, language: str
) -> None:
    boss, other = world.person(BOSS, "Boss", language), world.person(OTHER, "Mina", language)
    words, says = WORDS[language], phrases_in(language)
    assert await send(office, other, "/start") == plain(words.stranger(OTHER, ""))
    assert await send(office, boss, "/allow 77") == plain(words.allowed(OTHER))
    assert says.ask_consent in await send(office, other, "/start")
    listed = await send(office, boss, "/allow")
    assert str(OTHER) in listed
    page = boss.chat.from_bot[-1]
    boss.tap(page, page.buttons[0].text)
    await handle(office)
    assert page.text == words.taken_back
    other.send_text("/help")
    await handle(office)
    assert said(other)[-1] == words.former("")


async def test_a_block_stops_what_runs_and_takes_nothing_away(
    office: Office, world: World, database: Database
) -> None:
    boss, other = world.person(BOSS, "Boss", "en"), world.person(OTHER, "Mina", "en")
    await send(office, boss, "/allow 77")
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording(1, telegram_id=OTHER))
    answer = await send(office, boss, "/block 77")
    assert answer == plain(WORDS["en"].blocked_now(OTHER, 1))
    assert office.stopped == [entry_id]
    assert await send(office, other, "/start") == WORDS["en"].blocked
    silent = len(said(other))
    other.send_video_note(b"x" * 50, 5)
    await send(office, other, "hello", "/calendar")
    assert len(said(other)) == silent
    assert (await outcomes(office))["blocked"] >= 1
    for command in ("/mydata", "/export", "/forgetme"):
        await send(office, other, command)
    assert len(said(other)) == silent + 3
    assert await send(office, boss, "/unblock 77") == plain(WORDS["en"].unblocked(OTHER))
    async with database.reading() as connection:
        assert (await job_of(connection, entry_id)).state == "queued"


async def test_whom_an_admin_has_blocked_gets_their_copy_and_nothing_else_that_waits(
    office: Office, world: World, database: Database
) -> None:
    """Neither by asking for the copy nor by blocking and unblocking the bot themselves."""
    boss, other = world.person(BOSS, "Boss", "en"), world.person(OTHER, "Mina", "en")
    await send(office, other, "/start")
    async with database.writing() as connection:
        person = await consenting(connection, OTHER)
        chosen = (None, (None, None))
        export_id, _ = await copies.ask(connection, person, chosen, 1 << 20, NOON)
        await copies.begin(connection, person, export_id, None, films=True)
        await notices.add(connection, person.id, "joined", NOON)
    await send(office, boss, "/block 77")
    for way in (lambda: other.send_text("/mydata"), other.block_bot, other.unblock_bot):
        way()
        await handle(office)
        async with database.reading() as connection:
            assert (await persons.get(connection, person.id)).blocked_at is not None
            assert await notices.due(connection, LATER, 9) == []
    async with database.writing() as connection:
        free = await exports.claim(connection, "worker", LATER, office.clock())
    assert free is not None
    assert free.id == export_id
    await send(office, boss, "/unblock 77")
    async with database.reading() as connection:
        assert (await persons.get(connection, person.id)).blocked_at is None
        assert len(await notices.due(connection, LATER, 9)) == 1


async def test_who_is_blocked_can_erase_everything_and_stays_blocked(database: Database) -> None:
    async with database.writing() as connection:
        await consenting(connection, OTHER)
        await admissions.block(connection, OTHER, NOON, ())
        await erasure.forget_account(connection, OTHER)
        kept = (await connection.execute(text("SELECT telegram_id FROM admissions"))).all()
        found = await admissions.standing(connection, OTHER, Door(), here=OTHER)
    assert [row[0] for row in kept] == [None]
    assert found is admissions.Standing.BLOCKED


async def test_an_admin_cannot_be_blocked(office: Office, world: World) -> None:
    boss = world.person(BOSS, "Boss", "ko")
    assert await send(office, boss, f"/block {BOSS}") == WORDS["ko"].is_admin


@pytest.mark.parametrize(
    ("given", "answer"),
    [("/allow @nobody_here", "unknown_name"), ("/allow !!", "how"), ("/allow 0", "how")],
)
async def test_whom_nobody_knows_is_asked_for_in_another_way(
    office: Office, world: World, given: str, answer: str
) -> None:
    boss = world.person(BOSS, "Boss", "en")
    words = WORDS["en"]
    told = words.how_to("allow") if answer == "how" else words.unknown_name
    assert await send(office, boss, given) == plain(told)


async def test_somebody_is_let_in_by_a_forwarded_message(office: Office, world: World) -> None:
    boss, other = world.person(BOSS, "Boss", "en"), world.person(OTHER, "Mina", "en")
    group = world.group("Friends", [boss, other], bot_is_member=False)
    theirs = other.send_text("let me in", chat=group)
    boss.send_text("/allow", reply_to=boss.forward(theirs))
    await handle(office)
    assert said(boss)[-1] == plain(WORDS["en"].allowed(OTHER))
    boss.send_text("/allow", reply_to=boss.forward(theirs, hidden=True))
    await handle(office)
    assert said(boss)[-1] == WORDS["en"].hidden


@pytest.mark.parametrize("command", COMMANDS)
async def test_for_everybody_else_the_commands_of_admins_do_not_exist(
    bot: Bot, world: World, database: Database, command: str
) -> None:
    office = await open_office(bot, world, database, door=Door("everyone", frozenset({BOSS})))
    office.dispatcher._gate = Gate(office.house).passes
    person = world.person(OTHER, "Mina", "en")
    unknown = await send(office, person, "/nothing_like_that")
    assert unknown == plain(help_phrases.words_in("en").unknown)
    assert await send(office, person, command) == unknown
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM admissions"))).scalar() == 0


async def test_a_button_of_admins_is_unknown_to_everybody_else(
    bot: Bot, world: World, database: Database
) -> None:
    office = await open_office(bot, world, database, door=Door("everyone", frozenset({BOSS})))
    person = world.person(OTHER, "Mina", "en")
    await send(office, person, "/start")
    async with database.writing() as connection:
        number = await admissions.allow(connection, 5, NOON)
    page = person.chat.from_bot[-1]
    answers = [await office.forge(person, page, data) for data in (f"admit:{number}:allow", "no:1")]
    assert answers[0]["text"] == answers[1]["text"] == phrases_in("en").too_late
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM admissions"))).scalar() == 1


async def test_an_admin_sees_numbers_and_nothing_that_anybody_has_said_or_is_called(
    office: Office, world: World, database: Database
) -> None:
    """Whatever an admin asks for; and in the table of rights an admin is nobody."""
    boss = world.person(BOSS, "Boss", "en")
    async with database.writing() as connection:
        person = await persons.add(connection, OTHER, "ko", NOON)
        await persons.change(connection, person.id, name="비밀이름", username="secretname")
        clip = recording(1, telegram_id=OTHER, caption="비밀제목 #비밀태그\n비밀일기")
        entry_id = await finished(connection, clip, report())
        keeper = await persons.add(connection, BOSS, "en", NOON)
        diary = await diaries.of_chat(connection, OTHER)
        assert diary is not None
        for here in (True, False):
            assert not await rights.roles(connection, keeper, diary, NOON, is_here=here)
    boss.send_text("/start")
    await handle(office)
    page = boss.chat.from_bot[-1]
    for command in (*COMMANDS, "/search", "/calendar", "/diary", f"/start e_{entry_id}"):
        await send(office, boss, command)
    for data in (f"view:{entry_id}:words", f"open:{entry_id}", f"day:{diary.id}:2026-11-20"):
        press = boss.call(page, data)
        await handle(office)
        assert "비밀" not in str(await press.answered(seconds=20))
    told = "\n".join(said(boss))
    assert not [secret for secret in ("비밀", "secretname", "오늘은 좋았다") if secret in told]


async def test_what_admins_do_is_logged_with_numbers_alone(
    office: Office, world: World, logged: list[dict[str, Any]]
) -> None:
    boss = world.person(BOSS, "비밀이름", "en")
    await send(office, boss, "/allow 77", "/block 77", "/unblock 77", "/stats")
    done = [event for event in logged if event.get("action") == "admin"]
    assert [event.get("act") for event in done] == ["allow", "block", "unblock", None]
    assert done[-1]["event"] == "stats shown"
    assert all(event["admin"] == BOSS for event in done)
    assert "비밀이름" not in str(logged)


async def test_the_question_itself_is_not_among_what_waits(office: Office, world: World) -> None:
    boss = world.person(BOSS, "Boss", "en")
    assert "🚦 Updates: 0 wait" in await send(office, boss, "/stats")


async def test_the_page_tells_of_the_queue_of_failures_and_of_how_long_things_took(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await finished(connection, recording(1, telegram_id=JIWOO))
        await accepted(connection, recording(2, telegram_id=OTHER))
        await connection.execute(
            text("UPDATE entries SET reason = 'deadline' WHERE state = 'done'")
        )
        found = await stats.look(connection, NOON + dt.timedelta(minutes=3))
    machine = Machine(12_300_000_000, 64_000_000_000, NOON - dt.timedelta(hours=5), "0.1.0")
    page = stats_page.page(found, machine, NOON + dt.timedelta(minutes=3), "en", (1200, 2), 40)
    assert plain(page).splitlines() == [
        "📊 The last 24 hours",
        "",
        "⏳ 1 wait · 8 s of clip · the oldest for 3 min",
        "⏱ Receipt to result: 0 s · p95 0 s · 1 results",
        "⚙️ Work for a second of clip: 0.5 s · p95 0.5 s",
        "⚠️ 1 failed: deadline 1",
        "",
        "📨 To deliver: 2 cards · 0 notices · 0 for people who are away",
        "✈️ Since the start: 1,200 messages sent · 2 times told to slow down",
        "🚦 Updates: 0 wait · 0 set aside · refused: 40 too fast, 0 of strangers, 0 of blocked",
        "",
        "👥 2 people · 2 with an entry this week · 0 have blocked me",
        "📒 2 own diaries · 0 shared",
        "💾 12.3 of 64 GB free · backup 5 h ago",
        "🪶 mind-gitter 0.1.0",
    ]


@pytest.mark.parametrize(("values", "p50", "p95"), [([], None, None), ([5.0], 5.0, 5.0)])
def test_percentiles_of_few(values: list[float], p50: float | None, p95: float | None) -> None:
    found = stats.spread(values)
    assert (found.p50, found.p95) == (p50, p95)


def test_percentiles_are_values_that_were_measured() -> None:
    found = stats.spread([float(number) for number in range(100, 0, -1)])
    assert (found.number, found.p50, found.p95) == (100, 50.0, 95.0)


async def test_a_stranger_who_brings_the_bot_into_a_group_sees_it_leave_again(
    office: Office, world: World
) -> None:
    stranger = world.person(OTHER, "Mallory", "en")
    group = world.group("Strangers", [stranger], bot_is_admin=True)
    await handle(office)
    assert [m.text for m in group.from_bot if m.text] == [WORDS["en"].strange_group("")]
    assert [call.outcome for call in world.calls_of("leaveChat")] == ["ok"]


async def test_in_the_diary_of_somebody_who_was_let_in_the_invited_are_welcome(
    database: Database,
) -> None:
    async with database.writing() as connection:
        for open_to, is_in in (("invited", True), ("list", False)):
            door = Door(open_to, frozenset({BOSS}))
            if open_to == "invited":
                boss = await consenting(connection, BOSS)
                group = await diaries.add(
                    connection, boss.id, -500, "Asia/Seoul", 4, NOON, kind="group", title="가족"
                )
            standing = await admissions.standing(connection, OTHER, door, here=-500)
            assert (standing is admissions.Standing.WELCOME) is is_in
            assert (
                await admissions.standing(connection, OTHER, door, here=OTHER)
                is admissions.Standing.STRANGER
            )
            assert group.id
            channel = await admissions.standing(connection, -500, door, here=-500)
            assert channel is admissions.Standing.WELCOME
