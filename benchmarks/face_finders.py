"""Which face finder finds what, whether both mean the same crop, and what alignment would buy.

    python benchmarks/face_finders.py [--split PublicTest] [--faces 120]

Settings were chosen on Training; what is reported comes from PublicTest. Faces are laid 60 to 200
px high onto pictures without people (`benchmarks/face_scenes.py`); how far a head is turned, YuNet
says on the face alone (0: nose in the middle between the eyes, 0.5: before an eye). A FER2013
picture is cut tight around a face, which every finder dislikes: shares compare with each other,
they are not those of a film. Milliseconds are CPU time of one look.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis import weights
from analysis.expressions import CROP_SIDE, Box, Expressions, crop, haar_box, model_path
from analysis.faces import Finder, Haar, YuNet, likeness
from benchmarks import face_scenes
from benchmarks.face_scenes import Grey, Heads, Scene

#: Ends of the bins of turn; a face on which YuNet finds nothing is in none.
TURNS = (0.0, 0.1, 0.2, 0.3, 0.45, 9.0)
#: A box that shares this much with FER2013's picture is the face.
SAME = 0.4
#: Side of the surroundings of a face, where its half is the face, pixels.
NEAR = 80
CASCADES = ("frontalface_default", "frontalface_alt", "frontalface_alt2", "frontalface_alt_tree")
SETTINGS = ((1.15, 4), (1.2, 2), (1.1, 3))
NEAR_SETTINGS = ((1.15, 2), (1.2, 1), (1.1, 1))

Look = Callable[[Scene, Box], Sequence[Box]]
Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Material:
    """Scenes with the bin of turn of each, where the face was a moment ago, and empty places."""

    scenes: list[Scene]
    bins: list[int]
    before: list[Box]
    empty: list[Grey]


def cascade(name: str) -> Any:
    """A cascade of OpenCV's wheel."""
    return cv2.CascadeClassifier(
        str(Path(cv2.__file__).parent / "data" / f"haarcascade_{name}.xml")
    )


def turns(heads: Heads, rows: Iterable[int]) -> list[float]:
    """How far the heads are turned, NaN where YuNet finds no face or is not there."""
    path = weights.face_finder(face_scenes.MODELS)
    if path is None:
        return [0.0 for _ in rows]
    detector = cv2.FaceDetectorYN.create(str(path), "", (208, 208), 0.7)
    found = []
    for row in rows:
        large = face_scenes.resized(heads.images[row], 144)
        framed = cv2.copyMakeBorder(large, 32, 32, 32, 32, cv2.BORDER_REPLICATE)
        marks = face_scenes.landmarks(np.asarray(framed, np.uint8), detector)
        found.append(float("nan") if marks is None else face_scenes.turn(marks))
    return found


def material(heads: Heads, most: int) -> Material:
    """At most so many scenes for each bin of turn, and half as many places without a face."""
    rng = np.random.default_rng(1)
    rows = rng.permutation(len(heads.images))[: 25 * most]
    scenes: list[Scene] = []
    bins: list[int] = []
    for row, value in zip(rows, turns(heads, rows), strict=True):
        place = int(np.searchsorted(TURNS, value, side="right")) - 1
        if np.isfinite(value) and bins.count(place) < most:
            scenes.append(face_scenes.scene(heads.images[row], int(row), rng))
            bins.append(place)
    before = [face_scenes.jittered(scene.box, rng) for scene in scenes]
    empty = [face_scenes.background(rng) for _ in range(2 * most)]
    return Material(scenes, bins, before, empty)


# --- finding --------------------------------------------------------------------------------------


def whole(found: Any, settings: tuple[float, int]) -> Look:
    """A cascade in the whole picture, as `analysis.faces` shrinks it."""
    side = 120

    def look(scene: Scene, _: Box) -> list[Box]:
        small = face_scenes.resized(scene.grey, side)
        boxes = found.detectMultiScale(small, *settings, minSize=(20, 20))
        return [haar_box(*(float(v) * scene.grey.shape[0] / side for v in box)) for box in boxes]

    return look


