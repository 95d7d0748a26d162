"""Clips and models that the tests of the video part share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import weights
from analysis.faces import Finder, Haar, YuNet
from playground import clips

SHARED_MODELS = Path(__file__).parents[2] / "../shared/models"


@pytest.fixture(scope="session")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: base.mp4 (6 s of a face), away.mp4 (gone from 4 to 7 of 10 s) and two.mp4."""
    folder = tmp_path_factory.mktemp("clips")
    clips.talking_face(folder / "base.mp4", seconds=6, size=192)
    clips.talking_face(folder / "away.mp4", seconds=10, size=192, away=(4.0, 7.0))
    clips.two_faces(folder / "two.mp4", seconds=6, size=320)
    return folder


@pytest.fixture(params=["haar", "yunet"])
def finder(request: pytest.FixtureRequest) -> Finder:
    """Each of the two finders; YuNet where its file is."""
    if request.param == "haar":
        return Haar()
    path = weights.face_finder(SHARED_MODELS)
    if path is None:
        pytest.skip("YuNet's file is not beside the checkout")
    return YuNet(path)


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder into which this process may not look, with models/small and models/ in it.

    Nothing is closed to the superuser, so a test that runs as one is somebody else meanwhile.
    """
    folder = tmp_path / "closed"
    (folder / "models" / "small").mkdir(parents=True)
    folder.chmod(0)
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(65_534)
    yield folder
    if privileged:
        os.seteuid(0)
    folder.chmod(0o700)
