"""What the page's parts share: the world, the bot's process, who looks, how far the story is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from playground.server import Person, World
from playground.web import sight

#: Called with how many steps are done, of how many.
Progress = Callable[[int, int], None]
Loader = Callable[[World, Sequence[Person], Progress], Awaitable[None]]


class Robot(Protocol):
    """The bot's process, as who runs it offers it."""

    @property
    def state(self) -> str:
        """One of "starting", "running" and "stopped"."""

    async def do(self, what: str) -> None:
        """Start, stop or kill it; done when that has come about, or is under way for a start."""


@dataclass(frozen=True, slots=True)
class Story:
    """How far the sample story is: "none", "loading", "done" or "failed"; `done` of `of` steps."""

    state: str = "none"
    done: int = 0
    of: int = 0


@dataclass(slots=True, eq=False)
class Page:
    """One page on one world.

    `folder` is for clips in work, `tasks` runs what goes on behind an act, `kept` says whether the
    chats outlive this process. Without a `robot` the bot is somebody else's; without `load` there
    is no story.
    """

    world: World
    folder: Path
    tasks: asyncio.TaskGroup
    robot: Robot | None = None
    load: Loader | None = None
    kept: bool = False
    story: Story = field(default_factory=Story)
    sampling: asyncio.Lock = field(default_factory=asyncio.Lock)
    _looking: Counter[int] = field(default_factory=Counter)
    _looked: dict[int, dict[int, int]] = field(default_factory=dict)

    @property
    def bot_state(self) -> str:
        """What the bot is doing."""
        if self.robot is not None:
            return self.robot.state
        return "running" if self.world.bot.updates.polls else "stopped"

    def changed(self) -> None:
        """Let every stream look again."""
        self.world.changed()

    def tell_story(self, story: Story) -> None:
        """Note how far the story is."""
        self.story = story
        self.changed()

    @contextmanager
    def looking(self, person: Person) -> Iterator[None]:
        """Count a person as looking while this lasts; what came until its end is read."""
        self._looking[person.id] += 1
        try:
            yield
        finally:
            self._looking[person.id] -= 1
            found = sight.chats(self.world, person)
            self._looked[person.id] = {chat.id: len(chat.every_message) for chat in found}
            self.changed()

    def unread(self, viewer: Person) -> dict[int, int]:
        """How many messages came for each of the others while nobody looked as them."""
        others = (person for person in self.world.people.values() if person is not viewer)
        return {person.id: self._missed(person) for person in others}

    def _missed(self, person: Person) -> int:
        if self._looking[person.id]:
            return 0
        known = self._looked.get(person.id, {})
        return sum(
            not message.deleted and message.author_id != person.id
            for chat in sight.chats(self.world, person)
            for message in chat.every_message[known.get(chat.id, 0) :]
        )
