"""Settings: read from the environment over a .env file, all problems told at once."""

import dataclasses
from pathlib import Path

import pytest

from config import loading, settings
from config.loading import SettingsError

TOKEN = "123456789:AAFabcdefghijklmnopqrstuvwxyz012345"


def load(env_file: Path | None = None, /, **given: str) -> settings.Settings:
    return loading.load({f"MINDGITTER_{name}": text for name, text in given.items()}, env_file)


def problems(env_file: Path | None = None, /, **given: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load(env_file, **given)
    return caught.value.problems


def test_with_nothing_set_the_defaults_hold() -> None:
    read = load()
    assert read.telegram_api == "https://api.telegram.org"
    assert read.data == Path.cwd() / "data"
    assert read.models == read.data / "models"
    assert read.database == f"sqlite+aiosqlite:///{read.data}/diary.sqlite3"
    assert (read.workers, read.samples_per_s, read.min_face_s) == (1, 5.0, 5.0)
    assert (read.max_duration_s, read.max_file_mb, read.job_deadline_s) == (600, 20, 300)
    assert (read.time_zone, read.day_starts_hour, read.default_language) == ("Asia/Seoul", 4, "ko")


def test_every_default_passes_its_own_reader_with_its_declared_type() -> None:
    read = load()
    for item in dataclasses.fields(settings.Settings):
        kinds = {"str": str, "int": int, "float": float, "Path": Path, "Path | None": Path | None}
        kind = kinds.get(str(item.type), tuple)
        assert isinstance(getattr(read, item.name), kind)


def test_database_and_models_follow_the_data_folder() -> None:
    read = load(DATA="/srv/diary")
    assert read.database == "sqlite+aiosqlite:////srv/diary/diary.sqlite3"
    assert read.models == Path("/srv/diary/models")


def test_the_data_folder_may_be_named_in_another_setting() -> None:
    assert load(DATA="/srv/diary", MODELS="<data>/../m").models == Path("/srv/diary/../m")


def test_a_path_may_start_at_home() -> None:
    assert load(DATA="~/diary").data == Path.home() / "diary"


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("", None),
        ("no", None),
        ("yes", Path("/")),
        ("1", Path("/")),
        ("/srv/bot-api", Path("/srv/bot-api")),
    ],
)
def test_the_folder_of_a_local_server_is_a_path_the_whole_machine_or_none(
    text: str, folder: Path | None
) -> None:
    assert load(TELEGRAM_LOCAL=text).telegram_local == folder


@pytest.mark.parametrize(
    "place", ["127.0.0.1:8443", "[::1]:8443", "localhost:1", "unix:/run/x.sock", "0.0.0.0:80"]
)
def test_the_bot_listens_at_an_address_or_a_socket(place: str) -> None:
    assert load(WEBHOOK_LISTEN=place).webhook_listen == place


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("MINDGITTER_WORKERS=2\nMINDGITTER_LANGUAGE=en\n", encoding="utf-8")
    read = load(env_file, WORKERS="3")
    assert (read.workers, read.default_language) == (3, "en")


def test_a_blank_value_gives_the_default_even_over_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("MINDGITTER_WORKERS=\nMINDGITTER_LANGUAGE=en\n", encoding="utf-8")
    read = load(env_file, LANGUAGE="  ")
    assert (read.workers, read.default_language) == (1, "ko")


def test_a_file_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    assert load(tmp_path / ".env") == load()


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("MINDGITTER_WORKERS=2\n", encoding="utf-8-sig")
    assert load(env_file).workers == 2


