"""What the page of an archive says. Texts without markup; whoever puts them on the page escapes."""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class PageWords(Words):
    """`looks` by label of an expression, `absent` by fate of a film."""

    title = Line("My video diary")
    search = Line("Search words, tags, names")
    all_months = Line("All months")
    oldest_first = Line("↑ Oldest first")
    newest_first = Line("↓ Newest first")
    nothing_found = Line("Nothing found. Try a shorter word.")
    no_entries = Line("There are no entries in this part.")
    private_badge = Line("only for me")
    my_mood = Line("How I felt")
    looked = Line("How the face looked")
    looks = Lines(
        angry=Line("angry"),
        disgust=Line("grimacing"),
        fear=Line("scared"),
        happy=Line("smiling"),
        sad=Line("sad"),
        surprise=Line("surprised"),
        neutral=Line("neutral", context="expression"),
    )
    moods = Lines(
        m1=Line("very bad", context="mood"),
        m2=Line("bad", context="mood"),
        m3=Line("so-so", context="mood"),
        m4=Line("good", context="mood"),
        m5=Line("very good", context="mood"),
    )
    unclear = Line("unclear", context="expression")
    own_word = Line("my own word")
    spoken = Line("What was said")
    heard_first = Line("As first heard")
    written = Line("What I wrote")
    question = Line("The question")
    by_me = Line("Me", context="author")
    someone = Line("Someone", context="author")
    spoken_comment = Line("a voice comment")
    absent = Lines(
        sent=Line("This video is too large for the archive. It was sent to the chat on its own."),
        gone=Line("Telegram no longer has this video."),
        unreadable=Line("This video could not be read when the archive was made."),
        forgotten=Line("This video was forgotten when I asked for it."),
        left_out=Line("This video was left out of the archive."),
    )
    player = Line("Video of this entry")
    voice_player = Line("Voice of this entry")
    table_link = Line("Numbers by the second (CSV)")
    json_link = Line("All data (JSON)")
    elsewhere = Line("My comments on other people’s entries")
    untitled = Line("without a title")
    footer = Line(
        "Made by mind-gitter. Everything on this page is in this folder; nothing is loaded from "
        "the internet. The curve shows how a face looked, not what anyone felt."
    )

    def part(self, number: int, parts: int) -> str:
        """Which part of the whole it is."""
        return self.say("Part {number} of {parts}", number=number, parts=parts)

    def entries(self, number: int) -> str:
        """How many entries there are."""
        return self.plural("One entry", "{number} entries", number)

    def unread(self, number: int) -> str:
        """Entries that should be here."""
        return self.plural(
            "One entry could not be read when the archive was made, and is not here.",
            "{number} entries could not be read when the archive was made, and are not here.",
            number,
        )

    def made(self, day: str) -> str:
        """When it was made."""
        return self.say("Made on {day}", day=day)

    def days(self, first: str, last: str) -> str:
        """Which days were asked for."""
        return self.say("{first} to {last}", first=first, last=last)

    def comments(self, number: int) -> str:
        """How many comments there are."""
        return self.plural("One comment", "{number} comments", number)

    def mostly(self, look: str) -> str:
        """What led."""
        return self.say("mostly {look}", look=look)

    def length(self, seconds: int) -> str:
        """Seconds on an axis."""
        return self.say("{seconds} s", seconds=seconds)


words_in = PageWords.of
