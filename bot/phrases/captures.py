"""What the bot says about notes in a shared diary: may it keep them, and why it does not."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Captures(Words):
    """Plain sentences. The questions stand in the group and name nobody."""

    asks = Line(
        "Keep this video in our diary? I have not opened it.\n\nIf you agree, expression and "
        "words are read only on the computer that this bot runs on. The clip is deleted; the "
        "curve, the words and the tags stay here for everyone who writes in this diary, and its "
        "sender becomes one of them. With “Always keep mine” I also write down what you say in "
        "comments.\n\nOnly its sender can answer. After 48 hours without an answer I forget it."
    )
    always_button = Line("Always keep mine")
    once_button = Line("Keep this once")
    never_button = Line("Don't keep mine")
    left_alone = Line(
        "All right. I will leave this video and your later ones alone. If you change your mind, "
        "reply with /save to one of your videos."
    )
    sender_only = Line("Only the person who sent this video can choose.")

    # A note under the group's own name
    asks_whose = Line(
        "This video came under the group's name. Whose entry is it? I have not opened it.\n\n"
        "Only administrators of this group can answer; whoever says so is its author. After 48 "
        "hours without an answer I forget it."
    )
    mine_button = Line("I sent it")
    drop_button = Line("Don't keep it")
    admins_only = Line("Only those who administer this group now can answer.")

    # /save
    save_how = Line("Reply with /save to a video of yours, and I will keep it in the diary.")
    save_not_yours = Line(
        "I keep only what you sent yourself. Its sender can reply to it with /save."
    )
    here = Line("This video is in the diary already.")
    comment = Line("This video is kept as a comment.")
    closed = Line("This diary takes no new entries now.")
    left = Line(
        "You are not in this diary any more, so I cannot keep it. With a new invitation you can "
        "write again."
    )

    # An entry that was meant as a comment
    comment_button = Line("💬 Make it a comment")
    now_comment = Line("It is a comment on the entry above now.")
    no_comment = Line("There is no entry above it to comment on.")


words_in = Captures.of
