"""What is said while nothing can be kept."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Outages(Words):
    """Plain text."""

    nothing_kept = Line(
        "I cannot keep anything just now. What you sent is not lost: it waits at Telegram, and I "
        "take it up as soon as I can."
    )


words_in = Outages.of
