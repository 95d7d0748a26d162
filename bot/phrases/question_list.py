"""What the bot asks somebody who does not know what to say.

Every question can be answered in a minute, alone, also after a bad day, and by anybody. None asks
for a confession, for health, faith or money, or takes for granted that there is a family, a job or
a partner. New ones go to the end: a question that was asked is remembered by its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from languages.catalogue import Line, Lines, Words


class QuestionList(Words):
    """The questions, by a short name that is shown to nobody."""

    asks = Lines(
        smile=Line("What made you smile today?"),
        meal=Line("What did you enjoy eating today?"),
        kind=Line("Who was kind to you today?"),
        proud=Line("What went a little better than you thought?"),
        now=Line("Where are you right now, and what is around you?"),
        sound=Line("Which sounds do you hear at this moment?"),
        song=Line("Which song goes with today?"),
        weather=Line("What was the weather like inside you today?"),
        small=Line("Which small thing of today would you like to remember?"),
        tomorrow=Line("What are you looking forward to tomorrow?"),
        rest=Line("When could you rest today?"),
        walk=Line("What did you see on your way today?"),
        learn=Line("What do you know today that you did not know yesterday?"),
        thanks=Line("Whom would you like to thank today, and what for?"),
        body=Line("How does your body feel right now?"),
        colour=Line("Which colour was today?"),
        title=Line("What would be the title of today?"),
        photo=Line("Which moment of today would you take a picture of?"),
        hands=Line("What did you make or mend with your hands lately?"),
        place=Line("Which place makes you calm?"),
        morning=Line("How did your morning begin?"),
        evening=Line("How would you like this evening to end?"),
        laugh=Line("What was the last thing you laughed about out loud?"),
        book=Line("What are you reading or watching these days?"),
        smell=Line("Which smell do you remember from today?"),
        animal=Line("Did you meet an animal today?"),
        sky=Line("What did the sky look like today?"),
        clothes=Line("Why did you choose what you are wearing?"),
        friend=Line("Which friend came to your mind today?"),
        call=Line("Whose voice would you like to hear?"),
        child=Line("What did you love to do as a child?"),
        street=Line("What was on the street you grew up in?"),
        teacher=Line("Who has taught you something you still use?"),
        first=Line("What did you do for the first time lately?"),
        habit=Line("Which small habit is good for you?"),
        saturday=Line("What does a good Saturday look like for you?"),
        season=Line("What do you like about this season?"),
        rain=Line("What do you like to do when it rains?"),
        drink=Line("What did you drink today, and where?"),
        dish=Line("Which dish reminds you of home?"),
        window=Line("What can you see from your window?"),
        thing=Line("Which thing that you own has a story?"),
        word=Line("Which word did you say often today?"),
        advice=Line("Which advice has helped you?"),
        courage=Line("Where did you need a little courage lately?"),
        help=Line("Whom did you help today, or who helped you?"),
        wish=Line("What do you wish yourself for this week?"),
        letgo=Line("What could you put down for tonight?"),
        praise=Line("What would you like to praise yourself for?"),
        letter=Line("What would you tell yourself of a year ago?"),
        future=Line("What would you like to ask yourself of a year from now?"),
        minute=Line("How did you spend the last ten minutes?"),
        plan=Line("What is one small thing you will do this week?"),
        curious=Line("What are you curious about these days?"),
        game=Line("Which game would you like to play again?"),
        travel=Line("Which journey do you like to think back to?"),
        route=Line("Which way do you like to walk?"),
        gift=Line("Which present made you happy?"),
        skill=Line("What would you like to be able to do?"),
        surprise=Line("What surprised you today?"),
        quiet=Line("When was it quiet today?"),
        change=Line("What has changed a little since last month?"),
        same=Line("What do you hope stays as it is?"),
        neighbour=Line("Whom do you meet almost every day?"),
        work=Line("What kept you busy today?"),
        joy=Line("What do you do just because you like it?"),
    )

    @property
    def all(self) -> Sequence[str]:
        """In the order of their places."""
        return tuple(self.asks.values())


words_in = QuestionList.of
