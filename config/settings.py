"""Every setting of mind-gitter: name, type, unit, default and what it does, in one table.

`Settings` is the table; `config.loading` reads it from the environment over a `.env` file.
`docs/settings.md` and `.env.example` are compared with it by a test, so that neither can fall
behind.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from config import reading
from config.about import About
from config.about import about as _about
from config.limits import LimitSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(LimitSettings):
    """All settings, read and checked. `repr` shows neither token nor database (its password)."""

    telegram_token: str = field(
        repr=False,
        metadata=_about(
            "TELEGRAM_TOKEN",
            "",
            reading.bot_token,
            "The token @BotFather gave you; only `run` needs it.",
            secret=True,
        ),
    )
    telegram_api: str = field(
        metadata=_about(
            "TELEGRAM_API",
            "https://api.telegram.org",
            reading.base_url,
            "Base URL of the Bot API server, without `/bot`; used for calls and file downloads.",
        )
    )
    telegram_pace: tuple[int, int, int] = field(
        metadata=_about(
            "TELEGRAM_PACE",
            "3/20/30",
            reading.three_counts(100_000),
            "How many messages the bot sends at most: at once in a chat (and then one a second), a "
            "minute in a group, a second in all.",
            unit="chat/group/all",
        )
    )
    telegram_local: Path | None = field(
        metadata=_about(
            "TELEGRAM_LOCAL",
            "",
            reading.shared_folder,
            "Folder of a Bot API server of your own in local mode (its --dir), as this machine "
            "sees it; `yes` where both see the same files. Files are then read there.",
        )
    )
    telegram_local_dir: Path | None = field(
        metadata=_about(
            "TELEGRAM_LOCAL_DIR",
            "",
            reading.optional_folder,
            "The same folder as the server names it, where that is another path.",
        )
    )
    webhook_url: str = field(
        metadata=_about(
            "WEBHOOK_URL",
            "",
            reading.webhook_url,
            "Public https address that Telegram brings updates to; empty: the bot asks for them.",
        )
    )
    webhook_listen: str = field(
        metadata=_about(
            "WEBHOOK_LISTEN",
            "127.0.0.1:8443",
            reading.listen,
            "Where the bot listens for them, behind a proxy that does TLS.",
            unit="host:port or unix:/path",
        )
    )
    webhook_secret: str = field(
        repr=False,
        metadata=_about(
            "WEBHOOK_SECRET",
            "",
            reading.webhook_secret,
            "What Telegram says with each update to be known by; a webhook needs it. "
            "`openssl rand -hex 32` makes one.",
            unit="8 to 256 of A-Z a-z 0-9 _ -",
            secret=True,
        ),
    )
    webhook_secret_file: Path | None = field(
        metadata=_about(
            "WEBHOOK_SECRET_FILE",
            "",
            reading.optional_folder,
            "A file that holds the secret instead, such as a credential of systemd.",
        )
    )
    data: Path = field(
        metadata=_about(
            "DATA",
            "./data",
            reading.folder,
            "Folder for everything the diary keeps.",
        )
    )
    database: str = field(
        repr=False,
        metadata=_about(
            "DATABASE",
            "sqlite+aiosqlite:///<data>/diary.sqlite3",
            reading.database_url,
            "SQLAlchemy URL of the database: SQLite, PostgreSQL, MySQL or MariaDB.",
            secret=True,
        ),
    )
    key: str = field(
        repr=False,
        metadata=_about(
            "KEY",
            "",
            reading.text,
            "Keys that seal what lies on the disk, as `python -m app key new` makes them, with "
            "commas between; better in a file.",
            secret=True,
        ),
    )
    key_file: Path | None = field(
        metadata=_about(
            "KEY_FILE",
            "",
            reading.optional_folder,
            "A file with such keys, one a line, the first seals; outside the data folder.",
        )
    )
    models: Path = field(
        metadata=_about(
            "MODELS",
            "<data>/models",
            reading.folder,
            "Folder with the face detector's file and one folder for each speech model.",
        )
    )
    speech_model: str = field(
        metadata=_about(
            "SPEECH_MODEL",
            "small",
            reading.text,
            "Name of a folder in the models folder, or a path; where it is absent, "
            "speech is left out and never downloaded.",
        )
    )
    workers: int = field(
        metadata=_about(
            "WORKERS",
            "1",
            reading.whole(1, 64),
            "Worker processes that look at the picture.",
            unit="processes",
        )
    )
    samples_per_s: float = field(
        metadata=_about(
            "SAMPLES_PER_S",
            "5.0",
            reading.number(0.5, 30),
            "How often the face is looked at.",
            unit="samples a second",
        )
    )
    min_face_s: float = field(
        metadata=_about(
            "MIN_FACE_S",
            "5.0",
            reading.number(0, 600),
            "Below this much usable face no expression is named.",
            unit="seconds",
        )
    )
    max_duration_s: float = field(
        metadata=_about(
            "MAX_DURATION_S",
            "600",
            reading.number(1, 14_400),
            "Longer clips are refused.",
            unit="seconds",
        )
    )
    max_file_mb: int = field(
        metadata=_about(
            "MAX_FILE_MB",
            "20",
            reading.whole(1, 2000),
            "Larger files are refused; Telegram's own server hands a bot 20 MB at most.",
            unit="MB",
        )
    )
    import_mb: int = field(
        metadata=_about(
            "IMPORT_MB",
            "5000",
            reading.whole(1, 10_000_000),
            "With more than this of their own here nobody brings in more with /import.",
            unit="MB for each person",
        )
    )
    free_mb: int = field(
        metadata=_about(
            "FREE_MB",
            "200",
            reading.whole(0, 1_000_000),
            "With less than this free on the disk of the data folder clips wait for room.",
            unit="MB",
        )
    )
    job_deadline_s: float = field(
        metadata=_about(
            "JOB_DEADLINE_S",
            "300",
            reading.number(1, 86_400),
            "Hard limit for one stage of one clip; its worker is stopped then.",
            unit="seconds",
        )
    )
    job_attempts: int = field(
        metadata=_about(
            "JOB_ATTEMPTS",
            "3",
            reading.whole(1, 20),
            "How often a clip is tried before its entry says why it failed.",
            unit="attempts",
        )
    )
    worker_memory_mb: int = field(
        metadata=_about(
            "WORKER_MEMORY_MB",
            "1024",
            reading.whole(256, 1_048_576),
            "Memory limit of a worker that looks at the picture.",
            unit="MB",
        )
    )
    words_memory_mb: int = field(
        metadata=_about(
            "WORDS_MEMORY_MB",
            "4096",
            reading.whole(512, 1_048_576),
            "Memory limit of the worker that hears and reads the words.",
            unit="MB",
        )
    )
    time_zone: str = field(
        metadata=_about(
            "TIME_ZONE",
            "Asia/Seoul",
            reading.time_zone,
            "Time zone of a new diary.",
            unit="IANA name",
        )
    )
    day_starts_hour: int = field(
        metadata=_about(
            "DAY_STARTS_HOUR",
            "4",
            reading.whole(0, 23),
            "Hour at which the diary's day begins: before it, a clip belongs to yesterday.",
            unit="hour, 0 to 23",
        )
    )
    default_language: str = field(
        metadata=_about(
            "LANGUAGE",
            "ko",
            reading.one_of("ko", "en"),
            "Language for people whose Telegram names none; others get Korean or English.",
            unit="ko or en",
        )
    )
    speech_language: str = field(
        metadata=_about(
            "SPEECH_LANGUAGE",
            "",
            reading.language,
            "Language that is spoken in the clips; empty: detected in each.",
            unit="language code",
        )
    )
    log_level: str = field(
        metadata=_about(
            "LOG_LEVEL",
            "info",
            reading.one_of("debug", "info", "warning", "error"),
            "The least important log line that is written.",
            unit="debug, info, warning or error",
        )
    )
    log_format: str = field(
        metadata=_about(
            "LOG_FORMAT",
            "auto",
            reading.one_of("auto", "json", "text"),
            "One JSON object a line, or text; auto: text on a terminal.",
            unit="auto, json or text",
        )
    )
    edit_interval_s: float = field(
        metadata=_about(
            "EDIT_INTERVAL_S",
            "3.0",
            reading.number(0, 60),
            "The progress message of a clip is edited at most once in this time.",
            unit="seconds",
        )
    )
    notice_wait_s: float = field(
        metadata=_about(
            "NOTICE_WAIT_S",
            "600",
            reading.number(0, 86_400),
            "Comments are collected for so long before somebody is told of them privately.",
            unit="seconds",
        )
    )
    backup_folder: Path = field(
        metadata=_about(
            "BACKUP_FOLDER",
            "<data>/backups",
            reading.folder,
            "Folder for backups; put it on another disk than the data folder.",
        )
    )
    backup_hour: int = field(
        metadata=_about(
            "BACKUP_HOUR",
            "5",
            reading.whole(0, 23),
            "Hour from which the bot makes the day's backup, in the time zone of new diaries.",
            unit="hour, 0 to 23",
        )
    )
    backup_keep: tuple[int, int, int] = field(
        metadata=_about(
            "BACKUP_KEEP",
            "7/4/6",
            reading.three_counts(999),
            "Of so many days, weeks and months a backup stays; with 0 days the bot makes none.",
            unit="days/weeks/months",
        )
    )


def catalogue() -> dict[str, About]:
    """What is known about each field of `Settings`, by field name, in order; limits stand last."""
    limits = {item.name for item in fields(LimitSettings)}
    ordered = sorted(fields(Settings), key=lambda item: item.name in limits)
    return {item.name: item.metadata["about"] for item in ordered}
