"""Sentences whose names the page puts together are there as well."""

from __future__ import annotations

import re
from pathlib import Path

from playground.server.faults import KINDS
from playground.web import phrases

STATIC = Path(phrases.__file__).parent / "static"


def script(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def test_every_fault_of_the_stand_in_can_be_asked_for_by_name() -> None:
    (listed,) = re.findall(r"const KINDS = \[(.*?)\]", script("mishaps.js"))
    assert set(re.findall(r'"(\w+)"', listed)) == KINDS
    assert {f"fault_{kind}" for kind in KINDS} <= phrases.told("en").keys()


def test_every_reason_why_nothing_can_be_recorded_is_told_of_both_devices() -> None:
    reasons = set(re.findall(r'DeviceError\("(\w+)"\)', script("capture.js")))
    reasons |= set(re.findall(r'Error: "(\w+)"', script("capture.js")))
    assert {"insecure", "denied", "none", "busy", "unsupported"} == reasons
    wanted = {f"{device}_{reason}" for device in ("camera", "microphone") for reason in reasons}
    assert wanted <= phrases.told("ko").keys()


def test_every_right_that_an_administrator_can_be_given_has_a_name() -> None:
    rights = set(re.findall(r'"(can_\w+)"', script("members.js")))
    assert "can_pin_messages" in rights
    assert rights <= phrases.told("en").keys()
