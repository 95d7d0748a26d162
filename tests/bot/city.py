"""Three people with diaries of their own and with each other, and three who are not to see them.

Every word that somebody wrote is a secret of its own, and it is known which circle may read it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot, Update

from analysis.report import KeySentence, Report, Segment, Transcript
from bot.desk import ATTEMPT, Attempt
from bot.notice_kinds import KINDS
from bot.notices import NoticeDelivery
from bot.questions import QuestionDelivery
from diary import invitations, jobs, members, questions
from playground.server import Chat, Message, Person, World, forwarded
from scheduler.questions import tick
from storage import cards, clips, comments, diaries, entries, persons, tags
from storage import members as member_rows
from storage.database import Connection, Database
from storage.diaries import Diary
from tests.bot.office import Office, open_office
from tests.bot.question_scene import minute_of
from tests.bot.wire import Easel, Line
from tests.diary.given import NOON, TERMS, clips_of, report
from tests.diary.given import WORDS as FOUND

SECRET = re.compile(r"geheim\d{3}", re.IGNORECASE)


@dataclass(slots=True)
class City:
    """Jiwoo, Emma and Sora write; Mallory, Anna and Tom are those who forge.

    Jiwoo's family is Jiwoo, Emma, Sora; Anna has left it. In Emma's club is Tom. Sora's choir is
    about to end: Jiwoo is in it, Kai has left and not yet said what becomes of their entry. Mallory
    and Anna share a chat without a diary. Seorin is invited to the family.
    """

    office: Office
    line: Line
    easel: Easel
    notices: NoticeDelivery
    people: dict[str, Person] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    diaries: dict[str, Diary] = field(default_factory=dict)
    #: Which circle each secret belongs to: a diary's name, or a person's.
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    #: The payload of the link by which anybody may come into the family.
    token: str = ""

    @property
    def world(self) -> World:
        return self.office.world

    def secret(self, *circles: str) -> str:
        """A new word that these circles may read."""
        word = f"Geheim{len(self.secrets):03d}"
        self.secrets[word.lower()] = frozenset(circles)
        return word

    def known(self, name: str) -> frozenset[str]:
        """The circles that a forger belongs to."""
        return frozenset({"club", name} if name == "tom" else {name})

    def leaks(self, text: str, circles: frozenset[str]) -> set[str]:
        """The secrets in a text that nobody of these circles may read."""
        found = {word.lower() for word in SECRET.findall(text)}
        return {word for word in found if not self.secrets[word] & circles}

    def places(self, name: str) -> list[Chat]:
        """Where a forger can press: with the bot alone, and in a group that they are in."""
        return [self.people[name].chat, self.chats["club" if name == "tom" else "corner"]]

    async def settle(self) -> None:
        """Everything that is due in the next hour is delivered."""
        for _ in range(3):
            self.office.clock.pass_s(1200)
            await self.notices.round()
            await self.office.show()

    async def act(self, update_id: int) -> Exception | None:
        """Have the framework handle an update at once; what a handler raised."""
        update = self.world.updates.pop(update_id)
        attempt = Attempt(0)
        ATTEMPT.set(attempt)
        await self._framework().process_update(Update.de_json(update, self.office.house.bot))
        return attempt.error

    def _framework(self) -> Any:
        return self.office.dispatcher._handle.__self__  # type: ignore[attr-defined]

    def shown(self) -> Iterator[Message]:
        """Every message that the bot has ever sent to anybody."""
        for chat in self.world.chats.values():
            yield from (message for message in chat.every_message if message.sender.get("is_bot"))

    def buttons(self) -> tuple[list[str], list[str]]:
        """The data of every button that was ever there, and the payload of every link."""
        data, payloads = dict[str, None](), dict[str, None]()
        for message in self.shown():
            for version in message.versions:
                raw = json.dumps([version.content, version.markup], ensure_ascii=False)
                data |= dict.fromkeys(re.findall(r'"callback_data": "([^"]+)"', raw))
                payloads |= dict.fromkeys(re.findall(r"\?start=([\w-]+)", raw))
        return list(data), list(payloads)


async def open_city(world: World, telegram: str, database: Database) -> City:
    """Everybody has done what they do."""
    line, easel = Line(), Easel()
    bot = Bot(
        world.token, base_url=f"{telegram}/bot", base_file_url=f"{telegram}/file/bot", request=line
    )
    await bot.initialize()
    office = await open_office(bot, world, database, draw=easel.draw)
    world.clock = lambda: office.clock().timestamp()
    city = City(
        office, line, easel, NoticeDelivery(database, bot, KINDS, "Asia/Seoul", office.clock)
    )
    await _move_in(city)
    await _found(city)
    await _write(city)
    await _share(city)
    await _ask(city)
    await _part(city)
    await city.settle()
    return city


async def _move_in(city: City) -> None:
    """Names are secrets too, but for those of the forgers: they type them themselves."""
    circles = {
        "jiwoo": ("jiwoo", "family", "choir"),
        "emma": ("emma", "family", "club"),
        "sora": ("sora", "family", "choir"),
        "kai": ("kai", "choir"),
        "seorin": ("seorin",),
        "tom": (),
        "anna": (),
        "mallory": (),
    }
    for number, (name, readers) in enumerate(circles.items(), 7):
        shown = city.secret(*readers) if readers else name.title()
        person = city.world.person(number, shown, "ko", username=f"{name}_{number}")
        city.people[name] = person
        person.send_text("/start")
        await city.office.handle()
        if name not in {"mallory", "seorin"}:
            await city.office.forge(person, person.chat.from_bot[-1], "agree:0")


async def _found(city: City) -> None:
    """The groups with their diaries: the first of each owns both."""
    city.world.bot.reads_all_group_messages = True
    groups = {
        "family": ("jiwoo", "emma", "sora", "anna"),
        "club": ("emma", "tom"),
        "choir": ("sora", "jiwoo", "kai"),
    }
    people, office = city.people, city.office
    for name, names in groups.items():
        chat = city.world.group(city.secret(name), [people[one] for one in names])
        diary = await office.diary(chat, people[names[0]])
        async with office.database.writing() as connection:
            words = {"title": city.secret(name), "description": city.secret(name)}
            await diaries.change(connection, diary.id, **words)
            for one in names:
                await _join(connection, diary.id, people[one])
            city.diaries[name] = await diaries.get(connection, diary.id)
        city.chats[name] = chat
    ken = city.world.person(99, "Ken", "ko")
    city.chats["corner"] = city.world.group("Corner", [ken, people["mallory"], people["anna"]])
    await office.handle()


async def _join(connection: Connection, diary_id: int, person: Person) -> None:
    known = await persons.find(connection, person.id)
    assert known is not None
    if await member_rows.find(connection, diary_id, known.id) is None:
        await member_rows.join(connection, diary_id, known.id, NOON)


def _made(city: City, *circles: str) -> Report:
    said = city.secret(*circles)
    return report(
        transcript=Transcript("ko", said, (Segment(1.0, 3.0, said),)),
        key_sentences=(KeySentence(city.secret(*circles), 1.0),),
        tags=(city.secret(*circles),),
    )


async def _write(city: City) -> None:
    """Each of the three has an entry of their own; there are more in the groups."""
    for name in ("jiwoo", "emma", "sora"):
        person = city.people[name]
        also = ("family",) if name == "jiwoo" else ()  # theirs is shown to the family
        person.send_video(b"clip", 8, caption=f"{city.secret(name, *also)} #{city.secret(name)}")
        await city.office.handle()
        await _finish(city, _made(city, name, *also))
        person.send_text("/calendar")
    for name, group in (("emma", "family"), ("sora", "family"), ("emma", "club"), ("kai", "choir")):
        await _entry(city, name, group)
    await city.office.handle()
    await _leave_undone(city)
    # A note that still waits for its author's word.
    sora = city.people["sora"]
    sora.send_video(b"asks", 8, caption=city.secret("family"), chat=city.chats["family"])
    await city.office.handle()


async def _leave_undone(city: City) -> None:
    """One that failed, one that waits for its analysis, and the same file again."""
    jiwoo = city.people["jiwoo"]
    jiwoo.send_video(b"fails", 8, caption=city.secret("jiwoo"))
    await city.office.handle()
    await _finish(city, None)
    for _ in range(2):
        origin = forwarded(city.secret("jiwoo"), int(NOON.timestamp()) - 100_000)
        caption = city.secret("jiwoo")
        jiwoo.send_video(b"waits", 8, caption=caption, forward_origin=origin)
        await city.office.handle()


async def _finish(city: City, made: Report | None) -> None:
    """The analysis of what waits ends; None: it has failed."""
    office = city.office
    async with office.database.writing() as connection:
        job = await jobs.claim(connection, "ours", TERMS, office.clock())
        assert job is not None
        parts = {clip.id for clip in await clips_of(connection, job.entry_id)}
        if made is None:
            reason = "analysis_failed"
            assert await jobs.give_up(connection, job, "ours", reason, parts, office.clock())
        else:
            outcome = jobs.Outcome(made, FOUND, None, 1.0)
            assert await jobs.finish(connection, job, "ours", outcome, parts, office.clock())
    await office.show()


async def _entry(city: City, name: str, group: str) -> None:
    """A finished entry in a group, with its card there."""
    diary, made = city.diaries[group], _made(city, group)
    async with city.office.database.writing() as connection:
        author = await persons.find(connection, city.people[name].id)
        assert author is not None
        values = {"title": city.secret(group), "caption": city.secret(group)}
        entry_id = await entries.add(connection, _row(diary, author.id, made) | values)
        await tags.replace(connection, diary.id, entry_id, [city.secret(group)], manual=True)
        await clips.add(connection, _clip(city, entry_id, diary.chat_id, group))
        await cards.add(connection, entry_id, diary.chat_id, None)


def _row(diary: Diary, author_id: int, made: Report) -> dict[str, Any]:
    return {
        "diary_id": diary.id,
        "author_id": author_id,
        "state": "done",
        "recorded_at": NOON,
        "day": NOON.date(),
        "language": "ko",
        "report": made.to_json(),
        "created_at": NOON,
    }


def _clip(city: City, entry_id: int, chat_id: int, group: str) -> dict[str, Any]:
    return {
        "entry_id": entry_id,
        "chat_id": chat_id,
        "message_id": 9000 + entry_id,
        "kind": "video_note",
        "file_id": city.secret(group),
        "file_unique_id": f"file{entry_id}",
        "size": 1000,
        "duration_s": 8.0,
        "lacks_speech": False,
    }


async def _share(city: City) -> None:
    """Jiwoo's own entry is shown to the family and talked about; Sora is still choosing."""
    office, family = city.office, city.diaries["family"]
    jiwoo, emma, sora = (city.people[name] for name in ("jiwoo", "emma", "sora"))
    for person, number, data in (
        (jiwoo, 1, ("share:1", f"shareto:1:{family.id}", "part:1:words", "sharenow:1", "more:1")),
        (sora, 3, ("share:3", f"shareto:3:{family.id}")),
        (emma, 2, ("more:2", "switch:2:private", "more:2:close")),
    ):
        card = _card_of(person.chat, number)
        for one in data:
            assert await office.forge(person, card, one) is not None
    card = _card_of(city.chats["family"], 1)
    for person in (emma, sora, emma):
        person.send_text(city.secret("family"), reply_to=card)
        await office.handle()
    hidden = sora.send_text(city.secret("family"), reply_to=card)
    await office.handle()
    await office.forge(emma, card, "thread:1")
    await office.forge(emma, card, "react:1:heart")
    async with office.database.writing() as connection:
        await _hide(connection, hidden)
    club = _card_of(city.chats["club"], 6)
    emma.send_text(city.secret("club"), reply_to=club)
    await office.handle()


