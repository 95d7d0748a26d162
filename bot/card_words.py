"""The words of a finished card: whose it is, when, what was said. Only the parts that may be seen.

In a card of a share nothing is taken from the parts that its author has left out. A title that the
author gave is always shown, also one that is the first line of a caption: who chooses the parts is
told so, with the title. One that is made of a key sentence belongs to those, and tags to the words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from analysis.report import KeySentence, Report
from bot import card_answers, card_kinds, card_reanalysis
from bot.lettering import LONGEST_CAPTION, LONGEST_TEXT, cut, escape, length
from bot.phrases import Phrases, discretion
from bot.phrases import edits as edit_phrases
from bot.phrases import moods as mood_phrases
from bot.phrases import shares as share_phrases
from bot.phrases import switches as switch_phrases
from bot.phrases import voices as voice_phrases
from diary import clock
from diary.captions import shortened
from diary.cards import Contents
from diary.entries import RETRYABLE
from diary.readings import UNCLEAR, Reading

_NO_HASHTAG = re.compile(r"\W+")

LONGEST_QUOTE = 300
LONGEST_AUTOMATIC_TITLE = 40

#: A heart alone is drawn as a letter by some phones.
_AS_PICTURE = {"❤": "❤️"}

#: A line as plain text, which Telegram counts, and with its markup.
Line = tuple[str, str]


def picture(contents: Contents, report: Report) -> str | None:
    """The chart to carry: the words stand under the curve. None where it is not to be seen."""
    if card_kinds.has_timeline(contents, report):
        return "speech"
    if report.emotions.mean is None or "chart" not in contents.parts:
        return None
    return "bubbles" if contents.card.view == "bubbles" else "curve"


def room(contents: Contents, carried: str | None) -> int:
    """How much text the message can take: once it is a photo it stays one."""
    longest = LONGEST_CAPTION if carried or contents.card.picture else LONGEST_TEXT
    return longest - (length(f"{neutral(contents)}\n") if is_discreet(contents) else 0)


def is_discreet(contents: Contents) -> bool:
    """Whether nobody shall read this over a shoulder: one's own card, or what one reads alone."""
    is_own = contents.share is None and not contents.is_shared
    return contents.is_read_covered or (is_own and contents.person.discreet)


def neutral(contents: Contents) -> str:
    """What a card says that shall tell nothing."""
    day = contents.entry.day
    has_year = _is_of_another_year(contents, day)
    return discretion.words_in(contents.language).entry_of(day, has_year=has_year)


def fitted(contents: Contents, report: Report, says: Phrases, longest: int) -> str:
    """The caption; where it is too long the quotes give way first, then everything else."""
    for quote in (LONGEST_QUOTE, 160, 80):
        lines = [*_lines(contents, report, says, quote)]
        plain = "\n".join(line for line, _ in lines)
        if length(plain) <= longest:
            return "\n".join(marked for _, marked in lines)
    return escape(cut(plain, longest))


def _lines(contents: Contents, report: Report, says: Phrases, longest_quote: int) -> Iterator[Line]:
    yield from head(contents, report, says)
    if asked := card_answers.line(contents):
        yield asked, escape(asked)
    if body := card_kinds.short_body(contents):
        yield body, f"<blockquote>{escape(body)}</blockquote>"
    elif "key" in contents.parts and body is None:
        for key in report.key_sentences:
            quote = _quote(key, longest_quote, says)
            yield quote, f"<blockquote>{escape(quote)}</blockquote>"
    for line in (*_readings(contents, report, says), _tag_line(contents)):
        if line:
            yield line, escape(line)
    if notes := _notes(contents, report, says):
        yield notes, f"<i>{escape(notes)}</i>"
    for line in (*_elsewhere(contents), _reactions(contents)):
        if line:
            yield line, escape(line)


def head(contents: Contents, report: Report | None, says: Phrases) -> Sequence[Line]:
    """Title and date; where several people read, whose it is and in which diary comes first."""
    own, when = _spoken_title(contents, report), _date_line(contents, report, says)
    if not contents.is_shared:
        text = title(contents, report, says)
        return [
            (text, f"<b>{escape(text)}</b>"),
            (when, f"<i>{escape(when)}</i>"),
            *_own_diary(contents),
        ]
    name = author(contents)
    lines = [(f"{name} · {when}", f"<b>{escape(name)}</b> · {escape(when)}")]
    place = share_phrases.words_in(contents.language).diary_line(diary_name(contents))
    lines.append((place, escape(place)))
    return [*lines, (own, f"<b>{escape(own)}</b>")] if own else lines


