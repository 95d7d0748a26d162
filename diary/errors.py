"""What the diary refuses.

DiaryError
├── NotYours        the entry belongs to somebody else, or is not there: the answer is the same
├── TooLate         the button belongs to a state that is over
├── TooMany         so much of this is not done within a day
├── Enough          a person has reached a limit, which says until when
├── Unaskable       somebody cannot be invited, for a reason that is not told
├── AlreadyMember   somebody who is in already
├── Closed          an invitation that is over
├── NoInvitation    a token that nobody was given
├── NoText          a title or description without a letter
├── TooLong         a title or description that is longer than there is room
├── NotYet          a day that has not come
└── NoRoom          more tags than an entry can have
"""

from __future__ import annotations

import datetime as dt


class DiaryError(Exception):
    """The diary refuses this."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class NotYours(DiaryError):
    """This entry is not there for this person."""


class TooLate(DiaryError):
    """This is no longer possible."""


class NoText(DiaryError):
    """There is nothing to read in it."""


class TooLong(DiaryError):
    """The text has `length` characters, which is too many."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length


class NotYet(DiaryError):
    """This day has not come."""


class NoRoom(DiaryError):
    """There is no room for more of these."""


class FileGone(DiaryError):
    """Telegram no longer has the file."""


class FileUnreadable(FileGone):
    """We keep the file ourselves, and it cannot be read."""


class FetchFailed(DiaryError):
    """The file could not be fetched now; later it may be, at the earliest after `after_s`."""

    def __init__(self, after_s: float = 0.0) -> None:
        super().__init__("The file could not be fetched now.")
        self.after_s = after_s


class TooMany(DiaryError):
    """So much of this is not done within a day."""


class Unaskable(DiaryError):
    """This person cannot be asked: not known, not reachable, or they said no not long ago."""


class AlreadyMember(DiaryError):
    """This person writes in the diary already."""


class Closed(DiaryError):
    """The invitation is over: `reason` is used, declined, expired or revoked."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class NoInvitation(DiaryError):
    """There is no such invitation."""


class Enough(DiaryError):
    """A person has done this as often as one person may.

    `what` names the limit, `most` is its number, and it goes on at `until`, told by clocks of
    `zone`.
    """

    def __init__(self, what: str, most: int, until: dt.datetime, zone: str) -> None:
        super().__init__()
        self.what, self.most, self.until, self.zone = what, most, until, zone
