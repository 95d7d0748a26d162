"""A family that is asked a question a day, and a bot that is moved by hand."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from telegram import Bot

from bot.phrases import phrases_in
from bot.questions import QuestionDelivery
from diary import jobs, questions
from playground.server import Chat, Message, Person, World
from scheduler.questions import recount, tick
from storage import diaries, members, persons, shares
from storage import questions as rows
from storage.database import Database
from storage.diaries import Diary
from storage.questions import Question
from tests.bot.office import Office, open_office
from tests.diary.given import EMMA, JIWOO, NOON, TERMS, clips_of, report
from tests.diary.given import WORDS as FOUND

SAYS = phrases_in("ko")
SORA, STRANGER = 9, 66
HOUR = 3600.0


@dataclass(slots=True)
class Scene:
    """Emma's group is a diary; Emma, Jiwoo and Sora write in it. It is nine in the evening."""

    office: Office
    loop: QuestionDelivery
    emma: Person
    jiwoo: Person
    sora: Person
    stranger: Person
    group: Chat
    diary: Diary

    @property
    def world(self) -> World:
        return self.office.world

    @property
    def asked(self) -> Message:
        """The question in the group."""
        return next(m for m in reversed(self.group.from_bot) if (m.text or "").startswith("💭"))

    @property
    def told(self) -> list[Message]:
        return list(self.group.from_bot)

    async def work(self, passing: float = 4.0) -> None:
        """Some seconds pass, and the loops do what is due."""
        self.office.clock.pass_s(passing)
        await recount(self.office.database, self.office.clock, self.loop.wake)
        for _ in range(3):
            await self.loop.round()
        await self.office.show()

    async def ask(self) -> Message:
        """The diary's minute has come."""
        office = self.office
        now = office.clock()
        async with office.database.writing() as connection:
            diary = await diaries.get(connection, self.diary.id)
            before = now - dt.timedelta(minutes=1)
            await questions.set_minute(connection, diary, minute_of(now), before)
        await tick(office.database, office.clock, self.loop.wake)
        await self.work()
        return self.asked

    async def question(self) -> Question:
        async with self.office.database.reading() as connection:
            found = await rows.last(connection, self.diary.id)
        assert found is not None
        return found

    async def follow(self, person: Person, link: str | None = None) -> Message:
        """Press the link under the question; what the bot says to it."""
        url = link or self.asked.links[0]
        before = len(person.chat.from_bot)
        person.open_link(url)
        await self.office.handle()
        assert len(person.chat.from_bot) == before + 1, [m.text for m in person.chat.from_bot]
        return person.chat.from_bot[-1]

    async def note(self, person: Person, **more: Any) -> Message:
        """Send a clip in private; its card."""
        content = f"clip {person.id} {len(person.chat.messages)}".encode()
        person.send_video_note(content, duration=8, chat=person.chat, **more)
        await self.office.handle()
        await self.work()
        return person.chat.from_bot[-1]

    async def finish(self) -> None:
        """The analysis of everything that waits ends."""
        office = self.office
        async with office.database.writing() as connection:
            while job := await jobs.claim(connection, "ours", TERMS, office.clock()):
                parts = {clip.id for clip in await clips_of(connection, job.entry_id)}
                outcome = jobs.Outcome(report(), FOUND, None, 1.0)
                assert await jobs.finish(connection, job, "ours", outcome, parts, office.clock())
        await self.work()

    async def answer(self, person: Person) -> Message:
        await self.follow(person)
        card = await self.note(person)
        await self.finish()
        return card

    async def shown(self) -> int:
        """How many entries the family sees."""
        count = 0
        async with self.office.database.reading() as connection:
            for number in range(1, 20):
                found = await shares.find(connection, number, self.diary.id)
                count += found is not None and found.state == "shown"
        return count

    async def say(self, person: Person, text: str) -> str:
        """A command in the group; the bot's answer."""
        person.send_text(text, chat=self.group)
        await self.office.handle()
        return self.group.from_bot[-1].text or ""

    async def minute(self) -> int | None:
        async with self.office.database.reading() as connection:
            return (await diaries.get(connection, self.diary.id)).question_minute


def minute_of(now: dt.datetime) -> int:
    """The minute of the day on the clocks of Seoul."""
    wall = now + dt.timedelta(hours=9)
    return wall.hour * 60 + wall.minute


def counted(message: Message) -> str:
    """How many have answered, as the message says."""
    found = re.search(r"\d+/\d+", message.text or "")
    assert found is not None, message.text
    return found[0]


async def open_scene(bot: Bot, world: World, database: Database) -> Scene:
    """The family, with everybody's consent for their own diary."""
    office = await open_office(bot, world, database)
    world.clock = lambda: office.clock().timestamp()
    emma, jiwoo = world.person(EMMA, "Emma", "ko"), world.person(JIWOO, "지우", "ko")
    sora, stranger = world.person(SORA, "소라", "ko"), world.person(STRANGER, "Mallory", "ko")
    for person in (emma, jiwoo, sora, stranger):
        person.send_text("/start")
        await office.handle()
        person.tap(person.chat.from_bot[-1], SAYS.consent_button)
        await office.handle()
    group = world.group("<가족>", [emma, jiwoo, sora])
    diary = await office.diary(group, emma)
    await office.handle()
    async with database.writing() as connection:
        await diaries.change(connection, diary.id, title="<가족>")
        for one in (jiwoo, sora):
            found = await persons.find(connection, one.id)
            assert found is not None
            await members.join(connection, diary.id, found.id, NOON)
    loop = QuestionDelivery(database, bot, "ko", office.clock, lambda: None)
    return Scene(office, loop, emma, jiwoo, sora, stranger, group, diary)
