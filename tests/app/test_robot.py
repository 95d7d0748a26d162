"""What the playground's bot is told of the place that it plays in."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from app.robot import GIVEN, Place, environment, last_line
from config.loading import load
from config.settings import Settings, catalogue

#: For each setting a value that is not the default: a real diary's.
REAL = {
    "telegram_token": "123456789:AAFabcdefghijklmnopqrstuvwxyz012345",
    "telegram_api": "http://127.0.0.1:1",
    "data": "/real/data",
    "database": "sqlite+aiosqlite:////real/diary.sqlite3",
    "models": "/real/models",
    "speech_model": "large",
    "workers": "3",
    "samples_per_s": "2.0",
    "min_face_s": "9.0",
    "max_duration_s": "30",
    "max_file_mb": "3",
    "import_mb": "3",
    "job_deadline_s": "100.0",
    "job_attempts": "9",
    "worker_memory_mb": "2000",
    "words_memory_mb": "2000",
    "time_zone": "Europe/Berlin",
    "day_starts_hour": "0",
    "default_language": "en",
    "speech_language": "ko",
    "log_level": "debug",
    "log_format": "json",
    "edit_interval_s": "9.0",
    "notice_wait_s": "9.0",
    "backup_folder": "/real/backups",
    "backup_hour": "1",
    "backup_keep": "1/0/0",
    "telegram_pace": "1/2/3",
    "telegram_local": "/real/telegram",
    "telegram_local_dir": "/real/server",
    "webhook_url": "https://real.example/bot",
    "webhook_listen": "127.0.0.1:1234",
    "webhook_secret": "a-real-secret",
    "webhook_secret_file": "/real/secret",
    "key": "real:" + "A" * 43 + "=",
    "key_file": "/real/key",
    "admins": "77",
    "contact": "@real",
    "open_to": "list",
    "free_mb": "7",
    "messages_a_minute": "7",
    "searches_a_minute": "7",
    "clips_a_day": "7",
    "comments_a_day": "7",
    "exports_a_day": "7",
    "groups_a_day": "7",
    "waiting_minutes": "7",
}


@pytest.mark.parametrize("in_file", [True, False], ids=["in the file", "around it"])
def test_a_real_diary_beside_it_is_none_of_its_business(tmp_path: Path, *, in_file: bool) -> None:
    real = {about.variable: REAL[name] for name, about in catalogue().items()}
    (tmp_path / ".env").write_text("".join(f"{k}={v}\n" for k, v in real.items() if in_file))
    outside = {"PATH": "/bin", "MINDGITTER_ELSE": "1"} | ({} if in_file else real)
    place = Place(
        "http://127.0.0.1:8010",
        tmp_path / "data",
        tmp_path / "bot.log",
        load(outside, tmp_path / ".env"),
    )
    given = environment(outside, place, "1:abcdef")
    told, default = load(given, tmp_path / ".env"), load({}, None)
    own = {"telegram_api", "telegram_token", "data", "database", "models", "log_format"}
    own |= {"backup_folder", "backup_keep", "telegram_pace", *GIVEN}
    assert {f.name for f in fields(Settings)} == set(REAL)
    assert [n for n in set(REAL) - own if getattr(told, n) != getattr(default, n)] == []
    assert [str(getattr(told, name)) for name in GIVEN] == [REAL[name] for name in GIVEN]
    assert (told.data, told.backup_folder) == (tmp_path / "data", tmp_path / "data" / "backups")
    assert told.database.endswith(f"{tmp_path}/data/diary.sqlite3")
    assert told.backup_keep == (0, 0, 0)
    assert told.models == Path("/real/models")
    assert (told.telegram_token, told.telegram_api) == ("1:abcdef", "http://127.0.0.1:8010")
    assert (given["PATH"], "MINDGITTER_ELSE" in given) == ("/bin", False)


def test_what_a_log_says_at_last(tmp_path: Path) -> None:
    assert last_line(tmp_path / "bot.log") == ""
    (tmp_path / "bot.log").write_bytes(b"first\nlast \xff\n\n")
    assert last_line(tmp_path / "bot.log") == "last \ufffd"
