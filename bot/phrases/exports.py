"""What is said about taking one's own along: /export."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Exports(Words):
    """`size` is in megabytes, written out."""

    only_private = Line("An export is for you alone. Ask me for it in our private chat.")
    go_button = Line("📦 To the private chat")
    bad_days = Line(
        "I can’t read these dates. Write them like this: /export 2026, /export 2026-11 or "
        "/export 2026-11-01..2026-11-20"
    )
    nothing = Line("There is nothing to export yet.")
    busy = Line("An export is being made already. It arrives here part by part.")
    all_button = Line("📦 Everything")
    without_button = Line("📄 Without the videos")
    no_button = Line("Not now", context="export")
    cancel_button = Line("Stop", context="export")
    first_button = Line("📦 Export first")
    dropped = Line("All right, nothing is exported.")
    cancelled = Line(
        "The export has been stopped. The files that have already arrived are fine to use."
    )
    failed = Line(
        "The export could not be finished. The files that have already arrived are fine; please "
        "try again later."
    )
    waiting = Line("📦 Your export is about to begin.")
    no_choices = Line(
        "⚠️ Your settings and comments elsewhere could not be read and are not in the files."
    )

    def ask(self, entries: str, films: str, size: str) -> str:
        return self.say(
            "📦 <b>Export your diary</b>\n{entries}, {films} ({size} MB).\n\nYou get ZIP files "
            "that open anywhere: a page for the browser, all data as JSON, the curves as "
            "tables, your videos. Videos are fetched from Telegram again, as none are stored "
            "here. The files hold only what you wrote yourself; /import brings them back.",
            entries=entries,
            films=films,
            size=size,
        )

    def ask_days(self, first: str, last: str) -> str:
        return self.say("From {first} to {last}.", first=first, last=last)

    def entries(self, number: int) -> str:
        return self.plural("One entry", "{number} entries", number)

    def films(self, number: int) -> str:
        return self.plural("one video", "{number} videos", number)

    def parts(self, number: int) -> str:
        return self.plural("It comes in one file.", "It comes in {number} files.", number)

    def sent(self, number: int) -> str:
        """When they have all come."""
        return self.plural("Sent as one file.", "Sent as {number} files.", number)

    def progress(self, part: int, parts: int) -> str:
        return self.say("📦 Packing {part}/{parts} …", part=part, parts=parts)

    def caption(self, part: int, parts: int, entries: str) -> str:
        return self.say(
            "📦 Part {part} of {parts} · {entries}\nUnpack it and open <b>index.html</b>.",
            part=part,
            parts=parts,
            entries=entries,
        )

    def alone(self, day: str) -> str:
        return self.say("🎞 {day} · too large for a part, so here it is on its own.", day=day)

    def done(self, entries: str, parts: str) -> str:
        return self.say(
            "📦 <b>Your export is complete.</b> {entries}. {parts}\nThe files hold your diary "
            "unlocked: keep them where only you can open them.",
            entries=entries,
            parts=parts,
        )

    def gone(self, number: int) -> str:
        return self.plural(
            "One video is missing: Telegram no longer has it. The manifest names it.",
            "{number} videos are missing: Telegram no longer has them. The manifest names them.",
            number,
        )

    def unread(self, number: int, days: str) -> str:
        """Entries that are left out, with their days as far as they are known."""
        said = self.plural(
            "⚠️ One entry could not be read and is not in the files.",
            "⚠️ {number} entries could not be read and are not in the files.",
            number,
        )
        return f"{said}\n{days}" if days else said

    def spoiled(self, number: int) -> str:
        """Films that are left out."""
        return self.plural(
            "⚠️ One video could not be fetched or read. The manifest names it.",
            "⚠️ {number} videos could not be fetched or read. The manifest names them.",
            number,
        )

    def next_step(self, command: str) -> str:
        """What to do about what could not be read."""
        return self.say(
            "Nothing of it was changed or deleted. Please tell whoever runs me, and once it is "
            "mended take it along again: {command}",
            command=command,
        )


words_in = Exports.of
