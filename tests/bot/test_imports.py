"""/import: looked at first, brought in once, taken out again; never anything of somebody else."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from telegram import Bot

from archive.format import Entry
from bot import import_pages, media
from bot.imports import ImportDelivery
from bot.notice_kinds import KINDS
from bot.notices import NoticeDelivery
from bot.phrases import imports as phrases
from diary import erasure
from diary import imports as rules
from diary import media as kept_media
from playground.server import Message, Person, World
from storage import clips, diaries, entries, persons, terms
from storage import imports as rows
from storage.database import Database
from tests.bot.moving import Moving, archives, set_up
from tests.bot.test_archives import fresh
from tests.bot.test_exports import writes
from tests.diary.given import EMMA, JIWOO, LIMITS, consenting

WORDS = phrases.words_in("ko")


@pytest.fixture
async def here(database: Database, bot: Bot, world: World, tmp_path: Path) -> AsyncIterator[Moving]:
    async with httpx.AsyncClient() as web:
        yield await set_up(bot, world, database, tmp_path / "here-data", web)


@pytest.fixture
async def there(
    bot: Bot, world: World, migrated_file: Path, tmp_path: Path, jiwoo: Person
) -> AsyncIterator[Moving]:
    """An empty bot, to which the same person writes."""
    empty = fresh(migrated_file, tmp_path / "there")
    async with httpx.AsyncClient() as web:
        moving = await set_up(bot, world, empty, tmp_path / "there-data", web)
        async with empty.writing() as connection:
            await consenting(connection, jiwoo.id)
        yield moving
    await empty.close()


async def exported(here: Moving, there: Moving, person: Person) -> bytes:
    """An archive with two entries, which the other bot has not seen the making of."""
    for _ in range(2):
        await writes(here, person)
    [content] = archives(await here.export(person))
    there.office.seen |= set(there.office.world.updates)
    return content


async def own(moving: Moving) -> list[entries.Entry]:
    async with moving.database.reading() as connection:
        found = [await entries.get(connection, number) for number in range(1, 20)]
    return [entry for entry in found if entry is not None]


async def test_it_is_looked_at_first_then_brought_in_once(
    here: Moving, there: Moving, jiwoo: Person
) -> None:
    content = await exported(here, there, jiwoo)
    page = await there.send(jiwoo, content)
    assert WORDS.new(2) in (page.text or "")
    assert WORDS.films(2) in (page.text or "")
    assert await own(there) == []
    await there.press(jiwoo, page, ":bring")
    assert (page.text or "").startswith(WORDS.done(2))
    found = await own(there)
    assert {entry.uid for entry in found} == {entry.uid for entry in await own(here)}
    assert {entry.author_id for entry in found} == {1}
    async with there.database.reading() as connection:
        [clip] = await clips.of_entry(connection, found[0].id)
        assert await terms.entries_with(connection, found[0].diary_id, "좋았다") != []
    assert clip.media is not None
    assert there.media.exists(clip.media)
    again = await there.send(jiwoo, content)
    assert WORDS.nothing_new in (again.text or "")
    assert again.buttons == []
    assert there.work_left() == []


async def test_a_worker_that_dies_costs_an_attempt_and_not_the_import(
    here: Moving, there: Moving, jiwoo: Person
) -> None:
    content = await exported(here, there, jiwoo)
    there.bench.deaths = 1
    page = await there.send(jiwoo, content)
    there.office.clock.pass_s(600)
    await there.imports.round()
    assert WORDS.new(2) in (page.text or "")
    there.bench.deaths = 1
    await there.press(jiwoo, page, ":bring")
    there.office.clock.pass_s(600)
    await there.imports.round()
    assert (page.text or "").startswith(WORDS.done(2))
    assert len(await own(there)) == 2


async def test_no_means_no_and_a_day_long_it_can_be_undone(
    here: Moving, there: Moving, jiwoo: Person
) -> None:
    content = await exported(here, there, jiwoo)
    page = await there.send(jiwoo, content)
    await there.press(jiwoo, page, ":no")
    assert page.text == WORDS.dropped
    assert await own(there) == []
    page = await there.bring(jiwoo, content)
    assert len(await own(there)) == 2
    await there.press(jiwoo, page, ":undo")
    assert page.text == WORDS.undone
    assert await own(there) == []
    assert await kept_media.sweep(there.database, there.media, -60.0) == 2
    late = await there.bring(jiwoo, content)
    there.office.clock.pass_s(rules.UNDO.total_seconds() + 1)
    await there.press(jiwoo, late, ":undo")
    assert len(await own(there)) == 2


async def test_a_film_that_telegram_does_not_know_is_uploaded_once(
    here: Moving, there: Moving, jiwoo: Person, bot: Bot
) -> None:
    await there.bring(jiwoo, await exported(here, there, jiwoo))
    for expected in (True, False):
        async with there.database.reading() as connection:
            [clip] = await clips.of_entry(connection, 1)
        assert (clip.file_id == "") is expected
        await media.send(bot, there.database, there.media, jiwoo.id, clip)
    films = [m for m in jiwoo.chat.from_bot if m.kind == "video_note"]
    numbers = {m.content["video_note"]["file_unique_id"] for m in films}
    assert len(films) == 2
    assert len(numbers) == 1


async def test_an_archive_of_somebody_else_comes_in_beside_theirs(
    here: Moving, there: Moving, jiwoo: Person, world: World
) -> None:
    content = await exported(here, there, jiwoo)
    await there.bring(jiwoo, content)
    emma = world.person(EMMA, "Emma", "en")
    emma.send_text("/start")
    there.office.seen |= set(world.updates)
    async with there.database.writing() as connection:
        await consenting(connection, emma.id, "en")
    english = phrases.words_in("en")
    page = await there.send(emma, content)
    # Nothing tells that somebody here has these entries.
    assert english.new(2) in (page.text or "")
    await there.press(emma, page, ":bring")
    assert len(await own(there)) == 4
    again = await there.send(emma, content)
    assert english.nothing_new in (again.text or "")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not really", "no_zip"),
        (b"", "no_zip"),
        (b"PK\x05\x06" + b"\0" * 18, "foreign"),
    ],
)
async def test_what_is_no_archive_of_ours_is_told_so(
    here: Moving, jiwoo: Person, content: bytes, code: str
) -> None:
    async with here.database.writing() as connection:
        await consenting(connection, jiwoo.id)
    here.office.seen |= set(here.office.world.updates)
    page = await here.send(jiwoo, content or b" ")
    assert page.text == WORDS.unreadable[code]
    assert here.work_left() == []


async def test_who_has_not_agreed_is_asked_to_and_nothing_is_fetched(
    here: Moving, jiwoo: Person, world: World
) -> None:
    page = await here.send(jiwoo, b"PK")
    assert page.text == WORDS.consent_first
    assert world.calls_of("getFile") == []
    [answer] = await here.says(jiwoo, "/import")
    assert answer.text == WORDS.consent_first


async def test_too_large_a_file_is_refused_before_it_is_fetched(
    here: Moving, jiwoo: Person, world: World
) -> None:
    jiwoo.send_document(b"PK", "application/zip", file_name="x.zip", file_size=21 << 20)
    await here.office.handle()
    assert jiwoo.chat.from_bot[-1].text == WORDS.too_big(21, 20)
    assert world.calls_of("getFile") == []


async def test_who_has_had_their_share_is_told_so_before_anything_comes_in(
    here: Moving, there: Moving, jiwoo: Person, bot: Bot
) -> None:
    content = await exported(here, there, jiwoo)
    narrow = replace(LIMITS, most_brought_bytes=100)
    there.imports = ImportDelivery(there.tools, bot, narrow, (), is_alone=False)
    page = await there.send(jiwoo, content)
    assert page.text == WORDS.unreadable["full"]
    assert page.buttons == []
    assert there.work_left() == []


async def test_a_disk_that_has_filled_up_meanwhile_brings_nothing_in(
    here: Moving, there: Moving, jiwoo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await there.send(jiwoo, await exported(here, there, jiwoo))
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))
    await there.press(jiwoo, page, ":bring")
    assert page.text == WORDS.unreadable["no_room"]
    assert await own(there) == []
    assert there.work_left() == []


async def test_who_is_forgotten_while_it_comes_in_leaves_no_film_behind(
    here: Moving, there: Moving, jiwoo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word is handled between two transactions of the import."""
    page = await there.send(jiwoo, await exported(here, there, jiwoo))
    put = there.imports._put

    def put_and_forget(stage: Path, batch: Sequence[Entry]) -> set[str]:
        future = asyncio.run_coroutine_threadsafe(forget(), loop)
        future.result(30)
        return put(stage, batch)

    async def forget() -> None:
        async with there.database.writing() as connection:
            found = await persons.find(connection, jiwoo.id)
            assert found is not None
            await erasure.begin(connection, found, 1, there.office.clock())

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(there.imports, "_put", put_and_forget)
    await there.press(jiwoo, page, ":bring")
    assert await own(there) == []
    assert list(there.media.older_than(-60.0)) == []
    async with there.database.reading() as connection:
        assert await diaries.of_chat(connection, jiwoo.id) is None


