"""Reply markups as a bot sends them, checked as the Bot API server checks them."""

import re
from typing import Any

from playground.server.parameters import Parameters
from playground.server.refusals import bad_request

Json = dict[str, Any]

REPLY_KEYBOARDS = frozenset({"keyboard", "remove_keyboard", "force_reply"})
PRIVATE_ONLY = {
    "request_users": "users",
    "request_chat": "chats",
    "request_contact": "phone number",
    "request_location": "location",
    "request_poll": "poll",
}
DATA_LIMIT = 64
BUTTON_LIMIT = 100
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
# A host without a dot is none, as for LinkManager of tdlib/td: localhost is refused.
URL = re.compile(
    r"(?:tg|ton)://[^\s/]+\S*|"
    r"(?:https?://)?(?:[^\s/?#@]+@)?(?:\[[\da-f:.]+\]|[^\s/?#@:\[\]]+\.[^\s/?#@:\[\]]+)(?:[:/?#]\S*)?",
    re.IGNORECASE,
)


def read_keyboard(parameters: Parameters) -> Json | None:
    """Return the inline keyboard of a request; None where there is none, or an empty one.

    Raises Refused (400) for what the real server refuses.
    """
    markup = parameters.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if not REPLY_KEYBOARDS.isdisjoint(markup):
        raise bad_request("inline keyboard expected")
    rows = markup.get("inline_keyboard")
    return _inline(rows) if rows else None


def read_reply_keyboard(parameters: Parameters, chat_type: str) -> Json | None:
    """Return the keyboard below the chat, its removal or a forced reply; None for anything else.

    Raises Refused (400) for a button that only private chats may have, and where it has no text.
    """
    markup = parameters.structure("reply_markup", "reply keyboard markup")
    if not isinstance(markup, dict) or REPLY_KEYBOARDS.isdisjoint(markup):
        return None
    for button in (button for row in markup.get("keyboard", []) for button in row):
        _check_reply_button(button if isinstance(button, dict) else {"text": button}, chat_type)
    return markup


def _check_reply_button(button: Json, chat_type: str) -> None:
    """Check one button of a reply keyboard."""
    if not str(button.get("text", "")).strip():
        raise bad_request("keyboard button text must be non-empty")
    for name, what in PRIVATE_ONLY.items():
        if button.get(name) and chat_type != "private":
            raise bad_request(f"{what} can be requested in private chats only")


def _inline(rows: Any) -> Json | None:
    """Check the rows and return the keyboard."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    checked = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > BUTTON_LIMIT:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": checked} if checked else None


def _button(button: Any) -> Json:
    """Check one button."""
    if not isinstance(button, dict):
        raise bad_request(
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
        )
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if not any(action in button for action in ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    _check_data(button)
    _check_url(button)
    return button


def _check_data(button: Json) -> None:
    """Refuse callback data that is no text of 1 to 64 bytes."""
    if "callback_data" not in button:
        return
    data = button["callback_data"]
    if not isinstance(data, str):
        raise bad_request(
            'can\'t parse inline keyboard button: Field "callback_data" must be of type String'
        )
    if not 1 <= len(data.encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(button: Json) -> None:
    """Refuse a link that is none."""
    url = button.get("url")
    if url is not None and not URL.fullmatch(str(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
