"""By which mark of a mood an entry was found: its author's own word, or the face."""

from __future__ import annotations

from collections.abc import Mapping

from diary.search import Results
from storage import terms
from storage.database import Connection

#: For each hit, by its entry and diary, the marks that it was found by, one's own mood first.
Reasons = Mapping[tuple[int, int], tuple[str, ...]]


async def reasons(connection: Connection, results: Results) -> Reasons:
    """Of the hits of a page; empty where no mood was searched for."""
    asked = [p for p in results.query.of_kind("mood") if not p.is_excluded]
    marks = {term for part in asked for term in part.terms}
    at = [(hit.sight.entry.id, hit.sight.diary.id) for hit in results.hits]
    if not marks or not at:
        return {}
    found: dict[tuple[int, int], list[str]] = {}
    for entry_id, diary_id, term in await terms.which(connection, at, marks):
        found.setdefault((entry_id, diary_id), []).append(term)
    return {place: tuple(sorted(terms, key=_is_seen)) for place, terms in found.items()}


def _is_seen(mark: str) -> bool:
    return not mark.startswith("!mood:")
