"""What becomes of a note in the chat of a shared diary: kept, asked about, or left alone.

A person agrees for each diary anew (`members.capture`): always, this once, or never. Until then a
note waits unopened under a question; nobody's word but its author's counts, and without one
everything about it vanishes. It is another consent than that of `persons.consented_at`, which is
for a person's own diary: neither needs nor gives the other.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from diary import (
    captions,
    comments,
    departures,
    entries,
    fixes,
    headings,
    members,
    persons,
    recordings,
    search_terms,
)
from diary.comments import Answer, Remark, Target
from diary.errors import TooLate
from diary.headings import Heading
from diary.recordings import OUT, Limits, Recording
from storage import cards, clips, diaries, tags
from storage import comments as comment_rows
from storage import entries as entry_rows
from storage import jobs as job_rows
from storage import members as member_rows
from storage import persons as person_rows
from storage.clips import Clip
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.members import Member
from storage.persons import Person

#: How long a question waits for its author.
PATIENCE = dt.timedelta(hours=48)

#: What an author can say. `drop` is for a note under the group's name that nobody claims.
CHOICES = frozenset({"always", "once", "never", "drop"})

#: Why nothing more of somebody is kept.
SHUT = frozenset({"closed", "left"})

#: Comments that a note still is.
_SAID = frozenset({"visible", "hidden"})


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of a clip, and the entry that it is.

    `outcome`: kept, here (it is an entry already), comment (it is one), closed (the diary takes
    nothing), left (its author is out of the diary), too_big, too_long, or quiet: nothing happens
    and nothing is to be said. `is_agreed`: its author has said yes to all of theirs. `is_told`:
    its author expects to hear why it is not kept.
    """

    outcome: str
    entry_id: int | None = None
    is_agreed: bool = False
    is_told: bool = False


async def accept(
    connection: Connection,
    recording: Recording,
    diary: Diary,
    limits: Limits,
    now: dt.datetime,
    *,
    way: str,
) -> Acceptance:
    """Keep a clip of this diary's chat, or say why not.

    `way`: seen (the bot reads along), reply (to one of its messages) or save (the command). Who
    has asked to be left alone is asked again only for the latter two.
    """
    member = await _member(connection, recording, diary)
    if obstacle := await _obstacle(connection, recording, diary, member, way):
        is_told = obstacle in SHUT and _is_missed(recording, member, way)
        return Acceptance(obstacle, is_told=is_told)
    if refusal := recordings.refusal(recording, limits):
        return Acceptance(refusal if _is_told(diary, member, way) else "quiet")
    author = await _author(connection, recording, diary, now)
    home = await recordings.home(connection, diary, author, now)
    entry_id = await recordings.keep(connection, recording, home, limits, now)
    if entry_id is None:
        return Acceptance("here")
    if way == "reply" and await _may_be_comment(connection, recording):
        await recordings.offer_comment(connection, entry_id)
    return Acceptance("kept", entry_id, home.is_agreed)


async def _obstacle(
    connection: Connection, recording: Recording, diary: Diary, member: Member | None, way: str
) -> str | None:
    if diary.state != "open":
        return "closed"
    if diary.kind == "channel" and recording.telegram_id != recording.chat_id:
        return "quiet"
    if await clips.exists(connection, recording.chat_id, recording.message_id):
        return "here"
    said = await comment_rows.of_message(connection, recording.chat_id, recording.message_id)
    if said is not None and said.state in _SAID:
        return "comment"
    if member is not None and member.state in OUT:
        return "left"
    is_left_alone = member is not None and member.capture == "never"
    return "quiet" if way == "seen" and is_left_alone else None


def _is_missed(recording: Recording, member: Member | None, way: str) -> bool:
    """Whether who sent a note of theirs would think that it is kept as ever."""
    is_writer = member is not None and member.capture != "never"
    return way != "seen" or (recording.kind == "video_note" and is_writer)


