"""What keeps a bot from beginning, and what doctor says of webhook and shared folder."""

import asyncio
import contextlib
import datetime as dt
import os
import socket
from pathlib import Path, PurePosixPath

import pytest

from app import local_files, receiving, webhook
from bot.webhook import State
from config import loading
from config.loading import SettingsError
from config.settings import Settings
from playground.server import World
from tests.app.commands import app

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
TOKEN = "123456789:AAFabcdefghijklmnopqrstuvwxyz012345"
SECRET = "a-secret-of-the-tests"
URL = "https://diary.example.org/updates"


def given(**settings: str) -> Settings:
    return loading.load({f"MINDGITTER_{name}": text for name, text in settings.items()}, None)


def problem(**settings: str) -> str:
    with pytest.raises(SettingsError) as caught:
        receiving.hook(given(**settings))
    [told] = caught.value.problems
    return told


def test_without_an_address_the_bot_polls() -> None:
    assert receiving.hook(given()) is None
    assert receiving.hook(given(WEBHOOK_SECRET=SECRET)) is None


def test_a_webhook_has_an_address_and_a_secret() -> None:
    assert receiving.hook(given(WEBHOOK_URL=URL, WEBHOOK_SECRET=SECRET)) == (URL, SECRET)


def test_the_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(SECRET + "\n")
    assert receiving.hook(given(WEBHOOK_URL=URL, WEBHOOK_SECRET_FILE=str(path))) == (URL, SECRET)
    both = problem(WEBHOOK_URL=URL, WEBHOOK_SECRET_FILE=str(path), WEBHOOK_SECRET=SECRET)
    assert "both set" in both
    path.write_text("short")
    assert "8 to 256" in problem(WEBHOOK_URL=URL, WEBHOOK_SECRET_FILE=str(path))
    path.write_text("")
    assert "SECRET is not" in problem(WEBHOOK_URL=URL, WEBHOOK_SECRET_FILE=str(path))
    path.unlink()
    assert "cannot be read" in problem(WEBHOOK_URL=URL, WEBHOOK_SECRET_FILE=str(path))


