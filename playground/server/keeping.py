"""A world in a folder: `world.json` with everybody and all that was said, and a file for each file.

Every dataclass of this package is kept by its fields, so that a new field needs nothing here; what
waits for an answer (presses, inline searches) is not kept. The file is replaced as a whole.
"""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import importlib
import itertools
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playground.server.files import FileStore
from playground.server.world import World

Json = dict[str, Any]

VERSION = 1
NAME = "world.json"
FILES = "files"
PACKAGE = "playground.server."
#: Fields that hold what only lives while a process does.
PASSING = frozenset({"inline_asks", "updates"})
#: What UTF-8 has no bytes for (half of a surrogate pair) is kept all the same.
LONE = "surrogatepass"
#: After a crash the bot may know more updates than the file: no number is given twice.
GAP = 1000


class UnreadableWorld(Exception):
    """The folder holds a world that this version cannot read."""


def save(world: World, folder: Path) -> None:
    """Write the world into the folder; what stands there stays whole until all is written."""
    keeper = Keeper(world, folder)
    keeper.write(keeper.snapshot())


@dataclasses.dataclass(frozen=True, slots=True)
class Snapshot:
    """A world as it was: `told` is JSON, `files` are its files by name; a later `number` is newer.

    Nothing of it changes with the world.
    """

    number: int
    told: Json
    files: dict[str, bytes]


