"""Many people at once: everybody is heard at once and served in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from playground.server import Message, Person
from tests.journeys.people import Town, answers_to, says_to

PEOPLE = 30
GREEDY = 10
#: How long the first two downloads take, in seconds: until then everybody has sent.
HELD_S = 6.0


async def test_thirty_people_at_once_are_all_served_in_turn(
    own_town: Town, room_shots: Callable[[], bytes]
) -> None:
    town = own_town
    people = [town.newcomer("ko", f"사람 {number}") for number in range(PEOPLE)]
    await asyncio.gather(*(town.agree(person) for person in people))
    held = town.world.faults.add("slow", "file", count=2, seconds=HELD_S)
    greedy, others = people[0], people[1:]
    sent = [(greedy, greedy.send_video_note(room_shots(), 2)) for _ in range(GREEDY)]
    sent += [(person, person.send_video_note(room_shots(), 2)) for person in others]
    for _, clip in sent:
        await town.sees(greedy, lambda clip=clip: answers_to(clip))
    assert town.bot.value("SELECT count(*) FROM jobs WHERE state != 'done'") > 0
    assert held.happened == 2
    for person, clip in sent:
        await _has_its_card(town, person, clip)
    order = [row["telegram_id"] for row in town.bot.rows(_ORDER)]
    assert len(order) == PEOPLE + GREEDY - 1
    last_first = max(order.index(person.id) for person in others)
    assert order[:last_first].count(greedy.id) <= 3
    assert town.bot.value("SELECT max(attempts) FROM jobs") == 1


_ORDER = (
    "SELECT persons.telegram_id FROM jobs JOIN persons ON persons.id = jobs.person_id"
    " ORDER BY jobs.finished_at, jobs.id"
)


async def _has_its_card(town: Town, person: Person, clip: Message) -> None:
    """There is no face, so the card is words; it stands where the first line stood."""
    await town.settled(person, clip)
    [card] = answers_to(clip)
    assert says_to(person).warnings["no_face"] in (card.text or "")
