"""`python -m app doctor --health`: is the bot alive? Asked often, so it loads next to nothing."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from config.loading import SettingsError, load

#: The bot writes its sign of life every half a minute.
SILENT_FOR = dt.timedelta(minutes=2)


def main() -> int:
    """0 when the bot has given a sign of life lately, else 1."""
    try:
        heartbeat = load(os.environ, Path(".env")).data / "heartbeat"
        last = dt.datetime.fromisoformat(heartbeat.read_text(encoding="utf-8"))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, ValueError):
        print("The bot has given no sign of life.", file=sys.stderr)
        return 1
    # Also one of a future that a clock which was set back has yet to reach says nothing.
    if abs(dt.datetime.now(dt.UTC) - last) > SILENT_FOR:
        print(f"The last sign of life is of {last.isoformat()}.", file=sys.stderr)
        return 1
    return 0
