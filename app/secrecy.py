"""What a process does so that its secrets stay in it."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Final

from config.settings import catalogue

#: <linux/prctl.h>
_PR_SET_DUMPABLE: Final = 4


def forget() -> None:
    """Take secrets out of the environment once the settings are read: workers inherit it."""
    for about in catalogue().values():
        if about.secret:
            os.environ.pop(about.variable, None)


def keep() -> None:
    """No worker inherits a secret, and no other process of this account can look into this one.

    A crash leaves no picture of the memory behind (`core`), in which everything would be.
    """
    forget()
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # Without it a process of the same account reads /proc/…/environ and /proc/…/mem.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
