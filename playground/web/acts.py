"""The acts of the page by their names, and how each is done: its answer, or a sentence why not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from playground.server.refusals import Refused
from playground.web import buttons, groups, machine, sayings
from playground.web.asked import Asked
from playground.web.errors import ActRefused

Json = dict[str, Any]

log = structlog.get_logger()
Act = Callable[[Asked], Awaitable[Json]]

ACTS: Mapping[str, Act] = {
    "send": sayings.send,
    "edit": sayings.edit,
    "delete": sayings.delete,
    "forward": sayings.forward,
    "react": sayings.react,
    "location": sayings.location,
    "press": buttons.press,
    "pick": buttons.pick,
    "inline": buttons.inline,
    "inline_choose": buttons.inline_choose,
    "inline_button": buttons.inline_button,
    "open": buttons.open_link,
    "people": groups.people,
    "group": groups.group,
    "channel": groups.channel,
    "member": groups.member,
    "topic": groups.topic,
    "migrate": groups.migrate,
    "block": groups.block,
    "bot": machine.bot,
    "fault": machine.fault,
    "story": machine.story,
}


async def do(name: str, asked: Asked) -> Json:
    """Do an act; ActRefused says why it was not done."""
    act = ACTS.get(name)
    if act is None:
        raise ActRefused("not_understood")
    return await refusing(act, asked)


async def refusing(act: Act, asked: Asked) -> Json:
    """Do it; what the world does not allow becomes a sentence."""
    try:
        return await act(asked)
    except PermissionError:
        raise ActRefused("cannot_write") from None
    except (Refused, ValueError, LookupError) as error:
        log.info("act refused", action="act", error=type(error).__name__)
        raise ActRefused("not_possible") from None
