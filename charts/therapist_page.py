"""What stands on a page for a therapist: plain values, in the language of its reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from languages.catalogue import Line, Words


@dataclass(frozen=True, slots=True)
class Point:
    """`mood` from 1 to 5, as the person said; `look` from -1 to 1, as the face looked; or None."""

    day: dt.date
    mood: float | None
    look: float | None


@dataclass(frozen=True, slots=True)
class Page:
    """`right` of 100 faces the network names as people do, None where that was not measured.

    `quotes` are a day and a sentence; `made` is the day of making.
    """

    name: str
    first: dt.date
    last: dt.date
    made: dt.date
    entries: int
    points: Sequence[Point]
    tags: Sequence[tuple[str, int]]
    quotes: Sequence[tuple[dt.date, str]]
    model: str
    right: int | None


class PageWords(Words):
    """The words on the page."""

    title = Line("Diary report", context="therapist")
    mood = Line("Mood, as I said it (1 to 5)")
    look = Line("Expression, as a network read it (heavier to brighter)")
    nothing = Line("No mood was given in these weeks.")
    topics = Line("What it was about")
    said = Line("In my own words")
    none_chosen = Line("No sentences were chosen.")
    heavier = Line("heavier", context="therapist")
    brighter = Line("brighter", context="therapist")
    unmeasured = Line("How often it is right was not measured.")
    footer = Line(
        "Made by the diary bot mind-gitter of entries and sentences that this person chose. "
        "Not a medical finding."
    )

    def period(self, first: str, last: str, number: int) -> str:
        """Which days, and how many entries."""
        return self.plural(
            "{first} to {last} · one entry",
            "{first} to {last} · {number} entries",
            number,
            first=first,
            last=last,
        )

    def reliability(self, model: str, right: int | None) -> str:
        """How far the dashed line can be trusted."""
        start = self.say(
            "The dashed line is what a small network ({model}) sees in a face. It does not know "
            "how somebody feels.",
            model=model,
        )
        if right is None:
            return f"{start} {self.unmeasured}"
        measured = self.say(
            "Tested on photos, it agreed with people on {right} of 100 faces; how often it is "
            "right on moving video was not measured.",
            right=right,
        )
        return f"{start} {measured}"


words_in = PageWords.of
