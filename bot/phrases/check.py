"""What /check says: what the bot can see and do in a chat, and how to change it in Telegram."""

from __future__ import annotations

from collections.abc import Sequence

from languages.catalogue import Line, Lines, Words

#: What a line says when something works, and when it does not.
Says = tuple[str, str]


class Check(Words):
    """HTML. What is put into them is escaped before."""

    title = Line("🔎 <b>What works in this group</b>")

    def title_channel(self, title: str) -> str:
        return self.say("🔎 What works in the channel <b>{title}</b>", title=title)

    def title_discussion(self, title: str) -> str:
        return self.say("🔎 What works where <b>{title}</b> is discussed", title=title)

    @property
    def is_admin(self) -> Says:
        return (
            self.say("The bot is an admin here."),
            self.say("The bot is not an admin here."),
        )

    reads_all = Line("Its privacy mode is off, so it sees every message without being an admin.")
    cannot_write = Line("⚠️ The bot is not allowed to write here.")

    @property
    def notes(self) -> Says:
        return (
            self.say("A video note that is just sent becomes an entry (from those who agreed)"),
            self.say("The bot does not see notes that are just sent. Use one of the next two ways"),
        )

    replies = Line("A note in reply to a message of the bot becomes an entry")
    save = Line("/save in reply to your own note makes it an entry")

    @property
    def comments(self) -> Says:
        return (
            self.say("Replies to cards and to comments become comments"),
            self.say(
                "Replies to cards become comments. To answer somebody's comment, reply with /c "
                "and your words"
            ),
        )

    @property
    def leaving(self) -> Says:
        return (
            self.say("Who leaves is known at once, and sees nothing from then on"),
            self.say(
                "The bot may not hear at once that somebody left. So it asks Telegram each time "
                "before anything is read outside the group, and without an answer it shows "
                "nothing"
            ),
        )

    @property
    def reactions(self) -> Says:
        return (
            self.say("Reactions on cards (❤️) are counted"),
            self.say("The bot does not see reactions on cards (❤️); buttons count instead"),
        )

    @property
    def invites(self) -> Says:
        return (
            self.say("It can make a link to the group for those who are invited"),
            self.say("It cannot make links to the group"),
        )

    @property
    def deletes(self) -> Says:
        return (
            self.say("It can delete old calendars and cards that were taken back"),
            self.say(
                "After 48 hours it cannot delete even its own messages, and turns them into one "
                "line"
            ),
        )

    @property
    def posts(self) -> Says:
        return (
            self.say("A video that is posted becomes an entry, and the bot can post its card"),
            self.say("The bot cannot post cards in the channel"),
        )

    discussion = Line("<b>The discussion group</b>")
    no_discussion = Line("No discussion group is linked, so there are no comments")
    discussion_unknown = Line("The bot is not in the discussion group, so it sees no comments")

    @property
    def under_posts(self) -> Says:
        return (
            self.say("Replies to posts become comments"),
            self.say("The bot does not see replies to posts. Reply with /c and your words instead"),
        )

    to_change = Line("<b>To change it</b>")
    all_is_well = Line("Everything is ready 👍")
    make_admin = Line(
        "Tap the group's name → Edit → Administrators → Add Admin and choose this bot. It needs "
        "“Delete messages” and “Invite users”; everything else may stay off."
    )

    def give_rights(self, names: Sequence[str]) -> str:
        return self.say(
            "Tap the name → Edit → Administrators → this bot, and allow {names}.",
            names=", ".join(names),
        )

    rights = Lines(
        delete=Line("“Delete messages”"),
        invite=Line("“Invite users”"),
        post=Line("“Post messages”"),
    )
    let_write = Line(
        "Tap the group's name → Edit → Permissions (or its exceptions) and let the bot write."
    )
    link_discussion = Line(
        "Tap the channel's name → Edit → Discussion, link a group, and add this bot to it."
    )
    add_to_discussion = Line("Add this bot to the discussion group and make it an admin there.")
    lead_discussion = Line("Make me an admin of the discussion group.")
    again = Line("Then send /check again.")


words_in = Check.of
