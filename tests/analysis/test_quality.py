"""Which looks at a face are usable."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.expressions import Box, crop
from analysis.faces import Face, Grey
from analysis.quality import HINDRANCES, Quality, quality
from playground import clips

BOX: Box = (92.0, 80.0, 168.0, 168.0)


def picture() -> Grey:
    return np.asarray(cv2.cvtColor(clips.portrait(4.0, 384), cv2.COLOR_RGB2GRAY), np.uint8)


def judged(grey: Grey, box: Box = BOX, score: float = 1.0, turn: float | None = None) -> Quality:
    small = cv2.resize(crop(grey, box), (48, 48), interpolation=cv2.INTER_AREA)
    return quality(np.asarray(small, np.uint8), Face(box, score, turn), grey.shape)


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
    for size in (33, 72):
        small = cv2.resize(picture(), (size, size), interpolation=cv2.INTER_AREA)
        x, y, width, height = (value * size / 384 for value in BOX)
        sizes[size] = use(np.asarray(small, np.uint8), (x, y, width, height))
    assert sizes[33] == 0
    assert 0 < sizes[72] < 1


def test_half_a_face_at_the_edge_is_not_usable() -> None:
    assert use(picture(), (-90.0, 80.0, 168.0, 168.0)) == 0


def test_a_doubtful_face_counts_less() -> None:
    assert 0.7 < use(picture(), score=0.3) == use(picture(), score=0.5) < use(picture(), score=0.7)
    assert use(picture(), score=0.7) < use(picture(), score=0.95) == pytest.approx(1.0)


def test_an_unusable_look_says_why() -> None:
    grey = picture()
    tiny = np.asarray(cv2.resize(grey, (33, 33), interpolation=cv2.INTER_AREA), np.uint8)
    pale = np.full_like(grey, 250)
    assert why(grey) is None
    assert why(np.asarray(cv2.GaussianBlur(grey, (0, 0), 14), np.uint8)) == "blurred"
    assert why(np.clip(grey * 9.0, 0, 255).astype(np.uint8)) == "bright"
    assert why((grey // 12).astype(np.uint8)) == "dark"
    assert why(pale) == "bright"
    assert why(grey, (-90.0, 80.0, 168.0, 168.0)) == "cut"
    assert why(tiny, (8.0, 7.0, 14.0, 14.0)) == "small"


def test_a_turned_head_counts_a_little_less_and_an_unknown_turn_does_not() -> None:
    assert judged(picture(), turn=0.05).weight == pytest.approx(1.0)
    assert 0.7 < judged(picture(), turn=0.6).weight < judged(picture(), turn=0.3).weight < 1
    assert judged(picture(), turn=None).weight == pytest.approx(1.0)


def crops() -> st.SearchStrategy[Grey]:
    """Noise, which is usable as often as not, and anything."""
    seeds = st.integers(0, 99).map(np.random.default_rng)
    noise = seeds.map(lambda chance: chance.integers(0, 255, (48, 48)).astype(np.uint8))
    return noise | arrays(np.uint8, (48, 48))


@given(crops(), st.floats(1, 300), st.floats(0, 1), st.floats(0, 1))
def test_a_weight_is_a_share_and_none_comes_with_a_reason(
    crop: Grey, side: float, score: float, turn: float
) -> None:
    found = quality(crop, Face((20.0, 20.0, side, side), score, turn), (400, 400))
    assert 0 <= found.weight <= 1
    assert (found.weight == 0) == (found.hindrance is not None)
    assert found.hindrance is None or found.hindrance in HINDRANCES


def test_a_head_turned_further_than_was_measured_is_not_usable() -> None:
    assert judged(picture(), turn=0.9) == Quality(0.0, "turned")
