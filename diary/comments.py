"""Comments: a reply to a card is one, a reply to a comment its child. Who may, and what follows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from diary import rights, search_terms
from diary.errors import NotYours, TooLate
from diary.rights import Act
from storage import (
    card_messages,
    cards,
    clips,
    comments,
    diaries,
    entries,
    members,
    notices,
    persons,
    shares,
    threads,
)
from storage.cards import Card
from storage.comments import Comment
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person

#: Characters of a written comment.
LONGEST = 1000

#: How long comments are collected before somebody is told of them.
NOTICE_WAIT = dt.timedelta(minutes=10)

SPOKEN = frozenset({"voice", "video_note"})

#: States of an entry in which there is something to talk about.
KEPT = frozenset({"waiting", "done", "failed"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a message can be a comment on. `diary` is the one in which it is said and read."""

    entry: Entry
    diary: Diary
    parent: Comment | None = None

    @property
    def takes_comments(self) -> bool:
        """Whether entry and diary take any now."""
        return self.diary.state == "open" and self.diary.comments_on and self.entry.comments_on


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody has sent. `kind`: text, voice or video_note; the file is Telegram's."""

    chat_id: int
    message_id: int
    kind: str
    text: str | None = None
    file_id: str | None = None
    file_unique_id: str | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a remark.

    `outcome`: kept, known (it was kept before), too_long, off (the entry takes none) or off_again
    (the person has been told so). `comment` is there when it was kept.
    """

    outcome: str
    comment: Comment | None = None


async def target(
    connection: Connection,
    chat_id: int,
    message_id: int,
    *,
    origin: tuple[int, int] | None = None,
) -> Target | None:
    """What a reply to this message talks about: a card, a comment or an open thread.

    `origin` is the channel and the message there, where Telegram itself has brought the message
    into the channel's discussion group.
    """
    found = await _of_card(connection, chat_id, message_id)
    found = found or await _of_comment(connection, chat_id, message_id)
    found = found or await _of_thread(connection, chat_id, message_id)
    if found is None and origin is not None:
        found = await _of_post(connection, chat_id, *origin)
    return found


async def about(connection: Connection, entry_id: int, diary_id: int) -> Target | None:
    """An entry as something to comment on in a diary; None where the diary does not show it."""
    entry = await entries.get(connection, entry_id)
    diary = await diaries.find(connection, diary_id)
    if entry is None or diary is None or entry.state not in KEPT:
        return None
    if entry.diary_id == diary.id:
        return None if entry.removed_at is not None else Target(entry, diary)
    share = await shares.find(connection, entry.id, diary.id)
    return Target(entry, diary) if share is not None and share.state == "shown" else None


async def _of_card(connection: Connection, chat_id: int, message_id: int) -> Target | None:
    card = await cards.of_message(connection, chat_id, message_id)
    if card is None:
        # The video of a share speaks of the same entry as the card that stands under it.
        card_id = await card_messages.card_of(connection, chat_id, message_id)
        card = None if card_id is None else await cards.get(connection, card_id)
    return None if card is None else await _shown_by(connection, card)


async def _shown_by(connection: Connection, card: Card) -> Target | None:
    entry = await entries.get(connection, card.entry_id)
    share = await shares.get(connection, card.share_id) if card.share_id else None
    if entry is None:
        return None
    return await about(connection, entry.id, share.diary_id if share else entry.diary_id)


async def _of_comment(connection: Connection, chat_id: int, message_id: int) -> Target | None:
    parent = await comments.of_message(connection, chat_id, message_id)
    if parent is None or parent.state == "refused":
        return None
    found = await about(connection, parent.entry_id, parent.diary_id)
    return None if found is None else replace(found, parent=parent)


async def _of_thread(connection: Connection, chat_id: int, message_id: int) -> Target | None:
    thread = await threads.of_message(connection, chat_id, message_id)
    return None if thread is None else await about(connection, thread.entry_id, thread.diary_id)


async def _of_post(
    connection: Connection, chat_id: int, channel_id: int, post_id: int
) -> Target | None:
    """A channel's post or card as it stands in its discussion group."""
    diary = await diaries.of_chat(connection, channel_id)
    if diary is None or diary.discussion_chat_id != chat_id:
        return None
    found = await _of_card(connection, channel_id, post_id)
    if found is not None:
        return found
    entry_id = await clips.entry_of(connection, channel_id, post_id)
    return None if entry_id is None else await about(connection, entry_id, diary.id)


