"""Whose archive it is, what they have chosen, and what they have said about entries of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.fields import LONGEST_TEXT, Fields, written
from archive.format import COMMENT_KINDS, LONGEST_NAME, Json

MOST_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class Remark:
    """What the person has said about somebody else's entry: their own words, and its title."""

    about: str | None
    day: dt.date
    diary: str | None
    at: dt.datetime
    kind: str
    text: str | None

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {
            "about": self.about,
            "day": self.day.isoformat(),
            "diary": self.diary,
            "at": written(self.at),
            "kind": self.kind,
            "text": self.text,
        }

    @classmethod
    def read(cls, fields: Fields) -> Remark:
        """What `to_json` described; raises Broken."""
        return cls(
            fields.text_or_none("about", LONGEST_NAME),
            fields.day("day"),
            fields.text_or_none("diary", LONGEST_NAME),
            fields.moment("at"),
            fields.one_of("kind", COMMENT_KINDS),
            fields.text_or_none("text"),
        )


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that is heard wrong, and what is meant by it."""

    heard: str
    meant: str

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {"heard": self.heard, "meant": self.meant}

    @classmethod
    def read(cls, fields: Fields) -> Spelling:
        """What `to_json` described; raises Broken."""
        return cls(fields.text("heard", 64), fields.text("meant", 64))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What is not to be shown when looking back: a tag or person (`value`), an entry, or days."""

    kind: str
    value: str | None = None
    entry: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {
            "kind": self.kind,
            "value": self.value,
            "entry": self.entry,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
        }

    @classmethod
    def read(cls, fields: Fields) -> Exclusion:
        """What `to_json` described; raises Broken."""
        return cls(
            fields.text("kind", 16),
            fields.text_or_none("value", 64),
            fields.uid_or_none("entry"),
            fields.day_or_none("first"),
            fields.day_or_none("last"),
        )


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose archive it is, and what they have chosen. `settings` are plain values by name."""

    name: str | None = None
    language: str = "en"
    settings: Mapping[str, Any] = field(default_factory=dict)
    glossary: tuple[Spelling, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    questions: tuple[str, ...] = ()
    unwanted_tags: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {
            "name": self.name,
            "language": self.language,
            "settings": dict(self.settings),
            "glossary": [word.to_json() for word in self.glossary],
            "exclusions": [exclusion.to_json() for exclusion in self.exclusions],
            "questions": list(self.questions),
            "unwanted_tags": list(self.unwanted_tags),
            "comments_elsewhere": [remark.to_json() for remark in self.remarks],
        }

    @classmethod
    def read(cls, fields: Fields) -> Owner:
        """What `to_json` described; raises Broken."""
        return cls(
            fields.text_or_none("name", 64),
            fields.text("language", 8),
            fields.document_or_none("settings") or {},
            fields.several("glossary", Spelling.read, MOST_WORDS),
            fields.several("exclusions", Exclusion.read, MOST_WORDS),
            fields.texts("questions", MOST_WORDS, LONGEST_TEXT),
            fields.texts("unwanted_tags", MOST_WORDS, 64),
            fields.several("comments_elsewhere", Remark.read, 1_000_000),
        )
