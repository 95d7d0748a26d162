"""What every command begins with: settings, logs, and one clear sentence where that fails."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from analysis.pipeline import Recipe
from config import logs
from config.loading import SettingsError, load, unknown_names
from config.settings import Settings


class SetupError(SystemExit):
    """A command cannot begin; exit status 2."""

    def __init__(self, sentence: str) -> None:
        print(sentence, file=sys.stderr)
        super().__init__(2)


def settings(*, log_level: str | None = None) -> Settings:
    """The settings of this place, with the logs set up; raises SetupError."""
    try:
        found = load(os.environ, Path(".env"))
    except SettingsError as error:
        raise SetupError("\n".join(error.problems)) from None
    # What people tell their diary is for no other account of this machine.
    os.umask(0o077)
    # Telegram's library then gives spans of time as what they are, and does not warn about it.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    # onnxruntime would tell its makers about every session; workers inherit this.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    logs.configure(log_level or found.log_level, found.log_format)
    for warning in unknown_names(os.environ, Path(".env")):
        print(warning, file=sys.stderr)
    return found


def recipe(found: Settings) -> Recipe:
    """How clips are analysed here: what a stateless worker needs to know."""
    return Recipe(
        models=str(found.models),
        speech_model=found.speech_model,
        samples_per_s=found.samples_per_s,
        min_face_s=found.min_face_s,
        max_duration_s=found.max_duration_s,
        speech_language=found.speech_language or None,
    )
