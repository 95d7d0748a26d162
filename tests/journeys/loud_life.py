"""A bot that tells all it can, and somebody who has a phrase of their own for every way in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.phrases import exports as export_phrases
from bot.phrases import invitations as invitation_phrases
from bot.phrases import shares, writings
from bot.phrases.captures import words_in as captures_in
from playground import clips
from playground.clips import Encoding
from playground.server import Chat, Message, Person, World
from playground.server import server as stand_in
from playground.server.refusals import bad_request
from tests.journeys import saboteur
from tests.journeys.bot_process import BotProcess, below
from tests.journeys.people import Town, answers_to, picture_card, with_button
from tests.journeys.test_group_writing import made_a_diary
from tests.journeys.test_invitations import new_link
from tests.journeys.test_moving_house import archive_in, pressed

#: Of the length that Telegram's have; it opens nothing.
TOKEN = "735128:AAGq7RzTnb5KxWvE2mHcYd0PsLu9JfQoXi4"
OPUS = Encoding(video=None, audio="libopus", container="ogg")

PLACES = (
    "name", "surname", "title", "body", "tag", "file_name", "metadata", "heard", "corrected",
    "text_title", "text_body", "edited", "comment", "group", "searched", "inline", "question",
    "from_glossary", "to_glossary", "command", "zip_name", "zip_content", "sabotaged", "quoted",
    "damaged", "killed", "of_others",
)  # fmt: skip

#: Syllables and letters that make each phrase its own word; none stands in the bot's own sentences.
SYLLABLES = "갈낟닭랐맑밟샅앎잣챌캄탉팥핥괄놨됐뤘뭔봤쐈왰좠췄퀄튁퓌"


def phrases() -> dict[str, str]:
    """A word of its own for every place, half in Korean and half in English letters."""
    return {place: "".join(halves(place).values()) for place in PLACES}


def halves(place: str) -> dict[str, str]:
    """The two halves of a place's word, each of which is looked for."""
    number = PLACES.index(place)
    letters = chr(97 + number // 5) + chr(97 + number % 5)
    return {f"{place} ko": f"비밀깃털{SYLLABLES[number]}", f"{place} en": f"quillsecret{letters}x"}


def places(found: set[str]) -> set[str]:
    """Of the halves that were found: where they had been said."""
    return {name.partition(" ")[0] for name in found} & set(PLACES)


class LoudBot(BotProcess):
    """A bot that tells all it can, and whose temporary files and home can be looked through."""

    def __init__(self, api: str, folder: Path) -> None:
        super().__init__(api, TOKEN, folder, LOG_LEVEL="debug")
        self.outside = folder / "outside"
        for name, variable in (("tmp", "TMPDIR"), ("home", "HOME"), ("cache", "XDG_CACHE_HOME")):
            (self.outside / name).mkdir(parents=True)
            self._environment[variable] = str(self.outside / name)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.saboteur", "run"],
                env=self._environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def seal(self) -> str:
        """Give it a new key before its first start; the secret part of it."""
        made = self.command("key", "new").strip()
        self._environment["MINDGITTER_KEY"] = made
        return made.rpartition(":")[2]

    def command(self, *words: str) -> str:
        """What another command of the program says, beside the running bot."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "app", *words],
            env=self._environment,
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        return (done.stdout + done.stderr).decode()


class Life:
    """Somebody who says every phrase in its place."""

    def __init__(self, town: Town, said: Mapping[str, str], shots: Any) -> None:
        self.town, self.language, self.said, self.shots = town, "ko", said, shots
        self.links: list[str] = []
        self.person = town.world.person(
            9_100_000_001, said["name"], self.language, last_name=said["surname"]
        )
        self.other = town.world.person(9_100_000_002, "Emma", "en")

    async def enters(self) -> None:
        for person in (self.person, self.other):
            await self.town.agree(person)
        mine = self.other.send_video(self.clip(), 6, caption=self.said["of_others"])
        await self.town.card(self.other, mine)

    def clip(self, word: str = "metadata") -> bytes:
        """A film with a phrase in a box that players skip."""
        said = f"{self.said[word]} {self.said[word]}".encode()
        return bytes(self.shots()) + (8 + len(said)).to_bytes(4, "big") + b"free" + said

    async def films(self) -> None:
        said, person = self.said, self.person
        film = person.send_video(
            self.clip(),
            6,
            caption=f"{said['title']}\n{said['body']}. #{said['tag']}",
            file_name=f"{said['file_name']}.mp4",
        )
        await self.town.card(person, film)
        damaged = self.clip("damaged")
        broken = person.send_video(damaged[: len(damaged) // 3], 6, caption=said["damaged"])
        await self.town.sees(person, lambda: answers_to(broken))
        for kind in ("server_error", "drop_before", "drop_after"):
            self.town.world.faults.add(kind, "file")
        self.town.world.faults.add("slow", "file", seconds=1.0)

    async def is_interrupted(self) -> None:
        """A worker dies with a clip in its hands."""
        last = self.person.send_video(self.clip("killed"), 6, caption=self.said["killed"])
        workers = await self.town.bot.until(self.town.bot.video_workers)
        work = self.town.bot.data / "work"
        await self.town.bot.until(lambda: any("." in path.name for path in below(work)))
        for worker in workers:
            worker.kill()
        await self.town.card(self.person, last)

    async def speaks(self, folder: Path) -> None:
        voice = clips.sound_only(folder / "voice.ogg", seconds=4, encoding=OPUS)
        sent = self.person.send_voice(voice.read_bytes(), 4)
        card = await self.town.card(self.person, sent)
        await self.town.settled(self.person, sent)
        assert self.said["heard"] in (card.caption or "")
        self.person.send_text(
            f"고침: {self.said['heard']} → {self.said['corrected']}", reply_to=card
        )
        await self.town.sees(self.person, lambda: self.said["corrected"] in (card.caption or ""))

    async def writes(self) -> None:
        person, words = self.person, writings.words_in(self.language)
        text = person.send_text(f"{self.said['text_title']}\n{self.said['text_body']} " * 3)
        offered = await self.town.sees(person, lambda: next(iter(answers_to(text)), None))
        await person.press(offered, words.button)
        await self.town.settled(person, text)
        person.edit_text(text, f"{self.said['edited']}!\n{self.said['edited']} " * 3)
        await self.town.sees(person, lambda: self.said["edited"] in (offered.text or ""))

    async def asks(self) -> None:
        """Commands, each answered before the next."""
        said, person = self.said, self.person
        for text in (
            f"/glossary add {said['from_glossary']} -> {said['to_glossary']}",
            f"/prompt add {said['question']}",
            f"/search {said['searched']}",
            f"/search {said['title']}",
            f"/{said['command']} {said['command']}",
        ):
            before = len(person.chat.from_bot)
            person.send_text(text)
            await self.town.sees(person, lambda before=before: len(person.chat.from_bot) > before)
        person.send_location(37.123456, 127.654321)
        await person.search_inline(said["inline"])
        card = next(m for m in person.chat.from_bot if m.photo)
        await person.call(card, f"show:{said['command']}"[:60]).answered(60)
        person.send_document(
            said["zip_content"].encode(), "application/zip", file_name=f"{said['zip_name']}.zip"
        )

    async def lives_with_others(self) -> None:
        group = self.town.world.group(
            self.said["group"], [self.person, self.other], bot_is_admin=True, supergroup=True
        )
        await made_a_diary(self.town, group, self.person)
        card = await self._shows(group)
        self.person.send_text(self.said["comment"], reply_to=card)
        button = shares.words_in(self.language).talk_button(1)
        await self.town.sees(self.person, lambda: with_button_in(group, button))
        words = invitation_phrases.words_in(self.language)
        link = await new_link(self.town, self.person, words.one_button)
        self.links = [link.rpartition("=inv_")[2]]
        stranger = self.town.newcomer(self.language, "Mina")
        stranger.open_link(link)
        await self.town.sees(stranger, lambda: with_button(stranger, words.accept_button))

    async def _shows(self, group: Chat) -> Message:
        note = self.person.send_video_note(self.clip(), duration=6, chat=group)
        [question] = await self.town.sees(self.person, lambda: answers_to(note))
        await self.person.press(question, captures_in(self.language).always_button, 60)
        return await self.town.sees(self.person, lambda: picture_card(note))  # type: ignore[no-any-return]

    async def suffers(self) -> None:
        """Everything goes wrong, with the phrase in it; the bot says sorry, and lives."""
        before = len(self.person.chat.from_bot)
        self.person.send_text(f"{saboteur.WORD} {self.said['sabotaged']}")
        await self.town.sees(self.person, lambda: len(self.person.chat.from_bot) > before)

    async def takes_along(self) -> bytes:
        words = export_phrases.words_in(self.language)
        self.person.send_text("/export")
        await pressed(self.town, self.person, words.all_button)
        return await self.town.sees(self.person, lambda: archive_in(self.person))  # type: ignore[no-any-return]


def with_button_in(chat: Chat, text: str) -> Message | None:
    """The newest message of a chat with this button."""
    found = (m for m in reversed(chat.from_bot) if any(b.text == text for b in m.buttons))
    return next(found, None)


def quoting(monkeypatch: pytest.MonkeyPatch, person: Person, said: str) -> list[str]:
    """The stand-in refuses what is sent to a person, with a quotation, as Telegram does."""
    perform, refused = stand_in.methods.perform, []

    async def refuse(world: World, token: str, method: str, parameters: Any) -> Any:
        values = {**parameters.values}
        if str(values.get("chat_id")) == str(person.id) and method.lower().startswith(
            ("send", "edit")
        ):
            refused.append(method)
            quoted = f'"{said} {values.get("text") or values.get("caption") or ""}"'
            raise bad_request(
                f"can't parse entities: unsupported start tag {quoted} at byte offset 3"
            )
        return await perform(world, token, method, parameters)

    monkeypatch.setattr(stand_in.methods, "perform", refuse)
    return refused
