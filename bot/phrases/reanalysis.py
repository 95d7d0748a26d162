"""What is said when an entry is analysed once more."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Reanalysis(Words):
    """`was` and `now` are names of expressions, or what is said where none was clear."""

    button = Line("🔁 Analyse again")
    queued_toast = Line("It will be analysed again, after those that are waiting.")
    nothing_newer = Line("There is no newer model for it, so the result would be the same.")
    impossible = Line("That is not possible: what was sent is not kept, or it is busy just now.")
    none = Line("All your entries already use the newest model.")
    all_button = Line("🔁 Analyse again")
    waits = Line("🔁 It will be analysed again, when nobody else waits.")
    runs = Line("🔁 It is being analysed again.")
    failed = Line("🔁 It could not be analysed again. The earlier result stays.")
    same = Line("🔁 Analysed again: nothing has changed.")
    unclear = Line("unclear")
    no_face = Line("not seen")

    def ask_all(self, number: int) -> str:
        return self.plural(
            "One entry was analysed by an older model. Analyse it again? What you wrote and "
            "corrected stays.",
            "{number} entries were analysed by older models. Analyse them again? What you wrote "
            "and corrected stays.",
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
