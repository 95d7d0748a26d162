"""Every kind of routine, with what writes its letter. Each noun's file answers for its own."""

from __future__ import annotations

from collections.abc import Mapping

from bot import digests, memories, reminders
from bot.routines import Write
from diary.routines import DIGEST, MEMORY, REMINDER

KINDS: Mapping[str, Write] = {
    REMINDER: reminders.letter,
    MEMORY: memories.letter,
    DIGEST: digests.letter,
}
