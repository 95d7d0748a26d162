"""The manifest: which part of which export this is, what is in it and what is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from archive.errors import Foreign, Newer
from archive.fields import Fields
from archive.format import FATES, NAME, VERSION

FILE = "manifest.json"
MOST_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class Absent:
    """A clip that is not in this part: of which entry, its number from 1, and why (a fate)."""

    entry: str
    clip: int
    fate: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"entry": self.entry, "clip": self.clip, "fate": self.fate}

    @classmethod
    def read(cls, fields: Fields) -> Absent:
        """What `to_json` described; raises Broken."""
        return cls(fields.uid("entry"), fields.whole("clip", 1), fields.one_of("fate", FATES))


#: Why something is not in it: what is stored of an entry, or of its owner, is damaged.
REASONS = frozenset({"entry_damaged", "owner_damaged"})


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read when the part was made: an entry (None: what is in about-me.json).

    `day` is of the entry, where that could be read; `why` is one of REASONS.
    """

    entry: str | None
    day: dt.date | None
    why: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        day = self.day.isoformat() if self.day else None
        return {"entry": self.entry, "day": day, "why": self.why}

    @classmethod
    def read(cls, fields: Fields) -> Unread:
        """What `to_json` described; raises Broken."""
        return cls(
            fields.uid_or_none("entry"), fields.day_or_none("day"), fields.one_of("why", REASONS)
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """`export` names the whole, of which this is `part` of `parts`, counted from 1.

    `first` and `last` are the days that were asked for, if any. `entries` are the uids of this
    part, `absent` the clips of these entries whose files are not in it, `unread` what should be in
    it and could not be read.
    """

    export: str
    made_at: dt.datetime
    part: int = 1
    parts: int = 1
    first: dt.date | None = None
    last: dt.date | None = None
    entries: tuple[str, ...] = ()
    absent: tuple[Absent, ...] = ()
    unread: tuple[Unread, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "format": NAME,
            "version": VERSION,
            "export": self.export,
            "made_at": self.made_at.astimezone(dt.UTC).isoformat(),
            "part": self.part,
            "parts": self.parts,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "entries": list(self.entries),
            "absent": [absent.to_json() for absent in self.absent],
            "unread": [unread.to_json() for unread in self.unread],
        }

    @classmethod
    def read(cls, fields: Fields) -> Manifest:
        """What `to_json` described; raises Foreign, Newer or Broken."""
        if fields.values.get("format") != NAME:
            raise Foreign
        if fields.whole("version", 1) > VERSION:
            raise Newer
        return cls(
            fields.uid("export"),
            fields.moment("made_at"),
            fields.whole("part", 1, 100_000),
            fields.whole("parts", 1, 100_000),
            fields.day_or_none("first"),
            fields.day_or_none("last"),
            fields.texts("entries", MOST_ENTRIES, 32),
            fields.several("absent", Absent.read, MOST_ENTRIES * 100),
            # Parts that were made before anything could be skipped have no such list.
            Fields({"unread": [], **fields.values}).several("unread", Unread.read, MOST_ENTRIES),
        )
