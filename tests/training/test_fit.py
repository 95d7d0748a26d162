"""A small run on made data. It needs torch, which only the training environment has."""

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.expressions import Expressions
from training import dataset

torch = pytest.importorskip("torch", reason="torch is installed for training alone")

from training import export, fit  # noqa: E402 -- they import torch
from training.augmentation import Strength  # noqa: E402 -- beside the others
from training.network import Shape  # noqa: E402 -- the same

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*treespec:FutureWarning",  # torch's exporter warns of torch's own future
    "ignore::DeprecationWarning:torch.*",  # the same
)

SMALL = fit.Recipe(
    epochs=8,
    batch=16,
    rate=0.05,
    average=0.8,
    bfloat16=False,
    shape=Shape(stem=4, widths=(8, 16), depths=(1, 1), dropout=0.0),
    strength=Strength(rotation=2, shift=0.01, scale=(0.98, 1.02), blur_p=0, shrink_p=0),
)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_a_small_network_learns_what_the_made_faces_show(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    run = fit.fit(write(columns), tmp_path / "run", SMALL, resume=False)
    history = json.loads((tmp_path / "run" / "history.json").read_text())
    assert [row["epoch"] for row in history] == list(range(1, 9))
    assert history[-1]["loss"] < 0.6 * history[0]["loss"]
    assert run.history[-1]["accuracy"] > 0.8
    assert run.history[-1]["ferplus_accuracy"] > 0.8


def test_a_stopped_run_goes_on_as_if_it_had_not_stopped(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    data = write(columns)
    recipe = fit.Recipe(**{**_fields(SMALL), "epochs": 3})
    whole = fit.fit(data, tmp_path / "whole", recipe, resume=False)

    class Stop(Exception):
        pass

    def stop(*_: object) -> float:
        raise Stop

    with pytest.MonkeyPatch.context() as patch:
        original = fit.train_epoch
        patch.setattr(
            fit, "train_epoch", lambda run, *a: (stop if run.epoch else original)(run, *a)
        )
        with pytest.raises(Stop):
            fit.fit(data, tmp_path / "parts", recipe, resume=False)
    parts = fit.fit(data, tmp_path / "parts", recipe, resume=True)
    assert parts.step == whole.step
    for name, weight in whole.network.state_dict().items():
        assert torch.equal(weight, parts.network.state_dict()[name]), name
    for name, weight in whole.averaged.state_dict().items():
        assert torch.equal(weight, parts.averaged.state_dict()[name]), name


def test_a_run_leaves_the_records_of_its_averaged_network(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    recipe = fit.Recipe(**{**_fields(SMALL), "epochs": 2})
    run = fit.fit(write(columns), tmp_path / "run", recipe, resume=False)
    kept = json.loads((tmp_path / "run" / "metrics.json").read_text())
    assert kept["split"] == "PublicTest"
    assert kept["epochs"] == 2
    assert kept["calibrated"] is False
    assert kept["figures"]["accuracy"] == run.history[-1]["accuracy"]
    assert kept["figures"]["ferplus_accuracy"] == run.history[-1]["ferplus_accuracy"]
    pictures = {path.stem for path in (tmp_path / "run").glob("*.png")}
    truths = ("ferplus", "label")
    tables = {f"{kind}-{truth}" for kind in ("confusion", "report") for truth in truths}
    assert pictures == tables | {"learning-curves"}


def test_a_run_watches_the_split_that_is_named_and_trains_on_none_of_it(
    columns: dict[str, Any],
    write: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    images = columns["image"].copy()
    judged = np.flatnonzero(columns["split"] == 1)
    images[:5] = images[judged[:5]]
    changed = {"image": images, "split_names": np.array(["Training", "test"])}
    data = write({k: v for k, v in columns.items() if k != "pixel_group"} | changed)
    recipe = fit.Recipe(**{**_fields(SMALL), "epochs": 1})
    fit.fit(data, tmp_path / "run", recipe, resume=False, split="test")
    assert "107 faces to train on, 28 to judge by" in capsys.readouterr().out


def test_the_rate_warms_up_and_falls_to_nothing() -> None:
    rates = [fit.rate_at(progress, SMALL) for progress in np.linspace(0, 1, 101)]
    assert rates[0] < 0.1 * SMALL.rate
    assert max(rates) == pytest.approx(SMALL.rate, rel=0.01)
    assert rates[-1] == pytest.approx(0.0, abs=1e-9)
    assert all(a >= b for a, b in itertools.pairwise(rates[2:]))


def test_what_is_exported_says_what_the_network_says(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    data = write(columns)
    run = fit.fit(data, tmp_path / "run", SMALL, resume=False)
    target = tmp_path / "expressions.onnx"
    origin = export.Origin(tmp_path / "run" / "last.pt", data)
    description = export.export(origin, target, "made-1")
    model = Expressions(target)
    faces = dataset.load(data, "PublicTest")
    seen, label = model.answers(list(faces.images))
    assert model.version == description["version"] == "made-1"
    assert description["storage"] == "int8"
    assert description["metrics"]["PublicTest"]["n"] == 28
    raw_seen, raw_label = fit.logits(run.averaged, faces.images)
    for raw, said, head in ((raw_seen, seen, "seen"), (raw_label, label, "label")):
        known = description["calibration"][head]
        shifted = raw / known["temperature"] + np.array(known["bias"])
        powers = np.exp(shifted - shifted.max(axis=1, keepdims=True))
        assert said == pytest.approx(powers / powers.sum(axis=1, keepdims=True), abs=0.01)


def test_an_exported_file_tells_nothing_of_the_machine(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    data = write(columns)
    recipe = fit.Recipe(**{**_fields(SMALL), "epochs": 1})
    fit.fit(data, tmp_path / "run", recipe, resume=False)
    target = tmp_path / "expressions.onnx"
    export.export(export.Origin(tmp_path / "run" / "last.pt", data), target, "made-1")
    content = target.read_bytes()
    assert b".py" not in content
    assert str(tmp_path).encode() not in content


def _fields(recipe: fit.Recipe) -> dict:
    return {name: getattr(recipe, name) for name in fit.Recipe.__dataclass_fields__}
