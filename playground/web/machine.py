"""What one does to the playground itself: the bot's process, faults, the sample story."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog

from playground.server.faults import KINDS
from playground.web.asked import Asked
from playground.web.errors import ActRefused
from playground.web.page import Page, Story

Json = dict[str, Any]

log = structlog.get_logger()

DONE_TO_BOT = frozenset({"start", "stop", "kill"})
FAULTS_LIMIT = 1000


async def bot(asked: Asked) -> Json:
    """Start, stop or kill the bot's process."""
    wanted, robot = asked.word("do"), asked.page.robot
    if wanted not in DONE_TO_BOT:
        raise ActRefused("not_understood")
    if robot is None:
        raise ActRefused("bot_elsewhere")
    await robot.do(wanted)
    return {"state": robot.state}


async def fault(asked: Asked) -> Json:
    """Let something go wrong, or everything go well again."""
    if asked.flag("clear"):
        asked.world.faults.clear()
        return {}
    kind, methods = asked.word("kind"), asked.word("methods", "*") or "*"
    number = asked.number("count") if asked.has("count") else 1
    if kind not in KINDS:
        raise ActRefused("unknown_fault")
    if not 1 <= number <= FAULTS_LIMIT:
        raise ActRefused("not_understood")
    seconds = {"seconds": 3.0} if kind == "slow" else {}
    asked.world.faults.add(kind, methods, count=number, **seconds)
    return {}


async def story(asked: Asked) -> Json:
    """Begin to load the sample story; the stream tells how far it is."""
    page = asked.page
    if page.load is None:
        raise ActRefused("no_story")
    if page.story.state == "loading":
        raise ActRefused("story_loading")
    page.tell_story(Story("loading"))
    page.tasks.create_task(_load(page))
    return {}


async def _load(page: Page) -> None:
    """Load it; where that fails the page says so, and the playground goes on."""
    assert page.load is not None  # noqa: S101 - checked by who began
    try:
        people = list(page.world.people.values())
        await page.load(page.world, people, lambda done, of: _tell(page, done, of))
    except Exception:
        log.exception("story not loaded", action="story")
        page.tell_story(replace(page.story, state="failed"))
    else:
        page.tell_story(replace(page.story, state="done"))


def _tell(page: Page, done: int, of: int) -> None:
    page.tell_story(Story("loading", done, of))
