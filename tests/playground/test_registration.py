"""Commands and descriptions, by scope and language."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    ChatAdministratorRights,
    MenuButtonDefault,
)
from telegram.error import BadRequest

from playground.server import World


async def test_commands_belong_to_a_scope_and_a_language(world: World, bot: Bot) -> None:
    world.person(7).send_text("/start")
    private, mine = BotCommandScopeAllPrivateChats(), BotCommandScopeChat(7)
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("help", "도움말")], private, "ko")
    await bot.set_my_commands([("admin", "Admin")], mine)
    assert await bot.get_my_commands() == (BotCommand("help", "Help"),)
    assert await bot.get_my_commands(private, "ko") == (BotCommand("help", "도움말"),)
    assert await bot.get_my_commands(private) == ()
    await bot.delete_my_commands(mine)
    assert await bot.get_my_commands(mine) == ()


async def test_the_narrowest_scope_and_ones_own_language_show(world: World, bot: Bot) -> None:
    mother, child = world.person(7, "Mother", "ko"), world.person(8, "Child", "en")
    mother.send_text("/start")
    group = world.group("family", [mother, child], bot_is_admin=True)
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("diary", "일기")], BotCommandScopeAllGroupChats(), "ko")
    await bot.set_my_commands([("diary_of_all", "Diary")], BotCommandScopeAllGroupChats())
    assert world.commands_shown(mother) == ["help"]
    assert world.commands_shown(mother, group) == ["diary"]
    assert world.commands_shown(child, group) == ["diary_of_all"]
    await bot.set_my_commands([("invite", "x")], BotCommandScopeChatAdministrators(group.id))
    assert world.commands_shown(mother, group) == ["invite"]
    assert world.commands_shown(child, group) == ["diary_of_all"]
    await bot.set_my_commands([("mine", "x")], BotCommandScopeChat(7))
    assert world.commands_shown(mother) == ["mine"]


async def test_a_scope_needs_a_chat_that_the_bot_knows(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([("help", "Help")], BotCommandScopeChat(404))
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.set_my_commands([("help", "Help")], language_code="korean")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("Help", "capital letter"), "Bot_command_invalid"),
        (("help", ""), "Bot_command_description_invalid"),
    ],
)
async def test_bad_commands_are_refused(bot: Bot, command: tuple[str, str], reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.set_my_commands([command])


async def test_descriptions_fall_back_to_the_one_for_all(world: World, bot: Bot) -> None:
    await bot.set_my_description("A diary")
    await bot.set_my_description("일기", "ko")
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_description("ko")).description == "일기"
    assert (await bot.get_my_description("en")).description == "A diary"
    assert (await bot.get_my_short_description()).short_description == "Short"
    assert world.bot.descriptions == {"": "A diary", "ko": "일기"}


async def test_there_are_limits_to_commands_and_descriptions(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Bot_commands_too_much"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])
    with pytest.raises(BadRequest, match="is too long"):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest, match="is too long"):
        await bot.set_my_short_description("x" * 121)


async def test_a_webhook_is_stored_where_it_is_safe(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)an https url must be provided for webhook"):
        await bot.set_webhook("http://example.org")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org", secret_token="no spaces")
    await bot.set_webhook("https://example.org", max_connections=3, allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == ("https://example.org", 3)
    assert info.allowed_updates == ("message",)
    await bot.set_webhook("")
    assert (await bot.get_webhook_info()).url == ""


async def test_name_menu_button_and_offered_rights_are_kept(bot: Bot, world: World) -> None:
    await bot.set_my_name("마음일기", language_code="ko")
    assert (await bot.get_my_name(language_code="ko")).name == "마음일기"
    assert (await bot.get_my_name()).name == world.bot.first_name
    world.person(7).send_text("/start")
    assert (await bot.get_chat_menu_button(7)).type == "commands"
    await bot.set_chat_menu_button(7, MenuButtonDefault())
    assert (await bot.get_chat_menu_button(7)).type == "default"
    assert not (await bot.get_my_default_administrator_rights()).can_delete_messages
    await bot.set_my_default_administrator_rights(ChatAdministratorRights.all_rights())
    assert (await bot.get_my_default_administrator_rights()).can_delete_messages
    assert not (
        await bot.get_my_default_administrator_rights(for_channels=True)
    ).can_delete_messages
    with pytest.raises(BadRequest, match="Bot name is too long"):
        await bot.set_my_name("x" * 65)