class Keeper:
    """Writes one world into one folder, again and again; no file is hashed or written twice."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._folder = folder
        self._names = _Names()
        self._numbers = itertools.count(1)
        self._written = 0
        self._turn = threading.Lock()

    def snapshot(self) -> Snapshot:
        """The world as it is at this moment; to be called where the world changes."""
        writer, world = _Writer(self._world, self._names), self._world
        told = {
            "version": VERSION,
            "chats": writer.value(world.chats),
            "people": writer.value(world.people),
            "bots": writer.value(world.bots),
            "files": writer.value(list(world.files.every())),
            "descriptions": writer.value(world.files.descriptions),
            "updates": {token: _updates(bot.updates) for token, bot in world.bots.items()},
            "objects": list(writer.objects()),
        }
        return Snapshot(next(self._numbers), told, writer.files)

    def write(self, snapshot: Snapshot) -> None:
        """Write a snapshot, in any thread; one that is older than what was written stays out.

        Raises OSError, and then what stood in the folder still does.
        """
        with self._turn:
            if snapshot.number > self._written:
                self._write(snapshot)
                self._written = snapshot.number

    def _write(self, snapshot: Snapshot) -> None:
        (self._folder / FILES).mkdir(parents=True, exist_ok=True)
        for name, content in snapshot.files.items():
            if not (self._folder / FILES / name).exists():
                _replace(self._folder / FILES / name, content)
        text = json.dumps(snapshot.told, ensure_ascii=False, separators=(",", ":"))
        _replace(self._folder / NAME, text.encode(errors=LONE))


def _replace(path: Path, content: bytes) -> None:
    """Let a file have this content, or on failure the one that it had."""
    half = path.with_name(f"{path.name}.half")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def load(world: World, folder: Path) -> bool:
    """Fill a new world with what the folder holds; False where it holds none.

    Raises UnreadableWorld.
    """
    path = folder / NAME
    if not path.exists():
        return False
    try:
        told = json.loads(path.read_text(encoding="utf-8", errors=LONE))
        if told["version"] != VERSION:
            raise UnreadableWorld(str(path))
        _fill(world, told, _Reader(world, folder / FILES, told["objects"]).value)
    except (ValueError, LookupError, TypeError, AttributeError, OSError, ImportError) as error:
        raise UnreadableWorld(str(path)) from error
    return True


def _fill(world: World, told: Json, value: Callable[[Any], Any]) -> None:
    world.chats, world.people = value(told["chats"]), value(told["people"])
    _fill_bots(world, told["updates"], value(told["bots"]))
    world.files.restore(value(told["files"]), value(told["descriptions"]))
    # Numbers of presses and albums go on behind all that were given.
    world._numbers = itertools.count(int(world.clock() * 10_000))  # noqa: SLF001  of this room


def _fill_bots(world: World, updates: Json, bots: dict[str, Any]) -> None:
    """Let the bots be there with what waits for them; the first gets the new world's token.

    Whoever knows the one that it had is nobody any more.
    """
    token = world.token
    for was, bot in bots.items():
        bot.updates = world.add_bot(was, "", "").updates
        _fill_updates(bot.updates, updates[was])
    first = next(iter(bots.values()))
    first.token = token
    world.bots = {bot.token: bot for bot in bots.values()}


def _updates(queue: Any) -> Json:
    """What of a queue is not confirmed."""
    waiting = [queue.emitted[i] for i in sorted(queue.unconfirmed) if i in queue.emitted]
    told = {"next": queue.next_id, "allowed": queue.allowed, "waiting": waiting}
    return copy.deepcopy(told)


def _fill_updates(queue: Any, told: Json) -> None:
    queue.allowed = told["allowed"]
    for update in told["waiting"]:
        queue.emitted[update["update_id"]] = update
        queue.put_raw(update)
    queue.next_id = told["next"] + GAP


class _Names:
    """What files are called: by their content, which each is asked for once."""

    def __init__(self) -> None:
        # The content is held, so that no other one can come to lie at its place.
        self._known: dict[int, tuple[bytes, str]] = {}

    def of(self, content: bytes) -> str:
        """The name of the file with this content."""
        if id(content) not in self._known:
            self._known[id(content)] = content, hashlib.sha256(content).hexdigest()
        return self._known[id(content)][1]


class _Writer:
    """Values as JSON; an object is a number in a list, in which it stands once."""

    def __init__(self, world: World, names: _Names) -> None:
        """`names` are asked for those of files, which lie in `files` afterwards."""
        self.files: dict[str, bytes] = {}
        self._world = world
        self._names = names
        self._numbers: dict[int, int] = {}
        self._found: list[Any] = []

    def objects(self) -> Iterator[Json]:
        """Yield every object that was met, and those that are met on the way."""
        # The list grows meanwhile: no chain of replies is too long.
        for thing in self._found:
            kind = type(thing)
            fields = [f.name for f in dataclasses.fields(thing) if f.name not in PASSING]
            told = {name: self.value(getattr(thing, name)) for name in fields}
            yield {"class": f"{kind.__module__}:{kind.__name__}", "fields": told}

    def value(self, given: Any) -> Any:
        """A value as JSON; TypeError for what is none of a world."""
        if given is None or isinstance(given, bool | int | float | str):
            return given
        if isinstance(given, bytes):
            return {"$bytes": self._file(given)}
        if isinstance(given, list):
            return [self.value(one) for one in given]
        if isinstance(given, tuple | set | frozenset):
            name = "$tuple" if isinstance(given, tuple) else "$set"
            return {name: [self.value(one) for one in given]}
        if isinstance(given, dict):
            return self._pairs(given)
        return self._reference(given)

    def _pairs(self, given: dict[Any, Any]) -> Json:
        if all(isinstance(key, str) and not key.startswith("$") for key in given):
            return {key: self.value(one) for key, one in given.items()}
        return {"$dict": [[self.value(key), self.value(one)] for key, one in given.items()]}

    def _reference(self, given: Any) -> Json:
        if isinstance(given, World | FileStore):
            return {"$the": "world" if isinstance(given, World) else "files"}
        if not dataclasses.is_dataclass(given) or not type(given).__module__.startswith(PACKAGE):
            raise TypeError(f"a world holds no {type(given).__name__}")
        if id(given) not in self._numbers:
            self._numbers[id(given)] = len(self._found)
            self._found.append(given)
        return {"$object": self._numbers[id(given)]}

    def _file(self, content: bytes) -> str:
        name = self._names.of(content)
        self.files[name] = content
        return name


class _Reader:
    """Values out of JSON; the objects are all made first, since they know each other."""

    def __init__(self, world: World, folder: Path, objects: list[Json]) -> None:
        self._the = {"world": world, "files": world.files}
        self._folder = folder
        kinds = [_kind(told["class"]) for told in objects]
        self._made = [object.__new__(kind) for kind in kinds]
        for thing, told in zip(self._made, objects, strict=True):
            self._fill(thing, told["fields"])

    def _fill(self, thing: Any, told: Json) -> None:
        for field in dataclasses.fields(thing):
            if field.name in told:
                given = self.value(told[field.name])
            elif field.default_factory is not dataclasses.MISSING:
                given = field.default_factory()
            else:
                given = None if field.default is dataclasses.MISSING else field.default
            object.__setattr__(thing, field.name, given)

    def value(self, told: Any) -> Any:
        """What stood there when it was written."""
        if isinstance(told, list):
            return [self.value(one) for one in told]
        if not isinstance(told, dict):
            return told
        mark = next(iter(told), "")
        return self._marked(mark, told[mark]) if mark.startswith("$") else self._plain(told)

    def _plain(self, told: Json) -> Json:
        return {key: self.value(one) for key, one in told.items()}

    def _content(self, name: str) -> bytes:
        return (self._folder / Path(name).name).read_bytes()

    def _marked(self, mark: str, inner: Any) -> Any:
        made: dict[str, Callable[[], Any]] = {
            "$bytes": lambda: self._content(inner),
            "$tuple": lambda: tuple(self.value(one) for one in inner),
            "$set": lambda: {self.value(one) for one in inner},
            "$dict": lambda: {self.value(key): self.value(one) for key, one in inner},
            "$the": lambda: self._the[inner],
            "$object": lambda: self._made[inner],
        }
        return made[mark]()


def _kind(name: str) -> type[Any]:
    """A dataclass of this package; ValueError for anything else that a file may name."""
    module, _, kind = name.partition(":")
    found = getattr(importlib.import_module(module), kind) if module.startswith(PACKAGE) else None
    if not isinstance(found, type) or not dataclasses.is_dataclass(found):
        raise ValueError(f"a world holds no {name}")
    return found
