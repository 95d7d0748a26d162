"""Opening an entry once more: its card comes down to its author, others get a view of it.

An entry has one card in a chat. When its author opens it again in their own chat, a copy of the
message becomes the card, so that its buttons, answers to it and every later change go on. What the
card was before stays where it was, without buttons, and is remembered beside the card: an answer to
it still speaks of the entry, and it disappears together with it. A copy of a copy takes its place.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from diary import cards, threads
from diary.access import Sight
from diary.cards import Contents
from diary.errors import NotYours
from storage import card_messages, entries, removals
from storage import cards as card_rows
from storage.cards import Card
from storage.database import Connection
from storage.persons import Person

#: What has come to something, or may yet.
OPEN = frozenset({"consent", "twin", "waiting", "done", "failed"})

#: What takes the place of an earlier copy where Telegram does not let us delete it.
OPENED_AGAIN = "opened_again"

#: The number of a card that is none.
NO_CARD = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody is shown who opens an entry.

    `card` is the one in the chat where they have asked, if there is one; `seen` says in which diary
    they see the entry, and which parts.
    """

    seen: Sight
    card: Card | None

    @property
    def is_own(self) -> bool:
        """Whether the entry's own card belongs in this chat: nobody else reads here."""
        return not self.seen.diary.is_shared


async def find(
    connection: Connection, person: Person, entry_id: int, now: dt.datetime, here: int
) -> Opening:
    """How this person sees the entry in the chat `here`; raises NotYours.

    In a group nothing but what its own diary shows; in private the fullest that they may see.
    """
    found = await threads.sights(connection, person, entry_id, now, here)
    if not found or found[0].entry.state not in OPEN:
        raise NotYours
    return Opening(found[0], await _card(connection, person, found[0], here))


async def _card(connection: Connection, person: Person, seen: Sight, here: int) -> Card | None:
    """In private a card of the entry is its author's."""
    if here == person.telegram_id:
        found = await card_rows.at(connection, seen.entry.id, here)
        return found if seen.entry.author_id == person.id else None
    return await standing(connection, seen)


async def standing(connection: Connection, seen: Sight) -> Card | None:
    """The card that shows the entry in the diary in which it is seen."""
    if seen.share is not None:
        return await card_rows.of_share(connection, seen.share.id)
    return await card_rows.at(connection, seen.entry.id, seen.diary.chat_id)


async def view(
    connection: Connection,
    seen: Sight,
    reader: Person,
    now: dt.datetime,
    bot_id: int,
    name: str = "card",
) -> Contents | None:
    """What a message shows that is no card: the parts of this sight, in the reader's language.

    `name` is the view: card, bubbles or words. It is covered where the reader wants that.
    """
    card = await standing(connection, seen) or _no_card(seen)
    bare = replace(card, view=name, menu=None, picture=None, thread_id=None)
    found = await cards.of_card(connection, bare, 1, bot_id, now)
    if found is None:
        return None
    place = found.place and replace(found.place, language=reader.language)
    return replace(found, place=place, targets=(), is_read_covered=reader.discreet)


def _no_card(seen: Sight) -> Card:
    """For an entry that was never shown in its diary's chat, such as one that was taken along."""
    share_id = seen.share.id if seen.share else None
    return Card(
        id=NO_CARD, entry_id=seen.entry.id, chat_id=seen.diary.chat_id, reply_to=None,
        message_id=None, view="card", picture=None, wanted=0, shown=0, shown_at=None, reaction=None,
        attempts=0, stopped=None, share_id=share_id,
    )  # fmt: skip


async def begin(connection: Connection, entry_id: int, chat_id: int) -> None:
    """A card for an entry that has none in its author's chat; raises NotYours where it is gone."""
    if await entries.get(connection, entry_id) is None:
        raise NotYours
    await card_rows.add(connection, entry_id, chat_id, None)


async def come_down(
    connection: Connection, card: Card, message_id: int, now: dt.datetime
) -> Card | None:
    """The card is this message from now on; what it was before, if that keeps standing there.

    None where the card has gone meanwhile, or has come down twice: then the message goes too.
    """
    known = await card_rows.get(connection, card.id)
    if known is None or known.chat_id != card.chat_id or known.message_id != card.message_id:
        await removals.add(connection, card.chat_id, message_id, now, OPENED_AGAIN)
        return None
    if card.message_id is not None:
        await _leave(connection, card, card.message_id, now)
    await card_rows.want_one(connection, card.id, message_id=message_id, view="card", menu=None)
    return known


async def replace_card(connection: Connection, card: Card, now: dt.datetime) -> None:
    """The card is sent anew, and all that shows it now disappears."""
    if card.message_id is not None:
        await removals.add(connection, card.chat_id, card.message_id, now, OPENED_AGAIN)
    await card_rows.send_anew(connection, card.id)


async def forget_former(connection: Connection, person: Person, now: dt.datetime) -> None:
    """What was the card once, in the person's own chat, disappears: nobody covers it any more."""
    for sent in await card_messages.former_in(connection, person.telegram_id):
        await card_messages.remove(connection, sent.card_id, sent.part)
        if sent.message_id is not None:
            chat_id = person.telegram_id
            await removals.add(connection, chat_id, sent.message_id, now, OPENED_AGAIN)


async def _leave(connection: Connection, card: Card, was: int, now: dt.datetime) -> None:
    sent = await card_messages.of_card(connection, card.id)
    if any(card_messages.is_former(message.part) for message in sent):
        await removals.add(connection, card.chat_id, was, now, OPENED_AGAIN)
        return
    part = card_messages.former_part(was)
    await card_messages.begin(connection, card.id, part)
    await card_messages.keep(connection, card.id, part, was)
