"""`python -m app analyze`: one clip or text, no bot, no database. The workers are the bot's own."""

from __future__ import annotations

import argparse
import asyncio
import errno
import json
import os
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, Rejected, TooMuch
from analysis.limits import MOST_BYTES
from analysis.pipeline import Recipe
from analysis.pool import Pool
from analysis.report import (
    LABELS,
    ClipFindings,
    Emotions,
    Picture,
    Report,
    Speech,
    Words,
    assemble,
)
from app import secrecy, setup, wiring
from bot.phrases import phrases_in
from charts.curve import Curve, Mark
from config.settings import Settings
from diary.attempt import SPEECH_S_PER_S

REFUSED = 3
WRONG_USAGE = 2

_PIECE = 1 << 20

NO_TEXT = "This is no text in UTF-8. Save it as UTF-8 and try again."


def main(options: argparse.Namespace) -> int:
    """0 analysed, 3 refused, 2 wrong usage; with `--json` one object on standard output."""
    settings = setup.settings(log_level="error")
    secrecy.forget()
    try:
        if options.text is not None:
            return asyncio.run(_text(settings, options.text, as_json=options.json))
        return asyncio.run(_clip(settings, options))
    except OSError as error:
        print(f"{error.filename or 'The file'}: {error.strerror or error}.", file=sys.stderr)
        return WRONG_USAGE


async def _text(settings: Settings, name: str, *, as_json: bool) -> int:
    content = await asyncio.to_thread(_content, name)
    try:
        text = content.decode("utf-8-sig")
        async with wiring.workshop(settings) as pool:
            words: Words = await pool.run(
                "words", "analysis.words:from_text", text, deadline_s=settings.job_deadline_s
            )
    except UnicodeDecodeError:
        return _refuse_text("not_a_text", NO_TEXT, as_json=as_json)
    except AnalysisError as error:
        return _refuse_text(error.code, str(error), as_json=as_json)
    if as_json:
        _print_json(_words_to_json(words))
    else:
        print("\n".join(_words_lines(words.key_sentences, words.tags)))
    return 0


def _words_to_json(words: Words) -> dict[str, Any]:
    return {
        "language": words.language,
        "key_sentences": [{"text": k.text, "start_s": None} for k in words.key_sentences],
        "tags": list(words.tags),
    }


def _refuse_text(code: str, sentence: str, *, as_json: bool) -> int:
    print(sentence, file=sys.stderr)
    if as_json:
        reason = {"code": code, "message": sentence}
        _print_json(_words_to_json(Words("")) | {"status": "rejected", "warnings": [reason]})
    return REFUSED


def _content(name: str) -> bytes:
    if name == "-" and sys.stdin is None:
        raise FileNotFoundError(errno.ENOENT, "is closed", "Standard input")
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


async def _clip(settings: Settings, options: argparse.Namespace) -> int:
    _end_when_told()
    if options.chart is not None and not os.access(options.chart.parent, os.W_OK):
        raise PermissionError(errno.EACCES, "not writable", str(options.chart.parent))
    with tempfile.TemporaryDirectory(prefix="mind-gitter-") as folder:
        try:
            clip = await asyncio.to_thread(_alone, Path(options.file), Path(folder))
            async with wiring.workshop(settings, Path(folder)) as pool:
                report = await _report(pool, settings, clip, Path(folder))
                _print_report(report, as_json=options.json)
                if options.chart is not None:
                    await _draw(pool, report, options)
        except AnalysisError as error:
            return _refuse(error, as_json=options.json)
    return 0


