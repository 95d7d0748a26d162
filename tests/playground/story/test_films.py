"""The clips of the story come out of another process, one after another."""

from __future__ import annotations

import asyncio
from io import BytesIO

import av
import pytest

from playground.story import films
from playground.story.films import NoFilms

#: For a slow machine, in seconds; and how many bytes asyncio reads ahead of who takes them.
PATIENCE_S, AHEAD = 120.0, 2 * 65536


async def test_clips_are_made_as_they_are_named_and_none_is_like_another() -> None:
    # The light is what tells the second from the third, who turns to the same side.
    names = [films.name(None, 2, 0), films.name("glad", 1, 0), films.name("glad", 1, 3)]
    async with films.making(names) as made:
        # Also what was made before is there, and all at once can be waited for.
        found = await asyncio.gather(*(made.of(name) for name in reversed(names)))
    contents = dict(zip(reversed(names), found, strict=True))
    assert len(set(found)) == len(names)
    for name, streams in (("voice-2-0.ogg", {"audio"}), ("glad-1-0.mp4", {"audio", "video"})):
        with av.open(BytesIO(contents[name])) as clip:
            assert {stream.type for stream in clip.streams} == streams
            assert clip.duration is not None
            assert clip.duration / av.time_base == pytest.approx(films.SECONDS, abs=0.2)


async def test_who_waits_for_a_clip_that_cannot_be_made_is_told() -> None:
    async with films.making(["angry-0-0.mp4"]) as made:
        with pytest.raises(NoFilms):
            await made.of("angry-0-0.mp4")


async def test_a_story_that_is_stopped_does_not_wait_for_clips_that_nobody_takes() -> None:
    names = [films.name("glad", 1, number) for number in range(4)]
    async with asyncio.timeout(PATIENCE_S), films.making(names) as made:
        await made.of(names[0])
        assert made.process is not None
        assert made.process.stdout is not None
        # As much as is read ahead has come: nothing is taken out of the pipe any more.
        while len(made.process.stdout._buffer) <= AHEAD:  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_where_all_was_sent_nothing_is_made() -> None:
    async with films.making([]) as made:
        with pytest.raises(NoFilms):
            await made.of("glad-0-0.mp4")
