"""The bot's process, faults and the story, as the page handles them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from playground.server import Person, World
from playground.web.page import Page, Progress, Story
from tests.playground.web.browsing import Browser, Switch


async def test_the_bot_is_killed_and_started_again(
    browser: Browser, switch: Switch, emma: Person
) -> None:
    assert await browser.act(emma, "bot", do="kill") == {"state": "stopped"}
    assert await browser.act(emma, "bot", do="start") == {"state": "starting"}
    assert switch.done == ["kill", "start"]
    assert await browser.refused(emma, "bot", do="explode")


async def test_a_bot_of_somebody_else_is_let_alone(
    browser: Browser, page: Page, emma: Person
) -> None:
    page.robot = None
    assert page.bot_state == "stopped"
    says = await browser.refused(emma, "bot", do="kill")
    assert says == "The bot was not started by this page."
    await browser.bot("getUpdates")
    assert page.bot_state == "running"


async def test_faults_come_and_go(browser: Browser, page: Page, emma: Person) -> None:
    await browser.act(emma, "fault", kind="server_error", methods="send*", count=2)
    assert page.world.faults.next("sendMessage") is not None
    await browser.act(emma, "fault", clear=True)
    assert page.world.faults.next("sendMessage") is None
    says = await browser.refused(emma, "fault", kind="earthquake")
    assert says == "The playground knows no such fault."
    assert await browser.refused(emma, "fault", kind="slow", count=0)


async def test_a_story_is_told_once_at_a_time(browser: Browser, page: Page, emma: Person) -> None:
    go_on = asyncio.Event()

    async def load(_world: World, people: Sequence[Person], progress: Progress) -> None:
        people[0].send_text("once upon a time")
        progress(1, 2)
        await go_on.wait()
        progress(2, 2)

    assert await browser.refused(emma, "story") == "There is no story to load here."
    page.load = load
    await browser.act(emma, "story")
    await page.world.wait_for(lambda: page.story == Story("loading", 1, 2))
    assert await browser.refused(emma, "story") == "The story is being loaded already."
    go_on.set()
    await page.world.wait_for(lambda: page.story == Story("done", 2, 2))


async def test_a_story_that_breaks_leaves_the_page_alive(
    browser: Browser, page: Page, emma: Person
) -> None:
    async def load(_world: World, _people: Sequence[Person], _progress: Progress) -> None:
        raise TimeoutError

    page.load = load
    await browser.act(emma, "story")
    await page.world.wait_for(lambda: page.story.state == "failed")
    await browser.act(emma, "send", chat=emma.id, text="still here")
