"""`python -m app`: the commands. What a command needs is imported when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from config import last_words
from languages.catalogue import LANGUAGES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    options = parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror or error}. Check the path and its rights.", file=sys.stderr)
    except ImportError as error:
        print(f"{error}. Install it, or choose another database.", file=sys.stderr)
    return 1


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    whole = argparse.ArgumentParser(
        prog="python -m app", description="mind-gitter, a private video diary in Telegram"
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run the bot")
    run.set_defaults(command=_run)
    analyze = commands.add_parser("analyze", help="analyse a clip or a text, without the bot")
    analyze.add_argument("file", nargs="?", help="the clip")
    analyze.add_argument("--text", metavar="FILE", help="words only; - is standard input")
    analyze.add_argument("--json", action="store_true", help="print one JSON object")
    analyze.add_argument("--chart", metavar="OUT.png", type=Path, help="draw the curve")
    analyze.add_argument("--language", choices=LANGUAGES, help="language of the chart")
    analyze.set_defaults(command=_analyze, parser=analyze)
    doctor = commands.add_parser("doctor", help="check token, models, fonts, disk and database")
    doctor.add_argument("--health", action="store_true", help="only: is the bot alive? for Docker")
    doctor.set_defaults(command=_doctor)
    models = commands.add_parser("models", help="list the model files, or download them")
    models.add_argument("action", nargs="?", choices=("download",))
    models.add_argument("names", nargs="*", help="which models (default: all)")
    models.set_defaults(command=_models)
    migrate = commands.add_parser("migrate", help="bring the database up to date")
    migrate.set_defaults(command=_migrate)
    backup = commands.add_parser("backup", help="copy the diary, also while the bot runs")
    backup.add_argument("folder", nargs="?", type=Path, help="where to (MINDGITTER_BACKUP_FOLDER)")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="the diary out of a backup, into an empty place")
    restore.add_argument("backup", type=Path, help="the folder that `backup` has made")
    restore.add_argument("--check", action="store_true", help="prove the backup, restore nothing")
    restore.set_defaults(command=_restore)
    key = commands.add_parser("key", help="make a key that seals what lies on the disk")
    key.add_argument("action", choices=("new",))
    key.add_argument("file", nargs="?", type=Path, help="a ring of keys to put it into, first")
    key.add_argument("--name", help="what it is called (the day)")
    key.set_defaults(command=_key)
    rekey = commands.add_parser("rekey", help="seal the diary with the first key of the ring")
    rekey.add_argument("--plain", action="store_true", help="open it instead")
    rekey.set_defaults(command=_rekey)
    playground = commands.add_parser("playground", help="try it without Telegram")
    playground.add_argument("--headless", action="store_true", help="play a conversation and end")
    playground.add_argument("--out", type=Path, default=Path("demo-out"), help="for --headless")
    playground.add_argument("--port", type=_port, default=8010, help="of the page (8010)")
    playground.add_argument("--data", metavar="FOLDER", type=Path, help="keep chats and diary here")
    playground.set_defaults(command=_playground)
    return whole


def _port(given: str) -> int:
    """A TCP port; 0 is any that is free."""
    from app.playground import LAST_PORT

    if not given.isdecimal() or int(given) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"must be a port from 0 to {LAST_PORT}")
    return int(given)


def _run(_options: argparse.Namespace) -> int:
    from app import run

    return run.main()


def _analyze(options: argparse.Namespace) -> int:
    if (options.file is None) == (options.text is None):
        options.parser.error("give a clip or --text FILE")
    if options.text is not None and options.chart is not None:
        options.parser.error("--chart needs a clip")
    from app import analyze

    return analyze.main(options)


def _doctor(options: argparse.Namespace) -> int:
    if options.health:
        from app import health

        return health.main()
    from app import doctor

    return doctor.main()


def _models(options: argparse.Namespace) -> int:
    from app import models

    return models.main(download=options.action == "download", names=tuple(options.names))


def _migrate(_options: argparse.Namespace) -> int:
    from app import migrate

    return migrate.main()


def _backup(options: argparse.Namespace) -> int:
    from app import backups

    return backups.main(options.folder)


def _restore(options: argparse.Namespace) -> int:
    from app import restore

    return restore.main(options.backup, check=options.check)


def _key(options: argparse.Namespace) -> int:
    from app import key

    return key.main(options.file, options.name)


def _rekey(options: argparse.Namespace) -> int:
    from app import rekey

    return rekey.main(plain=options.plain)


def _playground(options: argparse.Namespace) -> int:
    from app import playground

    return playground.main(
        options.out, headless=options.headless, port=options.port, data=options.data
    )


if __name__ == "__main__":
    last_words.install()
    sys.exit(main())
