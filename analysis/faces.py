"""Finds faces in small grey pictures: YuNet where its file is, else OpenCV's Haar cascade.

Both look at the whole picture now and then, and otherwise only around the place where a face was:
that is cheaper, and sharper for a small face. Boxes are the common face boxes of
`analysis.expressions`, in pixels of the picture that was given.

How Haar's cascades and settings were chosen, by faces of FER2013's Training split laid 60 to 200 px
high onto pictures without people (`python benchmarks/face_finders.py` does it again): alt2 finds
most and next to nothing that is no face; alt_tree finds a third of that, default takes patterns
for faces. Two overlapping hits at a step of 1.2 find more than four at 1.15, and cost a fifth less;
what they find too much a second look at another scale refuses. Where a face was, the profile
cascade finds two in five of the heads that the frontal one misses (of those turned by .3 to .45
then 72 % are found and not 50, beyond 65 and not 15; nothing in 200 pictures without a face); it
costs three frontal looks and is asked only then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis import weights
from analysis.errors import ModelError
from analysis.expressions import Box, haar_box, profile_box, yunet_box

Grey = NDArray[np.uint8]

# Long side of the whole picture as the finders see it. YuNet needs about ten pixels of face, Haar
# twenty; larger pictures find smaller faces at a square cost.
_YUNET_SIDE: Final = 160
_HAAR_SIDE: Final = 120
# Side of the picture of a face's surroundings, which are `_AROUND` face boxes wide.
_YUNET_NEAR: Final = 96
_HAAR_NEAR: Final = 80
_AROUND: Final = 2.0
# Sides of a Haar face where one was, pixels of the surroundings.
_NEAR: Final = (int(0.7 * _HAAR_NEAR / _AROUND), int(1.4 * _HAAR_NEAR / _AROUND))
# Where a face was a moment ago a lower score will do: it finds a tenth more, and
# nothing in places without a face.
_YUNET_SCORE: Final = 0.7
_YUNET_NEAR_SCORE: Final = 0.5
# Scale step and overlapping hits that make a Haar face: in the whole picture; where a face was;
# when that found none, there in finer steps; at last from the side.
_HAAR_WHOLE: Final = (1.2, 2)
_HAAR_AGAIN: Final = (1.2, 1)
_HAAR_FINER: Final = (1.1, 1)
_HAAR_ASIDE: Final = (1.1, 1)
# How far a head is turned that only the profile cascade finds, in the unit of `Face.turn`.
_ASIDE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Face:
    """A face in a picture: its common face box, and how sure the finder is (0 to 1).

    `turn` is how far the head is turned aside: the nose's distance from the middle between the
    eyes in distances of the eyes (0 is frontal, 0.5 a nose before an eye); None is not known.
    """

    box: Box
    score: float
    turn: float | None = None


class Finder(Protocol):
    """What looks for faces."""

    @property
    def name(self) -> str:
        """The name under which reports mention it."""

    def everywhere(self, grey: Grey) -> list[Face]:
        """All faces of the picture."""

    def near(self, grey: Grey, box: Box) -> Face | None:
        """The face about where one of that size was, if it still is."""


class YuNet:
    """The finder of OpenCV's model zoo; `path` is `face_detection_yunet_2023mar.onnx`.

    Raises ModelError when OpenCV cannot load it.
    """

    name = "yunet_2023mar"

    def __init__(self, path: Path) -> None:
        try:
            self._whole = cv2.FaceDetectorYN.create(str(path), "", (32, 32), _YUNET_SCORE)
            self._near = cv2.FaceDetectorYN.create(
                str(path), "", (_YUNET_NEAR, _YUNET_NEAR), _YUNET_NEAR_SCORE
            )
        except cv2.error as error:
            raise ModelError(f"the face finder cannot be loaded: {error}") from error
        self._size = (0, 0)

    def everywhere(self, grey: Grey) -> list[Face]:
        """All faces of the picture."""
        small, scale = _shrunk(grey, _YUNET_SIDE)
        size = (small.shape[1], small.shape[0])
        if size != self._size:
            self._whole.setInputSize(size)
            self._size = size
        return [_moved(face, scale, (0.0, 0.0)) for face in _yunet_faces(self._whole, small)]

    def near(self, grey: Grey, box: Box) -> Face | None:
        """The face about where one of that size was, if it still is."""
        patch, scale, origin = _surroundings(grey, box, _YUNET_NEAR)
        found = [_moved(face, scale, origin) for face in _yunet_faces(self._near, patch)]
        return _closest(found, box)


class Haar:
    """OpenCV's cascades: frontal (alt2), and from the side where a face was a moment ago."""

    name = "haar_frontalface_alt2"

    def __init__(self) -> None:
        self._frontal = _cascade("frontalface_alt2")
        self._profile = _cascade("profileface")

    def everywhere(self, grey: Grey) -> list[Face]:
        """All faces of the picture that are seen from the front."""
        small, scale = _shrunk(grey, _HAAR_SIDE)
        hits = _hits(self._frontal, small, (20, 10_000), _HAAR_WHOLE)
        return [_moved(Face(haar_box(*hit), 1.0), scale, (0.0, 0.0)) for hit in hits]

    def near(self, grey: Grey, box: Box) -> Face | None:
        """The face about where one of that size was, if it still is: also one that turned."""
        patch, scale, origin = _surroundings(grey, box, _HAAR_NEAR)
        for look in (self._again, self._finer, self._from_the_left, self._from_the_right):
            face = _closest([_moved(face, scale, origin) for face in look(patch)], box)
            if face is not None:
                return face
        return None

    def _again(self, patch: Grey) -> list[Face]:
        return [
            Face(haar_box(*hit), 1.0) for hit in _hits(self._frontal, patch, _NEAR, _HAAR_AGAIN)
        ]

    def _finer(self, patch: Grey) -> list[Face]:
        return [
            Face(haar_box(*hit), 1.0) for hit in _hits(self._frontal, patch, _NEAR, _HAAR_FINER)
        ]

    def _from_the_left(self, patch: Grey) -> list[Face]:
        hits = _hits(self._profile, patch, _NEAR, _HAAR_ASIDE)
        return [Face(profile_box(*hit), 1.0, _ASIDE) for hit in hits]

    def _from_the_right(self, patch: Grey) -> list[Face]:
        faces = self._from_the_left(np.ascontiguousarray(patch[:, ::-1]))
        return [replace(face, box=_mirrored(face.box, patch.shape[1])) for face in faces]


