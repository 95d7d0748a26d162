"""The page of /help, made of the list of commands: what does not work in a chat is not shown there.

`place` is private, group or channel.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.phrases import help as phrases
from bot.phrases.commands import COMMANDS
from bot.phrases.help import CHANNEL, GROUPS, Help

#: Icons of the headings.
_MARKS = {
    "write": "✏️",
    "look": "🔎",
    "change": "🔧",
    "share": "👥",
    "mine": "🗝",
    "know": "💡",
    "others": "▫️",
}


def working(place: str) -> Sequence[str]:
    """The names of the commands that work in such a chat."""
    if place == "channel":
        known = {command.name for command in COMMANDS}
        return [name for name in CHANNEL if name in known]
    return [c.name for c in COMMANDS if (c.is_private if place == "private" else c.is_for_groups)]


def text(language: str, place: str) -> str:
    """The whole page, as HTML."""
    words = phrases.words_in(language)
    intro = {"private": words.private, "group": words.group, "channel": words.channel}[place]
    parts = [f"<b>{words.headings['how']}</b>\n{intro}", *_groups(words, place)]
    last = [words.more, words.care] if place == "private" else [words.more]
    return "\n\n".join([*parts, "\n".join(last)])


def _groups(words: Help, place: str) -> list[str]:
    names = working(place)
    shown = {key: [n for n in group if n in names] for key, group in GROUPS.items()}
    grouped = {name for group in GROUPS.values() for name in group}
    shown["others"] = [name for name in names if name not in grouped]
    return [
        f"{_MARKS[key]} <b>{words.headings[key]}</b>\n{'  '.join(f'/{name}' for name in group)}"
        for key, group in shown.items()
        if group
    ]
