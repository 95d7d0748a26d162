"""From what an entry is to what its card shows: text, picture, buttons, reaction. No sending."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report import KeySentence, Report
from bot.callbacks import Callback
from bot.lettering import LONGEST_CAPTION, LONGEST_TEXT, cut, escape, length
from bot.phrases import Phrases, phrases_in
from bot.phrases.captures import Captures, words_in
from charts.curve import Curve, Mark
from diary import clock
from diary.captions import shortened
from diary.cards import Contents
from diary.entries import RETRYABLE
from diary.readings import UNCLEAR, Reading
from diary.recordings import ANSWER

_NO_HASHTAG = re.compile(r"\W+")

STAGES = ("fetch", "face", "speech", "words")

#: Reactions that Telegram allows to bots: received, done, in trouble.
RECEIVED, DONE, TROUBLE = "👀", "👌", "🤔"

LONGEST_QUOTE = 300
LONGEST_AUTOMATIC_TITLE = 40


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a card."""

    text: str
    callback: Callback


@dataclass(frozen=True, slots=True)
class Link:
    """One button that opens an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Face:
    """What the message must look like. `picture` names the chart that it carries, None for none."""

    text: str
    picture: str | None
    buttons: tuple[tuple[Button, ...], ...]
    reaction: str | None


def face(contents: Contents) -> Face:
    """The card as it must look now, in its author's language."""
    says = phrases_in(contents.language)
    state = contents.entry.state
    if state == "done" and contents.report is not None:
        return _done(contents, contents.report, says)
    draw = {"consent": _consent, "twin": _twin, "cancelled": _cancelled, "failed": _failed}
    return draw.get(state, _progress)(contents, says)


def _consent(contents: Contents, says: Phrases) -> Face:
    entry = contents.entry.id
    if contents.is_shared:
        return _question(contents, words_in(contents.language))
    agree = Button(says.consent_button, Callback("agree", entry))
    drop = Button(says.drop_button, Callback("cancel", entry))
    return Face(says.waits_for_consent, None, ((agree,), (drop,)), RECEIVED)


def _question(contents: Contents, words: Captures) -> Face:
    """What a group reads under a note that waits for its author: it names nobody."""
    entry = contents.entry.id
    if contents.person.kind == "chat":
        mine = Button(words.mine_button, Callback("mine", entry))
        drop = Button(words.drop_button, Callback("capture", entry, "drop"))
        return Face(escape(words.asks_whose), None, ((mine, drop),), None)
    always, once, never = (
        Button(text, Callback("capture", entry, choice))
        for text, choice in (
            (words.always_button, "always"),
            (words.once_button, "once"),
            (words.never_button, "never"),
        )
    )
    return Face(escape(words.asks), None, ((always, once), (never,)), None)


def _twin(contents: Contents, says: Phrases) -> Face:
    twin = contents.twin
    at = contents.entry.recorded_at if twin is None else twin.recorded_at
    when = says.moment(clock.local(at, contents.diary.time_zone))
    entry = contents.entry.id
    add = Button(says.add_anyway_button, Callback("anyway", entry))
    drop = Button(says.drop_button, Callback("drop", entry))
    return Face(escape(says.twin(when)), None, ((add, drop),), RECEIVED)


def _cancelled(_contents: Contents, says: Phrases) -> Face:
    return Face(says.card_cancelled, None, (), None)


def _failed(contents: Contents, says: Phrases) -> Face:
    reason = says.reasons.get(contents.entry.reason or "", says.reasons["analysis_failed"])
    lines = [says.failed(reason)]
    if kept := "\n".join(filter(None, (contents.entry.title, contents.entry.caption))):
        longest = _room(contents, None) // 2
        lines.append(f"<blockquote expandable>{escape(cut(kept, longest))}</blockquote>")
    return Face("\n\n".join(lines), None, _retry(contents, says), TROUBLE)


def _retry(contents: Contents, says: Phrases) -> tuple[tuple[Button, ...], ...]:
    """A row with the button, where another try may help."""
    if contents.entry.reason not in RETRYABLE:
        return ()
    return ((Button(says.retry_button, Callback("retry", contents.entry.id)),),)