def _cascade(name: str) -> cv2.CascadeClassifier:
    path = Path(cv2.__file__).parent / "data" / f"haarcascade_{name}.xml"
    cascade = cv2.CascadeClassifier(str(path))
    if cascade.empty():
        raise ModelError(f"OpenCV's cascade {name} cannot be loaded")
    return cascade


def _hits(
    cascade: cv2.CascadeClassifier,
    grey: Grey,
    sizes: tuple[int, int],
    settings: tuple[float, int],
) -> list[Box]:
    """What a cascade finds: boxes in pixels. `settings` are scale step and overlapping hits."""
    least, most = sizes
    boxes = cascade.detectMultiScale(grey, *settings, minSize=(least, least), maxSize=(most, most))
    return [(float(x), float(y), float(w), float(h)) for x, y, w, h in boxes]


def _mirrored(box: Box, across: int) -> Box:
    return (across - box[0] - box[2], *box[1:])


def finder(models: Path) -> Finder:
    """YuNet where the right file lies in the models folder, else the cascade of the wheel."""
    path = weights.face_finder(models)
    return Haar() if path is None else YuNet(path)


def likeness(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    return common / (one[2] * one[3] + other[2] * other[3] - common)


def _yunet_faces(detector: Any, grey: Grey) -> list[Face]:
    _, rows = detector.detect(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
    if rows is None:
        return []
    usable = [row for row in rows if np.isfinite(row).all() and min(row[2:4]) > 1]
    return [Face(_box_of(row), float(row[14]), _turn(row)) for row in usable]


def _box_of(row: NDArray[np.float32]) -> Box:
    return yunet_box(*(float(value) for value in row[:4]))


def _turn(row: NDArray[np.float32]) -> float:
    """How far YuNet's nose is off the middle of its eyes, along the line through them."""
    one, other, nose = row[4:6], row[6:8], row[8:10]
    line = other - one
    length = max(float(line @ line), 1e-6)
    return min(1.0, abs(float((nose - (one + other) / 2) @ line)) / length)


def _shrunk(grey: Grey, side: int) -> tuple[Grey, float]:
    """The picture with a long side of at most `side`, and what its pixels are in the original."""
    height, width = grey.shape
    scale = max(1.0, max(height, width) / side)
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), scale


def _surroundings(grey: Grey, box: Box, pixels: int) -> tuple[Grey, float, tuple[float, float]]:
    """The square around a box, `pixels` wide; its scale, and its upper left corner."""
    side = round(min(max(_AROUND * max(box[2:]), 16.0), 4.0 * max(grey.shape)))
    left, top = round(box[0] + (box[2] - side) / 2), round(box[1] + (box[3] - side) / 2)
    patch = _framed(grey, left, top, side)
    way = cv2.INTER_AREA if side > pixels else cv2.INTER_LINEAR
    small = cv2.resize(patch, (pixels, pixels), interpolation=way)
    return np.asarray(small, np.uint8), side / pixels, (left, top)


def _framed(grey: Grey, left: int, top: int, side: int) -> Grey:
    """A square of the picture; where it reaches over the edge, the edge is repeated."""
    height, width = grey.shape
    above, below = max(0, -top), max(0, top + side - height)
    before, after = max(0, -left), max(0, left + side - width)
    rows = slice(min(max(top, 0), height - 1), max(top + side, 1))
    columns = slice(min(max(left, 0), width - 1), max(left + side, 1))
    inner = grey[rows, columns]
    if not (above or below or before or after):
        return inner
    whole = cv2.copyMakeBorder(inner, above, below, before, after, cv2.BORDER_REPLICATE)
    return np.asarray(whole, np.uint8)


def _moved(face: Face, scale: float, origin: tuple[float, float]) -> Face:
    x, y, width, height = (scale * value for value in face.box)
    return replace(face, box=(x + origin[0], y + origin[1], width, height))


def _closest(found: Sequence[Face], box: Box) -> Face | None:
    """The face that shares most with the box, if it shares anything to speak of."""
    enough = 0.3
    best = max(found, key=lambda face: likeness(face.box, box), default=None)
    return best if best is not None and likeness(best.box, box) >= enough else None
