"""Showing an entry of one's own diary in a shared one, the chosen parts of it, and taking it back.

Nobody but its author shares an entry, and only where they may write. What is chosen is kept as a
draft in the database while the menu under the card is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from analysis.report import Report
from diary import corrections, rights, search_terms
from diary.errors import NotYours, TooLate
from diary.rights import Act
from storage import (
    card_messages,
    cards,
    clips,
    comments,
    diaries,
    entries,
    notices,
    persons,
    removals,
    shares,
    threads,
)
from storage.cards import Card
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person
from storage.shares import PARTS, Share

#: Menus that can be open under a card (`Card.menu`); two of them carry the number of a share.
LISTING, CHOOSING, TAKING_BACK, TAKING_OUT = "share", "parts", "back", "takeout"

#: What is chosen to begin with: no chart and not every word, unless somebody asks for them.
DEFAULT = frozenset({"video", "key"})


def offered(entry: Entry, report: Report | None, *, has_video: bool) -> frozenset[str]:
    """The parts that an entry has at all."""
    spoken = report is not None and report.transcript is not None
    has = {
        "video": has_video and entry.keeps_video,
        "chart": report is not None and report.emotions.mean is not None,
        "words": bool(entry.caption or entry.text) or spoken,
        "key": report is not None and bool(report.key_sentences),
        "mood": entry.mood is not None,
    }
    return frozenset(part for part, there in has.items() if there)


async def of_entry(connection: Connection, entry: Entry) -> frozenset[str]:
    """The parts that an entry has, looked up."""
    report = corrections.report_of(entry)
    has_video = any(clip.has_file for clip in await clips.of_entry(connection, entry.id))
    return offered(entry, report, has_video=has_video)


async def open_list(connection: Connection, entry: Entry, card: Card) -> None:
    """Let the card list the diaries; raises TooLate for what cannot be shared."""
    await _require_shareable(connection, entry, card)
    await cards.want_one(connection, card.id, menu=LISTING)


async def choose(
    connection: Connection,
    person: Person,
    entry: Entry,
    card: Card,
    diary_id: int,
    now: dt.datetime,
) -> Share:
    """Begin a draft for this diary; raises NotYours where the person may not write, or TooLate."""
    await _require_shareable(connection, entry, card)
    diary = await _writable(connection, person, diary_id, now)
    share = await shares.find(connection, entry.id, diary.id)
    if share is not None and share.state == "shown":
        raise TooLate
    parts = written(DEFAULT & await of_entry(connection, entry))
    if share is None:
        share_id = await shares.add(connection, entry.id, diary.id, parts, now, state="draft")
    else:
        share_id = share.id
        await shares.change(connection, share_id, parts=parts, state="draft")
    await cards.want_one(connection, card.id, menu=f"{CHOOSING}:{share_id}")
    draft = await shares.get(connection, share_id)
    assert draft is not None  # noqa: S101 - it was written just now
    return draft


async def toggle(connection: Connection, entry: Entry, card: Card, part: str) -> None:
    """Choose a part, or leave it out; raises TooLate where no draft is open or there is no such."""
    draft = await _draft(connection, entry, card)
    if part not in await of_entry(connection, entry):
        raise TooLate
    await shares.change(connection, draft.id, was=("draft",), parts=written(draft.shown ^ {part}))
    await cards.want_one(connection, card.id)


async def show(
    connection: Connection, person: Person, entry: Entry, card: Card, now: dt.datetime
) -> Share:
    """Show the chosen parts in the diary; raises NotYours or TooLate."""
    await _require_shareable(connection, entry, card)
    draft = await _draft(connection, entry, card)
    diary = await _writable(connection, person, draft.diary_id, now)
    parts = draft.shown & await of_entry(connection, entry)
    if not parts or not await shares.change(
        connection,
        draft.id,
        was=("draft",),
        state="shown",
        parts=written(parts),
        created_at=now,
        ended_at=None,
    ):
        raise TooLate
    await search_terms.reindex(connection, entry.id)
    await cards.add(
        connection, entry.id, diary.chat_id, None, thread_id=diary.topic_id, share_id=draft.id
    )
    await cards.want_one(connection, card.id, menu=None)
    return draft


async def ask_take_back(connection: Connection, entry: Entry, card: Card, diary_id: int) -> Share:
    """Let the card ask whether to take it back from there; raises TooLate where it is not."""
    share = await shown_in(connection, entry, diary_id)
    await cards.want_one(connection, card.id, menu=f"{TAKING_BACK}:{share.id}")
    return share


async def shown_in(connection: Connection, entry: Entry, diary_id: int) -> Share:
    """The share of an entry in this diary; raises TooLate where there is none now."""
    share = await shares.find(connection, entry.id, diary_id)
    if share is None or share.state != "shown":
        raise TooLate
    return share


async def take_back(
    connection: Connection, share: Share, now: dt.datetime, *, state: str = "taken_back"
) -> None:
    """Let everything of a share disappear: card, video, comments; raises TooLate when it has.

    The entry itself stays what it is. `state` "removed": somebody who leads the diary did it.
    """
    if not await shares.change(connection, share.id, was=("shown",), state=state, ended_at=now):
        raise TooLate
    card = await cards.of_share(connection, share.id)
    if card is not None:
        await withdraw(connection, card, now, state)
    await _forget_talk(connection, share.entry_id, share.diary_id, now, state)
    await search_terms.reindex(connection, share.entry_id)
    own = await cards.of_entry(connection, share.entry_id)
    if own is not None:
        await cards.want_one(connection, own.id, menu=None)


async def take_back_all(connection: Connection, entry_id: int, now: dt.datetime) -> int:
    """Take an entry back from everywhere; from how many diaries."""
    found = await shares.of_entry(connection, entry_id)
    for share in found:
        await take_back(connection, share, now)
    return len(found)


async def take_back_in(
    connection: Connection, person_id: int, diary_id: int, now: dt.datetime
) -> int:
    """Take everything back that a person shares with this diary, as when they leave; how many."""
    found = await shares.of_author_in(connection, person_id, diary_id)
    for share in found:
        await take_back(connection, share, now)
    return len(found)


async def withdraw(connection: Connection, card: Card, now: dt.datetime, why: str) -> None:
    """Take a card out of its chat with everything that was sent beside it.

    `why` names the line that takes the place of what Telegram does not let us delete. What is being
    sent at this very moment is taken away by whoever sends it.
    """
    sent = [m.message_id for m in await card_messages.of_card(connection, card.id)]
    for message_id in (*sent, card.message_id):
        if message_id is not None:
            await removals.add(connection, card.chat_id, message_id, now, why)
    await cards.remove(connection, card.id)


async def drop_videos(connection: Connection, entry_id: int, now: dt.datetime) -> None:
    """The videos of an entry disappear from its shares; one that showed nothing else, wholly."""
    for share in await shares.of_entry(connection, entry_id):
        rest = share.shown - {"video"}
        if not rest:
            await take_back(connection, share, now)
        elif "video" in share.shown:
            await shares.change(connection, share.id, parts=written(rest))
            await _drop_sent_videos(connection, share, now)
    await search_terms.reindex(connection, entry_id)


async def _drop_sent_videos(connection: Connection, share: Share, now: dt.datetime) -> None:
    card = await cards.of_share(connection, share.id)
    for sent in await card_messages.of_card(connection, card.id) if card else ():
        if card is None or not card_messages.is_clip(sent.part):
            continue
        if sent.message_id is not None:
            await removals.add(connection, card.chat_id, sent.message_id, now, "taken_back")
        await card_messages.remove(connection, card.id, sent.part)


async def ask_take_out(
    connection: Connection,
    person: Person,
    entry_id: int,
    diary: Diary,
    now: dt.datetime,
    *,
    pressed_in: int | None = None,
) -> None:
    """Let the card in the diary's chat ask whether to take the entry out; raises NotYours."""
    card = await removable(connection, person, entry_id, diary, now, pressed_in=pressed_in)
    await cards.want_one(connection, card.id, menu=TAKING_OUT)