def _progress(contents: Contents, says: Phrases) -> Face:
    cancel = Button(says.cancel_button, Callback("cancel", contents.entry.id))
    rows = ((cancel,), *_comment_row(contents))
    return Face(escape(_progress_line(contents, says)), None, rows, RECEIVED)


def _comment_row(contents: Contents) -> tuple[tuple[Button, ...], ...]:
    """For a note that came as an answer: it may have been meant as a comment."""
    if contents.card.menu != ANSWER:
        return ()
    text = words_in(contents.language).comment_button
    return ((Button(text, Callback("tocomment", contents.entry.id)),),)


def _progress_line(contents: Contents, says: Phrases) -> str:
    stage, queue = contents.stage, contents.queue
    if stage in STAGES:
        step = says.step(STAGES.index(stage) + 1, len(STAGES))
        return f"{says.stages[stage]} · {step}\n{_bar(STAGES.index(stage))}"
    if queue is None or not queue.ahead:
        return says.queued
    wait = f" · {says.about_wait(queue.wait_s)}" if queue.wait_s else ""
    return says.queued_behind(queue.ahead) + wait


def _bar(done: int) -> str:
    return "●" * (done + 1) + "○" * (len(STAGES) - done - 1)


def _done(contents: Contents, report: Report, says: Phrases) -> Face:
    picture = _picture(contents, report)
    longest = _room(contents, picture)
    if contents.card.view == "words" and (text := whole_words(contents, says, longest)):
        return Face(text, picture, _done_buttons(contents, report, says), _reaction(contents))
    text = _fitted(contents, report, says, longest)
    return Face(text, picture, _done_buttons(contents, report, says), _reaction(contents))


def _room(contents: Contents, picture: str | None) -> int:
    """How much text the message can take: once it is a photo it stays one."""
    return LONGEST_CAPTION if picture or contents.card.picture else LONGEST_TEXT


def _reaction(contents: Contents) -> str:
    return TROUBLE if contents.entry.reason else DONE


def _picture(contents: Contents, report: Report) -> str | None:
    """The chart to carry: the words stand under the curve."""
    if report.emotions.mean is None:
        return None
    return "bubbles" if contents.card.view == "bubbles" else "curve"


def _fitted(contents: Contents, report: Report, says: Phrases, longest: int) -> str:
    """The caption; where it is too long the quotes give way first, then everything else."""
    for quote in (LONGEST_QUOTE, 160, 80):
        plain, text = _caption(contents, report, says, quote)
        if length(plain) <= longest:
            return text
    return escape(cut(plain, longest))


def _caption(
    contents: Contents, report: Report, says: Phrases, longest_quote: int
) -> tuple[str, str]:
    """The caption twice: as the plain text that Telegram counts, and with its markup."""
    head = title(contents, report, says)
    plain = [head, _date_line(contents, says)]
    marked = [f"<b>{escape(head)}</b>", f"<i>{escape(plain[1])}</i>"]
    for quote in (_quote(key, longest_quote, says) for key in report.key_sentences):
        plain.append(quote)
        marked.append(f"<blockquote>{escape(quote)}</blockquote>")
    for line in (*_readings(contents, report, says), _tag_line(contents)):
        if line:
            plain.append(line)
            marked.append(escape(line))
    if notes := _notes(contents, report, says):
        plain.append(notes)
        marked.append(f"<i>{escape(notes)}</i>")
    return "\n".join(plain), "\n".join(marked)


def title(contents: Contents, report: Report, says: Phrases) -> str:
    """The person's own title, else a short first key sentence, else the time of the day."""
    if contents.entry.title:
        return contents.entry.title
    first = report.key_sentences[0].text if report.key_sentences else ""
    if first and len(report.key_sentences) > 1:
        return shortened(first, LONGEST_AUTOMATIC_TITLE)
    return says.time_of_day_title(_wall_clock(contents))


def _wall_clock(contents: Contents) -> dt.datetime:
    return clock.local(contents.entry.recorded_at, contents.diary.time_zone)


def _date_line(contents: Contents, says: Phrases) -> str:
    wall = _wall_clock(contents)
    day = contents.entry.day
    note = f" · {says.day_note(day)}" if day != wall.date() else ""
    return says.moment(wall) + note


def _quote(key: KeySentence, longest: int, says: Phrases) -> str:
    second = "" if key.start_s is None else f" ({says.at_second(key.start_s)})"
    return cut(key.text, longest) + second


