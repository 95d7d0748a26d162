"""What /settings says: what is set, what it means, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping

from languages import dates
from languages.catalogue import Line, Lines, Words


class Settings(Words):
    """Zones are names such as "Seoul", hours such as "21:30"; names of languages are their own."""

    my_title = Line("⚙️ <b>Settings</b>")
    evening_off = Line("Evening calendar: off")

    language_button = Line("Language")
    speech_button = Line("Spoken language")
    zone_button = Line("Time zone")
    day_start_button = Line("Start of the day")
    evening_button = Line("Evening calendar")
    coming_button = Line("Automatic messages")
    shown_button = Line("What is shown")
    back_button = Line("← Back")
    other_zone_button = Line("Another city")
    location_button = Line("📍 My location")
    world_button = Line("🌏 Around the world")
    off_button = Line("Off")
    share_key = Line("📍 Send my location")
    give_up_key = Line("Not now", context="location")

    ask_language = Line("Which language should I use?")
    speech_auto = Line("Detect automatically")
    ask_speech = Line(
        "Which language do you speak in your videos?\n\n<i>If it is always the same one, choose "
        "it: short entries are understood better. It applies from your next entry on.</i>"
    )
    ask_zone = Line(
        "Which time zone should I use?\n\n<i>Past entries keep their day; the new time zone "
        "applies from your next entry and the next evening calendar on.</i>"
    )
    ask_zone_name = Line(
        "Reply to this message with the name of a city, such as Boston, Berlin, 서울 or UTC+5:30. "
        "Or reply with a location."
    )
    ask_location = Line(
        "Share your location with the button below, and I will use its time zone. The location "
        "itself is not kept.\nOr reply to this message with the name of a city."
    )
    zone_field = Line("Name of a city")
    which_zone = Line("Which one is it?")
    no_place = Line(
        "I do not know the time zone of that place. Choose one below, or type the name of a city."
    )
    location_given_up = Line("All right, your time zone stays as it is.")
    ask_day_start = Line(
        "When should a day start? At 4:00, what you record at 1:00 at night still belongs to "
        "the day before.\n\n<i>Past entries keep their day; the new hour applies from your next "
        "entry on.</i>"
    )
    ask_evening = Line(
        "Should your calendar come silently every evening? It is skipped on days without a new "
        "entry."
    )
    ask_our_evening = Line(
        "When should the shared calendar come in the evening? It is silent, and skipped on days "
        "without a new entry."
    )
    coming_title = Line("<b>Automatic messages</b>")
    notices_note = Line(
        "<i>Notices tell you privately what happens in the diaries that you share.</i>"
    )
    shown_title = Line("<b>What is shown</b>")
    shown_note = Line(
        "<i>Discreet mode covers the words and pictures of new cards and of your last 50 until "
        "you tap them. Reminders then do not say what they are about. If you lend your phone, "
        "Telegram’s own passcode lock helps.\nHelp: when your own words sound like a bad time, I show once where somebody "
        "will listen.</i>"
    )
    routine_names = Lines(
        reminder=Line("Reminder"),
        memory=Line("Memories"),
        digest=Line("Look back at the week"),
    )
    routine_notes = Lines(
        reminder=Line(
            "It comes only on days without an entry, and pauses after going unanswered for a while."
        ),
        memory=Line("An entry of a week, a month or years ago, on days when there is one."),
        digest=Line("What the week held, silently. Weeks without an entry are left out."),
    )
    saved = Line("Changed")
    leads_only = Line("Only the owner of this diary and the admins can change its settings.")

    def our_title(self, title: str) -> str:
        return self.say("⚙️ Settings of <b>{title}</b>", title=title)

    def bot_language(self, name: str) -> str:
        return self.say("Language: {name}", name=name)

    def speech(self, name: str | None) -> str:
        if name is None:
            return self.say("Spoken language: detected automatically")
        return self.say("Spoken language: {name}", name=name)

    def zone(self, zone: str, now: str) -> str:
        return self.say("Time zone: {zone} (now {now})", zone=zone, now=now)

    def no_zone(self, typed: str) -> str:
        return self.say(
            "I do not know a place called “{typed}”. Choose one below, or reply to this message "
            "with a larger city nearby, or with a name such as “Europe/Berlin” or “UTC+9”.",
            typed=typed,
        )

    def zone_here(self, zone: str, now: str) -> str:
        """Somebody has sent a place without being asked for it."""
        return self.say(
            "Use the time zone of {zone}? It is {now} there now.\n\n<i>The location itself is "
            "not kept.</i>",
            zone=zone,
            now=now,
        )

    def day_start(self, hour: str) -> str:
        return self.say("The day starts at {hour}", hour=hour)

    def evening(self, hour: str) -> str:
        return self.say("Evening calendar: {hour}", hour=hour)

    def routine(self, name: str, weekday: int | None, hour: str) -> str:
        if weekday is None:
            return self.say("{name}: {hour}", name=name, hour=hour)
        day = dates.weekdays(self.language, "abbreviated")[weekday]
        return self.say("{name}: {day} {hour}", name=name, day=day, hour=hour)

    def routine_off(self, name: str) -> str:
        return self.say("{name}: off", name=name)

    def routine_rests(self, name: str) -> str:
        return self.say("{name}: paused", name=name)

    def chosen(self, text: str) -> str:
        return f"✓ {text}"

    @property
    def notices(self) -> Mapping[bool, str]:
        return {True: self.say("Notices: on"), False: self.say("Notices: off")}

    @property
    def comments(self) -> Mapping[bool, str]:
        return {True: self.say("Comments: on"), False: self.say("Comments: off")}

    @property
    def protected(self) -> Mapping[bool, str]:
        return {
            True: self.say("Forwarding and saving: off"),
            False: self.say("Forwarding and saving: allowed"),
        }

    @property
    def streaks(self) -> Mapping[bool, str]:
        return {True: self.say("Days in a row: shown"), False: self.say("Days in a row: hidden")}

    @property
    def discreet(self) -> Mapping[bool, str]:
        return {True: self.say("Discreet mode: on"), False: self.say("Discreet mode: off")}

    @property
    def help(self) -> Mapping[bool, str]:
        return {True: self.say("Offers of help: on"), False: self.say("Offers of help: off")}

    @property
    def notices_button(self) -> Mapping[bool, str]:
        return {True: self.say("Turn notices off"), False: self.say("Turn notices on")}

    @property
    def comments_button(self) -> Mapping[bool, str]:
        return {True: self.say("Turn comments off"), False: self.say("Turn comments on")}

    @property
    def protected_button(self) -> Mapping[bool, str]:
        return {
            True: self.say("Allow forwarding and saving"),
            False: self.say("Forbid forwarding and saving"),
        }

    @property
    def streaks_button(self) -> Mapping[bool, str]:
        return {True: self.say("Hide days in a row"), False: self.say("Show days in a row")}

    @property
    def discreet_button(self) -> Mapping[bool, str]:
        return {True: self.say("Discreet mode off"), False: self.say("Discreet mode on")}

    @property
    def help_button(self) -> Mapping[bool, str]:
        return {True: self.say("No offers of help"), False: self.say("Offer help")}


words_in = Settings.of
