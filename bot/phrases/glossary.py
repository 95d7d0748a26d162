"""The list of a person's own words."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Glossary(Words):
    """Words that a person has written are escaped by whoever puts them in."""

    title = Line("<b>My words</b>")
    empty = Line(
        "You have no words here yet.\nWhen I write down something wrong, reply to the card with "
        "<code>fix: wrong -&gt; right</code> and tap “Always”."
    )
    how = Line("Tap a word to remove it.")
    example = Line(
        "Write the wrong word and the right one with an arrow between, like this:\n"
        "<code>/glossary add Minjy -&gt; Minji</code>\n/glossary shows your words."
    )
    removed = Line("Removed.")
    earlier = Line("← Before", context="page")
    later = Line("More →", context="page")

    def count(self, number: int, most: int) -> str:
        return self.plural(
            "One word of {most} that I listen for.",
            "{number} words of {most} that I listen for.",
            number,
            most=most,
        )


words_in = Glossary.of
