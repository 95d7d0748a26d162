"""What a run may build on. It needs torch, which only the training environment has."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is installed for training alone")

from training import checkpoints, export, fit  # noqa: E402 -- they import torch
from training.augmentation import Strength  # noqa: E402 -- beside the others
from training.commands import main  # noqa: E402 -- the same
from training.distillation import ancestry, before  # noqa: E402 -- the same
from training.errors import DataError  # noqa: E402 -- the same
from training.network import Shape  # noqa: E402 -- the same

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*treespec:FutureWarning",  # torch's exporter warns of torch's own future
    "ignore::DeprecationWarning:torch.*",  # the same
)

QUICK = fit.Recipe(
    epochs=1,
    batch=16,
    rate=0.05,
    bfloat16=False,
    shape=Shape(stem=4, widths=(8, 16), depths=(1, 1), dropout=0.0),
)
#: What checkpoints held before they named splits, recipes and forerunners.
NEWER = ("split", "apart", "recipes", "before")


@pytest.fixture
def data(columns: dict[str, Any], write: Callable[..., Path]) -> Path:
    return write(columns)


@pytest.fixture
def begun(data: Path, tmp_path: Path) -> Path:
    """A run of one epoch."""
    fit.fit(data, tmp_path / "run", QUICK, resume=False)
    return tmp_path / "run"


def changed(run: Path, **parts: Any) -> dict[str, Any]:
    """The run's checkpoint, written again with other parts; without those that are None."""
    state = torch.load(run / "last.pt", weights_only=True) | parts
    state = {name: part for name, part in state.items() if part is not None}
    torch.save(state, run / "last.pt")
    return state


def test_a_run_is_not_written_over(begun: Path, data: Path) -> None:
    kept = (begun / "last.pt").read_bytes()
    with pytest.raises(DataError, match="holds a run already: go on with it with --resume"):
        fit.fit(data, begun, QUICK, resume=False)
    assert (begun / "last.pt").read_bytes() == kept


