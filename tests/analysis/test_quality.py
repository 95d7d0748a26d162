"""Which looks at a face are usable."""

import cv2
import numpy as np
import pytest

from analysis.expressions import Box, crop
from analysis.faces import Face, Grey
from analysis.quality import HINDRANCES, Quality, quality
from playground import clips

BOX: Box = (92.0, 80.0, 168.0, 168.0)


def picture() -> Grey:
    return np.asarray(cv2.cvtColor(clips.portrait(4.0, 384), cv2.COLOR_RGB2GRAY), np.uint8)


def judged(grey: Grey, box: Box = BOX, score: float = 1.0) -> Quality:
    small = cv2.resize(crop(grey, box), (48, 48), interpolation=cv2.INTER_AREA)
    return quality(np.asarray(small, np.uint8), Face(box, score), grey.shape)


def use(grey: Grey, box: Box = BOX, score: float = 1.0) -> float:
    return judged(grey, box, score).weight


def why(grey: Grey, box: Box = BOX) -> str | None:
    found = judged(grey, box)
    assert (found.weight == 0) == (found.hindrance is not None)
    assert found.hindrance is None or found.hindrance in HINDRANCES
    return found.hindrance


def test_a_large_sharp_face_in_the_light_is_fully_usable() -> None:
    assert use(picture()) == pytest.approx(1.0)


@pytest.mark.parametrize("blur", [12, 20])
def test_a_blur_is_not_usable(blur: float) -> None:
    assert use(np.asarray(cv2.GaussianBlur(picture(), (0, 0), blur), np.uint8)) == 0


def test_a_little_blur_counts_less() -> None:
    assert 0 < use(np.asarray(cv2.GaussianBlur(picture(), (0, 0), 5), np.uint8)) < 1


def test_a_face_in_the_dark_is_not_usable() -> None:
    assert use((picture() // 12).astype(np.uint8)) == 0


def test_dim_light_alone_does_not_matter() -> None:
    assert use((picture() // 2).astype(np.uint8)) > 0.8


def test_a_tiny_face_is_not_usable_and_a_small_one_counts_less() -> None:
    sizes = {}
    for size in (44, 90):
        small = cv2.resize(picture(), (size, size), interpolation=cv2.INTER_AREA)
        x, y, width, height = (value * size / 384 for value in BOX)
        sizes[size] = use(np.asarray(small, np.uint8), (x, y, width, height))
    assert sizes[44] == 0
    assert 0 < sizes[90] < 1


def test_half_a_face_at_the_edge_is_not_usable() -> None:
    assert use(picture(), (-90.0, 80.0, 168.0, 168.0)) == 0


def test_a_doubtful_face_counts_less() -> None:
    assert use(picture(), score=0.7) == pytest.approx(0.7)


def test_an_unusable_look_says_why() -> None:
    grey = picture()
    tiny = np.asarray(cv2.resize(grey, (44, 44), interpolation=cv2.INTER_AREA), np.uint8)
    pale = np.full_like(grey, 250)
    assert why(grey) is None
    assert why(np.asarray(cv2.GaussianBlur(grey, (0, 0), 14), np.uint8)) == "blurred"
    assert why((grey // 12).astype(np.uint8)) == "dark"
    assert why(pale) == "bright"
    assert why(grey, (-90.0, 80.0, 168.0, 168.0)) == "cut"
    assert why(tiny, (10.0, 9.0, 19.0, 19.0)) == "small"
