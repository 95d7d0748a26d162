"""Reads the settings from the environment over a `.env` file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from config.about import PREFIX, About
from config.logs import redact
from config.settings import Settings, catalogue


class SettingsError(Exception):
    """One or more settings cannot be used; `problems` holds a sentence and a next step for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(environ: Mapping[str, str], env_file: Path | None) -> Settings:
    """Read the settings from `environ` over `env_file` (which may be absent).

    A blank value gives the default, in the environment also where the file says something else;
    `<data>` in a value is the data folder.
    Raises `SettingsError` with all problems at once.
    """
    given, problems = _given(environ, env_file)
    values: dict[str, Any] = {}
    for name, about in catalogue().items():
        text = given.get(about.variable, "").strip()
        in_place = (text or about.default).replace("<data>", str(values.get("data", "data")))
        try:
            values[name] = about.read(in_place)
        except ValueError as fault:
            problems.append(_problem(about, text, fault))
    if problems:
        raise SettingsError(tuple(problems))
    return Settings(**values)


def require_token(settings: Settings) -> str:
    """The bot's token; raises `SettingsError` where none is set."""
    if not settings.telegram_token:
        variable = catalogue()["telegram_token"].variable
        sentence = f"{variable} is not set. Ask @BotFather in Telegram for a bot, then put the "
        raise SettingsError((sentence + f"token it gives you into .env as {variable}=…",))
    return settings.telegram_token


def unknown_names(environ: Mapping[str, str], env_file: Path | None) -> tuple[str, ...]:
    """A sentence for each `MINDGITTER_` name that is no setting: most likely a typing mistake."""
    given, _ = _given(environ, env_file)
    known = [about.variable for about in catalogue().values()]
    strangers = sorted(name for name in given if name.startswith(PREFIX) and name not in known)
    return tuple(_stranger(name, known) for name in strangers)


def _stranger(name: str, known: list[str]) -> str:
    suffixes = [variable.removeprefix(PREFIX) for variable in known]
    nearest = difflib.get_close_matches(name.removeprefix(PREFIX), suffixes, n=1, cutoff=0.5)
    hint = f"Did you mean {PREFIX}{nearest[0]}?" if nearest else "docs/settings.md lists the names."
    return f"{name} is not a setting and has no effect. {hint}"


def _problem(about: About, text: str, fault: ValueError) -> str:
    """What is wrong with a value and what to do; a secret is never repeated."""
    # An address that is no secret by itself may have a password in it.
    shown = "" if about.secret else f" is {redact(text)[:80]!r}, but"
    remedy = f"Correct {about.variable} in the environment or in .env"
    default = f", or remove it to use {about.default}." if about.default else ", or remove it."
    return f"{about.variable}{shown} {fault}. {remedy}{default}"


def _given(environ: Mapping[str, str], env_file: Path | None) -> tuple[dict[str, str], list[str]]:
    """All names that are set, and what kept the file from being read."""
    written: dict[str, str] = {}
    problems: list[str] = []
    if env_file is not None and env_file.exists():
        try:
            written = _in_file(env_file)
        except (OSError, UnicodeDecodeError):
            problems.append(f"{env_file} cannot be read. Make it a readable text file in UTF-8.")
    return written | dict(environ), problems


def _in_file(env_file: Path) -> dict[str, str]:
    """The file's names; utf-8-sig, because some editors put a byte order mark first."""
    found = dotenv_values(env_file, encoding="utf-8-sig", interpolate=False)
    return {name: text for name, text in found.items() if text is not None}
