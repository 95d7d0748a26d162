"""What is said to who leaves a shared diary, and when a whole diary comes to its end."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words


class Departures(Words):
    """HTML; titles that are put in are escaped before."""

    # Leaving
    lead = Line("Leaving works in the private chat with me, where nobody else can press for you.")
    lead_button = Line("🚪 Leave", context="departures")
    choose = Line("Which diary do you want to leave?")
    none = Line("There is no shared diary that you could leave.")

    _ways = Line(
        "• Take them: they move to your own diary, and their cards in the group disappear.\n"
        "• Leave them: the others go on seeing them, and you do not.\n"
        "• Delete them: they are gone everywhere, for good, and so are your comments there.\n\n"
        "The video messages themselves stay in the Telegram group; delete them there if you like."
    )

    def ask(self, title: str, number: int) -> str:
        asks = self.plural(
            "🚪 Leave <b>{title}</b>?\nYou have one entry in it.",
            "🚪 Leave <b>{title}</b>?\nYou have {number} entries in it.",
            number,
            title=title,
        )
        return f"{asks}\n\n{self._ways}"

    def ask_nothing(self, title: str) -> str:
        return self.say("🚪 Leave <b>{title}</b>?\nYou have no entry in it.", title=title)

    def ask_left(self, title: str, number: int) -> str:
        asks = self.plural(
            "You are no longer in <b>{title}</b>, but one entry of yours is still there.",
            "You are no longer in <b>{title}</b>, but {number} entries of yours are still there.",
            number,
            title=title,
        )
        return f"{asks}\n\n{self._ways}"

    def ask_gone(self, title: str, number: int, until: dt.date) -> str:
        asks = self.plural(
            "You no longer share <b>{title}</b>. What should happen to your entry there?",
            "You no longer share <b>{title}</b>. What should happen to your {number} entries "
            "there?",
            number,
            title=title,
        )
        else_left = self.plural(
            "If you choose nothing, it is left there on {day}.",
            "If you choose nothing, they are left there on {day}.",
            number,
            day=dates.day_and_month(until, self.language),
        )
        return f"{asks}\n\n{self._ways}\n\n{else_left}"

    def gone_nothing(self, title: str) -> str:
        return self.say("You no longer share the diary <b>{title}</b>.", title=title)

    take_button = Line("📦 Take my entries with me")
    leave_button = Line("🏠 Leave them")
    delete_button = Line("🗑 Delete them")
    just_leave_button = Line("🚪 Leave")
    stay_button = Line("Stay")
    stayed = Line("You stay. Nothing has changed.")

    def sure_delete(self, title: str, number: int) -> str:
        return self.plural(
            "Really delete your entry in <b>{title}</b>, and your comments there? This cannot be undone.",
            "Really delete your {number} entries in <b>{title}</b>, and your comments there? This cannot be undone.",
            number,
            title=title,
        )

    def yes_delete_button(self, number: int) -> str:
        return self.plural(
            "🗑 Delete one entry",
            "🗑 Delete {number} entries",
            number,
        )

    def taken(self, title: str, number: int) -> str:
        return self.plural(
            "📦 You are out of <b>{title}</b>, and one entry moved to your own diary.",
            "📦 You are out of <b>{title}</b>, and {number} entries moved to your own diary.",
            number,
            title=title,
        )

    def left(self, title: str) -> str:
        return self.say(
            "🏠 You are out of <b>{title}</b>. What you left there you can still take or delete "
            "with /leave.",
            title=title,
        )

    def left_nothing(self, title: str) -> str:
        return self.say(
            "🚪 You are out of the diary <b>{title}</b>. You are still in the Telegram group; "
            "leave it there if you like.",
            title=title,
        )

    def deleted(self, title: str, number: int) -> str:
        return self.plural(
            "🗑 You are out of <b>{title}</b>, and one entry of yours is gone.",
            "🗑 You are out of <b>{title}</b>, and {number} entries of yours are gone.",
            number,
            title=title,
        )

    # The end of a diary
    end_lead = Line("Deleting the diary works in the private chat with me.")
    end_button = Line("🗑 To the private chat")
    end_choose = Line("Which diary do you want to delete?")
    end_none = Line("There is no diary that you could delete. Only its owner can.")

    def confirm(self, title: str) -> str:
        return self.say(
            "🗑 To delete <b>{title}</b>, reply to this message with the diary's title.\n\n"
            "Everybody is told, and 7 days pass. Until then you can restore it, and the others "
            "can take their entries with them. After that entries, cards and comments are gone. "
            "To have yours as files first: /export",
            title=title,
        )

    confirm_hint = Line("the title")
    wrong_title = Line("That is not its title. Nothing was deleted.")

    def announced(self, title: str, until: dt.date) -> str:
        return self.say(
            "<b>{title}</b> will be gone on {until}. I tell everybody.",
            title=title,
            until=dates.day_and_month(until, self.language),
        )

    restore_button = Line("↩︎ Restore it")

    def restored(self, title: str) -> str:
        return self.say("Restored: <b>{title}</b> stays.", title=title)

    def ending(self, title: str, until: dt.date) -> str:
        return self.say(
            "🗑 The owner of <b>{title}</b> has decided to delete the diary. On {until} "
            "everything in it is gone. Until then you can take your entries with you.",
            title=title,
            until=dates.day_and_month(until, self.language),
        )

    def save_button(self, number: int) -> str:
        return self.plural(
            "📦 Take my entry",
            "📦 Take my {number} entries",
            number,
        )

    def saved(self, number: int) -> str:
        return self.plural(
            "📦 One entry moved to your own diary.",
            "📦 {number} entries moved to your own diary.",
            number,
        )

    nothing_to_save = Line("There is nothing of yours to take.")

    def group_ending(self, until: dt.date) -> str:
        return self.say(
            "🗑 This diary will be gone on {until}. Its owner can restore it until then; I tell "
            "each of you how to take your entries.",
            until=dates.day_and_month(until, self.language),
        )

    group_restored = Line("↩︎ This diary stays. Go on writing together.")


words_in = Departures.of