def around(found: Any, settings: tuple[float, int], *, mirrored: bool = False) -> Look:
    """A cascade where a face was; the best box there."""

    def look(scene: Scene, before: Box) -> list[Box]:
        side = 2 * before[3] / CROP_SIDE
        left, top = (before[k] + before[3] / 2 - side / 2 for k in (0, 1))
        patch = face_scenes.resized(crop(scene.grey, (left, top, side, side)), NEAR)
        patch = np.ascontiguousarray(patch[:, ::-1]) if mirrored else patch
        scale, least, most = 2 * before[3] / NEAR, int(0.35 * NEAR), int(0.7 * NEAR)
        left, top = (before[k] - before[3] / 2 for k in (0, 1))
        hits = found.detectMultiScale(
            patch, *settings, minSize=(least, least), maxSize=(most, most)
        )
        xs = [NEAR - x - w if mirrored else x for x, _, w, _ in hits]
        boxes = [
            (left + scale * x, top + scale * y, scale * w, scale * h)
            for x, (_, y, w, h) in zip(xs, hits, strict=True)
        ]
        near = [box for box in boxes if likeness(box, before) >= 0.3]
        return [max(near, key=lambda box: likeness(box, before))] if near else []

    return look


def either(*looks: Look) -> Look:
    """The first of the looks that finds something."""
    return lambda scene, before: next((b for look in looks if (b := look(scene, before))), [])


def of(finder: Finder) -> tuple[Look, Look]:
    """A finder of the product, in the whole picture and where a face was."""

    def near(scene: Scene, before: Box) -> list[Box]:
        face = finder.near(scene.grey, before)
        return [] if face is None else [face.box]

    return lambda scene, _: [face.box for face in finder.everywhere(scene.grey)], near


def confirmed(finder: Finder) -> Look:
    """What a clip's follower takes for a new face: found, and found again around there."""

    def look(scene: Scene, _: Box) -> list[Box]:
        again = [finder.near(scene.grey, face.box) for face in finder.everywhere(scene.grey)]
        return [face.box for face in again if face is not None]

    return look


def tell(name: str, look: Look, given: Material) -> None:
    """One line: found faces by bin of turn, boxes that are no face, milliseconds a look."""
    found, wrong, spent = np.zeros(len(TURNS) - 1), 0, 0.0
    for scene, place, before in zip(given.scenes, given.bins, given.before, strict=True):
        began = time.process_time()
        boxes = look(scene, before)
        spent += time.process_time() - began
        right = [box for box in boxes if likeness(box, scene.box) >= SAME]
        found[place] += bool(right)
        wrong += len(boxes) - len(right)
    middle = (face_scenes.SIZE / 3,) * 2 + (face_scenes.SIZE / 3,) * 2
    empty = sum(len(look(Scene(grey, middle, -1), middle)) for grey in given.empty)
    counts = np.maximum(np.bincount(given.bins, minlength=len(found)), 1)
    shares = " ".join(f"{share:4.0f}" for share in 100 * found / counts)
    print(f"{name:42}{shares} | {wrong:3} {empty:3} | {1e3 * spent / len(given.scenes):5.2f} ms")


def finding(given: Material, finders: Sequence[Finder]) -> None:
    """The table of finders and settings."""
    counts = np.bincount(given.bins, minlength=len(TURNS) - 1)
    print(f"\nFound of {counts.tolist()} faces by turn {TURNS[:-1]}, % | false beside them and in "
          f"{len(given.empty)} pictures without any")  # fmt: skip
    for name in CASCADES:
        for settings in SETTINGS:
            tell(f"whole: {name} {settings}", whole(cascade(name), settings), given)
        for settings in NEAR_SETTINGS:
            tell(f"near: {name} {settings}", around(cascade(name), settings), given)
    frontal = [around(cascade("frontalface_alt2"), settings) for settings in ((1.2, 1), (1.1, 1))]
    profile = cascade("profileface")
    sides = [around(profile, (1.1, 1), mirrored=mirrored) for mirrored in (False, True)]
    tell("near: alt2, else finer", either(*frontal), given)
    tell("near: alt2, else finer, else profile", either(*frontal, *sides), given)
    for finder in finders:
        everywhere, near = of(finder)
        tell(f"product, whole: {finder.name}", everywhere, given)
        tell(f"product, whole confirmed: {finder.name}", confirmed(finder), given)
        tell(f"product, near: {finder.name}", near, given)


# --- the crops of both ----------------------------------------------------------------------------


def around_itself(finder: Finder, scene: Scene, before: Box) -> Box | None:
    """The box that settles when a finder follows a face for three looks."""
    box = before
    for _ in range(3):
        face = finder.near(scene.grey, box)
        if face is None:
            return None
        box = face.box
    return box


def grown(box: Box, scale: float) -> Box:
    """The box around the same centre."""
    x, y, w, h = box
    return (x + w * (1 - scale) / 2, y + h * (1 - scale) / 2, w * scale, h * scale)


