"""How the text of a setting becomes a value.

Each reader takes the text and gives the value, or raises `ValueError` whose message continues a
sentence that begins with the setting's name: "… must be a whole number from 1 to 64".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: Digits, a colon and the secret part. The stand-in's tokens are shorter than Telegram's.
_TOKEN: Final = re.compile(r"\d+:[A-Za-z0-9_-]{4,}")

#: Telegram's own rule for the secret of a webhook, and what cannot be guessed.
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{8,256}")

#: A host and a port, an IPv6 address in brackets; or a socket's path.
_LISTEN: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})|unix:/\S+")

_ADDRESS: Final = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")

_LAST_PORT: Final = 65_535

#: The way a database is named in a URL -> the way its asynchronous driver is.
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+pysqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "postgresql+psycopg": "postgresql+psycopg",
    "mysql": "mysql+aiomysql",
    "mysql+aiomysql": "mysql+aiomysql",
    "mysql+asyncmy": "mysql+asyncmy",
    "mariadb": "mariadb+aiomysql",
    "mariadb+aiomysql": "mariadb+aiomysql",
    "mariadb+asyncmy": "mariadb+asyncmy",
}


def text(given: str) -> str:
    """Any text, as it is."""
    return given


def bot_token(given: str) -> str:
    """A bot's token, or nothing."""
    if given and not _TOKEN.fullmatch(given):
        raise ValueError("does not look like a bot's token (digits, a colon, then letters)")
    return given


def base_url(given: str) -> str:
    """An http(s) address without a trailing slash."""
    address = given.rstrip("/")
    if not _is_address(address):
        raise ValueError("must be an address like https://example.org, without ? and #")
    if address.endswith("/bot"):
        raise ValueError("must be the base address, without /bot at its end")
    return address


def webhook_url(given: str) -> str:
    """An address that Telegram can bring updates to, or nothing."""
    if not given:
        return given
    if not _is_address(given) or "@" in given or "%" in given:
        raise ValueError("must be an address like https://example.org/updates, without ?, #, @, %")
    return given


def _is_address(given: str) -> bool:
    try:
        parts = urlsplit(given)
        # Looking at the port is what finds one that is none.
        has_place = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return has_place and _ADDRESS.fullmatch(given) is not None


def webhook_secret(given: str) -> str:
    """What Telegram is to say to be known by, or nothing."""
    if given and not _SECRET.fullmatch(given):
        raise ValueError("must have 8 to 256 characters, of A-Z, a-z, 0-9, _ and - alone")
    return given


def listen(given: str) -> str:
    """Where to listen: HOST:PORT, or unix: and the path of a socket."""
    found = _LISTEN.fullmatch(given)
    if found is None or int(found[1] or 0) > _LAST_PORT:
        raise ValueError("must be like 127.0.0.1:8443, [::1]:8443 or unix:/run/diary/webhook.sock")
    return given


def shared_folder(given: str) -> Path | None:
    """An absolute path; yes is the whole machine (/), nothing or no is none."""
    if given.lower() in {"", "0", "no", "false", "off"}:
        return None
    return Path("/") if given.lower() in {"1", "yes", "true", "on"} else folder(given)


def optional_folder(given: str) -> Path | None:
    """An absolute path, or nothing."""
    return folder(given) if given else None


def folder(given: str) -> Path:
    """An absolute path; it need not exist yet. Relative ones start at the current folder."""
    try:
        return Path(given).expanduser().absolute()
    except RuntimeError:
        raise ValueError("begins with ~, but this user has no home folder") from None


def database_url(given: str) -> str:
    """A SQLAlchemy URL with an asynchronous driver, which is filled in where none is named."""
    name, divider, rest = given.partition("://")
    if not divider:
        raise ValueError("must be a URL like sqlite:///diary.sqlite3 or postgresql://host/name")
    if name.lower() not in _DRIVERS:
        known = "sqlite, postgresql (asyncpg, psycopg), mysql and mariadb (aiomysql, asyncmy)"
        raise ValueError(f"must name a database with an asynchronous driver: {known}")
    return f"{_DRIVERS[name.lower()]}://{rest}"


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`."""

    def read(given: str) -> int:
        try:
            value = int(given)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    return read


def number(low: float, high: float) -> Callable[[str], float]:
    """A reader of numbers from `low` to `high`."""

    def read(given: str) -> float:
        try:
            value = float(given)
        except ValueError:
            value = math.nan
        if not low <= value <= high:  # also false for nan
            raise ValueError(f"must be a number from {low:g} to {high:g}")
        return value

    return read


def three_counts(most: int) -> Callable[[str], tuple[int, int, int]]:
    """A reader of three whole numbers with slashes between them, each from 0 to `most`."""

    def read(given: str) -> tuple[int, int, int]:
        found = re.fullmatch(r"\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*", given)
        if found is None:
            raise ValueError("must be three whole numbers like 7/4/6")
        first, second, third = map(int, found.groups())
        if max(first, second, third) > most:
            raise ValueError(f"must be three whole numbers from 0 to {most}")
        return first, second, third

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    """A reader of one of the words."""

    def read(given: str) -> str:
        if given.lower() not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return given.lower()

    return read


def language(given: str) -> str:
    """A language code of two or three letters, as Whisper names languages, or nothing."""
    if given and not re.fullmatch(r"[a-zA-Z]{2,3}", given):
        raise ValueError("must be a language code like ko or en, or empty")
    return given.lower()


def time_zone(given: str) -> str:
    """The name of a time zone that this machine knows."""
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError("must be the name of a time zone, like Asia/Seoul or UTC") from fault
    return given


def telegram_ids(given: str) -> tuple[int, ...]:
    """Numbers of Telegram accounts, with commas or spaces between them."""
    found = given.replace(",", " ").split()
    if not all(re.fullmatch(r"[1-9][0-9]{0,15}", number) for number in found):
        raise ValueError("must be Telegram ids like 123456789, 987654321")
    return tuple(dict.fromkeys(map(int, found)))


def line(longest: int) -> Callable[[str], str]:
    """A reader of one line of text."""

    def read(given: str) -> str:
        if len(given) > longest:
            raise ValueError(f"must have at most {longest} characters")
        return " ".join(given.split())

    return read
