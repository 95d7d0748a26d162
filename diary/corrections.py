"""Words as their author corrected them: an overlay beside the report, which is never changed.

`entries.words` is an object of `fixes` (pairs of what was heard and what was meant, in their order)
and of the three parts of a report that follow from the words as they are now: `transcript`,
`key_sentences`, `tags`. Whoever shows, searches or exports the words of an entry reads them here,
through `report_of`; how they are corrected is `diary.fixes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.corrections import Pair, all_replaced
from analysis.report import Emotions, KeySentence, Report, Transcript
from storage.entries import Entry
from storage.search import HEARD

#: The parts of a report that a correction changes.
PARTS = ("transcript", "key_sentences", "tags")

#: A report that says nothing but what was heard.
_UNSEEN = Report(0.0, 0.0, Emotions(), None, (), ()).to_json()


def report_of(entry: Entry) -> Report | None:
    """What the analysis found, with the words as they were corrected; None before there is any."""
    if entry.report is None:
        return None
    overlay = {part: entry.words[part] for part in PARTS} if entry.words else {}
    return Report.from_json({**entry.report, **overlay})


def heard_in(entry: Entry) -> Report | None:
    """As `report_of`, but of what was heard alone: for many entries the curve takes too long.

    An entry that has been read without its curve (`storage.search.entries_of`) is known so too.
    """
    if entry.report is None:
        return None
    overlay = {part: entry.words[part] for part in HEARD} if entry.words else {}
    return Report.from_json({**_UNSEEN, **{part: entry.report[part] for part in HEARD}, **overlay})


def fixes_of(entry: Entry) -> tuple[Pair, ...]:
    """What its author has corrected so far, in that order."""
    fixes = entry.words["fixes"] if entry.words else ()
    return tuple((heard, meant) for heard, meant in fixes)


def written(entry: Entry) -> str:
    """What was written in it beside the title: a caption, or the body of an entry that is text."""
    return "\n".join(filter(None, (entry.caption, entry.text)))


def overlay(report: Report, fixes: Sequence[Pair]) -> dict[str, Any]:
    """What `entries.words` holds for a report whose words are as they are meant."""
    parts = report.to_json()
    return {"fixes": [list(pair) for pair in fixes], **{part: parts[part] for part in PARTS}}


def corrected(report: Report, fixes: Sequence[Pair]) -> Report:
    """The report with each pair replaced in its transcript, key sentences and tags."""
    return replace(
        report,
        transcript=_transcript(report.transcript, fixes),
        key_sentences=tuple(_key(key, fixes) for key in report.key_sentences),
        tags=tuple(dict.fromkeys(all_replaced(tag, fixes) for tag in report.tags)),
    )


def _transcript(transcript: Transcript | None, fixes: Sequence[Pair]) -> Transcript | None:
    """Segment by segment: seconds belong to them."""
    if transcript is None:
        return None
    segments = tuple(
        replace(segment, text=all_replaced(segment.text, fixes)) for segment in transcript.segments
    )
    text = " ".join(segment.text for segment in transcript.segments)
    if text != transcript.text:  # written by an older recogniser
        return replace(transcript, text=all_replaced(transcript.text, fixes), segments=segments)
    return replace(transcript, text=" ".join(s.text for s in segments), segments=segments)


def _key(key: KeySentence, fixes: Sequence[Pair]) -> KeySentence:
    return replace(key, text=all_replaced(key.text, fixes))
