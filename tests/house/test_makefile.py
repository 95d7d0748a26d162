"""make sets up what it needs, once, and says what to do where it cannot."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import tree


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The Makefile and its lists alone, as in a fresh clone."""
    shutil.copy(tree.ROOT / "Makefile", tmp_path)
    shutil.copytree(tree.ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    outside = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(  # noqa: S603
        [shutil.which("make") or "make", *words],
        cwd=folder,
        env=outside,
        capture_output=True,
        text=True,
        check=False,
    )


def pretend_installed(folder: Path, *, at: float) -> None:
    """An environment whose stamp says when it was filled."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").touch()
    stamp = folder / ".venv" / "installed"
    stamp.touch()
    os.utime(stamp, (at, at))


def newest_list(folder: Path) -> float:
    """When the lists that .venv is made of last changed."""
    lists = (folder / "requirements" / f"{name}.txt" for name in ("tools", "test"))
    return max(path.stat().st_mtime for path in lists)


def test_without_a_word_make_prints_its_help(copy: Path) -> None:
    assert make(copy).stdout == make(copy, "help").stdout
    assert "make demo " in make(copy).stdout


def test_a_fresh_clone_is_set_up_before_anything_runs(copy: Path) -> None:
    planned = make(copy, "--dry-run", "test").stdout
    steps = ("-m venv .venv", "-r requirements/tools.txt", "-r requirements/test.txt", "-m pytest")
    places = [planned.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


def test_trainings_tests_get_torch_first(copy: Path) -> None:
    planned = make(copy, "--dry-run", "test-training").stdout
    steps = ("-m venv .venv-training", "torch==", "-r requirements/training.txt", "-m pytest")
    places = [planned.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


def test_everything_is_installed_by_hash_but_torch(copy: Path) -> None:
    planned = make(copy, "--dry-run", "setup", "setup-training").stdout
    installs = [line for line in planned.splitlines() if "pip install" in line]
    assert len(installs) == 5
    assert [line for line in installs if "--require-hashes" not in line] == [
        ".venv-training/bin/python -m pip install --quiet torch==2.13.0"
    ]


def test_a_second_setup_does_nothing(copy: Path) -> None:
    pretend_installed(copy, at=newest_list(copy) + 1)
    ended = make(copy, "setup")
    assert ended.returncode == 0
    assert "Installing" not in ended.stdout


def test_a_changed_list_is_installed_again(copy: Path) -> None:
    pretend_installed(copy, at=newest_list(copy) - 1)
    assert "requirements/test.txt" in make(copy, "--dry-run", "setup").stdout


def test_a_missing_python_is_told_with_a_way_out(copy: Path) -> None:
    ended = make(copy, "PYTHON=no-such-python", "setup")
    assert ended.returncode != 0
    assert "no-such-python is not on this machine. Install Python 3.11" in ended.stderr


@pytest.mark.parametrize(
    ("lacking", "said"),
    [("version_info", "is older than 3.11"), ("ensurepip", "sudo apt install python3-venv")],
)
def test_an_unfit_python_is_told_with_a_way_out(copy: Path, lacking: str, said: str) -> None:
    """An interpreter that fails just the one question."""
    unfit = copy / "unfit-python"
    unfit.write_text(f'#!/bin/sh\ncase "$2" in *{lacking}*) exit 1;; esac\nexit 0\n', "utf-8")
    unfit.chmod(0o755)
    ended = make(copy, f"PYTHON={unfit}", "setup")
    assert ended.returncode != 0
    assert said in ended.stderr
    assert not (copy / ".venv").exists()


def test_the_checks_before_landing_can_be_started() -> None:
    script = tree.ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert tree.run("bash", "-n", str(script)).returncode == 0
