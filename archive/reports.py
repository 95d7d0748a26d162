"""Whether a report out of an archive has the shape that everybody here relies on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from analysis.report import LABELS, WARNINGS
from archive.fields import is_language

#: Seconds of the longest entry, and moments of its curve, with room to spare.
LONGEST_S = 20_000.0
MOST_MOMENTS = 200_000

#: The parts that `entries.words` puts in the place of the report's own.
OVERLAID = ("transcript", "key_sentences", "tags")


def is_report(value: Mapping[str, Any]) -> bool:
    """Whether it is what `analysis.report` writes."""
    emotions = value.get("emotions")
    return (
        _is_time(value.get("duration_s"))
        and _is_time(value.get("face_s"))
        and isinstance(value.get("hindrance"), str | None)
        and isinstance(emotions, dict)
        and _are_emotions(emotions)
        and _each(value.get("warnings"), lambda w: _has(w, "code") and w["code"] in WARNINGS)
        and _are_names(value.get("models", {}))
        and are_words(value)
    )


def are_words(value: Mapping[str, Any]) -> bool:
    """Whether the words of a report, or those that its author put in their place, are such."""
    transcript = value.get("transcript")
    return (
        "transcript" in value
        and (transcript is None or _is_transcript(transcript))
        and _each(value.get("key_sentences"), _is_key)
        and _each(value.get("tags"), lambda tag: isinstance(tag, str))
        and _each(value.get("fixes", []), _is_fix)
    )


def _are_emotions(value: Mapping[str, Any]) -> bool:
    return (
        (value.get("mean") is None or _are_scores(value["mean"]))
        and (value.get("dominant") is None or value["dominant"] in LABELS)
        and (value.get("unclear_s") is None or _is_time(value["unclear_s"]))
        and _each(value.get("timeline"), _is_moment)
        and len(value["timeline"]) <= MOST_MOMENTS
    )


def _is_moment(value: Any) -> bool:
    if not isinstance(value, dict) or not _is_time(value.get("t_s")) or "scores" not in value:
        return False
    return value["scores"] is None or _are_scores(value["scores"])


def _are_scores(value: Any) -> bool:
    return _each(value, lambda s: _is_number(s) and 0 <= s <= 1) and len(value) == len(LABELS)


def _is_transcript(value: Any) -> bool:
    return (
        _has(value, "language")
        and is_language(value["language"])
        and _has(value, "text")
        and _each(
            value.get("segments"),
            lambda s: _has(s, "text") and _is_time(s.get("start_s")) and _is_time(s.get("end_s")),
        )
    )


def _is_key(value: Any) -> bool:
    if not _has(value, "text") or "start_s" not in value:
        return False
    return value["start_s"] is None or _is_time(value["start_s"])


def _is_fix(value: Any) -> bool:
    return _each(value, lambda word: isinstance(word, str)) and len(value) == 2  # noqa: PLR2004 - a pair


def _are_names(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(name, str) for name in value.values())


def _each(value: Any, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(fits(item) for item in value)


def _has(value: Any, name: str) -> bool:
    return isinstance(value, dict) and isinstance(value.get(name), str)


def _is_time(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= LONGEST_S


def _is_number(value: Any) -> bool:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and math.isfinite(value)