async def add(
    connection: Connection,
    target: Target,
    author: Person,
    remark: Remark,
    now: dt.datetime,
    *,
    here: int | None = None,
    wait: dt.timedelta = NOTICE_WAIT,
) -> Answer:
    """Keep what somebody says about an entry; raises NotYours where they have no say.

    Handled again it changes nothing. Those whom it concerns are told after `wait`, all at once.
    `here` is the chat by its number of today, where it has moved since.
    """
    diary, chat_id = target.diary, remark.chat_id
    is_said_here = is_here(diary, chat_id if here is None else here)
    await rights.require(connection, author, diary.id, Act.COMMENT, now, is_here=is_said_here)
    known = await comments.of_message(connection, chat_id, remark.message_id)
    if known is not None:
        return Answer("off_again") if known.state == "refused" else Answer("known", known)
    if not target.takes_comments:
        return await _refuse(connection, target, author, remark, now)
    if len(remark.text or "") > LONGEST:
        return Answer("too_long")
    comment_id = await _keep(connection, target, author, remark, now)
    await search_terms.reindex_comment(connection, comment_id)
    await cards.want(connection, target.entry.id)
    await _tell(connection, target, author, now, wait)
    return Answer("kept", await comments.get(connection, comment_id))


def is_here(diary: Diary, chat_id: int) -> bool:
    """Whether this is the chat of a shared diary, or the group that discusses its channel."""
    return diary.is_shared and chat_id in {diary.chat_id, diary.discussion_chat_id}


async def _keep(
    connection: Connection, target: Target, author: Person, remark: Remark, now: dt.datetime
) -> int:
    is_heard = remark.kind in SPOKEN and await _has_agreed(connection, author, target.diary)
    return await comments.add(
        connection,
        {
            **_place(target, author, remark, now),
            "parent_id": target.parent.id if target.parent else None,
            "text": remark.text,
            "file_id": remark.file_id,
            "file_unique_id": remark.file_unique_id,
            "duration_s": remark.duration_s,
            "state": "visible",
            "hearing": "waiting" if is_heard else None,
        },
    )


async def _refuse(
    connection: Connection, target: Target, author: Person, remark: Remark, now: dt.datetime
) -> Answer:
    """Remember that it came, and nothing of what it said: so that the person is told once."""
    was_told = await comments.was_refused(connection, target.entry.id, author.id)
    values = {**_place(target, author, remark, now), "state": "refused"}
    await comments.add(connection, values)
    return Answer("off_again" if was_told else "off")


def _place(target: Target, author: Person, remark: Remark, now: dt.datetime) -> dict[str, object]:
    return {
        "entry_id": target.entry.id,
        "diary_id": target.diary.id,
        "author_id": author.id,
        "kind": remark.kind,
        "chat_id": remark.chat_id,
        "message_id": remark.message_id,
        "created_at": now,
    }


async def _has_agreed(connection: Connection, author: Person, diary: Diary) -> bool:
    """Nothing of somebody who has not agreed is analysed, their voice neither.

    In a shared diary nothing counts but their "always" to that diary, while they are in it.
    """
    if not diary.is_shared:
        return author.consented_at is not None
    member = await members.find(connection, diary.id, author.id)
    return member is not None and (member.state, member.capture) == ("member", "always")


async def _tell(
    connection: Connection, target: Target, author: Person, now: dt.datetime, wait: dt.timedelta
) -> None:
    """The entry's author hears of comments, whoever was answered of the answer; nobody of both."""
    entry, diary, parent = target.entry, target.diary, target.parent
    if not diary.is_shared:
        return
    hearers = {await _hearer(connection, entry.author_id, diary): "comment"}
    if parent is not None and parent.state == "visible":
        hearers = {await _hearer(connection, parent.author_id, diary): "reply"} | hearers
    for person_id, kind in hearers.items():
        if person_id != author.id:
            await notices.add(
                connection, person_id, kind, now, diary_id=diary.id, subject_id=entry.id, wait=wait
            )


