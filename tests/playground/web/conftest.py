"""The page on a world, and a browser's requests to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from playground.server import Person, World, running
from playground.web import household, routes, stream
from playground.web.page import Page
from tests.playground.web.browsing import Browser, Json, Look, Switch


@pytest.fixture(autouse=True)
def everything_is_the_bot_api() -> None:
    """What people do is judged where people are tested."""


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture
async def page(world: World, tmp_path: Path, switch: Switch) -> AsyncIterator[Page]:
    """A page with three people."""
    household.move_in(world)
    async with asyncio.TaskGroup() as tasks:
        yield Page(world, tmp_path, tasks, robot=switch)


@pytest.fixture
async def browser(page: Page) -> AsyncIterator[Browser]:
    async with (
        running(page.world, add=partial(routes.add, page)) as url,
        aiohttp.ClientSession() as session,
    ):
        yield Browser(url, page.world.token, session)


@pytest.fixture
def jiwoo(page: Page) -> Person:
    return page.world.people[7001]


@pytest.fixture
def emma(page: Page) -> Person:
    return page.world.people[7002]


@pytest.fixture
def doyun(page: Page) -> Person:
    return page.world.people[7003]


@pytest.fixture
def looking(page: Page) -> Callable[[Person], Look]:
    """Open a stream for a person; each look gives the new events by their names."""

    def begin(person: Person) -> Look:
        told = stream.Told()

        def look() -> dict[str, list[Json]]:
            found: dict[str, list[Json]] = {}
            for name, content in stream.news(page, person, told):
                found.setdefault(name, []).append(json.loads(json.dumps(content)))
            return found

        return look

    return begin
