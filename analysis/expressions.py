"""From a grey picture and a face box to seven probabilities.

The network (`expressions.onnx`, made by `training`) sees faces as FER2013 shows them: grey, square,
from the forehead to just under the chin, ears at the left and right edge. Everything that decides
what it sees is here and is used by training, evaluation and inference alike:

    finder's box -haar_box, yunet_box-> common face box -crop-> square crop -prepare-> input

The *common face box* is the box that OpenCV's frontal Haar cascade draws. Over 309 faces of
FER2013's Training split, each laid 60 to 200 px high onto a picture without people and followed for
three looks, the boxes were, in sides of FER2013's picture and from its middle (medians):

    Haar alt2   centre +.016 +.014, side 1.03       YuNet   centre +.017 +.037, height 1.01

So a FER2013 picture is about a Haar box, and YuNet's box has the same height (its width changes
when a head turns, its height hardly does) but lies lower by .02. Within a tenth the crop's size
does not matter to the model; larger crops cost more than smaller ones. No crop is turned upright:
up to 20 degrees of tilt cost two points of accuracy, and at the sizes at which YuNet looks its
landmarks tell a tenth of the tilt. Beyond 30 degrees the finders lose FER2013's tight pictures; a
real portrait YuNet finds at 45 as well, where 16 points are lost (mg-expr-1: .83 upright, .67).
`python benchmarks/face_finders.py` measures all this again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as onnxruntime_errors

from analysis.errors import ModelError
from analysis.report import LABELS

Face = NDArray[np.uint8]
Box = tuple[float, float, float, float]

#: Height and width of what the network sees, pixels.
SIDE: Final = 48
#: Faces per run of the network.
BATCH: Final = 32
#: The crop's side in sides of the common face box; measured, see above.
CROP_SIDE: Final = 1.0
#: How much lower than the common face box YuNet's lies, in its heights.
YUNET_LOWER: Final = 0.02
#: The profile cascade's box in parts of the common one: its side, and how much higher it lies.
PROFILE_SIDE: Final = 1.06
PROFILE_HIGHER: Final = 0.045
#: A box reaches at most so many frame sizes; a wilder one is cut to this.
LARGEST_CROP: Final = 2
#: Grey levels. A face with less contrast than this is not stretched to full contrast, so that a
#: flat crop becomes zeros and not noise.
LEAST_CONTRAST: Final = 12.0


def model_path() -> Path:
    """The expression model that comes with the program; its description stands beside it."""
    return Path(__file__).with_name("expressions.onnx")


def haar_box(x: float, y: float, w: float, h: float) -> Box:
    """The common face box of what a frontal Haar cascade found, pixels."""
    return (x, y, w, h)


def profile_box(x: float, y: float, w: float, h: float) -> Box:
    """The common face box of what the profile cascade found: that draws larger and higher boxes.

    Medians over the turned heads of `benchmarks/face_finders.py`: 1.08 times the side, and the
    centre higher by .05 of it.
    """
    side = w / PROFILE_SIDE
    return (x + (w - side) / 2.0, y + (h - side) / 2.0 + PROFILE_HIGHER * side, side, side)


def yunet_box(x: float, y: float, w: float, h: float) -> Box:
    """The common face box of what YuNet found, pixels: square, and a little higher."""
    return (x + (w - h) / 2.0, y - YUNET_LOWER * h, h, h)


def crop(frame: Face, box: Box) -> Face:
    """The square around a common face box (x, y, w, h in pixels) of a grey frame [H, W].

    Where it reaches over the frame, the frame's edge is repeated. At least one pixel.
    """
    x, y, w, h = box
    side = min(max(w, h) * CROP_SIDE, LARGEST_CROP * max(frame.shape))
    pixels = np.arange(max(round(side), 1))
    rows = np.clip(round(y + (h - side) / 2.0) + pixels, 0, frame.shape[0] - 1)
    columns = np.clip(round(x + (w - side) / 2.0) + pixels, 0, frame.shape[1] - 1)
    return frame[np.ix_(rows, columns)]


def prepare(face: Face) -> NDArray[np.float32]:
    """A grey face crop of any size as the network's input, float32 [1, SIDE, SIDE].

    Each crop is brought to mean 0 and deviation 1 by its own grey levels alone: no other frame has
    a part in it, so an expression that is held all the time stays. A flat crop becomes zeros.
    """
    grey: NDArray[Any] = face
    if face.shape != (SIDE, SIDE):
        shrinks = face.shape[0] > SIDE or face.shape[1] > SIDE
        way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        grey = cv2.resize(face, (SIDE, SIDE), interpolation=way)
    values = grey.astype(np.float32)
    contrast = max(float(values.std()), LEAST_CONTRAST)
    normal: NDArray[np.float32] = (values - values.mean()) / np.float32(contrast)
    return normal[None]


class Expressions:
    """The expression model, loaded: one session with one thread.

    `path` is the ONNX file; the file of the same name ending in `.json` describes it (version,
    sha256). Raises ModelError when either is missing or damaged or they do not belong together.
    """

    def __init__(self, path: Path) -> None:
        content, self.description = _read(path)
        self._session = _session(content, path)

    @property
    def version(self) -> str:
        """The name under which reports mention the model."""
        return str(self.description["version"])

    def predict(self, crops: Sequence[Face]) -> NDArray[np.float32]:
        """What people would see in the crops: probabilities [N, 7] in the order of LABELS."""
        return self.answers(crops)[0]

    def answers(self, crops: Sequence[Face]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The answers of both heads, probabilities [N, 7] each.

        The first tells what most people see (FER+), the second guesses FER2013's own label; the
        product uses the first, the second is there to compare with published figures.
        """
        seen = np.empty((len(crops), len(LABELS)), np.float32)
        label = np.empty_like(seen)
        for start in range(0, len(crops), BATCH):
            inputs = np.stack([prepare(face) for face in crops[start : start + BATCH]])
            rows = slice(start, start + len(inputs))
            seen[rows], label[rows] = self._session.run(["seen", "label"], {"faces": inputs})
        return seen, label


def _read(path: Path) -> tuple[bytes, Mapping[str, Any]]:
    try:
        content = path.read_bytes()
        description = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        expected = description["sha256"], description["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the expression model cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != expected[0]:
        raise ModelError(f"{path.name} is not the file that {path.stem}.json describes")
    return content, description


def _session(content: bytes, path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except (
        onnxruntime_errors.Fail,
        onnxruntime_errors.InvalidArgument,
        onnxruntime_errors.InvalidGraph,
        onnxruntime_errors.InvalidProtobuf,
        onnxruntime_errors.NotImplemented,
    ) as error:
        raise ModelError(f"{path.name} cannot be loaded: {error}") from error
