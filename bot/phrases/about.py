"""What is said about what is kept, and about who reads the expression and how often it is right."""

from __future__ import annotations

from bot import readers
from bot.readers import Expression, Measured, Readers
from charts import style
from languages import dates
from languages.catalogue import Line, Lines, Words

#: Tenths above which something happens more often than not.
_HALF = 5


class About(Words):
    """HTML."""

    _unmeasured = Line("How often this model is right has not been measured.")
    _no_speech = Line("no model yet, so none are written.")
    _finders = Lines(
        yunet=Line("YuNet"),
        haar=Line(
            "the one built into OpenCV (Haar). It misses turned heads more often than YuNet."
        ),
    )
    _often_noticed = Line("How often it notices each expression:")
    _often_noticed_and_right = Line(
        "How often it notices each expression; then how often it was right when it said so:"
    )
    _beware = Line(
        "The further down this list, the more often an expression is missed. These were photos; "
        "with moving video it may be wrong more often."
    )

    def privacy(self, expression: str) -> str:
        """`expression` is the version of the model that reads it."""
        return self.say(
            "<b>What is kept, where, and for how long</b>\n\n"
            "• Your clip is analysed only on the computer that this bot runs on. It goes to no "
            "analysis service.\n"
            "• Afterwards picture and sound are deleted. What stays: the expression curve (numbers), "
            "the written words, key sentences and tags, words for search, title and date, your name "
            "as your account shows it, and Telegram's numbers of your account and file.\n"
            "• In a group diary its members see what is written or shared there. Nobody sees your "
            "own diary unless you share an entry. Replies to a card are kept as comments.\n"
            "• These records stay until you delete them: an entry under its card, everything with "
            "/forgetme. What there is: /mydata. Backups hold what you delete until they expire, "
            "after half a year at most unless whoever runs the bot has chosen otherwise; from one "
            "that is restored, whoever used /forgetme is erased again. The message that you sent "
            "is blanked as soon as it has been handled; its number is remembered for 7 days.\n"
            "• These records lie in the bot's own database. Whoever runs the bot could technically "
            "read them, and Telegram can see the clips in this chat. It is not end-to-end "
            "encrypted.\n"
            "• The admins of this bot see numbers: how much waits, how often something failed. They may "
            "let people in or block them. That opens nobody's diary to them.\n"
            "• The clips in this chat are yours to delete. The bot is not told when you do.\n"
            "• A small neural network ({expression}) reads the expression. It says how a face looked, "
            "never how you felt, and it is often wrong. How often: /about\n"
            "• /cancel stops and erases what is still being worked on.",
            expression=expression,
        )

    def about(self, found: Readers) -> str:
        """Who reads what, and what was measured about it."""
        speech = self._no_speech
        if found.speech is not None:
            speech = self.say("speech model {name}", name=found.speech)
        return self.say(
            "<b>Who reads the expression</b>\n"
            "A small neural network ({version}). It picks which of seven words people would use for "
            "a face, and never knows a feeling.\n\n"
            "<b>How often it is right</b>\n{figures}\n\n"
            "<b>What works beside it</b>\n"
            "• Finding the face: {finder}\n"
            "• Writing down words: {speech}\n\n"
            "All of it works on the computer that this bot runs on.",
            version=found.expression.version,
            figures=self._figures(found.expression),
            finder=self._finders[found.finder],
            speech=speech,
        )

    def _figures(self, expression: Expression) -> str:
        measured = expression.measured
        if measured is None:
            names = ", ".join(style.words_in(self.language).names.values())
            known = self.say("It knows: {names}", names=names)
            return "\n\n".join(filter(None, (self._unmeasured, known, self._doubt(expression))))
        order = [label for label, _ in readers.from_best(measured.recall)]
        above = self._often_noticed_and_right if measured.precision else self._often_noticed
        listed = "\n".join([above, *(self._line(measured, label) for label in order)])
        parts = (self._shown(measured), listed, self._beware, self._doubt(expression))
        return "\n\n".join(filter(None, parts))

    def _shown(self, measured: Measured) -> str:
        return self.say(
            "It was tested on {faces} photos of faces that several people had labelled. For "
            "{right} in 100 it chose the label that most of them had chosen. Photos on which "
            "people were tied, or saw none of these seven expressions, were left out.",
            faces=dates.number(measured.faces, self.language),
            right=readers.hundredths(measured.right),
        )

    def _line(self, measured: Measured, label: str) -> str:
        name = style.words_in(self.language).names[label]
        parts = [name, self._often(measured.recall[label])]
        if label in measured.precision:
            parts.append(self._right(measured.precision[label]))
        if measured.is_thin(label):
            photos = measured.support[label]
            parts.append(self.plural("from only one photo", "from only {number} photos", photos))
        return " · ".join(parts)

    def _right(self, part: float | None) -> str:
        if part is None:
            return self.say("never said")
        return self.say("{percent}% when said", percent=readers.hundredths(part))

    def _often(self, part: float | None) -> str:
        if part is None:
            return self.say("not measured")
        tenths, percent = readers.tenths(part), readers.hundredths(part)
        if tenths == 0:
            return self.say("less than 1 in 10 ({percent}%)", percent=percent)
        if tenths > _HALF:
            return self.say("{tenths} in 10 ({percent}%)", tenths=tenths, percent=percent)
        return self.say("only {tenths} in 10 ({percent}%)", tenths=tenths, percent=percent)

    def _doubt(self, expression: Expression) -> str:
        unclear = expression.unclear
        if unclear is None:
            return ""
        return self.say(
            "When it is less than {sure}% sure, it names no expression. That happened with "
            "{unnamed} photos in 100. Of the rest, it got {right} in 100 right.",
            sure=readers.hundredths(unclear.threshold),
            unnamed=100 - readers.hundredths(unclear.named),
            right=readers.hundredths(unclear.right),
        )
