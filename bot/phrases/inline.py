"""What is said about searching one's own diary from any chat."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Inline(Words):
    """`bot` is the bot's name with its @."""

    ask_first_button = Line("Allow it once in the private chat")
    type_button = Line("Type a word, a #tag or a day")
    nothing_button = Line("Nothing found")
    agree_button = Line("Allow it")
    take_back_button = Line("Do not allow it any more")
    taken_back = Line("Your diary can no longer be searched from other chats.")

    def explains(self, bot: str) -> str:
        return self.say(
            "<b>Search from any chat</b>\n"
            "Type {bot} and a word in any chat: only you see a list of your own entries. What you "
            "tap is sent there in your name: the sentence alone, never a video. Entries that are "
            "only for you are left out, and so are shared diaries.\n"
            "What you type goes through Telegram to this bot, as every message does.",
            bot=bot,
        )

    def allowed(self, bot: str) -> str:
        return self.say("Allowed. In any chat type: <code>{bot} word</code>", bot=bot)


words_in = Inline.of
