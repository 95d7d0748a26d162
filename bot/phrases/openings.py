"""What is said where an entry is opened once more."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Openings(Words):
    """An entry is opened from a list, a search or a link."""

    stands_here = Line("👆 This is the entry.")
    coming = Line("One moment, the entry is coming …")
    to_card_button = Line("↗ To the entry in its chat")


words_in = Openings.of
