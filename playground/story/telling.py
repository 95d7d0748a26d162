"""How the two months come about: everybody does what they did, in the order in which it was."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from playground.server import Chat, Message, Person, World
from playground.story import acting, archives, clock, family, films
from playground.story.clock import Clock
from playground.story.films import Films
from playground.story.pages import Remark
from playground.story.plan import Plan, Recorded, Shown, is_for_family, plan

#: What is between two things that are said one after another, in seconds.
_PAUSE_S: Final = 60.0

Progress = Callable[[int, int], None]
Do = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done at a time, in unix seconds."""

    at: float
    do: Do


@dataclass(slots=True)
class Telling:
    """One telling. `ends` is what remains to be done once the bot has analysed everything."""

    people: Sequence[Person]
    plan: Plan
    folder: Path
    films: Films
    ends: list[Do] = field(default_factory=list)

    @property
    def group(self) -> Chat:
        """The family's group; it is there from the beginning on."""
        found = acting.family_of(self.people[0], family.TITLE)
        assert found is not None  # noqa: S101 - it is made before anybody writes in it
        return found

    def acts(self) -> list[Act]:
        """Everything, in the order of time."""
        found = [*self._beginnings(), *self._clips(), *self._pages()]
        return sorted(found, key=lambda act: act.at)

    def _beginnings(self) -> Iterator[Act]:
        owner, _, *others = self.people
        begin = self.plan.begin
        for person in self.people:
            yield Act(begin, partial(acting.agree, person))
        yield Act(begin + _PAUSE_S, self._found)
        for number, guest in enumerate(others):
            yield Act(begin + (2 + number) * _PAUSE_S, partial(self._invite, owner, guest))

    def _clips(self) -> Iterator[Act]:
        for one in self.plan.recorded:
            yield Act(one.at, partial(self._record, one))
        for shown in self.plan.shown:
            yield Act(shown.at, partial(self._show, shown))

    def _pages(self) -> Iterator[Act]:
        """The archive comes in before the last page: once that is analysed, all of it is."""
        for person, typed, brought in zip(
            self.people, self.plan.typed, self.plan.brought, strict=True
        ):
            for page in typed:
                yield Act(page.at, partial(self._write, person, page))
            if brought:
                yield Act(typed[-1].at - 1.0, partial(self._bring, person, brought))

    async def _found(self) -> None:
        await acting.make_family(self.people, family.TITLE)

    async def _invite(self, owner: Person, guest: Person) -> None:
        await acting.invite(owner, guest, self.group)

    async def _record(self, one: Recorded) -> None:
        person, page = self.people[one.who], one.clip.page
        film = partial(self.films.of, one.film)
        send = person.send_video if one.clip.look else person.send_voice
        card = await acting.record(person, send, film, page.text, person.chat)
        if page.mood is not None:
            self.ends.append(partial(acting.feel, person, card, page.mood))
        if one.is_shared:
            await acting.share(person, card, family.TITLE)

    async def _show(self, shown: Shown) -> None:
        scene = shown.scene
        person, text = self.people[scene.who], scene.clip.page.text
        film = partial(self.films.of, shown.film)
        card = await acting.record(person, person.send_video, film, text, self.group)
        said: list[Message] = []
        for remark in scene.remarks:
            said.append(self._say(remark, card, said))
        for who, emoji in scene.reactions:
            if self.people[who].id not in card.reactions:
                self.people[who].react(card, emoji)
        self.ends.append(partial(acting.finished, person, card))

    def _say(self, remark: Remark, card: Message, said: Sequence[Message]) -> Message:
        person = self.people[remark.who]
        about = card if remark.of is None else said[remark.of]
        known = acting.said(person, card.chat, remark.text)
        return known or person.send_text(remark.text, reply_to=about)

    async def _write(self, person: Person, one: archives.Written) -> None:
        card = await acting.write(person, one.page.text)
        if is_for_family(one):
            await acting.share(person, card, family.TITLE)
        if one.page.mood is not None:
            self.ends.append(partial(acting.feel, person, card, one.page.mood))

    async def _bring(self, person: Person, pages: Sequence[archives.Written]) -> None:
        path = self.folder / f"{person.id}.zip"
        language, now = person.language_code or "en", person.world.clock()
        pack = partial(archives.packed, path, person.id, language, pages, now)
        await acting.bring(person, pack)


async def load(
    world: World, people: Sequence[Person], progress: Progress, *, scale: float = 1.0
) -> None:
    """Tell it; `playground.story` says how. Raises TimeoutError, NoFilms."""
    if isinstance(world.clock, Clock):
        return
    story = plan(world.clock(), len(people), scale)
    with tempfile.TemporaryDirectory(prefix="mind-gitter-story-") as name:
        async with films.making(Path(name), story.films) as made:
            await _tell(world, Telling(people, story, Path(name), made), progress)


async def _tell(world: World, telling: Telling, progress: Progress) -> None:
    acts = telling.acts()
    of = len(acts) + telling.plan.endings
    with clock.told(world, telling.people, telling.plan.begin) as time:
        for number, act in enumerate(acts):
            progress(number, of)
            time.go(act.at)
            await act.do()
    for number, end in enumerate(telling.ends, start=len(acts)):
        progress(number, of)
        await end()
    progress(of, of)
