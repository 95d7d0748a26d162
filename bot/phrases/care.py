"""What is said in bad times: short, without judging, and no more than numbers."""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class Care(Words):
    """Names and numbers that are put in are escaped before."""

    offer = Line(
        "Some of what you said today sounded very heavy. You do not have to carry it alone. There "
        "are people you can talk to, also right now."
    )
    offer_button = Line("Where to find help")
    decline_button = Line("I am fine, do not ask again")
    declined = Line(
        "All right, I will not ask again. If you ever want the numbers, send /help now. You can "
        "turn this on again in /settings."
    )
    head = Line("🤍 <b>You can talk to somebody, now.</b>")
    nowhere = Line(
        "I know no number for where you are. This page has free and confidential ones for most "
        "countries: {directory}"
    )
    unsure = Line("Numbers can change. If one does not answer, try the next, or somebody near you.")
    elsewhere_button = Line("🌍 Another country")
    private_button = Line("🤍 Open in private")
    danger_elsewhere = Line(
        "In danger right now? Call the local emergency number (<b>112</b> in many countries)."
    )
    notes = Lines(
        text=Line("call or text"),
        area_code=Line("from a mobile phone with the area code first, as in 02-1388"),
        by_region=Line("hours differ by region"),
    )
    emergency = Lines(
        police=Line("{number} (police)"),
        ambulance=Line("{number} (ambulance)"),
    )
    between = Line(" or ", context="emergency numbers")
    always = Line("24 hours")

    def danger(self, numbers: str) -> str:
        return self.say("In danger right now? Call {numbers}.", numbers=numbers)

    def other(self, directory: str) -> str:
        return self.nowhere.format(directory=directory)

    def seen(self, host: str, day: str) -> str:
        return self.say("Checked on {day} · {host}", day=day, host=host)


words_in = Care.of
