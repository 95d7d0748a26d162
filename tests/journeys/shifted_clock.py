"""`python -m app run` with a clock that a test sets: the file CLOCK holds its error in seconds."""

from __future__ import annotations

import datetime as dt
import os
import runpy
import sys
from pathlib import Path


def main() -> None:
    """Begin as the bot does, with another `diary.clock.now`, which everything is given.

    APScheduler looks at the clock by itself.
    """
    from apscheduler.schedulers import base

    from diary import clock

    file, real = Path(os.environ["CLOCK"]), clock.now

    def shifted() -> dt.datetime:
        return real() + dt.timedelta(seconds=float(file.read_text(encoding="ascii") or 0))

    class Shown(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return shifted().astimezone(tz)

    clock.now, base.datetime = shifted, Shown
    sys.argv[1:] = ["run"]
    runpy.run_module("app", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