def offsets(boxes: Sequence[Box], truths: Sequence[Box]) -> Numbers:
    """Centre across and down, and side, of boxes in parts of the true ones [N, 3]."""
    one, other = np.array(boxes), np.array(truths)
    centre = (one[:, :2] + one[:, 2:] / 2 - other[:, :2] - other[:, 2:] / 2) / other[:, 3:]
    return np.column_stack([centre, one[:, 3] / other[:, 3]])


def agreement(heads: Heads, given: Material, finders: Sequence[Finder], model: Expressions) -> None:
    """How far the boxes differ, and above all what the model says to both crops."""
    both = [[around_itself(f, s, b) for f in finders]
            for s, b in zip(given.scenes, given.before, strict=True)]  # fmt: skip
    rows = [i for i, boxes in enumerate(both) if all(boxes)]
    scenes = [given.scenes[i] for i in rows]
    kept: dict[str, list[Box]] = {
        "FER2013's picture": [grown(s.box, 1 / CROP_SIDE) for s in scenes]
    }
    for k, finder in enumerate(finders):
        kept[finder.name] = [box for i in rows if (box := both[i][k]) is not None]
    truths = kept["FER2013's picture"]
    seen = heads.seen[[scene.row for scene in scenes]]
    said = {name: read(model, scenes, boxes) for name, boxes in kept.items()}
    print(f"\nCrops of {len(rows)} faces that all finders found")
    for name, boxes in kept.items():
        low, middle, high = np.percentile(offsets(boxes, truths), [10, 50, 90], axis=0).round(3)
        print(f"{name:24} centre and side {middle} ({low} to {high}), {rated(said[name], seen)}")
    names = list(kept)
    for one, other in [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]:
        compare(f"{one} / {other}", said[one], said[other])
    for name in names[1:]:
        figures = [
            f"{scale}: {rated(read(model, scenes, [grown(b, scale) for b in kept[name]]), seen)}"
            for scale in (0.88, 0.93, 1.0, 1.05, 1.1, 1.2)
        ]
        print(f"{name}, box times " + "  ".join(figures))


def read(model: Expressions, scenes: Sequence[Scene], boxes: Sequence[Box]) -> Numbers:
    """What the model says to the crops."""
    pairs = zip(scenes, boxes, strict=True)
    return np.asarray(model.predict([crop(scene.grey, box) for scene, box in pairs]))


def rated(said: Numbers, seen: Numbers) -> str:
    """Accuracy against FER+'s majority."""
    known = seen >= 0
    if not known.any():
        return "nobody voted"
    return f"FER+ {100 * float((said.argmax(axis=1) == seen)[known].mean()):.1f} %"


def compare(name: str, one: Numbers, other: Numbers) -> None:
    """Total variation distance, and how often the same label leads."""
    distance = np.abs(one - other).sum(axis=1) / 2
    same = float((one.argmax(axis=1) == other.argmax(axis=1)).mean())
    print(f"  {name:44} distance {np.median(distance):.3f} (nine in ten below "
          f"{np.percentile(distance, 90):.3f}), same label {100 * same:.1f} %")  # fmt: skip


# --- alignment and following ----------------------------------------------------------------------


def alignment(heads: Heads, rows: Sequence[int], model: Expressions) -> None:
    """What a tilted head costs the model, and how much of the tilt YuNet's landmarks tell."""
    path = weights.face_finder(face_scenes.MODELS)
    print(f"\nTilted heads, {len(rows)} faces: read, found near, and YuNet's tilt")
    for degrees in (0, 10, 15, 20, 25, 30, 45):
        rng = np.random.default_rng(4)
        boxes = [face_scenes.scene(heads.images[row], row, rng).box for row in rows]
        greys = [
            face_scenes.laid(face_scenes.background(rng), heads.images[row], box, roll=degrees)
            for row, box in zip(rows, boxes, strict=True)
        ]
        scenes = [Scene(g, b, r) for g, b, r in zip(greys, boxes, rows, strict=True)]
        crops = [grown(box, 1 / CROP_SIDE) for box in boxes]
        line = f"{degrees:3}°  {rated(read(model, scenes, crops), heads.seen[list(rows)])}"
        line += f", Haar finds {100 * share_found(Haar(), scenes):.0f} %"
        if path is not None:
            tilts = [tilts_of(path, scenes, side) for side in (96, 320)]
            line += f", YuNet {100 * share_found(YuNet(path), scenes):.0f} %"
            line += ", median tilt at 96 px {:.1f}°, at 320 px {:.1f}°".format(*tilts)
        print(line)


