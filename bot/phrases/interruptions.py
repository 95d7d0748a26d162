"""What is said after the bot was ended in the middle of an answer."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Interruptions(Words):
    """Said once, in private."""

    interrupted = Line(
        "I was interrupted just now. What you asked for is done; if you miss my answer, please ask "
        "once more."
    )


words_in = Interruptions.of