def _own_diary(contents: Contents) -> Sequence[Line]:
    """Which diary it is goes without saying, as long as there is just the one."""
    words = share_phrases.words_in(contents.language)
    if not contents.targets and not contents.is_taken_out:
        return ()
    text = words.own_diary
    if contents.is_taken_out:
        text = words.taken_out_line(contents.diary.title or words.unnamed)
    return ((text, escape(text)),)


def author(contents: Contents) -> str:
    """Whose entry it is: a person, or the channel or group that a post was written under."""
    place = contents.place or contents.diary
    names = (contents.person.name, place.title)
    if contents.person.kind == "chat":
        names = (place.title, contents.person.name)
    found = next(filter(None, names), None)
    return found or share_phrases.words_in(contents.language).unnamed


def diary_name(contents: Contents) -> str:
    """What the diary is called in which the card stands."""
    place = contents.place or contents.diary
    return place.title or share_phrases.words_in(contents.language).unnamed


def title(contents: Contents, report: Report | None, says: Phrases) -> str:
    """The person's own title, else a short first key sentence, else the time of the day."""
    wall = _wall_clock(contents)
    has_year = _is_of_another_year(contents, wall)
    own = _spoken_title(contents, report)
    return own or says.time_of_day_title(wall, has_year=has_year)


def _spoken_title(contents: Contents, report: Report | None) -> str:
    if contents.entry.title:
        return contents.entry.title
    if report is None or "key" not in contents.parts:
        return ""
    first = report.key_sentences[0].text if report.key_sentences else ""
    if first and len(report.key_sentences) > 1:
        return shortened(first, LONGEST_AUTOMATIC_TITLE)
    return ""


def _wall_clock(contents: Contents) -> dt.datetime:
    return clock.local(contents.entry.recorded_at, contents.diary.time_zone)


def _is_of_another_year(contents: Contents, day: dt.date) -> bool:
    """Whether a date is to say its year: in the year that it is, nobody says it."""
    return contents.today is not None and contents.today.year != day.year


def moment(contents: Contents, report: Report | None, says: Phrases) -> str:
    """When it was recorded, by the diary's clock: what the title does not say yet."""
    wall = _wall_clock(contents)
    if not contents.is_shared and not _spoken_title(contents, report):
        return says.time(wall)
    return says.moment(wall, has_year=_is_of_another_year(contents, wall))


def _date_line(contents: Contents, report: Report | None, says: Phrases) -> str:
    day = contents.entry.day
    note = f" · {says.day_note(day)}" if day != _wall_clock(contents).date() else ""
    return moment(contents, report, says) + note


def _quote(key: KeySentence, longest: int, says: Phrases) -> str:
    second = "" if key.start_s is None else f" ({says.at_second(key.start_s)})"
    return cut(key.text, longest) + second


def _readings(contents: Contents, report: Report, says: Phrases) -> Sequence[str]:
    """What its author says first, beside it what the face showed."""
    line = " · ".join(part for part in (_mood(contents), *_face(contents, report, says)) if part)
    return (line,)


def _mood(contents: Contents) -> str:
    """Its author's own word; where others read, only if that was shared."""
    mood, words = contents.entry.mood, mood_phrases.words_in(contents.language)
    if mood is None or "mood" not in contents.parts:
        return ""
    if not contents.is_shared:
        return words.own(mood)
    return "" if contents.share is None else words.told(author(contents), mood)


def _face(contents: Contents, report: Report, says: Phrases) -> Sequence[str]:
    if spoken := card_kinds.spoken_line(contents, report, says):
        return (spoken,)
    if report.emotions.mean is None or "chart" not in contents.parts:
        return ()
    seen = says.face_seen(report.face_s, report.duration_s)
    if said := _corrected(contents):
        return (said, seen)
    if "little_face" in report.warnings:
        return (seen,)
    right = " 👍" if contents.entry.look == "right" else ""
    return (f"{_look(contents.reading, says)}{right}", seen)


