"""Logs: one event a line, the same for our own lines and for a library's, and never a secret."""

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy
import sqlalchemy.exc
import structlog

from config import logs

TOKEN = "123456789:AAFabcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Logging belongs to the whole process: leave it as the next test expects it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    floors = {name: logging.getLogger(name).level for name in logs._FLOORS}
    yield
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, floor in floors.items():
        logging.getLogger(name).setLevel(floor)


@pytest.fixture
def written() -> Callable[..., str]:
    """Configure, do something, and give what was written."""

    def write(form: str, act: Callable[[], object], level: str = "debug") -> str:
        stream = io.StringIO()
        logs.configure(level, form, stream)
        act()
        return stream.getvalue()

    return write


def refuse() -> None:
    raise ValueError(f"The token `{TOKEN}` was rejected by the server.")


def fail() -> None:
    try:
        refuse()
    except ValueError:
        logging.getLogger("bot").exception("refused", extra={"action": "poll"})


def only(text: str) -> dict[str, Any]:
    (line,) = text.splitlines()
    return json.loads(line)  # type: ignore[no-any-return]


def test_a_standard_line_is_one_json_object_with_action_and_ids(
    written: Callable[..., str],
) -> None:
    extra = {"action": "accept", "entry_id": 4}
    event = only(written("json", lambda: logging.getLogger("bot").info("시작", extra=extra)))
    assert event.pop("time").endswith("Z")
    assert event == {
        "level": "info",
        "logger": "bot",
        "action": "accept",
        "event": "시작",
        "entry_id": 4,
    }


def test_a_structlog_line_looks_the_same(written: Callable[..., str]) -> None:
    act = lambda: structlog.get_logger("bot").info("on %s", "time", action="accept", entry_id=4)  # noqa: E731
    event = only(written("json", act))
    del event["time"]
    assert list(event.items()) == [
        ("level", "info"),
        ("logger", "bot"),
        ("action", "accept"),
        ("event", "on time"),
        ("entry_id", 4),
    ]


def test_ids_that_are_bound_stand_in_the_lines_of_libraries_too(
    written: Callable[..., str],
) -> None:
    def act() -> None:
        with structlog.contextvars.bound_contextvars(update_id=7):
            logging.getLogger("apscheduler").warning("late")

    assert only(written("json", act))["update_id"] == 7


def test_text_is_one_line_even_where_the_event_has_several(written: Callable[..., str]) -> None:
    text = written(
        "text",
        lambda: logging.getLogger("bot").info("a\nb", extra={"action": "x", "why": "c\r\nd"}),
    )
    assert text.count("\n") == 1
    assert text.endswith("info bot a\\nb action=x why=c\\r\\nd\n")


def test_auto_is_json_where_nobody_watches(written: Callable[..., str]) -> None:
    assert only(written("auto", lambda: logging.getLogger("bot").info("x")))["event"] == "x"


def test_auto_is_text_on_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    logs.configure("info", "auto", stream)
    logging.getLogger("bot").info("x")
    assert stream.getvalue().endswith("info bot x\n")


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize(
    "act",
    [
        lambda: logging.getLogger("bot").warning("POST %s", f"https://h/bot{TOKEN}/getMe"),
        lambda: logging.getLogger("bot").warning("x", extra={"url": f"/file/bot{TOKEN}/a.mp4"}),
        lambda: structlog.get_logger().info("x", nested={"deep": [("url", TOKEN)]}),
        lambda: structlog.get_logger().info("x", **{TOKEN: 1}),
        lambda: logging.getLogger("bot").warning("bot%s", TOKEN.replace(":", "%3A")),
        lambda: logging.getLogger("x").warning("Server did not take " + TOKEN),  # noqa: G003
    ],
    ids=["message", "extra", "nested", "key", "url-encoded", "library"],
)
def test_a_token_is_blanked_wherever_it_stands(
    written: Callable[..., str], form: str, act: Callable[[], object]
) -> None:
    text = written(form, act)
    assert "<token>" in text
    assert TOKEN.partition(":")[2] not in text


def test_a_traceback_is_kept_without_the_message(written: Callable[..., str]) -> None:
    event = only(written("json", fail))
    assert event["exception"].startswith("Traceback (most recent call last):")
    assert ", in refuse" in event["exception"]
    assert event["exception"].endswith("\nValueError")


