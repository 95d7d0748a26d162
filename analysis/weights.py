"""Model files: where they lie, that they are the right ones, and how they are fetched.

The analysis itself never opens a connection; only `download` does, and only `python -m app models
download` calls it. Every file is pinned by its sha256, so the address decides nothing but who is
asked. The pins: YuNet by hashing the official file; faster-whisper small (revision 536b0662) as
several unrelated public projects publish them, all alike. The real addresses were not tried when
this was written: the tests use a loopback server. Standard library only until `download` is called.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analysis.errors import ModelError

_BLOCK: Final = 1 << 20
_TIMEOUT_S: Final = 30.0
_PARTIAL: Final = 206

#: Called with a file's name, the bytes that are here and the bytes that it has.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file: its place in the models folder, its place at its source, and what it must be."""

    name: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Model:
    """The files that make one model, all from one source of `ADDRESSES`."""

    name: str
    source: str
    files: tuple[WeightFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


#: Where the files come from when nothing else is said.
ADDRESSES: Final[Mapping[str, str]] = {
    "opencv_zoo": "https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models",
    "hub": "https://huggingface.co/Systran",
}

FACE_FILE: Final = WeightFile(
    "face_detection_yunet_2023mar.onnx",
    "face_detection_yunet/face_detection_yunet_2023mar.onnx",
    "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
    232_589,
)

_SMALL: Final = "faster-whisper-small/resolve/536b0662742c02347bc0e980a01041f333bce120"

MODELS: Final = (
    Model("face", "opencv_zoo", (FACE_FILE,)),
    Model(
        "small",
        "hub",
        (
            WeightFile(
                "small/config.json",
                f"{_SMALL}/config.json",
                "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828",
                2_370,
            ),
            WeightFile(
                "small/vocabulary.txt",
                f"{_SMALL}/vocabulary.txt",
                "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
                459_861,
            ),
            WeightFile(
                "small/tokenizer.json",
                f"{_SMALL}/tokenizer.json",
                "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
                2_203_239,
            ),
            WeightFile(
                "small/model.bin",
                f"{_SMALL}/model.bin",
                "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
                483_546_902,
            ),
        ),
    ),
)


def model(name: str) -> Model:
    """The model of that name. Raises ModelError with the names that there are."""
    for known in MODELS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in MODELS)
    raise ModelError(f"there is no model {name!r} to download; there are: {names}")


def face_finder(folder: Path) -> Path | None:
    """YuNet's file where it is present and the right one, else None."""
    path = folder / FACE_FILE.name
    return path if is_right(folder, FACE_FILE) else None


def is_right(folder: Path, file: WeightFile) -> bool:
    """Whether the file is there, may be read and has the pinned sha256. Never raises."""
    path = folder / file.name
    try:
        return path.stat().st_size == file.size and _digest(path) == file.sha256
    except (OSError, ValueError):  # closed to us, or no path at all
        return False


def missing(folder: Path, wanted: Model) -> tuple[WeightFile, ...]:
    """The files of a model that are absent or damaged."""
    return tuple(file for file in wanted.files if not is_right(folder, file))


def download(
    folder: Path,
    names: Iterable[str] = ("face", "small"),
    addresses: Mapping[str, str] = ADDRESSES,
    progress: Progress | None = None,
) -> list[Path]:
    """Fetches what is missing of the named models, and returns the paths of what was fetched.

    A file appears under its name only when complete and verified; what an interrupted download
    left behind (`.part`) is continued. `addresses` has a base URL per source. Raises ModelError.
    """
    import httpx  # noqa: PLC0415 - only this command needs it

    fetched = []
    with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=True) as client:
        for wanted in [model(name) for name in names]:
            for file in missing(folder, wanted):
                url = f"{addresses[wanted.source].rstrip('/')}/{file.path}"
                try:
                    fetched.append(_fetch(client, url, file, folder / file.name, progress))
                except (httpx.HTTPError, OSError) as error:
                    reason = str(error) or type(error).__name__
                    raise ModelError(f"{file.name} could not be downloaded: {reason}") from error
    return fetched


def _fetch(
    client: Any, url: str, file: WeightFile, target: Path, progress: Progress | None
) -> Path:
    """One file: continued, verified, moved into its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    here = part.stat().st_size if part.exists() else 0
    if here < file.size:
        _receive(client, url, file, part, progress)
    if _digest(part) != file.sha256:
        part.unlink()
        raise ModelError(f"{file.name} from {url} is not the pinned file; nothing was kept")
    part.replace(target)
    return target


def _receive(
    client: Any, url: str, file: WeightFile, part: Path, progress: Progress | None
) -> None:
    """Appends what is missing to the part; starts over where the server cannot continue."""
    here = part.stat().st_size if part.exists() else 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={here}-"} if here else {})
    with client.stream("GET", url, headers=headers) as answer:
        answer.raise_for_status()
        continues = _continues(answer, here)
        here = here if continues else 0
        with part.open("ab" if continues else "wb") as output:
            for block in _bounded(answer.iter_bytes(_BLOCK), file.size - here, file.name):
                output.write(block)
                here += len(block)
                if progress is not None:
                    progress(file.name, here, file.size)
            output.flush()
            os.fsync(output.fileno())


def _continues(answer: Any, here: int) -> bool:
    """Whether the answer is the rest of the file from byte `here` on."""
    span = str(answer.headers.get("Content-Range", ""))
    return here > 0 and answer.status_code == _PARTIAL and span.startswith(f"bytes {here}-")


def _bounded(blocks: Iterator[bytes], most: int, name: str) -> Iterator[bytes]:
    """The blocks while they are not more than the file can have."""
    for block in blocks:
        most -= len(block)
        if most < 0:
            raise ModelError(f"{name}: the server sends more than the file has")
        yield block


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