async def take_out(
    connection: Connection,
    person: Person,
    entry_id: int,
    diary: Diary,
    now: dt.datetime,
    *,
    pressed_in: int | None = None,
) -> None:
    """Take an entry or a share out of the diary in whose chat the person pressed.

    Whoever leads the diary may, and its author; the author keeps the entry, and is told of it when
    it was somebody else. Raises NotYours or TooLate.
    """
    card = await removable(connection, person, entry_id, diary, now, pressed_in=pressed_in)
    entry = await entries.get(connection, entry_id)
    share = await shares.get(connection, card.share_id) if card.share_id else None
    if entry is None:
        raise NotYours
    by_author = entry.author_id == person.id
    if share is not None:
        await take_back(connection, share, now, state="taken_back" if by_author else "removed")
    else:
        await _take_out_own(connection, entry, card, now)
    author = await persons.get(connection, entry.author_id)
    if share is None:
        await _hand_over(connection, entry, author)
    if not by_author and author.kind != "chat":
        await notices.add(
            connection,
            author.id,
            "removed_entry",
            now,
            diary_id=diary.id,
            subject_id=entry.id,
        )


async def _take_out_own(connection: Connection, entry: Entry, card: Card, now: dt.datetime) -> None:
    if entry.removed_at is not None:
        raise TooLate
    await entries.change(connection, entry.id, removed_at=now)
    await search_terms.reindex(connection, entry.id)
    await withdraw(connection, card, now, "removed")
    await _forget_talk_messages(connection, entry.id, entry.diary_id, now, "removed")


