"""Backups: when the next one is due, which are kept, and who must not come back with one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from diary import erasure
from storage import erasure as rows
from storage import numbering, persons, tombstones
from storage.database import Database
from storage.erasure import Erasure
from storage.media import MediaFolder


@dataclass(frozen=True, slots=True)
class Terms:
    """How many days, weeks (from Monday) and months are kept, and at which hour of which zone.

    Of each day, week and month the last backup stays. With no days none is made.
    """

    daily: int = 7
    weekly: int = 4
    monthly: int = 6
    hour: int = 5
    time_zone: str = "Asia/Seoul"

    @property
    def longest(self) -> dt.timedelta:
        """No backup but the last one of all gets older than this."""
        return dt.timedelta(days=max(self.daily, 7 * self.weekly, 31 * self.monthly) + 1)


def is_due(made: Collection[dt.datetime], now: dt.datetime, terms: Terms) -> bool:
    """Whether none was made since the hour last came. One of the future says nothing."""
    if not terms.daily:
        return False
    local = now.astimezone(ZoneInfo(terms.time_zone))
    since = local.replace(hour=terms.hour, minute=0, second=0, microsecond=0)
    if since > local:
        since -= dt.timedelta(days=1)
    return not any(since <= at <= now for at in made)


def kept(made: Collection[dt.datetime], now: dt.datetime, terms: Terms) -> set[dt.datetime]:
    """Those that stay: the last of each day, week and month that is not long ago, and of all."""
    zone = ZoneInfo(terms.time_zone)
    stay = {max(made)} if made else set()
    for count, number in ((terms.daily, _day), (terms.weekly, _week), (terms.monthly, _month)):
        today = number(now.astimezone(zone).date())
        last: dict[int, dt.datetime] = {}
        for at in sorted(made):
            last[number(at.astimezone(zone).date())] = at
        stay |= {at for span, at in last.items() if span > today - count}
    return stay


def _day(date: dt.date) -> int:
    return date.toordinal()


def _week(date: dt.date) -> int:
    """From Monday; day 1 of the calendar was one."""
    return (date.toordinal() - 1) // 7


def _month(date: dt.date) -> int:
    return 12 * date.year + date.month


async def settle(
    database: Database, media: MediaFolder, known: Collection[str], now: Callable[[], dt.datetime]
) -> int:
    """Make a restored database one that may be lived in; how many had to be erased again.

    Those are everybody of these tombstones. No number is given again that was given after the
    backup. Messages in chats, and the receipt, are left to the bot's next start.
    """
    async with database.writing() as connection:
        await numbering.leap(connection)
        accounts = await tombstones.accounts(connection, known)
    for account in accounts:
        await _erase(database, media, account, now())
    return len(accounts)


async def _erase(database: Database, media: MediaFolder, account: int, now: dt.datetime) -> None:
    """An earlier life of the account may be on its way out already: that one goes first."""
    async with database.reading() as connection:
        before = await rows.of_account(connection, account)
    if before is not None:
        await _clear(database, media, before, now)
        async with database.writing() as connection:
            await rows.remove(connection, before.id)
    async with database.writing() as connection:
        person = await persons.find(connection, account)
        assert person is not None  # noqa: S101 - nobody else works on this database
        begun = await erasure.begin(connection, person, 0, now)
    await _clear(database, media, begun.erasure, now)


async def _clear(database: Database, media: MediaFolder, one: Erasure, now: dt.datetime) -> None:
    """Files first: a row that is gone would no longer name them."""
    async with database.reading() as connection:
        names = await rows.files_of(connection, one)
    for name in names:
        media.remove(name)
    while True:
        async with database.writing() as connection:
            current = await rows.of_account(connection, one.telegram_id)
            if current is None or current.state != "clearing":
                return
            await erasure.go_on(connection, one, now)
