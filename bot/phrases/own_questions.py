"""What is said around a question that somebody is asked alone."""

from __future__ import annotations

from languages.catalogue import Line, Words


class OwnQuestions(Words):
    """Plain text, escaped where it is sent."""

    how = Line(
        "A minute is enough. The next video or voice message that you send within three hours is "
        "your answer; to answer later, reply to this message with it."
    )
    another_button = Line("🔄 Another")
    stop_button = Line("Not now")
    stopped = Line("All right. What you send next is an entry like any other.")
    off = Line(
        "No question waits for an answer now. I ask one only when you send /prompt, or tap for one "
        "under a reminder. /remind off ends the reminder."
    )
    example = Line("Write your question behind it: /prompt add What did I read today?")
    added = Line("Kept. It comes up among the others.")
    known = Line("You have this question already.")
    mine = Line("Your own questions. Press one to delete it.")
    none = Line(
        "You have no questions of your own yet. /prompt add What did I read today? keeps one."
    )
    deleted = Line("Deleted")
    mine_button = Line("💭 My questions")
    needs_clip = Line("Please answer with a round video, a voice message or a text.")
    gone = Line("This question is gone, so I keep it as an entry.")

    no_answer_button = Line("💭 Not the answer")
    no_answer = Line("It is an entry like any other")

    def unknown(self, said: str) -> str:
        return self.say(
            "I can't do anything with “{said}” here. /prompt asks a question, /prompt list shows "
            "your own ones, and this keeps one:\n/prompt add What did I read today?",
            said=said,
        )

    def limits(self, longest: int, most: int) -> str:
        return self.say(
            "A question may have {longest} characters, and you can keep {most}. "
            "/prompt list shows yours.",
            longest=longest,
            most=most,
        )


words_in = OwnQuestions.of
