"""What /mydata says: what is stored of one person, and where."""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class Holdings(Words):
    """HTML."""

    head = Line("🗂 <b>What is stored about you</b>")
    nothing = Line("Nothing is stored about you.")
    headings = Lines(
        database=Line("In the bot's database"),
        elsewhere=Line("Elsewhere"),
    )
    telegram = Line(
        "Videos and messages stay with Telegram until you delete them there. For your clips I "
        "keep only the numbers by which Telegram finds them."
    )
    backups = Line(
        "Backups hold all of this, too, for half a year at most unless whoever runs the bot has "
        "chosen otherwise. They could technically read all of it."
    )
    ways = Line("Export it: /export\nDelete it all: /forgetme\nMore: /privacy")

    def files(self, number: int, size: str) -> str:
        return self.plural(
            "One file that I keep, {size}", "{number} files that I keep, {size}", number, size=size
        )

    def minutes(self, number: int) -> str:
        return self.plural("One minute of clips", "{number} minutes of clips", number)

    def text(self, size: str) -> str:
        return self.say("Words and curves: about {size}", size=size)

    def terms(self, number: int) -> str:
        return self.plural("One word for search", "{number} words for search", number)

    def since(self, day: str) -> str:
        return self.say("Here since {day}", day=day)


words_in = Holdings.of
