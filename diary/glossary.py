"""The words of a person that speech recognition gets wrong, and what they mean by them.

They are shown to the recogniser before it listens, and put in place of what it still mishears.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.corrections import normal
from diary.errors import NoRoom, NotYours, TooLate, TooLong
from storage import glossary, persons
from storage.database import Connection
from storage.glossary import Term
from storage.persons import Person

#: Words of one person: a recogniser that is shown more looks for them everywhere.
MOST = 60

#: Characters of a word.
LONGEST = glossary.LONGEST


async def of_person(connection: Connection, person: Person) -> Sequence[Term]:
    """The person's words, in the order in which they were added."""
    return await glossary.of_person(connection, person.id)


async def add(
    connection: Connection, person: Person, heard: str, meant: str, now: dt.datetime
) -> None:
    """Always write `meant` for `heard`. Raises TooLong, NoRoom, or TooLate for what says nothing.

    A word that is known already has its new meaning from now on.
    """
    heard, meant = normal(heard), normal(meant)
    if max(len(heard), len(meant)) > LONGEST:
        raise TooLong(max(len(heard), len(meant)))
    if not heard or not meant or heard == meant:
        raise TooLate
    known = await glossary.of_person(connection, person.id)
    if len(known) >= MOST and heard not in {term.heard for term in known}:
        raise NoRoom
    await glossary.put(connection, person.id, heard, meant, now)


async def remove(connection: Connection, person: Person, term_id: int) -> Term:
    """Forget a word of this person; raises NotYours for others' and where there is none."""
    term = await glossary.get(connection, term_id)
    if term is None or term.person_id != person.id:
        raise NotYours
    await glossary.remove(connection, term.id)
    return term


async def recipe_for(connection: Connection, person_id: int, recipe: Any) -> Any:
    """The recipe with what is known of how this person speaks; as it is where that is nothing."""
    person = await persons.get(connection, person_id)
    terms = await glossary.of_person(connection, person_id)
    known: dict[str, Any] = {}
    if terms:
        known["glossary"] = tuple((term.heard, term.meant) for term in terms)
    if person.speech_language:
        known["speech_language"] = person.speech_language
    return replace(recipe, **known) if known else recipe
