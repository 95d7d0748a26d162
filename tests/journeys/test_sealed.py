"""A life on a sealed disk: said, searched, drawn, taken along, under one key and under the next."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from bot.phrases import exports as export_phrases
from bot.phrases import imports as import_phrases
from playground.server import Person, World, running
from tests.app.commands import app
from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town, button_texts
from tests.journeys.test_moving_house import archive_in, pressed
from tests.journeys.test_search import answer

CAPTION = "회사에서 미역국을 먹었어요 #생일상"


def legible(folder: Path) -> list[str]:
    """Words of the person that can be read below the folder."""
    there = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    words = ("미역국", "생일상")
    spelt = {word: (word.encode(), word.encode("unicode_escape")) for word in words}
    return [
        word for word, ways in spelt.items() if any(way in one for way in ways for one in there)
    ]


async def found(town: Town, person: Person, text: str) -> list[str]:
    """The first buttons of what a search finds."""
    return button_texts(await answer(town, person, f"/search {text}"))[:1]


async def brought_in(town: Town, archive: bytes) -> Person:
    """Somebody who speaks English, and has brought what was taken along."""
    guest = await town.resident("en", "Emma")
    words = import_phrases.words_in("en")
    guest.send_text("/import")
    await town.sees(guest, lambda: guest.chat.from_bot[-1].text == words.ask)
    guest.send_document(archive, "application/zip", file_name="mind-gitter.zip")
    page = await pressed(town, guest, words.bring_button)
    await town.sees(guest, lambda: (page.text or "").startswith(words.done(1)))
    return guest


async def taken_along(town: Town, person: Person, language: str = "ko") -> set[str]:
    """The names in an archive of everything, and that its words can be read."""
    words = export_phrases.words_in(language)
    person.send_text("/export")
    progress = await pressed(town, person, words.all_button)
    done = words.done(words.entries(1), words.sent(1)).replace("<b>", "").replace("</b>", "")
    await town.sees(person, lambda: progress.text == done)
    content = archive_in(person)
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist() if "json" in name)
        assert "미역국".encode() in text
        return set(archive.namelist())


async def test_a_sealed_diary_is_lived_in_and_changes_its_key_between_two_starts(
    own_world: World, tmp_path: Path, shots: Callable[[], bytes]
) -> None:
    ring = tmp_path / "keys"
    assert (await app(tmp_path, "key", "new", str(ring), "--name", "one")).status == 0
    async with running(own_world) as url:
        bot = BotProcess(url, own_world.token, tmp_path / "home", KEY_FILE=str(ring))
        town = Town(own_world, bot)
        bot.start()
        person = await town.resident("ko")
        clip = person.send_video(shots(), 4, caption=CAPTION)
        card = await town.settled(person, clip)
        assert "생일상" in (card.caption or "")
        for text in ("미역국", "먹다", "#생일", '"미역국을 먹"'):
            assert await found(town, person, text) == ["1"], text
        person.send_text("/calendar")
        await town.sees(person, lambda: person.chat.from_bot[-1].photo)
        names = await taken_along(town, person)
        guest = await brought_in(town, archive_in(person) or b"")
        assert await bot.stop() == 0
        assert legible(bot.data) == []
        [film] = (bot.data / "media").rglob("??/*")
        assert film.read_bytes().startswith(b"mgseal1\n\x03one")

        home = {"DATA": str(bot.data), "KEY_FILE": str(ring)}
        assert (await app(tmp_path, "key", "new", str(ring), "--name", "two")).status == 0
        changed = await app(tmp_path, "rekey", **home)
        assert changed.status == 0, changed.errors
        ring.write_text(ring.read_text().splitlines()[0])  # the first key is gone for good
        assert legible(bot.data) == []

        bot.start()
        assert await found(town, person, "미역국") == ["1"]
        assert await found(town, guest, "미역국") == ["1"]
        assert await taken_along(town, person) == names
        backup = tmp_path / "backups"
        assert (await app(tmp_path, "backup", str(backup), **home)).status == 0
        assert await bot.stop() == 0
        assert legible(backup) == []

        [made] = backup.glob("mind-gitter-*")
        proved = await app(tmp_path, "restore", str(made), "--check")
        assert (proved.status, "needs the key 'two'" in proved.out) == (0, True)
        new = {"DATA": str(tmp_path / "new" / "data"), "KEY_FILE": str(ring)}
        assert (await app(tmp_path, "restore", str(made), **new)).status == 0
        keyless = await app(tmp_path, "run", DATA=new["DATA"], TELEGRAM_TOKEN=own_world.token)
        assert keyless.status == 2
        assert "is sealed with the key 'two', and none is given" in keyless.errors

        restored = BotProcess(url, own_world.token, tmp_path / "new", KEY_FILE=str(ring))
        restored.start()
        there = Town(own_world, restored)
        assert await found(there, person, "미역국") == ["1"]
        # A film that Telegram has never seen comes out of the sealed folder, whole.
        assert (await taken_along(there, guest, "en")) >= {n for n in names if n.endswith(".mp4")}
        assert await restored.stop() == 0
