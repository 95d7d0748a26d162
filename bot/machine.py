"""What a bot can say of the machine that it runs on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """Room on the disk in bytes, when the last backup was made, and what runs; None: not known."""

    free_bytes: int | None = None
    whole_bytes: int | None = None
    backup_at: dt.datetime | None = None
    version: str = ""