#: An entry in these states is something that its author can still open and change.
_KEPT = frozenset({"waiting", "done", "failed"})


async def _hand_over(connection: Connection, entry: Entry, author: Person) -> None:
    """What is in no diary any more stands in its author's private chat, the one way to it."""
    if author.kind == "chat" or entry.state not in _KEPT:
        return
    if await cards.at(connection, entry.id, author.telegram_id) is None:
        await cards.add(connection, entry.id, author.telegram_id, None)


async def removable(
    connection: Connection,
    person: Person,
    entry_id: int,
    diary: Diary,
    now: dt.datetime,
    *,
    pressed_in: int | None = None,
) -> Card:
    """The card in a diary's chat of what this person, who is there, may take out of it.

    Its author may, and whoever leads the diary: for these the standing must be fresh. A card that
    was `pressed_in` the group as it was before it moved is still there. Raises NotYours.
    """
    card = await _card_in(connection, entry_id, diary, pressed_in or diary.chat_id)
    entry = await entries.get(connection, entry_id)
    if card is None or entry is None or not diary.is_shared:
        raise NotYours
    found = await rights.roles(
        connection, person, diary, now, author_id=entry.author_id, is_here=True
    )
    acts = (Act.REMOVE_ENTRY, Act.EDIT_ENTRY)
    if not any(rights.allows(found, act) for act in acts):
        raise NotYours
    return card


async def _card_in(
    connection: Connection, entry_id: int, diary: Diary, chat_id: int
) -> Card | None:
    """The card of an entry there; one that was sent anew after a move is in today's chat."""
    found = await cards.at(connection, entry_id, chat_id)
    found = found or await cards.at(connection, entry_id, diary.chat_id)
    if found is None or found.share_id is None:
        return found
    share = await shares.get(connection, found.share_id)
    return found if share is not None and share.diary_id == diary.id else None


async def _forget_talk(
    connection: Connection, entry_id: int, diary_id: int, now: dt.datetime, why: str
) -> None:
    """What was said about an entry in a diary disappears with it."""
    await comments.remove_all(connection, entry_id, diary_id)
    await _forget_talk_messages(connection, entry_id, diary_id, now, why)


async def _forget_talk_messages(
    connection: Connection, entry_id: int, diary_id: int, now: dt.datetime, why: str
) -> None:
    """The messages that show what was said there: in its chats, and in private ones."""
    for thread in await threads.showing(connection, entry_id, diary_id):
        await removals.add(connection, thread.chat_id, thread.message_id, now, why)
        await threads.remove(connection, entry_id, thread.chat_id)


async def _require_shareable(connection: Connection, entry: Entry, card: Card) -> None:
    """A finished entry of one's own diary, on its own card; raises TooLate."""
    home = await diaries.get(connection, entry.diary_id)
    is_own = card.entry_id == entry.id and card.share_id is None and not home.is_shared
    if not is_own or entry.is_private or entry.state != "done":
        raise TooLate


async def _writable(
    connection: Connection, person: Person, diary_id: int, now: dt.datetime
) -> Diary:
    diary = await rights.require(connection, person, diary_id, Act.WRITE, now)
    if not diary.is_shared:
        raise NotYours
    if diary.state != "open":
        raise TooLate
    return diary


async def _draft(connection: Connection, entry: Entry, card: Card) -> Share:
    """The draft whose menu is open under this card; raises TooLate."""
    name, _, number = (card.menu or "").partition(":")
    share = await shares.get(connection, int(number)) if name == CHOOSING else None
    if share is None or share.entry_id != entry.id or share.state != "draft":
        raise TooLate
    return share


def written(parts: Collection[str]) -> str:
    """Parts as they are kept, always in the same order."""
    return ",".join(part for part in PARTS if part in parts)
