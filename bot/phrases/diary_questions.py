"""The questions of the day that a shared diary is asked, in the order of their numbers.

Every question can be answered in a minute, by children and grandparents, also after a bad day. None
asks for a confession: what is said is shown to everybody in the diary. New ones go to the end.
"""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class DiaryQuestions(Words):
    """Plain text; the keys are shown to nobody."""

    asks = Lines(
        q01=Line("When did you laugh the most today?", context="question"),
        q02=Line("What was the best thing you ate today?", context="question"),
        q03=Line("Who were you thankful for today?", context="question"),
        q04=Line("What can you see out of your window right now?", context="question"),
        q05=Line("If today were weather, what would it be?", context="question"),
        q06=Line("Which sound did you hear most today?", context="question"),
        q07=Line("Is there a song you keep humming these days?", context="question"),
        q08=Line("What is one thing you learned today?", context="question"),
        q09=Line("What would you like to praise yourself for today?", context="question"),
        q10=Line("What was your favourite game as a child?", context="question"),
        q11=Line("Where would you most like to be right now?", context="question"),
        q12=Line("What caught your eye on your way today?", context="question"),
        q13=Line("What do you think about before you fall asleep these days?", context="question"),
        q14=Line("What is one thing you look forward to tomorrow?", context="question"),
        q15=Line("Whose voice were you glad to hear today?", context="question"),
        q16=Line("What do you always carry in your bag or pocket?", context="question"),
        q17=Line("Which meal of ours do you remember best?", context="question"),
        q18=Line("What title would you give this day?", context="question"),
        q19=Line("What makes you feel at ease these days?", context="question"),
        q20=Line("Which film or book would you like to go back to?", context="question"),
        q21=Line("What did your hands do today that you remember?", context="question"),
        q22=Line("What would you thank one of us for?", context="question"),
        q23=Line("What was there in the neighbourhood you grew up in?", context="question"),
        q24=Line("Is there something you would like to learn these days?", context="question"),
        q25=Line("What do you wish had gone a little differently today?", context="question"),
        q26=Line("What does your favourite season smell like?", context="question"),
        q27=Line("What is the story of something you are wearing?", context="question"),
        q28=Line("What would you have done with ten more minutes today?", context="question"),
        q29=Line("How would someone who knows you well introduce you?", context="question"),
        q30=Line("What are you glad to have done this year?", context="question"),
        q31=Line("Tell us about a small kindness you received lately.", context="question"),
        q32=Line("Which thing of yours do you treasure these days?", context="question"),
        q33=Line("Did you look at the sky today? What was it like?", context="question"),
        q34=Line("What do you like to do first on a free morning?", context="question"),
        q35=Line("What should we do together next?", context="question"),
        q36=Line(
            "What is something you remember doing alone for the first time?", context="question"
        ),
        q37=Line("Are there words that keep you going these days?", context="question"),
        q38=Line("When was the quietest moment of your day?", context="question"),
        q39=Line("Which smell do you love?", context="question"),
        q40=Line("What would you tell the child you were?", context="question"),
        q41=Line("Would you like to say hello to us in ten years?", context="question"),
        q42=Line("Is there something you did not get to say to someone today?", context="question"),
        q43=Line("What is your favourite time of day lately?", context="question"),
        q44=Line("What is in your favourite picture of us?", context="question"),
        q45=Line("What surprised you today?", context="question"),
        q46=Line("Which food do you think of when you are ill?", context="question"),
        q47=Line("Which word do you use a lot these days?", context="question"),
        q48=Line("What do you like to do when it rains?", context="question"),
        q49=Line(
            "Is there a story that is told again and again in your family?", context="question"
        ),
        q50=Line(
            "How does your body feel today: what is light, what is heavy?", context="question"
        ),
        q51=Line("Tell us about an animal you met.", context="question"),
        q52=Line("Which dish do you make best?", context="question"),
        q53=Line("Whose day would you like to live, just once?", context="question"),
        q54=Line("When did you feel rested this week?", context="question"),
        q55=Line("What have you kept that you could never throw away?", context="question"),
        q56=Line("If you picked a colour for today, which one?", context="question"),
        q57=Line("Tell us about a good place that only you know.", context="question"),
        q58=Line("What do you need these days?", context="question"),
        q59=Line("What is one moment with us that you liked?", context="question"),
        q60=Line("Can you say today's you in one sentence?", context="question"),
    )

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self.asks.values())


words_in = DiaryQuestions.of
