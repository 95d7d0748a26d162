"""What is said when a change is undone, or cannot be."""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class Undo(Words):
    """`kinds` are the kinds of changes (`diary.undo`)."""

    button = Line("↩︎ Undo")
    nothing = Line("There is nothing to undo. Changes can be undone for ten minutes.")
    nothing_here = Line(
        "There is nothing of yours to undo in this diary. Changes can be undone for ten minutes."
    )
    too_late = Line("It stays as it is: that can be undone for ten minutes, and only once.")
    changed_since = Line("It was changed again meanwhile, so it stays as it is now.")
    done = Line("It is as it was before.")
    kinds = Lines(
        title=Line("The title is as it was before."),
        tags=Line("The tags are as they were before."),
        day=Line("The entry is back on its day."),
        origin=Line("The entry is back on its day."),
        mood=Line("Your mood is as it was before."),
        look=Line("What you said about the expression is as it was before."),
        words=Line("The words are as they were before."),
        comments=Line("Comments on this entry are as they were before."),
        private=Line(
            "Who may see this entry is as before. What was taken back from a diary stays so until "
            "you share it again."
        ),
        delete=Line("The entry is back."),
    )

    def undone(self, kind: str) -> str:
        return self.kinds.get(kind, self.done)


words_in = Undo.of
