"""What reads the expression can be asked before anything else, and every report names it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app import readers
from bot.phrases import commands
from bot.readers import hundredths
from tests.journeys.people import Town


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_newcomer_finds_about_in_the_list_and_reads_the_measured_figures(
    town: Town, language: str
) -> None:
    person = town.newcomer(language)
    place = (json.dumps({"type": "all_private_chats"}), language)
    listed = await town.sees(person, lambda: town.world.bot.commands.get(place))
    about_line = dict(commands.listed(language, groups=False))["about"]
    assert {"command": "about", "description": about_line} in listed
    person.send_text("/about")
    [about] = await town.sees(person, lambda: person.chat.from_bot)
    measured = readers.expression(readers.model_path()).measured
    assert measured is not None
    for part in (measured.right, *measured.recall.values()):
        assert part is not None
        assert f"{hundredths(part)}" in about.text
    assert f"{measured.faces:,}" in about.text
    assert town.entries(person) == []


async def test_a_stored_report_names_the_model_that_about_and_privacy_name(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("en", "Emma")
    await town.card(person, person.send_video_note(shots(), duration=6))
    report = json.loads(town.entries(person)[0]["report"])
    model = report["models"]["expression"]
    assert model == readers.expression(readers.model_path()).version
    before = len(person.chat.from_bot)
    person.send_text("/about")
    person.send_text("/privacy")
    await town.sees(person, lambda: len(person.chat.from_bot) == before + 2)
    assert all(f"({model})" in (message.text or "") for message in person.chat.from_bot[before:])
