"""Seals: what lies on the disk can be read with a key alone. Pure: no database, no file.

A key is 32 random bytes with a name. Of each, other keys are derived for other uses (HKDF-SHA256,
RFC 5869), so that no two ways of sealing ever share one. Texts are sealed by AES-256-GCM (NIST
SP 800-38D) with a random nonce of 96 bits; a key seals 2^32 of them at most (section 8.3 there),
which no diary comes near. Words that the database must find again are sealed by AES-SIV (RFC 5297),
where equal words give equal seals: the price of a search is that equality shows.
docs/decisions/0018-sealing.md weighs it.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

#: Bytes of a key.
KEY_BYTES: Final = 32

#: Bytes of a nonce, and of the tag behind what is sealed.
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16

#: What a sealed text begins with; the name of its key and the same sign again follow.
SIGN: Final = "~"

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")


class SealError(Exception):
    """Something about keys or seals is not as it must be.

    SealError
    ├── BadRing      the text of a ring of keys cannot be read; the message is a sentence
    ├── UnknownKey   the ring lacks the key that something is sealed with
    └── Unreadable   sealed by a key of this name, but not these bytes, or not for this place
    """


class BadRing(SealError):
    """A ring of keys cannot be read; the message is a sentence that shows no key."""


class UnknownKey(SealError):
    """The ring has no key of this name."""


class Unreadable(SealError):
    """What was sealed has been changed, cut, or moved from another place; nothing else is wrong."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `secret` are KEY_BYTES bytes, which no `repr` shows."""

    name: str
    secret: bytes = field(repr=False)

    def derived(self, use: str, length: int = KEY_BYTES) -> bytes:
        """The key for this use, `length` bytes; its own are random already (RFC 5869, 3.3)."""
        info = f"mind-gitter {use}".encode()
        return HKDFExpand(SHA256(), length, info).derive(self.secret)


def fresh(name: str) -> Key:
    """A new key of this name. Raises BadRing for a name that a ring cannot have."""
    return _key(name, os.urandom(KEY_BYTES))


def line(key: Key) -> str:
    """The key as a line of a ring."""
    return f"{key.name}:{base64.b64encode(key.secret).decode()}"


def read_ring(text: str) -> tuple[Key, ...]:
    """The keys of a ring, a `name:base64` each (lines or commas between them); the first seals.

    Blank lines and those that begin with # say nothing. Raises BadRing.
    """
    lines = [each.strip() for each in text.replace(",", "\n").splitlines()]
    keys = tuple(_read(each) for each in lines if each and not each.startswith("#"))
    if not keys:
        raise BadRing("there is no key in it")
    if len({key.name for key in keys}) < len(keys):
        raise BadRing("two of its keys have the same name")
    return keys


def _read(each: str) -> Key:
    name, _, secret = each.partition(":")
    try:
        return _key(name.strip(), base64.b64decode(secret.strip(), validate=True))
    except binascii.Error:
        raise BadRing(f"the key {name.strip()[:16]!r} is not written in base64") from None


def _key(name: str, secret: bytes) -> Key:
    if not _NAME.fullmatch(name):
        raise BadRing("a key's name must be 1 to 16 small letters, digits and hyphens")
    if len(secret) != KEY_BYTES:
        raise BadRing(f"the key {name!r} has {len(secret)} bytes instead of {KEY_BYTES}")
    return Key(name, secret)


class _Lock:
    """What one key seals and opens with, derived once."""

    __slots__ = ("gcm", "head", "media", "siv")

    def __init__(self, key: Key) -> None:
        self.head = f"{SIGN}{key.name}{SIGN}"
        self.gcm = AESGCM(key.derived("values"))
        self.siv = AESSIV(key.derived("words", 2 * KEY_BYTES))
        self.media = Key(key.name, key.derived("media"))


class Seals:
    """Seals with one key, and opens what any key of the ring has sealed.

    `place` says where a value belongs ("comments.text"): it is bound to it, so that what is moved
    to another column does not open there.
    """

    __slots__ = ("_locks", "_own", "key_name")

    def __init__(self, keys: Iterable[Key], key_name: str | None = None) -> None:
        """The key of this name seals, else the first. Raises UnknownKey."""
        self._locks = {key.name: _Lock(key) for key in keys}
        self.key_name = next(iter(self._locks)) if key_name is None else key_name
        self._own = self._lock(self.key_name)

    def seal(self, text: str, place: str) -> str:
        """A text, sealed anew each time."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._own.gcm.encrypt(nonce, text.encode(), place.encode())
        return self._own.head + _encoded(nonce + sealed)

    def open(self, sealed: str, place: str) -> str:
        """The text that was sealed for this place. Raises UnknownKey or Unreadable."""
        lock, content = self._taken(sealed)
        nonce, rest = content[:NONCE_BYTES], content[NONCE_BYTES:]
        try:
            return lock.gcm.decrypt(nonce, rest, place.encode()).decode()
        except (InvalidTag, ValueError):
            raise Unreadable(place) from None

    def seal_word(self, word: str, place: str) -> str:
        """A word, sealed the same each time. The empty one has no seal."""
        if not word:
            return word
        return self._own.head + _encoded(self._own.siv.encrypt(word.encode(), [place.encode()]))

    def open_word(self, sealed: str, place: str) -> str:
        """The word that was sealed for this place. Raises UnknownKey or Unreadable."""
        if not sealed:
            return sealed
        lock, content = self._taken(sealed)
        try:
            return lock.siv.decrypt(content, [place.encode()]).decode()
        except (InvalidTag, ValueError):
            raise Unreadable(place) from None

    def media_key(self, name: str | None = None) -> Key:
        """What files are sealed with: of the key of this name, else of the one that seals."""
        return (self._own if name is None else self._lock(name)).media

    def _lock(self, name: str) -> _Lock:
        try:
            return self._locks[name]
        except KeyError:
            raise UnknownKey(name) from None

    def _taken(self, sealed: str) -> tuple[_Lock, bytes]:
        empty, _, rest = sealed.partition(SIGN)
        name, sign, content = rest.partition(SIGN)
        if empty or not sign:
            raise Unreadable("no seal")
        try:
            return self._lock(name), base64.b64decode(content, validate=True)
        except binascii.Error:
            raise Unreadable("no seal") from None


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
