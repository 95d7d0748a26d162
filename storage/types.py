"""Column types that mean the same on SQLite, PostgreSQL and MariaDB. Migrations name them too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware time in UTC; kept without its zone, since not every database keeps zones."""

    # Without the precision MariaDB drops fractions of a second, and with them who came first.
    impl = DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """To a naive UTC time; a naive one is refused with ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(dt.UTC).replace(tzinfo=None)  # type: ignore[no-any-return]

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Back to an aware UTC time."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Word(TypeDecorator[str]):
    """A tag or a term: compared letter by letter, also where the database's habit is looser.

    MariaDB takes "cafe" and "café" for the same word unless told not to.
    """

    impl = String
    cache_ok = True

    #: Characters; longer words are cut before they are stored.
    LONGEST = 64

    def __init__(self) -> None:
        super().__init__(self.LONGEST)

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The exact collation where it must be named."""
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.VARCHAR(self.LONGEST, collation="utf8mb4_bin"))
        if dialect.name == "postgresql":  # the beginning of a word is found as a range of words
            return dialect.type_descriptor(String(self.LONGEST, collation="C"))
        return dialect.type_descriptor(String(self.LONGEST))


class Emoji(Word):
    """A reaction: an emoji or the number of a custom one; compared as exactly as a word."""

    cache_ok = True
    LONGEST = 32


#: SQLite counts only INTEGER primary keys by itself.
Key = BigInteger().with_variant(Integer, "sqlite")

#: Plain JSON values; None is the database's NULL, not JSON's.
Document = JSON(none_as_null=True)
