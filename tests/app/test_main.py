"""The door: every command of the contract, and a clear word for a wrong one."""

import argparse
import subprocess
import sys

import pytest

from app.__main__ import main, parser
from tests.app.commands import ROOT

COMMANDS = [
    ["run"],
    ["analyze", "clip.mp4"],
    ["analyze", "clip.mp4", "--json", "--chart", "out.png"],
    ["analyze", "--text", "-", "--json"],
    ["doctor"],
    ["doctor", "--health"],
    ["models"],
    ["models", "download"],
    ["models", "download", "face"],
    ["migrate"],
    ["backup"],
    ["backup", "folder"],
    ["restore", "backup"],
    ["restore", "backup", "--check"],
    ["playground"],
    ["playground", "--headless", "--out", "demo-out"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_of_the_contract_is_known(arguments: list[str]) -> None:
    assert callable(parser().parse_args(arguments).command)


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["analyze"], ["analyze", "a.mp4", "--text", "b.txt"], ["models", "upload"],
     ["analyze", "--text", "b.txt", "--chart", "c.png"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage: python -m app" in said.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    assert all(name in text for name in {arguments[0] for arguments in COMMANDS})
    assert isinstance(parser(), argparse.ArgumentParser)


def test_the_door_opens_without_loading_the_house() -> None:
    """A spawned worker imports the door again: it must cost nothing."""
    heavy = "telegram sqlalchemy cv2 onnxruntime matplotlib av kiwipiepy faster_whisper"
    program = f"import sys, app.__main__; print({{*'{heavy}'.split()}} & {{*sys.modules}})"
    found = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"