def test_a_dollar_sign_in_the_file_is_a_dollar_sign(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("MINDGITTER_SPEECH_MODEL=${HOME}\n", encoding="utf-8")
    assert load(env_file).speech_model == "${HOME}"


def test_a_file_that_is_no_text_is_told_beside_the_other_problems(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"MINDGITTER_WORKERS=\xff\xfe")
    told = problems(env_file, WORKERS="many")
    assert len(told) == 2
    assert ".env cannot be read" in told[0]


def test_all_problems_are_told_at_once_each_with_a_next_step() -> None:
    told = problems(WORKERS="0", TIME_ZONE="Asia/Seol", LANGUAGE="fr", DAY_STARTS_HOUR="24")
    assert len(told) == 4
    assert all("Correct MINDGITTER_" in sentence for sentence in told)
    assert told[0] == (
        "MINDGITTER_WORKERS is '0', but must be a whole number from 1 to 64. Correct "
        "MINDGITTER_WORKERS in the environment or in .env, or remove it to use 1."
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("WORKERS", "1.5"),
        ("SAMPLES_PER_S", "nan"),
        ("SAMPLES_PER_S", "0"),
        ("MAX_DURATION_S", "inf"),
        ("MIN_FACE_S", "-1"),
        ("TIME_ZONE", "../etc/passwd"),
        ("SPEECH_LANGUAGE", "korean!"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("TELEGRAM_API", "api.telegram.org"),
        ("TELEGRAM_API", "https://api.telegram.org/bot"),
        ("TELEGRAM_API", "https://example.org?x=1"),
        ("WEBHOOK_URL", "example.org/updates"),
        ("WEBHOOK_URL", "https://name:word@example.org/updates"),
        ("WEBHOOK_URL", "https://example.org/updates?bot=1"),
        ("WEBHOOK_LISTEN", "8443"),
        ("WEBHOOK_LISTEN", "localhost:70000"),
        ("WEBHOOK_LISTEN", "unix:webhook.sock"),
        ("WEBHOOK_SECRET", "short"),
        ("WEBHOOK_SECRET", "with a space in it"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("DATABASE", "diary.sqlite3"),
        ("DATABASE", "oracle://host/name"),
        ("DATABASE", "postgresql+psycopg2://host/name"),
        ("TELEGRAM_TOKEN", "not a token"),
    ],
)
def test_a_value_out_of_its_range_is_refused(name: str, text: str) -> None:
    (told,) = problems(**{name: text})
    assert told.startswith(f"MINDGITTER_{name}")


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+pysqlite:////x.db", "sqlite+aiosqlite:////x.db"),
        ("postgres://host/name", "postgresql+asyncpg://host/name"),
        ("postgresql://me:pw@host/name", "postgresql+asyncpg://me:pw@host/name"),
        ("postgresql+psycopg://host/name", "postgresql+psycopg://host/name"),
        ("mysql://host/name", "mysql+aiomysql://host/name"),
        ("mariadb://host/name?charset=utf8mb4", "mariadb+aiomysql://host/name?charset=utf8mb4"),
    ],
)
def test_a_plain_database_url_gets_its_asynchronous_driver(given: str, read: str) -> None:
    assert load(DATABASE=given).database == read


def test_a_trailing_slash_of_the_api_address_does_not_matter() -> None:
    assert load(TELEGRAM_API="http://127.0.0.1:8081/").telegram_api == "http://127.0.0.1:8081"


def test_words_are_read_in_any_case() -> None:
    read = load(LANGUAGE="EN", LOG_LEVEL="Warning", SPEECH_LANGUAGE="KO")
    assert (read.default_language, read.log_level, read.speech_language) == ("en", "warning", "ko")


def test_nothing_that_is_printed_holds_the_token_or_the_password() -> None:
    read = load(TELEGRAM_TOKEN=TOKEN, DATABASE="postgresql://me:hidden@host/name")
    assert read.telegram_token == TOKEN
    assert TOKEN not in repr(read)
    assert "hidden" not in repr(read)


def test_a_refused_secret_is_not_repeated() -> None:
    told = "".join(problems(TELEGRAM_TOKEN=TOKEN + "!", DATABASE="oracle://me:hidden@host/name"))
    assert TOKEN not in told
    assert "hidden" not in told


def test_a_missing_token_is_told_with_where_to_get_one() -> None:
    with pytest.raises(SettingsError, match="@BotFather"):
        loading.require_token(load())
    assert loading.require_token(load(TELEGRAM_TOKEN=TOKEN)) == TOKEN


def test_a_mistyped_name_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("MINDGITTER_WORKER=2\n", encoding="utf-8")
    told = loading.unknown_names({"MINDGITTER_TOKEN": TOKEN, "HOME": "/"}, env_file)
    assert [sentence.partition(" is ")[0] for sentence in told] == [
        "MINDGITTER_TOKEN",
        "MINDGITTER_WORKER",
    ]
    assert told[0].endswith("no effect. Did you mean MINDGITTER_TELEGRAM_TOKEN?")
    assert told[1].endswith("no effect. Did you mean MINDGITTER_WORKERS?")


def test_a_name_like_no_other_is_told_with_where_the_names_are() -> None:
    (told,) = loading.unknown_names({"MINDGITTER_QQQ": "1"}, None)
    assert "docs/settings.md" in told


def test_known_names_give_no_warning() -> None:
    names = {about.variable: "1" for about in settings.catalogue().values()}
    assert loading.unknown_names(names, None) == ()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load().workers = 2  # type: ignore[misc]


def test_admins_are_numbers_each_named_once() -> None:
    assert load().admins == ()
    assert load(ADMINS="7, 8 7,123456789").admins == (7, 8, 123456789)
    for given in ("@minji", "0", "-7", "7;8", "9" * 17):
        assert "MINDGITTER_ADMINS" in problems(ADMINS=given)[0]


def test_whom_to_ask_is_one_short_line() -> None:
    assert load(CONTACT="  Ask\n@minji  ").contact == "Ask @minji"
    assert "at most 200" in problems(CONTACT="x" * 201)[0]


def test_a_limit_of_zero_is_none_and_the_defaults_are_far_above_a_family() -> None:
    read = load(CLIPS_A_DAY="0")
    assert read.clips_a_day == 0
    assert (read.messages_a_minute, read.waiting_minutes, read.comments_a_day) == (120, 600, 1000)
    assert "MINDGITTER_CLIPS_A_DAY" in problems(CLIPS_A_DAY="-1")[0]
