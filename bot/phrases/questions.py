"""What the bot says about the question of the day, in the group and to one person."""

from __future__ import annotations

import datetime as dt

from bot.phrases import diary_questions
from diary import clock, questions
from languages import dates
from languages.catalogue import Line, Words


def wall(at: dt.datetime, zone: str) -> dt.time:
    """What clocks of the zone show then."""
    return clock.local(at, zone).time()


def question(diary_id: int, number: int, language: str) -> str:
    """The words of a diary's question."""
    every = diary_questions.words_in(language).all
    return every[questions.place(diary_id, number, len(every))]


class Questions(Words):
    """Plain text, escaped where it is sent. `title` is a diary's, `at` a time of its day's end."""

    # In the group
    title = Line("💭 Today's question")

    def counted(self, answered: int, members: int) -> str:
        return self.say("{answered}/{members} answered", answered=answered, members=members)

    def how(self, at: dt.time) -> str:
        return self.say(
            "Answer with a video in a private chat with me. When everybody has, and at {end} at the "
            "latest, the answers open here together. Nobody sees any before.",
            end=self._end(at),
        )

    def _end(self, at: dt.time) -> str:
        return self.say("midnight") if at.hour == at.minute == 0 else dates.time(at, self.language)

    def opened(self, answered: int) -> str:
        if not answered:
            return self.say("Nobody answered this time. You still can.")
        return self.plural(
            "It is open! One answer to look at together.\nYou can still answer.",
            "It is open! {number} answers to look at together.\nYou can still answer.",
            answered,
        )

    answer_button = Line("🔒 Answer in private")
    late_button = Line("Answer it late")

    # /question

    def turned_on(self, at: str, end: dt.time) -> str:
        return self.say(
            "All right: one question every day at {at}. Everybody answers in private, and when all "
            "have, and at {end} at the latest, the answers open here together.",
            at=at,
            end=self._end(end),
        )

    turned_off = Line("The question of the day is off. Questions already asked stay as they are.")

    def is_on(self, at: str) -> str:
        return self.say("Question of the day: daily at {at}", at=at)

    is_off = Line("Question of the day: off")
    today = Line("The last question")
    how_to = Line(
        "Admins and the diary's owner can change it. Write it like /question on 21:00, or "
        "/question off."
    )

    def wrong_time(self, said: str) -> str:
        return self.say(
            "I can't read “{said}” as a time of day. Write it like /question on 21:00, or "
            "/question off.",
            said=said,
        )

    leaders_only = Line("Only the diary's owner or an admin of this group can change this.")
    no_diary = Line("This group is not a diary yet. /check says what to do.")
    in_groups = Line("This is for shared diaries. Write /question on 21:00 in the diary's group.")

    # In private
    unknown = Line(
        "This question can't be answered now. Members of the diary in whose group it was asked "
        "can, for a week after its day."
    )

    def asks(self, title: str) -> str:
        return self.say("💭 Today's question in “{title}”", title=title)

    def what_happens(self, title: str, at: dt.time) -> str:
        return self.say(
            "A minute is enough. The next video that you send here within an hour is your answer. To "
            "answer later, reply to this message with it.\n\n"
            "It stays in your own diary. When everybody has answered, and at {end} at the latest, its "
            "video and key sentences are shown to everybody in “{title}”. Nobody sees it before, and "
            "you can take it back afterwards.",
            title=title,
            end=self._end(at),
        )

    def what_happens_late(self, title: str) -> str:
        return self.say(
            "This question is open already. The next video that you send here within an hour is "
            "your answer.\n\n"
            "It stays in your own diary. When you press the button on its card, its video and "
            "key sentences are shown to everybody in “{title}”. You can take it back.",
            title=title,
        )

    def has_answered(self, title: str) -> str:
        return self.say("You have answered this question of “{title}”. Thank you.", title=title)

    needs_clip = Line("Please answer this question with a round video or a short video.")
    only_an_entry = Line(
        "You can no longer answer this question, so I keep this video as an entry of your own."
    )

    # On the card

    def card_line(self, text: str) -> str:
        return self.say("💭 {text}", text=text)

    def shown_when(self, title: str, at: dt.time) -> str:
        return self.say(
            "Your answer. When everybody has answered, and at {end} at the latest, its video and key "
            "sentences are shown to everybody in “{title}”.",
            title=title,
            end=self._end(at),
        )

    def shown_soon(self, title: str) -> str:
        return self.say(
            "Your answer. Its video and key sentences are shown to everybody in “{title}” soon.",
            title=title,
        )

    no_answer_button = Line("💭 Not an answer")
    no_answer = Line("This video stays in your own diary only.")

    def late_asks(self, title: str) -> str:
        return self.say(
            "A late answer. Only when you press the button below, its video and key sentences "
            "are shown to everybody in “{title}”.",
            title=title,
        )

    def show_late_button(self, title: str) -> str:
        return self.say("💭 Show it in “{title}”", title=title)

    will_be_shown = Line("It is shown to everybody soon.")


words_in = Questions.of
