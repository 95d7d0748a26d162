"""What /settings looks like: the page with everything, and a page for each choice. No sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.buttons import Button, Rows
from bot.callbacks import Callback
from bot.lettering import cut, escape
from bot.phrases.commit_calendar import words_in as calendar_words_in
from bot.phrases.settings import Settings, words_in
from diary import clock, routines, zones
from diary.preferences import DAY_STARTS, EVENINGS, SPOKEN
from languages import dates, world
from languages.catalogue import LANGUAGES
from storage.diaries import Diary
from storage.persons import Person
from storage.routines import Routine

#: What the number of a button is where it speaks of the person who presses it.
MINE = 0

#: Units that are repeated of what somebody typed.
LONGEST_TYPED = 40

#: The page that each switch stands on, and whose it is.
SWITCHES = {
    "notices": "coming",
    "streaks": "shown",
    "discreet": "shown",
    "help": "shown",
    "comments": "main",
    "protected": "main",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose settings these are: a shared diary's, or a person's with their own diary.

    `person` is None for a shared diary. Where none is kept yet, both hold the defaults.
    """

    diary: Diary
    language: str
    person: Person | None = None
    routines: Mapping[str, Routine] = field(default_factory=dict)

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
    """The page of this name (`_PAGES`), None for what is none or another's."""
    make = _PAGES.get(name)
    return None if make is None else make(subject, words_in(subject.language), now)


def above(name: str, subject: Subject) -> str:
    """The page that is shown when something was chosen: for a switch, the one that it is on."""
    if subject.person is not None and name in {"eve", *routines.RULES}:
        return "coming"
    return SWITCHES.get(name, "main")


def which_zone(subject: Subject, found: Sequence[str]) -> Page:
    """Several zones fit what somebody wrote."""
    words = words_in(subject.language)
    rows = tuple((_zone(subject, name),) for name in found)
    return Page(words.which_zone, (*rows, (_button(subject, words.back_button, "zone"),)))


def no_zone(subject: Subject, typed: str | None, now: dt.datetime) -> Page:
    """No zone is known of what somebody typed, or (None) of the place that they sent."""
    words = words_in(subject.language)
    told = words.no_place if typed is None else words.no_zone(escape(cut(typed, LONGEST_TYPED)))
    return Page(told, _zones(subject, words, now).buttons)


def zone_here(subject: Subject, zone: str, now: dt.datetime) -> Page:
    """Whether the clock of the place shall count that somebody has sent."""
    words = words_in(subject.language)
    name = zones.title(zone, subject.language)
    time = dates.time(clock.local(now, zone), subject.language)
    return Page(words.zone_here(name, time), ((_zone(subject, zone),),))


def _main(subject: Subject, words: Settings, now: dt.datetime) -> Page:
    diary = subject.diary
    time = dates.time(clock.local(now, diary.time_zone), subject.language)
    lines = [
        words.bot_language(world.own_name(subject.language)),
        words.zone(zones.title(diary.time_zone, subject.language), time),
        words.day_start(_hour(60 * diary.day_starts_hour, words)),
    ]
    person = subject.person
    if person is not None:
        spoken = person.speech_language
        lines.insert(1, words.speech(world.own_name(spoken) if spoken else None))
        lines += [_evening_line(diary, words), words.notices[person.notices]]
    else:
        states = words.comments[diary.comments_on], words.protected[diary.is_protected]
        weekly = [_routine_line(one, words) for one in subject.routines.values()]
        lines += [_evening_line(diary, words), *weekly, *states]
    text = _listed(_title(diary, subject.language, words), lines)
    return Page(text, _mine(subject, words) if person else _ours(subject, words))


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, "", *(f"• {line}" for line in lines)])


def _title(diary: Diary, language: str, words: Settings) -> str:
    if not diary.is_shared:
        return words.my_title
    return words.our_title(escape(diary.title or calendar_words_in(language).our_title))


def _evening_line(diary: Diary, words: Settings) -> str:
    minute = diary.evening_minute
    return words.evening_off if minute is None else words.evening(_hour(minute, words))


