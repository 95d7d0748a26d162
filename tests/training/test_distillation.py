"""Teachers and widened networks. They need torch, which only the training environment has."""

import itertools
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="torch is installed for training alone")

from training import fit  # noqa: E402 -- it imports torch
from training.augmentation import Strength  # noqa: E402 -- beside the others
from training.distillation import Teachers, ancestry, averaged  # noqa: E402 -- the same
from training.network import Network, Shape  # noqa: E402 -- the same
from training.widening import widened  # noqa: E402 -- the same

NARROW = Shape(stem=4, widths=(8, 16), depths=(1, 2), dropout=0.0)
WIDE = Shape(stem=4, widths=(16, 24), depths=(1, 2), dropout=0.0)


def _trained(shape: Shape, seed: int) -> Network:
    """A network whose normalisation has seen something."""
    torch.manual_seed(seed)
    network = Network(shape)
    for _ in range(3):
        network(torch.randn(16, 1, 48, 48))
    return network.eval()


def _checkpoint(path: Path, seed: int = 1, **changed: Any) -> Path:
    recipe = replace(fit.Recipe(shape=NARROW, bfloat16=False), **changed)
    network = _trained(recipe.shape, seed)
    history = [{"epoch": 1, "cpu_s": 60.0}]
    state = {"averaged": network.state_dict(), "recipe": asdict(recipe), "epoch": 1}
    torch.save(state | {"history": history}, path)
    return path


def test_a_widened_network_says_what_the_narrow_one_said() -> None:
    narrow, wide = _trained(NARROW, 1), Network(WIDE).eval()
    wide.load_state_dict(widened(narrow.state_dict(), wide.state_dict()))
    faces = torch.randn(8, 1, 48, 48)
    with torch.no_grad():
        for said, before in zip(wide(faces), narrow(faces), strict=True):
            assert torch.allclose(said, before, atol=1e-4)


def test_the_copies_of_a_widened_channel_are_not_read_alike() -> None:
    narrow, wide = _trained(NARROW, 1), Network(WIDE)
    weights = widened(narrow.state_dict(), wide.state_dict())["stages.1.second.weight"]
    first, second = weights[:, :8], weights[:, 16:]
    assert (first - second).abs().mean() > 0.1 * weights.abs().mean()


def test_widening_to_fewer_channels_is_refused() -> None:
    odd = Network(Shape(stem=4, widths=(8, 8), depths=(1, 2)))
    with pytest.raises(ValueError, match="cannot fill"):
        widened(_trained(NARROW, 1).state_dict(), odd.state_dict())


def test_teachers_answer_with_the_mean_of_their_probabilities(tmp_path: Path) -> None:
    files = [_checkpoint(tmp_path / f"{seed}.pt", seed) for seed in (1, 2)]
    faces = torch.randn(4, 1, 48, 48)
    together = Teachers(files, bfloat16=False).answers(faces)
    alone = [Teachers([file], bfloat16=False).answers(faces) for file in files]
    for head in (0, 1):
        assert torch.allclose(together[head], (alone[0][head] + alone[1][head]) / 2)
        assert torch.allclose(together[head].sum(1), torch.ones(4))


def test_a_run_begins_with_the_weights_that_it_is_given(tmp_path: Path) -> None:
    start = _checkpoint(tmp_path / "start.pt")
    run = fit.begin(fit.Recipe(start=str(start), shape=WIDE))
    faces = torch.randn(4, 1, 48, 48)
    before = averaged(torch.load(start, weights_only=True))
    with torch.no_grad():
        assert torch.allclose(run.averaged(faces)[0], before(faces)[0], atol=1e-4)


def test_a_taught_run_goes_towards_its_teacher_where_the_targets_do_not(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    """Taught alone, with no part of the data's own targets, it repeats what the teacher says."""
    teacher = _checkpoint(tmp_path / "teacher.pt")
    recipe = fit.Recipe(
        epochs=12, batch=16, rate=0.05, average=0.8, bfloat16=False, shape=NARROW, taught=1.0
    )
    recipe = replace(recipe, teachers=(str(teacher),))
    run = fit.fit(write(columns), tmp_path / "run", recipe, resume=False)
    losses = [row["loss"] for row in run.history]
    assert losses[-1] < losses[0]
    assert all(later < losses[0] for later in itertools.islice(losses, 6, None))


def test_a_checkpoint_tells_what_it_came_of(tmp_path: Path) -> None:
    first = _checkpoint(tmp_path / "first.pt", seed=1)
    second = _checkpoint(tmp_path / "second.pt", seed=2, start=str(first))
    told = ancestry((str(second), str(tmp_path / "gone.pt")))
    assert [row["run"] for row in told[0]["before"]] == ["first"]
    assert told[0]["core_minutes"] == 1.0
    assert told[0]["recipe"]["start"] == "first"
    assert told[1:] == [{"run": "gone", "missing": True}]


def test_teachers_see_the_clear_face_where_the_recipe_says_so(
    columns: dict[str, Any],
    write: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    teacher = _checkpoint(tmp_path / "teacher.pt")
    shown: list[Any] = []
    answers = Teachers.answers

    def noting(self: Teachers, faces: Any) -> tuple[Any, Any]:
        shown.append(faces.clone())
        return answers(self, faces)

    monkeypatch.setattr(Teachers, "answers", noting)
    blurring = Strength(light_p=0, shadow_p=0, blur_p=1, shrink_p=0, noise_p=0, jpeg_p=0, erase_p=0)
    recipe = fit.Recipe(epochs=1, batch=16, bfloat16=False, shape=NARROW, strength=blurring)
    for clear in (True, False):
        taught = replace(recipe, teachers=(str(teacher),), clear_view=clear)
        fit.fit(write(columns), tmp_path / str(clear), taught, resume=False)
    half = len(shown) // 2
    detail = [float((faces[..., 1:] - faces[..., :-1]).abs().mean()) for faces in shown]
    assert half > 0
    assert all(a > 1.2 * b for a, b in zip(detail[:half], detail[half:], strict=True))
