"""The line of a card whose entry waits to be analysed again, or was: what has changed."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.report import Report
from bot.buttons import Button
from bot.callbacks import Callback
from bot.phrases.reanalysis import Reanalysis, words_in
from charts import style
from diary.cards import Contents


def line(contents: Contents) -> str:
    """Empty where there is nothing to tell; a share tells nothing of it."""
    if contents.share is not None:
        return ""
    words = words_in(contents.language)
    states = {"queued": words.waits, "running": words.runs, "failed": words.failed}
    if contents.again in states:
        return states[contents.again]
    if contents.earlier is None or contents.report is None:
        return ""
    changes = ", ".join(_changes(contents, contents.earlier, contents.report, words))
    return words.changed(changes) if changes else words.same


def _changes(contents: Contents, was: Report, now: Report, words: Reanalysis) -> Iterator[str]:
    looks = [_look(contents, report, words) for report in (was, now)]
    if looks[0] != looks[1]:
        yield words.look(*looks)
    counts = [
        len(report.transcript.text.split()) if report.transcript else 0 for report in (was, now)
    ]
    if counts[0] != counts[1]:
        yield words.words(*counts)


def _look(contents: Contents, report: Report, words: Reanalysis) -> str:
    if report.emotions.mean is None:
        return words.no_face
    label = report.emotions.dominant
    return style.words_in(contents.language).names[label] if label else words.unclear


def buttons(contents: Contents) -> tuple[Button, ...]:
    """The way there, where what was sent is kept; whether it is worth it, the press says."""
    entry = contents.entry
    if contents.share is not None or entry.kind == "text" or not contents.has_video:
        return ()
    if not entry.keeps_video or contents.again in {"queued", "running"}:
        return ()
    return (Button(words_in(contents.language).button, Callback("again", entry.id)),)