def _mine(subject: Subject, words: Settings) -> Rows:
    return (
        (
            _button(subject, words.language_button, "lang"),
            _button(subject, words.speech_button, "speech"),
        ),
        (
            _button(subject, words.zone_button, "zone"),
            _button(subject, words.day_start_button, "start"),
        ),
        (_button(subject, words.coming_button, "coming"),),
        (_button(subject, words.shown_button, "shown"),),
    )


def _ours(subject: Subject, words: Settings) -> Rows:
    diary = subject.diary
    return (
        (
            _button(subject, words.language_button, "lang"),
            _button(subject, words.zone_button, "zone"),
        ),
        (
            _button(subject, words.day_start_button, "start"),
            _button(subject, words.evening_button, "eve"),
        ),
        *((_button(subject, words.routine_names[kind], kind),) for kind in subject.routines),
        (_switch(subject, words.comments_button, "comments", is_on=diary.comments_on),),
        (_switch(subject, words.protected_button, "protected", is_on=diary.is_protected),),
    )


def _switch(subject: Subject, says: Mapping[bool, str], name: str, *, is_on: bool) -> Button:
    return _button(subject, says[is_on], f"{name}-{'off' if is_on else 'on'}")


def _coming(subject: Subject, words: Settings, _now: dt.datetime) -> Page | None:
    """What a person gets without having asked for it that day."""
    person = subject.person
    if person is None:
        return None
    lines = [_evening_line(subject.diary, words)]
    lines += [_routine_line(one, words) for one in subject.routines.values()]
    lines.append(words.notices[person.notices])
    text = f"{_listed(words.coming_title, lines)}\n\n{words.notices_note}"
    evening = _button(subject, words.evening_button, "eve")
    notices = _switch(subject, words.notices_button, "notices", is_on=person.notices)
    others = [_button(subject, words.routine_names[kind], kind) for kind in subject.routines]
    rows = _rows([evening, *others], 2)
    return Page(text, (*rows, (notices,), _back(subject, words)))


def _routine_line(routine: Routine, words: Settings) -> str:
    name = words.routine_names[routine.kind]
    if not routine.is_on:
        return words.routine_off(name)
    if routine.paused_at is not None:
        return words.routine_rests(name)
    return words.routine(name, routine.weekday, _hour(routine.minute, words))


def _routine(kind: str, subject: Subject, words: Settings, _now: dt.datetime) -> Page | None:
    """When something comes, or never."""
    one = subject.routines.get(kind)
    if one is None:
        return None
    minutes = sorted({*routines.MINUTES[kind], one.minute})
    choices = [
        _choice(
            subject,
            _hour(minute, words),
            f"{kind}-{minute}",
            words,
            is_now=one.is_on and minute == one.minute,
        )
        for minute in minutes
    ]
    choices.append(_choice(subject, words.off_button, f"{kind}-off", words, is_now=not one.is_on))
    text = f"{_routine_line(one, words)}\n\n{words.routine_notes[kind]}"
    back = _button(subject, words.back_button, above(kind, subject))
    return Page(text, (*_rows(choices, 3), (back,)))


def _shown(subject: Subject, words: Settings, _now: dt.datetime) -> Page | None:
    """What a person wants to see, and what nobody beside them shall."""
    person = subject.person
    if person is None:
        return None
    states = {
        "streaks": (person.streaks, words.streaks, words.streaks_button),
        "discreet": (person.discreet, words.discreet, words.discreet_button),
        "help": (person.offers_help, words.help, words.help_button),
    }
    text = _listed(words.shown_title, [says[is_on] for is_on, says, _ in states.values()])
    rows = [(_switch(subject, s[2], name, is_on=s[0]),) for name, s in states.items()]
    return Page(f"{text}\n\n{words.shown_note}", (*rows, _back(subject, words)))


