"""What is said around a search."""

from __future__ import annotations

from collections.abc import Sequence

from languages.catalogue import Line, Lines, Words


class Search(Words):
    """Texts are HTML; what people typed is escaped by whoever puts it in."""

    how = Line(
        "🔎 <b>Search</b>\n"
        "Type what you are looking for after /search. Entries have to match all of it.\n\n"
        "<code>/search mum hospital</code> what was said or written\n"
        '<code>/search "so happy"</code> exactly these words\n'
        "<code>/search #friends #food</code> both tags · <code>#friends,#food</code> one of them\n"
        "<code>/search November</code> · <code>last weekend</code> · <code>2026-11-22</code> · "
        "<code>2026-11..12</code>\n"
        "<code>/search mood:happy</code> by mood · <code>look:happy</code> by the face\n"
        "<code>/search 😢 @Mina has:video -work</code> a sad video by Mina, without “work”"
    )
    month_button = Line("📅 This month")
    video_button = Line("🎞 With video")
    this_month = Line("this month")
    nothing = Line("Nothing found. Try another word or a tag.")
    nothing_hint = Line("Fewer words find more. Tap ✕ to leave one out.")
    newcomer = Line("You have no entries yet. Send one, and you can find it here.")
    newcomers = Line("There are no entries here yet. Send one, and you can find it here.")
    future = Line("That is still in the future.")
    nearest = Line("Similar tags:")
    common = Line("Tags used most:")
    until_button = Line("⏪ This day and before")
    own_diary = Line("My diary")
    example = Line(
        "Like this: <code>/search 2026-11-22</code>, <code>#food</code>, <code>has:video</code>"
    )

    #: How a face looked, to go on after "Entries where the face …".
    _looked = Lines(
        angry=Line("looked angry"),
        disgust=Line("was grimacing"),
        fear=Line("looked scared"),
        happy=Line("was smiling"),
        sad=Line("looked sad"),
        surprise=Line("looked surprised"),
        neutral=Line("looked neutral"),
    )

    def head(self, asked: str, total: int) -> str:
        return self.plural(
            "🔎 <b>{asked}</b> · one entry",
            "🔎 <b>{asked}</b> · {number} entries",
            total,
            asked=asked,
        )

    def nothing_head(self, asked: str) -> str:
        return self.say("🔎 <b>{asked}</b>", asked=asked)

    def either(self, faces: Sequence[str]) -> str:
        """One's own moods of which one is meant, two at most."""
        if len(faces) == 1:
            return faces[0]
        return self.say("{one} or {other}", one=faces[0], other=faces[-1])

    def marked(self, faces: str) -> str:
        """Which entries a mood means; `faces` as `either` says them."""
        return self.say("Entries marked {faces}.", faces=faces)

    def looked(self, label: str) -> str:
        return self.say("Entries where the face {looked}.", looked=self._looked[label])

    def marked_or_looked(self, faces: str, label: str) -> str:
        return self.say(
            "Entries marked {faces}, and unmarked ones where the face {looked}.",
            faces=faces,
            looked=self._looked[label],
        )

    def own_mood(self, face: str) -> str:
        """Why an entry was found: what its author felt."""
        return self.say("mood {face}", face=face)

    def face(self, look: str) -> str:
        """Why an entry was found: what the face showed."""
        return self.say("face: {look}", look=look)

    def mood_button(self, face: str, word: str) -> str:
        return self.say("{face} Search by mood: {word}", face=face, word=word)

    def odd(self, parts: str) -> str:
        return self.say("I could not read {parts}.", parts=parts)

    def stranger(self, name: str) -> str:
        return self.say("Nobody here is called @{name}.", name=name)

    def apart(self, dates: str) -> str:
        return self.say("{dates} have no day in common. Tap ✕ to leave one out.", dates=dates)

    def early(self, day: str) -> str:
        return self.say("The first entry is from {day}. There is none before it.", day=day)

    def only_newest(self, number: int) -> str:
        """Of a phrase, not all that might have it were read."""
        return self.plural(
            "I looked through the newest entry with these words.",
            "I looked through the newest {number} entries with these words.",
            number,
        )

    def comment(self, name: str, text: str) -> str:
        return self.say("💬 {name}: {text}", name=name, text=text)


words_in = Search.of
