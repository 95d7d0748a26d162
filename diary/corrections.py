"""Words as their author corrected them: an overlay beside the report, which is never changed.

`entries.words` is an object of `fixes` (pairs of what was heard and what was meant, in their order)
and of the three parts of a report that follow from them: `transcript`, `key_sentences`, `tags`.
Whoever shows, searches or exports the words of an entry reads them here, through `report_of`.
"""

from __future__ import annotations

from analysis.report import Report
from storage.entries import Entry

#: The parts of a report that a correction changes.
PARTS = ("transcript", "key_sentences", "tags")


def report_of(entry: Entry) -> Report | None:
    """What the analysis found, with the words as they were corrected; None before there is any."""
    if entry.report is None:
        return None
    overlay = {part: entry.words[part] for part in PARTS} if entry.words else {}
    return Report.from_json({**entry.report, **overlay})
