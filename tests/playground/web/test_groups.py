"""People play a family: groups, channels, who may do what in them."""

from __future__ import annotations

import pytest

from playground.server import Person
from playground.web.page import Page
from playground.web.phrases import Refusals
from tests.playground.web.browsing import Browser, Json


async def test_somebody_new_comes_and_can_be_looked_as(browser: Browser, emma: Person) -> None:
    new = {"first_name": " 할머니 ", "language": "ko", "username": "@halmoni"}
    told = await browser.act(emma, "people", **new)
    assert told["person"]["name"] == "할머니"
    await browser.act(told["person"]["id"], "send", chat=told["person"]["id"], text="/start")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"first_name": "  "}, "Write a name first."),
        ({"first_name": "\u200b"}, "Write a name first."),
        ({"first_name": "\u202e \u3164"}, "Write a name first."),
        ({"first_name": "A\ud800"}, "The page asked for something that makes no sense. Reload it."),
        ({"first_name": "a" * 65}, "That is too long: 64 characters are the limit."),
        ({"username": "JIWOO_diary"}, "Somebody here has this username already."),
        ({"username": "mindgitter_bot"}, "Somebody here has this username already."),
        ({"username": "no"}, "A username has 5 to 32 letters, digits or underscores."),
        ({"language": "xx"}, "The page asked for something that makes no sense. Reload it."),
    ],
)
async def test_a_person_needs_a_fit_name(
    browser: Browser, page: Page, emma: Person, body: Json, says: str
) -> None:
    assert await browser.refused(emma, "people", **({"first_name": "New"} | body)) == says
    assert len(page.world.people) == 3


async def test_a_name_does_not_turn_what_stands_beside_it(browser: Browser, emma: Person) -> None:
    told = await browser.act(emma, "people", first_name="Emma\u202e\u2067 2")
    assert told["person"]["name"] == "Emma 2"


async def test_a_title_may_be_longer_than_a_name(browser: Browser, emma: Person) -> None:
    for act in ("group", "channel"):
        told = await browser.act(emma, act, title="a" * 128)
        assert told["chat"]["title"] == "a" * 128
        says = await browser.refused(emma, act, title="a" * 129)
        assert says == "That is too long: 128 characters are the limit."


@pytest.mark.parametrize("kind", ["group", "supergroup", "forum"])
async def test_a_group_is_made_with_the_bot(
    browser: Browser, page: Page, emma: Person, jiwoo: Person, kind: str
) -> None:
    wanted = {"supergroup": kind == "supergroup", "forum": kind == "forum", "with_bot": True}
    told = await browser.act(emma, "group", title="Family", people=[jiwoo.id], **wanted)
    chat = told["chat"]
    assert (chat["title"], chat["forum"], chat["mine"]) == ("Family", kind == "forum", "creator")
    assert chat["bot"] == "member"
    assert {one["name"] for one in chat["members"]} == {"Emma", "지우", page.world.bot.first_name}
    says = await browser.refused(emma, "group", title="Family", people=[1])
    assert says == "Choose people who are here."


async def test_a_channel_is_made_with_a_group_where_it_is_discussed(
    browser: Browser, page: Page, emma: Person
) -> None:
    told = await browser.act(emma, "channel", title="News", discussed=True, with_bot=True)
    group = page.world.chat(told["chat"]["linked"])
    assert (group.type, group.profile["title"]) == ("supergroup", "News · comments")
    assert (told["chat"]["bot"], group.members[page.world.bot.id]) == (
        "administrator",
        "administrator",
    )
    alone = await browser.act(emma, "channel", title="Quiet", discussed=False, with_bot=False)
    assert (alone["chat"]["linked"], alone["chat"]["bot"]) == (None, "left")


async def test_the_owner_promotes_and_removes_the_bot(
    browser: Browser, page: Page, emma: Person
) -> None:
    group, bot = page.world.group("Family", [emma]), page.world.bot.id
    at = {"chat": group.id, "person": bot}
    rights = {"can_delete_messages": False}
    await browser.act(emma, "member", **at, status="administrator", rights=rights)
    assert (group.members[bot], group.rights[bot]) == ("administrator", rights)
    await browser.act(emma, "member", **at, status="kicked")
    assert group.members[bot] == "kicked"


async def test_members_add_others_and_only_administrators_remove(
    browser: Browser, page: Page, emma: Person, jiwoo: Person, doyun: Person
) -> None:
    group = page.world.group("Family", [jiwoo, emma], supergroup=True)
    at = {"chat": group.id, "person": doyun.id}
    await browser.act(emma, "member", **at, status="member")
    says = "Only an administrator with this right can do that."
    assert await browser.refused(emma, "member", **at, status="kicked") == says
    assert await browser.refused(emma, "member", **at, status="administrator") == says
    await browser.act(jiwoo, "member", chat=group.id, person=emma.id, status="administrator")
    await browser.act(emma, "member", **at, status="kicked")
    assert group.members[doyun.id] == "kicked"
    owner = {"chat": group.id, "person": jiwoo.id}
    assert await browser.refused(emma, "member", **owner, status="kicked")
    await browser.act(emma, "member", chat=group.id, person=emma.id, status="left")
    assert await browser.refused(emma, "send", chat=group.id, text="hi")


async def test_in_a_channel_and_where_it_was_forbidden_members_add_nobody(
    browser: Browser, page: Page, emma: Person, jiwoo: Person, doyun: Person
) -> None:
    says = "Only an administrator with this right can do that."
    channel = page.world.channel("News", jiwoo, bot_is_member=False)
    page.world.join(channel, emma)
    group = page.world.group("Family", [jiwoo, emma])
    group.permissions["can_invite_users"] = False
    for chat in (channel, group):
        at = {"chat": chat.id, "person": doyun.id, "status": "member"}
        assert await browser.refused(emma, "member", **at) == says
        await browser.act(jiwoo, "member", **at)
    right = {"status": "administrator", "rights": {"is_member": "no"}}
    says = await browser.refused(jiwoo, "member", chat=group.id, person=emma.id, **right)
    assert says == Refusals.of("ko").not_understood


async def test_the_owner_makes_a_group_a_supergroup(
    browser: Browser, page: Page, emma: Person, jiwoo: Person
) -> None:
    group = page.world.group("Family", [jiwoo, emma])
    says = await browser.refused(emma, "migrate", chat=group.id)
    assert says == "Only the owner of the group can do that."
    told = await browser.act(jiwoo, "migrate", chat=group.id)
    assert told["chat"]["type"] == "supergroup"
    says = await browser.refused(emma, "send", chat=group.id, text="hi")
    assert says == "This group became a supergroup. Write there."


async def test_only_a_forum_has_topics(browser: Browser, page: Page, emma: Person) -> None:
    group = page.world.group("Family", [emma])
    says = await browser.refused(emma, "topic", chat=group.id, name="Trips")
    assert says == "Only a group with topics has them."