def _end_when_told() -> None:
    """The clip's copy is removed also when a time limit ends us."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine that runs has a task
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _alone(file: Path, folder: Path) -> Path:
    """The clip in a folder of its own, under a name of ours: it finds no neighbours there."""
    inner = folder / "clip"
    inner.mkdir()
    clip = inner / "clip"
    if not file.is_file():
        raise FileNotFoundError(errno.ENOENT, "is not a file", str(file))
    if file.stat().st_size > MOST_BYTES:
        raise TooMuch
    try:
        os.link(file.resolve(), clip)  # of a link there would be a second link, leading elsewhere
    except OSError:
        _copy(file, clip)
    return clip


def _copy(file: Path, clip: Path) -> None:
    """As much as the file has now: some grow while they are read, some of the system never end."""
    left = file.stat().st_size
    with file.open("rb") as source, clip.open("wb") as copy:
        while left > 0 and (piece := source.read(min(left, _PIECE))):
            copy.write(piece)
            left -= len(piece)


async def _report(pool: Pool, settings: Settings, clip: Path, folder: Path) -> Report:
    """Only the picture stage may refuse; what fails behind it is a warning."""
    recipe, deadline_s = setup.recipe(settings), settings.job_deadline_s
    picture = await pool.run(
        "video", "analysis.pipeline:picture", str(clip), str(folder), recipe, deadline_s=deadline_s
    )
    speech = await _speech(pool, picture, recipe, deadline_s)
    words = Words(language="")
    warnings = speech.warnings
    if speech.transcript is not None:
        try:
            words = await pool.run(
                "words", "analysis.words:words", speech.transcript, "", deadline_s=deadline_s
            )
        except AnalysisError:
            warnings = (*warnings, "words_failed")
    return assemble(ClipFindings(picture, replace(speech, warnings=warnings)), words)


async def _speech(pool: Pool, picture: Picture, recipe: Recipe, deadline_s: float) -> Speech:
    target, extra_s = "analysis.speech:transcribe", SPEECH_S_PER_S * picture.duration_s
    try:
        speech: Speech = await pool.run(
            "words", target, picture.sound, recipe, deadline_s=deadline_s + extra_s
        )
    except AnalysisError as error:
        print(str(error), file=sys.stderr)
        return Speech(warnings=("speech_failed",))
    return speech


def _print_report(report: Report, *, as_json: bool) -> None:
    if as_json:
        _print_json(report.to_json())
    else:
        print("\n".join(lines(report)))


async def _draw(pool: Pool, report: Report, options: argparse.Namespace) -> None:
    """The chart is an extra: without it the analysis stands."""
    if report.emotions.mean is None:
        print("No chart was drawn: no usable face was seen.", file=sys.stderr)
        return
    drawing, language = curve(report, Path(options.file).stem), options.language or "en"
    try:
        png = await wiring.Painter(pool).draw("curve", drawing, language)
    except AnalysisError as error:
        print(f"No chart was drawn: {error}", file=sys.stderr)
        return
    await asyncio.to_thread(options.chart.write_bytes, png)


def curve(report: Report, title: str) -> Curve:
    """What the chart of a report is drawn of."""
    keys = report.key_sentences
    return Curve(
        duration_s=report.duration_s,
        times=tuple(moment.t_s for moment in report.emotions.timeline),
        scores=tuple(moment.scores for moment in report.emotions.timeline),
        marks=tuple(Mark(k.start_s, k.text) for k in keys if k.start_s is not None),
        title=title,
        date_line="",
        face_s=report.face_s,
        dominant=report.emotions.dominant,
    )


def _refuse(error: AnalysisError, *, as_json: bool) -> int:
    print(str(error), file=sys.stderr)
    if as_json:
        empty = Report(0.0, 0.0, Emotions(), None, (), ())
        reason = {"code": error.code, "message": str(error)}
        _print_json(empty.to_json() | {"status": "rejected", "warnings": [reason]})
    if not isinstance(error, Rejected):
        print("`python -m app doctor` may know more.", file=sys.stderr)
    return REFUSED


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))


def lines(report: Report) -> list[str]:
    """A report for a person at a terminal, in English."""
    found = [f"{report.duration_s:.1f} s, face seen {report.face_s:.1f} s"]
    found += _face_lines(report.emotions)
    if report.transcript is not None:
        found.append(f"said ({report.transcript.language}): {report.transcript.text}")
    found += _words_lines(report.key_sentences, report.tags)
    found += [f"note: {warning['message']}" for warning in report.to_json()["warnings"]]
    if report.hindrance is not None:
        found.append(f"note: {phrases_in('en').hindrances[report.hindrance]}")
    return found


def _face_lines(emotions: Emotions) -> list[str]:
    if emotions.mean is None:
        return []
    shares = sorted(zip(emotions.mean, LABELS, strict=True), reverse=True)
    shown = ", ".join(f"{label} {share:.0%}" for share, label in shares[:3])
    return [
        f"in its more expressive half: {shown}",
        f"most of the time: {emotions.dominant or 'no single expression'}",
        f"no expression was clear for {emotions.unclear_s:.1f} s",
    ]


def _words_lines(keys: Any, tags: tuple[str, ...]) -> list[str]:
    quotes = [f"“{key.text}”" for key in keys]
    return quotes + ([" ".join(f"#{tag}" for tag in tags)] if tags else [])
