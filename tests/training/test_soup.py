"""Runs whose weights are averaged. It needs torch, which only the training environment has."""

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="torch is installed for training alone")

from training import soup  # noqa: E402 -- it imports torch
from training.errors import DataError  # noqa: E402 -- beside it


def _state(value: float, **changed: Any) -> dict[str, Any]:
    weights = {"weight": torch.full((2, 3), value), "count": torch.tensor(int(value))}
    return {"averaged": weights, "recipe": {"shape": {"stem": 4}}, "epoch": int(value)} | changed


def test_a_mixed_run_has_the_mean_of_the_weights_and_tells_of_the_last() -> None:
    mixed = soup.mixed([_state(1.0), _state(2.0), _state(6.0)])
    assert torch.equal(mixed["averaged"]["weight"], torch.full((2, 3), 3.0))
    assert int(mixed["averaged"]["count"]) == 6
    assert mixed["epoch"] == 6


def test_one_run_alone_stays_as_it_is() -> None:
    alone = soup.mixed([_state(5.0)])
    assert torch.equal(alone["averaged"]["weight"], _state(5.0)["averaged"]["weight"])


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"recipe": {"shape": {"stem": 8}}}, "different shapes"),
        ({"split": "validation"}, "same split"),
    ],
)
def test_runs_that_do_not_fit_together_are_refused(odd: dict[str, Any], says: str) -> None:
    with pytest.raises(DataError, match=says):
        soup.mixed([_state(1.0, **odd), _state(2.0)])
