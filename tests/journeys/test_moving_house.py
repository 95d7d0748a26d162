"""A diary moves: taken along with /export, brought into an empty bot with /import, and undone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from bot.phrases import exports as export_phrases
from bot.phrases import imports as import_phrases
from playground.server import Message, Person
from tests.journeys.bot_process import below
from tests.journeys.people import Town

Shots = Callable[[], bytes]
BOTH = pytest.mark.parametrize("language", ["ko", "en"])


def archive_in(person: Person) -> bytes | None:
    """The newest ZIP file of the bot."""
    for message in reversed(person.chat.from_bot):
        document = message.content.get("document")
        if document is not None:
            return person.chat.files.again(document["file_id"]).content
    return None


async def pressed(town: Town, person: Person, button: str) -> Message:
    """Wait for a message with this button, and press it."""
    found: Message = await town.sees(
        person,
        lambda: next(
            (m for m in person.chat.from_bot[::-1] if any(b.text == button for b in m.buttons)),
            None,
        ),
    )
    await person.press(found, button, 60)
    return found


@BOTH
async def test_a_diary_moves_into_an_empty_bot(
    town: Town, own_town: Town, shots: Shots, language: str
) -> None:
    person = await town.resident(language, "Emma")
    film = shots()
    card = await town.card(person, person.send_video_note(film))
    assert card.photo
    out, into = export_phrases.words_in(language), import_phrases.words_in(language)
    person.send_text("/export")
    progress = await pressed(town, person, out.all_button)
    content: bytes = await town.sees(person, lambda: archive_in(person))
    done = out.done(out.entries(1), out.sent(1)).replace("<b>", "").replace("</b>", "")
    await town.sees(person, lambda: progress.text == done)
    [before] = town.entries(person)

    newcomer = await own_town.resident(language, "Emma")
    newcomer.send_text("/import")
    await own_town.sees(newcomer, lambda: newcomer.chat.from_bot[-1].text == into.ask)
    newcomer.send_document(content, "application/zip", file_name="mind-gitter.zip")
    page = await pressed(own_town, newcomer, into.bring_button)
    await own_town.sees(newcomer, lambda: (page.text or "").startswith(into.done(1)))
    [after] = own_town.entries(newcomer)
    for name in ("uid", "title", "day", "recorded_at", "report", "state", "kind", "language"):
        assert after[name] == before[name], name
    kept = own_town.bot.value("SELECT media FROM clips WHERE entry_id = ?", after["id"])
    assert kept == hashlib.sha256(film).hexdigest()
    assert (own_town.bot.data / "media" / kept[:2] / kept).read_bytes() == film

    await newcomer.press(page, into.undo_button, 60)
    await own_town.sees(newcomer, lambda: page.text == into.undone)
    assert own_town.entries(newcomer) == []
    for bot in (town.bot, own_town.bot):
        for folder in ("exports", "imports"):
            assert not [path for path in below(bot.data / folder) if path.is_file()]


def archives_in(person: Person) -> int:
    """How many ZIP files the bot has sent."""
    documents = [message.content.get("document") for message in person.chat.from_bot]
    return sum(1 for document in documents if document is not None)


async def test_a_bot_that_is_killed_in_the_middle_of_an_export_makes_it_once(
    own_town: Town, shots: Shots
) -> None:
    """Once while it fetches a film, once when the file has just been counted as sent."""
    town, person = own_town, await own_town.resident("en", "Emma")
    await town.card(person, person.send_video_note(shots()))
    words, folder = export_phrases.words_in("en"), town.bot.data / "exports"
    held = town.world.faults.add("slow", "file", seconds=300.0)
    person.send_text("/export")
    progress = await pressed(town, person, words.all_button)
    await town.sees(person, lambda: held.happened > 0)
    assert list(folder.iterdir()) != []
    await town.bot.kill()
    town.world.faults.clear()
    town.bot.start()
    await town.bot.until(lambda: town.bot.value("SELECT sent FROM exports") == 1)
    assert archives_in(person) == 1
    await town.bot.kill()
    town.bot.start()
    done = words.done(words.entries(1), words.sent(1)).replace("<b>", "").replace("</b>", "")
    await town.sees(person, lambda: progress.text == done)
    await town.bot.until(lambda: town.bot.value("SELECT state FROM exports") == "done")
    assert archives_in(person) == 1
    assert list(folder.rglob("*")) == []
