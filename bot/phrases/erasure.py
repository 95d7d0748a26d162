"""What is said to who wants to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from languages.catalogue import Line, Lines, Words


class Erasure(Words):
    """Names and titles that are put in are escaped before."""

    lead = Line(
        "Deleting everything works in the private chat with me, where nobody else can press for you."
    )
    lead_button = Line("🗑 To the private chat")
    nothing = Line("I have nothing about you, so there is nothing to delete.")
    go_on_button = Line("🗑 Delete everything")
    stay_button = Line("Keep it all")
    stayed = Line("Everything is as it was.")
    ask = Line(
        "If you are sure, reply to this message with this word:\n\n<b>DELETE</b>\n\n"
        "It cannot be undone. Any other answer deletes nothing."
    )
    hint = Line("DELETE")
    wrong = Line(
        "That is not the word, so nothing was deleted. If you are sure, reply to the question with "
        "<b>DELETE</b>."
    )
    begun = Line(
        "🗑 I am deleting everything. From now on nothing of yours can be found; I will tell you "
        "when the last of it is gone, within a few minutes."
    )
    under_way = Line(
        "It is being deleted already. I will tell you when the last of it is gone, within a few "
        "minutes."
    )
    someone_who_left = Line("Someone who left")
    receipt_end = Line(
        "\nI no longer know your account, and this is my last message. Telegram keeps the "
        "videos that you sent, and everything else in this chat, until you delete the "
        "chat.\n\nIf you ever want to start again: /start"
    )
    explained_end = Line(
        "This removes everything of yours: entries, clips, words, tags, comments, reactions, "
        "settings. Where others replied to you, only an empty place by “someone who left” "
        "stays.\n\n<b>Want to keep a copy?</b> /export first.\nWhat exactly is stored: /mydata"
    )
    headings = Lines(
        explain=Line("🗑 <b>Delete everything that is mine?</b>"),
        receipt=Line("🗑 <b>Everything of yours is deleted.</b>"),
        diaries=Line("<b>Diaries that you own</b>"),
    )
    ends = Line("nobody else is in it, so it goes too")
    waits = Line(
        "it is kept for whoever joins it next; those who left can still take their entries"
    )

    def goes_to(self, name: str) -> str:
        return self.say("{name} gets it", name=name)

    def kinds(self, counts: Mapping[str, int]) -> list[str]:
        """A line for each kind of which there is something, the closest to the heart first."""
        numbered = {
            "entries": self.plural("One entry", "{number} entries", counts.get("entries", 0)),
            "clips": self.plural("One clip", "{number} clips", counts.get("clips", 0)),
            "tags": self.plural("One tag", "{number} tags", counts.get("tags", 0)),
            "comments": self.plural("One comment", "{number} comments", counts.get("comments", 0)),
            "shares": self.plural("One share", "{number} shares", counts.get("shares", 0)),
            "reactions": self.plural(
                "One reaction", "{number} reactions", counts.get("reactions", 0)
            ),
            "answers": self.plural(
                "One answer to a question of the day",
                "{number} answers to questions of the day",
                counts.get("answers", 0),
            ),
            "diaries": self.plural(
                "One shared diary", "{number} shared diaries", counts.get("diaries", 0)
            ),
            "files": self.plural("One file", "{number} files", counts.get("files", 0)),
            "choices": self.plural(
                "One setting, word list or notice",
                "{number} settings, word lists and notices",
                counts.get("choices", 0),
            ),
        }
        return [line for name, line in numbered.items() if counts.get(name)]


words_in = Erasure.of