def _readings(contents: Contents, report: Report, says: Phrases) -> Sequence[str]:
    if report.emotions.mean is None:
        return ()
    seen = says.face_seen(report.face_s, report.duration_s)
    if "little_face" in report.warnings:
        return (seen,)
    return (f"{_look(contents.reading, says)} · {seen}",)


def _look(reading: Reading | None, says: Phrases) -> str:
    """What the face showed, as far as it may be said."""
    if reading is None:
        return says.no_claim
    if reading.overall == UNCLEAR:
        return says.unclear
    if reading.turn:
        return says.looked_and_turned(reading.overall, reading.turn, reading.turn_s)
    return says.looked[reading.overall]


def _tag_line(contents: Contents) -> str:
    """Telegram ends a hashtag at the first character that is no letter, digit or underscore."""
    names = (_NO_HASHTAG.sub("_", tag).strip("_") for tag in contents.tags)
    return " ".join(f"#{name}" for name in names if name)


def _notes(contents: Contents, report: Report, says: Phrases) -> str:
    notes = [_note(code, report, says) for code in report.warnings]
    if contents.entry.reason:
        notes.append(says.reasons.get(contents.entry.reason, says.reasons["analysis_failed"]))
    return "\n".join(notes)


def _note(code: str, report: Report, says: Phrases) -> str:
    """What a warning says; where there was too little face, why that was and what helps."""
    reasons = {"no_face": says.hindrances, "little_face": says.partly_hindered}.get(code, {})
    return reasons.get(report.hindrance or "", says.warnings[code])


def words_fit(contents: Contents) -> bool:
    """Whether everything that was said and written fits on the card."""
    says = phrases_in(contents.language)
    picture = None if contents.report is None else _picture(contents, contents.report)
    return whole_words(contents, says, _room(contents, picture)) is not None


def whole_words(contents: Contents, says: Phrases, longest: int) -> str | None:
    """Everything that was said and written, in one expandable quote; None when it is too long."""
    text = plain_words(contents)
    if length(f"{says.words_title}\n{text}") > longest:
        return None
    quote = escape(text or says.no_words)
    return f"<b>{escape(says.words_title)}</b>\n<blockquote expandable>{quote}</blockquote>"


def plain_words(contents: Contents) -> str:
    """Everything that was written and said, the spoken parts with their second."""
    parts = [contents.entry.caption] if contents.entry.caption else []
    transcript = contents.report.transcript if contents.report else None
    if transcript:
        says = phrases_in(contents.language)
        spoken = (f"{says.at_second(s.start_s)} {s.text.strip()}" for s in transcript.segments)
        parts.append("\n".join(spoken))
    return "\n\n".join(parts)


def _done_buttons(
    contents: Contents, report: Report, says: Phrases
) -> tuple[tuple[Button, ...], ...]:
    entry, view = contents.entry.id, contents.card.view
    first: list[Button] = []
    if plain_words(contents) and view != "words":
        first.append(Button(says.words_button, Callback("view", entry, "words")))
    if report.emotions.mean is not None and view != "bubbles":
        first.append(Button(says.bubbles_button, Callback("view", entry, "bubbles")))
    if view != "card":
        back = says.curve_button if view == "bubbles" else says.card_button
        first.append(Button(back, Callback("view", entry, "card")))
    rows = [tuple(first)] if first else []
    if contents.entry.origin_at is not None:
        origin = clock.local(contents.entry.origin_at, contents.diary.time_zone)
        text = says.origin_button(origin.date())
        rows.append((Button(text, Callback("origin", entry)),))
    return (*rows, *_comment_row(contents), *_retry(contents, says))


def curve(contents: Contents, report: Report) -> Curve:
    """What the chart of this entry is drawn of."""
    says = phrases_in(contents.language)
    marks = (Mark(k.start_s, k.text) for k in report.key_sentences if k.start_s is not None)
    return Curve(
        duration_s=report.duration_s,
        times=tuple(moment.t_s for moment in report.emotions.timeline),
        scores=tuple(moment.scores for moment in report.emotions.timeline),
        marks=tuple(marks),
        title=title(contents, report, says),
        date_line=says.moment(_wall_clock(contents)),
        face_s=report.face_s,
        dominant=report.emotions.dominant,
        boundaries=contents.boundaries,
    )
