"""Following faces: one person's looks, and nobody else's."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
import skimage.data

from analysis import tracks
from analysis.expressions import Box
from analysis.faces import Face, Finder, Grey, likeness
from analysis.tracks import Follower, Sighting
from playground import clips

PICTURE = np.random.default_rng(1).integers(0, 255, (300, 400)).astype(np.uint8)
LEFT: Box = (40.0, 60.0, 120.0, 120.0)
RIGHT: Box = (260.0, 80.0, 80.0, 80.0)


class Script:
    """A finder that sees what the script says for each picture; pictures come in order."""

    name = "script"

    def __init__(self, shown: Sequence[Sequence[Box]]) -> None:
        self._shown = list(shown)
        self.now: Sequence[Box] = ()

    def next(self) -> None:
        self.now = self._shown.pop(0)

    def everywhere(self, _grey: Grey) -> list[Face]:
        return [Face(box, 0.9) for box in self.now]

    def near(self, _grey: Grey, box: Box) -> Face | None:
        return next((Face(b, 0.9) for b in self.now if likeness(b, box) > 0.3), None)


def followed(shown: Sequence[Sequence[Box]]) -> tuple[list[Sighting], bool]:
    script = Script(shown)
    follower = Follower(script)
    for i in range(len(shown)):
        script.next()
        follower.see(round(0.2 * i, 3), PICTURE)
    return tracks.chosen(follower.tracks())


def test_a_face_that_stays_is_seen_at_every_picture() -> None:
    mine, several = followed([[LEFT]] * 20)
    assert [s.t_s for s in mine] == pytest.approx([0.2 * i for i in range(20)])
    assert not several


def test_the_larger_of_two_faces_is_followed_and_the_other_is_mentioned() -> None:
    mine, several = followed([[LEFT, RIGHT]] * 20)
    assert {s.box for s in mine} == {LEFT}
    assert several


def test_a_smaller_face_that_stays_long_wins_over_a_large_one_that_passes() -> None:
    mine, several = followed([[RIGHT, LEFT]] * 6 + [[RIGHT]] * 40)
    assert {s.box for s in mine} == {RIGHT}
    assert len(mine) == 46
    assert several


def test_a_box_that_flashes_up_is_no_second_face() -> None:
    mine, several = followed([[LEFT]] * 5 + [[LEFT, RIGHT]] + [[LEFT]] * 10)
    assert len(mine) == 16
    assert not several


def test_a_face_that_comes_back_is_the_same_person() -> None:
    moved: Box = (200.0, 70.0, 110.0, 110.0)
    mine, several = followed([[LEFT]] * 15 + [[]] * 15 + [[moved]] * 10)
    assert len(mine) == 25
    assert not several


def test_the_other_person_does_not_fill_the_pause_of_the_first() -> None:
    mine, several = followed([[LEFT, RIGHT]] * 15 + [[RIGHT]] * 6 + [[LEFT, RIGHT]] * 10)
    assert {s.box for s in mine} == {LEFT}
    assert len(mine) == 25
    assert several


def test_a_face_that_moves_is_one_track() -> None:
    path = [[(10.0 + 6 * i, 60.0, 100.0, 100.0)] for i in range(30)]
    mine, several = followed(path)
    assert len(mine) == 30
    assert not several


def test_nobody_gives_nothing() -> None:
    assert followed([[]] * 10) == ([], False)


def test_crops_have_the_size_of_the_network() -> None:
    mine, _ = followed([[LEFT]] * 6)
    assert {s.crop.shape for s in mine} == {(48, 48)}


def test_crops_of_passers_by_are_let_go() -> None:
    script = Script([[LEFT, RIGHT]] * 2 + [[LEFT]] * 20)
    follower = Follower(script)
    for i in range(22):
        script.next()
        follower.see(0.2 * i, PICTURE)
    assert [track.box for track in (*follower._live, *follower._ended)] == [LEFT]


def test_a_face_that_shows_itself_only_once_is_still_a_face() -> None:
    mine, several = followed([[]] * 5 + [[LEFT]] + [[]] * 10)
    assert [s.t_s for s in mine] == [1.0]
    assert not several


def test_a_face_in_very_few_pictures_a_second_is_one_person() -> None:
    script = Script([[LEFT]] * 6)
    follower = Follower(script)
    for i in range(6):
        script.next()
        follower.see(2.0 * i, PICTURE)
    mine, several = tracks.chosen(follower.tracks())
    assert [s.t_s for s in mine] == [0, 2, 4, 6, 8, 10]
    assert not several


def test_a_face_that_a_second_look_does_not_confirm_is_none() -> None:
    class Doubtful(Script):
        def near(self, _grey: Grey, _box: Box) -> Face | None:
            return None

    follower = Follower(Doubtful([[LEFT]]))
    follower.finder.next()  # type: ignore[attr-defined]
    follower.see(0.0, PICTURE)
    assert follower.tracks() == []


def test_a_look_of_no_use_is_kept_with_what_hindered_it() -> None:
    tiny: Box = (50.0, 60.0, 10.0, 10.0)
    mine, _ = followed([[LEFT]] * 6)
    assert {(s.weight > 0, s.hindrance) for s in mine} == {(True, None)}
    mine, _ = followed([[tiny]] * 6)
    assert {(s.weight, s.hindrance) for s in mine} == {(0.0, "small")}


@pytest.mark.parametrize(("missed", "count"), [(0, 1), (2, 1), (4, 2)])
def test_a_face_that_was_lost_for_long_begins_another_track(missed: int, count: int) -> None:
    """Two pictures are 0.6 seconds between looks, four are one."""
    script = Script([[LEFT]] * 15 + [[]] * missed + [[LEFT]] * 15)
    follower = Follower(script)
    for i in range(30 + missed):
        script.next()
        follower.see(round(0.2 * i, 3), PICTURE)
    assert len(follower.tracks()) == count


def test_a_scene_cut_ends_the_looks_at_once(finder: Finder) -> None:
    """From a talking face to a cup of coffee that is shown in the same light."""
    face = np.asarray(cv2.cvtColor(clips.portrait(4.0, 384), cv2.COLOR_RGB2GRAY), np.uint8)
    coffee = cv2.resize(skimage.data.coffee(), (384, 384), interpolation=cv2.INTER_AREA)
    cup = np.asarray(cv2.cvtColor(coffee, cv2.COLOR_RGB2GRAY), np.uint8)
    follower = Follower(finder)
    for i, picture in enumerate([face] * 10 + [cup] * 10):
        follower.see(round(0.2 * i, 3), picture)
    mine, several = tracks.chosen(follower.tracks())
    assert [s.t_s for s in mine] == pytest.approx([0.2 * i for i in range(10)])
    assert not several
