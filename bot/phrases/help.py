"""What /help says: how it works in this chat, and the commands that work in it, by noun."""

from __future__ import annotations

from collections.abc import Mapping

from languages.catalogue import Line, Lines, Words

#: The commands by what they are about, in the order in which they are shown. What is in none
#: stands at the end, so that nothing is left out.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "write": ("save", "c", "prompt", "cancel", "remind", "question"),
    "look": ("search", "calendar", "diary", "me", "random", "memory", "week", "month"),
    "change": ("undo", "glossary", "reanalyze", "del"),
    "share": ("diaries", "invite", "members", "leave", "book", "delete_diary"),
    "mine": ("settings", "export", "import", "report", "mydata", "privacy", "forgetme"),
    "know": ("start", "about", "check", "help"),
}

#: What works in a channel, whose posts are by nobody in particular.
CHANNEL = ("calendar", "diary", "book", "settings", "privacy", "check", "help")


class Help(Words):
    """The words of one language; HTML."""

    private = Line(
        "🎥 Send a round video (tap the microphone once, then hold) or any video: it becomes an "
        "entry. A voice message or a text can be one too.\n📝 The first line of a caption is the "
        "title, and #words are tags.\n🖼 Several videos sent together become one entry.\n👥 Add "
        "me to a group, and you can write a diary together."
    )
    group = Line(
        "🎥 Send a round video here: I ask you once whether I may keep it, then a card "
        "appears.\n💬 A reply to a card is a comment. Press ✋ to read and write along."
    )
    channel = Line(
        "🎥 A video that is posted here becomes an entry.\n💬 Replies to it in the discussion "
        "group are comments."
    )
    headings = Lines(
        how=Line("How it works"),
        write=Line("Write"),
        look=Line("Find and look back"),
        change=Line("Change"),
        share=Line("Share"),
        mine=Line("What is mine"),
        know=Line("Good to know"),
        others=Line("Other"),
    )
    more = Line("Tap “/” in the field below to see what each one does.")
    care = Line("🤍 A bad day? /help now shows numbers to call.")
    unknown = Line("I do not know this command. Did you mean one of these?")
    help_button = Line("How it works", context="button")
    calendar_button = Line("📅 Calendar")
    settings_button = Line("⚙️ Settings")


words_in = Help.of
