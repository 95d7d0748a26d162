"""What the Bot API server says when it does not do what a bot asks for.

    Refused
    └── TooManyRequests     429, with the seconds to wait

The texts are the real server's (tdlib/telegram-bot-api and tdlib/td): bots compare them.
"""

from typing import Any

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
}


class Refused(Exception):
    """The method was not done; the answer says why."""

    def __init__(
        self, code: int, reason: str = "", parameters: dict[str, Any] | None = None
    ) -> None:
        """Take the HTTP status, the description without its prefix, and the parameters."""
        super().__init__(f"{PREFIXES[code]}: {reason}" if reason else PREFIXES[code])
        self.code = code
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """Return the JSON of the answer."""
        parameters = {"parameters": self.parameters} if self.parameters else {}
        return {"ok": False, "error_code": self.code, "description": str(self), **parameters}


class TooManyRequests(Refused):
    """Too many requests: the bot has to wait."""

    def __init__(self, retry_after: int) -> None:
        """Take the whole seconds to wait."""
        super().__init__(429, f"retry after {retry_after}", {"retry_after": retry_after})


def bad_request(reason: str) -> Refused:
    """Return the refusal of a request that makes no sense."""
    return Refused(400, reason)


def forbidden(reason: str) -> Refused:
    """Return the refusal of something that this bot may not do."""
    return Refused(403, reason)