def _is_told(diary: Diary, member: Member | None, way: str) -> bool:
    """Whether anybody expects an entry of it: others may send films to their friends as ever."""
    is_kept = diary.kind == "channel" or (member is not None and member.capture == "always")
    return is_kept or way != "seen"


async def _member(connection: Connection, recording: Recording, diary: Diary) -> Member | None:
    person = await person_rows.find(connection, recording.telegram_id)
    return None if person is None else await member_rows.find(connection, diary.id, person.id)


async def _author(
    connection: Connection, recording: Recording, diary: Diary, now: dt.datetime
) -> Person:
    """Who sent it. Their name is not kept before they agree.

    That somebody writes in a group says nothing about whether they have blocked the bot.
    """
    if recording.telegram_id == recording.chat_id:
        return await persons.of_chat(connection, diary.chat_id, recording.language, now)
    known = await person_rows.find(connection, recording.telegram_id)
    return known or await persons.meet(connection, recording.telegram_id, recording.language, now)


async def asked(
    connection: Connection, entry_id: int, telegram_id: int, now: dt.datetime, *, here: int
) -> Entry:
    """The entry whose question this person may answer; raises NotYours or TooLate.

    For a note under the group's own name that is whoever leads the group now.
    """
    entry = await entries.of_author(connection, entry_id, telegram_id, now, here=here)
    diary = await diaries.get(connection, entry.diary_id)
    if entry.state != "consent" or not diary.is_shared or diary.state != "open":
        raise TooLate
    return entry


async def answer(connection: Connection, entry: Entry, choice: str, now: dt.datetime) -> None:
    """Do what the author of a waiting entry has said; raises TooLate for what is no choice here."""
    author = await person_rows.get(connection, entry.author_id)
    if choice not in CHOICES or (author.kind == "chat") != (choice == "drop"):
        raise TooLate
    if choice == "drop":
        await vanish(connection, entry, now)
    elif choice == "never":
        await _leave_alone(connection, entry, now)
    else:
        await _agree(connection, entry, now, always=choice == "always")


async def _agree(connection: Connection, entry: Entry, now: dt.datetime, *, always: bool) -> None:
    """Who writes is a member from now on; whoever was sent away is not, by a press of their own."""
    await _require_in(connection, entry.diary_id, entry.author_id)
    diary = await diaries.get(connection, entry.diary_id)
    author = await person_rows.get(connection, entry.author_id)
    await members.enter(connection, diary, author, now)
    released = [entry]
    if always:
        await member_rows.change(connection, entry.diary_id, entry.author_id, capture="always")
        released = await _waiting(connection, entry)
    for one in released:
        await entries.release(connection, one, now)


async def _leave_alone(connection: Connection, entry: Entry, now: dt.datetime) -> None:
    """Nothing of theirs is analysed from now on, nor what they have just said about others'."""
    await member_rows.leave_alone(connection, entry.diary_id, entry.author_id, now)
    await comment_rows.leave_unheard(connection, entry.diary_id, entry.author_id)
    for one in await _waiting(connection, entry):
        await vanish(connection, one, now)


async def _waiting(connection: Connection, entry: Entry) -> list[Entry]:
    """Everything of this author that waits for their word in this diary."""
    return [
        *await entry_rows.of_author_in(connection, entry.author_id, entry.diary_id, ("consent",))
    ]


async def _require_in(connection: Connection, diary_id: int, person_id: int) -> None:
    if await _is_out(connection, diary_id, person_id):
        raise TooLate


async def _is_out(connection: Connection, diary_id: int, person_id: int) -> bool:
    member = await member_rows.find(connection, diary_id, person_id)
    return member is not None and member.state in OUT


async def claim(connection: Connection, entry: Entry, person: Person, now: dt.datetime) -> None:
    """One who leads the group says that a note under its name is theirs; raises TooLate.

    Then it waits for the same word as any other note, unless they have given it for all.
    """
    author = await person_rows.get(connection, entry.author_id)
    if author.kind != "chat":
        raise TooLate
    await _require_in(connection, entry.diary_id, person.id)
    await entry_rows.change(connection, entry.id, author_id=person.id)
    await job_rows.change(connection, entry.id, was=("held",), person_id=person.id)
    diary = await diaries.get(connection, entry.diary_id)
    home = await recordings.home(connection, diary, person, now)
    if home.is_agreed:
        await entries.release(connection, entry, now)
    else:
        await cards.want_now(connection, entry.id)


