"""What is said on the card of an entry that is a voice or a text, where a video's words are wrong."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Voices(Words):
    """Lengths come as words of their language."""

    voice_part = Line("🎙 Voice")
    forget_button = Line("🎙 Forget the recording")
    ask_forget = Line(
        "Forget this recording?\nIts file number is deleted. It cannot be analysed again or shared "
        "then, and recordings that were sent to shared diaries are taken back.\n"
        "The message that you sent stays in Telegram. Delete it yourself if you like."
    )
    forgotten = Line("🎙 The recording is forgotten.")
    forgotten_toast = Line("The recording is forgotten")
    text_button = Line("📝 Whole text")

    def spoken_briefly(self, spoken: int, whole: int) -> str:
        """Whole seconds, of less than a minute."""
        return self.say("🎙 Spoke for {spoken} of {whole} s", spoken=spoken, whole=whole)

    def spoken(self, spoken: str, whole: str) -> str:
        return self.say("🎙 Spoke for {spoken} of {whole}", spoken=spoken, whole=whole)


words_in = Voices.of
