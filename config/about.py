"""What a person may know about a setting: its name, unit, default, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

PREFIX: Final = "MINDGITTER_"


@dataclass(frozen=True, slots=True)
class About:
    """What a person may know about one setting. `default` is text, as it would stand in `.env`."""

    name: str
    default: str
    unit: str
    says: str
    read: Callable[[str], Any]
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable, as in `MINDGITTER_DATA`."""
        return PREFIX + self.name


def about(
    name: str,
    default: str,
    read: Callable[[str], Any],
    says: str,
    *,
    unit: str = "",
    secret: bool = False,
) -> dict[str, About]:
    """The metadata of one field of `Settings`."""
    return {"about": About(name, default, unit, says, read, secret)}
