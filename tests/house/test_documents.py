"""The documents say what is there, in both languages."""

import re
import sys
from pathlib import Path

import pytest

from bot.phrases.commands import COMMANDS
from config import loading, settings
from tests.house import tree

READMES = ("README.md", "README.ko.md")


def text(name: str) -> str:
    return (tree.ROOT / name).read_text(encoding="utf-8")


def headings(name: str) -> list[int]:
    """The levels of a document's headings, in order; code blocks do not count."""
    prose = re.sub(r"^```.*?^```", "", text(name), flags=re.MULTILINE | re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", prose, flags=re.MULTILINE)]


def row(about: settings.About) -> str:
    """The line of docs/settings.md's table for one setting."""
    default = f"`{about.default}`" if about.default else "(empty)"
    return f"| `{about.variable}` | {default} | {about.unit} | {about.says} |"


def test_the_table_of_settings_is_the_one_in_the_code() -> None:
    lines = text("docs/settings.md").splitlines()
    table = [line for line in lines if line.startswith("| `MINDGITTER_")]
    assert table == [row(about) for about in settings.catalogue().values()]


def test_the_example_file_names_every_setting_with_what_it_does_and_its_default() -> None:
    example = text(".env.example")
    for about in settings.catalogue().values():
        assert re.search(rf"^#?{about.variable}={re.escape(about.default)}$", example, re.MULTILINE)
        assert f"# {about.says.rstrip('.')}" in example
    assert example.count("MINDGITTER_") == len(settings.catalogue())


def test_the_example_file_with_every_line_in_force_gives_the_defaults(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(text(".env.example").replace("#MINDGITTER_", "MINDGITTER_"), "utf-8")
    assert loading.unknown_names({}, env_file) == ()
    assert loading.load({}, env_file) == loading.load({}, None)


def commands() -> list[str]:
    """The commands that `python -m app --help` lists."""
    if not (tree.ROOT / "app" / "__main__.py").exists():
        pytest.skip("app is not written yet")
    shown = tree.run(sys.executable, "-m", "app", "--help")
    assert shown.returncode == 0, shown.stderr
    listed = re.findall(r"^    ([a-z-]+)(?:  |$)", shown.stdout, flags=re.MULTILINE)
    assert listed, "no commands in the help"
    return listed


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_the_readme(readme: str) -> None:
    written = text(readme)
    assert [name for name in commands() if f"`python -m app {name}" not in written] == []


@pytest.mark.parametrize("readme", READMES)
def test_no_readme_names_a_command_that_is_not_there(readme: str) -> None:
    named = set(re.findall(r"python -m app ([a-z-]+)", text(readme)))
    assert named <= set(commands())


@pytest.mark.parametrize("readme", READMES)
def test_every_command_of_the_chat_is_in_the_readme(readme: str) -> None:
    written = text(readme)
    assert [c.name for c in COMMANDS if f"`/{c.name}`" not in written] == []


def test_every_file_that_a_document_names_is_there() -> None:
    folders = "|".join([*tree.rooms(), "tests", "docs", "requirements", "benchmarks"])
    gone = [
        f"{tree.name(path)}: {named}"
        for path, content in tree.texts()
        if path.suffix == ".md"
        for named in re.findall(rf"`((?:{folders})/[\w./-]*)`", content)
        if not (tree.ROOT / named).exists()
    ]
    assert gone == []


def targets() -> list[str]:
    """The commands that `make help` lists."""
    return re.findall(r"^([a-z-]+):.*## ", text("Makefile"), flags=re.MULTILINE)


@pytest.mark.parametrize("readme", READMES)
def test_the_two_commands_to_begin_with_are_in_both_languages(readme: str) -> None:
    written = text(readme)
    assert "make demo" in written
    assert "make test" in written


def test_no_document_names_a_make_command_that_is_not_there() -> None:
    named = {
        (tree.name(path), target)
        for path in [*map(tree.ROOT.joinpath, READMES), *(tree.ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert [pair for pair in named if pair[1] not in targets()] == []


def test_make_prints_its_own_help() -> None:
    shown = tree.run("make", "help").stdout
    assert re.findall(r"^make ([a-z-]+) ", shown, flags=re.MULTILINE) == targets()


def test_both_readmes_have_the_same_headings_in_number_and_level() -> None:
    assert headings("README.md") == headings("README.ko.md")
    assert len(headings("README.md")) > 5


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{tree.name(path)}: {target}"
        for path, content in tree.texts()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", content)
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_picture_is_small_and_shown_somewhere() -> None:
    """A clone is not for pictures: eight of 150 kB are enough."""
    pictures = sorted((tree.ROOT / "docs" / "pictures").iterdir())
    written = "".join(content for path, content in tree.texts() if path.suffix == ".md")
    assert [path.name for path in pictures if f"pictures/{path.name})" not in written] == []
    assert [path.name for path in pictures if path.stat().st_size > 150_000] == []
    assert 0 < len(pictures) <= 8


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = tree.ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\(([^)]+\.md)\)", text("docs/decisions/README.md"))
    assert sorted(listed) == sorted(
        path.name for path in folder.glob("*.md") if path.name != "README.md"
    )


def test_the_change_log_knows_the_version() -> None:
    version = re.search(r'^version = "([^"]+)"', text("pyproject.toml"), re.MULTILINE)
    assert version
    assert re.search(rf"^## {re.escape(version[1])}\b", text("CHANGELOG.md"), re.MULTILINE)


def test_no_place_of_one_machine_is_tracked() -> None:
    assert tree.hits(r"(?<![\w./~$}])/(?:home|Users|root|work)/\w") == []


def test_no_tracked_file_is_a_secret_or_a_diary() -> None:
    found = [
        tree.name(path)
        for path in tree.tracked()
        if path.name == ".env" or path.suffix in {".sqlite3", ".mp4", ".mov", ".webm"}
    ]
    assert found == []


def test_no_token_is_tracked() -> None:
    """What looks like a bot's token is a test's or the stand-in's, where it opens nothing."""
    found = tree.hits(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b")
    assert [hit for hit in found if not hit.startswith(("tests/", "playground/"))] == []
