"""The bot is killed with -9 at every stage in the life of a clip, and started again each time.

Afterwards each clip has one entry and one picture card; at most one short "received" line stands
beside it, where the bot died before it heard that its line was sent. The stages are reached from
outside: by what Telegram does (slow answers, broken connections) and by watching the bot's own
rows. Four clips are on their way, so that one kill meets several stages.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playground.server import Message, Person
from tests.journeys.people import Town, answers_to, picture_cards

HELD_S = 300.0

Shots = Callable[[], bytes]


class Road:
    """Four people whose clips are on their way."""

    def __init__(self, town: Town, people: list[Person], shots: Shots) -> None:
        self.town, self.faults, self.shots = town, town.world.faults, shots
        self.people = people
        self.clips: list[Message] = []

    def send(self, number: int) -> Message:
        """The clip of one of them."""
        said = "A day\nMy dog ran home. #dog"
        self.clips.append(self.people[number].send_video(self.shots(), duration=6, caption=said))
        return self.clips[-1]

    def jobs(self, where: str) -> list[dict[str, object]]:
        return self.town.bot.rows(f"SELECT * FROM jobs WHERE {where}")  # noqa: S608

    async def in_stage(self, stage: str) -> dict[str, object]:
        """A job that runs in this stage."""
        jobs = await self.town.bot.until(
            lambda: self.jobs(f"state = 'running' AND stage = '{stage}'")
        )
        return jobs[0]


async def handed_over_kept_and_accepted(road: Road) -> None:
    """One update is unread, one is in the inbox, and one became an entry that has no card."""
    town, (first, second, third, _) = road.town, road.people
    sends = road.faults.add("drop_before", "sendMessage", count=None)
    road.faults.add("slow", "file", count=None, seconds=HELD_S)
    clip = road.send(0)
    await town.bot.until(lambda: town.entries(first))
    await town.sees(first, lambda: sends.happened > 0)
    assert answers_to(clip) == []
    # The answer to /help cannot be sent, and a chat is answered in order.
    second.send_text("/help")
    road.send(1)
    waiting = "SELECT id FROM inbox WHERE state = 'waiting' AND chat_key = ?"
    await town.bot.until(lambda: len(town.bot.rows(waiting, second.id)) == 2)
    await town.sees(third, lambda: town.world.bot.updates.pending == 0)
    town.bot.freeze()
    answered = len(town.world.calls_of("getUpdates"))
    road.send(2)
    await town.sees(third, lambda: len(town.world.calls_of("getUpdates")) > answered)
    assert town.entries(second) == town.entries(third) == []


async def downloading_waiting_and_card_sent(road: Road) -> None:
    """Two files are on their way, one clip waits; a card stands there whose number nobody heard."""
    town, fourth = road.town, road.people[3]
    await town.bot.until(lambda: len(road.jobs("state = 'running' AND stage = 'fetch'")) == 2)
    for clip in road.clips:
        await town.sees(fourth, lambda clip=clip: answers_to(clip))
    [waits] = await town.bot.until(lambda: road.jobs("state = 'queued'"))
    assert waits["attempts"] == 0
    numbers = "SELECT id FROM cards WHERE message_id IS NULL"
    await town.bot.until(lambda: not town.bot.rows(numbers))
    road.faults.add("slow", "sendMessage", seconds=HELD_S)
    sent = road.send(3)
    await town.sees(fourth, lambda: answers_to(sent))
    assert len(town.bot.rows(numbers)) == 1


async def being_looked_at(road: Road) -> None:
    """The picture is being analysed."""
    await road.in_stage("face")


async def picture_found_and_being_heard(road: Road) -> None:
    """What the picture showed is kept, and the speech stage runs."""
    job = await road.in_stage("speech")
    kept = "SELECT id FROM clips WHERE entry_id = ? AND json_extract(findings, '$') IS NOT NULL"
    assert road.town.bot.rows(kept, job["entry_id"])
    heard = "SELECT json_extract(findings, '$.speech') FROM clips WHERE entry_id = ?"
    assert road.town.bot.value(heard, job["entry_id"]) is None


async def words_being_chosen(road: Road) -> None:
    """The words stage runs."""
    await road.in_stage("words")


async def report_stored_and_card_edited(road: Road) -> None:
    """A card is shown, but the bot was never told; another report is stored and cannot be shown."""
    town, held = road.town, road.faults.add("slow", "editMessageMedia", seconds=HELD_S)
    fails = road.faults.add("drop_before", "editMessageMedia", count=None)
    await town.sees(road.people[0], lambda: held.happened and fails.happened)
    done = "SELECT picture FROM cards JOIN entries ON entries.id = entry_id WHERE state = 'done'"
    assert {row["picture"] for row in town.bot.rows(done)} == {None}
    assert sum(len(picture_cards(person)) for person in road.people) == 1


#: What each kill meets; a stage of an analysis is met by its first clip that gets there.
KILLS: tuple[Callable[[Road], Awaitable[None]], ...] = (
    handed_over_kept_and_accepted,
    downloading_waiting_and_card_sent,
    being_looked_at,
    picture_found_and_being_heard,
    words_being_chosen,
    report_stored_and_card_edited,
)


async def test_a_bot_that_is_killed_at_every_stage_finishes_every_clip(
    own_town: Town, shots: Shots
) -> None:
    town = own_town
    names = ("Emma", "Tom", "Mia", "Noah")
    road = Road(town, [await town.resident("en", name) for name in names], shots)
    for reach in KILLS:
        await reach(road)
        await town.bot.kill()
        town.world.faults.clear()
        if reach is handed_over_kept_and_accepted:
            town.world.faults.add("slow", "file", count=2, seconds=HELD_S)
        town.bot.start()
    for clip, person in zip(road.clips, road.people, strict=True):
        await town.card(person, clip)
        await town.settled(person, clip)
        assert len(town.entries(person)) == 1
        assert len(picture_cards(person)) == 1
        lines = [message for message in answers_to(clip) if not message.photo]
        assert len(lines) <= 1
        assert all((line.text or "").startswith("Got it") for line in lines)
    await _nothing_is_left(town)


async def _nothing_is_left(town: Town) -> None:
    unfinished = "SELECT id FROM jobs WHERE state != 'done'"
    await town.bot.until(lambda: not town.bot.rows(unfinished) and not town.bot.work_left())
    waiting = "SELECT id FROM inbox WHERE state = 'waiting'"
    await town.bot.until(lambda: not town.bot.rows(waiting))
    letters = town.bot.rows("SELECT state, raw FROM inbox")
    assert {letter["state"] for letter in letters} == {"handled"}
    assert {letter["raw"] for letter in letters} == {None}
    assert town.bot.value("PRAGMA integrity_check") == "ok"