def test_doctor_tells_of_a_secret_that_everybody_can_read(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    settings = given(WEBHOOK_SECRET_FILE=str(path))
    assert list(webhook._line(settings)) == []
    path.write_text(SECRET)
    path.chmod(0o640)
    assert list(webhook._line(settings)) == []
    path.chmod(0o644)
    [found] = webhook._line(settings)
    assert found[0] == "note"
    assert SECRET not in repr(found)


def test_nothing_is_sent_readable_over_a_network() -> None:
    plain = "http://diary.example.org/updates"
    assert "https://" in problem(WEBHOOK_URL=plain, WEBHOOK_SECRET=SECRET)
    for url in ("http://127.0.0.1:8443/u", "http://localhost/u", "http://[::1]:1/u"):
        assert receiving.hook(given(WEBHOOK_URL=url, WEBHOOK_SECRET=SECRET)) == (url, SECRET)
    own = given(WEBHOOK_URL=plain, WEBHOOK_SECRET=SECRET, TELEGRAM_LOCAL="/srv/api")
    assert receiving.hook(own) == (plain, SECRET)


def test_an_address_holds_neither_token_nor_secret() -> None:
    with_secret = problem(WEBHOOK_URL=f"{URL}/{SECRET}", WEBHOOK_SECRET=SECRET)
    settings = {"WEBHOOK_URL": f"{URL}/{TOKEN}", "WEBHOOK_SECRET": SECRET, "TELEGRAM_TOKEN": TOKEN}
    with_token = problem(**settings)
    assert with_secret == with_token
    assert "choose another path" in with_token
    assert TOKEN not in with_token


async def test_a_bot_with_a_webhook_and_no_secret_does_not_start(tmp_path: Path) -> None:
    done = await app(tmp_path, "run", TELEGRAM_TOKEN=TOKEN, WEBHOOK_URL=URL)
    assert done.status == 2
    assert done.errors.strip() == receiving.UNGUARDED
    assert not (tmp_path / "data").exists()


async def test_a_bot_that_cannot_listen_says_where_and_why(
    tmp_path: Path, world: World, telegram: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        line = {"TELEGRAM_TOKEN": world.token, "TELEGRAM_API": telegram}
        hook = {"WEBHOOK_URL": URL, "WEBHOOK_SECRET": SECRET, "WEBHOOK_LISTEN": place}
        done = await app(tmp_path, "run", **line, **hook)
    assert done.status == 2
    assert f"cannot listen at {place} (Address already in use)" in done.errors
    assert "Traceback" not in done.errors
    assert SECRET not in done.errors + done.out


def test_a_socket_is_for_its_group_too_and_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):  # a socket's path is short
        for _ in range(2):
            listening = receiving._unix(Path("hook.sock"))
            assert Path("hook.sock").stat().st_mode & 0o777 == 0o660
            listening.close()
        Path("hook.sock").unlink()
        Path("hook.sock").write_text("no socket")
        with pytest.raises(OSError, match="in use"):
            receiving._unix(Path("hook.sock"))


def test_a_socket_at_which_another_bot_listens_stays_its_own(tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):
        with receiving._unix(Path("hook.sock")), pytest.raises(OSError, match="in use"):
            receiving._unix(Path("hook.sock"))
        receiving._unix(Path("hook.sock")).close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://api.telegram.org", False),
        ("http://127.0.0.1:8081", False),
        ("http://[::1]:8081", False),
        ("http://api.localhost", False),
        ("http://bot-api:8081", True),
        ("http://10.0.0.7:8081", True),
        ("https://10.0.0.7", False),
    ],
)
def test_a_token_that_others_can_read_on_the_way_is_warned_of(url: str, told: bool) -> None:  # noqa: FBT001
    settings = given(TELEGRAM_API=url)
    assert receiving.tells_the_token(settings) is told
    assert bool(list(webhook._line(settings))) is told


OWN = "http://127.0.0.1:8081"


def test_the_server_may_call_the_folder_otherwise() -> None:
    assert receiving.shared(given()) is None
    same = given(TELEGRAM_API=OWN, TELEGRAM_LOCAL="/srv/api")
    assert receiving.shared(same) == (Path("/srv/api"), PurePosixPath("/srv/api"))
    other = given(
        TELEGRAM_API=OWN,
        TELEGRAM_LOCAL="/srv/api",
        TELEGRAM_LOCAL_DIR="/var/lib/telegram-bot-api",
    )
    assert receiving.shared(other) == (Path("/srv/api"), PurePosixPath("/var/lib/telegram-bot-api"))


async def test_a_bot_that_shares_a_folder_with_telegrams_own_server_does_not_start(
    tmp_path: Path,
) -> None:
    done = await app(tmp_path, "run", TELEGRAM_TOKEN=TOKEN, TELEGRAM_LOCAL="/srv/api")
    assert done.status == 2
    assert done.errors.strip() == receiving.NOT_SHARED
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "url", ["https://[abc/updates", "https://x.org:99999/u", "https://:8443/u", "https://x.org:0/"]
)
def test_an_address_that_is_none_is_said_to_be_none(url: str) -> None:
    for name in ("WEBHOOK_URL", "TELEGRAM_API"):
        with pytest.raises(SettingsError, match=f"MINDGITTER_{name}"):
            given(**{name: url})


def state(url: str = URL, error: str | None = None, *, waiting: int = 3, ago: int = 1) -> State:
    at = NOON - dt.timedelta(minutes=ago) if error else None
    return State(url, waiting, error, at)


