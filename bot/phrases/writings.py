"""What is said to somebody who writes in their private chat."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Writings(Words):
    """Nothing of a text is kept before its author's tap."""

    offer = Line(
        "Save this as an entry? Nothing is kept until you tap.\nYou can also send me a video or "
        "a voice message."
    )
    button = Line("📝 Save as entry")
    gone = Line("I cannot see your text any more. Please send it again, then tap.")
    known = Line("This is an entry already.")


words_in = Writings.of
