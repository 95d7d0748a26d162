"""A bot account: its token, its queue of updates, and what it told Telegram about itself."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.server.updates import UpdateQueue

if TYPE_CHECKING:
    from playground.server.inline import InlineAsk

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Webhook:
    """Where a bot's updates go; `last_error` is when (unix seconds) and why one was not taken."""

    url: str
    secret: str
    max_connections: int
    certificate: bool
    ip_address: str
    last_error: tuple[int, str] | None = None

    @property
    def settings(self) -> tuple[str, str, int, bool, str]:
        """What setWebhook sets."""
        return self.url, self.secret, self.max_connections, self.certificate, self.ip_address

    def json(self) -> Json:
        """Return its part of the Bot API's WebhookInfo."""
        told: Json = {
            "url": self.url,
            "has_custom_certificate": self.certificate,
            "max_connections": self.max_connections,
        }
        told |= {"ip_address": self.ip_address} if self.ip_address else {}
        if self.last_error is not None:
            date, message = self.last_error
            told |= {"last_error_date": date, "last_error_message": message}
        return told


@dataclass(slots=True, eq=False)
class Bot:
    """One bot.

    `commands` by (scope as JSON text, language), descriptions by language, `webhook` as it was set.

    `hears_mentions`: whether in privacy mode a message that names the bot reaches it. BotFather
    says so; people report that it does not.

    `supports_inline_queries` and `hears_of_chosen_results` are BotFather's /setinline and
    /setinlinefeedback.
    """

    token: str
    updates: UpdateQueue
    first_name: str = "mind-gitter"
    username: str = "mindgitter_bot"
    reads_all_group_messages: bool = False
    hears_mentions: bool = True
    supports_inline_queries: bool = True
    hears_of_chosen_results: bool = False
    inline_asks: dict[str, "InlineAsk"] = field(default_factory=dict)
    blocked_by: set[int] = field(default_factory=set)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    default_rights: dict[bool, dict[str, bool]] = field(default_factory=dict)
    webhook: Webhook | None = None

    @property
    def id(self) -> int:
        """The bot's identifier: the part of the token before the colon."""
        return int(self.token.partition(":")[0])

    def json(self) -> Json:
        """Return the Bot API's User as it stands in messages."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }

    def full_json(self) -> Json:
        """Return the Bot API's User as getMe returns it."""
        abilities = {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all_group_messages,
            "supports_inline_queries": self.supports_inline_queries,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }
        return self.json() | abilities


#: The account of the bot where a stand-in makes a token of its own.
BOT_ID = 4839574812


def new_token(bot_id: int = BOT_ID) -> str:
    """Return a token that nobody can know, in the form of Telegram's."""
    return f"{bot_id}:AA{secrets.token_hex(17)[1:]}"


def create(
    token: str, first_update_id: int, clock: Callable[[], float], changed: Callable[[], None]
) -> Bot:
    """Return a new bot; for the rest see UpdateQueue."""
    return Bot(token, UpdateQueue(first_update_id, clock, changed))
