"""Who may see what, as a model that is easy to believe: no query, no rule of the house."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from storage.shares import PARTS

PEOPLE = range(1, 6)
GROUPS = range(3)
ALL = frozenset(PARTS)

#: What somebody sees of an entry: the parts, by the diary in which they see them.
Seen = dict[int, frozenset[str]]


@dataclass
class Item:
    """An entry as the model knows it. `home` is a group, or None for its author's own diary."""

    author: int
    home: int | None
    is_kept: bool = True
    is_removed: bool = False
    is_done: bool = False
    shares: dict[int, frozenset[str]] = field(default_factory=dict)


@dataclass
class Group:
    """A chat with a diary: who is in the chat, who is a member, and who leads it."""

    chat_id: int
    present: set[int]
    admins: set[int]
    members: set[int]
    always: set[int] = field(default_factory=set)
    sent_away: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    #: People about whom Telegram says nothing now, and what it said last of everybody, and when.
    unknown: set[int] = field(default_factory=set)
    told: dict[int, tuple[str, dt.datetime]] = field(default_factory=dict)

    def status(self, person: int) -> str:
        """What Telegram says of somebody."""
        if person not in self.present:
            return "left"
        return "administrator" if person in self.admins else "member"

    def lets_in(self, person: int, now: dt.datetime, *, is_here: bool) -> bool:
        """The whole rule of reading a shared diary."""
        status, at = self.told.get(person, ("nothing", now))
        is_fresh = status != "nothing" and now - at <= dt.timedelta(seconds=60)
        is_in = status != "left" if is_fresh else is_here
        return person in self.members and is_in


@dataclass(frozen=True)
class Said:
    """A comment on an entry, in a group."""

    entry_id: int
    number: int
    author: int
    text: str


@dataclass
class Model:
    """What is true. Everything that the code decides is held to this."""

    groups: dict[int, Group] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    diary_ids: dict[int, int] = field(default_factory=dict)
    own_ids: dict[int, int] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)

    def sees(self, person: int, entry_id: int, now: dt.datetime, here: int | None = None) -> Seen:
        """What this person may see of this entry, where."""
        item = self.items.get(entry_id)
        if item is None:
            return {}
        seen: Seen = {}
        if item.home is None:
            if item.author == person:
                seen[self.own_ids[person]] = ALL
        elif self._lets_in(item.home, person, now, here) and (
            item.author == person or (item.is_kept and not item.is_removed)
        ):
            seen[self.diary_ids[item.home]] = ALL
        for group, parts in item.shares.items():
            if self._lets_in(group, person, now, here):
                seen[self.diary_ids[group]] = parts
        return seen

    def finds(self, person: int, now: dt.datetime, here: int | None = None) -> set[int]:
        """What this person finds by a word of every entry, privately or in a group's diary."""
        return {
            entry_id
            for entry_id, item in self.items.items()
            for diary_id, parts in self.sees(person, entry_id, now, here).items()
            if item.is_done and parts & {"words", "key"}
            if here is None or diary_id == self.diary_ids[here]
            if item.home is None or diary_id != self.diary_ids[item.home] or not item.is_removed
        }

    def talk(self, entry_id: int) -> set[tuple[int, str]]:
        """Everything that was ever said about an entry, with the diary that it was said in."""
        return {
            (self.diary_ids[said.number], said.text)
            for said in self.said
            if said.entry_id == entry_id
        }

    def stands_in(self, number: int) -> int:
        """How many entries the diary of a group shows."""
        return sum(
            number in item.shares or (item.home == number and item.is_kept and not item.is_removed)
            for item in self.items.values()
        )

    def reads(self, person: int, now: dt.datetime) -> set[int]:
        """The diaries that this person may read from outside any group."""
        own = {self.own_ids[person]} if person in self.own_ids else set()
        return own | {
            self.diary_ids[number]
            for number, group in self.groups.items()
            if group.lets_in(person, now, is_here=False)
        }

    def _lets_in(self, number: int, person: int, now: dt.datetime, here: int | None) -> bool:
        group = self.groups.get(number)
        return group is not None and group.lets_in(person, now, is_here=here == number)
