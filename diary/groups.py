"""Groups and channels that have a diary: how it begins, sleeps, wakes and moves along."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from diary import clock, persons
from diary import members as joining
from diary.errors import NoText, NotYours, TooLate, TooLong
from diary.limits import spend, this_day
from diary.recordings import Limits
from diary.rights import PRESENT
from storage import (
    cards,
    comments,
    diaries,
    entries,
    members,
    moves,
    notices,
    questions,
    shares,
    standings,
)
from storage import persons as person_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person

LONGEST_TITLE = 50
LONGEST_DESCRIPTION = 200

#: The drawn covers are numbered from one on (`charts.covers`).
COVERS = 6

#: When a shared diary shows its calendar, until its people choose: half past nine in the evening.
EVENING_MINUTE = 21 * 60 + 30


class Coming(StrEnum):
    """What an update of the bot's own membership means: that it came, is back, or nothing new."""

    NEW = "new"
    BACK = "back"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Place:
    """A chat that can become a diary. `kind`: group or channel.

    `discussion_chat_id` is the group in which a channel's posts are discussed, `topic_id` the forum
    topic in which the diary was begun.
    """

    chat_id: int
    kind: str
    title: str
    discussion_chat_id: int | None = None
    topic_id: int | None = None


async def coming(connection: Connection, chat_id: int, bot_id: int, at: dt.datetime) -> Coming:
    """What it means that the bot is in this chat at this moment, before it is kept by `come`."""
    known = await standings.find(connection, chat_id, bot_id)
    if known is None:
        return Coming.NEW
    return Coming.SAME if known.status in PRESENT or known.seen_at > at else Coming.BACK


async def come(
    connection: Connection, chat_id: int, bot_id: int, status: str, at: dt.datetime
) -> Coming:
    """The bot is in this chat since `at`. It is greeted once per stay, whatever is told twice."""
    means = await coming(connection, chat_id, bot_id, at)
    await standings.put(connection, chat_id, bot_id, status, at)
    return means


async def wake(connection: Connection, chat_id: int, now: dt.datetime) -> Diary | None:
    """The bot is back: its diary is open again, and what could not be delivered is."""
    await persons.come_back(connection, chat_id, now)
    diary = await diaries.of_chat(connection, chat_id)
    if diary is None or diary.state != "frozen":
        return diary
    await diaries.change(connection, diary.id, state="open", **_times(diary, now))
    # Whoever has not heard yet that it sleeps need not hear it any more.
    await notices.drop(connection, "frozen", diary.id)
    return await diaries.get(connection, diary.id)


async def is_away(connection: Connection, chat_id: int, bot_id: int, at: dt.datetime) -> bool:
    """Whether the bot is taken to be outside a chat since before this moment."""
    known = await standings.find(connection, chat_id, bot_id)
    return known is not None and known.status not in PRESENT and known.seen_at < at


async def heard(
    connection: Connection, chat_id: int, bot_id: int, at: dt.datetime, now: dt.datetime
) -> None:
    """Somebody wrote in a group `at` this moment: so the bot is there, and its diary awake.

    What was written before it fell asleep says nothing.
    """
    if await is_away(connection, chat_id, bot_id, at):
        await standings.put(connection, chat_id, bot_id, "member", at)
        await wake(connection, chat_id, now)


def _times(diary: Diary, now: dt.datetime) -> Mapping[str, dt.datetime | None]:
    """When what a diary does by itself is due again."""
    minutes = {"next_round_at": diary.evening_minute, "next_question_at": diary.question_minute}
    return {
        name: None if minute is None else clock.next_at(now, diary.time_zone, minute)
        for name, minute in minutes.items()
    }


async def freeze(
    connection: Connection,
    chat_id: int,
    bot_id: int,
    status: str,
    at: dt.datetime,
    now: dt.datetime,
) -> Diary | None:
    """The bot has been removed: the diary sleeps, and its members are told once.

    The diary that fell asleep; None when there is none, or it slept before.
    """
    diary = await diaries.of_chat(connection, chat_id)
    if diary is None and await standings.find(connection, chat_id, bot_id) is None:
        return None  # it never was there: in a channel, say, in which it may not post
    if not await standings.put(connection, chat_id, bot_id, status, at):
        return None
    await persons.hold(connection, chat_id, now)
    if diary is None or diary.chat_id != chat_id or diary.state != "open":
        return None
    await diaries.change(
        connection, diary.id, state="frozen", next_round_at=None, next_question_at=None
    )
    for member in await members.of_diary(connection, diary.id):
        await notices.add(
            connection, member.person_id, "frozen", now, diary_id=diary.id, subject_id=diary.id
        )
    return diary


