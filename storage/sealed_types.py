"""Column types of what people said and showed: sealed where the engine has seals, else as it is.

The seals are the engine's own (`give` puts them on its dialect), so two databases with different
keys live in one process, and without any the types cost nothing and change nothing.

Whoever compares such a column with something in SQL would find nothing once it is sealed, so what
cannot be compared raises Incomparable when the query is written, with or without seals: read the
rows and compare in Python. `part` takes a piece out of a document without opening the others.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, Dialect, Integer, String, Text, type_coerce
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from storage.sealing import SIGN, Seals, Unreadable
from storage.types import Emoji, Word

_SEALS: Final = "mind_gitter_seals"

#: What a seal does not change: equality of words, and whether there is anything.
_EQUAL: Final = (operators.eq, operators.ne, operators.in_op, operators.not_in_op)

#: How deep a report is sealed in pieces: `transcript` / `text`, `emotions` / `dominant`.
_DEPTH: Final = 2


class Incomparable(TypeError):
    """A query compares a sealed column in a way that finds nothing once it is sealed."""


def give(dialect: Dialect, seals: Seals | None) -> None:
    """From now on the engine of this dialect seals with these; None: with none."""
    setattr(dialect, _SEALS, seals)


def seals_of(dialect: Dialect) -> Seals | None:
    """What the engine of this dialect seals with."""
    found: Seals | None = getattr(dialect, _SEALS, None)
    return found


def seal_document(value: Any, seals: Seals, place: str, depth: int) -> Any:
    """JSON whose pieces down to this depth are sealed; the names of the pieces can be read."""
    if depth and isinstance(value, dict):
        return {
            name: seal_document(each, seals, f"{place}/{name}", depth - 1)
            for name, each in value.items()
        }
    return seals.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")), place)


def open_document(value: Any, seals: Seals, place: str) -> Any:
    """What `seal_document` has sealed. Raises Unreadable or UnknownKey."""
    if isinstance(value, dict):
        return {name: open_document(each, seals, f"{place}/{name}") for name, each in value.items()}
    if not isinstance(value, str):
        raise Unreadable(place)
    return json.loads(seals.open(value, place))


class _Sealed:
    """What the types share. What is sealed is bound to its `place`, which is table.column."""

    place: str

    def sealed(self, value: Any, seals: Seals) -> Any:
        """A value of Python's as it lies on the disk."""
        return seals.seal(value, self.place) if value else value

    def opened(self, value: Any, seals: Seals) -> Any:
        """What lies on the disk as a value of Python's. Raises Unreadable or UnknownKey."""
        return seals.open(value, self.place) if value else value

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Sealed, where there are seals. None and an empty text say that nothing is there."""
        seals = seals_of(dialect)
        return value if seals is None or value is None else self.sealed(value, seals)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Opened, where there are seals. Raises Unreadable or UnknownKey."""
        seals = seals_of(dialect)
        if seals is None or value is None:
            return value
        try:
            return self.opened(value, seals)
        except (AttributeError, RecursionError, TypeError, ValueError):
            # Bytes or a number where a text was: whoever changes the disk need not keep to types.
            raise Unreadable(self.place) from None

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Raises Incomparable; only whether something is there can be asked."""
        if value == "" and op in {operators.eq, operators.ne}:
            return String()
        raise Incomparable(f"{self.place}: {getattr(op, '__name__', op)}")


class Sealed(_Sealed, TypeDecorator[str]):
    """A text."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str, length: int | None = None) -> None:
        super().__init__()
        self.place = place
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """A length is for the database's own eyes: SQLite takes longer ones."""
        return dialect.type_descriptor(Text() if self.length is None else String(self.length))


class SealedNumber(_Sealed, TypeDecorator[int]):
    """A whole number that tells something of a person; SQLite keeps its seal as a text."""

    impl = Integer
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def sealed(self, value: Any, seals: Seals) -> Any:
        """A number as a sealed text."""
        return seals.seal(str(value), self.place)

    def opened(self, value: Any, seals: Seals) -> Any:
        """Raises Unreadable, also for a number that nobody has sealed."""
        return int(seals.open(str(value), self.place))


