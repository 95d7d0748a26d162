"""Jiwoo with an entry of their own, and the family's diary that it can be shared with."""

from dataclasses import dataclass
from typing import Any

from telegram import Bot

from analysis.report import KeySentence, Report
from bot.phrases import phrases_in
from bot.phrases import shares as shares_phrases
from diary import jobs
from playground.server import Chat, Message, Person, World
from storage import entries as entry_rows
from storage import members, persons, shares
from storage.database import Database
from storage.entries import Entry
from storage.shares import Share
from tests.bot.office import Office, buttons, open_office
from tests.diary.given import EMMA, JIWOO, NOON, TERMS, clips_of, report
from tests.diary.given import WORDS as FOUND

WORDS = shares_phrases.words_in("ko")

SAYS = phrases_in("ko")
SECRET = "비밀 이야기를 했다."
TAG = "비밀태그"
MADE = report(
    key_sentences=(KeySentence("한강에서 라면을 먹었다.", 1.0), KeySentence("참 좋았다.", 3.0)),
    tags=(TAG,),
)


@dataclass(slots=True)
class Scene:
    """Jiwoo has a finished entry of their own; Emma's group is a diary that both write in."""

    office: Office
    jiwoo: Person
    emma: Person
    group: Chat
    diary_id: int
    entry_id: int = 0

    @property
    def card(self) -> Message:
        """Jiwoo's own card."""
        return next(message for message in self.jiwoo.chat.from_bot if message.buttons)

    @property
    def told(self) -> list[Message]:
        """What the bot has in the group."""
        return [m for m in self.group.from_bot if not m.deleted]

    async def press(self, button: str) -> Any:
        return await self.office.press(self.jiwoo, self.card, button)

    async def choose(self, *parts: str) -> None:
        """Open the parts of the family's diary, and choose these besides what is chosen."""
        await self.press(WORDS.share_button)
        await self.press("가족")
        for part in parts:
            found = next(b for b in buttons(self.card) if b.endswith(WORDS.parts[part]))
            await self.press(found)

    async def share(self, *parts: str) -> None:
        await self.choose(*parts)
        await self.press(WORDS.send_button)

    async def entry(self) -> Entry:
        found = await self.office_entry(self.entry_id)
        assert found is not None
        return found

    async def office_entry(self, entry_id: int) -> Entry | None:
        async with self.office.database.reading() as connection:
            return await entry_rows.get(connection, entry_id)

    async def the_share(self) -> Share | None:
        async with self.office.database.reading() as connection:
            return await shares.find(connection, self.entry_id, self.diary_id)


async def finish(office: Office, made: Report = MADE) -> int:
    """The analysis of what waits ends; its entry."""
    async with office.database.writing() as connection:
        job = await jobs.claim(connection, "ours", TERMS, office.clock())
        assert job is not None
        parts = {clip.id for clip in await clips_of(connection, job.entry_id)}
        outcome = jobs.Outcome(made, FOUND, None, 1.0)
        assert await jobs.finish(connection, job, "ours", outcome, parts, office.clock())
    await office.show()
    return job.entry_id


async def join(office: Office, diary_id: int, person: Person) -> None:
    async with office.database.writing() as connection:
        found = await persons.find(connection, person.id)
        assert found is not None
        await members.join(connection, diary_id, found.id, NOON)


async def open_scene(bot: Bot, world: World, database: Database, **more: Any) -> Scene:
    """`more` are fields of the House."""
    office = await open_office(bot, world, database, **more)
    jiwoo, emma = world.person(JIWOO, "지<b>우", "ko"), world.person(EMMA, "Emma", "ko")
    for person in (jiwoo, emma):
        person.send_text("/start")
        await office.handle()
        person.tap(person.chat.from_bot[-1], SAYS.consent_button)
        await office.handle()
        for message in person.chat.from_bot:
            world.delete(message)
    group = world.group("가족", [emma, jiwoo])
    diary = await office.diary(group, emma)
    await join(office, diary.id, jiwoo)
    await office.handle()
    for message in group.from_bot:
        world.delete(message)
    made = Scene(office, jiwoo, emma, group, diary.id)
    jiwoo.send_video(b"clip", 8, caption=f"#{TAG}")
    await office.handle()
    async with database.writing() as connection:
        await entry_rows.change(connection, 1, caption=SECRET)
    made.entry_id = await finish(office)
    world.calls.clear()
    return made
