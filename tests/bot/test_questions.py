"""One question stands in the group; answers are given alone, and seen when all have answered."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pytest
from telegram import Bot

from bot.phrases import LANGUAGES
from bot.phrases import questions as phrases
from bot.phrases.questions import ENGLISH, QUESTIONS
from bot.phrases.questions import KOREAN as WORDS
from bot.questions import QuestionDelivery, payload
from diary import jobs, questions
from playground.server import Chat, Message, Person, World
from scheduler.questions import recount, tick
from storage import diaries, entries, members, persons, shares, standings
from storage import questions as rows
from storage.database import Database
from storage.diaries import Diary
from storage.questions import Question
from tests.bot.office import Office, buttons, open_office
from tests.diary.given import EMMA, JIWOO, NOON, TERMS, clips_of, report
from tests.diary.given import WORDS as FOUND

SAYS = LANGUAGES["ko"]
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


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
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


def test_there_are_sixty_questions_each_in_both_languages() -> None:
    assert len(QUESTIONS) == 60
    for side in zip(*QUESTIONS, strict=True):
        assert len(set(side)) == len(QUESTIONS)
    for korean, english in QUESTIONS:
        assert re.search("[가-힣]", korean)
        assert not re.search("[가-힣]", english)
        assert korean[-1] in "?."
        assert english[-1] in "?."
        assert len(korean) <= 40
        assert len(english) <= 75


async def test_one_message_asks_and_says_how_many_have_answered(scene: Scene) -> None:
    before = len(scene.told)
    asked = await scene.ask()
    await tick(scene.office.database, scene.office.clock, scene.loop.wake)
    await scene.work()
    assert len(scene.told) == before + 1
    question = await scene.question()
    assert phrases.question(scene.diary.id, 0, "ko") in (asked.text or "")
    assert counted(asked) == "0/3"
    assert buttons(asked) == [WORDS.answer_button]
    assert asked.links == [f"https://t.me/mindgitter_bot?start={payload(question.id)}"]


async def test_answers_are_counted_in_the_group_and_shown_only_when_all_have_given_one(
    scene: Scene,
) -> None:
    asked = await scene.ask()
    told = len(scene.told)
    await scene.answer(scene.jiwoo)
    assert counted(asked) == "1/3"
    await scene.answer(scene.emma)
    assert counted(asked) == "2/3"
    assert (len(scene.told), await scene.shown()) == (told, 0)
    await scene.answer(scene.sora)
    assert await scene.shown() == 3
    assert WORDS.opened(3).splitlines()[0] in (asked.text or "")
    assert buttons(asked) == [WORDS.late_button]
    cards = [m for m in scene.told[told:] if m.kind == "text"]
    names = [(m.text or "").split(" · ")[0] for m in cards]
    assert names == ["지우", "Emma", "소라"]
    line = WORDS.card_line(phrases.question(scene.diary.id, 0, "ko"))
    assert all(line in (m.text or "") for m in cards)


async def test_the_question_is_said_in_private_with_what_becomes_of_the_answer(
    scene: Scene,
) -> None:
    await scene.ask()
    said = await scene.follow(scene.jiwoo)
    end = dt.time(4)
    assert (said.text or "").startswith(WORDS.asks("<가족>"))
    assert phrases.question(scene.diary.id, 0, "ko") in (said.text or "")
    assert WORDS.what_happens("<가족>", end) in (said.text or "")
    card = await scene.note(scene.jiwoo)
    assert WORDS.shown_when("<가족>", end) in (card.text or "")
    assert WORDS.no_answer_button in buttons(card)
    await scene.finish()
    assert WORDS.shown_when("<가족>", end) in (card.text or card.caption or "")
    again = await scene.follow(scene.jiwoo)
    assert again.text == WORDS.has_answered("<가족>")


async def test_what_is_no_answer_stays_its_authors_alone(scene: Scene) -> None:
    asked = await scene.ask()
    card = await scene.answer(scene.jiwoo)
    told = await scene.office.press(scene.jiwoo, card, WORDS.no_answer_button)
    assert told["text"] == WORDS.no_answer
    await scene.work()
    assert counted(asked) == "0/3"
    assert WORDS.no_answer_button not in buttons(card)
    await scene.answer(scene.emma)
    await scene.answer(scene.sora)
    scene.office.clock.pass_s(7 * HOUR)
    await scene.work()
    assert await scene.shown() == 2


async def test_only_its_author_can_say_that_it_is_no_answer(scene: Scene) -> None:
    asked = await scene.ask()
    card = await scene.answer(scene.jiwoo)
    told = await scene.office.forge(scene.emma, scene.emma.chat.from_bot[-1], "noanswer:1")
    assert told["text"] == SAYS.not_yours
    told = await scene.office.forge(scene.emma, asked, "noanswer:1")
    assert told["text"] == SAYS.not_yours
    assert WORDS.no_answer_button in buttons(card)


async def test_without_the_link_a_note_is_a_note(scene: Scene) -> None:
    asked = await scene.ask()
    card = await scene.note(scene.jiwoo)
    await scene.finish()
    assert counted(asked) == "0/3"
    assert WORDS.no_answer_button not in buttons(card)


async def test_only_the_next_note_counts_and_only_for_an_hour(scene: Scene) -> None:
    asked = await scene.ask()
    await scene.follow(scene.jiwoo)
    scene.office.clock.pass_s(HOUR + 1)
    await scene.note(scene.jiwoo)
    assert counted(asked) == "0/3"
    await scene.answer(scene.jiwoo)
    await scene.note(scene.jiwoo)
    await scene.finish()
    assert counted(asked) == "1/3"


async def test_a_reply_to_the_question_counts_all_evening(scene: Scene) -> None:
    asked = await scene.ask()
    said = await scene.follow(scene.jiwoo)
    scene.office.clock.pass_s(5 * HOUR)
    scene.jiwoo.send_text("음…", reply_to=said)
    await scene.office.handle()
    assert scene.jiwoo.chat.from_bot[-1].text == WORDS.needs_clip
    await scene.note(scene.jiwoo, reply_to=said)
    await scene.work()
    assert counted(asked) == "1/3"


async def test_at_the_days_end_what_there_is_is_shown_and_later_answers_at_once(
    scene: Scene,
) -> None:
    asked = await scene.ask()
    await scene.answer(scene.jiwoo)
    await scene.work(7 * HOUR)
    assert (await scene.question()).state == "closed"
    assert await scene.shown() == 1
    assert WORDS.opened(1).splitlines()[0] in (asked.text or "")
    said = await scene.follow(scene.emma)
    assert WORDS.what_happens_late("<가족>") in (said.text or "")
    card = await scene.note(scene.emma)
    assert WORDS.shown_soon("<가족>") in (card.text or "")
    await scene.finish()
    assert await scene.shown() == 2
    assert WORDS.opened(2).splitlines()[0] in (asked.text or "")
    assert WORDS.shown_soon("<가족>") not in (card.text or card.caption or "")


async def test_an_evening_without_answers_says_so(scene: Scene) -> None:
    asked = await scene.ask()
    await scene.work(7 * HOUR)
    assert WORDS.opened(0) in (asked.text or "")


async def test_strangers_hear_the_same_of_every_question(scene: Scene) -> None:
    await scene.ask()
    heard = set()
    question = await scene.question()
    for start in (payload(question.id), payload(4711), "q_", "q_0", "q_x", "q_" + "9" * 30, "q_²"):
        said = await scene.follow(scene.stranger, f"https://t.me/mindgitter_bot?start={start}")
        heard.add(said.text)
    assert heard == {WORDS.unknown}
    await scene.note(scene.stranger)
    assert counted(scene.asked) == "0/3"


async def test_who_left_the_group_cannot_answer_any_more(scene: Scene) -> None:
    asked = await scene.ask()
    await scene.follow(scene.jiwoo)
    scene.world.leave(scene.group, scene.jiwoo)
    await scene.office.handle()
    scene.office.clock.pass_s(90)
    card = await scene.note(scene.jiwoo)
    assert WORDS.only_an_entry in [m.text for m in scene.jiwoo.chat.from_bot]
    await scene.finish()
    assert WORDS.no_answer_button not in buttons(card)
    assert counted(asked).startswith("0/")
    assert (await scene.follow(scene.jiwoo, asked.links[0])).text == WORDS.unknown


async def test_who_left_after_answering_is_not_shown(scene: Scene) -> None:
    await scene.ask()
    await scene.answer(scene.jiwoo)
    scene.world.leave(scene.group, scene.jiwoo)
    scene.office.clock.pass_s(90)
    await scene.work(7 * HOUR)
    assert (await scene.question()).state == "closed"
    assert await scene.shown() == 0


async def test_the_question_is_asked_in_the_topic_of_the_diary(scene: Scene, world: World) -> None:
    forum = world.group("Forum", [scene.emma, scene.jiwoo], supergroup=True, forum=True)
    topic = world.topic(forum, "일기")
    scene.diary = await scene.office.diary(forum, scene.emma)
    scene.group = forum
    async with scene.office.database.writing() as connection:
        await diaries.change(connection, scene.diary.id, topic_id=topic.thread_id)
    asked = await scene.ask()
    assert asked.thread_id == topic.thread_id
    world.delete_topic(topic)
    async with scene.office.database.writing() as connection:
        await questions.set_minute(connection, scene.diary, None, scene.office.clock())
    scene.office.clock.pass_s(24 * HOUR)
    assert (await scene.ask()).thread_id is None


async def test_a_lost_answer_of_telegrams_never_makes_it_two_questions(scene: Scene) -> None:
    before = len(scene.told)
    scene.world.faults.add("drop_after", methods="sendMessage")
    await scene.ask()
    await scene.work(120)
    assert len(scene.told) == before + 1
    question = await scene.question()
    assert (question.state, question.message_id) == ("open", None)
    await scene.answer(scene.jiwoo)
    await scene.work(7 * HOUR)
    assert await scene.shown() == 1


async def test_what_telegram_refused_for_now_is_asked_again(scene: Scene) -> None:
    before = len(scene.told)
    scene.world.faults.add("too_many_requests", methods="sendMessage", retry_after=3)
    office = scene.office
    async with office.database.writing() as connection:
        now = office.clock() - dt.timedelta(minutes=1)
        await questions.set_minute(connection, scene.diary, minute_of(office.clock()), now)
    await tick(office.database, office.clock, scene.loop.wake)
    await scene.loop.round()
    assert len(scene.told) == before
    await scene.work(10)
    assert len(scene.told) == before + 1
    assert (await scene.question()).message_id == scene.asked.message_id


async def test_a_bot_that_died_while_sending_does_not_send_again(scene: Scene) -> None:
    office, before = scene.office, len(scene.told)
    async with office.database.writing() as connection:
        now = office.clock() - dt.timedelta(minutes=1)
        await questions.set_minute(connection, scene.diary, minute_of(office.clock()), now)
    await tick(office.database, office.clock, scene.loop.wake)
    async with office.database.writing() as connection:
        (question,) = await rows.to_send(connection, office.clock(), 9)
        assert await rows.change(connection, question.id, was=("claimed",), state="sending")
    await scene.work(600)
    assert len(scene.told) == before


async def test_where_the_bot_was_removed_nothing_is_asked_and_the_diary_sleeps(
    scene: Scene,
) -> None:
    scene.world.set_bot_status(scene.group, scene.emma, "kicked")
    before = len(scene.told)
    office = scene.office
    async with office.database.writing() as connection:
        now = office.clock() - dt.timedelta(minutes=1)
        await questions.set_minute(connection, scene.diary, minute_of(office.clock()), now)
    await tick(office.database, office.clock, scene.loop.wake)
    await scene.work()
    assert len(scene.told) == before
    async with office.database.reading() as connection:
        assert (await diaries.get(connection, scene.diary.id)).state == "frozen"


async def test_a_group_that_became_a_supergroup_is_asked_there(scene: Scene) -> None:
    await scene.ask()
    await scene.answer(scene.jiwoo)
    scene.group = scene.world.migrate(scene.group)
    await scene.office.handle()
    await scene.work()
    asked = scene.asked
    assert asked.chat is scene.group
    assert counted(asked) == "1/3"
    for person in (scene.emma, scene.sora):
        await scene.answer(person)
    assert await scene.shown() == 3


async def test_a_move_that_only_a_refusal_tells_of_loses_no_question(scene: Scene) -> None:
    scene.group = scene.world.migrate(scene.group, silent=True)
    asked = await scene.ask()
    assert asked.chat is scene.group
    assert counted(asked) == "0/3"


async def test_it_is_turned_on_and_off_by_whoever_leads_the_diary(scene: Scene) -> None:
    end = dt.time(4)
    assert await scene.say(scene.emma, "/question on 20:30") == WORDS.turned_on("20:30", end)
    assert await scene.minute() == 20 * 60 + 30
    assert WORDS.is_on("20:30") in await scene.say(scene.jiwoo, "/question")
    assert await scene.say(scene.jiwoo, "/question off") == WORDS.leaders_only
    assert await scene.say(scene.jiwoo, "/question on 9:00") == WORDS.leaders_only
    assert await scene.minute() == 20 * 60 + 30
    scene.world.set_status(scene.group, scene.emma, scene.jiwoo, "administrator")
    scene.office.clock.pass_s(60)
    assert await scene.say(scene.jiwoo, "/question 7:05") == WORDS.turned_on("07:05", end)
    assert await scene.say(scene.emma, "/question off") == WORDS.turned_off
    assert await scene.minute() is None
    assert WORDS.is_off in await scene.say(scene.sora, "/question")
    assert await scene.say(scene.emma, "/question on") == WORDS.turned_on("21:00", end)


@pytest.mark.parametrize("said", ["on 25:00", "on nine", "<b>", "21:99", "on " + "x" * 100])
async def test_a_time_that_is_none_gets_an_example(scene: Scene, said: str) -> None:
    answer = await scene.say(scene.emma, f"/question {said}")
    assert "/question on 21:00" in answer
    assert await scene.minute() is None


async def test_the_state_shows_the_last_question_with_its_link(scene: Scene) -> None:
    await scene.ask()
    await scene.answer(scene.jiwoo)
    said = await scene.say(scene.sora, "/question")
    assert phrases.question(scene.diary.id, 0, "ko") in said
    assert counted(scene.group.from_bot[-1]) == "1/3"
    assert scene.group.from_bot[-1].links == scene.asked.links


async def test_elsewhere_it_says_where_it_belongs(scene: Scene, world: World) -> None:
    scene.jiwoo.send_text("/question on 21:00")
    await scene.office.handle()
    assert scene.jiwoo.chat.from_bot[-1].text == WORDS.in_groups
    other = world.group("Other", [scene.jiwoo])
    await scene.office.handle()
    scene.jiwoo.send_text("/question on 21:00", chat=other)
    await scene.office.handle()
    assert other.from_bot[-1].text == WORDS.no_diary


async def test_an_english_diary_is_asked_in_english(scene: Scene) -> None:
    async with scene.office.database.writing() as connection:
        await diaries.change(connection, scene.diary.id, language="en")
    asked = await scene.ask()
    assert phrases.question(scene.diary.id, 0, "en") in (asked.text or "")
    assert ENGLISH.counted(0, 3) in (asked.text or "")


async def test_a_private_or_cancelled_answer_is_never_shown(scene: Scene) -> None:
    await scene.ask()
    for number, (person, value) in enumerate(
        ((scene.jiwoo, {"is_private": True}), (scene.emma, {"state": "cancelled"})), 1
    ):
        await scene.answer(person)
        async with scene.office.database.writing() as connection:
            await entries.change(connection, number, **value)
    await scene.work()
    assert counted(scene.asked) == "0/3"
    await scene.work(7 * HOUR)
    assert await scene.shown() == 0


async def test_where_telegram_cannot_say_who_is_there_answers_wait(scene: Scene) -> None:
    await scene.ask()
    await scene.answer(scene.jiwoo)
    async with scene.office.database.writing() as connection:
        await standings.forget(connection, scene.group.id, scene.jiwoo.id)
    fault = scene.world.faults.add("server_error", methods="getChatMember", count=1000)
    await scene.work(7 * HOUR)
    assert fault.happened
    assert await scene.shown() == 0
    scene.world.faults.clear()
    await scene.work(600)
    assert await scene.shown() == 1
