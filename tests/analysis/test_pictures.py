"""The video stage as a whole, on clips that the project makes."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from analysis import pictures
from analysis.errors import NotAVideo, Rejected
from analysis.pipeline import Recipe, picture
from analysis.report import LABELS, Picture
from analysis.tracks import Sighting
from playground import clips
from playground.clips import Encoding
from tests.analysis.conftest import SHARED_MODELS


@pytest.fixture(params=["haar", "yunet"])
def recipe(request: pytest.FixtureRequest, tmp_path: Path) -> Recipe:
    """With the models beside the checkout (where they are), and without any."""
    if request.param == "haar":
        return Recipe(str(tmp_path))
    if not SHARED_MODELS.exists():
        pytest.skip("the models are not beside the checkout")
    return Recipe(str(SHARED_MODELS))


def seen(clip: Path, folder: Path, recipe: Recipe) -> Picture:
    return picture(str(clip), str(folder), recipe)


def covered(found: Picture) -> list[float]:
    return [moment.t_s for moment in found.emotions.timeline if moment.scores is not None]


def test_a_talking_face_gives_a_whole_curve(
    clip_folder: Path, tmp_path: Path, recipe: Recipe
) -> None:
    found = seen(clip_folder / "base.mp4", tmp_path, recipe)
    assert found.warnings == ()
    assert found.duration_s == pytest.approx(6.0, abs=0.1)
    assert found.face_s == pytest.approx(6.0, abs=0.1)
    assert len(found.emotions.timeline) == len(covered(found)) == 30
    assert found.emotions.mean is not None
    assert sum(found.emotions.mean) == pytest.approx(1.0, abs=1e-3)
    assert found.model.startswith("mg-expr")


def test_the_curve_follows_the_face(clip_folder: Path, tmp_path: Path, recipe: Recipe) -> None:
    """From three seconds on the made face smiles with all its teeth; before, it does not."""
    curve = seen(clip_folder / "base.mp4", tmp_path, recipe).emotions.timeline
    happy = {m.t_s: m.scores[LABELS.index("happy")] for m in curve if m.scores is not None}
    calm = np.mean([happy[t] for t in happy if t < 2])
    glad = np.mean([happy[t] for t in happy if 3.2 < t < 5])
    assert glad > 0.8
    assert glad > calm + 0.2


def test_the_sound_lies_where_the_picture_says(
    clip_folder: Path, tmp_path: Path, recipe: Recipe
) -> None:
    found = seen(clip_folder / "base.mp4", tmp_path, recipe)
    assert found.sound == str(tmp_path / "sound.f32")
    assert np.fromfile(found.sound, "<f4").size / 16_000 == pytest.approx(6.0, abs=0.1)


def test_a_face_that_leaves_leaves_a_gap(clip_folder: Path, tmp_path: Path, recipe: Recipe) -> None:
    found = seen(clip_folder / "away.mp4", tmp_path, recipe)
    gap = [m.t_s for m in found.emotions.timeline if m.scores is None]
    assert gap[0] == pytest.approx(4.0, abs=0.25)
    assert gap[-1] == pytest.approx(6.8, abs=0.25)
    assert found.face_s == pytest.approx(7.0, abs=0.5)
    assert "several_faces" not in found.warnings


def test_a_second_face_is_mentioned_and_not_mixed_in(
    clip_folder: Path, tmp_path: Path, recipe: Recipe
) -> None:
    found = seen(clip_folder / "two.mp4", tmp_path, recipe)
    assert found.warnings == ("several_faces",)
    assert found.face_s == pytest.approx(6.0, abs=0.3)


def test_a_short_face_names_no_expression_but_has_a_curve(tmp_path: Path, recipe: Recipe) -> None:
    clip = clips.talking_face(tmp_path / "short.mp4", seconds=2, size=192)
    found = seen(clip, tmp_path, recipe)
    assert found.warnings == ("little_face",)
    assert found.emotions.dominant is None
    assert found.emotions.mean is not None
    assert covered(found)


def test_half_a_second_of_a_face_is_enough_for_a_mean(tmp_path: Path, recipe: Recipe) -> None:
    clip = clips.talking_face(tmp_path / "peek.mp4", seconds=3, size=192, away=(0.5, 3.0))
    found = seen(clip, tmp_path, recipe)
    assert found.warnings == ("little_face",)
    assert found.emotions.mean is not None
    assert 0.3 < found.face_s < 0.8


def test_one_picture_with_a_voice_is_a_voice(tmp_path: Path, recipe: Recipe) -> None:
    def still(_: float) -> clips.Image:
        return clips.portrait(0.0, 192)

    path = tmp_path / "cover.mkv"
    voice = clips.sound_only(tmp_path / "voice.mka", seconds=2)
    cover = clips.write(tmp_path / "cover.mp4", still, 0.04, Encoding(audio=None))
    with av.open(str(voice)) as heard, av.open(str(cover)) as shown, av.open(str(path), "w") as out:
        tracks = {s: out.add_stream_from_template(s) for s in (heard.streams[0], shown.streams[0])}
        for packet in (*shown.demux(), *heard.demux()):
            if packet.dts is not None:
                packet.stream = tracks[packet.stream]
                out.mux(packet)
    found = seen(path, tmp_path, recipe)
    assert found.warnings == ("no_picture",)
    assert (found.emotions.timeline, found.emotions.mean) == ((), None)


def test_a_room_without_a_face_says_so(tmp_path: Path, recipe: Recipe) -> None:
    found = seen(clips.empty_room(tmp_path / "room.mp4", seconds=2, size=192), tmp_path, recipe)
    assert found.warnings == ("no_face",)
    assert (found.face_s, found.emotions.mean, covered(found)) == (0.0, None, [])


def looks(*hindrances: str | None) -> list[Sighting]:
    """Five looks a second, usable ones and others."""
    crop = np.zeros((48, 48), np.uint8)
    return [
        Sighting(n / 5, (0.0, 0.0, 90.0, 90.0), crop, 0.0 if hindrance else 1.0, hindrance)
        for n, hindrance in enumerate(hindrances)
    ]


@pytest.mark.parametrize(
    ("hindrances", "reason"),
    [
        (["dark"] * 50, "dark"),
        (["dark"] * 15 + ["blurred"] * 20 + [None] * 15, "blurred"),
        # One bad look among good ones, in a clip that is too short for a claim, is not why.
        ([None] * 12 + ["blurred"], None),
        # A face that was there for a moment was mainly not there.
        (["dark"] * 4, None),
        ([None] * 20, None),
        ([], None),
    ],
)
def test_what_mainly_hindered_is_said_where_it_is_why(
    hindrances: list[str | None], reason: str | None
) -> None:
    watched = pictures.Watched(tuple(n / 5 for n in range(50)), (120.0,) * 50)
    assert pictures.hindrance(looks(*hindrances), watched, enough_s=5.0) == reason


def test_a_face_in_the_dark_is_said_to_be(tmp_path: Path, recipe: Recipe) -> None:
    """With Haar, which finds no face there, it is the picture that is dark."""

    def dusk(t_s: float) -> clips.Image:
        return (clips.portrait(t_s, 192) * 0.1).astype(np.uint8)

    found = seen(clips.write(tmp_path / "dusk.mp4", dusk, 3), tmp_path, recipe)
    assert found.warnings == ("no_face",)
    assert found.hindrance == "dark"


def test_a_blurred_face_is_said_to_be(tmp_path: Path, recipe: Recipe) -> None:
    def fog(t_s: float) -> clips.Image:
        return np.asarray(cv2.GaussianBlur(clips.portrait(t_s, 192), (0, 0), 5.5), np.uint8)

    found = seen(clips.write(tmp_path / "fog.mp4", fog, 3), tmp_path, recipe)
    assert found.warnings == ("no_face",)
    assert found.hindrance == "blurred"


@pytest.mark.parametrize(("seconds", "reason"), [(4, None), (7, "blurred")])
def test_a_clip_that_is_too_short_for_a_name_was_not_hindered(
    tmp_path: Path, recipe: Recipe, seconds: int, reason: str | None
) -> None:
    """Sharp for the first 2.6 seconds: without the blur it is four seconds of a face, or seven."""

    def fogged(t_s: float) -> clips.Image:
        clear = clips.portrait(t_s, 192)
        blurred = np.asarray(cv2.GaussianBlur(clear, (0, 0), 5.5), np.uint8)
        return clear if t_s < 2.6 else blurred

    found = seen(clips.write(tmp_path / "fogged.mp4", fogged, seconds), tmp_path, recipe)
    assert found.warnings == ("little_face",)
    assert found.hindrance == reason


def test_where_enough_was_seen_nothing_hindered(
    clip_folder: Path, tmp_path: Path, recipe: Recipe
) -> None:
    assert seen(clip_folder / "base.mp4", tmp_path, recipe).hindrance is None
    room = clips.empty_room(tmp_path / "room.mp4", seconds=2, size=192)
    assert seen(room, tmp_path, recipe).hindrance is None


def test_sound_alone_has_no_curve_and_no_word_about_faces(tmp_path: Path, recipe: Recipe) -> None:
    found = seen(clips.sound_only(tmp_path / "voice.m4a", seconds=2), tmp_path, recipe)
    assert found.warnings == ("no_picture",)
    assert found.emotions.timeline == ()
    assert found.sound is not None


def test_no_sound_means_no_path(tmp_path: Path, recipe: Recipe) -> None:
    silent = Encoding(audio=None)
    clip = clips.talking_face(tmp_path / "silent.mp4", seconds=1, size=192, encoding=silent)
    found = seen(clip, tmp_path, recipe)
    assert found.sound is None
    assert "no_audio" in found.warnings


def test_what_cannot_be_read_is_rejected(tmp_path: Path, recipe: Recipe) -> None:
    text = tmp_path / "clip.mp4"
    text.write_text("Dear diary")
    with pytest.raises(NotAVideo):
        seen(text, tmp_path, recipe)


def test_equal_clips_give_equal_findings(clip_folder: Path, tmp_path: Path, recipe: Recipe) -> None:
    once = seen(clip_folder / "base.mp4", tmp_path, recipe)
    assert seen(clip_folder / "base.mp4", tmp_path, recipe) == once


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_gives_findings_or_a_rejection(
    clip_folder: Path, tmp_path: Path, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    content = bytearray((clip_folder / "base.mp4").read_bytes())
    for _ in range(20):
        content[int(chance.integers(len(content)))] = int(chance.integers(256))
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(content)
    try:
        found = seen(clip, tmp_path, Recipe(str(tmp_path)))
    except Rejected:
        return
    assert 0 <= found.face_s <= found.duration_s + 0.1
