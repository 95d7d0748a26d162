"""The page of an archive, index.html: all entries of a part, to be read without this program."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analysis.report import LABELS
from archive import expressions, page_style
from archive.format import Comment, Entry, Film
from archive.manifest import Manifest
from archive.owner import Owner
from archive.page_words import PageWords
from languages import dates

MOODS = ("😞", "😕", "😐", "🙂", "😄")

#: How deep answers are drawn.
_DEEPEST = 3


class Page:
    """Writes the page in pieces, in the order in which they stand: head, articles, foot."""

    def __init__(self, about: Manifest, owner: Owner) -> None:
        self._about = about
        self._owner = owner
        self._words = PageWords.of(owner.language)
        self._zone = _zone(owner.settings.get("time_zone"))
        self._month = ""

    def head(self) -> str:
        """All before the first entry."""
        words, about = self._words, self._about
        facts = [words.entries(len(about.entries))]
        if about.parts > 1:
            facts.append(words.part(about.part, about.parts))
        if about.first and about.last:
            facts.append(words.days(self._day(about.first), self._day(about.last)))
        facts.append(words.made(self._day(about.made_at.astimezone(self._zone).date())))
        title, search = escaped(words.title), escaped(words.search)
        newest, oldest = escaped(words.newest_first), escaped(words.oldest_first)
        name = f"{escaped(self._owner.name)} · " if self._owner.name else ""
        return (
            f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{page_style.policy()}">\n'
            '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>{title}</title>\n<style>{page_style.style()}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#all">{escaped(words.entries(len(about.entries)))}</a>\n'
            f'<header class="top wrap"><h1>{title}</h1><p>{name}{escaped(" · ".join(facts))}</p>'
            '</header>\n<div class="bar" role="search"><div class="wrap">'
            f'<input id="q" type="search" placeholder="{search}" aria-label="{search}" '
            'autocomplete="off"><select id="m" hidden '
            f'aria-label="{escaped(words.all_months)}"><option value="">'
            f'{escaped(words.all_months)}</option></select><output id="n" aria-live="polite">'
            f'</output><button id="o" type="button" data-other="{newest}">{oldest}</button>'
            '</div></div>\n<main class="wrap" id="all">\n'
            f"{self._unread()}"
            + ("" if about.entries else f'<p class="none">{escaped(words.no_entries)}</p>\n')
            + f'<p class="none" id="none" hidden>{escaped(words.nothing_found)}</p>\n'
        )

    def _unread(self) -> str:
        """What should be here and is not, with its days."""
        entries = [one for one in self._about.unread if one.why == "entry_damaged"]
        if not entries:
            return ""
        days = ", ".join(self._day(one.day) for one in entries if one.day)
        said = escaped(f"{self._words.unread(len(entries))} {days}".strip())
        return f'<p class="none">{said}</p>\n'

    def foot(self) -> str:
        """All behind the last entry."""
        return (
            f"</main>\n{''.join(self._elsewhere())}"
            f'<footer class="wrap">{escaped(self._words.footer)}</footer>\n'
            f"<script>{page_style.script()}</script>\n</body>\n</html>\n"
        )

    def article(self, entry: Entry) -> str:
        """One entry, under the name of its month where it is the first of it."""
        month, heading = f"{entry.day:%Y-%m}", ""
        if month != self._month:
            name = escaped(dates.month_and_year(entry.day, self._words.language))
            heading, self._month = f'<h2 data-m="{month}">{name}</h2>\n', month
        films = "".join(self._films(entry))
        about = "".join([*self._facts(entry), *self._curve(entry), *self._said(entry)])
        two = " two" if any(film.kind == "video_note" and film.file for film in entry.films) else ""
        body = f'<div class="films">{films}</div><div>{about}</div>' if films else about
        return (
            f'{heading}<article id="e-{entry.uid}" data-m="{month}">'
            f"{''.join(self._top(entry))}"
            f'<div class="body{two}">{body if films else f"<div>{body}</div>"}</div>'
            f"{''.join(self._tags(entry))}{''.join(self._talk(entry))}"
            f"{''.join(self._links(entry))}</article>\n"
        )

    def _top(self, entry: Entry) -> Iterator[str]:
        words, at = self._words, entry.recorded_at.astimezone(self._zone)
        day = dates.weekday_and_day(entry.day, words.language)
        yield f'<div class="when"><time datetime="{at.isoformat(timespec="seconds")}">'
        time = escaped(dates.time(at, words.language))
        yield f"{escaped(day)} · {time}</time>" if entry.title else f"{time}</time>"
        if entry.home_kind != "private":
            yield f'<span class="badge">👥 {escaped(entry.home_title or words.untitled)}</span>'
        if entry.is_private:
            yield f'<span class="badge">🔒 {escaped(words.private_badge)}</span>'
        yield f"</div><h3>{escaped(entry.title or day)}</h3>"
        if entry.question:
            question = escaped(words.question)
            yield f'<p class="q"><span class="by">{question}</span>{escaped(entry.question)}</p>'

    def _films(self, entry: Entry) -> Iterator[str]:
        words = self._words
        for film in entry.films:
            if film.file is None:
                said = words.absent.get(film.fate, "")
                yield f'<p class="absent">{escaped(said)}</p>'
            elif film.kind in {"voice", "audio"}:
                label = escaped(words.voice_player)
                yield f'<audio controls preload="none" src="{film.file}" aria-label="{label}">'
                yield "</audio>"
            else:
                yield _video(film, escaped(words.player))

    def _facts(self, entry: Entry) -> Iterator[str]:
        words, facts = self._words, list[tuple[str, str]]()
        if entry.mood is not None:
            face, said = MOODS[entry.mood - 1], words.moods[f"m{entry.mood}"]
            facts.append((words.my_mood, f"{face} {said}"))
        if entry.look is not None:
            said = words.looks.get(entry.look, words.unclear)
            facts.append((words.looked, f"{said} ({words.own_word})"))
        elif strongest := expressions.strongest(entry.report):
            facts.append((words.looked, words.mostly(words.looks[strongest])))
        if facts:
            rows = (f"<div><dt>{escaped(a)}</dt><dd>{escaped(b)}</dd></div>" for a, b in facts)
            yield f'<dl class="facts">{"".join(rows)}</dl>'

    def _curve(self, entry: Entry) -> Iterator[str]:
        words, curve = self._words, expressions.seconds(entry.report)
        means = _means(curve)
        named = [name for name in means if means[name] > 0]  # each colour that is drawn
        said = ", ".join(f"{words.looks[name]} {_percent(means[name])}" for name in named)
        drawn = expressions.drawing(curve, escaped(f"{words.looked}: {said}"))
        if not drawn:
            return
        half = len(curve) // 2
        marks = [words.length(second) for second in ((0, half, len(curve)) if half else (0, 1))]
        axis = "".join(f"<span>{escaped(mark)}</span>" for mark in marks)
        yield f'<figure>{drawn}<div class="axis" aria-hidden="true">{axis}</div>'
        yield '<ul class="legend" aria-hidden="true">'
        for name in named:
            look = escaped(f"{words.looks[name]} {_percent(means[name])}")
            yield f'<li class="x-{name}"><span>{look}</span></li>'
        yield "</ul></figure>"

    def _said(self, entry: Entry) -> Iterator[str]:
        words, report = self._words, entry.report or {}
        heard = {**report, **(entry.words or {})}
        keys = [key for key in heard.get("key_sentences") or () if isinstance(key, dict)]
        if keys:
            has_player = any(film.file for film in entry.films)
            yield f'<ul class="key">{"".join(_key(key, has_player) for key in keys)}</ul>'
        if entry.text:
            yield f'<p class="text">{escaped(entry.text)}</p>'
        if entry.caption:
            yield f'<p class="text">{escaped(entry.caption)}</p>'
        text = _transcript(heard)
        if text:
            yield f"<details><summary>{escaped(words.spoken)}</summary>"
            yield f'<p class="text">{escaped(text)}</p></details>'
        first = _transcript(report)
        if first and first != text:
            yield f"<details><summary>{escaped(words.heard_first)}</summary>"
            yield f'<p class="text">{escaped(first)}</p></details>'

    def _tags(self, entry: Entry) -> Iterator[str]:
        if entry.tags or entry.found_tags:
            mine = (_tag(name, "tag mine") for name in entry.tags)
            found = (_tag(name, "tag") for name in entry.found_tags)
            yield f'<div class="tags">{"".join(mine)}{"".join(found)}</div>'

    def _talk(self, entry: Entry) -> Iterator[str]:
        if not entry.comments:
            return
        heading = escaped(self._words.comments(len(entry.comments)))
        yield f'<section class="talk"><h4>{heading}</h4><ol>'
        for comment, depth in threaded(entry.comments):
            by = self._words.by_me if comment.by is None else comment.by or self._words.someone
            yield f'<li class="d{depth}"><span class="by">{escaped(by)}</span>'
            yield f"{self._moment(comment.at)}<p>{escaped(self._comment(comment))}</p></li>"
        yield "</ol></section>"

    def _comment(self, comment: Comment) -> str:
        spoken = "" if comment.kind == "text" else f"🎙 {self._words.spoken_comment}"
        return "\n".join(part for part in (spoken, comment.text or "") if part)

    def _links(self, entry: Entry) -> Iterator[str]:
        words = self._words
        yield '<p class="links">'
        if expressions.seconds(entry.report):
            yield f'<a href="expressions/{entry.name}.csv">{escaped(words.table_link)}</a>'
        yield f'<a href="entries/{entry.name}.json">{escaped(words.json_link)}</a></p>'

    def _elsewhere(self) -> Iterator[str]:
        if not self._owner.remarks:
            return
        yield f'<section class="wrap"><h2>{escaped(self._words.elsewhere)}</h2>'
        yield '<div class="else"><ul>'
        for remark in self._owner.remarks:
            about = escaped(remark.about or self._words.untitled)
            home = f" · {escaped(remark.diary)}" if remark.diary else ""
            spoken = f"🎙 {self._words.spoken_comment}"
            yield f'<li><span class="muted">{about}{home}</span> {self._moment(remark.at)}'
            yield f"<p>{escaped(remark.text or spoken)}</p></li>"
        yield "</ul></div></section>\n"

    def _moment(self, at: dt.datetime) -> str:
        local, language = at.astimezone(self._zone), self._words.language
        said = f"{dates.day(local.date(), language)} {dates.time(local, language)}"
        return f'<time datetime="{local.isoformat(timespec="seconds")}">{escaped(said)}</time>'

    def _day(self, day: dt.date) -> str:
        return dates.day(day, self._words.language)


def escaped(text: str) -> str:
    """Text for the page, also within quotes; marks that turn the direction of text are dropped."""
    kept = "".join(c for c in text if c not in _TURNING)
    return html.escape(kept)


#: Controls that would let a title change how the rest of the page reads.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def threaded(found: Sequence[Comment]) -> Iterator[tuple[Comment, int]]:
    """Each comment once, answers under what they answer, with their depth."""
    uids = {comment.uid for comment in found}
    children: dict[str | None, list[Comment]] = {}
    for comment in found:
        parent = comment.parent if comment.parent in uids else None
        children.setdefault(parent, []).append(comment)
    told = set[str]()
    stack = [(comment, 0) for comment in reversed(children.get(None, []))]
    while stack:
        comment, depth = stack.pop()
        told.add(comment.uid)
        yield comment, min(depth, _DEEPEST)
        stack += [(child, depth + 1) for child in reversed(children.get(comment.uid, []))]
    # Comments that answer each other in a circle hang from none: only a forged archive has such.
    yield from ((comment, 0) for comment in found if comment.uid not in told)


def _zone(name: object) -> dt.tzinfo:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else dt.UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


def _video(film: Film, label: str) -> str:
    round_ = ' class="round"' if film.kind == "video_note" else ""
    return (
        f'<video{round_} controls preload="metadata" playsinline src="{film.file}" '
        f'aria-label="{label}"></video>'
    )


def _tag(name: str, kind: str) -> str:
    return f'<button type="button" class="{kind}">#{escaped(name)}</button>'


def _key(key: Mapping[str, Any], has_player: bool) -> str:  # noqa: FBT001 - one caller, below
    text, start = escaped(str(key.get("text") or "")), key.get("start_s")
    if not isinstance(start, int | float):
        return f"<li><span>{text}</span></li>"
    said = f"{int(start) // 60}:{int(start) % 60:02d}"
    if not has_player:
        return f'<li><span class="at">{said}</span><span>{text}</span></li>'
    at = f'<button type="button" class="at" data-t="{start:.2f}">{said}</button>'
    return f"<li>{at}<span>{text}</span></li>"


def _transcript(report: Mapping[str, Any]) -> str:
    found = report.get("transcript")
    text = found.get("text") if isinstance(found, dict) else None
    return text if isinstance(text, str) else ""


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "<1%"  # noqa: PLR2004 - a hundredth


def _means(curve: Sequence[expressions.Shares | None]) -> dict[str, float]:
    """Mean shares by label over the seconds with a face, the largest first."""
    seen = [shares for shares in curve if shares is not None]
    if not seen:
        return {}
    means = {label: sum(s[n] for s in seen) / len(seen) for n, label in enumerate(LABELS)}
    return dict(sorted(means.items(), key=lambda item: -item[1]))