def test_a_file_id_is_blanked_and_a_hash_is_not(written: Callable[..., str]) -> None:
    file_id = "BAACAgIAAxkBAAIBY2abcDEFghi-JKL_mnop0123456789qrstuvWXYZ"
    digest = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
    event = only(
        written(
            "json",
            lambda: logging.getLogger("bot").info("x", extra={"a": f"id={file_id}", "b": digest}),
        )
    )
    assert event["a"] == "id=<file>"
    assert event["b"] == digest


@pytest.mark.parametrize(
    ("act", "shown"),
    [
        (lambda log: log.warning("Job %s took %.1f s", "비밀", 2.5), "Job … took 2.5 s"),
        (lambda log: log.warning("%(a)s is late", {"a": "private"}), "… is late"),
        (lambda log: log.error("Task failed\nfuture: <Task '비밀'>"), "Task failed"),
        (lambda log: log.error("Exception in callback f('비밀')"), "Exception in callback f…"),
        (lambda log: log.error("값이 '비밀' 입니다"), "… … …"),
        (lambda log: log.error("100 %%, %s", "비밀"), "100 %, …"),
        (lambda log: log.error("x", extra={"said": "비밀"}), "x"),
    ],
)
def test_of_a_librarys_line_only_the_fixed_words_are_written(
    written: Callable[..., str], act: Callable[[logging.Logger], object], shown: str
) -> None:
    text = written("json", lambda: act(logging.getLogger("strangers.library")))
    assert only(text)["event"] == shown
    assert "비밀" not in text
    assert "private" not in text


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_failed_statement_is_told_without_what_it_would_have_written(
    written: Callable[..., str], form: str
) -> None:
    engine = sqlalchemy.create_engine("sqlite://")

    def act() -> None:
        try:
            with engine.connect() as connection:
                values = {"a": "오늘은 [비밀]\n\n이야기", "b": "private"}
                connection.execute(sqlalchemy.text("INSERT INTO nowhere VALUES (:a, :b)"), values)
        except sqlalchemy.exc.SQLAlchemyError:
            logging.getLogger("storage").exception("failed")

    text = written(form, act)
    engine.dispose()
    assert "INSERT INTO nowhere" in text
    assert "no such table: nowhere" in text
    assert "비밀" not in text
    assert "private" not in text


def test_a_password_in_an_address_is_blanked() -> None:
    assert logs.redact("to mysql+aiomysql://me:se:cret@host/x") == (
        "to mysql+aiomysql://me:<password>@host/x"
    )


def test_times_and_ratios_are_not_taken_for_a_token() -> None:
    harmless = "2026-11-22T15:13:23.463730Z 16:9 12345:678 https://host:8081/a@b"
    assert logs.redact(harmless) == harmless


@pytest.mark.parametrize(
    "name", ["httpx", "httpcore", "sqlalchemy.engine", "apscheduler.executors"]
)
def test_what_would_write_addresses_or_values_is_silent_below_warning(
    written: Callable[..., str], name: str
) -> None:
    assert written("json", lambda: logging.getLogger(name).info("x")) == ""
    assert only(written("json", lambda: logging.getLogger(name).warning("x")))["logger"] == name


def test_the_scheduler_does_not_warn_each_time_that_a_tick_takes_long(
    written: Callable[..., str],
) -> None:
    assert written("json", lambda: logging.getLogger("apscheduler.scheduler").warning("x")) == ""


@pytest.mark.parametrize("name", ["telegram.Bot", "telegram.ext.Application", "aiosqlite"])
def test_what_would_write_peoples_words_is_silent_at_debug(
    written: Callable[..., str], name: str
) -> None:
    assert written("json", lambda: logging.getLogger(name).debug("said")) == ""


def test_a_higher_level_holds_for_libraries_too(written: Callable[..., str]) -> None:
    act = lambda: logging.getLogger("httpx").warning("x")  # noqa: E731
    assert written("json", act, level="error") == ""


def test_pythons_own_warnings_become_log_lines() -> None:
    stream = io.StringIO()
    with warnings.catch_warnings():
        logs.configure("info", "json", stream)
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        warnings.warn("비밀", UserWarning, stacklevel=1)
    old, other = map(json.loads, stream.getvalue().splitlines())
    assert "DeprecationWarning: old" in old["event"]
    assert other["event"].endswith(": UserWarning")


def test_configuring_again_replaces_the_first_handler(written: Callable[..., str]) -> None:
    first = io.StringIO()
    logs.configure("info", "json", first)
    assert len(written("json", lambda: logging.getLogger("bot").info("x")).splitlines()) == 1
    assert first.getvalue() == ""
