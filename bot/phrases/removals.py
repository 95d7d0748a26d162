"""Lines that take the place of a message which Telegram does not let the bot delete."""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class Removals(Words):
    """`lines` are by the name that `storage.removals` keeps."""

    lines = Lines(
        opened_again=Line("This entry was opened again below."),
        newer_below=Line("A newer calendar stands below."),
        taken_back=Line("The author has taken this entry back."),
        taken_along=Line("The author has moved this entry to their own diary."),
        deleted=Line("The author has deleted this entry."),
        removed=Line("This entry was taken out of the diary."),
        gone=Line("This message was deleted."),
    )

    def line(self, name: str) -> str:
        """The line of this name; of an unknown one, that the message is gone."""
        return self.lines.get(name, self.lines["gone"])


words_in = Removals.of
