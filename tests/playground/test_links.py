"""Links that people follow, and the keyboard from which they choose other people."""

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestUsers,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Forbidden

from playground.server import Chat, Person, World

BOT = "https://t.me/mindgitter_bot"


@pytest.fixture
def jiwoo(world: World) -> Person:
    person = world.person(7, "Jiwoo", "ko", username="jiwoo")
    person.send_text("/start")
    return person


def picker(quantity: int = 1) -> ReplyKeyboardMarkup:
    request = KeyboardButtonRequestUsers(
        5, user_is_bot=False, max_quantity=quantity, request_name=True
    )
    return ReplyKeyboardMarkup([[KeyboardButton("Choose", request_users=request)], ["Cancel"]])


async def test_a_deep_link_starts_the_bot_with_its_payload(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url=f"{BOT}?start=token")]])
    html = f'or <a href="{BOT}?start=other">here</a>'
    sent = await bot.send_message(7, html, "HTML", reply_markup=keys)
    card = jiwoo.chat.find(sent.message_id)
    assert card
    assert card.links == [f"{BOT}?start=token", f"{BOT}?start=other"]
    guest = world.person(8, "Guest")
    guest.open_link(card.links[0])
    assert guest.chat.messages[-1].text == "/start token"
    for wrong in ("https://example.org", "https://t.me/other_bot?start=x"):
        with pytest.raises(ValueError, match=r"a link|no link"):
            guest.open_link(wrong)


async def test_a_link_adds_the_bot_to_a_group_with_the_rights_that_it_names(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo], bot_is_member=False)
    jiwoo.open_link(f"{BOT}?startgroup=hello&admin=delete_messages+pin_messages", chat=group)
    assert group.members[world.bot.id] == "administrator"
    told = (await bot.get_chat_member(group.id, world.bot.id)).to_dict()
    assert (told["can_delete_messages"], told["can_invite_users"]) == (True, False)
    assert group.messages[-1].text == "/start@mindgitter_bot hello"
    channel = world.channel("posts", jiwoo, bot_is_member=False)
    jiwoo.open_link(f"{BOT}?startchannel&admin=post_messages", chat=channel)
    assert channel.members[world.bot.id] == "administrator"


@pytest.mark.parametrize(
    ("here", "link"),
    [("channel", "startchannel=x"), ("kicked", "startgroup=x"), ("kicked", "startgroup=x&admin=a")],
)
def test_who_may_not_add_the_bot_cannot_with_a_link_either(
    world: World, jiwoo: Person, here: str, link: str
) -> None:
    minji, chat = world.person(8, "Minji"), world.channel("posts", jiwoo, bot_is_member=False)
    if here == "kicked":
        chat = world.group("family", [jiwoo], supergroup=True)
        world.set_bot_status(chat, jiwoo, "kicked")
    world.join(chat, minji)
    before = chat.members[world.bot.id] if here == "kicked" else None
    with pytest.raises(PermissionError, match="may not add"):
        minji.open_link(f"{BOT}?{link}", chat=chat)
    assert chat.members.get(world.bot.id) == before


def test_an_administrator_who_may_not_promote_makes_the_bot_a_member(
    world: World, jiwoo: Person
) -> None:
    minji = world.person(8, "Minji")
    group = world.group("family", [jiwoo, minji], supergroup=True, bot_is_member=False)
    world.set_status(group, jiwoo, minji, "administrator", can_promote_members=False)
    minji.open_link(f"{BOT}?startgroup&admin=delete_messages", chat=group)
    assert group.members[world.bot.id] == "member"


