"""A story of random people, chats and diaries, compared with the model of who reaches what.

After each step every way to read is compared with `tests.diary.truth`.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

from diary import access
from storage.database import Connection, Database
from storage.shares import PARTS
from tests.diary.circle import Circle
from tests.diary.truth import GROUPS, PEOPLE

#: Steps of one story.
STEPS = 80
MOST_ENTRIES = 8


class Life:
    """One story: the same `seed` gives the same. `template` is a database file without rows.

    `talk` is the part of what is looked at, and searched, whose comments are too: they take longer.
    With `only`, nothing else happens than what has these names.
    """

    def __init__(
        self, template: Path, seed: int, talk: float = 0.1, only: frozenset[str] = frozenset()
    ) -> None:
        self.chance = Random(seed)  # noqa: S311 - to be the same again is what it is for
        self.talk = talk
        self.only = only
        self.compared = 0
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "diary.sqlite3"
        shutil.copyfile(template, path)
        self.database = Database(f"sqlite+aiosqlite:///{path}")
        self.circle = Circle()
        self.steps = 0

    def end(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    def do(self, act: Callable[..., Awaitable[Any]], *args: Any) -> None:
        async def decide() -> None:
            async with self.database.writing() as connection:
                await act(connection, *args)

        self.runner.run(decide())

    def beginning(self) -> None:
        for person in PEOPLE:
            self.do(self.circle.move_in, person)
        for number in GROUPS:
            self.do(self.circle.begin, number, number + 1)
            for person in self.chance.sample(list(PEOPLE), 3):
                self.enters(person, number)
                self.joins(person, number)

    def something_happens(self) -> None:
        """One of many things; what cannot be done is tried as well, and must change nothing."""
        there = [one for one in self.acts() if not self.only or one[0].__name__ in self.only]
        act, more = self.chance.choice(there or [(self.time_passes, ())])
        person, number = self.chance.choice(list(PEOPLE)), self.chance.choice(list(GROUPS))
        entry_id = self.chance.choice(list(self.circle.model.items) or [0])
        about = {"person": person, "number": number, "entry_id": entry_id}
        if entry_id or "entry_id" not in more:
            act(*(about.get(name, name) for name in more))

    def acts(self) -> list[tuple[Callable[..., None], tuple[Any, ...]]]:
        """What can happen, and what it is about; twice what stories need most."""
        where, what = ("person", "number"), ("person", "entry_id", "number")
        room: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
            (self.writes, ("person",)),
            (self.writes_in, where),
            (self.writes_in, where),
        ]
        full = len(self.circle.model.items) >= MOST_ENTRIES
        return [
            *([] if full else room),
            (self.enters, where),
            (self.enters, where),
            (self.leaves_the_chat, where),
            (self.is_promoted, where),
            (self.telegram_turns, where),
            (self.joins, where),
            (self.joins, where),
            (self.sends_away, where),
            (self.leaves_the_diary, where),
            (self.answers, ("entry_id",)),
            (self.answers, ("entry_id",)),
            (self.is_finished, ("entry_id",)),
            (self.shares, what),
            (self.shares, what),
            (self.takes_back, what),
            (self.takes_out, what),
            (self.says_something, what),
            (self.time_passes, ()),
        ]

    # In the chats

    def enters(self, person: int, number: int) -> None:
        self.do(self.circle.notice_coming, number, person)

    def leaves_the_chat(self, person: int, number: int) -> None:
        """Sometimes the bot is told of it, and sometimes it is not."""
        self.circle.model.groups[number].present.discard(person)
        if self.chance.random() < 0.5:
            self.do(self.circle.notice_leaving, number, person)

    def is_promoted(self, person: int, number: int) -> None:
        self.circle.model.groups[number].admins ^= {person}

    def telegram_turns(self, person: int, number: int) -> None:
        """It falls silent about somebody, or speaks of them again."""
        self.circle.model.groups[number].unknown ^= {person}

    def joins(self, person: int, number: int) -> None:
        if person in self.circle.model.groups[number].present:
            self.do(self.circle.join, number, person)

    def sends_away(self, person: int, number: int) -> None:
        whom = self.chance.choice(list(PEOPLE))
        if whom in self.circle.model.groups[number].members:
            self.do(self.circle.send_away, number, person, whom)

    def leaves_the_diary(self, person: int, number: int) -> None:
        choice = self.chance.choice(["take", "leave", "delete"])
        self.do(self.circle.leave_diary, number, person, choice)

    # Entries

    def writes(self, person: int) -> None:
        self.do(self.circle.write, person)

    def writes_in(self, person: int, number: int) -> None:
        if person in self.circle.model.groups[number].present:
            self.do(self.circle.write_in, person, number)

    def answers(self, entry_id: int) -> None:
        """Most often the author; others try too."""
        item = self.circle.model.items[entry_id]
        person = item.author if self.chance.random() < 0.7 else self.chance.choice(list(PEOPLE))
        choice = self.chance.choice(["always", "once", "once", "never", "drop", "x"])
        if item.home is not None and person in self.circle.model.groups[item.home].present:
            self.do(self.circle.answer, person, entry_id, choice)

    def is_finished(self, entry_id: int) -> None:
        self.do(self.circle.finish, entry_id)

    def shares(self, person: int, entry_id: int, number: int) -> None:
        """Most often what is one's own; others try too."""
        item = self.circle.model.items[entry_id]
        if self.chance.random() < 0.7:
            person = item.author
            self.do(self.circle.finish, entry_id)
        parts = frozenset(part for part in PARTS if self.chance.random() < 0.5)
        self.do(self.circle.share, person, entry_id, number, parts)

    def takes_back(self, person: int, entry_id: int, number: int) -> None:
        self.do(self.circle.take_back, person, entry_id, number)

    def takes_out(self, person: int, entry_id: int, number: int) -> None:
        self.do(self.circle.take_out, person, entry_id, number)

    def says_something(self, person: int, entry_id: int, number: int) -> None:
        if person in self.circle.model.groups[number].present:
            self.do(self.circle.comment, person, entry_id, number)

    def time_passes(self) -> None:
        self.circle.pass_time(self.chance.choice([1.0, 30.0, 61.0, 3600.0]))

    # What everybody sees now

    def everybody_reaches_what_the_model_says(self) -> None:
        self.steps += 1
        here = list(GROUPS)[self.steps % len(GROUPS)]
        self.do(self.compare, None)
        if here in self.circle.model.groups:
            self.do(self.compare, here)

    async def compare(self, connection: Connection, here: int | None) -> None:
        circle, model = self.circle, self.circle.model
        await circle.ask_telegram(connection)
        for number in model.diary_ids:
            assert await circle.counts(connection, number) == model.stands_in(number)
            self.compared += 1
        for person in PEOPLE:
            if here is None:
                assert await circle.reads(connection, person) == model.reads(person, circle.now)
                self.compared += len(model.diary_ids) + len(model.own_ids)
            elif person not in model.groups[here].present:
                continue  # nobody presses a button in a chat that they are not in
            for entry_id in model.items:
                seen = await circle.sees(connection, person, entry_id, here)
                case = (person, entry_id, here)
                assert seen == model.sees(person, entry_id, circle.now, here), case
                self.compared += 1
                if self.chance.random() < self.talk:
                    heard = await circle.overhears(connection, person, entry_id, here)
                    assert {diary_id for diary_id, _ in heard} <= set(seen), case
                    assert heard <= model.talk(entry_id), case
                    self.compared += 1
        person = self.chance.choice(self.partly() or list(PEOPLE))
        if here is None or person in model.groups[here].present:
            await self.compare_search(connection, person, here)

    def partly(self) -> list[int]:
        """Half the time, who sees parts alone of something: there is most to hide from them."""
        if self.chance.random() < 0.5:
            return []
        model, now = self.circle.model, self.circle.now
        seen = {who: [model.sees(who, one, now) for one in model.items] for who in PEOPLE}
        return [
            who
            for who, found in seen.items()
            if any(parts < access.ALL_PARTS for one in found for parts in one.values())
        ]

    async def compare_search(self, connection: Connection, person: int, here: int | None) -> None:
        """By a word of every entry they find all that they may read, by one of every talk no more.

        One person at a time: searching takes longer than everything else.
        """
        circle, model = self.circle, self.circle.model
        by_word = await circle.finds(connection, person, "좋았다", here)
        case = (person, here)
        assert {entry_id for entry_id, _ in by_word} == model.finds(person, circle.now, here), case
        is_asked = self.chance.random() < self.talk
        by_talk = await circle.finds(connection, person, "said", here) if is_asked else {}
        for entry_id, diary_id in by_talk:
            assert diary_id in {place for place, _ in model.talk(entry_id)}, case
        for (entry_id, diary_id), parts in [*by_word.items(), *by_talk.items()]:
            assert model.sees(person, entry_id, circle.now, here)[diary_id] == parts, case
        self.compared += len(model.items)


def live(template: Path, seed: int, talk: float = 0.1, only: frozenset[str] = frozenset()) -> int:
    """Run one story; how many comparisons there were.

    AssertionError where somebody reaches what is not theirs, or does not what is.
    """
    story = Life(template, seed, talk, only)
    try:
        story.beginning()
        story.everybody_reaches_what_the_model_says()
        for _ in range(STEPS):
            story.something_happens()
            story.everybody_reaches_what_the_model_says()
    finally:
        story.end()
    return story.compared
