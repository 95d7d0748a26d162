"""Requests and answers against the machine-readable Bot API."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from playground.server import Specification, World, load, running
from playground.server.parameters import Upload


@pytest.fixture
def api(specification: Specification | None) -> Specification:
    if specification is None:
        pytest.skip("../shared/data/telegram-bot-api.json is not here")
    return specification


async def call(world: World, method: str, params: dict[str, Any]) -> dict[str, Any]:
    async with running(world) as url, aiohttp.ClientSession(url) as session:
        response = await session.post(f"/bot{world.token}/{method}", json=params)
        answer: dict[str, Any] = await response.json()
        return answer


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        ("makeCoffee", {}, "unknown method"),
        ("sendMessage", {"chat_id": 7, "text": "x", "shout": True}, "shout is unknown"),
        ("sendMessage", {"chat_id": 7}, "text is missing"),
        ("sendMessage", {"chat_id": 7, "text": 5}, "text is no String"),
        ("getUpdates", {"offset": "soon"}, "offset is no Integer"),
        ("getUpdates", {"allowed_updates": "message"}, "allowed_updates is no array"),
        ("answerCallbackQuery", {"callback_query_id": "1", "show_alert": 7}, "is no Boolean"),
        ("sendPhoto", {"chat_id": 7, "photo": 5}, "photo is none of InputFile, String"),
        (
            "sendMessage",
            {"chat_id": 7, "text": "x", "reply_parameters": '{"message": 5}'},
            "reply_parameters.message is unknown",
        ),
        (
            "editMessageMedia",
            {"chat_id": 7, "message_id": 1, "media": {"type": "photo"}},
            "media.media is missing",
        ),
        (
            "setMessageReaction",
            {"chat_id": 7, "message_id": 1, "reaction": [{"type": "emoji", "emoji": 5}]},
            "reaction[0].emoji is no String",
        ),
    ],
)
def test_what_is_not_the_bot_api_is_named(
    api: Specification, method: str, params: dict[str, Any], problem: str
) -> None:
    assert any(problem in found for found in api.check_call(method, params))


def test_forms_carry_numbers_booleans_and_structures_as_text(api: Specification) -> None:
    params = {
        "chat_id": "7",
        "photo": Upload("a.png", "image/png", b"x"),
        "has_spoiler": "true",
        "reply_markup": '{"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}',
    }
    assert api.check_call("SENDPHOTO", params) == []


def test_answers_may_not_carry_numbers_as_text(api: Specification) -> None:
    user = {"id": "7", "is_bot": False, "first_name": "x"}
    assert api.check_value("User", user) == ["User.id is no Integer"]
    assert api.check_answer("getMe", {**user, "id": 7}) == []


async def test_violations_are_noted_and_refused_only_when_strict(api: Specification) -> None:
    lenient, strict = (World(specification=api, strict=s) for s in (False, True))
    for world in (lenient, strict):
        world.person(7).send_text("hello")
        answer = await call(world, "sendMessage", {"chat_id": 7, "text": "x", "shout": True})
        assert world.violations == ["sendMessage: shout is unknown"]
        assert answer["ok"] is (world is lenient)
    assert strict.calls[-1].answer
    description = strict.calls[-1].answer["description"]
    assert description == "Bad Request: sendMessage: shout is unknown"


async def test_a_method_that_the_stand_in_lacks_is_not_called_unknown(api: Specification) -> None:
    answer = await call(World(specification=api), "getMyStarBalance", {})
    assert answer["error_code"] == 501
    assert answer["description"] == "Not Implemented: the stand-in does not have getMyStarBalance"


async def test_without_the_file_nothing_is_checked(tmp_path: Path) -> None:
    assert load(tmp_path / "absent.json") is None
    world = World(specification=None)
    await call(world, "getMe", {"shout": True})
    assert world.violations == []
