"""What is said about the members of a diary, and about who owns it."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words


class Members(Words):
    """HTML; names and titles that are put in are escaped before."""

    untitled = Line("Our diary")
    diaries = Line("📚 The diaries that you share")
    no_diaries = Line(
        "You share no diary yet. Add me to a group, or follow a link that you were given."
    )

    def diary(self, title: str, people: int, mine: int) -> str:
        parts = self.plural("One member", "{number} members", people), self._mine(mine)
        return f"📒 <b>{title}</b>\n{' · '.join(parts)}"

    def _mine(self, entries: int) -> str:
        return self.plural("one entry of yours", "{number} entries of yours", entries)

    def _members(self, number: int) -> str:
        return self.plural("one member", "{number} members", number)

    members_button = Line("👥 Members")
    invite_button = Line("💌 Invite")
    leave_button = Line("🚪 Leave")
    delete_button = Line("🗑 Delete the diary")
    back_button = Line("← Back", context="members")
    choose = Line("Which diary?")

    def head(self, title: str, number: int) -> str:
        return f"👥 <b>{title}</b> · {self._members(number)}"

    def line(self, name: str, since: dt.date, entries: int | None) -> str:
        day = dates.short_day_and_year(since, self.language)
        line = self.say("{name} · since {day}", name=name, day=day)
        if entries is None:
            return line
        return f"{line} · {self.plural('one entry', '{number} entries', entries)}"

    owner = Line("👑")
    manage_button = Line("⚙️ Manage in private")

    def remove_button(self, name: str) -> str:
        return self.say("✕ Remove {name}", name=name)

    def sure_remove(self, name: str, title: str) -> str:
        return self.say(
            "Remove <b>{name}</b> from <b>{title}</b>?\n\nThey can no longer see the diary, and "
            "I ask them what should happen to their entries. They are not removed from the "
            "Telegram group.",
            name=name,
            title=title,
        )

    yes_remove_button = Line("Remove")

    def removed(self, name: str) -> str:
        return self.say("<b>{name}</b> was removed.", name=name)

    hand_button = Line("👑 Hand over")

    def hand(self, title: str) -> str:
        return self.say(
            "Who should own <b>{title}</b>? Nothing changes until they accept.", title=title
        )

    def hand_to_button(self, name: str) -> str:
        return self.say("👑 To {name}", name=name)

    def nobody(self, title: str) -> str:
        return self.say("There is nobody else in <b>{title}</b> yet.", title=title)

    def offered(self, name: str) -> str:
        return self.say("I will ask <b>{name}</b>, and tell you when they accept.", name=name)

    def offer(self, name: str, title: str) -> str:
        return self.say(
            "👑 <b>{name}</b> asks you to take over <b>{title}</b>.\n"
            "The owner can change the diary, remove members and delete it.",
            name=name,
            title=title,
        )

    take_button = Line("I take it")
    refuse_button = Line("No, thanks")

    def taken(self, title: str) -> str:
        return self.say("👑 You now own <b>{title}</b>.", title=title)

    def refused(self, title: str) -> str:
        return self.say("You did not take over <b>{title}</b>.", title=title)

    def heir_yes(self, name: str, title: str) -> str:
        return self.say("👑 <b>{name}</b> has taken over <b>{title}</b>.", name=name, title=title)

    def heir_no(self, name: str, title: str) -> str:
        return self.say(
            "<b>{name}</b> would rather not take over <b>{title}</b>.", name=name, title=title
        )

    def inherited(self, title: str) -> str:
        return self.say(
            "👑 The owner of <b>{title}</b> has left. You have been in it the longest, so it is "
            "yours now.",
            title=title,
        )


words_in = Members.of