@pytest.mark.parametrize(
    ("found", "sign", "says"),
    [
        (state(), "ok", "diary.example.org; 3 wait"),
        (state(""), "note", "nowhere yet; 3 wait"),
        (state("https://other.org/x"), "note", "to other.org; 3 wait"),
        (state(error="Wrong response from the webhook: 404 Not Found"), "bad", "404 Not Found"),
        (state(error="Connection refused", waiting=0), "note", "0 wait"),
        (state(error="Connection refused", ago=90), "ok", "Connection refused"),
    ],
)
def test_doctor_tells_how_the_webhook_does(found: State, sign: str, says: str) -> None:
    told = webhook._is_brought(found, URL, NOON)
    assert told[0] == sign
    assert says in told[2]
    assert bool(told[3]) == (sign != "ok")


def test_each_trouble_that_telegram_names_has_a_remedy() -> None:
    for said in ("Connection timed out", "SSL error {error:0A000086}", "Failed to resolve host"):
        assert webhook._is_brought(state(error=said), URL, NOON)[3] != webhook.OTHERWISE
    assert webhook._is_brought(state(error="?"), URL, NOON)[3] == webhook.OTHERWISE


async def test_doctor_asks_telegram_and_finds_a_webhook_that_is_in_the_way(
    world: World, telegram: str
) -> None:
    line = {"TELEGRAM_TOKEN": world.token, "TELEGRAM_API": telegram}
    assert (await webhook.health(given(**line), NOON))[0][:2] == ("ok", "updates")
    async with asyncio.timeout(60):
        from bot.application import make_bot

        async with make_bot(world.token, telegram) as bot:
            await bot.set_webhook(URL, secret_token=SECRET)
    [polls] = await webhook.health(given(**line), NOON)
    assert polls[0] == "note"
    assert "`run` takes that webhook away" in polls[3]
    [brought] = await webhook.health(given(**line, WEBHOOK_URL=URL, WEBHOOK_SECRET=SECRET), NOON)
    assert brought[0] == "ok"
    [unguarded] = await webhook.health(given(**line, WEBHOOK_URL=URL), NOON)
    assert unguarded[0] == "bad"
    assert (
        await webhook.health(given(TELEGRAM_API="http://127.0.0.1:1", TELEGRAM_TOKEN=TOKEN), NOON)
        == []
    )


def local(folder: Path, **more: str) -> list[local_files.Found]:
    server = {"TELEGRAM_API": "http://127.0.0.1:8081", "MAX_FILE_MB": "2000"}
    settings = given(TELEGRAM_LOCAL=str(folder), TELEGRAM_TOKEN=TOKEN, **(server | more))
    return list(local_files.health(settings))


def test_doctor_looks_at_the_shared_folder(tmp_path: Path) -> None:
    ours = tmp_path / TOKEN / "videos"
    ours.mkdir(parents=True)
    (ours / "file_0.mp4").write_bytes(b"left")
    [limit, folder] = local(tmp_path)
    assert limit == ("ok", "local server", "files up to 2000 MB are taken", "")
    assert folder[0] == "ok"
    assert "1 files lie there" in folder[2]
    assert TOKEN not in repr(folder)
    assert local(tmp_path, MAX_FILE_MB="20")[0][0] == "note"
    assert local(tmp_path / "nowhere")[1][0] == "bad"
    assert local(Path("/"))[1][2] == "only `yes` is set"
    [cloud] = local(tmp_path, TELEGRAM_API="https://api.telegram.org")
    assert cloud[0] == "bad"
    assert list(local_files.health(given())) == []


@pytest.mark.parametrize(("lacks", "sign"), [(os.W_OK, "note"), (os.R_OK | os.X_OK, "bad")])
def test_doctor_warns_of_a_folder_in_which_files_stay_or_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacks: int, sign: str
) -> None:
    """By what `access` says: the tests may run as somebody who may do everything."""
    (tmp_path / TOKEN / "videos").mkdir(parents=True)
    monkeypatch.setattr(local_files.os, "access", lambda _path, wants: not wants & lacks)
    assert local(tmp_path)[1][0] == sign
