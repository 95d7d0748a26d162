"""What is said after the bot was ended in the middle of an answer."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Interruptions(Words):
    """Said once, in private."""

    interrupted = Line(
        "Sorry, I dropped off for a moment, perhaps before I had answered you. Nothing is lost: what "
        "you asked for is done. If my answer is missing, just ask me once more."
    )


words_in = Interruptions.of
