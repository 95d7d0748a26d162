"""What is said while nothing can be kept, or nothing can be worked on."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Outages(Words):
    """Plain text."""

    nothing_kept = Line(
        "I cannot keep anything just now. What you sent is not lost: it waits at Telegram, and I "
        "take it up as soon as I can."
    )
    waits_for_room = Line(
        "Got it. The computer that I run on has no room just now: I begin as soon as there is some, "
        "and you need not do anything."
    )


words_in = Outages.of
