"""What the bot says to groups and channels: the greeting, how it works there, who may do what."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Groups(Words):
    """HTML. What is put into them is escaped before.

    Where a sentence takes a title, an evening hour ("21:30", None for off) follows. Alerts are
    plain text of at most 200 characters.
    """

    hello = Line(
        "Hello, I am <b>mind-gitter</b>, a diary that is told to a camera 🪶\n\nWould you like "
        "to make this group a diary that you write together? It begins when an admin presses "
        "the button. Until then nothing is kept."
    )
    hello_channel = Line(
        "Hello, I am <b>mind-gitter</b>, a diary that is told to a camera 🪶\n\nWould you like "
        "to make this channel a diary? The admin who presses <b>agrees for the channel that the "
        "videos posted here are analysed and kept</b>. They are analysed only on the machine "
        "that this bot runs on. Until then nothing is kept."
    )

    def hello_discussion(self, title: str) -> str:
        return self.say(
            "Hello 🪶 This is where the channel <b>{title}</b> is discussed. I keep replies to "
            "its posts as comments, and nothing else that is said here.",
            title=title,
        )

    back = Line("I am back 🪶 There is no diary here yet; it begins when an admin presses.")

    def back_with_diary(self, title: str) -> str:
        return self.say(
            "I am back 🪶 The diary <b>{title}</b> is open again, and nothing is missing.",
            title=title,
        )

    asks = Line(
        "This group is not a diary yet. It becomes one that you write together when an admin "
        "presses the button. Until then nothing is kept."
    )
    asks_channel = Line(
        "This channel is not a diary yet. The admin who presses agrees for the channel that the "
        "videos posted here are analysed and kept."
    )

    def asks_discussion(self, title: str) -> str:
        return self.say(
            "Replies to the posts of the channel <b>{title}</b> are kept as comments here. If "
            "you like, an admin can make this group a diary of its own.",
            title=title,
        )

    make_button = Line("📒 Make this our diary")
    make_channel_button = Line("📒 Agree and make this a diary")
    admins_only = Line("Only those who are admins of this chat right now can press this.")
    is_made = Line("Your diary is here 📒")

    def how(self, title: str, evening: str | None) -> str:
        return self.say(
            "📒 <b>{title}</b>\nThis group is a diary now that you write together.\n\n<b>Three "
            "ways to write</b>\n• just send a round video note (when the bot is an admin)\n• "
            "reply with a note to a message of the bot\n• reply /save to your own note\nUnder "
            "your first note you alone are asked whether it may be kept. Without your yes a "
            "note is never opened.\n\n💬 Text, voice or video in reply to a card is kept as a "
            "comment.\n📅 /calendar shows your calendar.{daily}\n👀 Those who write along see the "
            "entries and comments kept here, nothing else. Nobody sees anybody's own diary, and "
            "who leaves the group no longer sees this one.\n\n/check what works here · /book "
            "title and cover",
            title=title,
            daily=self._daily(evening),
        )

    def _daily(self, evening: str | None) -> str:
        if evening is None:
            return ""
        return self.say(" On days with something new it comes quietly at {hour}.", hour=evening)

    def how_channel(
        self,
        title: str,
        evening: str | None,
        has_discussion: bool,  # noqa: FBT001 - callers name nothing in this order
    ) -> str:
        return self.say(
            "📒 <b>{title}</b>\nThis channel is a diary now.\n\n🎥 A video posted here becomes an "
            "entry of the channel. The admin who made it a diary has agreed for its "
            "posts.\n{comments}\n📅 /calendar shows the calendar.{daily}\n👀 Who reads the "
            "channel sees its cards. Nobody's own diary can be seen.\n\n/check what works here "
            "· /book title and cover",
            title=title,
            comments=self._discussed if has_discussion else self._undiscussed,
            daily=self._daily(evening),
        )

    _discussed = Line(
        "💬 Replies to posts in the discussion group are kept as comments; add me there too."
    )
    _undiscussed = Line(
        "💬 For comments, link a discussion group to the channel and add me there too."
    )
    help = Line(
        "<b>How our diary works</b>\n\n"
        "🎥 Send a video note, reply with one to a message of the bot, or reply /save to your own."
        "\n"
        "💬 A reply to a card becomes a comment.\n\n"
        "/calendar the calendar · /book title and cover\n"
        "/check what works here · /privacy what is kept"
    )
    help_channel = Line(
        "<b>How the channel's diary works</b>\n\n"
        "🎥 A video posted here becomes an entry. Comments are replies in the discussion group."
        "\n\n"
        "/calendar the calendar · /book title and cover\n"
        "/check what works here · /privacy what is kept"
    )
    join_button = Line("✋ Read and write along")
    join_channel_button = Line("👀 Read along")
    ask_first = Line("Press “Read and write along” first.")
    ask_first_channel = Line("Press “Read along” first.")
    read_first = Line("Press “Read and write along” first, below /help.")
    read_first_channel = Line("Press “Read along” first, below /help.")
    joined = Line(
        "You read and write along in this diary now. With your first note you will be asked "
        "again whether it may be kept."
    )
    joined_channel = Line("You read along in this diary now.")
    joined_before = Line("You already read and write along.")
    join_first = Line("Only those who are in this chat right now can press this.")
    taken_out = Line(
        "An admin has taken you out of this diary. To come back, ask for an invitation."
    )
    private_button = Line("Open my own diary")
    privacy = Line(
        "<b>What stays in this diary</b>\n\n• Only notes of people who have said yes are "
        "analysed, on the machine that this bot runs on. The video is deleted afterwards; the "
        "curve of the expression, the words, key sentences and tags stay.\n• Comments on cards "
        "stay, with their authors' names. No other talk is kept.\n• It can be read by those who "
        "write along and are in this chat. Who leaves no longer can.\n• Who runs the bot, and "
        "Telegram, could technically see it.\n\nMore in our private chat: /privacy"
    )

    def cannot_post(self, title: str) -> str:
        return self.say(
            "I may not post in the channel <b>{title}</b>, so I could do nothing there. Please "
            "allow me to “Post messages” in the channel's administrator settings.",
            title=title,
        )

    def asleep(self, title: str) -> str:
        return self.say(
            "The bot was removed from <b>{title}</b>. The diary that you write there is kept and "
            "rests. Add the bot again to go on.",
            title=title,
        )


words_in = Groups.of
