"""Whom a name behind @ means: people by what they are called, and oneself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from storage.persons import Person

#: What people call themselves; compared whole.
_ME: Final = frozenset({"me", "나", "저"})

#: Shorter names stand at the end of many others.
_SHORTEST_END: Final = 2


def meant(
    names: Sequence[str],
    known: Sequence[tuple[int, str | None, str | None]],
    asker: Person | None,
) -> Mapping[str, list[int]]:
    """The persons whom each name means, among those known by number, name and user name.

    Who asks is always known, by the name that they have today.
    """
    known = [*known, (asker.id, asker.name, asker.username)] if asker is not None else known
    own = [asker.id] if asker is not None else []
    return {
        name: sorted(
            {i for i, *called in known if _is_called(name, called)}
            | set(own if name.casefold() in _ME else ())
        )
        for name in names
    }


def _is_called(name: str, called: Sequence[str | None]) -> bool:
    """By the user name, the whole name, the beginning of one of its words or a Korean first name.

    Surname and first name are one word there: 민지 is the end of 김민지.
    """
    wanted = name.casefold()
    full, username = ((one or "").casefold() for one in called)
    words = (full, full.replace(" ", ""), *full.split())
    if wanted == username or any(word.startswith(wanted) for word in words):
        return True
    is_first_name = len(wanted) >= _SHORTEST_END and "가" <= wanted[0] <= "힣"
    return is_first_name and any(word.endswith(wanted) for word in words)
