"""What is said when the words of an entry are corrected."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Corrections(Words):
    """What a person has written is escaped by whoever puts it in."""

    button = Line("✍️ Correct words")
    always_button = Line("Always")
    ask = Line(
        "Which word did I get wrong? Answer with both, like this:\n<code>wrong -&gt; right</code>"
    )
    placeholder = Line("wrong -> right")
    how = Line(
        "I need the wrong word and the right one with an arrow between, like this:\n"
        "<code>fix: wrong -&gt; right</code>"
    )
    no_room = Line(
        "That would be more than 60 words. Take one out first: /glossary", context="glossary"
    )
    too_late = Line("That is too long ago. Add it by correcting the word once more.")

    def done(self, heard: str, meant: str) -> str:
        return self.say("✍️ “{heard}” is “{meant}” in this entry now.", heard=heard, meant=meant)

    def offer(self) -> str:
        return self.say("Always write it this way from now on?")

    def not_found(self, heard: str) -> str:
        return self.say(
            "I can't find the word “{heard}” in this entry. Send it just as it is written there.",
            heard=heard,
        )

    def too_long(self, length: int, longest: int) -> str:
        return self.say(
            "That has {length} characters. A correction takes {longest} at most: a few words.",
            length=length,
            longest=longest,
        )

    def kept(self, heard: str, meant: str) -> str:
        return self.say(
            "From now on I will listen for “{meant}”, and write it where I hear “{heard}”. "
            "/glossary",
            heard=heard,
            meant=meant,
        )


words_in = Corrections.of
