"""What is said about comments: the thread, what became of a reply, and who hears of it."""

from __future__ import annotations

import datetime as dt

from bot.phrases.sentences import clock
from languages import dates
from languages.catalogue import Line, Words


class Comments(Words):
    """Functions give plain text but for the notices, which are HTML with what is put in escaped.

    A notice takes the title of the diary, that of the entry, and how many comments there are.
    """

    # Below a reply

    def too_long(self, length: int, most: int) -> str:
        return self.say(
            "A comment can have {most} characters; this one has {length}. Please make it a "
            "little shorter and send it again.",
            most=dates.number(most, self.language),
            length=dates.number(length, self.language),
        )

    off = Line("This entry takes no comments now.")
    note_kept = Line("💬 Kept as a comment.")
    entry_button = Line("📒 Make it an entry")
    now_entry = Line("It is an entry now")
    no_entry = Line("It cannot become an entry now")
    comment_how = Line(
        "Reply to a card or a comment with /c and what you want to say.\n"
        "For example: /c You did so well today"
    )
    delete_how = Line("Reply with /del to the comment of yours that you want to delete.")
    deleted = Line("The comment is deleted.")
    hidden = Line("The comment is hidden. Open 💬 to bring it back.")
    not_yours = Line("You can only delete comments of your own.")

    # The thread

    def head(self, count: int) -> str:
        return self.plural(
            "{number} comment",
            "{number} comments",
            count,
        )

    nothing = Line("No comments yet. A reply to the card becomes one.")
    deleted_place = Line("Deleted comment")
    hidden_place = Line("Hidden comment")
    nobody = Line("Somebody")
    edited = Line("edited")
    listening = Line("being written down")

    def spoken(self, seconds: float) -> str:
        return self.say("▶ {seconds}", seconds=clock(seconds))

    def moment(self, at: dt.datetime) -> str:
        day = dates.short_day(at, self.language)
        return self.say("{day}, {time}", day=day, time=dates.time(at, self.language))

    def day(self, day: dt.date) -> str:
        return self.say("Entry of {day}", day=dates.short_day(day, self.language))

    own_diary = Line("My diary")

    def mine_head(self, name: str) -> str:
        return self.say("Comments of {name}", name=name)

    mine_nothing = Line("There is no comment to delete.")
    hidden_head = Line("Hidden comments")
    before_button = Line("◀ Before")
    after_button = Line("Next ▶")
    mine_button = Line("🗑 My comments")

    def hidden_button(self, count: int) -> str:
        return self.say("🙈 Hidden {count}", count=count)

    back_button = Line("↩︎ All comments")

    # Private notices

    def commented(self, diary: str, entry: str, count: int) -> str:
        return self.plural(
            "💬 One new comment on your entry “{entry}” in <b>{diary}</b>.",
            "💬 {number} new comments on your entry “{entry}” in <b>{diary}</b>.",
            count,
            entry=entry,
            diary=diary,
        )

    def replied(self, diary: str, entry: str, count: int) -> str:
        return self.plural(
            "↩︎ One reply to your comment on “{entry}” in <b>{diary}</b>.",
            "↩︎ {number} replies to your comment on “{entry}” in <b>{diary}</b>.",
            count,
            entry=entry,
            diary=diary,
        )

    open_button = Line("💬 Open the comments")


words_in = Comments.of
