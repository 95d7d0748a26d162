"""Two months in the diaries of a small family, told by what people would do in their chats.

Nothing is written past the bot: everybody starts it and agrees, brings older pages in by /import,
makes the family's group a diary, follows an invitation, records clips, types pages, comments,
reacts, shares and taps how it was. The bot makes all entries and analyses them for real. Each
message says that it is of its day in the story, and what the bot says to it too; the world's clock
stays right, so that others can go on in the same chats meanwhile.

    await load(world, people, progress)

`people` are three (two at least, others stay out of it): the first speaks Korean, the second
English, the third Korean. `progress(done, of)` is called as it goes on, for the last time with
both the same. The older pages are there first; then the chats go on side by side. What people have
already stays as it is. Asked for again it does nothing, and what was stopped in the middle (by
cancelling) goes on where it was. No file and no process of it stays behind.

pages       what there is to say: written pages, clips, scenes
jiwoo, emma, doyun, family    who says what
days        on which days they write
plan        what happens when
dates       the dates of the messages
films       the clips, which another process makes (studio)
archives    the older pages as a ZIP file
acting      what people do in their chats
telling     all of it in its order
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playground.server import Person, World

Progress = Callable[[int, int], None]


async def load(
    world: World, people: Sequence[Person], progress: Progress, *, scale: float = 1.0
) -> None:
    """Tell the story; a `scale` below 1 tells that part of it.

    Raises TimeoutError where the bot stays silent, RuntimeError where no clips can be made.
    """
    # Whoever only makes the clips, or opens the page, need not wait for what this needs.
    from playground.story import telling  # noqa: PLC0415 - see above

    await telling.load(world, people, progress, scale=scale)
