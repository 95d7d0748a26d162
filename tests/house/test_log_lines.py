"""Our own log lines hold ids, never what a person said, is called or sent."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "bind"}
WRITERS = {"log", "logger", "events", "_log", "_logger"}
UNSAID = {
    "caption",
    "file_id",
    "file_unique_id",
    "first_name",
    "key_sentence",
    "key_sentences",
    "last_name",
    "name",
    "raw",
    "sentence",
    "tag",
    "tags",
    "text",
    "title",
    "token",
    "transcript",
    "update_raw",
    "url",
    "username",
    "words",
}


def calls(path: Path) -> Iterator[ast.Call]:
    """The calls of a file that write a log line."""
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            writer = node.func.value
            named = writer.id if isinstance(writer, ast.Name) else ""
            named = writer.attr if isinstance(writer, ast.Attribute) else named
            if node.func.attr in LEVELS and named in WRITERS:
                yield node


def every() -> list[tuple[str, ast.Call]]:
    return [
        (f"{tree.name(path)}:{call.lineno}", call)
        for path in tree.modules()
        for call in calls(path)
    ]


def test_the_rooms_do_write_log_lines() -> None:
    """Else the tests below would look at nothing."""
    assert len(every()) > 10


def test_an_event_is_a_fixed_phrase() -> None:
    """Not put together from values, which belong in fields that can be looked through."""
    loose = [
        where for where, call in every() if call.args and not isinstance(call.args[0], ast.Constant)
    ]
    assert loose == []


def test_no_field_is_named_after_what_stays_unsaid() -> None:
    telling = [
        f"{where} {field.arg}"
        for where, call in every()
        for field in call.keywords
        if field.arg in UNSAID
    ]
    assert telling == []


def test_every_event_says_its_action() -> None:
    """In the line itself, or bound to the writer of the lines before it."""
    bound = {
        path
        for path in tree.modules()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "bind"
        and any(field.arg == "action" for field in call.keywords)
    }
    bare = [
        f"{tree.name(path)}:{call.lineno}"
        for path in tree.modules()
        if path not in bound
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr != "bind"
        if not any(field.arg in {"action", "extra"} for field in call.keywords)
    ]
    assert bare == []
