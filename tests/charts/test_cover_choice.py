import numpy as np
import pytest

from charts.cover_choice import draw
from tests.charts.scenes import pixels_of


def test_all_six_covers_stand_in_one_picture() -> None:
    pixels = pixels_of(draw(None, "ko"))
    assert pixels.shape[1] == 1080
    places = [(pixels.shape[0] * (2 * row + 1) // 6, x) for row in range(3) for x in (300, 780)]
    parts = {pixels[y - 20 : y + 20, x - 150 : x + 150].tobytes() for y, x in places}
    assert len(parts) == 6


@pytest.mark.parametrize("chosen", range(1, 7))
def test_the_chosen_cover_is_outlined(chosen: int) -> None:
    plain, marked = pixels_of(draw(None, "ko")), pixels_of(draw(chosen, "ko"))
    far = np.abs(plain.astype(int) - marked).sum(axis=-1) > 200
    ys, xs = np.nonzero(far)
    assert (xs.mean() > 540) == (chosen % 2 == 0)
    assert int(3 * ys.mean() / plain.shape[0]) == (chosen - 1) // 2


@pytest.mark.parametrize("chosen", [0, 7, -1])
def test_another_number_outlines_nothing(chosen: int) -> None:
    assert draw(chosen, "ko") == draw(None, "en")
