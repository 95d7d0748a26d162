"""The calendar: one's own and that of a group, turned in its place, and shown to nobody else."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.phrases import groups as group_phrases
from bot.phrases import phrases_in
from playground.server import Message, Person
from tests.journeys.calendars import (
    diary_of,
    newest,
    noon_zone,
    shared_diary,
    today_in,
    words_to,
    write,
)
from tests.journeys.people import Town, button_texts

BOTH = pytest.mark.parametrize("language", ["ko", "en"])


async def calendar(town: Town, person: Person, text: str, count: int) -> Message:
    """The picture that comes as the answer to a command."""
    person.send_text(text)
    return await town.sees(person, lambda: newest(person, person.chat, count))  # type: ignore[no-any-return]


async def turned(town: Town, person: Person, message: Message, button: str) -> Message:
    """The same message with the other picture that a button asks for."""
    before = message.photo
    await person.press(message, button, 60)
    await town.sees(person, lambda: message.photo != before)
    return message


@BOTH
async def test_a_person_looks_back_on_months_a_year_and_a_month(
    own_town: Town, language: str
) -> None:
    town, zone = own_town, noon_zone()
    emma = town.newcomer(language, "Emma")
    words, today = words_to(emma), today_in(zone)
    empty = await calendar(town, emma, "/calendar", 1)
    assert empty.caption == words.nothing
    emma.send_text("/settings")  # the diary begins with a wish
    menu = await town.sees(emma, lambda: next((m for m in emma.chat.from_bot if m.text), None))
    await emma.press(menu, "settings:0:start", 60)
    await town.sees(emma, lambda: "settings:0:start-4" in {b.data for b in menu.buttons})
    await emma.press(menu, "settings:0:start-4", 60)
    await town.bot.stop()
    town.bot.change("UPDATE diaries SET time_zone = ?", zone)
    first = today - dt.timedelta(days=100)
    write(town.bot, emma.id, emma, first, 3, "sad")
    write(town.bot, emma.id, emma, today, 2)
    town.bot.start()

    months = await calendar(town, emma, "/calendar", 2)
    assert months.caption == " · ".join([words.this_month(1), words.total(5), words.since(first)])
    year = await calendar(town, emma, f"/calendar {today.year}", 3)
    assert (year.caption or "").startswith(f"{today.year}")
    month = await calendar(town, emma, f"/calendar {today.month}", 4)
    lead = words.in_month(today.replace(day=1), 1, 2)
    assert (month.caption or "").startswith(lead)
    emma.send_text("/calendar gestern")
    await town.sees(emma, lambda: emma.chat.from_bot[-1].text == words.example)

    looks = await turned(town, emma, months, words.looks_button)
    assert words.look_days("happy", 1) in (looks.caption or "")
    assert words.look_days("sad", 1) in (looks.caption or "")
    assert words.entries_button in button_texts(looks)
    back = await turned(town, emma, looks, words.year_button(today.year))
    assert back is months
    # A button that the message does not have turns nothing, not even into one's own calendar.
    says = phrases_in(language)
    told = await emma.call(menu, "calendar:0:days_five").answered(60)
    assert (told["text"], menu.photo) == (says.too_late, None)


@BOTH
async def test_a_group_sees_its_days_by_member_and_together(own_town: Town, language: str) -> None:
    town, zone = own_town, noon_zone()
    emma, tom = town.newcomer(language, "Emma"), town.newcomer(language, "Tom <3")
    guest, stranger = town.newcomer(language, "Guest"), town.newcomer(language, "Stranger")
    words, says, today = words_to(emma), phrases_in(language), today_in(zone)
    groups = group_phrases.words_in(language)
    read_first = groups.read_first
    family = await shared_diary(town, "Family & friends", emma, tom)
    town.world.join(family, guest)
    other = await shared_diary(town, "Others", stranger)
    await town.bot.stop()
    town.bot.change("UPDATE diaries SET time_zone = ?", zone)
    write(town.bot, family.id, emma, today, 1)
    write(town.bot, family.id, tom, today, 2, "sad")
    write(town.bot, family.id, tom, today - dt.timedelta(days=1), 1)
    write(town.bot, other.id, stranger, today, 9, "fear")
    town.bot.start()

    guest.send_text("/calendar", chat=family)
    await town.sees(guest, lambda: family.from_bot[-1].text == groups.ask_first)
    tom.send_text("/calendar", chat=family)
    shown = await town.sees(tom, lambda: newest(tom, family, 1))
    assert shown.caption == "\n".join(
        [words.today_by("Tom <3 2, Emma 1"), words.weeks_by("Tom <3 3, Emma 1")]
    )
    await turned(town, tom, shown, words.together_button)
    since = today - dt.timedelta(days=1)
    assert words.total(4) in (shown.caption or "")
    assert words.since(since) in (shown.caption or "")
    await turned(town, emma, shown, words.looks_button)
    assert words.look_days("sad", 1) in (shown.caption or "")
    told = await guest.press(shown, words.members_button, 60)
    assert (told["text"], told["show_alert"]) == (read_first, "true")
    await turned(town, emma, shown, words.members_button)
    assert (shown.caption or "").startswith(words.today_by("Tom"))

    # Another diary's number in a forged press, and one's own calendar in front of all.
    for data in (f"calendar:{diary_of(town.bot, other.id)}:days_five", "calendar:0:days_five"):
        told = await tom.call(shown, data).answered(60)
        assert told["text"] in {read_first, says.too_late}
    assert (shown.caption or "").startswith(words.today_by("Tom"))
