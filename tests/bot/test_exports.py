"""/export: asked, made part by part, stopped, taken up again; and only what is one's own."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text, update
from telegram import Bot

from archive.page_words import PageWords
from bot.phrases import exports as phrases
from diary import exports
from diary.packing import MOST_ATTEMPTS
from languages import dates
from playground.server import Message, Person, World
from storage import clips, entries, exclusions, members, persons
from storage import exports as rows
from storage.database import Connection, Database
from storage.sealing import Seals, fresh
from storage.tables import clips as clip_table
from tests.bot.moving import MEGABYTE, Moving, archives, names, set_up
from tests.diary.given import EMMA, JIWOO, NOON, finished, recording

WORDS = phrases.words_in("ko")


@pytest.fixture
async def moving(
    database: Database, bot: Bot, world: World, tmp_path: Path
) -> AsyncIterator[Moving]:
    async with httpx.AsyncClient() as web:
        yield await set_up(bot, world, database, tmp_path / "data", web)


async def writes(moving: Moving, person: Person, size: int = 1000, **more: Any) -> int:
    """Somebody has sent a round video, and it has been analysed; the entry."""
    content = f"film {person.id} {len(person.chat.messages)}".encode().ljust(size, b".")
    note = person.send_video_note(content)
    moving.office.seen |= set(moving.office.world.updates)
    file_id = note.content["video_note"]["file_id"]
    clip = recording(
        note.message_id, person.id, file_id=file_id, file_unique_id=file_id[-12:], size=size, **more
    )
    async with moving.database.writing() as connection:
        return await finished(connection, clip)


async def change(connection: Connection, clip_id: int, **values: Any) -> None:
    await connection.execute(update(clip_table).where(clip_table.c.id == clip_id).values(**values))


def manifest(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return found


async def test_an_export_comes_as_documents_with_films_page_and_tables(
    moving: Moving, jiwoo: Person
) -> None:
    for _ in range(2):
        await writes(moving, jiwoo)
    messages = await moving.export(jiwoo)
    [content] = archives(messages)
    found = names(content)
    assert {"manifest.json", "about-me.json", "index.html"} <= set(found)
    for folder in ("entries/", "expressions/", "media/"):
        assert sum(name.startswith(folder) for name in found) == 2
    assert messages[0].text == (
        f"{WORDS.done(WORDS.entries(2), WORDS.sent(1))}".replace("<b>", "").replace("</b>", "")
    )
    assert messages[0].buttons == []
    assert moving.work_left() == []


async def test_parts_stay_under_the_limit_and_each_stands_alone(
    database: Database, bot: Bot, world: World, jiwoo: Person, tmp_path: Path
) -> None:
    async with httpx.AsyncClient() as web:
        moving = await set_up(bot, world, database, tmp_path, web, 2 * MEGABYTE)
        for _ in range(5):
            await writes(moving, jiwoo, 600_000)
        contents = archives(await moving.export(jiwoo))
    assert [manifest(c)["part"] for c in contents] == [1, 2, 3]
    assert {manifest(c)["parts"] for c in contents} == {3}
    assert all(len(content) < 2 * MEGABYTE for content in contents)
    assert sum(len(manifest(c)["entries"]) for c in contents) == 5
    assert all("index.html" in names(content) for content in contents)


async def test_a_film_that_is_too_large_for_a_part_is_sent_as_itself_and_named(
    database: Database, bot: Bot, world: World, jiwoo: Person, tmp_path: Path
) -> None:
    async with httpx.AsyncClient() as web:
        moving = await set_up(bot, world, database, tmp_path, web, 2 * MEGABYTE)
        await writes(moving, jiwoo, 1_900_000)
        # What Telegram tells of this one is less than it has.
        entry_id = await writes(moving, jiwoo, 1_950_000)
        async with database.writing() as connection:
            [clip] = await clips.of_entry(connection, entry_id)
            await change(connection, clip.id, size=10)
        messages = await moving.export(jiwoo)
    [content] = archives(messages)
    assert [a["fate"] for a in manifest(content)["absent"]] == ["sent", "sent"]
    assert sum(message.kind == "video_note" for message in messages) == 2
    assert not [name for name in names(content) if name.startswith("media/")]


async def test_what_telegram_has_lost_is_named_in_the_manifest_and_in_the_chat(
    moving: Moving, jiwoo: Person
) -> None:
    entry_id = await writes(moving, jiwoo)
    async with moving.database.writing() as connection:
        [clip] = await clips.of_entry(connection, entry_id)
        await change(connection, clip.id, file_id="lost")
    messages = await moving.export(jiwoo)
    [content] = archives(messages)
    assert [(a["clip"], a["fate"]) for a in manifest(content)["absent"]] == [(1, "gone")]
    assert WORDS.gone(1) in (messages[0].text or "")


async def test_without_films_nothing_is_fetched(
    moving: Moving, jiwoo: Person, world: World
) -> None:
    await writes(moving, jiwoo)
    [content] = archives(await moving.export(jiwoo, "bare"))
    assert world.calls_of("getFile") == []
    assert [a["fate"] for a in manifest(content)["absent"]] == ["left_out"]


async def test_nobody_gets_an_entry_of_somebody_else(
    moving: Moving, jiwoo: Person, world: World
) -> None:
    emma = world.person(EMMA, "Emma", "en")
    emma.send_text("/start")
    group = world.group("가족", [jiwoo, emma], supergroup=True)
    home = await moving.office.diary(group, jiwoo)
    await writes(moving, jiwoo)
    theirs = await writes(moving, emma)
    async with moving.database.writing() as connection:
        row = await entries.get(connection, theirs)
        assert row is not None
        await members.join(connection, home.id, row.author_id, NOON)
        await entries.change(connection, theirs, diary_id=home.id)
    [content] = archives(await moving.export(jiwoo))
    assert len(manifest(content)["entries"]) == 1
    [other] = archives(await moving.export(emma))
    assert manifest(other)["entries"] == [row.uid]
    # Who is no longer in the chat does not read there, their own neither, until it is taken out.
    world.leave(group, emma)
    moving.office.clock.pass_s(120)
    assert [m.text for m in await moving.says(emma, "/export")] == [phrases.words_in("en").nothing]


async def test_one_at_a_time_and_it_can_be_stopped(moving: Moving, jiwoo: Person) -> None:
    await writes(moving, jiwoo)
    [first] = await moving.says(jiwoo, "/export")
    await moving.office.press(jiwoo, first, WORDS.all_button)
    [busy] = await moving.says(jiwoo, "/export")
    assert busy.text == WORDS.busy
    await moving.office.press(jiwoo, first, WORDS.cancel_button)
    assert first.text == WORDS.cancelled
    await moving.exports.round()
    assert archives(jiwoo.chat.from_bot) == []


async def test_an_export_that_was_cut_off_goes_on_behind_what_was_sent(
    database: Database, bot: Bot, world: World, jiwoo: Person, tmp_path: Path
) -> None:
    async with httpx.AsyncClient() as web:
        moving = await set_up(bot, world, database, tmp_path, web, 2 * MEGABYTE)
        for _ in range(4):
            await writes(moving, jiwoo, 900_000)
        [question] = await moving.says(jiwoo, "/export")
        await moving.office.press(jiwoo, question, WORDS.all_button)
        sends = 0
        send = moving.exports._send

        async def cut(*args: Any) -> None:
            nonlocal sends
            sends += 1
            if sends == 3:
                raise KeyboardInterrupt
            await send(*args)

        moving.exports._send = cut  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            await moving.exports.round()
        again = await set_up(bot, world, database, tmp_path, web, 2 * MEGABYTE)
        async with database.writing() as connection:
            await rows.release_all(connection)
        await again.exports.round()
    contents = archives(jiwoo.chat.from_bot)
    assert [manifest(c)["part"] for c in contents] == [1, 2, 3, 4]
    assert len({manifest(c)["export"] for c in contents}) == 1


async def test_a_worker_that_dies_costs_an_attempt_and_not_the_export(
    moving: Moving, jiwoo: Person
) -> None:
    await writes(moving, jiwoo)
    moving.bench.deaths = MOST_ATTEMPTS - 1
    sent = await moving.export(jiwoo)
    for _ in range(MOST_ATTEMPTS - 1):
        assert archives(sent) == []
        moving.office.clock.pass_s(600)
        await moving.exports.round()
        sent = jiwoo.chat.from_bot
    assert len(archives(sent)) == 1
    assert moving.work_left() == []


async def test_an_export_that_kills_every_worker_is_given_up(moving: Moving, jiwoo: Person) -> None:
    await writes(moving, jiwoo)
    moving.bench.deaths = MOST_ATTEMPTS
    question, *_ = await moving.export(jiwoo)
    for _ in range(MOST_ATTEMPTS):
        moving.office.clock.pass_s(600)
        await moving.exports.round()
    assert question.text == WORDS.failed
    assert moving.bench.deaths == 0
    assert archives(jiwoo.chat.from_bot) == []


async def test_in_a_group_it_leads_to_the_private_chat(
    moving: Moving, jiwoo: Person, world: World
) -> None:
    await writes(moving, jiwoo)
    group = world.group("가족", [jiwoo], supergroup=True)
    jiwoo.send_text("/export", chat=group)
    await moving.office.handle()
    lead = group.from_bot[-1]
    assert lead.text == WORDS.only_private
    assert str(lead.buttons[0].url).endswith("?start=export_0")
    [question] = await moving.says(jiwoo, "/start export_0")
    assert question.buttons[0].text == WORDS.all_button


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("", None, None),
        ("2026", "2026-01-01", "2026-12-31"),
        ("11월", "2026-11-01", "2026-11-30"),
        ("2026-11-03..2026-11-05", "2026-11-03", "2026-11-05"),
        ("2026.11.3 ~ 2026.11.5", "2026-11-03", "2026-11-05"),
    ],
)
def test_days_are_read_as_people_write_them(said: str, first: str | None, last: str | None) -> None:
    found = exports.days(said, NOON.date())
    assert found is not None
    assert [day and day.isoformat() for day in found] == [first, last]


@pytest.mark.parametrize("said", ["yesterday", "2026-13-01..2026-13-02", "2026-11-05..2026-11-03"])
def test_what_are_no_days_is_told_with_an_example(said: str) -> None:
    assert exports.days(said, NOON.date()) is None


async def test_days_narrow_what_is_taken(moving: Moving, jiwoo: Person) -> None:
    await writes(moving, jiwoo)
    assert [m.text for m in await moving.says(jiwoo, "/export 2025")] == [WORDS.nothing]
    assert [m.text for m in await moving.says(jiwoo, "/export soon")] == [WORDS.bad_days]
    [content] = archives(await moving.export(jiwoo, text="/export 2026-11"))
    assert manifest(content)["first"] == "2026-11-01"


async def test_a_button_of_somebody_else_does_nothing(
    moving: Moving, jiwoo: Person, world: World
) -> None:
    await writes(moving, jiwoo)
    [question] = await moving.says(jiwoo, "/export")
    emma = world.person(EMMA, "Emma", "en")
    emma.send_text("/start")
    await moving.office.handle()
    greeting: Message = emma.chat.from_bot[-1]
    for detail in ("all", "cancel"):
        answer = await moving.office.forge(emma, greeting, f"export:1:{detail}")
        assert answer["show_alert"] == "true"
    await moving.office.press(jiwoo, question, WORDS.all_button)
    assert question.text == WORDS.waiting
    assert jiwoo.id == JIWOO


#: What is stored, as a disk or a hand could leave it: half a JSON, a report of another shape, bytes
#: that are no text, and a time that is none.
DAMAGES = [
    text("UPDATE entries SET report = substr(report, 1, 40) WHERE id = :id"),
    text("UPDATE entries SET report = '{}' WHERE id = :id"),
    text("UPDATE entries SET title = CAST(x'ffc3fe' AS TEXT) WHERE id = :id"),
    text("UPDATE entries SET recorded_at = 'yesterday' WHERE id = :id"),
]


@pytest.mark.parametrize("seals", [None, Seals([fresh("test")])], ids=["plain", "sealed"])
@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_damaged_entry_is_named_and_the_rest_comes(
    moving: Moving, world: World, language: str
) -> None:
    words = phrases.words_in(language)
    person = world.person(JIWOO if language == "ko" else EMMA, "지우", language)
    person.send_text("/start")
    sound = await writes(moving, person)
    damaged = [await writes(moving, person) for _ in DAMAGES]
    async with moving.database.writing() as connection:
        for entry_id, statement in zip(damaged, DAMAGES, strict=True):
            await connection.execute(statement, {"id": entry_id})
    messages = await moving.export(person)
    [content] = archives(messages)
    said, found = messages[0].text or "", manifest(content)
    async with moving.database.reading() as connection:
        outlines = [await rows.outline(connection, number) for number in (sound, *damaged[:2])]
    uids = [one.uid for one in outlines if one]
    assert found["entries"] == uids[:1]
    assert [one["entry"] for one in found["unread"]][:2] == uids[1:]
    assert [(one["day"], one["why"]) for one in found["unread"]] == [
        ("2026-11-20", "entry_damaged")
    ] * len(DAMAGES)
    for line in (
        words.entries(1),
        words.unread(len(DAMAGES), dates.day(NOON.date(), language)),
        words.next_step("/export 2026-11-20..2026-11-20"),
    ):
        assert line in said
    # What came is sound, and tells what is missing, to a reader and where it is brought in.
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("index.html").decode()
    assert PageWords.of(language).unread(len(DAMAGES)) in page
    told = (await moving.send(person, content)).text or ""
    english = f"{len(DAMAGES)} entries could not be read when this was exported, so they are not in"
    assert (english if language == "en" else f"일기 {len(DAMAGES)}개는 내보낼 때 읽을 수") in told
    assert dates.day(NOON.date(), language) in told
    assert moving.work_left() == []


async def test_a_kept_film_that_cannot_be_read_is_named_and_its_entry_comes(
    moving: Moving, jiwoo: Person
) -> None:
    entry_id = await writes(moving, jiwoo)
    name = "ab" * 32
    async with moving.database.writing() as connection:
        [clip] = await clips.of_entry(connection, entry_id)
        await change(connection, clip.id, file_id="", media=name)
    # A folder where the file should be: nobody can read that, whoever runs this test.
    (moving.tools.folder.parent / "media" / name[:2] / name).mkdir(parents=True)
    messages = await moving.export(jiwoo)
    [content] = archives(messages)
    assert [a["fate"] for a in manifest(content)["absent"]] == ["unreadable"]
    assert len(manifest(content)["entries"]) == 1
    assert WORDS.spoiled(1) in (messages[0].text or "")
    assert WORDS.next_step("/export") in (messages[0].text or "")


async def test_a_film_that_never_comes_keeps_nothing_back(
    moving: Moving, jiwoo: Person, world: World
) -> None:
    await writes(moving, jiwoo)
    await writes(moving, jiwoo)
    world.faults.add("server_error", "getFile", count=MOST_ATTEMPTS)
    await moving.export(jiwoo)
    for _ in range(MOST_ATTEMPTS - 1):
        assert archives(jiwoo.chat.from_bot) == []
        moving.office.clock.pass_s(3600)
        await moving.exports.round()
    [content] = archives(jiwoo.chat.from_bot)
    assert [a["fate"] for a in manifest(content)["absent"]] == ["unreadable"]
    assert sum(name.startswith("media/") for name in names(content)) == 1


async def test_damaged_choices_are_named_and_the_entries_come(
    moving: Moving, jiwoo: Person
) -> None:
    await writes(moving, jiwoo)
    async with moving.database.writing() as connection:
        person = await persons.find(connection, jiwoo.id)
        assert person is not None
        await exclusions.add(connection, person.id, "days", NOON, first=NOON.date())
        await connection.execute(text("UPDATE exclusions SET first = 'never'"))
    messages = await moving.export(jiwoo)
    [content] = archives(messages)
    assert manifest(content)["unread"] == [{"entry": None, "day": None, "why": "owner_damaged"}]
    assert len(manifest(content)["entries"]) == 1
    assert WORDS.no_choices in (messages[0].text or "")
