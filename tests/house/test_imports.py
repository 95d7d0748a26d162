"""Imports point one way, and the bot's process stays light."""

import sys
from pathlib import Path

import pytest

from tests.house import tree

HEAVY = {
    "av",
    "cv2",
    "faster_whisper",
    "kiwipiepy",
    "matplotlib",
    "networkx",
    "onnxruntime",
    "scipy",
}


def test_the_import_contracts_hold() -> None:
    ended = tree.run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache")
    assert ended.returncode == 0, ended.stdout[-4000:]
    assert "kept, 0 broken" in ended.stdout


def test_every_room_stands_under_the_contracts() -> None:
    packages = {path.parent.name for path in tree.ROOT.glob("*/__init__.py")}
    assert packages == set(tree.rooms())


@pytest.mark.parametrize("module", ["app.wiring", "analysis.pool", "analysis.weights"])
def test_the_bots_process_loads_no_heavy_library(module: str) -> None:
    """They belong to worker processes: here they would cost memory and the first second."""
    if not (tree.ROOT / (module.replace(".", "/") + ".py")).exists():
        pytest.skip(f"{module} is not written yet")
    program = f"import sys, {module}; print(' '.join(sys.modules))"
    ended = tree.run(sys.executable, "-c", program)
    assert ended.returncode == 0, ended.stderr[-4000:]
    assert HEAVY & set(ended.stdout.split()) == set()