async def vanish(connection: Connection, entry: Entry, now: dt.datetime) -> None:
    """Nothing stays of an entry: no row, no clip, and its messages go."""
    await departures.forget(connection, (entry.id,), now, "gone")


async def expire(connection: Connection, now: dt.datetime) -> int:
    """What nobody has answered in time vanishes, with its question; how many entries that were."""
    unanswered = await entry_rows.unanswered(connection, now - PATIENCE)
    for entry in unanswered:
        await vanish(connection, entry, now)
    return len(unanswered)


async def edit_caption(
    connection: Connection,
    chat_id: int,
    message_id: int,
    caption: str | None,
    now: dt.datetime,
) -> bool:
    """A message of the chat has another caption; whether an entry follows it.

    Only its author can edit a message: Telegram has seen to that. One who left the diary, or was
    put out of it, changes nothing in it any more. What the words say is looked for anew, and what
    was chosen by a menu stays.
    """
    clip = await clips.of_message(connection, chat_id, message_id)
    entry = await entry_rows.get(connection, clip.entry_id) if clip else None
    if entry is None or await _is_out(connection, entry.diary_id, entry.author_id):
        return False
    said = captions.parse(caption)
    had = Heading(entry.title, tuple(await tags.of_entry(connection, entry.id, manual=True)))
    says = Heading(said.title, said.tags, said.words)
    has = headings.followed(entry, had.tags, message_id, says)
    kept = headings.kept(entry, message_id, says)
    # Of an album only this part changes: the other messages say what they said.
    words = headings.together(kept).words
    await entry_rows.change(connection, entry.id, title=has.title, caption=words, headings=kept)
    if (had, entry.caption) == (has, words):
        return False
    await tags.replace(connection, entry.diary_id, entry.id, has.tags, manual=True)
    await search_terms.reindex(connection, entry.id)
    await cards.want(connection, entry.id)
    await fixes.choose_anew(connection, entry.id, now)
    return True


async def to_comment(
    connection: Connection,
    entry: Entry,
    person: Person,
    now: dt.datetime,
    *,
    wait: dt.timedelta = comments.NOTICE_WAIT,
) -> Answer:
    """The note was meant as a comment on the card above it: it is one, and the entry goes.

    `entry` is the person's own; those whom it concerns are told after `wait`. Raises TooLate where
    there is nothing to comment on, or no more.
    """
    parts = await clips.of_entry(connection, entry.id)
    card = await cards.of_entry(connection, entry.id)
    if len(parts) != 1 or parts[0].kind != "video_note" or card is None:
        raise TooLate
    note = parts[0]
    target = await _above(connection, note.chat_id, note.message_id, card.thread_id)
    if target is None or not target.takes_comments:
        raise TooLate
    await vanish(connection, entry, now)
    return await comments.add(connection, target, person, _remark(note), now, wait=wait)


def _remark(note: Clip) -> Remark:
    return Remark(
        chat_id=note.chat_id,
        message_id=note.message_id,
        kind="video_note",
        file_id=note.file_id,
        file_unique_id=note.file_unique_id,
        duration_s=note.duration_s,
    )


async def _may_be_comment(connection: Connection, recording: Recording) -> bool:
    if recording.kind != "video_note":
        return False
    target = await _above(connection, recording.chat_id, recording.message_id, recording.thread_id)
    return target is not None and target.takes_comments


async def _above(
    connection: Connection, chat_id: int, message_id: int, thread_id: int | None
) -> Target | None:
    """What a note would be a comment on: the card that stands above it."""
    card = await cards.above(connection, chat_id, message_id, thread_id)
    if card is None or card.message_id is None:
        return None
    return await comments.target(connection, card.chat_id, card.message_id)
