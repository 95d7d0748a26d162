import pickle
import subprocess
import sys
from pathlib import Path

from charts.curve import Mark
from tests.charts.scenes import a_curve

HOUSE = Path(__file__).parents[2]


def test_a_curve_travels_to_another_process() -> None:
    curve = a_curve(3, marks=(Mark(1.0, "한 문장"),), boundaries=(1.5,))
    assert pickle.loads(pickle.dumps(curve)) == curve  # noqa: S301 - our own bytes


def test_the_bot_may_import_curves_and_words_without_any_drawing() -> None:
    program = "import sys, charts.curve, charts.style; print(*sys.modules)"
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert not {"matplotlib", "numpy", "PIL"} & set(run.stdout.split())