def share_found(finder: Finder, scenes: Sequence[Scene]) -> float:
    """The share of faces that a finder finds where they are."""
    return float(np.mean([finder.near(s.grey, s.box) is not None for s in scenes]))


def tilts_of(path: Path, scenes: Sequence[Scene], side: int) -> float:
    """The median tilt by YuNet's landmarks on surroundings of so many pixels, degrees."""
    detector = cv2.FaceDetectorYN.create(str(path), "", (side, side), 0.6)
    patches = [face_scenes.resized(crop(s.grey, grown(s.box, 2 / CROP_SIDE)), side) for s in scenes]
    marks = [face_scenes.landmarks(patch, detector) for patch in patches]
    return float(np.median([face_scenes.roll(m) for m in marks if m is not None] or [np.nan]))


def following(heads: Heads, rows: Sequence[int]) -> None:
    """Whether the picture of a face finds it again when it turns, and nothing when it is gone.

    Normalised correlation of the frontal face (24 px) with where it was a look ago (48 px).
    """
    rng = np.random.default_rng(9)
    likenesses: dict[str, list[float]] = {}
    for row in rows:
        place, box = face_scenes.background(rng), face_scenes.scene(heads.images[row], row, rng).box
        before = Scene(face_scenes.laid(place, heads.images[row], box), box, row)
        for name, later in changes(before, place, heads, rng).items():
            likenesses.setdefault(name, []).append(correlation(before, later))
    print(f"\nA short track by the face's picture: correlation, {len(rows)} faces")
    for name, values in likenesses.items():
        low, middle, high = np.percentile(values, [5, 50, 95])
        print(f"  {name:22} {middle:.2f} ({low:.2f} to {high:.2f})")


def changes(before: Scene, place: Grey, heads: Heads, rng: np.random.Generator) -> dict[str, Grey]:
    """The next picture: the head tilts or turns, or another thing happened."""
    face, other = heads.images[before.row], heads.images[rng.integers(len(heads.images))]
    x, y, w, h = before.box
    moved = (x + w * rng.uniform(-0.1, 0.1), y + h * rng.uniform(-0.1, 0.1), w, h)
    hand = before.grey.copy()
    hand[int(y + 0.4 * h) : int(y + h), int(x) : int(x + w)] = 130
    pictures = {
        f"tilted by {degrees}°": face_scenes.laid(place, face, moved, roll=degrees)
        for degrees in (10, 20, 30)
    }
    for part in (0.85, 0.7, 0.55):
        pictures[f"narrowed to {part}"] = face_scenes.laid(place, face, moved, squeeze=part)
    pictures["another person"] = face_scenes.laid(place, other, moved)
    return pictures | {"hand": hand, "gone": place, "scene cut": face_scenes.background(rng)}


def correlation(before: Scene, later: Grey) -> float:
    """The best likeness of the face as it was to any place in its surroundings now."""
    around_it = grown(before.box, 2 / CROP_SIDE)
    known = face_scenes.resized(crop(before.grey, around_it), 48)[12:36, 12:36]
    now = face_scenes.resized(crop(later, around_it), 48)
    return float(cv2.matchTemplate(now, known, cv2.TM_CCOEFF_NORMED).max())


def main() -> None:
    """All four tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="PublicTest")
    parser.add_argument("--faces", type=int, default=100, help="for each bin of turn")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    heads = face_scenes.heads(arguments.split)
    path = weights.face_finder(face_scenes.MODELS)
    finders: list[Finder] = [Haar()] if path is None else [Haar(), YuNet(path)]
    if path is None:
        print("YuNet is not beside the checkout: only Haar is measured, heads count as frontal.")
    given, model = material(heads, arguments.faces), Expressions(model_path())
    finding(given, finders)
    voted = np.flatnonzero(heads.seen >= 0) if (heads.seen >= 0).any() else np.arange(100)
    agreement(heads, frontal_more(heads, voted, arguments.faces), finders, model)
    rows = [int(row) for row in np.random.default_rng(2).permutation(voted)]
    alignment(heads, rows[: 3 * arguments.faces], model)
    following(heads, rows[: arguments.faces])


def frontal_more(heads: Heads, rows: Numbers, faces: int) -> Material:
    """Scenes of any faces that were voted on: as they come, most of them frontal."""
    rng = np.random.default_rng(3)
    taken = [int(row) for row in rng.permutation(rows)[: 12 * faces]]
    scenes = [face_scenes.scene(heads.images[row], row, rng) for row in taken]
    before = [face_scenes.jittered(scene.box, rng) for scene in scenes]
    return Material(scenes, [0] * len(scenes), before, [])


if __name__ == "__main__":
    main()
