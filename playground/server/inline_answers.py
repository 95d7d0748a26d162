"""answerInlineQuery, checked as the Bot API server checks it; the stand-in knows articles only."""

import re
from typing import Any

from playground.server.access import Request
from playground.server.asking import TOO_OLD
from playground.server.inline import InlineAnswer, text_content
from playground.server.keyboards import read_keyboard
from playground.server.parameters import Parameters
from playground.server.refusals import bad_request

Json = dict[str, Any]

QUERY_SECONDS = 60.0
RESULTS_LIMIT = 50
ID_LIMIT = 64
OFFSET_LIMIT = 64
CACHE_SECONDS = 300
START = re.compile(r"[A-Za-z0-9_-]{1,64}$")


async def answer_inline_query(request: Request) -> bool:
    """Answer what was typed, in time; Telegram takes a second answer as it takes the first."""
    values = request.parameters
    asked = request.bot.inline_asks.get(values.text("inline_query_id"))
    if asked is None or request.world.clock() - asked.time > QUERY_SECONDS:
        raise bad_request(TOO_OLD)
    answer = InlineAnswer(
        results=_results(request),
        button=_button(values),
        cache_time=values.integer("cache_time", CACHE_SECONDS),
        is_personal=values.flag("is_personal"),
        next_offset=values.text("next_offset"),
    )
    if len(answer.next_offset.encode()) > OFFSET_LIMIT:
        raise bad_request("NEXT_OFFSET_INVALID")
    if not asked.answer.done():
        asked.answer.set_result(answer)
    return True


def _results(request: Request) -> list[Json]:
    """Check the results."""
    found = request.parameters.structure("results", "inline query results")
    if not isinstance(found, list):
        raise bad_request("expected an Array of inline query results")
    if len(found) > RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    checked = [_result(result) for result in found]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    return checked


def _result(result: Any) -> Json:
    """Check one result: the stand-in knows articles, which are texts."""
    if not isinstance(result, dict) or result.get("type") != "article":
        raise bad_request("can't parse inline query result: the stand-in knows articles only")
    if not 1 <= len(str(result.get("id", "")).encode()) <= ID_LIMIT:
        raise bad_request("RESULT_ID_INVALID")
    if not str(result.get("title", "")).strip():
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    content = result.get("input_message_content")
    if not isinstance(content, dict):
        raise bad_request("can't parse inline query result: message content is empty")
    text_content(content)
    markup = {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
    read_keyboard(Parameters(markup, {}))
    return result


def _button(values: Parameters) -> Json | None:
    """Check the button above the results."""
    button = values.structure("button", "inline query results button")
    if button is None:
        return None
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline query results button: text must be non-empty")
    if ("web_app" in button) is ("start_parameter" in button):
        raise bad_request("inline query results button must have exactly one of optional fields")
    if "start_parameter" in button and not START.match(str(button["start_parameter"])):
        raise bad_request("START_PARAM_INVALID")
    return button
