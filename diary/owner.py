"""Who takes their own along: what they have chosen, and what they said about entries of others."""

from __future__ import annotations

import datetime as dt

from archive.owner import Exclusion, Owner, Remark, Spelling
from diary import access
from diary.exports import outline
from storage import comments, diaries, exclusions, exports, glossary, own_questions, routines
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person


async def of_person(connection: Connection, person: Person, now: dt.datetime) -> Owner:
    """The person, with all that they have chosen, and what they said about entries of others."""
    own = await diaries.of_chat(connection, person.telegram_id)
    wishes = await exclusions.of_person(connection, person.id)
    words = await glossary.of_person(connection, person.id)
    asked = await own_questions.of_person(connection, person.id)
    return Owner(
        name=person.name,
        language=person.language,
        settings=await _settings(connection, person, own),
        glossary=tuple(Spelling(word.heard, word.meant) for word in words),
        exclusions=tuple(
            Exclusion(wish.kind, wish.value, None, wish.first, wish.last) for wish in wishes
        ),
        questions=tuple(question.text for question in asked),
        unwanted_tags=tuple(await exports.unwanted(connection, person.id)),
        remarks=await _remarks(connection, person, now),
    )


async def _settings(connection: Connection, person: Person, own: Diary | None) -> dict[str, object]:
    found: dict[str, object] = {
        "language": person.language,
        "speech_language": person.speech_language,
        "notices": person.notices,
        "streaks": person.streaks,
        "discreet": person.discreet,
        "country": person.country,
        "offers_help": person.offers_help,
    }
    if own is None:
        return found
    regular = [
        {"kind": r.kind, "is_on": r.is_on, "minute": r.minute, "weekday": r.weekday}
        for r in await routines.of_diary(connection, own.id)
    ]
    return found | {
        "time_zone": own.time_zone,
        "day_starts_hour": own.day_starts_hour,
        "evening_minute": own.evening_minute,
        "routines": regular,
    }


async def _remarks(connection: Connection, person: Person, now: dt.datetime) -> tuple[Remark, ...]:
    """Their own words anywhere; whose entry it was about only where they can read it now."""
    readable = {diary.id: diary for diary in await access.readable(connection, person, now)}
    made = []
    for comment_id, diary_id in await exports.remarks(connection, person.id):
        comment = await comments.get(connection, comment_id)
        diary = readable.get(diary_id)
        if comment is None:
            continue
        about = await outline(connection, comment.entry_id) if diary else None
        made.append(
            Remark(
                about=await exports.title_of(connection, comment.entry_id) if diary else None,
                day=(about and about.day) or comment.created_at.date(),
                diary=diary.title if diary else None,
                at=comment.created_at,
                kind=comment.kind,
                text=comment.text,
            )
        )
    return tuple(made)