async def make(
    connection: Connection, place: Place, owner: Person, limits: Limits, now: dt.datetime
) -> tuple[Diary, bool]:
    """The diary of this chat, and whether it is new: whoever presses second finds it made.

    Raises Enough.
    """
    found = await diaries.of_chat(connection, place.chat_id)
    if found is not None:
        return found, False
    day = await this_day(
        connection, owner.telegram_id, limits.time_zone, limits.day_starts_hour, now
    )
    await spend(connection, owner.id, "groups", limits.quotas.groups_a_day, day)
    own = await diaries.of_chat(connection, owner.telegram_id)
    zone = own.time_zone if own else limits.time_zone
    diary = await diaries.add(
        connection,
        owner.id,
        place.chat_id,
        zone,
        own.day_starts_hour if own else limits.day_starts_hour,
        now,
        kind=place.kind,
        title=short_title(place.title),
        language=owner.language,
        topic_id=place.topic_id,
        discussion_chat_id=place.discussion_chat_id,
        evening_minute=EVENING_MINUTE,
        next_round_at=clock.next_at(now, zone, EVENING_MINUTE),
    )
    await members.join(connection, diary.id, owner.id, now)
    if place.kind == "channel":
        await _speak_for_itself(connection, place, owner.language, now)
    return diary, True


async def _speak_for_itself(
    connection: Connection, place: Place, language: str, now: dt.datetime
) -> None:
    """The author of a channel's posts is the channel; who made it a diary has consented for it."""
    author = await persons.of_chat(connection, place.chat_id, language, now)
    await person_rows.change(connection, author.id, name=persons.shown_name(place.title))
    await person_rows.consent(connection, author.id, now)


def short_title(title: str) -> str:
    """A chat's title as that of a diary: one line of at most 50 characters."""
    return persons.shown_name(title)[:LONGEST_TITLE].rstrip()


def cleaned(text: str, *, longest: int) -> str:
    """A title (one line) or a description as it is kept; raises TooLong, or NoText."""
    lines = (" ".join(line.split()) for line in _visible(text).splitlines())
    kept = ("\n" if longest == LONGEST_DESCRIPTION else " ").join(filter(None, lines))
    if not kept:
        raise NoText
    if len(kept) > longest:
        raise TooLong(len(kept))
    return kept


def _visible(text: str) -> str:
    """Without what could turn or hide the text around it; an emoji's parts stay together."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if unicodedata.category(c)[0] != "C" or c in "\n\u200c\u200d")


async def join(
    connection: Connection, diary_id: int, person: Person, now: dt.datetime
) -> tuple[Diary, bool]:
    """Somebody who is in the chat reads and writes along; False when they did before.

    The caller has made sure that they are in the chat. Raises TooLate where there is no diary, or
    none that takes anybody, NotYours for somebody who was taken out: they need an invitation.
    """
    diary = await diaries.find(connection, diary_id)
    if diary is None or not diary.is_shared or diary.state != "open":
        raise TooLate
    member = await members.find(connection, diary.id, person.id)
    if member is not None and member.state == "removed":
        raise NotYours
    return diary, await joining.enter(connection, diary, person, now)


async def follow_title(connection: Connection, chat_id: int, title: str) -> None:
    """The chat has another title: so has its diary, unless its people have given it one."""
    diary = await diaries.of_chat(connection, chat_id)
    if diary is not None and not diary.is_named:
        await diaries.change(connection, diary.id, title=short_title(title))


async def link(connection: Connection, channel_id: int, group_id: int | None) -> Diary | None:
    """The group in which a channel's posts are discussed, None for none; the channel's diary."""
    diary = await diaries.of_chat(connection, channel_id)
    if diary is None or diary.kind != "channel":
        return None
    if diary.discussion_chat_id != group_id:
        await diaries.change(connection, diary.id, discussion_chat_id=group_id)
    return diary


async def describe(connection: Connection, diary: Diary, **values: Any) -> None:
    """Another title, description or cover. What is chosen of the two covers, replaces the other."""
    if "title" in values:
        values["is_named"] = True
    if "cover" in values or "cover_file_id" in values:
        values = {"cover": None, "cover_file_id": None, **values}
    await diaries.change(connection, diary.id, **values)


async def move(connection: Connection, old: int, new: int, now: dt.datetime) -> None:
    """A group has become a supergroup: everything that is kept of it gets its new number.

    Done twice it changes nothing more. Messages stay what they were: those of the old chat have no
    number in the new one, so clips, comments and prompts keep the old one, and so do cards that
    have nothing more to tell.
    """
    await moves.put(connection, old, new, now)
    if await _is_free(connection, old, new):
        await diaries.move(connection, old, new)
    await standings.move(connection, old, new)
    await _move_author(connection, old, new)
    await cards.move(connection, old, new)
    await questions.move(connection, old, new, now)


async def _is_free(connection: Connection, old: int, new: int) -> bool:
    """Whether the new number is nobody's: a diary begun there before anybody knew makes room.

    Not one in which something is written or shown, or that others have joined: then both stay as
    they are.
    """
    begun = await diaries.at(connection, new)
    if begun is None or await diaries.at(connection, old) is None:
        return begun is None
    for is_any in (entries.any_in, shares.any_in, comments.any_in):
        if await is_any(connection, begun.id):
            return False
    if any(m.person_id != begun.owner_id for m in await members.of_diary(connection, begun.id)):
        return False
    await diaries.remove(connection, begun.id)
    return True


async def _move_author(connection: Connection, old: int, new: int) -> None:
    """Who writes under the group's name."""
    author = await person_rows.find(connection, old)
    if author is not None and await person_rows.find(connection, new) is None:
        await person_rows.change(connection, author.id, telegram_id=new)