async def _hearer(connection: Connection, author_id: int, diary: Diary) -> int:
    """For a channel, or a group that speaks for itself, the diary's owner listens."""
    author = await persons.get(connection, author_id)
    return diary.owner_id if author.kind == "chat" else author_id


async def edit(
    connection: Connection,
    author: Person,
    chat_id: int,
    message_id: int,
    text: str,
    now: dt.datetime,
    *,
    here: int | None = None,
) -> Answer | None:
    """The author has changed the message; None where it is no comment, or none any more.

    Raises NotYours where they have no say any more. `here` is as for `add`.
    """
    comment = await comments.of_message(connection, chat_id, message_id)
    if comment is None or comment.author_id != author.id or comment.kind != "text":
        return None
    if comment.state not in {"visible", "hidden"} or comment.text == text or not text:
        return None
    await _allowed(
        connection, author, comment.id, Act.EDIT_COMMENT, now, chat_id if here is None else here
    )
    if len(text) > LONGEST:
        return Answer("too_long", comment)
    await comments.change(
        connection, comment.id, was=("visible", "hidden"), text=text, edited_at=now
    )
    await search_terms.reindex_comment(connection, comment.id)
    return Answer("kept", comment)


async def delete(
    connection: Connection, person: Person, comment_id: int, now: dt.datetime, *, here: int
) -> Comment:
    """Wipe what was said; answers to it stay, under an empty place. Raises NotYours or TooLate."""
    comment = await _allowed(connection, person, comment_id, Act.DELETE_COMMENT, now, here)
    was = ("visible", "hidden")
    wiped = {"text": None, "file_id": None, "file_unique_id": None, "hearing": None}
    if not await comments.change(connection, comment.id, was=was, state="deleted", **wiped):
        raise TooLate
    await search_terms.reindex_comment(connection, comment.id)
    await cards.want(connection, comment.entry_id)
    return comment


async def hide(
    connection: Connection, person: Person, comment_id: int, now: dt.datetime, *, here: int
) -> Comment:
    """Whoever leads the diary takes it out of sight. Raises NotYours or TooLate."""
    return await _turn(connection, person, comment_id, now, here, was="visible", state="hidden")


async def restore(
    connection: Connection, person: Person, comment_id: int, now: dt.datetime, *, here: int
) -> Comment:
    """Whoever leads the diary brings it back. Raises NotYours or TooLate."""
    return await _turn(connection, person, comment_id, now, here, was="hidden", state="visible")


async def _turn(
    connection: Connection,
    person: Person,
    comment_id: int,
    now: dt.datetime,
    here: int,
    *,
    was: str,
    state: str,
) -> Comment:
    comment = await _allowed(connection, person, comment_id, Act.HIDE_COMMENT, now, here)
    if not await comments.change(connection, comment.id, was=(was,), state=state):
        raise TooLate
    await search_terms.reindex_comment(connection, comment.id)
    await cards.want(connection, comment.entry_id)
    return comment


async def _allowed(
    connection: Connection,
    person: Person,
    comment_id: int,
    act: Act,
    now: dt.datetime,
    here: int,
) -> Comment:
    """The comment, if the person may do this to it; `here` is where they have asked for it."""
    comment = await comments.get(connection, comment_id)
    diary = await diaries.find(connection, comment.diary_id) if comment else None
    if comment is None or diary is None or comment.state == "refused":
        raise NotYours
    await rights.require(
        connection,
        person,
        diary.id,
        act,
        now,
        author_id=comment.author_id,
        is_here=is_here(diary, here),
    )
    return comment


async def remove(
    connection: Connection, person: Person, comment_id: int, now: dt.datetime, *, here: int
) -> tuple[str, Comment]:
    """What /del does: `deleted` by its author, else `hidden` by one who leads the diary."""
    try:
        return "deleted", await delete(connection, person, comment_id, now, here=here)
    except NotYours:
        return "hidden", await hide(connection, person, comment_id, now, here=here)
