"""What is said about bringing an archive in: /import."""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class Imports(Words):
    """`broken` is by the code of `archive.errors`, or fetch, or gone."""

    ask = Line(
        "Send me the ZIP file of an export as a document. Several parts may come one after "
        "another, in any order. I only look at it first, and change nothing until you say so."
    )
    consent_first = Line("Before anything comes in, please read and agree: /start")
    looking = Line("🔎 I am looking at the archive …")
    bringing = Line("📥 Your entries are coming in …")
    bring_button = Line("📥 Bring it in")
    no_button = Line("No", context="import")
    undo_button = Line("↩︎ Undo this import")
    dropped = Line("All right, nothing was brought in.")
    undoing = Line("↩︎ Taking it out again …")
    undone = Line("The import was undone. What it brought is gone from here.")
    nothing_new = Line("Everything in it is in your diary already, so there is nothing to do.")
    nothing_left = Line("There is nothing in it that could be brought in.")
    hint = Line("You find your entries in /diary and /search.")
    failed = Line("It could not be brought in just now. Please send the file once more later.")
    unreadable = Lines(
        no_zip=Line(
            "This is not a ZIP file, or it is damaged. Perhaps it was not sent completely?"
        ),
        foreign=Line("This ZIP file was not exported by me, so I left it alone."),
        newer=Line(
            "This export was made by a newer version of the bot. Ask whoever runs this one for "
            "an update."
        ),
        too_large=Line("This file holds more than an export of mine would, so I left it alone."),
        broken=Line("This export is damaged. Please send the file that I sent you, unchanged."),
        full=Line(
            "There is no room for this: you have as much here as one person may bring in. Ask who "
            "runs me for more, or export it again without videos: /export"
        ),
        no_room=Line(
            "There is no room on the machine that I run on just now, so nothing was changed. Please "
            "tell who runs me, and send the file once more later."
        ),
        gone=Line("Telegram no longer has this file. Please send it once more."),
    )

    def too_big(self, size: int, most: int) -> str:
        return self.say(
            "This file has {size} MB, and I can fetch {most} MB at most. Export it again in smaller "
            "parts, or a part of it: /export 2026-11",
            size=size,
            most=most,
        )

    def found(self, part: int, parts: int) -> str:
        if parts == 1:
            return self.say("📥 <b>What is in this archive</b>")
        return self.say(
            "📥 <b>What is in this archive</b>, part {part} of {parts}", part=part, parts=parts
        )

    def new(self, number: int) -> str:
        return self.plural("One new entry", "{number} new entries", number)

    def here(self, number: int) -> str:
        return self.plural(
            "One is in your diary already: it stays as it is",
            "{number} are in your diary already: they stay as they are",
            number,
        )

    def shared(self, number: int) -> str:
        return self.plural(
            "One was written in a shared diary: it comes into your own",
            "{number} were written in shared diaries: they come into your own",
            number,
        )

    def films(self, number: int) -> str:
        return self.plural("One video", "{number} videos", number)

    def lost(self, number: int) -> str:
        return self.plural(
            "One video is not in this file", "{number} videos are not in this file", number
        )

    def unread(self, number: int) -> str:
        """What was damaged already when the archive was made."""
        return self.plural(
            "One entry could not be read when this was exported, so it is not in here",
            "{number} entries could not be read when this was exported, so they are not in here",
            number,
        )

    def broken(self, number: int) -> str:
        return self.plural(
            "One entry cannot be read and is left out",
            "{number} entries cannot be read and are left out",
            number,
        )

    def done(self, number: int) -> str:
        return self.plural(
            "📥 One entry has come into your diary.",
            "📥 {number} entries have come into your diary.",
            number,
        )

    def skipped(self, number: int) -> str:
        return self.plural("One was here already.", "{number} were here already.", number)


words_in = Imports.of
