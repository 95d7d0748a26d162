"""The bot is killed with -9 at every stage in the life of a clip, and started again.

Afterwards there is one entry and one picture card; at most one short "received" line stands beside
it, where the bot died before it heard that its line was sent. Each stage is reached from outside:
by what Telegram does (slow answers, broken connections) and by watching the bot's own rows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from playground.server import Message, Person, Specification, World, running
from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town, answers_to, picture_cards, says_to

HELD_S = 300.0

Reach = Callable[[Town, Person, Callable[[], Message]], Awaitable[Message]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def battered(
    specification: Specification | None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """One bot that is killed again and again; each stage is another person's clip."""
    world = World(specification=specification)
    async with running(world) as url:
        town = Town(world, BotProcess(url, world.token, tmp_path_factory.mktemp("battered")))
        town.bot.start()
        yield town
        await town.bot.stop()
    assert world.violations == []
    assert world.crashes == []


async def handed_over(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """Telegram has given the update, the bot has not even read it."""
    await town.sees(person, lambda: town.world.bot.updates.pending == 0)
    town.bot.freeze()
    answered = len(town.world.calls_of("getUpdates"))
    clip = send()
    await town.sees(person, lambda: len(town.world.calls_of("getUpdates")) > answered)
    assert town.entries(person) == []
    return clip


async def kept_but_not_handled(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The update is in the inbox, behind one of the same chat whose answer Telegram holds back."""
    town.world.faults.add("slow", "sendMessage", seconds=HELD_S)
    person.send_text("/help")
    await town.sees(person, lambda: person.chat.from_bot[-1].text.startswith("How it works"))
    clip = send()
    await town.bot.until(lambda: len(_waiting(town, person)) == 2)
    assert town.entries(person) == []
    return clip


async def accepted(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The entry is there; every attempt to send its card fails."""
    fault = town.world.faults.add("drop_before", "sendMessage", count=None)
    town.world.faults.add("slow", "file", seconds=HELD_S)
    clip = send()
    await town.sees(person, lambda: fault.happened > 0)
    await town.bot.until(lambda: town.entries(person))
    assert answers_to(clip) == []
    return clip


async def card_sent(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The card stands in the chat, but the bot was never told its number."""
    town.world.faults.add("slow", "sendMessage", seconds=HELD_S)
    clip = send()
    await town.sees(person, lambda: answers_to(clip))
    assert town.bot.value("SELECT message_id FROM cards WHERE chat_id = ?", person.id) is None
    return clip


async def waiting_in_the_queue(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """Both places are taken by somebody else's clips, whose files come slowly."""
    town.world.faults.add("slow", "file", count=2, seconds=HELD_S)
    other = await town.resident()
    for _ in range(2):
        other.send_video_note(send.args[1](), duration=6)  # type: ignore[attr-defined]
    await town.bot.until(lambda: len(_running(town)) == 2)
    clip = send()
    await town.bot.until(lambda: town.job(person)["state"] == "queued")
    await town.sees(person, lambda: says_to(person).queued_behind(2) in _last_text(clip))
    return clip


async def downloading(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The file is on its way."""
    fault = town.world.faults.add("slow", "file", seconds=HELD_S)
    clip = send()
    await town.sees(person, lambda: fault.happened > 0)
    await _in_stage(town, person, "fetch")
    return clip


async def being_looked_at(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The picture is being analysed."""
    await _start_cold(town)
    clip = send()
    await _in_stage(town, person, "face")
    return clip


async def picture_found(town: Town, _person: Person, send: Callable[[], Message]) -> Message:
    """What the picture showed is kept, the words are not begun."""
    await _start_cold(town)
    clip = send()
    await town.bot.until(lambda: _findings(town, clip) and not _has_speech(town, clip))
    return clip


async def being_heard(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The speech stage runs."""
    await _start_cold(town)
    clip = send()
    await _in_stage(town, person, "speech")
    return clip


async def words_being_chosen(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The words stage runs."""
    await _start_cold(town)
    clip = send()
    await _in_stage(town, person, "words")
    return clip


async def report_stored(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The report is stored; every attempt to show it fails."""
    fault = town.world.faults.add("drop_before", "editMessageMedia", count=None)
    clip = send()
    await town.sees(person, lambda: fault.happened > 0)
    assert town.entries(person)[0]["state"] == "done"
    assert picture_cards(person) == []
    return clip


async def card_edited(town: Town, person: Person, send: Callable[[], Message]) -> Message:
    """The card is shown, but the bot was never told so."""
    town.world.faults.add("slow", "editMessageMedia", seconds=HELD_S)
    clip = send()
    await town.card(person, clip)
    assert town.bot.value("SELECT picture FROM cards WHERE chat_id = ?", person.id) is None
    return clip


STAGES = (
    handed_over,
    kept_but_not_handled,
    accepted,
    card_sent,
    waiting_in_the_queue,
    downloading,
    being_looked_at,
    picture_found,
    being_heard,
    words_being_chosen,
    report_stored,
    card_edited,
)


@pytest.mark.parametrize("reach", STAGES, ids=lambda stage: stage.__name__)
async def test_a_killed_bot_finishes_the_clip_after_its_restart(
    battered: Town, shots: Callable[[], bytes], reach: Reach
) -> None:
    town, person = battered, await battered.resident("en", "Emma")
    clip = await reach(town, person, _Sending(person, shots))
    await town.bot.kill()
    town.world.faults.clear()
    town.bot.start()
    await town.card(person, clip)
    await town.settled(person, clip)
    assert len(town.entries(person)) == 1
    assert len(picture_cards(person)) == 1
    lines = [message for message in answers_to(clip) if not message.photo]
    assert len(lines) <= 1
    assert all((line.text or "").startswith("Got it") for line in lines)
    await _nothing_is_left(town, person)


class _Sending:
    """Sends the clip of the journey when it is called; `args` are what it was made of."""

    def __init__(self, person: Person, shots: Callable[[], bytes]) -> None:
        self.args = (person, shots)

    def __call__(self) -> Message:
        person, shots = self.args
        return person.send_video(shots(), duration=6, caption="A day\nMy dog ran home. #dog")


async def _nothing_is_left(town: Town, person: Person) -> None:
    await town.bot.until(lambda: not _running(town) and not town.bot.work_left())
    assert town.job(person)["state"] == "done"
    await town.bot.until(lambda: not _waiting(town, person))
    letters = town.bot.rows("SELECT state, raw FROM inbox")
    assert {letter["state"] for letter in letters} == {"handled"}
    assert {letter["raw"] for letter in letters} == {None}
    assert town.bot.value("PRAGMA integrity_check") == "ok"


async def _start_cold(town: Town) -> None:
    """Let every stage load its models again: a warm one is over before anybody can look."""
    await town.bot.stop()
    town.bot.start()


async def _in_stage(town: Town, person: Person, stage: str) -> None:
    await town.bot.until(lambda: town.job(person)["stage"] == stage)


def _running(town: Town) -> list[dict[str, object]]:
    return town.bot.rows("SELECT id FROM jobs WHERE state IN ('queued', 'running')")


def _waiting(town: Town, person: Person) -> list[dict[str, object]]:
    query = "SELECT id FROM inbox WHERE state = 'waiting' AND chat_key = ?"
    return town.bot.rows(query, person.id)


def _findings(town: Town, clip: Message) -> str | None:
    query = "SELECT findings FROM clips WHERE chat_id = ? AND message_id = ?"
    found: str | None = town.bot.value(query, clip.chat.id, clip.message_id)
    return None if found in {None, "null"} else found


def _has_speech(town: Town, clip: Message) -> bool:
    query = (
        "SELECT json_extract(findings, '$.speech') FROM clips WHERE chat_id = ? AND message_id = ?"
    )
    return town.bot.value(query, clip.chat.id, clip.message_id) is not None


def _last_text(clip: Message) -> str:
    sent = answers_to(clip)
    return (sent[-1].text or "") if sent else ""
