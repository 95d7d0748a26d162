"""Who is invited to a shared diary, by whom, and what became of it.

A link carries a random token of 192 bits, of which only the hash is kept. Without the right token
nothing is told, whatever the state of anything; with it, also why it no longer works.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from diary import members, rights
from diary.errors import AlreadyMember, Closed, NoInvitation, NotYours, TooMany, Unaskable
from diary.rights import Act
from storage import diaries, invitations, notices, persons
from storage import members as rows
from storage.database import Connection
from storage.diaries import Diary
from storage.invitations import Invitation
from storage.persons import Person

#: How long an invitation can be accepted.
LASTS = dt.timedelta(days=14)

#: How long nobody of a diary asks somebody again who has said no.
PEACE = dt.timedelta(days=30)

#: People who can come by a link for several, and invitations that one person makes in a day.
SEVERAL = 5
MOST_A_DAY = 30

TOKEN_BYTES = 24
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")

#: What is said of a state; one that was open a moment ago has just been taken back.
_OVER = {"accepted": "used", "pending": "revoked"}


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as the one sees it who may answer it. `is_member`: they are in already."""

    invitation: Invitation
    diary: Diary
    inviter: Person
    is_member: bool = False


async def make_link(
    connection: Connection, person: Person, diary_id: int, uses: int, now: dt.datetime
) -> tuple[int, str]:
    """A link for `uses` people: the invitation's id and its token, which nobody can read again.

    Raises NotYours or TooMany.
    """
    diary = await _inviting(connection, person, diary_id, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = _values(diary, person, now) | {"token_hash": digest(token), "uses_left": uses}
    return await invitations.add(connection, values), token


async def ask(
    connection: Connection, person: Person, diary_id: int, invitee: Person | None, now: dt.datetime
) -> int:
    """Invite somebody by name; the invitation's id. Asked already, they are not asked again.

    `invitee` is None for somebody whom nobody knows. Raises NotYours, TooMany, AlreadyMember, and
    Unaskable for everybody who cannot be asked, for whatever reason: who has said no, who has
    blocked the bot and who never met it look alike.
    """
    diary = await _inviting(connection, person, diary_id, now)
    if invitee is None or invitee.kind != "person" or invitee.blocked_at is not None:
        raise Unaskable
    if await members.is_member(connection, diary.id, invitee.id):
        raise AlreadyMember
    pending = await invitations.pending_for(connection, diary.id, invitee.id, now)
    if pending is not None:
        return pending.id
    if await invitations.has_declined(connection, diary.id, invitee.id, now - PEACE):
        raise Unaskable
    values = _values(diary, person, now) | {"invitee_id": invitee.id, "uses_left": 1}
    invitation_id = await invitations.add(connection, values)
    await notices.add(
        connection, invitee.id, "invited", now, diary_id=diary.id, subject_id=invitation_id
    )
    return invitation_id


async def _inviting(
    connection: Connection, person: Person, diary_id: int, now: dt.datetime
) -> Diary:
    diary = await rights.require(connection, person, diary_id, Act.INVITE, now)
    if not diary.is_shared or diary.state != "open":
        raise NotYours
    if (
        await invitations.made_since(connection, person.id, now - dt.timedelta(days=1))
        >= MOST_A_DAY
    ):
        raise TooMany
    return diary


def _values(diary: Diary, inviter: Person, now: dt.datetime) -> dict[str, object]:
    return {
        "diary_id": diary.id,
        "inviter_id": inviter.id,
        "created_at": now,
        "expires_at": now + LASTS,
    }


def digest(token: str) -> str:
    """What is kept of a token: SHA-256 in hexadecimal digits. It has 192 random bits: no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


async def look_up(connection: Connection, tokens: Collection[str]) -> Mapping[str, Invitation]:
    """The invitations that these tokens belong to; what is no token finds nothing."""
    hashes = {digest(token): token for token in tokens if _TOKEN.fullmatch(token)}
    found = await invitations.of_hashes(connection, hashes) if hashes else {}
    return {hashes[key]: invitation for key, invitation in found.items()}


async def open_link(connection: Connection, person: Person, token: str, now: dt.datetime) -> Offer:
    """What a person is offered who has followed a link; from now on they may answer it.

    Raises NoInvitation for a token that nobody was given, Closed for one that is over.
    """
    invitation = (await look_up(connection, (token,))).get(token)
    if invitation is None:
        raise NoInvitation
    offer = await _offer(connection, invitation, person)
    if offer.is_member:
        return offer
    _check_open(invitation, offer.diary, now)
    await _check_not_removed(connection, invitation, person)
    if await invitations.answer_of(connection, invitation.id, person.id) is None:
        await invitations.answer(connection, invitation.id, person.id, "seen", now)
    return offer


async def _offer(connection: Connection, invitation: Invitation, person: Person) -> Offer:
    diary = await diaries.get(connection, invitation.diary_id)
    inviter = await persons.get(connection, invitation.inviter_id)
    is_in = await members.is_member(connection, diary.id, person.id)
    return Offer(invitation, diary, inviter, is_in)


def _check_open(invitation: Invitation, diary: Diary, now: dt.datetime) -> None:
    if invitation.state != "pending":
        raise Closed(_OVER.get(invitation.state, invitation.state))
    if invitation.expires_at <= now:
        raise Closed("expired")
    if diary.state != "open":
        raise Closed("revoked")


def is_open(offer: Offer, now: dt.datetime) -> bool:
    """Whether the invitation can still be accepted."""
    try:
        _check_open(offer.invitation, offer.diary, now)
    except Closed:
        return False
    return True


async def _check_not_removed(
    connection: Connection, invitation: Invitation, person: Person
) -> None:
    """Who was removed comes back only by an invitation that was made after that."""
    member = await rows.find(connection, invitation.diary_id, person.id)
    if (
        member is not None
        and member.state == "removed"
        and member.left_at is not None
        and member.left_at >= invitation.created_at
    ):
        raise Closed("revoked")


async def offered(connection: Connection, person: Person, invitation_id: int) -> Offer:
    """The invitation, for whom it was meant or who came by its link; NotYours for all others."""
    invitation = await invitations.get(connection, invitation_id)
    if invitation is None:
        raise NotYours
    is_asked = invitation.invitee_id == person.id
    said = await invitations.answer_of(connection, invitation_id, person.id)
    if not is_asked and said is None:
        raise NotYours
    return await _offer(connection, invitation, person)


async def accept(
    connection: Connection, person: Person, invitation_id: int, now: dt.datetime
) -> Offer:
    """Become a member; `is_member` says that one was before. Raises NotYours or Closed."""
    offer = await offered(connection, person, invitation_id)
    if offer.is_member:
        return offer
    _check_open(offer.invitation, offer.diary, now)
    await _check_not_removed(connection, offer.invitation, person)
    if not await invitations.use(connection, invitation_id, now):
        raise Closed("used")
    await invitations.answer(connection, invitation_id, person.id, "accepted", now)
    await members.enter(connection, offer.diary, person, now)
    await _end_others(connection, offer, person, now)
    await _tell(connection, offer, "joined", person.id, now)
    return offer


async def _end_others(
    connection: Connection, offer: Offer, person: Person, now: dt.datetime
) -> None:
    """Who came by a link need not be asked by name any more."""
    other = await invitations.pending_for(connection, offer.diary.id, person.id, now)
    if other is not None:
        await invitations.end(connection, other.id, "accepted", now)


async def decline(
    connection: Connection, person: Person, invitation_id: int, now: dt.datetime
) -> Offer:
    """Say no. A link for several stays open for the others. Raises NotYours or Closed."""
    offer = await offered(connection, person, invitation_id)
    if offer.is_member:
        raise Closed("used")
    if await invitations.answer_of(connection, invitation_id, person.id) == "declined":
        return offer
    _check_open(offer.invitation, offer.diary, now)
    await invitations.answer(connection, invitation_id, person.id, "declined", now)
    by_name = offer.invitation.invitee_id is not None
    if by_name or offer.invitation.uses_left == 1:
        await invitations.end(connection, invitation_id, "declined", now)
    # The name of somebody who was not asked by name is theirs to tell.
    await _tell(connection, offer, "declined", person.id if by_name else None, now)
    return offer


async def _tell(
    connection: Connection, offer: Offer, kind: str, who: int | None, now: dt.datetime
) -> None:
    """The inviter hears the answer."""
    await notices.add(
        connection, offer.inviter.id, kind, now, diary_id=offer.diary.id, subject_id=who
    )


async def open_ones(
    connection: Connection, person: Person, diary_id: int, now: dt.datetime
) -> Sequence[Invitation]:
    """The open invitations that this person may revoke: their own, and who leads sees all."""
    diary = await rights.require(connection, person, diary_id, Act.READ, now)
    found = await rights.roles(connection, person, diary, now)
    leads = rights.allows(found, Act.REVOKE_INVITATION)
    return await invitations.pending_of(connection, diary_id, now, None if leads else person.id)


async def diary_of(connection: Connection, invitation_id: int) -> int:
    """The diary that an invitation is for, to ask Telegram about it first; 0 where there is none.

    For who is to be asked, never for what is to be told.
    """
    found = await invitations.get(connection, invitation_id)
    return 0 if found is None else found.diary_id


async def revoke(
    connection: Connection, person: Person, invitation_id: int, now: dt.datetime
) -> Invitation:
    """Take an invitation back; raises NotYours, also where there is none, or Closed."""
    invitation = await invitations.get(connection, invitation_id)
    if invitation is None:
        raise NotYours
    author = invitation.inviter_id
    act = Act.REVOKE_INVITATION
    await rights.require(connection, person, invitation.diary_id, act, now, author_id=author)
    if not await invitations.end(connection, invitation_id, "revoked", now):
        raise Closed(_OVER.get(invitation.state, invitation.state))
    if invitation.invitee_id is not None:
        await notices.drop(connection, "invited", invitation.diary_id, invitation.invitee_id)
    return invitation
