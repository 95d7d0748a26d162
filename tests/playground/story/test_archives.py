"""The older pages as a file that our own reader understands, always under the same names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from archive.format import Entry
from archive.reader import Archive
from playground.story import archives
from playground.story.archives import Written
from playground.story.pages import Page

NOON = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
PAGES = (
    Written(
        0, Page(4, "비", "비가 왔다.", "비 Emma"), dt.date(2026, 10, 2), NOON.timestamp() - 1e6
    ),
    Written(1, Page(None, "해", "해가 떴다.", ""), dt.date(2026, 10, 3), NOON.timestamp() - 9e5),
)


def entries(path: Path, person: int) -> list[Entry]:
    path.write_bytes(archives.packed(person, "ko", PAGES, NOON.timestamp()))
    with Archive(path, NOON.date()) as archive:
        return [entry for entry in archive.entries() if entry is not None]


def test_pages_wait_for_their_analysis_with_what_their_author_said(tmp_path: Path) -> None:
    rain, sun = entries(tmp_path / "a.zip", 7001)
    assert (rain.kind, rain.state, rain.report) == ("text", "waiting", None)
    assert (rain.title, rain.text) == ("비", "비\n비가 왔다.")
    assert (rain.tags, rain.mood, rain.language) == (("비", "emma"), 4, "ko")
    assert (rain.day, rain.recorded_at) == (
        PAGES[0].day,
        dt.datetime.fromtimestamp(PAGES[0].at, dt.UTC),
    )
    assert (sun.tags, sun.mood) == ((), None)


def test_the_same_page_has_the_same_name_and_that_of_another_person_another(
    tmp_path: Path,
) -> None:
    first, again, other = (
        [entry.uid for entry in entries(tmp_path / f"{n}.zip", person)]
        for n, person in enumerate((7001, 7001, 7002))
    )
    assert first == again
    assert not set(first) & set(other)
