import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.report import LABELS
from training import dataset, evaluate, records
from training.commands import main

HISTORY = [
    {"epoch": 1, "loss": 2.5, "accuracy": 0.4, "cpu_s": 70.0, "wall_s": 80.0},
    {"epoch": 2, "loss": 2.1, "accuracy": 0.5, "cpu_s": 70.0, "wall_s": 80.0},
]
TRUTHS = ("ferplus", "label")


@pytest.fixture
def faces(columns: dict[str, Any], write: Callable[..., Path]) -> dataset.Faces:
    return dataset.load(write(columns), "PublicTest")


def sure_of(faces: dataset.Faces, missed: int = 0) -> evaluate.Answers:
    """Answers that follow the labels but for the first ones, which say the next label."""
    said = faces.labels.copy()
    said[:missed] = (said[:missed] + 1) % len(LABELS)
    rows = np.eye(len(LABELS), dtype=np.float32)[said]
    return evaluate.Answers(rows, rows)


def pixels(path: Path) -> np.ndarray:
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        return np.asarray(picture.convert("RGB"))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_run_leaves_numbers_texts_and_pictures(faces: dataset.Faces, tmp_path: Path) -> None:
    records.write(tmp_path / "run", HISTORY, sure_of(faces), faces)
    kinds = [f"{kind}-{truth}" for kind in ("confusion", "report") for truth in TRUTHS]
    pairs = {f"{n}.{end}" for n in (*kinds, "learning-curves") for end in ("png", "txt")}
    assert names(tmp_path / "run") == pairs | {"metrics.json"}
    for path in (tmp_path / "run").glob("*.png"):
        assert pixels(path).shape[1] == 1080, path.name


def test_the_numbers_are_those_of_the_answers(faces: dataset.Faces, tmp_path: Path) -> None:
    records.write(tmp_path, HISTORY, sure_of(faces, missed=7), faces, {"split": "PublicTest"})
    kept = json.loads((tmp_path / "metrics.json").read_text())
    assert kept["split"] == "PublicTest"
    assert kept["figures"]["accuracy"] == kept["truths"]["label"]["accuracy"] == 21 / 28
    assert kept["truths"]["ferplus"]["labels"]["mean"]["recall"] == pytest.approx(0.75)
    counts = np.array(kept["truths"]["label"]["confusion"]["counts"])
    assert counts.sum() == 28
    assert np.trace(counts) == 21
    assert "75.0 %" in (tmp_path / "report-label.txt").read_text()


def test_faces_without_votes_are_held_against_the_label_alone(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    bare = {k: v for k, v in columns.items() if not k.startswith("ferplus")}
    faces = dataset.load(write(bare), "PublicTest")
    records.write(tmp_path / "run", (), sure_of(faces), faces)
    expected = {"confusion-label.png", "confusion-label.txt", "report-label.png"}
    assert names(tmp_path / "run") == expected | {"report-label.txt", "metrics.json"}


def test_the_pictures_show_what_the_answers_say(faces: dataset.Faces, tmp_path: Path) -> None:
    for missed, folder in ((0, "sure"), (14, "half")):
        records.write(tmp_path / folder, HISTORY, sure_of(faces, missed), faces)
    for name in ("confusion-ferplus.png", "confusion-label.png", "report-label.png"):
        sure, half = (pixels(tmp_path / folder / name) for folder in ("sure", "half"))
        assert sure.shape == half.shape
        assert (sure != half).any(axis=2).mean() > 0.005, name


def test_a_diagonal_cell_is_darker_than_an_empty_one(faces: dataset.Faces, tmp_path: Path) -> None:
    records.write(tmp_path, (), sure_of(faces), faces)
    picture = pixels(tmp_path / "confusion-label.png").astype(int).sum(axis=2)
    height, width = picture.shape
    corner = picture[int(0.19 * height) + 10 : int(0.19 * height) + 30, int(0.155 * width) + 10 :]
    assert corner[:, :20].mean() < corner[:, 200:220].mean() - 200


@pytest.mark.parametrize(
    "history",
    [
        HISTORY[:1],
        [{"epoch": 1, "loss": 1.0}],
        [{"epoch": 1, "loss": 1.0}, {"epoch": 2, "loss": 0.9, "accuracy": 0.5}],
    ],
)
def test_short_and_uneven_histories_are_drawn(
    tmp_path: Path, history: list[Mapping[str, float]]
) -> None:
    records.write_progress(tmp_path, history, "PublicTest")
    assert pixels(tmp_path / "learning-curves.png").shape[1] == 1080
    assert len((tmp_path / "learning-curves.txt").read_text().splitlines()) == 1 + len(history)


def test_evaluate_leaves_the_records_of_the_model_that_is_carried(
    columns: dict[str, Any],
    write: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, folder = str(write(columns)), tmp_path / "out"
    assert main(["evaluate", "--data", data, "--out", str(folder), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    kept = json.loads((folder / "metrics.json").read_text())
    assert kept["figures"].items() <= printed.items()
    assert kept["model"] == printed["model"]
    assert not list(folder.glob("learning-curves*"))
    assert len(list(folder.glob("*.png"))) == 4
