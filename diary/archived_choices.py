"""What a person had chosen, out of an archive: added to what they have chosen here.

Each list grows no longer than by hand, and nothing comes in that could not be typed. Settings stay
as they are.
"""

from __future__ import annotations

import datetime as dt

from archive.owner import Exclusion, Owner
from diary import exclusions, glossary, own_questions
from storage import exclusions as exclusion_rows
from storage import glossary as glossary_rows
from storage import own_questions as question_rows
from storage import tags
from storage.database import Connection
from storage.persons import Person

#: Tags that somebody took off and does not want to be found again: more than anybody has.
MOST_UNWANTED = 1000


async def keep(connection: Connection, person: Person, owner: Owner, now: dt.datetime) -> None:
    """Glossary, exclusions, own questions and unwanted tags that are not here yet."""
    await _keep_words(connection, person, owner, now)
    await _keep_exclusions(connection, person, owner, now)
    await _keep_questions(connection, person, owner, now)
    await _keep_unwanted(connection, person, owner, now)


async def _keep_words(
    connection: Connection, person: Person, owner: Owner, now: dt.datetime
) -> None:
    words = {word.heard for word in await glossary_rows.of_person(connection, person.id)}
    for word in owner.glossary:
        is_new = word.heard.strip() and word.meant.strip() and word.heard not in words
        if is_new and len(words) < glossary.MOST:
            words.add(word.heard)
            await glossary_rows.put(connection, person.id, word.heard, word.meant, now)


async def _keep_exclusions(
    connection: Connection, person: Person, owner: Owner, now: dt.datetime
) -> None:
    known = await exclusion_rows.of_person(connection, person.id)
    had = {(wish.kind, wish.value, wish.first, wish.last) for wish in known}
    for wish in owner.exclusions:
        key = (wish.kind, wish.value, wish.first, wish.last)
        if key not in had and _is_whole(wish) and len(had) < exclusions.MOST:
            had.add(key)
            await exclusion_rows.add(
                connection,
                person.id,
                wish.kind,
                now,
                value=wish.value,
                first=wish.first,
                last=wish.last,
            )


def _is_whole(wish: Exclusion) -> bool:
    if wish.kind == exclusions.DAYS:
        return wish.first is not None and wish.last is not None and wish.first <= wish.last
    return wish.kind in {exclusions.TAG, exclusions.NAME} and bool((wish.value or "").strip())


async def _keep_questions(
    connection: Connection, person: Person, owner: Owner, now: dt.datetime
) -> None:
    asked = {one.text for one in await question_rows.of_person(connection, person.id)}
    for text in owner.questions:
        is_askable = text.strip() and len(text) <= own_questions.LONGEST
        if is_askable and text not in asked and len(asked) < own_questions.MOST:
            asked.add(text)
            await question_rows.add(connection, person.id, text, now)


async def _keep_unwanted(
    connection: Connection, person: Person, owner: Owner, now: dt.datetime
) -> None:
    names = list(dict.fromkeys(name for name in owner.unwanted_tags if name.strip()))
    names = names[:MOST_UNWANTED]
    had = await tags.unwanted(connection, person.id, names)
    new = [name for name in names if name not in had]
    await tags.set_unwanted(connection, person.id, new, new, now)
