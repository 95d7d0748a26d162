"""What /settings looks like: the page with everything, and a page for each choice. No sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.buttons import Button, Rows
from bot.callbacks import Callback
from bot.lettering import escape
from bot.phrases.commit_calendar import words_in as calendar_words_in
from bot.phrases.settings import NAMES, Settings, words_in
from diary import clock, zones
from diary.preferences import DAY_STARTS, EVENINGS
from storage.diaries import Diary

#: What the number of a button is where it speaks of the person who presses it.
MINE = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose settings these are: a shared diary's, or a person's with their own diary.

    `notices` is None for a shared diary. Where no diary is kept yet, `diary` holds the defaults.
    """

    diary: Diary
    language: str
    notices: bool | None = None

    @property
    def number(self) -> int:
        """What the buttons carry."""
        return self.diary.id if self.diary.is_shared else MINE


@dataclass(frozen=True, slots=True)
class Page:
    """HTML and buttons."""

    text: str
    buttons: Rows


def page(name: str, subject: Subject, now: dt.datetime) -> Page | None:
    """The page of this name (main, lang, zone, start, eve); None for what is none."""
    make = _PAGES.get(name)
    return None if make is None else make(subject, words_in(subject.language), now)


def which_zone(subject: Subject, found: Sequence[str]) -> Page:
    """Several zones fit what somebody wrote."""
    words = words_in(subject.language)
    return Page(words.which_zone, tuple((_zone(subject, name),) for name in found))


def _main(subject: Subject, words: Settings, now: dt.datetime) -> Page:
    diary = subject.diary
    time = clock.local(now, diary.time_zone)
    lines = [
        words.language(NAMES[subject.language]),
        words.zone(zones.title(diary.time_zone, subject.language), f"{time:%H:%M}"),
        words.day_start(_hour(60 * diary.day_starts_hour)),
        _evening_line(diary, words),
    ]
    if subject.notices is not None:
        lines.append(words.notices[subject.notices])
    else:
        lines.append(words.comments[diary.comments_on])
    text = "\n".join([_title(diary, subject.language, words), "", *(f"• {x}" for x in lines)])
    return Page(text, _main_buttons(subject, words))


def _title(diary: Diary, language: str, words: Settings) -> str:
    if not diary.is_shared:
        return words.my_title
    return words.our_title(escape(diary.title or calendar_words_in(language).our_title))


def _evening_line(diary: Diary, words: Settings) -> str:
    minute = diary.evening_minute
    return words.evening_off if minute is None else words.evening(_hour(minute))


def _main_buttons(subject: Subject, words: Settings) -> Rows:
    if subject.notices is not None:
        on = subject.notices
        last = _button(subject, words.notices_button[on], f"notices-{'off' if on else 'on'}")
    else:
        on = subject.diary.comments_on
        last = _button(subject, words.comments_button[on], f"comments-{'off' if on else 'on'}")
    return (
        (
            _button(subject, words.language_button, "lang"),
            _button(subject, words.zone_button, "zone"),
        ),
        (
            _button(subject, words.day_start_button, "start"),
            _button(subject, words.evening_button, "eve"),
        ),
        (last,),
    )


def _languages(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    choices = [
        _choice(subject, name, f"lang-{code}", words, is_now=code == subject.language)
        for code, name in NAMES.items()
    ]
    return Page(words.ask_language, (tuple(choices), _back(subject, words)))


def _zones(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    here = subject.diary.time_zone
    names = list(zones.LIKELY.get(subject.language, zones.LIKELY["en"]))
    names = names if here in names else [here, *names]
    choices = [
        _choice(
            subject,
            zones.title(x, subject.language),
            f"zone-{zones.code(x)}",
            words,
            is_now=x == here,
        )
        for x in names
    ]
    last = _back(subject, words)
    if subject.diary.kind != "channel":  # there nobody can be asked for a reply
        last = (_button(subject, words.other_zone_button, "zone-ask"), *last)
    return Page(words.ask_zone, (*_rows(choices, 2), last))


def _day_starts(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    now = subject.diary.day_starts_hour
    choices = [
        _choice(subject, _hour(60 * hour), f"start-{hour}", words, is_now=hour == now)
        for hour in DAY_STARTS
    ]
    return Page(words.ask_day_start, (*_rows(choices, 3), _back(subject, words)))


def _evenings(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    now = subject.diary.evening_minute
    choices = [
        _choice(subject, _hour(minute), f"eve-{minute}", words, is_now=minute == now)
        for minute in EVENINGS
    ]
    choices.append(_choice(subject, words.off_button, "eve-off", words, is_now=now is None))
    asks = words.ask_our_evening if subject.diary.is_shared else words.ask_evening
    return Page(asks, (*_rows(choices, 4), _back(subject, words)))


_PAGES: Mapping[str, Callable[[Subject, Settings, dt.datetime], Page]] = {
    "main": _main,
    "lang": _languages,
    "zone": _zones,
    "start": _day_starts,
    "eve": _evenings,
}


def _hour(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _zone(subject: Subject, name: str) -> Button:
    return _button(subject, name.replace("_", " "), f"zone-{zones.code(name)}")


def _choice(subject: Subject, text: str, detail: str, words: Settings, *, is_now: bool) -> Button:
    return _button(subject, words.chosen(text) if is_now else text, detail)


def _back(subject: Subject, words: Settings) -> tuple[Button, ...]:
    return (_button(subject, words.back_button, "main"),)


def _rows(buttons: Sequence[Button], abreast: int) -> Rows:
    return tuple(tuple(buttons[n : n + abreast]) for n in range(0, len(buttons), abreast))


def _button(subject: Subject, text: str, detail: str) -> Button:
    return Button(text, Callback("settings", subject.number, detail))
