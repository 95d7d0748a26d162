"""What is said when an entry is analysed once more."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Reanalysis(Words):
    """`was` and `now` are names of expressions, or what is said where none was clear."""

    button = Line("🔁 Analyse again")
    queued_toast = Line("It will be analysed again, after what is waiting.")
    nothing_newer = Line(
        "There is nothing newer here that reads it, so it would come out the same."
    )
    impossible = Line("That is not possible: what was sent is not kept, or it is busy just now.")
    none = Line("Everything in your diary was read by the newest that I have.")
    all_button = Line("🔁 Analyse again")
    waits = Line("🔁 It will be analysed again, when nobody else waits.")
    runs = Line("🔁 It is being analysed again.")
    failed = Line("🔁 It could not be analysed again. What was found before stands.")
    same = Line("🔁 Analysed again: nothing has changed.")
    unclear = Line("unclear")
    no_face = Line("not seen")

    def ask_all(self, number: int) -> str:
        return self.plural(
            "One entry was read by something older than what I have now. Shall I analyse it again? "
            "What you wrote and corrected stays.",
            "{number} entries were read by something older than what I have now. Shall I analyse "
            "them again? What you wrote and corrected stays.",
            number,
        )

    def all_queued(self, number: int) -> str:
        return self.plural(
            "One entry waits to be analysed again, after all others.",
            "{number} entries wait to be analysed again, after all others.",
            number,
        )

    def look(self, was: str, now: str) -> str:
        return self.say("expression {was} → {now}", was=was, now=now)

    def words(self, was: int, now: int) -> str:
        return self.say("words {was} → {now}", was=was, now=now)

    def changed(self, changes: str) -> str:
        return self.say("🔁 Analysed again: {changes}", changes=changes)


words_in = Reanalysis.of
