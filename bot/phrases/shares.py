"""What is said about showing an entry of one's own in a shared diary, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping

from languages import dates
from languages.catalogue import Line, Lines, Words


class Shares(Words):
    """`title` is always a diary's name, `name` a person's: plain text, escaped where it is put in."""

    # On every card that several people see
    unnamed = Line("A diary without a name")
    own_diary = Line("📒 My diary")

    def diary_line(self, title: str) -> str:
        return self.say("📒 {title}", title=title)

    def taken_out_line(self, title: str) -> str:
        return self.say("🔒 Taken out of “{title}” · only you see it", title=title)

    def talk_button(self, count: int) -> str:
        return f"💬 {dates.number(count, self.language)}" if count else self.say("💬 Comments")

    more_button = Line("⋯ More")

    @property
    def reaction_buttons(self) -> Mapping[str, str]:
        return {"heart": "❤️", "thumb": "👍", "laugh": "😂", "wow": "😮", "cry": "😢"}

    # On one's own card
    share_button = Line("↗ Share to…")

    def shown_in(self, title: str) -> str:
        return self.say("↗ {title}", title=title)

    def shown_without_video(self, title: str) -> str:
        return self.say("↗ {title} (the video may be missing)", title=title)

    def take_back_button(self, title: str) -> str:
        return self.say("↩ Take back from “{title}”", title=title)

    # While choosing
    which_diary = Line("Which diary should see it?")
    no_diary = Line("There is no diary that you can share to now. Are you still in its group?")

    def listed_shown(self, title: str) -> str:
        return self.say("✓ {title} · take back", title=title)

    def which_parts(self, title: str, own: str) -> str:
        if own:
            return self.say(
                "What should “{title}” see?\nYour name, the date and the title “{own}” always "
                "show. What you leave out is not sent there.",
                title=title,
                own=own,
            )
        return self.say(
            "What should “{title}” see?\nYour name and the date always show. What you leave out "
            "is not sent there.",
            title=title,
        )

    nothing_chosen = Line("Choose at least one thing to show.")
    parts = Lines(
        video=Line("Video"),
        chart=Line("Chart"),
        words=Line("All words"),
        key=Line("Key sentence"),
        mood=Line("My mood"),
    )

    def chosen(self, part: str) -> str:
        return self.say("✅ {part}", part=part)

    def left_out(self, part: str) -> str:
        return self.say("▫️ {part}", part=part)

    send_button = Line("Share")
    back_button = Line("← Back")
    shared = Line("Shared")

    # Taking back and taking out

    def ask_take_back(self, title: str) -> str:
        return self.say(
            "Take it back from “{title}”?\n"
            "The card, the video and all comments there will be gone.",
            title=title,
        )

    old_video = Line("A video older than two days goes only where I am an admin of the group.")
    take_back_sure = Line("Take it back")
    keep_button = Line("Leave it")
    taken_back = Line("Taken back")
    take_out_button = Line("🗑 Take out of this diary")
    ask_take_out = Line(
        "Take it out of this diary?\n"
        "The card and the comments here will be gone. Its author keeps the entry."
    )
    take_out_sure = Line("Take it out")
    taken_out = Line("Taken out")
    taken_out_mine = Line("Taken out. Its card moves to your private chat with me.")

    def removed_entry(self, title: str, day: str) -> str:
        return self.say(
            "{day} was taken out of “{title}” by somebody who leads it.\n"
            "It is not deleted: you still have it.",
            day=day,
            title=title,
        )

    def removed_note(self, title: str, day: str) -> str:
        return self.say(
            "{day} was taken out of “{title}” by somebody who leads it.\n"
            "It is not deleted: its card is here in our private chat now, and only you see it.",
            day=day,
            title=title,
        )

    # In the group

    def begins(self, name: str) -> str:
        return self.say("{name} has shared an entry.", name=name)

    words_are_below = Line("All words are here already, as a file.")


words_in = Shares.of
