"""Who may do what in a diary: one table, and the one place that asks it.

Every command, button, reply and query looks up who is asking, here and now; nothing that a client
sends is believed. The table stands in docs/rights.md too, and a test compares the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from diary.errors import NotYours
from storage import diaries, members, persons, standings
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person

#: How long Telegram's word on who is in a chat is taken for true. Unknown means no access.
FRESH = dt.timedelta(seconds=60)

ADMINS = frozenset({"creator", "administrator"})
PRESENT = ADMINS | {"member", "restricted"}
GONE = frozenset({"left", "kicked"})


class Role(StrEnum):
    """What a person is to a diary. `HERE` is anybody who writes or presses in its chat."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    HERE = "here"
    AUTHOR = "author"


class Act(StrEnum):
    """What can be done. With an author's own work `AUTHOR` is the role that counts."""

    READ = "read"
    WRITE = "write"
    COMMENT = "comment"
    EDIT_ENTRY = "edit_entry"
    DELETE_ENTRY = "delete_entry"
    SHARE_ENTRY = "share_entry"
    REMOVE_ENTRY = "remove_entry"
    EDIT_COMMENT = "edit_comment"
    DELETE_COMMENT = "delete_comment"
    HIDE_COMMENT = "hide_comment"
    INVITE = "invite"
    REVOKE_INVITATION = "revoke_invitation"
    REMOVE_MEMBER = "remove_member"
    EDIT_DIARY = "edit_diary"
    HAND_OVER = "hand_over"
    DELETE_DIARY = "delete_diary"


_ALL = frozenset({Role.OWNER, Role.MEMBER})
_LEAD = frozenset({Role.OWNER, Role.ADMIN})
_AUTHOR = frozenset({Role.AUTHOR})

#: The roles of which one is enough. An admin of the chat leads the diary but, without being a
#: member, reads nothing of it outside the chat.
TABLE: Mapping[Act, frozenset[Role]] = {
    Act.READ: _ALL,
    Act.WRITE: _ALL,
    Act.COMMENT: _ALL | {Role.HERE},
    Act.EDIT_ENTRY: _AUTHOR,
    Act.DELETE_ENTRY: _AUTHOR,
    Act.SHARE_ENTRY: _AUTHOR,
    Act.REMOVE_ENTRY: _LEAD,
    Act.EDIT_COMMENT: _AUTHOR,
    Act.DELETE_COMMENT: _AUTHOR,
    Act.HIDE_COMMENT: _LEAD,
    Act.INVITE: _ALL,
    Act.REVOKE_INVITATION: _LEAD | _AUTHOR,
    Act.REMOVE_MEMBER: _LEAD,
    Act.EDIT_DIARY: _LEAD,
    Act.HAND_OVER: frozenset({Role.OWNER}),
    Act.DELETE_DIARY: frozenset({Role.OWNER}),
}


#: What somebody may do with their own work from anywhere, also after they have left.
UNBOUND = frozenset({Act.DELETE_COMMENT, Act.DELETE_ENTRY})


def allows(roles: frozenset[Role], act: Act) -> bool:
    """Whether one of these roles is enough."""
    return not roles.isdisjoint(TABLE[act])


async def roles(
    connection: Connection,
    person: Person | None,
    diary: Diary,
    now: dt.datetime,
    *,
    author_id: int | None = None,
    is_here: bool = False,
) -> frozenset[Role]:
    """What this person is to this diary now.

    `author_id` is who made the entry, comment or invitation in question. `is_here`: Telegram has
    just said that the person writes or presses in the diary's chat. In a shared diary nobody is
    anything without being in its chat: a membership alone opens nothing. A fresh word that somebody
    is gone counts for more than a press: who comes back is put down as a member by Telegram's news.
    """
    if person is None:
        return frozenset({Role.HERE}) if is_here and diary.is_shared else frozenset()
    if not diary.is_shared:
        own = frozenset({Role.OWNER, Role.MEMBER})
        return _authored(own, person, author_id) if diary.owner_id == person.id else frozenset()
    status = await _status(connection, person, diary, now)
    if _is_gone(diary, status) or (not is_here and status not in PRESENT):
        return frozenset()
    found = {Role.ADMIN} if status in ADMINS else set[Role]()
    found |= {Role.HERE} if is_here else set[Role]()
    member = await members.find(connection, diary.id, person.id)
    if member is not None and member.state == "member":
        found |= {Role.OWNER, Role.MEMBER} if diary.owner_id == person.id else {Role.MEMBER}
    own = _authored(frozenset(found), person, author_id)
    return await _for_chat(connection, own, diary, author_id)


def _is_gone(diary: Diary, status: str | None) -> bool:
    """Who has left a channel may well be in the group in which it is discussed."""
    return status == "kicked" if diary.kind == "channel" else status in GONE


async def _for_chat(
    connection: Connection, found: frozenset[Role], diary: Diary, author_id: int | None
) -> frozenset[Role]:
    """What was written under the name of this diary's chat belongs to those who lead it.

    Any other channel may speak in a group: its words are its own.
    """
    if author_id is None or Role.ADMIN not in found:
        return found
    author = await persons.get(connection, author_id)
    is_ours = author.telegram_id in {diary.chat_id, diary.discussion_chat_id}
    return found | {Role.AUTHOR} if author.kind == "chat" and is_ours else found


def _authored(found: frozenset[Role], person: Person, author_id: int | None) -> frozenset[Role]:
    return found | {Role.AUTHOR} if author_id == person.id else found


async def _status(
    connection: Connection, person: Person, diary: Diary, now: dt.datetime
) -> str | None:
    """Telegram's word on the person in the diary's chat, while it is fresh."""
    standing = await standings.find(connection, diary.chat_id, person.telegram_id)
    if standing is None or not now - FRESH <= standing.seen_at:
        return None
    return standing.status


async def require(
    connection: Connection,
    person: Person | None,
    diary_id: int,
    act: Act,
    now: dt.datetime,
    *,
    author_id: int | None = None,
    is_here: bool = False,
) -> Diary:
    """The diary, if the person may; raises NotYours, also where there is no such diary."""
    diary = await diaries.find(connection, diary_id)
    if diary is None:
        raise NotYours
    if act in UNBOUND and person is not None and author_id == person.id:
        return diary
    found = await roles(connection, person, diary, now, author_id=author_id, is_here=is_here)
    if not allows(found, act):
        raise NotYours
    return diary
