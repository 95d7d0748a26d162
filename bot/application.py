"""Puts the framework together: bot, routes, the error handler, the commands that "/" lists."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from functools import cache
from typing import Any

import httpx
import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    Update,
)
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationHandlerStop
from telegram.request import HTTPXRequest

from bot import admin_menu, delivery
from bot.desk import ATTEMPT, House
from bot.errors import DeliveryError, Postponed, UnknownToken
from bot.handlers import (
    admissions,
    answers,
    book,
    cancel,
    card_replies,
    check,
    comments,
    commit_calendar,
    departures,
    diaries,
    digests,
    erasure,
    exports,
    glossary,
    group_recordings,
    groups,
    holdings,
    imports,
    information,
    inline,
    invitations,
    members,
    memberships,
    memories,
    misplaced,
    others,
    own_questions,
    presence,
    presses,
    profile,
    questions,
    reactions,
    reanalysis,
    recordings,
    reminders,
    replies,
    search,
    settings,
    start,
    stats,
    therapist_report,
    timeline,
    undo,
    writings,
    zones,
)
from bot.line import Line
from bot.pace import Limits, Pace
from bot.phrases import commands, phrases_in
from diary import persons
from languages.catalogue import LANGUAGES
from storage.database import Damaged

log = structlog.get_logger()

ROOMS = (
    presence,
    inline,
    card_replies,
    comments,
    reactions,
    replies,
    answers,
    start,
    exports,
    imports,
    information,
    cancel,
    undo,
    recordings,
    group_recordings,
    presses,
    commit_calendar,
    timeline,
    profile,
    search,
    settings,
    zones,
    questions,
    own_questions,
    reminders,
    memories,
    digests,
    invitations,
    members,
    departures,
    diaries,
    erasure,
    holdings,
    therapist_report,
    groups,
    book,
    check,
    memberships,
    misplaced,
    glossary,
    reanalysis,
    writings,
    stats,
    admissions,
    others,
)

#: The framework's dispatcher; nothing of ours is kept in it.
Framework = Application[Any, Any, Any, Any, Any, Any]

CONNECTIONS = 24
TIMEOUT_S = 15.0


class DiscreetBot(Bot):
    """The framework's own shows its token wherever it is shown, as in a test that fails."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}[{self.token.partition(':')[0]}]"


@cache
def trust() -> ssl.SSLContext:
    """Whose certificates are believed: the same for all connections, since reading them is slow."""
    return httpx.create_ssl_context()


def make_bot(token: str, api: str, pace: tuple[int, int, int] | None = None) -> Bot:
    """A bot that talks to this server; `api` is its base URL without `/bot`.

    `pace`: messages in a chat at once, a minute in a group, a second in all; None: Telegram's.
    """
    request = Line(
        pace=Pace(Limits(*pace)) if pace else None,
        connection_pool_size=CONNECTIONS,
        connect_timeout=TIMEOUT_S,
        read_timeout=TIMEOUT_S,
        write_timeout=TIMEOUT_S,
        media_write_timeout=2 * TIMEOUT_S,
        pool_timeout=TIMEOUT_S,
        httpx_kwargs={"verify": trust()},
    )
    calls, files = f"{api}/bot", f"{api}/file/bot"
    return DiscreetBot(
        token,
        base_url=calls,
        base_file_url=files,
        request=request,
        get_updates_request=make_polling_request(),
    )


def make_polling_request() -> HTTPXRequest:
    """Its own connection: a long poll must not take one away from the answers."""
    return HTTPXRequest(
        connection_pool_size=1,
        connect_timeout=TIMEOUT_S,
        pool_timeout=TIMEOUT_S,
        httpx_kwargs={"verify": trust()},
    )


def make_application(house: House) -> Framework:
    """The framework's dispatcher with every route; it neither polls nor schedules."""
    application = Application.builder().bot(house.bot).updater(None).job_queue(None).build()
    for room in ROOMS:
        application.add_handlers(room.routes(house), getattr(room, "GROUP", 0))
    application.add_error_handler(note_error)
    return application


async def note_error(_update: object, context: Any) -> None:
    """Hand what a handler raised to the dispatcher, which decides; no other handler comes after."""
    ATTEMPT.get().error = context.error
    raise ApplicationHandlerStop


async def apologise(house: House, update: Update, code: str) -> None:
    """Tell the person that something was set aside; when even that fails, the log has it."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type != chat.PRIVATE:
        return
    language = persons.language_of(user.language_code, house.language)
    try:
        is_damaged = isinstance(ATTEMPT.get().error, Damaged)
        words = phrases_in(language)
        said = words.damaged(code) if is_damaged else words.trouble(code)
        await delivery.say(house.bot, chat.id, said)
    except DeliveryError as error:
        log.warning("apology not delivered", action="apologise", error=type(error).__name__)


async def whoami(token: str, api: str) -> tuple[str | None, str]:
    """The bot's user name, or None and what Telegram (or the line to it) says."""
    try:
        async with make_bot(token, api) as bot:
            return bot.username, ""
    except InvalidToken:
        return None, "does not know this token"
    except TelegramError as error:
        return None, f"does not answer ({type(error).__name__})"


async def initialize(framework: Framework) -> None:
    """Ask Telegram who we are, for as long as it takes; raises UnknownToken."""
    attempts = 0
    while True:
        try:
            await framework.initialize()
        except InvalidToken as error:
            raise UnknownToken from error
        except TelegramError as error:
            log.warning("getMe failed", action="start", error=type(error).__name__)
            await asyncio.sleep(delivery.pause_s(attempts))
            attempts += 1
        else:
            return


async def introduce_until_done(bot: Bot, admins: Iterable[int] = ()) -> None:
    """`introduce`, again and again while Telegram does not answer; a refusal is only logged."""
    attempts = 0
    while True:
        try:
            await introduce(bot)
            for admin in admins:
                await admin_menu.put(bot, admin)
        except Postponed as error:
            await asyncio.sleep(delivery.pause_s(attempts, error.after_s))
            attempts += 1
        except DeliveryError as error:
            log.warning("commands not registered", action="start", error=type(error).__name__)
            return
        else:
            return


async def introduce(bot: Bot) -> None:
    """Register commands and descriptions in every language; the default is English.

    Raises a DeliveryError. Called again at every start: Telegram keeps the last word.
    """
    for language in (None, *LANGUAGES):
        says = phrases_in(language or "en")
        await _list_commands(bot, language)
        await delivery.insist(
            lambda says=says, language=language: bot.set_my_description(  # type: ignore[misc]
                says.description, language_code=language
            )
        )
        await delivery.insist(
            lambda says=says, language=language: bot.set_my_short_description(  # type: ignore[misc]
                says.short_description, language_code=language
            )
        )


async def _list_commands(bot: Bot, language: str | None) -> None:
    """What "/" shows in private chats and in groups."""
    scopes = ((BotCommandScopeAllPrivateChats(), False), (BotCommandScopeAllGroupChats(), True))
    for scope, is_group in scopes:
        lines = commands.listed(language or "en", groups=is_group)
        listed = [BotCommand(*line) for line in lines]
        await delivery.insist(
            lambda listed=listed, scope=scope: bot.set_my_commands(  # type: ignore[misc]
                listed, scope=scope, language_code=language
            )
        )
