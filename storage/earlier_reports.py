"""What the analysis of an entry found before it was made again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import earlier_reports


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """One of them, with when it was made and when another took its place."""

    id: int
    entry_id: int
    report: dict[str, Any]
    made_at: dt.datetime
    replaced_at: dt.datetime


_COLUMNS = tuple(earlier_reports.c[name] for name in EarlierReport.__dataclass_fields__)


async def add(
    connection: AsyncConnection,
    entry_id: int,
    report: dict[str, Any],
    made_at: dt.datetime,
    now: dt.datetime,
) -> None:
    """Keep a report that another replaces."""
    values = {"entry_id": entry_id, "report": report, "made_at": made_at, "replaced_at": now}
    await connection.execute(insert(earlier_reports).values(**values))


async def last(connection: AsyncConnection, entry_id: int) -> EarlierReport | None:
    """The one that was replaced last."""
    query = select(*_COLUMNS).where(earlier_reports.c.entry_id == entry_id)
    row = (await connection.execute(query.order_by(earlier_reports.c.id.desc()).limit(1))).first()
    return None if row is None else EarlierReport(*row)
