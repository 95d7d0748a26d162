"""What Telegram says when it takes no call: which of its words may be told, as in a log line.

Its sentences may quote what was sent ("unsupported start tag …", "can't parse inline keyboard
button …"), so only what is known to be its own is repeated.
"""

from __future__ import annotations

import re
from typing import Final

#: Openings of sentences in https://github.com/tdlib/telegram-bot-api and https://github.com/tdlib/td
#: that name what is wrong; what follows them may be a quotation. The longer ones come first.
KNOWN: Final = (
    "an https url must be provided for webhook",
    "bad webhook",
    "bot is not a member of",
    "bot was blocked by the user",
    "bot was kicked",
    "button_data_invalid",
    "can't parse entities",
    "can't parse inline keyboard button",
    "can't parse reply keyboard",
    "canceled by new editmessage",
    "chat not found",
    "file is too big",
    "file is temporarily unavailable",
    "flood control exceeded",
    "group chat was upgraded to a supergroup",
    "have no rights to send",
    "message can't be deleted",
    "message can't be edited",
    "message caption is too long",
    "message is not modified",
    "message is too long",
    "message text is empty",
    "message thread not found",
    "message to be replied not found",
    "message to delete not found",
    "message to edit not found",
    "need administrator rights",
    "not enough rights",
    "query is too old",
    "there is no caption in the message to edit",
    "there is no text in the message to edit",
    "too many requests",
    "user is deactivated",
    "wrong file identifier",
    "wrong remote file identifier",
)

#: A whole sentence that is a code, as in "Bad Request: MESSAGE_ID_INVALID".
_CODE: Final = re.compile(r"(?:Bad Request: |Forbidden: )?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)")


def own_words(message: str) -> str:
    """The part of a refusal that is Telegram's own; "other" where none is known."""
    if code := _CODE.fullmatch(message.strip()):
        return code[1]
    said = message.lower()
    return next((words for words in KNOWN if words in said), "other")
