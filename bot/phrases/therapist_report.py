"""What is said where a page for a therapist is made."""

from __future__ import annotations

from languages.catalogue import Line, Words


class TherapistReport(Words):
    """HTML; dates are put in as they are read."""

    usage = Line("Up to 12 weeks work, for instance: /report 4w")
    nothing = Line("There is no entry in these weeks.")
    head = Line("📄 <b>A page for a therapist</b>")
    explained = Line(
        "It shows the moods that you chose, the expression as a dashed line, and your tags. "
        "Tick the sentences that may go into it. What you do not tick stays out."
    )
    make_button = Line("📄 Make the page")
    enough = Line("These are five already. Take one out first.")
    undrawn = Line("The page could not be drawn. Try it again a little later.")
    caption = Line("Only you have this file, in this chat. Pass it on to whom you trust.")

    def period(self, first: str, last: str, most: int) -> str:
        return self.say(
            "{first} to {last} · up to {most} sentences", first=first, last=last, most=most
        )


words_in = TherapistReport.of