def _corrected(contents: Contents) -> str:
    """What its author says that it looked like, instead of what was read."""
    look, words = contents.entry.look, edit_phrases.words_in(contents.language)
    if look is None or look == "right":
        return ""
    return words.said_by(author(contents), look) if contents.is_shared else words.look_kept(look)


def dominant(contents: Contents, report: Report) -> str | None:
    """The expression that a picture names: its author's word counts more than the machine's."""
    look = contents.entry.look
    return report.emotions.dominant if look in {None, "right"} else look


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
    """Its author's own tags, then behind a dot those that were found.

    Telegram ends a hashtag at the first character that is no letter, digit or underscore, and takes
    a dot that touches it for a letter.
    """
    if "words" not in contents.parts:
        return ""
    own = _hashtags(contents.tags[: contents.manual])
    found = _hashtags(contents.tags[contents.manual :])
    return " ".join(part for part in (own, f"· {found}" if found else "") if part)


def _hashtags(tags: Sequence[str]) -> str:
    names = (_NO_HASHTAG.sub("_", tag).strip("_") for tag in tags)
    return " ".join(f"#{name}" for name in names if name)


def _notes(contents: Contents, report: Report, says: Phrases) -> str:
    """What could not be read, and why: for its author's eyes, and the diary that it lives in."""
    if contents.share is not None:
        return ""
    entry, keeps = contents.entry, contents.entry.keeps_video
    notes = [_note(code, report, says, keeps_video=keeps) for code in report.warnings]
    words = switch_phrases.words_in(contents.language)
    if entry.reason and entry.reason in RETRYABLE and not keeps:
        notes.append(words.no_more_tries)
    elif entry.reason:
        notes.append(says.reasons.get(entry.reason, says.reasons["analysis_failed"]))
    if not keeps:
        is_voice = entry.kind == "voice"
        notes.append(
            voice_phrases.words_in(contents.language).forgotten if is_voice else words.forgotten
        )
    if again := card_reanalysis.line(contents):
        notes.append(again)
    return "\n".join(notes)


def _note(code: str, report: Report, says: Phrases, *, keeps_video: bool) -> str:
    """What a warning says; where there was too little face, why that was and what helps."""
    if code == "speech_model_missing" and not keeps_video:
        return says.warnings["speech_failed"]  # a model that comes later has nothing to hear
    reasons = {"no_face": says.hindrances, "little_face": says.partly_hindered}.get(code, {})
    return reasons.get(report.hindrance or "", says.warnings[code])


def _elsewhere(contents: Contents) -> Iterator[str]:
    """On one's own card, where else it is shown."""
    words = share_phrases.words_in(contents.language)
    for target in contents.shown:
        tell = words.shown_without_video if target.lacks_video else words.shown_in
        yield tell(target.diary.title or words.unnamed)


def _reactions(contents: Contents) -> str:
    return " ".join(
        f"{_AS_PICTURE.get(emoji, emoji)} {number}" for emoji, number in contents.reactions
    )


def words_fit(contents: Contents, says: Phrases) -> bool:
    """Whether everything that was said and written fits on the card."""
    carried = None if contents.report is None else picture(contents, contents.report)
    return whole_words(contents, says, room(contents, carried)) is not None


def whole_words(contents: Contents, says: Phrases, longest: int) -> str | None:
    """Everything that was said and written, in one expandable quote; None when it is too long."""
    text = plain_words(contents, says)
    above = [*head(contents, None, says)][:2] if contents.is_shared else []
    above.append((says.words_title, f"<b>{escape(says.words_title)}</b>"))
    if length("\n".join([*(line for line, _ in above), text])) > longest:
        return None
    quote = f"<blockquote expandable>{escape(text or says.no_words)}</blockquote>"
    return "\n".join([*(marked for _, marked in above), quote])


def plain_words(contents: Contents, says: Phrases) -> str:
    """Everything that was written and said, the spoken parts with their second."""
    if "words" not in contents.parts:
        return ""
    parts = card_kinds.written(contents)
    transcript = contents.report.transcript if contents.report else None
    if transcript:
        spoken = (f"{says.at_second(s.start_s)} {s.text.strip()}" for s in transcript.segments)
        parts.append("\n".join(spoken))
    return "\n\n".join(parts)
