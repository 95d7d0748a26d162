"""The sentence for a limit that somebody has reached, in their language and by their clocks."""

from __future__ import annotations

import datetime as dt
import re

from bot.lettering import cut
from bot.phrases.limits import words_in
from diary import clock
from diary.errors import Enough

#: Characters in the box that answers a press.
LONGEST_BOX = 200

_MARKUP = re.compile(r"</?b>")


def sentence(error: Enough, language: str, now: dt.datetime) -> str:
    """What is kept, what is not, and when it goes on; HTML."""
    words, at = words_in(language), clock.local(error.until, error.zone)
    if error.what == "waiting":
        return words.waiting(error.most, (error.until - now).total_seconds())
    says = {"comments": words.comments, "exports": words.exports, "groups": words.groups}
    return says[error.what](error.most, at) if error.what in says else words.for_now


def in_a_box(error: Enough, language: str, now: dt.datetime) -> str:
    """The same as plain text, cut to what a box can hold."""
    return cut(_MARKUP.sub("", sentence(error, language, now)), LONGEST_BOX)
