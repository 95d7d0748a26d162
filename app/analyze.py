"""`python -m app analyze`: one clip or text, no bot, no database. The workers are the bot's own."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, Rejected
from analysis.pool import Pool
from analysis.report import LABELS, ClipFindings, Emotions, Report, Words, assemble
from app import setup, wiring
from charts.curve import Curve, Mark
from config.settings import Settings

REFUSED = 3
WRONG_USAGE = 2

NO_TEXT = "This is no text in UTF-8. Save it as UTF-8 and try again."


def main(options: argparse.Namespace) -> int:
    """0 analysed, 3 refused, 2 wrong usage; with `--json` one object on standard output."""
    settings = setup.settings(log_level="error")
    try:
        if options.text is not None:
            return asyncio.run(_text(settings, options.text, as_json=options.json))
        return asyncio.run(_clip(settings, options))
    except OSError as error:
        print(f"{error.filename or 'The file'}: {error.strerror}.", file=sys.stderr)
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
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


async def _clip(settings: Settings, options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="mind-gitter-") as folder:
        inner = Path(folder) / "clip"
        inner.mkdir()
        # Alone in its folder, under a name of ours: a playlist in disguise finds no neighbours.
        clip = shutil.copyfile(options.file, inner / "clip")
        try:
            async with wiring.workshop(settings) as pool:
                report = await _report(pool, settings, clip, Path(folder))
                if options.chart is not None:
                    await _draw(pool, report, options)
        except AnalysisError as error:
            return _refuse(error, as_json=options.json)
    if options.json:
        _print_json(report.to_json())
    else:
        print("\n".join(_lines(report)))
    return 0


async def _report(pool: Pool, settings: Settings, clip: Path, folder: Path) -> Report:
    recipe, deadline_s = setup.recipe(settings), settings.job_deadline_s
    picture = await pool.run(
        "video", "analysis.pipeline:picture", str(clip), str(folder), recipe, deadline_s=deadline_s
    )
    speech = await pool.run(
        "words", "analysis.speech:transcribe", picture.sound, recipe, deadline_s=deadline_s
    )
    words = Words(language="")
    if speech.transcript is not None:
        words = await pool.run(
            "words", "analysis.words:words", speech.transcript, "", deadline_s=deadline_s
        )
    return assemble(ClipFindings(picture, speech), words)


async def _draw(pool: Pool, report: Report, options: argparse.Namespace) -> None:
    if report.emotions.mean is None:
        print("No chart was drawn: no usable face was seen.", file=sys.stderr)
        return
    language = options.language or "en"
    png = await wiring.Painter(pool).draw("curve", curve(report, Path(options.file).stem), language)
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


def _lines(report: Report) -> list[str]:
    """A report for a person at a terminal."""
    emotions = report.emotions
    lines = [f"{report.duration_s:.1f} s, face seen {report.face_s:.1f} s"]
    if emotions.mean is not None:
        shares = sorted(zip(emotions.mean, LABELS, strict=True), reverse=True)
        lines.append("looked: " + ", ".join(f"{label} {share:.0%}" for share, label in shares[:3]))
        lines.append(f"most of the time: {emotions.dominant or 'no single expression'}")
    if report.transcript is not None:
        lines.append(f"said ({report.transcript.language}): {report.transcript.text}")
    lines += _words_lines(report.key_sentences, report.tags)
    codes = report.to_json()["warnings"]
    return lines + [f"note: {warning['message']}" for warning in codes]


def _words_lines(keys: Any, tags: tuple[str, ...]) -> list[str]:
    quotes = [f"“{key.text}”" for key in keys]
    return quotes + ([" ".join(f"#{tag}" for tag in tags)] if tags else [])
