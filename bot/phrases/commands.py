"""The commands that "/" lists, where each of them works, and what they do in one line."""

from __future__ import annotations

from dataclasses import dataclass

from languages.catalogue import Line, Words


@dataclass(frozen=True, slots=True)
class Command:
    """`says` is the line; at most 256 characters in every language."""

    name: str
    says: Line
    is_private: bool = True
    is_for_groups: bool = False


def _command(name: str, says: Line, where: str = "private") -> Command:
    return Command(
        name,
        says,
        is_private=where in {"private", "both"},
        is_for_groups=where in {"groups", "both"},
    )


COMMANDS = (
    _command("start", Line("Begin", context="command")),
    _command("help", Line("How it works", context="command"), "both"),
    _command("calendar", Line("The calendar of entries", context="command"), "both"),
    _command("diary", Line("The entries, one after another", context="command"), "both"),
    _command("me", Line("My numbers and moods", context="command")),
    _command("random", Line("A random entry", context="command")),
    _command("search", Line("Find entries by words, tags or days", context="command"), "both"),
    _command("prompt", Line("A question for when you do not know what to say", context="command")),
    _command("remind", Line("A reminder: /remind 22:00, /remind off", context="command")),
    _command("memory", Line("A week, a month or years ago today", context="command")),
    _command("week", Line("A look back at the last seven days", context="command"), "both"),
    _command("month", Line("A look back at a month", context="command"), "both"),
    _command("cancel", Line("Stop what is being analysed", context="command")),
    _command(
        "undo", Line("Undo my last change or deletion (10 minutes)", context="command"), "both"
    ),
    _command("glossary", Line("Words to listen for", context="command")),
    _command("reanalyze", Line("Analyse old entries again with newer models", context="command")),
    _command("save", Line("Keep my video, as a reply to it", context="command"), "groups"),
    _command("c", Line("Comment, as a reply: /c your words", context="command"), "groups"),
    _command("del", Line("Delete my comment, as a reply to it", context="command"), "both"),
    _command("book", Line("Title, description and cover", context="command"), "groups"),
    _command("check", Line("What works here, and what does not", context="command"), "groups"),
    _command("diaries", Line("The diaries that you share", context="command")),
    _command(
        "question",
        Line("A question of the day: /question on 21:00, /question off", context="command"),
        "groups",
    ),
    _command("invite", Line("Invite somebody to a diary", context="command"), "both"),
    _command("members", Line("Who writes in a diary", context="command"), "both"),
    _command("leave", Line("Leave a shared diary", context="command"), "both"),
    _command("delete_diary", Line("Delete a shared diary", context="command"), "both"),
    _command("settings", Line("Language, time zone, day, evening", context="command"), "both"),
    _command("export", Line("Export my diary as files", context="command"), "both"),
    _command("import", Line("Bring exported files back in", context="command")),
    _command("report", Line("A page for a therapist: /report 4w", context="command")),
    _command("mydata", Line("What is stored about me", context="command")),
    _command("forgetme", Line("Delete everything that is mine", context="command"), "both"),
    _command("privacy", Line("What is kept, and how", context="command"), "both"),
    _command(
        "about", Line("Who reads the expression, and how often it is right", context="command")
    ),
)

#: What admins may do beside; nobody else's menu lists it.
ADMIN_COMMANDS = (
    _command("stats", Line("How the bot is doing", context="command")),
    _command("allow", Line("Let somebody in: /allow 123456789", context="command")),
    _command("block", Line("Block somebody: /block 123456789", context="command")),
    _command("unblock", Line("Take a block back", context="command")),
)


def line_of(command: Command, language: str) -> str:
    """What a command does, in this language."""
    return Words.of(language).translated(command.says.source, command.says.context)


def listed(language: str, *, groups: bool) -> list[tuple[str, str]]:
    """Name and line of each command that is listed in private chats, or in groups."""
    return [
        (command.name, line_of(command, language))
        for command in COMMANDS
        if (command.is_for_groups if groups else command.is_private)
    ]


def listed_for_admins(language: str) -> list[tuple[str, str]]:
    """The same for the private chat of an admin: theirs stand last."""
    own = [(command.name, line_of(command, language)) for command in ADMIN_COMMANDS]
    return [*listed(language, groups=False), *own]
