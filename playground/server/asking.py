"""The methods that ask: who am I, what came, whose file is this.

And the answers to pressed buttons.
"""

from typing import Any

from playground.server.access import Request
from playground.server.refusals import Refused, bad_request
from playground.server.world import CALLBACK_SECONDS

Json = dict[str, Any]

POLL_SECONDS = 50
UPDATES_LIMIT = 100
CALLBACK_TEXT_LIMIT = 200
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def get_me(request: Request) -> Json:
    """Return the bot's account."""
    return request.bot.full_json()


async def get_updates(request: Request) -> list[Json]:
    """Return what came and is not confirmed; wait for it at most `timeout` seconds."""
    if request.bot.webhook:
        raise Refused(409, WEBHOOK_ACTIVE)
    values = request.parameters
    remember_allowed(request)
    limit = values.integer("limit", UPDATES_LIMIT)
    limit = limit if 0 < limit <= UPDATES_LIMIT else UPDATES_LIMIT
    seconds = min(max(0, values.integer("timeout")), POLL_SECONDS)
    return await request.bot.updates.poll(values.integer("offset"), limit, seconds)


async def answer_callback_query(request: Request) -> bool:
    """Answer a pressed button, once and in time."""
    values = request.parameters
    press = request.world.presses.get(values.text("callback_query_id"))
    if len(values.text("text")) > CALLBACK_TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    late = press is None or request.world.clock() - press.time > CALLBACK_SECONDS
    if press is None or late or press.answer.done():
        raise bad_request(TOO_OLD)
    press.answer.set_result({k: v for k, v in values.values.items() if k != "callback_query_id"})
    return True


async def get_file(request: Request) -> Json:
    """Return where a file can be downloaded."""
    stored = request.world.files.open(request.parameters.text("file_id"))
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_unique_id,
        "file_size": stored.size,
        "file_path": request.world.files.place(stored, request.bot.token),
    }


def remember_allowed(request: Request) -> None:
    """Keep `allowed_updates` where they are given: they hold until others are."""
    allowed = request.parameters.structure("allowed_updates", "allowed updates")
    if allowed is not None:
        request.bot.updates.allowed = list(allowed)
