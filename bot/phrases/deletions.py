"""What is said when an entry is deleted by its author."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words


class Deletions(Words):
    """Texts of menus are plain; the line on the card is HTML."""

    delete_button = Line("🗑 Delete")
    ask = Line("Delete this entry?\nIts card, words, tags, curve and place in the calendar go.")
    ten_minutes = Line("You can bring it back for ten minutes. Then it is gone for good.")
    message_stays = Line("The message that you sent is your own and stays where it is.")
    sure_button = Line("Delete it")
    keep_button = Line("Keep it")
    toast = Line("Deleted. /undo brings it back within ten minutes.")
    back_button = Line("↩︎ Bring it back")
    messages_button = Line("🎥 Delete my message too")
    messages_old = Line(
        "Your message is older than two days: Telegram lets only you delete it. Hold it and choose "
        "“Delete”."
    )
    messages_gone = Line("Your message is being deleted")
    messages_were_deleted = Line("Your message goes too.")
    back = Line("The entry is back")
    too_late = Line("The ten minutes are over: the entry is gone.")

    def from_here(self, title: str) -> str:
        return self.say("It disappears from “{title}”.", title=title)

    def from_there(self, titles: str) -> str:
        return self.say("It disappears from where you shared it too ({titles}).", titles=titles)

    def comments(self, number: int) -> str:
        return self.plural(
            "One comment on it goes with it.", "{number} comments on it go with it.", number
        )

    def deleted(self, until: dt.datetime) -> str:
        return self.say(
            "🗑 This entry is deleted.\nYou can bring it back until {time}. Then it is gone for good.",
            time=dates.time(until, self.language),
        )


words_in = Deletions.of
