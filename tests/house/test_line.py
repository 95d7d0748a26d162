"""Nothing of the bot talks to Telegram but through the line, and one place marks who is away."""

import ast
from collections.abc import Iterator

from telegram import Bot

from bot import application
from bot.line import Line
from tests.house import tree

#: Who may make a connection, and why nobody else needs one.
CONNECTIONS = {
    "bot/line.py": {"HTTPXRequest"},  # the line itself
    "bot/application.py": {"Bot", "HTTPXRequest"},  # makes it, and that for long polling
    "app/wiring.py": {"AsyncClient"},  # hands the downloads their connection (`bot/files.py`)
}

#: What opens a connection, by the name that is called or inherited from.
OPENS = {
    "AsyncClient",
    "AsyncHTTPTransport",
    "Bot",
    "Client",
    "ClientSession",
    "ExtBot",
    "HTTPXRequest",
    "create_connection",
    "open_connection",
    "urlopen",
}

#: What marks who is away: in `bot` only where a refusal is read, and where Telegram tells it.
MARKS = {"block", "freeze", "set_blocked"}
MARKERS = {"bot/absences.py", "bot/handlers/memberships.py"}


def named(node: ast.expr) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))


def opened(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield named(node.func)
        elif isinstance(node, ast.ClassDef):
            yield from map(named, node.bases)


def test_only_the_line_and_its_makers_open_connections() -> None:
    found = {
        tree.name(path): {name for name in opened(tree.parsed(path)) if name in OPENS}
        for path in tree.modules("bot", "app", "scheduler", "diary")
    }
    assert {
        path: names - CONNECTIONS.get(path, set())
        for path, names in found.items()
        if names - CONNECTIONS.get(path, set())
    } == {}


def test_the_bot_that_the_application_makes_has_no_other_way_out() -> None:
    bot = application.make_bot("1:abcdef", "http://127.0.0.1:9")
    assert type(bot).__mro__[:2] == (application.DiscreetBot, Bot)
    own = {name for name, value in vars(application.DiscreetBot).items() if callable(value)}
    assert own == {"__repr__"}
    assert isinstance(bot.request, Line)
    assert all(isinstance(request, Line) for request in bot._request[1:])


def test_one_place_marks_who_cannot_be_reached() -> None:
    found = {
        tree.name(path)
        for path in tree.modules("bot")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and named(node.func) in MARKS
        if ast.unparse(node.func) != "admissions.block"  # what an admin does to somebody
    }
    assert found == MARKERS
