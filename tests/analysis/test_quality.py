"""Which looks at a face are usable."""

import cv2
import numpy as np
import pytest

from analysis.expressions import Box, crop
from analysis.faces import Face, Grey
from analysis.quality import usefulness
from playground import clips

BOX: Box = (92.0, 80.0, 168.0, 168.0)


def picture() -> Grey:
    return np.asarray(cv2.cvtColor(clips.portrait(4.0, 384), cv2.COLOR_RGB2GRAY), np.uint8)


def use(grey: Grey, box: Box = BOX, score: float = 1.0) -> float:
    small = cv2.resize(crop(grey, box), (48, 48), interpolation=cv2.INTER_AREA)
    return usefulness(np.asarray(small, np.uint8), Face(box, score), grey.shape)


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
