"""What is said to a command that does not work where it was given."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Misplaced(Words):
    """HTML."""

    in_groups = Line("This works in a group that is a diary.")
    not_in_channels = Line("This does not work in a channel.")
    only_private = Line("This works in our private chat.")
    private_button = Line("🤍 Open in private")
    in_private = Line("This does not work in a channel, but in the private chat with me.")


words_in = Misplaced.of
