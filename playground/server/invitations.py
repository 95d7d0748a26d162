"""Invitation links of groups and channels, and who may still join with them."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

MEMBER_LIMIT = 99_999


@dataclass(slots=True, eq=False)
class InviteLink:
    """One link. `expires` in unix seconds (0: never), `member_limit` 0 for any number.

    `joined` are the ids of those who came with it, `waiting` of those whom an administrator has
    still to let in.
    """

    url: str
    creator: Json
    name: str = ""
    expires: int = 0
    member_limit: int = 0
    creates_join_request: bool = False
    is_primary: bool = False
    revoked: bool = False
    joined: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)

    def open(self, now: float) -> bool:
        """Say whether one more may come."""
        full = 0 < self.member_limit <= len(self.joined)
        return not (self.revoked or full or 0 < self.expires <= now)

    def json(self) -> Json:
        """Return the Bot API's ChatInviteLink."""
        optional = {
            "name": self.name,
            "expire_date": self.expires,
            "member_limit": self.member_limit,
            "pending_join_request_count": len(self.waiting),
        }
        return {
            "invite_link": self.url,
            "creator": self.creator,
            "creates_join_request": self.creates_join_request,
            "is_primary": self.is_primary,
            "is_revoked": self.revoked,
            **{name: value for name, value in optional.items() if value},
        }