async def test_nobody_presses_for_somebody_else(
    here: Moving, there: Moving, jiwoo: Person, world: World
) -> None:
    await there.send(jiwoo, await exported(here, there, jiwoo))
    emma = world.person(EMMA, "Emma", "en")
    emma.send_text("/start")
    await there.office.handle()
    for detail in ("bring", "no", "undo"):
        answer = await there.office.forge(emma, emma.chat.from_bot[-1], f"import:1:{detail}")
        assert answer["show_alert"] == "true"
    async with there.database.reading() as connection:
        found = await rows.get(connection, 1)
    assert found is not None
    assert found.state == "ready"
    assert jiwoo.id == JIWOO


@pytest.mark.parametrize("ending", [":bring", ":undo"])
async def test_what_became_of_it_is_told_also_where_telegram_fails_just_then(
    here: Moving, there: Moving, jiwoo: Person, bot: Bot, world: World, ending: str
) -> None:
    page = await there.send(jiwoo, await exported(here, there, jiwoo))
    if ending == ":undo":
        await there.press(jiwoo, page, ":bring")
    before = len(jiwoo.chat.from_bot)
    await _press_before_an_outage(there, jiwoo, page, ending, world)
    assert len(jiwoo.chat.from_bot) == before
    letters = NoticeDelivery(there.database, bot, KINDS, "Asia/Seoul", there.office.clock)
    await letters.round()
    assert len(jiwoo.chat.from_bot) == before
    there.office.clock.pass_s(import_pages.WAIT.total_seconds())
    await letters.round()
    [told] = jiwoo.chat.from_bot[before:]
    expected = WORDS.undone if ending == ":undo" else WORDS.done(2)
    assert (told.text or "").startswith(expected)
    there.office.clock.pass_s(600)
    await letters.round()
    assert jiwoo.chat.from_bot[before:] == [told]


async def _press_before_an_outage(
    there: Moving, person: Person, page: Message, ending: str, world: World
) -> None:
    button = next(b for b in page.buttons if str(b.data).endswith(ending))
    await there.office.press(person, page, button.text)
    world.faults.add("server_error", "editMessageText")
    await there.imports.round()
    world.faults.clear()
