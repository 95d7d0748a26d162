"""Somebody is forgotten by the real bot, also when it is killed meanwhile; nothing stays."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.phrases import erasure as phrases
from playground.server import Message, Person
from tests.diary.planted import PHRASES
from tests.journeys.bot_process import below
from tests.journeys.households import asks, household, told
from tests.journeys.people import Town
from tests.journeys.test_leaving import written

SECRET = "첫눈처럼 조용한 비밀"

#: So long Telegram holds a file back, in seconds: the analysis is still to go on when all goes.
HELD_S = 300.0

#: Enough that the bot is killed in the middle of it.
ENTRIES = 400


def rests(town: Town, texts: list[str]) -> list[str]:
    """The files of the bot in which one of these still stands, as text or as JSON escapes it."""
    spelt = [s for text in texts for s in (text.encode(), json.dumps(text)[1:-1].encode())]
    found = [path for path in below(town.bot.folder) if path.is_file()]
    return [str(path) for path in found if any(one in path.read_bytes() for one in spelt)]


async def says_all(town: Town, person: Person, card: Message) -> None:
    """All phrases pass through every way in, some while Telegram fails: the log is full of work."""
    town.world.faults.add("server_error", "sendMessage", count=2)
    said = " ".join([SECRET, *PHRASES.values()])[:900]
    one, other = PHRASES["heard"], PHRASES["meant"]
    for text in (
        f"/search {said}", f"/prompt add {said[:200]}", f"/glossary add {one} -> {other}",
        f"/prompt {said}", f"/export {said}", f"/{one} {said}",
    ):  # fmt: skip
        before = len(person.chat.from_bot)
        person.send_text(text)
        await told(town, lambda before=before: len(person.chat.from_bot) > before)
    person.send_text(said, chat=card.chat, reply_to=card)
    await town.bot.until(lambda: town.bot.value("SELECT count(*) FROM comments"))


def in_work(town: Town) -> list[Path]:
    """The temporary files of clips in work in which the secret stands."""
    found = []
    for path in below(town.bot.data / "work"):
        with suppress(FileNotFoundError, IsADirectoryError):
            found += [path] if SECRET.encode() in path.read_bytes() else []
    return found


async def interrupted(town: Town, person: Person, clip: bytes) -> None:
    """The bot is killed while it analyses a film with all phrases, in a box that players skip."""
    said = "\n".join([SECRET, *PHRASES.values()]).encode()
    person.send_video(clip + (8 + len(said)).to_bytes(4, "big") + b"free" + said, 6)
    card = "SELECT message_id FROM cards WHERE chat_id = ? ORDER BY id DESC"
    await town.bot.until(lambda: in_work(town) and town.bot.value(card, person.id))
    await town.bot.kill()


def grow(town: Town, account: int) -> None:
    """Copies of the person's first entry, each with the secret and all planted phrases.

    They are of very different lengths, so that the database moves them between its pages.
    """
    said = " ".join(PHRASES.values())
    with closing(sqlite3.connect(town.bot.data / "diary.sqlite3")) as connection, connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(entries)")]
        copied = ", ".join(n for n in names if n not in {"id", "uid", "caption", "title"})
        connection.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ENTRIES})"  # noqa: S608
            f" INSERT INTO entries ({copied}, uid, caption, title)"
            f" SELECT {copied}, 'copy' || i, substr(?, 1, 900 + i * 7), ? FROM n,"
            " (SELECT * FROM entries WHERE author_id ="
            " (SELECT id FROM persons WHERE telegram_id = ?) ORDER BY id LIMIT 1)",
            (f"{said} {SECRET} " * 5, SECRET, account),
        )


def keep(town: Town, account: int) -> Path:
    """A film with the phrases, kept by the bot itself as one that was brought in."""
    content = "\n".join([SECRET, *PHRASES.values()]).encode()
    name = hashlib.sha256(content).hexdigest()
    path = town.bot.data / "media" / name[:2] / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with closing(sqlite3.connect(town.bot.data / "diary.sqlite3")) as connection, connection:
        connection.execute(
            "UPDATE clips SET media = ? WHERE entry_id IN (SELECT e.id FROM entries e"
            " JOIN persons p ON p.id = e.author_id WHERE p.telegram_id = ?)",
            (name, account),
        )
    return path


@pytest.mark.parametrize(("language", "word"), [("ko", "지우기"), ("en", "delete")])
async def test_a_bot_that_is_killed_while_it_forgets_forgets_it_all(
    own_town: Town, shots: Callable[[], bytes], language: str, word: str
) -> None:
    town = own_town
    group, owner, goes = await household(town, language)
    card = await written(town, goes, group, shots())
    kept = await written(town, owner, group, shots())
    await says_all(town, goes, card)
    await interrupted(town, goes, shots())
    assert in_work(town)
    logged = town.bot.log.read_text(encoding="utf-8")
    assert "action=" in logged
    assert [one for one in (SECRET, *PHRASES.values()) if one in logged] == []
    grow(town, goes.id)
    film = keep(town, goes.id)
    assert len(rests(town, list(PHRASES.values()))) > 1
    town.world.faults.add("slow", "file", count=None, seconds=HELD_S)
    town.bot.start()
    words = phrases.words_in(language)
    page = await asks(town, goes, "/forgetme", words.go_on_button)
    before = len(goes.chat.from_bot)
    await goes.press(page, words.go_on_button, 60)
    await told(town, lambda: len(goes.chat.from_bot) > before)
    goes.send_text(word, reply_to=goes.chat.from_bot[-1])
    count = "SELECT count(*) FROM entries WHERE title = ?"
    await town.bot.until(lambda: town.bot.value(count, SECRET) < ENTRIES)
    await town.bot.kill()
    # Killed within a transaction, it leaves a journal that only who may write can roll back.
    with closing(sqlite3.connect(town.bot.data / "diary.sqlite3")) as connection:
        connection.execute("SELECT count(*) FROM erasures").fetchone()
    assert town.bot.value("SELECT state FROM erasures") == "clearing"
    assert town.bot.value(count, SECRET) > 0
    town.bot.start()
    head = words.headings["receipt"].replace("<b>", "").replace("</b>", "")
    receipt = await told(
        town, lambda: next((m for m in goes.chat.from_bot if head in (m.text or "")), None)
    )
    assert words.kinds({"entries": ENTRIES + 2})[0] in (receipt.text or "")
    await town.bot.until(lambda: town.bot.value("SELECT count(*) FROM erasures") == 0)
    assert not film.exists()
    assert card.deleted
    assert not kept.deleted
    assert town.bot.rows("SELECT * FROM persons WHERE telegram_id = ?", goes.id) == []
    assert [row["telegram_id"] for row in town.bot.rows("SELECT telegram_id FROM persons")] == [
        owner.id
    ]
    assert await town.bot.stop() == 0
    assert len(PHRASES) >= 20
    assert rests(town, [SECRET, *PHRASES.values()]) == []
    assert town.bot.work_left() == []
    assert sum(head in (m.text or "") for m in goes.chat.from_bot) == 1
