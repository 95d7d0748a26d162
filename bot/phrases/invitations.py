"""What is said about invitations, to who invites and to who is invited."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Lines, Words


class Invitations(Words):
    """HTML; names and titles that are put in are escaped before."""

    # To who invites
    lead = Line("Inviting works in the private chat with me.")
    lead_button = Line("💌 Invite somebody")
    no_diary = Line("There is no shared diary in this chat yet.")
    choose = Line("Which diary do you want to invite to?")
    none = Line(
        "There is no shared diary that you could invite to now. Add me to a group and begin its "
        "diary to write together."
    )

    def menu(self, title: str) -> str:
        return self.say("💌 <b>{title}</b>\nWhom do you want to invite, and how?", title=title)

    one_button = Line("🔗 Link for one person")

    def many_button(self, number: int) -> str:
        return self.say("🔗 Link for up to {number}", number=number)

    pick_button = Line("👤 Pick a contact")
    name_button = Line("✏️ Type a @name")
    open_button = Line("📋 Open invitations")
    back_button = Line("← Back", context="invitations")

    def link(self, title: str, url: str, uses: int, until: dt.date) -> str:
        return self.plural(
            "Here is a link to 📒 <b>{title}</b>.\n{url}\n\nOne person can use it once, until "
            "{day}. I do not keep the link: send it now to whom it is for.",
            "Here is a link to 📒 <b>{title}</b>.\n{url}\n\nUp to {number} people can use it, "
            "until {day}. I do not keep the link: send it now to whom it is for.",
            uses,
            title=title,
            url=url,
            day=dates.day_and_month(until, self.language),
        )

    send_button = Line("📨 Send it to a chat")

    def passed_on(self, title: str) -> str:
        return self.say("Come and write “{title}” with us", title=title)

    revoke_button = Line("🚫 Take it back")
    revoked = Line("The invitation is taken back. It cannot be used any more.")

    def pick(self, title: str) -> str:
        return self.say(
            "Pick with the button below whom to invite to <b>{title}</b>. I will ask them in "
            "private.",
            title=title,
        )

    pick_key = Line("👤 Pick somebody to invite")
    give_up_key = Line("Never mind")
    given_up = Line("All right, nobody was invited.")

    def name(self, title: str) -> str:
        return self.say(
            "Reply to this message with the user name of whom to invite to <b>{title}</b>, for "
            "instance @minji.",
            title=title,
        )

    name_hint = Line("@name")
    not_a_name = Line("That is not a user name beginning with @. Try again with /invite.")

    def asked(self, name: str) -> str:
        return self.say("I will ask <b>{name}</b> in private, and tell you the answer.", name=name)

    def unaskable(self, name: str) -> str:
        return self.say(
            "I cannot ask <b>{name}</b> now. They may not have met me yet, or they take no "
            "invitation at the moment. Make a link with /invite and pass it on yourself.",
            name=name,
        )

    def already(self, name: str) -> str:
        return self.say("<b>{name}</b> writes in it already.", name=name)

    yourself = Line("You write in it already 🙂")
    too_many = Line("You have made many invitations today. Please go on tomorrow.")
    no_access = Line(
        "That is not possible now: only who shares this diary and is in its chat can do it."
    )

    def open_ones(self, title: str) -> str:
        return self.say("📋 <b>{title}</b>\nThese invitations are still open.", title=title)

    def none_open(self, title: str) -> str:
        return self.say("📋 <b>{title}</b>\nNo invitation is open.", title=title)

    def open_link(self, uses: int, until: dt.date) -> str:
        return self.say(
            "🔗 link · {uses} more · until {until}",
            uses=uses,
            until=dates.day_and_month(until, self.language),
        )

    def open_name(self, name: str, until: dt.date) -> str:
        return self.say(
            "👤 {name} · until {until}", name=name, until=dates.day_and_month(until, self.language)
        )

    def take_back_button(self, number: int) -> str:
        return self.say("🚫 Take back no. {number}", number=number)

    over = Lines(
        used=Line("This invitation was used before you could take it back."),
        declined=Line("This invitation was declined already."),
        expired=Line("This invitation has expired."),
        revoked=Line("This invitation is taken back already."),
    )

    def joined(self, name: str, title: str) -> str:
        return self.say(
            "🎉 <b>{name}</b> has accepted your invitation to <b>{title}</b>.",
            name=name,
            title=title,
        )

    def declined(self, name: str, title: str) -> str:
        return self.say(
            "<b>{name}</b> would rather not join <b>{title}</b>. For 30 days I will not ask them "
            "again for this diary.",
            name=name,
            title=title,
        )

    def declined_link(self, title: str) -> str:
        return self.say(
            "Somebody who got your link to <b>{title}</b> would rather not join.", title=title
        )

    # To who is invited

    def invitation(self, inviter: str, title: str, description: str) -> str:
        about = f"\n<i>{description}</i>" if description else ""
        return self.say(
            "💌 <b>{inviter}</b> invites you to write a diary together.\n\n📒 "
            "<b>{title}</b>{about}\n\n• Those who write in it see each other's videos, "
            "expression curves, words and comments there.\n• Nobody sees the diary that is "
            "yours alone.\n• No video of yours is analysed before you agree, and you can leave "
            "at any time with /leave.\n• What is kept, and how: /privacy\n\nWould you like to "
            "join?",
            inviter=inviter,
            title=title,
            about=about,
        )

    accept_button = Line("✅ Join")
    decline_button = Line("No, thanks")
    unknown = Line("This invitation link does not work. Please ask for a new one.")
    closed = Lines(
        used=Line("This invitation has been used already. Please ask for a new one."),
        declined=Line("This invitation was declined, or is over."),
        expired=Line("This invitation has expired. Please ask for a new one."),
        revoked=Line("This invitation was taken back."),
    )

    def member_already(self, title: str) -> str:
        return self.say("You write in <b>{title}</b> already.", title=title)

    def accepted(self, title: str) -> str:
        return self.say("🎉 You now write in <b>{title}</b> too!", title=title)

    here_already = Line(
        "Send a video to the group: I will ask you once before I keep it. A diary of your own "
        "begins with /start."
    )
    join_button = Line("👥 Join the group")
    ask_for_it = Line(
        "The diary is read in its group. Please ask who invited you to add you there."
    )

    def turned_down(self, title: str) -> str:
        return self.say(
            "You declined the invitation to <b>{title}</b>. For 30 days I will not ask you again "
            "for this diary.",
            title=title,
        )

    # To the group

    def came(self, name: str) -> str:
        return self.say("🎉 <b>{name}</b> now writes in this diary too.", name=name)


words_in = Invitations.of
