from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import speech_model

FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt")


def filled(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_text("x")
    return folder


def test_a_whole_folder_is_available_by_name_and_by_path(tmp_path: Path) -> None:
    folder = filled(tmp_path / "models" / "small")

    assert speech_model.available(str(tmp_path / "models"), "small")
    assert speech_model.available(str(tmp_path / "elsewhere"), str(folder))


@pytest.mark.parametrize("name", FILES)
def test_a_folder_without_one_of_its_files_is_not_available(tmp_path: Path, name: str) -> None:
    folder = filled(tmp_path / "small")
    (folder / name).unlink()

    assert not speech_model.available(str(tmp_path), "small")


def test_an_empty_file_is_not_there(tmp_path: Path) -> None:
    (filled(tmp_path / "small") / "model.bin").write_bytes(b"")

    assert not speech_model.available(str(tmp_path), "small")


def test_no_folder_and_no_name_are_not_available(tmp_path: Path) -> None:
    assert not speech_model.available(str(tmp_path), "small")
    assert not speech_model.available(str(tmp_path), "")


def test_a_path_that_does_not_exist_is_looked_for_among_the_models() -> None:
    assert speech_model.folder("/models", "nobody/small") == Path("/models/nobody/small")


def test_a_model_in_a_closed_folder_is_not_there(closed_folder: Path) -> None:
    assert not speech_model.available(str(closed_folder / "models"), "small")
    assert not speech_model.available("/nowhere", str(closed_folder / "models" / "small"))


def test_a_name_that_no_file_can_have_is_not_there(tmp_path: Path) -> None:
    assert not speech_model.available(str(tmp_path), "m/" + "x" * 5_000)


def test_a_home_that_nobody_has_is_not_there(tmp_path: Path) -> None:
    name = "~nobody-of-this-name/small"
    assert speech_model.folder(str(tmp_path), name) == tmp_path / name
    assert not speech_model.available(str(tmp_path), name)


def test_asking_loads_nothing_heavy() -> None:
    code = (
        "import sys; from analysis import speech_model; speech_model.available('.', 'small');"
        "print({'numpy', 'faster_whisper', 'ctranslate2', 'onnxruntime'} & set(sys.modules))"
    )
    root = Path(__file__).parents[2]
    answer = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "set()"


def test_a_model_that_broke_counts_as_absent_until_its_files_change(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    for name in (*speech_model.NEEDED, "vocabulary.txt"):
        (place / name).write_bytes(b"cut short")
    ears = speech_model.Ears(str(tmp_path), "small")
    assert ears.work()
    ears.broke()
    assert not ears.work()
    (place / "model.bin").write_bytes(b"all of it")
    os.utime(place / "model.bin", (1, 1))
    assert ears.work()
    (place / "model.bin").unlink()
    assert not ears.work()
