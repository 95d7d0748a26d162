"""What the family of the story has said: written pages, clips, and what was said about them.

They are written down in blocks with an empty line between them: the first line of a block has what
is known of it, the title and the tags; the others are its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: What the face of a clip does; `playground.story.films` has the moments of the portrait.
LOOKS: Final = ("calm", "glad", "surprised", "cross")


@dataclass(frozen=True, slots=True)
class Page:
    """A written entry. `mood` is how its author felt, 1 (very bad) to 5; None: they did not say.

    `tags` are words without `#`, parted by spaces.
    """

    mood: int | None
    title: str
    body: str
    tags: str

    @property
    def text(self) -> str:
        """As it is typed: the title, the body, the tags."""
        return "\n".join(part for part in (self.title, self.body, self.hashtags) if part)

    @property
    def hashtags(self) -> str:
        """The tags as one types them."""
        return " ".join(f"#{tag}" for tag in self.tags.split())


@dataclass(frozen=True, slots=True)
class Clip:
    """A recorded entry of `days_ago`. `look` is one of LOOKS, or None for a voice message."""

    days_ago: int
    look: str | None
    page: Page


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody says about an entry; `who` is their place among the people.

    `of` is the number of the remark that it answers, None for the entry.
    """

    who: int
    text: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """An entry of the family's diary, with what was said and shown under it."""

    who: int
    clip: Clip
    remarks: tuple[Remark, ...] = ()
    reactions: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """Everything that one person says for themselves.

    `weekdays` says how likely they write, Monday first; `silent` are stretches (first and last
    day ago) without a word; `years` are pages of this very day, that many years ago.
    """

    pages: tuple[Page, ...]
    clips: tuple[Clip, ...]
    weekdays: tuple[float, ...]
    silent: tuple[tuple[int, int], ...]
    years: tuple[tuple[int, Page], ...] = ()


def pages(text: str) -> tuple[Page, ...]:
    """Blocks that begin with a mood (`-` for none)."""
    return tuple(_page(*block) for block in _blocks(text))


def clips(text: str) -> tuple[Clip, ...]:
    """Blocks that begin with how many days ago, a look (or `voice`) and a mood."""
    return tuple(_clip(*block) for block in _blocks(text))


def clip(text: str) -> Clip:
    """One such block."""
    [found] = clips(text)
    return found


def years(text: str) -> tuple[tuple[int, Page], ...]:
    """Blocks that begin with how many years ago and a mood."""
    found = ((head.split(" ", 1), body) for head, body in _blocks(text))
    return tuple((int(ago), _page(head, body)) for (ago, head), body in found)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    for block in text.strip().split("\n\n"):
        head, *words = block.split("\n")
        yield head, " ".join(words)


def _page(head: str, body: str) -> Page:
    mood, named = head.split(" ", 1)
    title = named.split(" #")[0]
    tags = " ".join(re.findall(r"#(\w+)", named))
    return Page(None if mood == "-" else int(mood), title, body, tags)


def _clip(head: str, body: str) -> Clip:
    days_ago, look, rest = head.split(" ", 2)
    return Clip(int(days_ago), None if look == "voice" else look, _page(rest, body))
