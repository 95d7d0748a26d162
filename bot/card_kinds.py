"""What the card of a voice or a text has in place of a video's: its body, length and steps."""

from __future__ import annotations

import math
from typing import Final

from analysis.report import Report
from bot.lettering import length
from bot.phrases import Phrases
from bot.phrases.voices import words_in
from diary.cards import Contents

#: The stages that a card tells of, by the kind of the entry.
STAGES: Final = {
    "video": ("fetch", "face", "speech", "words"),
    "voice": ("fetch", "speech", "words"),
    "text": ("words",),
}

#: A text up to this length stands whole on its card.
LONGEST_BODY: Final = 600

#: From here on lengths are told as minutes and seconds.
MINUTE_S: Final = 60


def body(contents: Contents) -> str:
    """What was written in a text, without the first line where that is the title above it."""
    text, title = contents.entry.text or "", contents.entry.title
    first, _, rest = text.partition("\n")
    return rest.strip() if title and first == title else text


def short_body(contents: Contents) -> str | None:
    """The body where it stands whole on the card; None where key sentences stand for it."""
    if contents.entry.kind != "text" or "words" not in contents.parts:
        return None
    text = body(contents)
    return text if length(text) <= LONGEST_BODY else None


def written(contents: Contents) -> list[str]:
    """Everything that was written: the caption of a clip, or the body of a text."""
    return [text for text in (contents.entry.caption, body(contents)) if text]


def spoken_line(contents: Contents, report: Report, says: Phrases) -> str:
    """How long somebody spoke: what the picture of a voice shows, in words."""
    spoken_s = math.fsum(end_s - start_s for start_s, end_s in report.voiced)
    if contents.entry.kind != "voice" or not spoken_s or not shows_voice(contents):
        return ""
    words = words_in(contents.language)
    if report.duration_s < MINUTE_S:
        return words.spoken_briefly(round(spoken_s), round(report.duration_s))
    return words.spoken(says.at_second(spoken_s), says.at_second(report.duration_s))


def shows_voice(contents: Contents) -> bool:
    """Whether it may be seen when somebody spoke: with what they said."""
    return not contents.parts.isdisjoint({"words", "key"})


def has_timeline(contents: Contents, report: Report) -> bool:
    """Whether the card carries the picture of a voice."""
    return contents.entry.kind == "voice" and bool(report.voiced) and shows_voice(contents)


def words_button(contents: Contents, says: Phrases) -> str | None:
    """The way to all words; None where they stand on the card already."""
    if short_body(contents) is not None:
        return None
    is_text = contents.entry.kind == "text"
    return words_in(contents.language).text_button if is_text else says.words_button
