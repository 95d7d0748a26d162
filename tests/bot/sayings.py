"""Everything that the bot can say in one language: each class of words, with something put in."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from bot import phrases
from diary.memories import Ago
from languages.catalogue import Words
from tests.bot.given import READERS, UNMEASURED

DAY = dt.datetime(2026, 11, 22, 22, 14, tzinfo=dt.UTC)

#: What can be counted in a receipt.
KINDS = (
    *("entries", "clips", "tags", "comments", "shares", "reactions", "answers", "diaries"),
    *("files", "choices", "jobs", "messages"),
)

#: What a gap is filled with, by the name of its parameter: twice where one and more differ.
NAMED: Mapping[str, tuple[Any, ...]] = {
    "url": ("https://t.me/x",),
    "evening": ("21:30", None),
    "label": ("happy", "sad"),
    "turn": ("brighter", "heavier"),
    "description": ("Y", ""),
    "own": ("Y", ""),
    "names": (["1", "2"],),
    "found": (READERS, UNMEASURED),
    "mood": ("3",),
    "counts": (dict.fromkeys(KINDS, 1), dict.fromkeys(KINDS, 3)),
    "ago": (Ago("week"), Ago("year", 3)),
}

#: And by its type.
TYPED: Mapping[Any, tuple[Any, ...]] = {
    int: (1, 3),
    float: (1.0, 754.2),
    str: ("X",),
    bool: (True, False),
    dt.date: (DAY.date(),),
    dt.datetime: (DAY,),
    dt.time: (DAY.time(), dt.time(0)),
}

#: What every class of words has, and what is no sentence.
_ALL_HAVE = frozenset(dir(Words))


def nouns() -> Iterator[type[Words]]:
    """Every class of words of the bot."""
    for module in pkgutil.iter_modules(phrases.__path__):
        found = importlib.import_module(f"{phrases.__name__}.{module.name}")
        for value in vars(found).values():
            if (
                inspect.isclass(value)
                and issubclass(value, Words)
                and value.__module__ == found.__name__
            ):
                yield value


def said(noun: type[Words], language: str) -> Iterator[tuple[str, str]]:
    """Every sentence of a class, with the name that it has there."""
    words = noun.of(language)
    for name in dir(noun):
        if name in _ALL_HAVE or name.startswith("_"):
            continue
        for text in _texts(getattr(words, name)):
            yield name, text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)
    elif callable(value):
        for given in _given(value):
            yield from _texts(value(**given))


def _given(method: Any) -> Iterator[Mapping[str, Any]]:
    """What a sentence is made of: the first choice of everything, then the last one."""
    hints = typing.get_type_hints(method)
    choices = {name: _choices(name, hints[name]) for name in inspect.signature(method).parameters}
    yield {name: choice[0] for name, choice in choices.items()}
    if any(len(choice) > 1 for choice in choices.values()):
        yield {name: choice[-1] for name, choice in choices.items()}


def _choices(name: str, kind: Any) -> tuple[Any, ...]:
    if name in NAMED and (kind not in TYPED or isinstance(NAMED[name][0], kind)):
        return NAMED[name]
    kinds = [one for one in typing.get_args(kind) if one in TYPED] or [kind]
    more = (None,) if type(None) in typing.get_args(kind) else ()
    return (*TYPED[kinds[0]], *more)


def all_said(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence of the bot, named `Noun.sentence`."""
    for noun in nouns():
        for name, text in said(noun, language):
            yield f"{noun.__name__}.{name}", text