class _Json(_Sealed):
    """What lies on the disk as JSON; what is none is damaged, with or without seals."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """As of every type; raises Unreadable where that raises ValueError or TypeError."""
        read = super().result_processor(dialect, coltype)  # type: ignore[misc]

        def process(value: Any) -> Any:
            try:
                return read(value)
            except (RecursionError, TypeError, ValueError):
                raise Unreadable(self.place) from None

        return process


class _Whole(JSON.Comparator[Any]):
    """Nothing is taken out of a sealed document but by `part`."""

    def _setup_getitem(self, index: Any) -> Any:
        raise Incomparable(f"{self.expr}[{index!r}]: see storage.sealed_types.part")


class SealedDocument(_Json, TypeDecorator[Any]):
    """Plain JSON values, None is NULL. `in_pieces`: a report, of which `part` reads some alone."""

    impl = JSON
    cache_ok = True
    comparator_factory = _Whole

    def __init__(self, place: str, *, in_pieces: bool = False) -> None:
        super().__init__(none_as_null=True)
        self.place = place
        self.in_pieces = in_pieces

    def sealed(self, value: Any, seals: Seals) -> Any:
        """JSON as JSON."""
        return seal_document(value, seals, self.place, _DEPTH if self.in_pieces else 0)

    def opened(self, value: Any, seals: Seals) -> Any:
        """Raises Unreadable or UnknownKey."""
        return open_document(value, seals, self.place)


class _Part(_Json, TypeDecorator[Any]):
    """A piece of a document, by its path."""

    impl = JSON
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def opened(self, value: Any, seals: Seals) -> Any:
        """Raises Unreadable or UnknownKey."""
        return open_document(value, seals, self.place)


def part(column: ColumnElement[Any], *path: str) -> ColumnElement[Any]:
    """A piece of a column that is sealed in pieces, as JSON; None where there is none.

    At most as deep as they are sealed.
    """
    kind = column.type
    if not isinstance(kind, SealedDocument) or not kind.in_pieces or len(path) > _DEPTH:
        raise Incomparable(f"{column} / {'/'.join(path)}")
    place = "/".join((kind.place, *path))
    return type_coerce(type_coerce(column, JSON())[path], _Part(place))


class _SealedWord(_Sealed):
    """What is sealed so that equal words stay equal, and can be found."""

    def sealed(self, value: Any, seals: Seals) -> Any:
        """A word as its seal."""
        return seals.seal_word(value, self.place)

    def opened(self, value: Any, seals: Seals) -> Any:
        """Raises Unreadable or UnknownKey."""
        return seals.open_word(value, self.place)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:  # noqa: ARG002
        """Raises Incomparable for all but equality."""
        if op in _EQUAL:
            return self
        raise Incomparable(f"{self.place}: {getattr(op, '__name__', op)}")


class SealedWord(_SealedWord, Word):
    """A word that is compared."""

    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place


class SealedTerm(SealedWord):
    """A term of the index. Its first sign (# for tags, ! for marks) can be read.

    So those that begin with it are a stretch of the index still; without seals those of every
    beginning are.
    """

    cache_ok = True

    def sealed(self, value: Any, seals: Seals) -> Any:
        """The class of a mark, then the seal of it all."""
        return _class(value) + seals.seal_word(value, self.place)

    def opened(self, value: Any, seals: Seals) -> Any:
        """Raises Unreadable or UnknownKey."""
        mark, sign, rest = value.partition(SIGN)
        word = seals.open_word(sign + rest, self.place)
        if _class(word) != mark:
            raise Unreadable(self.place)
        return word

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Ranges are for `storage.search`, which knows when there are none."""
        if op in {operators.ge, operators.lt}:
            return String()
        return super().coerce_compared_value(op, value)


def _class(term: str) -> str:
    return term[0] if term[:1] in {"#", "!"} else ""


class SealedEmoji(_SealedWord, Emoji):
    """A reaction that is compared."""

    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place


class SealedKey(_SealedWord, TypeDecorator[str]):
    """A name by which something is looked up, of so many characters."""

    impl = String
    cache_ok = True

    def __init__(self, place: str, length: int) -> None:
        super().__init__(length)
        self.place = place
        self.length = length


#: Every type that seals.
KINDS: Final = _Sealed
