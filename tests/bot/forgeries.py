"""What a changed app could send to the bot: data of buttons, payloads of links, commands."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from random import Random

#: Numbers of rows that are there, of rows that are not, and none.
NUMBERS = (*range(16), 99, 10**17, 10**18 - 1)

_FEW = ("0", "1", "2", "3", "99")

#: What each action's number is the number of, and every detail that means something to it.
ACTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "agree": ("entry", ("",)),
    "cancel": ("entry", ("",)),
    "drop": ("entry", ("",)),
    "retry": ("entry", ("",)),
    "anyway": ("entry", ("",)),
    "origin": ("entry", ("",)),
    "title": ("entry", ("",)),
    "tags": ("entry", ("", "new", "add-0123456789ab", "drop-0123456789ab")),
    "date": ("entry", ("", "stay", "future", "m2026-10", "m9999-12", "2026-11-01", "2026-13-41")),
    "look": ("entry", ("", "right", "wrong", "happy", "neutral")),
    "mood": ("entry", ("1", "3", "5", "6", "")),
    "delete": ("entry", ("", "sure", "back", "messages")),
    "undo": ("change", ("",)),
    "fix": ("entry", ("",)),
    "always": ("change", ("",)),
    "glossary": ("word", ("p0", "p1", "p99", "drop-0", "drop-99")),
    "again": ("entry", ("",)),
    "againall": ("nothing", ("",)),
    "write": ("message", ("",)),
    "view": ("entry", ("card", "bubbles", "words", "")),
    "share": ("entry", ("",)),
    "shareto": ("entry", _FEW),
    "part": ("entry", ("video", "chart", "words", "key", "mood")),
    "sharenow": ("entry", ("",)),
    "takeback": ("entry", (*_FEW, "1-sure", "3-sure")),
    "takeout": ("entry", ("", "sure")),
    "more": ("entry", ("", "close")),
    "switch": ("entry", ("comments", "private", "private-sure", "forget", "forget-sure")),
    "thread": ("entry", ("", *_FEW)),
    "threadp": ("entry", ("", *_FEW)),
    "threadmine": ("entry", ("",)),
    "threadhid": ("entry", ("",)),
    "react": ("entry", ("heart", "thumb", "laugh", "wow", "cry")),
    "capture": ("entry", ("always", "once", "never", "drop")),
    "mine": ("entry", ("",)),
    "tocomment": ("entry", ("",)),
    "noanswer": ("entry", ("",)),
    "showanswer": ("entry", ("",)),
    "open": ("entry", ("",)),
    "inlineyes": ("diary", ("",)),
    "inlineno": ("diary", ("",)),
    "goeswith": ("diary", ("", "0123456789ab", "0123456789ab-1")),
    "goesday": ("diary", ("", "0123456789ab-2026-11-20", "0123456789ab-2026-13-01")),
    "me": ("diary", ("",)),
    "metag": ("diary", ("",)),
    "lines": ("diary", ("", "0", "8", "m2026-11", "m2026-13")),
    "months": ("diary", ("", "2026")),
    "places": ("diary", ("",)),
    "day": ("diary", ("2026-11-20", "2026-11-20-8", "2026-13-01")),
    "seen": ("entry", ("1-card", "2-words", "3-bubbles")),
    "cdel": ("comment", ("",)),
    "cshow": ("comment", ("",)),
    "toentry": ("comment", ("",)),
    "invite": ("diary", ("", "menu", "one", "many", "pick", "name", "open")),
    "diary": ("diary", ("",)),
    "members": ("diary", ("", "hand", *(f"{w}-{n}" for w in ("out", "gone", "to") for n in _FEW))),
    "heir": ("diary", ("yes", "no")),
    "export": ("export", ("all", "bare", "no", "cancel", "")),
    "exportof": ("diary", ("",)),
    "import": ("import", ("bring", "no", "undo", "")),
    "leave": ("diary", ("", "take", "leave", "delete", "really", "stay")),
    "deldiary": ("diary", ("", "restore")),
    "savemine": ("diary", ("",)),
    "helpin": ("nothing", ("kr", "us", "xx", "zz")),
    "care": ("nothing", ("help", "off")),
    "forget": ("nothing", ("yes", "no")),
    "tick": ("entry", ("4-000000000000-0", "4-000000000000-1", "99-x-0")),
    "report": ("weeks", ("",)),
    "tohelp": ("nothing", ("",)),
    "joindiary": ("diary", ("",)),
    "makediary": ("diary", ("",)),
    "book": (
        "diary",
        ("title", "description", "photo", "covers", "cover1", "cover6", "none", "back"),
    ),
    "settings": (
        "diary",
        (
            *("", "main", "lang", "lang-en", "zone", "world", "zone-utc", "start", "start-0"),
            *("eve", "eve-off", "eve-600", "comments-off", "comments-on", "notices-off"),
            *("speech", "speech-ja", "coming", "shown", "streaks-off", "discreet-on", "help-off"),
            *("protected-on", "protected-off", "reminder", "reminder-1320", "memory-off"),
            *("digest", "digest-540", "digest-99999"),
        ),
    ),
    "zone": ("diary", ("", "here", "city")),
    "search": (
        "search",
        ("p0", "p1", "p99", "x0", "x5", "t0", "m0", "m9", "until", "month", "video"),
    ),
    "prompt": ("question", ("next", "stop", "ask", "own", "drop", "list", "none")),
    "remind": ("minute", ("later", "rest", "ask", "at", "off", "weekly", "daily")),
    "memory": (
        "entry",
        ("show", "hide", "back", "again", "less", "daily", "off", "list", "drop"),
    ),
    "digest": ("none", ("on", "off", "w20261122", "w00000000")),
    "calendar": ("diary", ("", "days_five", "looks_five", "days_m2026-11", "days_y2026", "rows")),
    "admit": ("admission", ("allow", "block", "")),
    "invyes": ("invitation", ("",)),
    "invno": ("invitation", ("",)),
    "invrevoke": ("invitation", ("", "list")),
}

_ALL = sorted({detail for _, details in ACTIONS.values() for detail in details})

#: What can stand in a detail, and what cannot.
_LETTERS = string.ascii_lowercase + string.digits + "_-"


def presses(chance: Random, seen: list[str], count: int) -> Iterator[str]:
    """The data of every button that was ever shown, then what nobody was ever shown."""
    yield from seen[:count]
    for _ in range(count - len(seen)):
        action = chance.choice(list(ACTIONS))
        yield _data(chance, action, chance.choice(NUMBERS), seen)


def _data(chance: Random, action: str, number: int, seen: list[str]) -> str:
    kind = chance.random()
    if kind < 0.03:
        return _nonsense(chance, action, number)
    if kind < 0.1 and seen:
        # A real button with another number.
        parts = chance.choice(seen).split(":")
        return ":".join([parts[0], str(number), *parts[2:]])
    detail = chance.choice(ACTIONS[action][1] if kind < 0.85 else _ALL)
    if kind > 0.97:
        detail = "".join(chance.choices(_LETTERS, k=chance.randint(1, 30)))
    return f"{action}:{number}" + (f":{detail}" if detail else "")


def _nonsense(chance: Random, action: str, number: int) -> str:
    """What is no data of ours at all, or nearly."""
    return chance.choice(
        [
            "",
            ":",
            action,
            f"{action}:-{number}",
            f"{action}:{number}:",
            f"{action}:{number}: ",
            f"{action}:{number}'--",
            f"{action.upper()}:{number}",
            f" {action}:{number}",
            f"{action}:{number}:a:b",
            f"{action}:٣",
            f"{action}:1\n",
            f"{action}:{'9' * 30}",
            "x" * 64,
        ]
    )


def payloads(chance: Random, prefixes: list[str], token: str) -> list[str]:
    """What can stand behind /start; of the link that is really open only what is nearly it."""
    numbers = [f"{prefix}_{number}" for prefix in prefixes for number in NUMBERS]
    odd = [f"{p}{rest}" for p in prefixes for rest in ("", "_", "_-1", "_x", "_1_1", "_٣", "_01")]
    cut, turned = token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B")
    made = "".join(chance.choices(string.ascii_letters + string.digits, k=32))
    return [*numbers, *odd, cut, turned, token.lower(), token.upper(), f"inv_{made}", "x" * 64]


#: Said in a private chat.
PRIVATE = (
    "/search",
    "/search -x",
    "/search has:words",
    "/search @x #x 2026",
    "/prompt",
    "/prompt add x",
    "/prompt list",
    "/remind 22:00",
    "/remind x",
    "/memory",
    "/memory skip #x",
    "/memory skip @x",
    "/memory list",
    "/week",
    "/month 99",
    "/members",
    "/diaries",
    "/invite",
    "/leave",
    "/delete_diary",
    "/calendar",
    "/calendar 2026",
    "/diary",
    "/diary 2026-11",
    "/me",
    "/random",
    "/settings",
    "/question",
    "/cancel",
    "/help",
    "/del",
    "/c x",
    "/save",
    "/book title x",
)

#: Said in a group by somebody who may do nothing there.
GROUP = (
    "/search",
    "/search -x",
    "/diary",
    "/week",
    "/week on 20:00",
    "/week off",
    "/month",
    "/book title x",
    "/book description x",
    "/book cover 2",
    "/book cover",
    "/settings",
    "/question on 21:00",
    "/question off",
    "/delete_diary",
    "/invite",
    "/leave",
    "/check",
    "/del",
)

#: The same where there is no diary at all.
CORNER = (*GROUP, "/members", "/calendar", "/question", "/c x", "/save", "/help", "/privacy")
