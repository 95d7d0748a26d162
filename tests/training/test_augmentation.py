import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import augmentation
from training.augmentation import Strength

ALWAYS = Strength(light_p=1, shadow_p=1, blur_p=1, shrink_p=1, noise_p=1, jpeg_p=1, erase_p=1)


def face(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (48, 48)).astype(np.uint8)


@given(st.integers(0, 2**32 - 1))
def test_a_varied_face_is_still_a_grey_face_of_the_same_size(seed: int) -> None:
    varied = augmentation.varied(face(seed), np.random.default_rng(seed), ALWAYS)
    assert varied.shape == (48, 48)
    assert varied.dtype == np.uint8


def test_the_same_seed_varies_a_face_in_the_same_way() -> None:
    once, again = (augmentation.varied(face(1), np.random.default_rng(7), ALWAYS) for _ in range(2))
    other = augmentation.varied(face(1), np.random.default_rng(8), ALWAYS)
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


def test_the_face_that_was_handed_over_stays_as_it_was() -> None:
    original = face(3)
    kept = original.copy()
    augmentation.varied(original, np.random.default_rng(0), ALWAYS)
    assert np.array_equal(original, kept)


def test_without_movement_half_of_the_faces_are_mirrored() -> None:
    still = Strength(rotation=0, shift=0, scale=(1.0, 1.0), stretch=0, shear=0)
    original = face(5)
    rng = np.random.default_rng(0)
    results = [augmentation.moved(original, rng, still) for _ in range(200)]
    mirrored = sum(np.array_equal(r, original[:, ::-1]) for r in results)
    assert mirrored + sum(np.array_equal(r, original) for r in results) == 200
    assert 70 < mirrored < 130


def test_scaling_up_brings_the_middle_nearer() -> None:
    rings = np.zeros((48, 48), np.uint8)
    rings[16:32, 16:32] = 255
    nearer = Strength(rotation=0, shift=0, scale=(1.5, 1.5), stretch=0, shear=0)
    larger = augmentation.moved(rings, np.random.default_rng(0), nearer)
    assert larger.mean() == pytest.approx(rings.mean() * 1.5**2, rel=0.05)


def test_a_shadow_darkens_one_side_and_brightens_nothing() -> None:
    plain = np.full((48, 48), 200, np.uint8)
    for seed in range(20):
        dark = augmentation.shadowed(plain, np.random.default_rng(seed))
        assert dark.max() <= 200
        assert dark.min() < 180
        assert dark.max() - dark.min() > 5


def test_a_clear_view_is_the_same_face_before_it_was_made_poor() -> None:
    rng = np.random.default_rng(5)
    face = rng.integers(0, 256, (48, 48)).astype(np.uint8)
    poor = Strength(light_p=0, shadow_p=0, blur_p=1, shrink_p=0, noise_p=0, jpeg_p=0, erase_p=0)
    for seed in range(20):
        clear, seen = augmentation.views(face, np.random.default_rng(seed), poor)
        assert np.array_equal(seen, augmentation.varied(face, np.random.default_rng(seed), poor))
        assert float(seen.std()) < float(clear.std())
        assert abs(float(seen.mean()) - float(clear.mean())) < 2.0