def _languages(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    choices = [
        _choice(
            subject, world.own_name(code), f"lang-{code}", words, is_now=code == subject.language
        )
        for code in LANGUAGES
    ]
    return Page(words.ask_language, (*_rows(choices, 2), _back(subject, words)))


def _speeches(subject: Subject, words: Settings, _now: dt.datetime) -> Page | None:
    if subject.person is None:
        return None
    now = subject.person.speech_language
    auto = _choice(subject, words.speech_auto, "speech-auto", words, is_now=now is None)
    choices = [
        _choice(subject, world.own_name(code), f"speech-{code}", words, is_now=code == now)
        for code in SPOKEN
    ]
    return Page(words.ask_speech, ((auto,), *_rows(choices, 3), _back(subject, words)))


def _zones(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    here = subject.diary.time_zone
    names = list(dict.fromkeys([here, *zones.likely(subject.language)]))
    ways = [_button(subject, words.world_button, "world")]
    if subject.diary.kind != "channel":  # there nobody can be asked for a reply
        ask = Callback("zone", subject.number, "city")
        ways.append(Button(words.other_zone_button, ask))
    rows = [*_rows(_zone_choices(subject, names, words), 2), tuple(ways)]
    if not subject.diary.is_shared:
        rows.append((Button(words.location_button, Callback("zone", subject.number, "here")),))
    return Page(words.ask_zone, (*rows, _back(subject, words)))


def _world(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    choices = _zone_choices(subject, zones.ROUND_THE_WORLD, words)
    back = _button(subject, words.back_button, "zone")
    return Page(words.ask_zone, (*_rows(choices, 3), (back,)))


def _zone_choices(subject: Subject, names: Sequence[str], words: Settings) -> Sequence[Button]:
    here = subject.diary.time_zone
    return [
        _choice(
            subject,
            zones.title(name, subject.language),
            f"zone-{zones.code(name)}",
            words,
            is_now=name == here,
        )
        for name in names
    ]


def _day_starts(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    now = subject.diary.day_starts_hour
    choices = [
        _choice(subject, _hour(60 * hour, words), f"start-{hour}", words, is_now=hour == now)
        for hour in DAY_STARTS
    ]
    return Page(words.ask_day_start, (*_rows(choices, 3), _back(subject, words)))


def _evenings(subject: Subject, words: Settings, _now: dt.datetime) -> Page:
    now = subject.diary.evening_minute
    choices = [
        _choice(subject, _hour(minute, words), f"eve-{minute}", words, is_now=minute == now)
        for minute in EVENINGS
    ]
    choices.append(_choice(subject, words.off_button, "eve-off", words, is_now=now is None))
    asks = words.ask_our_evening if subject.diary.is_shared else words.ask_evening
    above = "main" if subject.diary.is_shared else "coming"
    back = _button(subject, words.back_button, above)
    return Page(asks, (*_rows(choices, 3), (back,)))


_PAGES: Mapping[str, Callable[[Subject, Settings, dt.datetime], Page | None]] = {
    "main": _main,
    "lang": _languages,
    "speech": _speeches,
    "zone": _zones,
    "world": _world,
    "start": _day_starts,
    "coming": _coming,
    "eve": _evenings,
    "shown": _shown,
    **{kind: partial(_routine, kind) for kind in routines.RULES},
}


def _hour(minute: int, words: Settings) -> str:
    return dates.minute(minute, words.language)


def _zone(subject: Subject, name: str) -> Button:
    text = zones.title(name, subject.language)
    return _button(subject, text, f"zone-{zones.code(name)}")


def _choice(subject: Subject, text: str, detail: str, words: Settings, *, is_now: bool) -> Button:
    return _button(subject, words.chosen(text) if is_now else text, detail)


def _back(subject: Subject, words: Settings) -> tuple[Button, ...]:
    return (_button(subject, words.back_button, "main"),)


def _rows(buttons: Sequence[Button], abreast: int) -> Rows:
    return tuple(tuple(buttons[n : n + abreast]) for n in range(0, len(buttons), abreast))


def _button(subject: Subject, text: str, detail: str) -> Button:
    return Button(text, Callback("settings", subject.number, detail))
