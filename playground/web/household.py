"""The people who are ready to play with: a small family, two of its three in Korean."""

from __future__ import annotations

from playground.server import Person, World
from playground.web import sight

#: id, first name, language, username
PEOPLE = (
    (7001, "지우", "ko", "jiwoo_diary"),
    (7002, "Emma", "en", "emma_diary"),
    (7003, "도윤", "ko", "doyun_diary"),
)


def move_in(world: World) -> list[Person]:
    """Let them be there; who already is stays as they are."""
    return [world.person(i, name, code, username=user) for i, name, code, user in PEOPLE]


def whose(world: World, accepted: str) -> Person:
    """Who looks where nobody is named: the first who speaks what the browser asks for first.

    `accepted` is an Accept-Language header.
    """
    people = list(world.people.values())
    wanted = accepted.strip()[:2].lower()
    return next((person for person in people if sight.language(person) == wanted), people[0])
