"""Every sentence that the bot says, as one value: a language that lacks one cannot be built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.readers import Readers


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language. Texts with markup are HTML; what is put into them is escaped.

    Fields that are functions take what the sentence speaks of and give the whole sentence, so that
    plurals and particles are each language's own affair.
    """

    # Greeting and consent
    greeting: str
    what_happens: str
    ask_consent: str
    consent_button: str
    consent_thanks: str
    consent_already: str

    # Commands
    help: str
    privacy: Callable[[str], str]
    about: Callable[[Readers], str]
    cancelled: str
    nothing_to_cancel: str
    only_video: str
    text_hint: str
    description: str
    short_description: str

    # The card while it is being made
    waits_for_consent: str
    queued: str
    queued_behind: Callable[[int], str]
    about_wait: Callable[[float], str]
    stages: Mapping[str, str]
    step: Callable[[int, int], str]
    twin: Callable[[str], str]
    twin_here: str
    card_cancelled: str
    failed: Callable[[str], str]

    # The card when it is done
    moment: Callable[[dt.datetime], str]
    time_of_day_title: Callable[[dt.datetime], str]
    day_note: Callable[[dt.date], str]
    looked: Mapping[str, str]
    looked_and_turned: Callable[[str, str, int], str]
    at_second: Callable[[float], str]
    face_seen: Callable[[float, float], str]
    no_claim: str
    unclear: str
    hindrances: Mapping[str, str]  # no usable face at all, perhaps no face
    partly_hindered: Mapping[str, str]  # beside the curve of what could be read
    warnings: Mapping[str, str]
    reasons: Mapping[str, str]
    words_title: str
    no_words: str
    words_as_file: str
    no_picture: str

    # Buttons and short answers
    cancel_button: str
    retry_button: str
    words_button: str
    bubbles_button: str
    curve_button: str
    card_button: str
    add_anyway_button: str
    drop_button: str
    origin_button: Callable[[dt.date], str]
    not_yours: str
    too_late: str
    done: str

    # Refusals
    too_big: Callable[[int, int], str]
    too_long: Callable[[float, float], str]
    trouble: Callable[[str], str]


def clock(seconds: float) -> str:
    """Seconds of a clip as `m:ss`."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
