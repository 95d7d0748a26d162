"""The clips of the story come out of another process, one after another."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from playground.story import films
from playground.story.films import NoFilms


async def test_clips_are_made_as_they_are_named(tmp_path: Path) -> None:
    names = [films.name(None, 2, 0), films.name("glad", 1, 0)]
    async with films.making(tmp_path, names) as made:
        # Also what was made before is there.
        contents = {name: await made.of(name) for name in reversed(names)}
    assert set(contents) == {"voice-2-0.ogg", "glad-1-0.mp4"}
    for name, streams in (("voice-2-0.ogg", {"audio"}), ("glad-1-0.mp4", {"audio", "video"})):
        assert (tmp_path / name).read_bytes() == contents[name]
        with av.open(str(tmp_path / name)) as clip:
            assert {stream.type for stream in clip.streams} == streams
            assert clip.duration is not None
            assert clip.duration / av.time_base == pytest.approx(films.SECONDS, abs=0.2)


async def test_who_waits_for_a_clip_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    async with films.making(tmp_path, ["angry-0-0.mp4"]) as made:
        with pytest.raises(NoFilms):
            await made.of("angry-0-0.mp4")
