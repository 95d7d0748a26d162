"""Files that are sealed piece by piece, so that none has to fit into memory.

    sign (8 bytes) | length of the key's name (1) | name | salt (32) | pieces

Each piece is 64 KiB (the last one shorter) by AES-256-GCM under a key of the file's own; its nonce
is the number of the piece and whether it is the last: the STREAM construction (Hoang, Reyhanitabar,
Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015,
section 7). What is cut off, moved, left out or put in is found; what stands before a fault has been
given out by then, so whoever reads must read to the end to know.

The salt is an HMAC of the file's SHA-256: the same film under the same key gives the same bytes, so
it is kept once, and nobody without the key can tell which film it is. A key and nonce never seal
two different pieces, since another content has another salt.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.sealing import NONCE_BYTES, TAG_BYTES, Key, Seals, UnknownKey

SIGN: Final = b"mgseal1\n"
SALT_BYTES: Final = 32

#: Bytes of a piece before it is sealed.
PIECE: Final = 1 << 16


#: Opens what is to be sealed, which is read twice.
Source = Callable[[], BinaryIO]


class DamagedFile(OSError):
    """A sealed file was changed or cut, or its key is not here: what it held cannot be read."""


def seal_file(source: Source, target: BinaryIO, seals: Seals) -> str:
    """Write a file sealed; the SHA-256 of what was written, in hexadecimal digits.

    Raises OSError, also where the file changes meanwhile: what was written then is to be deleted.
    """
    key = seals.media_key()
    with source() as file:
        content = hashlib.sha256()
        while piece := file.read(PIECE):
            content.update(piece)
    salt = hmac.digest(key.secret, content.digest(), "sha256")
    head = SIGN + bytes([len(key.name)]) + key.name.encode() + salt
    target.write(head)
    found, again = hashlib.sha256(head), hashlib.sha256()
    with source() as file:
        for sealed in _sealed(file, _cipher(key, salt), head, again):
            found.update(sealed)
            target.write(sealed)
    if again.digest() != content.digest():
        # Two contents under one salt would be two under one key and nonce.
        raise OSError("the file changed while it was sealed")
    return found.hexdigest()


def _sealed(file: BinaryIO, cipher: AESGCM, head: bytes, content: Any) -> Iterator[bytes]:
    """The pieces of a file, sealed; `content` is told of what was in them."""
    piece, number, following = file.read(PIECE), 0, b"-"
    while following:
        following = file.read(PIECE)
        content.update(piece)
        yield cipher.encrypt(_nonce(number, is_last=not following), piece, head)
        piece, number = following, number + 1


def open_file(path: Path, seals: Seals) -> BinaryIO:
    """The file as it was before it was sealed, to be read from its beginning and closed.

    Raises FileNotFoundError or DamagedFile, which reading raises too.
    """
    file = path.open("rb")
    try:
        return io.BufferedReader(_Opened(file, seals), PIECE)
    except BaseException:
        file.close()
        raise


def _cipher(key: Key, salt: bytes) -> AESGCM:
    return AESGCM(Key(key.name, key.secret + salt).derived("file"))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + bytes([is_last])


class _Opened(io.RawIOBase):
    """Opens the piece that is asked for; which one is the last is known by the file's length."""

    def __init__(self, file: BinaryIO, seals: Seals) -> None:
        super().__init__()
        self._file = file
        self._head, self._cipher = _read_head(file, seals)
        self._last, self._size = _measure(file, len(self._head))
        self._at = 0
        #: The number of the piece that was opened last, and what is in it.
        self._piece: tuple[int, bytes] | None = None

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True: so it can be sent piece by piece, its length told before, and sent again."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of every raw stream."""
        starts = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}
        self._at = max(0, starts[whence] + offset)
        return self._at

    def readinto(self, buffer: object) -> int:
        """As of every raw stream; raises DamagedFile."""
        if self._at >= self._size and self._piece is not None:
            return 0
        room = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        number, start = divmod(min(self._at, self._size), PIECE)
        taken = self._opened(min(number, self._last))[start:][: len(room)]
        room[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)

    def close(self) -> None:
        """Close the file itself, too."""
        self._file.close()
        super().close()

    def _opened(self, number: int) -> bytes:
        if self._piece is None or self._piece[0] != number:
            self._file.seek(len(self._head) + number * (PIECE + TAG_BYTES))
            sealed = self._file.read(PIECE + TAG_BYTES)
            nonce = _nonce(number, is_last=number == self._last)
            try:
                self._piece = (number, self._cipher.decrypt(nonce, sealed, self._head))
            except InvalidTag:
                raise DamagedFile from None
        return self._piece[1]


def _measure(file: BinaryIO, head: int) -> tuple[int, int]:
    """The number of a sealed file's last piece, and its bytes when opened; raises DamagedFile.

    Only that piece itself proves it: what was cut or added opens as no last one.
    """
    sealed = file.seek(0, io.SEEK_END) - head
    last = max(0, sealed - 1) // (PIECE + TAG_BYTES)
    size = sealed - (last + 1) * TAG_BYTES
    if size < last * PIECE + bool(last):
        # Only an empty file has an empty last piece.
        raise DamagedFile
    return last, size


def _read_head(file: BinaryIO, seals: Seals) -> tuple[bytes, AESGCM]:
    start = file.read(len(SIGN) + 1)
    if len(start) <= len(SIGN) or not start.startswith(SIGN):
        raise DamagedFile
    name, salt = file.read(start[-1]), file.read(SALT_BYTES)
    try:
        key = seals.media_key(name.decode())
    except (UnknownKey, UnicodeDecodeError):
        raise DamagedFile from None
    if len(salt) < SALT_BYTES:
        raise DamagedFile
    return start + name + salt, _cipher(key, salt)


def sync(file: BinaryIO) -> None:
    """Everything that was written lies on the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """The names in a folder lie on the disk, too, where its system can be told so."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