def test_nothing_to_go_on_with_is_said(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fit.fit(data, tmp_path / "new", QUICK, resume=True)
    assert "to go on with: a new run begins" in capsys.readouterr().out


def test_another_recipe_is_refused_with_what_differs(begun: Path, data: Path) -> None:
    kept = (begun / "last.pt").read_bytes()
    other = replace(QUICK, epochs=2, strength=Strength(blur_p=0.1))
    with pytest.raises(DataError, match=r"these differ: epochs, strength\.blur_p\. Give the same"):
        fit.fit(data, begun, other, resume=True)
    assert (begun / "last.pt").read_bytes() == kept


@pytest.mark.parametrize("name", ["batch", "shape", "start"])
def test_what_weights_and_steps_hang_on_cannot_change(begun: Path, data: Path, name: str) -> None:
    other: dict[str, Any] = {
        "batch": 8,
        "shape": replace(QUICK.shape, widths=(8, 24)),
        "start": str(begun / "last.pt"),
    }
    wanted = replace(QUICK, **{name: other[name]})
    with pytest.raises(DataError, match=f"begun with another {name}.*: begin a new run"):
        fit.fit(data, begun, wanted, resume=True, changed=True)


def test_a_changed_recipe_is_kept_beside_the_first_and_told_in_the_export(
    begun: Path, data: Path, tmp_path: Path
) -> None:
    other = replace(QUICK, epochs=2, decay=0.25, strength=Strength(blur_p=0.1))
    run = fit.fit(data, begun, other, resume=True, changed=True)
    assert [group["weight_decay"] for group in run.optimizer.param_groups] == [0.25, 0.0]
    last = fit.fit(data, begun, replace(other, epochs=3), resume=True, changed=True)
    assert [row["from_epoch"] for row in last.recipes] == [1, 2, 3]
    origin = export.Origin(begun / "last.pt", data)
    told = export.export(origin, tmp_path / "model.onnx", "made-1")["training"]
    blurs = [row["recipe"]["strength"]["blur_p"] for row in told["recipes"]]
    assert blurs == [Strength().blur_p, 0.1, 0.1]
    assert [row["recipe"]["epochs"] for row in told["recipes"]] == [1, 2, 3]
    assert told["recipe"]["epochs"] == 3
    assert str(tmp_path) not in json.dumps(told)


def test_a_recipe_that_no_epoch_followed_is_not_kept(begun: Path) -> None:
    state = checkpoints.load(begun / "last.pt")
    twice = checkpoints.followed(checkpoints.recipes(state), {"rate": 1.0}, 1)
    assert checkpoints.followed(twice, {"rate": 2.0}, 1) == [
        *checkpoints.recipes(state),
        {"from_epoch": 2, "recipe": {"rate": 2.0}},
    ]


def test_paths_are_compared_as_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    there = {"start": str(tmp_path / "a.pt"), "teachers": (str(tmp_path / "b.pt"),)}
    assert checkpoints.differing({"start": "a.pt", "teachers": ["b.pt"]}, there, {}) == []
    assert checkpoints.differing({"start": "b.pt", "teachers": ["b.pt"]}, there, {}) == ["start"]


def test_a_run_that_watched_another_split_does_not_go_on(
    begun: Path, columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    other = write({**columns, "split_names": np.array(["Training", "Other"])})
    assert changed(begun)["split"] == "PublicTest"
    with pytest.raises(DataError, match="watched PublicTest, pictures of Other may have been"):
        fit.fit(other, begun, replace(QUICK, epochs=2), resume=True, changed=True, split="Other")


@pytest.mark.parametrize("older", [False, True])
def test_only_the_split_that_was_watched_calibrates(
    begun: Path, data: Path, tmp_path: Path, *, older: bool
) -> None:
    changed(begun, **(dict.fromkeys(NEWER) if older else {}))
    origin = export.Origin(begun / "last.pt", data, split="Training")
    with pytest.raises(DataError, match=r"watched PublicTest.*export with --split PublicTest"):
        export.export(origin, tmp_path / "model.onnx", "made-1")


def test_an_export_names_every_split_that_was_left_out(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    kept = dict(columns) | {"split": columns["split"].copy()}
    kept["split"][-7:] = 2
    kept["split_names"] = np.array(["Training", "PublicTest", "Last"])
    data = write(kept)
    fit.fit(data, tmp_path / "run", QUICK, resume=False)
    origin = export.Origin(tmp_path / "run" / "last.pt", data)
    told = export.export(origin, tmp_path / "model.onnx", "made-1")
    assert told["training"]["weights"].endswith("pictures that stand in PublicTest or Last")
    assert told["calibration"]["split"] == "PublicTest"
    assert "recipes" not in told["training"]


def test_an_older_checkpoint_is_exported_and_goes_on(
    begun: Path, data: Path, tmp_path: Path
) -> None:
    changed(begun, **dict.fromkeys(NEWER))
    origin = export.Origin(begun / "last.pt", data)
    told = export.export(origin, tmp_path / "model.onnx", "made-1")["training"]
    assert told["weights"].endswith("without the pictures that stand in PublicTest")
    assert told["before"] == []
    run = fit.fit(data, begun, replace(QUICK, epochs=2), resume=True, changed=True)
    assert [row["from_epoch"] for row in run.recipes] == [1, 2]


def test_a_run_remembers_its_forerunners_when_their_files_are_gone(
    begun: Path, data: Path, tmp_path: Path
) -> None:
    second = replace(QUICK, start=str(begun / "last.pt"), teachers=(str(begun / "last.pt"),))
    fit.fit(data, tmp_path / "second", second, resume=False)
    (begun / "last.pt").unlink()
    state = checkpoints.load(tmp_path / "second" / "last.pt")
    assert [(row["run"], row["epochs_done"]) for row in before(state)] == [("run", 1)] * 2
    del state["before"]
    assert before(state) == [{"run": "run", "missing": True}] * 2


def test_a_run_that_came_of_itself_is_told_once(begun: Path) -> None:
    path = str(begun / "last.pt")
    recipe = torch.load(path, weights_only=True)["recipe"] | {"start": path}
    changed(begun, recipe=recipe, before=None)
    [told] = ancestry((path,))
    assert told["before"] == [{"run": "run", "repeats": True}]


@pytest.mark.parametrize("content", [b"", b"no checkpoint", b"PK\x03\x04 cut short"])
def test_bytes_that_are_no_checkpoint_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "last.pt"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read as a checkpoint"):
        checkpoints.load(path)


def test_a_damaged_or_foreign_checkpoint_is_refused(begun: Path, tmp_path: Path) -> None:
    content = (begun / "last.pt").read_bytes()
    (begun / "last.pt").write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match="cannot be read as a checkpoint"):
        checkpoints.load(begun / "last.pt")
    for content in ({"epoch": 1}, [1, 2]):
        torch.save(content, tmp_path / "foreign.pt")
        with pytest.raises(DataError, match="no averaged, no recipe"):
            checkpoints.load(tmp_path / "foreign.pt")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["export", "--run", "nowhere"], "there is no checkpoint"),
        (["export", "--run", "run", "--out", "nowhere/model.onnx"], "make that folder"),
        (["export", "--run", "run", "--out", "model.json"], "ending in .onnx"),
        (["export", "--run", "run", "--split", "Training"], "export with --split PublicTest"),
        (["fit", "--run", "file"], "file cannot be a folder"),
        (["fit", "--run", "run"], "holds a run already"),
        (["fit", "--run", "other", "--start", "file"], "cannot be read as a checkpoint"),
        (["fit", "--run", "other", "--start", "run/last.pt"], "a run of this shape cannot begin"),
        (["fit", "--run", "other", "--teacher", "nowhere.pt"], "there is no checkpoint"),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(
    begun: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    reason: str,
) -> None:
    monkeypatch.chdir(begun.parent)
    Path("file").write_text("not a folder")
    assert main([*words, "--data", str(data)]) == 3
    assert reason in capsys.readouterr().err


def test_the_programs_own_model_renews_the_documents_however_its_path_is_typed(
    begun: Path, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own, renewed = tmp_path / "own.onnx", []
    monkeypatch.setattr("training.commands.model_path", lambda: own)
    monkeypatch.setattr("training.commands.documents.renew", renewed.append)
    monkeypatch.chdir(tmp_path)
    words = ["export", "--data", str(data), "--run", str(begun), "--version", "made-1", "--out"]
    assert main([*words, "run/../own.onnx"]) == 0
    assert [told["version"] for told in renewed] == ["made-1"]
    assert main([*words, "other.onnx"]) == 0
    assert len(renewed) == 1