def test_a_link_adds_the_bot_only_to_the_kind_of_chat_that_it_names(
    world: World, jiwoo: Person
) -> None:
    old = world.group("family", [jiwoo], bot_is_member=False)
    world.migrate(old)
    channel = world.channel("posts", jiwoo, bot_is_member=False)
    group = world.group("others", [jiwoo], bot_is_member=False)
    for link, chat in (
        ("group", jiwoo.chat),
        ("group", channel),
        ("channel", group),
        ("group", old),
    ):
        with pytest.raises(ValueError, match="another kind of chat"):
            jiwoo.open_link(f"{BOT}?start{link}=x&admin=delete_messages", chat=chat)
    with pytest.raises(ValueError, match="64 characters"):
        jiwoo.open_link(f"{BOT}?startgroup={'a' * 65}", chat=group)
    assert all(world.bot.id not in chat.members for chat in (old, channel, group))
    assert jiwoo.chat.members[world.bot.id] == "member"


async def test_users_are_picked_in_a_private_chat(world: World, bot: Bot, jiwoo: Person) -> None:
    sent = await bot.send_message(7, "Who?", reply_markup=picker())
    question = jiwoo.chat.find(sent.message_id)
    assert question
    assert jiwoo.keyboard() == ["Choose", "Cancel"]
    minji = world.person(8, "Minji", username="minji")
    jiwoo.pick_users(question, "Choose", [minji])
    told = world.updates[max(world.updates)]["message"]
    assert told["users_shared"] == {
        "request_id": 5,
        "users": [{"user_id": 8, "first_name": "Minji"}],
    }
    with pytest.raises(ValueError, match="another number"):
        jiwoo.pick_users(question, "Choose", [minji, jiwoo])
    with pytest.raises(LookupError, match="asks for users"):
        jiwoo.pick_users(question, "Cancel", [minji])
    await bot.send_message(7, "Thanks", reply_markup=ReplyKeyboardRemove())
    assert jiwoo.keyboard() == []


async def test_a_group_has_no_picker(world: World, bot: Bot, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo])
    with pytest.raises(BadRequest, match="Users can be requested in private chats only"):
        await bot.send_message(group.id, "Who?", reply_markup=picker())


async def test_a_forced_reply_is_seen_and_cannot_be_edited_in(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    sent = await bot.send_message(7, "Your answer?", reply_markup=ForceReply())
    assert sent.reply_markup is None
    question = jiwoo.chat.find(sent.message_id)
    assert question
    assert question.reply_keyboard == {"force_reply": True}
    with pytest.raises(BadRequest, match="Inline keyboard expected"):
        await bot.edit_message_text("x", 7, sent.message_id, reply_markup=ForceReply())  # type: ignore[arg-type]
    if world.specification is not None:
        assert "reply_markup.force_reply is unknown" in world.violations[0]
    world.violations.clear()


async def test_a_bot_begins_no_conversation(world: World, bot: Bot, jiwoo: Person) -> None:
    world.group("family", [jiwoo, world.person(8)])
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(8, "hello")
    jiwoo.block_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "hello")


async def test_forged_presses_reach_the_bot_as_they_are(
    world: World, bot: Bot, jiwoo: Person, chats: tuple[Chat, Chat]
) -> None:
    mine, others = chats
    card = others.find((await bot.send_message(others.id, "secret")).message_id)
    assert card
    jiwoo.call(card, "x" * 64)
    jiwoo.call(card, "", inaccessible=True)
    jiwoo.call_at(mine, 4_000, "entry:1")
    queries = [u["callback_query"] for u in world.updates.values() if "callback_query" in u]
    assert [query["data"] for query in queries] == ["x" * 64, "", "entry:1"]
    assert [query["message"]["date"] == 0 for query in queries] == [False, True, True]
    jiwoo.delete(card)
    jiwoo.call_at(others, card.message_id, "late")
    assert world.updates[max(world.updates)]["callback_query"]["message"]["date"] == 0
    assert queries[2]["message"] == {"chat": mine.json(), "message_id": 4_000, "date": 0}


@pytest.fixture
def chats(world: World, jiwoo: Person) -> tuple[Chat, Chat]:
    """A group with Jiwoo and one without."""
    return world.group("mine", [jiwoo]), world.group("others", [world.person(9)])
