"""How the two months come about: everybody does what they did, each in their own chats.

The older pages come in first, so that there is soon something to look at. Then everybody goes on
beside the others, within a chat in the order in which it was; what needs a finished entry comes
at the end of each chat, when the bot has had time for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from playground.server import Chat, Message, Person, World
from playground.story import acting, archives, dates, family, films
from playground.story.films import Films
from playground.story.pages import Clip, Remark
from playground.story.plan import SCRIPTS, Plan, Recorded, Shown, is_for_family, plan

#: What is between two things that are said one after another, in seconds.
_PAUSE_S: Final = 60.0

Progress = Callable[[int, int], None]
Do = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Telling:
    """One telling. `cards` are the entries by what was written with them."""

    people: Sequence[Person]
    plan: Plan
    films: Films
    progress: Progress
    done: int = 0
    of: int = 0
    cards: dict[str, Message] = field(default_factory=dict)

    @property
    def group(self) -> Chat:
        """The family's group; it is there from the beginning on."""
        found = acting.family_of(self.people[0], family.TITLE)
        assert found is not None  # noqa: S101 - it is made before anybody writes in it
        return found

    async def tell(self) -> None:
        """All of it. Raises TimeoutError, NoFilms."""
        parts = list(self._parts())
        self.of = sum(len(row) for part in parts for row in part)
        self.progress(0, self.of)
        for part in parts:
            await _together(self._do(row) for row in part)

    async def _do(self, row: Sequence[Do]) -> None:
        """One thing after another."""
        for one in row:
            await one()
            self.done += 1
            self.progress(self.done, self.of)

    def _parts(self) -> Iterator[list[list[Do]]]:
        """What comes after another; in each the rows that go on side by side."""
        begin = self.plan.begin
        owner, _, *others = self.people
        yield [[partial(acting.agree, person, begin)] for person in self.people]
        brings: list[list[Do]] = [
            [partial(self._bring, person, pages)]
            for person, pages in zip(self.people, self.plan.brought, strict=True)
            if pages
        ]
        yield [[self._found], *brings]
        yield [[partial(self._invite, owner, guest) for guest in others]]
        own = [self._own(who) for who in range(len(self.people))]
        yield [*own, [*self._shows(), *self._ends_of_shows()]]

    def _own(self, who: int) -> list[Do]:
        """What somebody does in their own chat."""
        person, typed = self.people[who], self.plan.typed[who]
        recorded = [one for one in self.plan.recorded if one.who == who]
        own = [(one.at, partial(self._record, one)) for one in recorded]
        own += [(one.at, partial(self._write, person, one)) for one in typed]
        pages = [(one.at, one.clip.page, one.is_shared) for one in recorded]
        pages += [(one.at, one.page, is_for_family(one)) for one in typed]
        pages.sort(key=lambda page: page[0])
        shares = [page.text for _, page, is_shared in pages if is_shared]
        felt = [(page.text, page.mood) for _, page, _ in pages if page.mood is not None]
        return [
            *(do for _, do in sorted(own, key=lambda one: one[0])),
            *(partial(self._feel, person, text, mood) for text, mood in felt),
            *(partial(self._share, person, text) for text in shares),
        ]

    def _shows(self) -> Iterator[Do]:
        for shown in sorted(self.plan.shown, key=lambda one: one.at):
            yield partial(self._show, shown)

    def _ends_of_shows(self) -> Iterator[Do]:
        for shown in self.plan.shown:
            yield partial(self._finished, shown)

    async def _found(self) -> None:
        await acting.make_family(self.people, family.TITLE, self.plan.begin + _PAUSE_S)

    async def _invite(self, owner: Person, guest: Person) -> None:
        await acting.invite(owner, guest, self.group, self.plan.begin + 2 * _PAUSE_S)

    async def _bring(self, person: Person, pages: Sequence[archives.Written]) -> None:
        language, now = person.language_code or "en", person.world.clock()
        pack = partial(archives.packed, person.id, language, pages, now)
        await acting.bring(person, pack, self.plan.begin + _PAUSE_S)

    async def _record(self, one: Recorded) -> None:
        person, text = self.people[one.who], one.clip.page.text
        film = partial(self.films.of, one.film)
        send = partial(person.send_video if one.clip.look else person.send_voice, date=one.at)
        self.cards[text] = await acting.record(person, send, film, text, person.chat)

    async def _write(self, person: Person, one: archives.Written) -> None:
        self.cards[one.page.text] = await acting.write(person, one.page.text, one.at)

    async def _feel(self, person: Person, text: str, mood: int) -> None:
        await acting.feel(person, self.cards[text], mood)

    async def _share(self, person: Person, text: str) -> None:
        await acting.share(person, self.cards[text], family.TITLE)

    async def _show(self, shown: Shown) -> None:
        scene = shown.scene
        person, text = self.people[scene.who], scene.clip.page.text
        film = partial(self.films.of, shown.film)
        send = partial(person.send_video, date=shown.at)
        card = self.cards[text] = await acting.record(person, send, film, text, self.group)
        said: list[Message] = []
        for number, remark in enumerate(scene.remarks, start=1):
            said.append(self._say(remark, card, said, shown.at + number * _PAUSE_S))
        for who, emoji in scene.reactions:
            if self.people[who].id not in card.reactions:
                self.people[who].react(card, emoji)

    def _say(self, remark: Remark, card: Message, said: Sequence[Message], at: float) -> Message:
        person = self.people[remark.who]
        about = card if remark.of is None else said[remark.of]
        known = acting.said(person, card.chat, remark.text)
        return known or person.send_text(remark.text, reply_to=about, date=at)

    async def _finished(self, shown: Shown) -> None:
        scene = shown.scene
        await acting.finished(self.people[scene.who], self.cards[scene.clip.page.text])


async def load(
    world: World, people: Sequence[Person], progress: Progress, *, scale: float = 1.0
) -> None:
    """Tell it; `playground.story` says how. Raises TimeoutError, NoFilms."""
    if world.dates is not None:
        return
    people = people[: len(SCRIPTS)]
    story = plan(world.clock(), len(people), scale)
    with dates.told(world):
        async with films.making(_missing(people, story)) as made:
            await Telling(people, story, made, progress).tell()


def _missing(people: Sequence[Person], story: Plan) -> list[str]:
    """The files of the clips that were not sent yet, in the order in which they are wanted."""
    group = acting.family_of(people[0], family.TITLE)

    def is_sent(who: int, clip: Clip, chat: Chat | None) -> bool:
        return chat is not None and acting.said(people[who], chat, clip.page.text) is not None

    lacking: list[Recorded | Shown] = []
    for one in story.recorded:
        lacking += [] if is_sent(one.who, one.clip, people[one.who].chat) else [one]
    for shown in story.shown:
        lacking += [] if is_sent(shown.scene.who, shown.scene.clip, group) else [shown]
    return [one.film for one in sorted(lacking, key=lambda one: one.at)]


async def _together(rows: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Wait for all of them; the first that fails ends the others, and is what is raised."""
    try:
        async with asyncio.TaskGroup() as tasks:
            for row in rows:
                tasks.create_task(row)
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
