"""What ends a command before it has begun, in every environment."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from training.commands import main

Write = Callable[..., Path]


@pytest.mark.parametrize("command", ["fit", "export"])
def test_a_command_that_needs_torch_says_how_to_get_it(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    assert main([command]) == 3
    assert "fit and export need torch: run `make setup-training`" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["file", "file/inner"])
def test_records_are_not_written_over_a_file(
    columns: dict[str, Any],
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    (tmp_path / "file").write_text("mine")
    words = ["evaluate", "--data", str(write(columns)), "--out", str(tmp_path / name)]
    assert main(words) == 3
    assert "cannot be a folder: name another one with --out" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("model", ["nowhere.onnx", "."])
def test_a_model_that_is_not_there_ends_with_a_sentence(
    columns: dict[str, Any], write: Write, capsys: pytest.CaptureFixture[str], model: str
) -> None:
    assert main(["evaluate", "--data", str(write(columns)), "--model", model, "--json"]) == 3
    assert "the expression model cannot be read" in capsys.readouterr().err
