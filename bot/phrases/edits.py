"""What is said about an entry's title, tags, day, and about the expression that was read."""

from __future__ import annotations

import datetime as dt

from charts import style
from languages import dates
from languages.catalogue import Line, Words

#: A face for each of the seven labels; the same in every language.
FACES = {
    "angry": "😠", "disgust": "😣", "fear": "😨", "happy": "😄", "sad": "😢", "surprise": "😮",
    "neutral": "😐",
}  # fmt: skip


class Edits(Words):
    """Texts of menus are plain; texts of messages are HTML, and what they get is escaped."""

    # Title
    title_button = Line("✏️ Title")
    ask_title = Line(
        "What should the title be? Reply with it.\nA dash (-) brings the automatic one back."
    )
    title_placeholder = Line("The new title")
    title_automatic = Line("The title is automatic again.")
    title_same = Line("That is the title already.")

    title_how = Line("To give it a title, write: <code>title: A walk by the river</code>")
    no_comment = Line(
        "I did not keep that as a comment. If it was meant as one, begin with another word."
    )

    # Tags
    tags_button = Line("# Tags")
    ask_tags = Line("Tap a tag to add it. Tap one with ✕ to take it off.")
    ask_first_tags = Line("It has no tags yet. Type some.")
    new_tag_button = Line("⌨️ Type new ones")
    type_tags = Line("Reply with the tags, with spaces between them.")
    tags_placeholder = Line("walk mum weekend")
    tags_same = Line("It has these tags already.")
    no_tag = Line("There is no tag in it. A tag has letters: #walk")

    # Day
    day_button = Line("📅 Date")
    day_how = Line("I could not read the date. Like this: <code>date: 2026-11-20</code>")
    day_future = Line("That day has not come yet.")
    day_same = Line("It is already on that day.")
    day_too_early = Line("That is too long ago.")

    # Expression
    look_button = Line("🎭 Expression")
    right_button = Line("👍 That is right")
    wrong_button = Line("👎 Not right")
    ask_wrong = Line("How did it look?")
    look_gone = Line("It shows what the model read again")
    look_right = Line("Thank you")
    back_button = Line("← Back", context="edits")

    def looks(self, label: str) -> str:
        """A choice, on a button."""
        return f"{FACES[label]} {self._look(label)}"

    def look_kept(self, label: str) -> str:
        return self.say("You said: looked {look}", look=self._look(label))

    def said_by(self, name: str, label: str) -> str:
        return self.say("{name} said: looked {look}", name=name, look=self._look(label))

    def _look(self, label: str) -> str:
        """The very words that the charts use."""
        return style.words_in(self.language).looks[label]

    def title_long(self, length: int, most: int) -> str:
        return self.say(
            "A title can have {most} characters; this has {length}.", length=length, most=most
        )

    def title_is(self, title: str) -> str:
        return self.say("The title is now “{title}”.", title=title)

    def tags_are(self, tags: str) -> str:
        return self.say("Added: {tags}", tags=tags)

    def tag_added(self, tag: str) -> str:
        return self.say("#{tag} added", tag=tag)

    def tag_gone(self, tag: str) -> str:
        return self.say("#{tag} taken off", tag=tag)

    def tag_not_again(self, tag: str) -> str:
        return self.say("#{tag} taken off. I will not suggest it to you again.", tag=tag)

    def tags_full(self, most: int) -> str:
        return self.say("An entry can have {most} tags. Take one off first.", most=most)

    def ask_day(self, day: dt.date) -> str:
        when = dates.weekday_and_day(day, self.language)
        return self.say("Which day does it belong to?\nNow: {day}", day=when)

    def day_moved(self, old: dt.date, new: dt.date) -> str:
        name = dates.weekday_and_day if old.year == new.year else dates.day
        return self.say(
            "📅 {old} → {new}", old=name(old, self.language), new=name(new, self.language)
        )

    def ask_right(self, reading: str) -> str:
        return self.say("{reading}.\nIs that right?", reading=reading)


words_in = Edits.of
