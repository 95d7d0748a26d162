"""What is said at the door: to strangers, to who is blocked, and to admins about both."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words


class Admissions(Words):
    """HTML; the texts of boxes are plain. `contact` is escaped before."""

    def stranger(self, telegram_id: int, contact: str) -> str:
        """The one thing that is said to somebody whom nobody has let in."""
        return self._asking(
            self.say(
                "This diary bot is for people whom its keeper has let in, so I keep nothing of "
                "what you send. Your number, in case you ask for it: <code>{number}</code>",
                number=telegram_id,
            ),
            contact,
        )

    def former(self, contact: str) -> str:
        """To somebody who has used the bot before, when it was open to them."""
        return self._asking(
            self.say(
                "This diary bot is now for people whom its keeper has let in. What is yours stays "
                "yours: /export, /mydata and /forgetme work as ever. Nothing new is kept."
            ),
            contact,
        )

    def stranger_among_others(self, contact: str) -> str:
        """In a group, where everybody reads it."""
        return self._asking(str(self.translated(Admissions.not_in_box)), contact)

    def strange_group(self, contact: str) -> str:
        return self._asking(
            self.say(
                "I may only be in groups of people whom my keeper has let in, so I leave again. "
                "Nothing was kept."
            ),
            contact,
        )

    def _asking(self, text: str, contact: str) -> str:
        return f"{text}\n\n{contact}" if contact else text

    blocked = Line(
        "You cannot write here at the moment: the keeper of this bot has blocked you. What is "
        "yours stays yours: /export, /mydata and /forgetme work as ever."
    )
    not_in_box = Line("This bot is for people whom its keeper has let in.")
    blocked_box = Line("The keeper of this bot has blocked you. /export and /forgetme still work.")

    # For admins

    how = Line(
        "Whom? Send <code>/{command} 123456789</code> or <code>/{command} @name</code>, or send "
        "the command as a reply to a message that you have forwarded here from them."
    )

    def how_to(self, command: str) -> str:
        return self.translated(Admissions.how).format(command=command)

    unknown_name = Line(
        "I know nobody of this name: I only know who has written to me. Take their number, or "
        "forward a message of theirs to me and answer it with the command."
    )
    hidden = Line(
        "Telegram hides who wrote this message. Ask them for their number: I tell it to everybody "
        "whom I do not let in."
    )

    def allowed(self, number: int) -> str:
        return self.say("✅ <code>{number}</code> may use the bot now.", number=number)

    def blocked_now(self, number: int, stopped: int) -> str:
        text = self.say(
            "⛔️ <code>{number}</code> is blocked. What is theirs stays theirs: they can still take "
            "it along or delete it.",
            number=number,
        )
        if not stopped:
            return text
        rest = self.plural(
            "One entry of theirs waits unanalysed until you take it back.",
            "{number} entries of theirs wait unanalysed until you take it back.",
            stopped,
        )
        return f"{text} {rest}"

    def unblocked(self, number: int) -> str:
        return self.say("↩︎ <code>{number}</code> is not blocked any more.", number=number)

    not_blocked = Line("They are not blocked.")
    is_admin = Line("That is an admin: admins are named in the settings alone.")

    def head(self, open_to: str) -> str:
        if open_to == "everyone":
            return self.say("🚪 Everyone may use the bot.")
        if open_to == "invited":
            return self.say(
                "🚪 Those whom you allow may use the bot, and whom they invite into a shared diary."
            )
        return self.say("🚪 Those whom you allow may use the bot, nobody else.")

    allowed_list = Line("<b>Allowed</b>")
    blocked_list = Line("<b>Blocked</b>")
    nobody = Line("nobody")
    erased = Line("somebody who has deleted everything")

    def one(self, who: str, at: dt.date) -> str:
        return f"• {who} · {dates.short_day(at, self.language)}"

    newest = Line("Only the newest are shown here.")
    take_back_button = Line("↩︎ Take it back")

    def take_back_of(self, number: str) -> str:
        """On a button: plain text."""
        return self.say("↩︎ {number}", number=number)

    taken_back = Line("Taken back.")


words_in = Admissions.of