async def _hide(connection: Connection, message: Message) -> None:
    found = await comments.of_message(connection, message.chat.id, message.message_id)
    assert found is not None
    await comments.change(connection, found.id, state="hidden")


def _card_of(chat: Chat, entry_id: int) -> Message:
    """The newest message with a button that is about this entry."""
    for message in reversed(chat.from_bot):
        for button in message.buttons:
            if button.data and button.data.split(":")[1] == str(entry_id) and message.photo:
                return message
    for message in reversed(chat.from_bot):
        if any((b.data or "").split(":")[1:2] == [str(entry_id)] for b in message.buttons):
            return message
    raise LookupError(chat.lines())


async def _ask(city: City) -> None:
    """Invitations, an heir, a question of the day, and replies that the bot waits for."""
    office, jiwoo, emma = city.office, city.people["jiwoo"], city.people["emma"]
    family, club = city.diaries["family"].id, city.diaries["club"].id
    jiwoo.send_text("/invite")
    await office.handle()
    menu = jiwoo.chat.from_bot[-1]
    async with office.database.writing() as connection:
        mine = await persons.find(connection, jiwoo.id)
        seorin = await persons.find(connection, city.people["seorin"].id)
        hers = await persons.find(connection, emma.id)
        assert mine
        assert hers
        await invitations.ask(connection, mine, family, seorin, office.clock())
        await members.offer(connection, mine, family, hers.id, office.clock())
    for data in (f"invite:{family}:open", f"invite:{family}:one", f"invite:{family}:name"):
        await office.forge(jiwoo, menu, data)
    [city.token] = {p for p in city.buttons()[1] if p.startswith("inv_")}
    for who, text in ((jiwoo, "/members"), (emma, "/diaries"), (jiwoo, "/delete_diary")):
        who.send_text(text)
        await office.handle()
    await office.forge(jiwoo, menu, f"deldiary:{family}")
    for name, number in (("family", family), ("club", club)):
        owner = jiwoo if name == "family" else emma
        for text in ("/book", "/settings", "/members", "/leave", "/help", "/calendar"):
            owner.send_text(text, chat=city.chats[name])
            await office.handle()
        await office.forge(owner, city.chats[name].from_bot[-1], f"book:{number}:title")
        await _ask_question(city, name)


async def _ask_question(city: City, name: str) -> None:
    """The diary's minute has come; Emma is asked, and an answer is waited for."""
    office = city.office
    now = office.clock()
    async with office.database.writing() as connection:
        diary = await diaries.get(connection, city.diaries[name].id)
        before = now - dt.timedelta(minutes=1)
        await questions.set_minute(connection, diary, minute_of(now), before)
    loop = QuestionDelivery(office.database, office.house.bot, "ko", office.clock, lambda: None)
    await tick(office.database, office.clock, loop.wake)
    for _ in range(3):
        await loop.round()
    asked = next(m for m in reversed(city.chats[name].from_bot) if (m.text or "").startswith("💭"))
    city.people["emma"].open_link(asked.links[0])
    await office.handle()


async def _part(city: City) -> None:
    """Anna has left the family, Kai the choir, and the choir will be no more."""
    for name, group in (("anna", "family"), ("kai", "choir")):
        city.world.leave(city.chats[group], city.people[name])
    await city.office.handle()
    choir, now = city.diaries["choir"].id, city.office.clock()
    async with city.office.database.writing() as connection:
        await diaries.change(connection, choir, delete_at=now + dt.timedelta(days=7))
