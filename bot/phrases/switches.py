"""What is said about the switches of an entry: comments, its video, only for me."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Switches(Words):
    """`titles` are the names of the diaries that an entry is shown in."""

    forget_button = Line("🎞 Forget the video")
    close_button = Line("↩︎ Close")
    ask_forget = Line(
        "Forget this video?\nIts file number is deleted. It cannot be analysed again or shared then, "
        "and videos that were sent to shared diaries are taken back.\n"
        "The message that you sent stays in Telegram. Delete it yourself if you like."
    )
    forget_sure = Line("Forget it")
    forgotten = Line("🎞 The video is forgotten.")
    forgotten_toast = Line("The video is forgotten")
    no_more_tries = Line("The video is forgotten, so there is no other try.")
    private_sure = Line("Only for me")
    keep_button = Line("Leave it")

    def comments_button(self, *, is_on: bool) -> str:
        return self.say("💬 Comments: on") if is_on else self.say("💬 Comments: off")

    def private_button(self, *, is_on: bool) -> str:
        return self.say("🔒 Only for me: on") if is_on else self.say("🔒 Only for me: off")

    def ask_private(self, titles: str) -> str:
        return self.say(
            "Keep it only for you?\nIt is taken back from where you shared it ({titles}). Card, video "
            "and comments there will be gone.",
            titles=titles,
        )

    def comments_toast(self, *, is_on: bool) -> str:
        return self.say("Comments are on") if is_on else self.say("Comments are off")

    def private_toast(self, *, is_on: bool) -> str:
        if is_on:
            return self.say("Only you can see it now")
        return self.say("You can share it now")


words_in = Switches.of
