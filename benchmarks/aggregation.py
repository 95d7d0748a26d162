"""From looks to a claim: how averages, windows and thresholds do on made-up clips.

    python benchmarks/aggregation.py [--data FILE.npz] [--half report] [--clips 40]

There are no videos of people to measure on, so clips are made of FER2013 faces that training never
saw (PublicTest), each shown again and again as a telephone would: box moved, light, blur,
compression, and some looks hardly readable. What is true is FER+'s majority. What was chosen was
chosen on one half of the pictures (`--half choose`); figures to quote come from the other.

    held      one face for 5 s                                      its majority
    acted     neutral, then an expression for .3 to .8, neutral      the expression
    calm      neutral faces with a tenth to a quarter of strays      neutral
    mixed     three to five expressions, each for as long            nothing
    doubtful  one face on which half of the voters or fewer agree    nothing

All labels have as many clips (disgust has 31 faces in all), so shares are means over labels.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis import timeline
from analysis.expressions import Expressions, model_path
from analysis.report import CLEAR, LABELS, STEP_S
from benchmarks.made_clips import NEUTRAL, Cast, Clip, Numbers, Rows, half_of
from training import dataset
from training.metrics import calibration_error, macro_recall

Way = Callable[[Numbers, Numbers], Numbers]

DATA = Path(__file__).resolve().parents[1] / "../shared/data/fer2013.npz"
#: Kinds of clips of which something may be claimed.
CLAIMABLE = {"held", "acted", "calm"}
WINDOWS_S = (0.2, 0.6, 1.0, 1.5, 2.0, 2.5)


# --- ways to average ------------------------------------------------------------------------------


def shares(values: Numbers) -> Numbers:
    """Made to sum to 1."""
    made: Numbers = values / values.sum()
    return made


def arithmetic(scores: Numbers, weights: Numbers) -> Numbers:
    """The weighted mean."""
    return shares(np.average(scores, axis=0, weights=weights))


def geometric(scores: Numbers, weights: Numbers) -> Numbers:
    """The weighted mean of logarithms."""
    return shares(np.exp(np.average(np.log(scores + 1e-4), axis=0, weights=weights)))


def median(scores: Numbers, _: Numbers) -> Numbers:
    """The middle of each label."""
    return shares(np.median(scores, axis=0) + 1e-9)


def votes(scores: Numbers, weights: Numbers) -> Numbers:
    """Each look counts for its strongest label alone."""
    return arithmetic(np.eye(len(LABELS))[scores.argmax(axis=1)], weights)


def confident(scores: Numbers, weights: Numbers) -> Numbers:
    """Looks count by how sure the model is: 1 less their entropy in parts of the largest."""
    entropy = -(scores * np.log(scores + 1e-9)).sum(axis=1) / np.log(len(LABELS))
    return arithmetic(scores, weights * (1.0 - entropy))


def trimmed(scores: Numbers, _: Numbers) -> Numbers:
    """Each label without its lowest and highest fifth."""
    cut = len(scores) // 5
    return shares(np.sort(scores, axis=0)[cut : len(scores) - cut].mean(axis=0))


def upper(part: float) -> Way:
    """The looks that are least neutral."""

    def way(scores: Numbers, weights: Numbers) -> Numbers:
        least = np.argsort(scores[:, NEUTRAL])[: int(np.ceil(part * len(scores)))]
        return arithmetic(scores[least], weights[least])

    return way


def leaning(floor: float) -> Way:
    """Looks count by how far the smoothed curve is from neutral there, squared."""

    def way(scores: Numbers, weights: Numbers) -> Numbers:
        expressive = 1.0 - smoothed(scores, weights, 1.5)[:, NEUTRAL]
        return arithmetic(scores, weights * (floor + (1.0 - floor) * expressive**2))

    return way


def after_smoothing(way: Way) -> Way:
    """A way for the moments of the curve in place of the looks."""
    return lambda scores, weights: way(smoothed(scores, weights, 1.5), np.ones(len(scores)))


def unweighted(way: Way) -> Way:
    """A way that takes no care of the quality of looks."""
    return lambda scores, weights: way(scores, np.ones(len(weights)))


def smoothed(scores: Numbers, weights: Numbers, window_s: float, way: Way = arithmetic) -> Numbers:
    """The curve [N, 7] by triangular windows over looks that stand for `STEP_S` each."""
    times = np.arange(len(scores)) * STEP_S
    nearness = np.maximum(1.0 - np.abs(times[:, None] - times) / (window_s / 2), 0.0)
    return np.array([way(scores[n > 0], (n * weights)[n > 0]) for n in nearness])


def product(scores: Numbers, weights: Numbers) -> Any:
    """What the analysis makes of these looks."""
    times = [float(t) for t in np.arange(len(scores) + 1) * STEP_S]
    found = timeline.looks(times[:-1], scores, list(weights), times)
    return timeline.emotions(found, times[-1], 0.0)


MEANS: dict[str, Way] = {
    "the product's mean": lambda s, w: np.array(product(s, w).mean),
    "arithmetic": arithmetic,
    "arithmetic, no quality": unweighted(arithmetic),
    "geometric": geometric,
    "median": median,
    "votes": votes,
    "by confidence": confident,
    "trimmed": trimmed,
    "least neutral quarter of looks": upper(0.25),
    "least neutral half of looks": upper(0.5),
    "by distance from neutral": leaning(0.1),
    "curve, least neutral quarter": after_smoothing(upper(0.25)),
    "curve, least neutral .7": after_smoothing(upper(0.7)),
}


# --- tables ---------------------------------------------------------------------------------------


def means(clips: Sequence[Clip]) -> None:
    """Which label a clip's mean puts first."""
    print(f"{'mean':32} held  acted  <.45  >.6   calm  neutral  mixed over 1/2")
    for name, way in MEANS.items():
        found = [way(clip.scores, clip.weights) for clip in clips]
        said = np.array([scores.argmax() for scores in found])
        acted = np.array([share_of(clip) for clip in clips])
        of = {kind: np.array([c.plan.kind == kind for c in clips]) for kind in ("held", "acted",
              "calm", "mixed")}  # fmt: skip
        neutral = of["held"] & np.array([c.plan.truth == NEUTRAL for c in clips])
        parts = (of["held"], of["acted"], of["acted"] & (acted < 0.45), of["acted"] & (acted > 0.6),
                 of["calm"], neutral)  # fmt: skip
        figures = "  ".join(f"{recall(clips, said, part):.3f}" for part in parts)
        false = np.mean([max(scores) >= CLEAR for scores in np.array(found)[of["mixed"]]])
        print(f"{name:32} {figures}    {false:.3f}")


def share_of(clip: Clip) -> float:
    """The part of the clip in which its truth is shown."""
    return float(np.mean(clip.plan.track == clip.plan.truth))


def recall(clips: Sequence[Clip], said: Rows, chosen: NDArray[np.bool_]) -> float:
    """The mean over labels of the part of their clips that was said right."""
    truths = np.array([-1 if clip.plan.truth is None else clip.plan.truth for clip in clips])
    return macro_recall(truths[chosen], said[chosen])


def windows(clips: Sequence[Clip]) -> None:
    """How the curve follows: what is gained in calm is lost in speed."""
    print("\nwindow      moment right: held acted  calm  missed  lag s  extra changes in 10 s  ece")
    for window_s in WINDOWS_S:
        _window(clips, f"{window_s} s", window_s, arithmetic)
    for way in (geometric, median, votes, confident):
        _window(clips, f"{way.__name__}", 1.5, way)


def _window(clips: Sequence[Clip], name: str, window_s: float, way: Way) -> None:
    clear = [clip for clip in clips if clip.plan.kind in {"held", "acted", "calm"}]
    curves = [smoothed(clip.scores, clip.weights, window_s, way) for clip in clear]
    leads = [curve.argmax(axis=1) for curve in curves]
    right = [
        np.mean(np.concatenate([lead == c.plan.track for c, lead in zip(clear, leads, strict=True)
                                if c.plan.kind == kind]))
        for kind in ("held", "acted", "calm")
    ]  # fmt: skip
    lags = [
        lag for c, lead in zip(clear, leads, strict=True) if (lag := lag_s(c, lead)) is not None
    ]
    late = np.mean([lag for lag in lags if lag >= 0])
    missed = np.mean([lag < 0 for lag in lags])
    extra = np.mean([changes(lead) - changes(c.plan.track)
                     for c, lead in zip(clear, leads, strict=True)])  # fmt: skip
    per_10_s = extra / np.mean([len(lead) * STEP_S for lead in leads]) * 10
    ece = calibration_error(np.concatenate([c.plan.track for c in clear]), np.concatenate(curves))
    figures = "  ".join(f"{value:.3f}" for value in right)
    print(
        f"{name:24} {figures}  {missed:.3f}   {late:.2f}   {per_10_s:6.2f}                {ece:.3f}"
    )


def lag_s(clip: Clip, lead: Rows) -> float | None:
    """Seconds from an expression's begin until the curve shows it, -1 for never; None for none."""
    shown = np.flatnonzero(clip.plan.track == clip.plan.truth)
    if clip.plan.kind != "acted" or shown[0] == 0:
        return None
    seen = np.flatnonzero(lead[shown] == clip.plan.truth)
    return float(seen[0]) * STEP_S if len(seen) else -1.0


def changes(lead: Rows) -> int:
    """How often another label leads."""
    return int(np.sum(lead[1:] != lead[:-1]))


def thresholds(clips: Sequence[Clip], faces: dataset.Faces, model: Expressions) -> None:
    """How often the strongest label is right below and above a share: faces, then moments."""
    majority, known = dataset.top_votes(faces)
    seen = model.predict(list(faces.images))[known]
    labelled = [clip for clip in clips if clip.plan.kind != "doubtful"]
    curves = np.concatenate([smoothed(c.scores, c.weights, 1.5) for c in labelled])
    tracks = np.concatenate([clip.plan.track for clip in labelled])
    print(
        "\nstrongest share   faces below: part, right   above   moments below: part, right   above"
    )
    for least in (0.4, 0.45, 0.5, 0.55, 0.6):
        figures = [*_split(seen, majority[known], least), *_split(curves, tracks, least)]
        print(f"{least:.2f}              " + "         ".join(f"{value:.3f}" for value in figures))


def _split(scores: NDArray[np.floating], truth: Rows, least: float) -> tuple[float, float, float]:
    below, right = scores.max(axis=1) < least, scores.argmax(axis=1) == truth
    return float(below.mean()), float(right[below].mean()), float(right[~below].mean())


def dominants(clips: Sequence[Clip]) -> None:
    """What is named, rightly and wrongly, by the rule as it is and by others."""
    print(f"\n{'dominant':32} held: right, wrong  acted               calm               mixed"
          "        doubtful")  # fmt: skip
    rules: dict[str, Callable[[Clip], int | None]] = {
        "the product's": lambda c: _named(product(c.scores, c.weights).dominant),
        "largest of the mean": lambda c: int(arithmetic(c.scores, c.weights).argmax()),
    }
    for least in (0.0, 0.4, 0.45, 0.5, 0.55, 0.6):
        rules[f"clear from {least}"] = partial(led, least=least)
    for part in (0.4, 0.6):
        rules[f"majority of {part}"] = partial(led, part=part)
    for lasting in (0.2, 2.0):
        rules[f"sustained for {lasting} s"] = partial(led, lasting_s=lasting)
    for way in (geometric, median, votes, confident):
        rules[f"{way.__name__}"] = partial(led, way=way)
    for name, rule in rules.items():
        print(f"{name:32} {_judged(clips, rule)}")


def _named(label: str | None) -> int | None:
    return None if label is None else LABELS.index(label)


def led(
    clip: Clip,
    least: float = CLEAR,
    part: float = 0.5,
    lasting_s: float = 1.0,
    way: Way = arithmetic,
) -> int | None:
    """The label that clearly leads in more than a part of the moments, once for so long."""
    curve = smoothed(clip.scores, clip.weights, 1.5, way)
    lead = np.where(curve.max(axis=1) >= least, curve.argmax(axis=1), -1)
    label = max(range(len(LABELS)), key=lambda i: int(np.sum(lead == i)))
    longest = max(len(run) for run in "".join("x" if i == label else " " for i in lead).split(" "))
    lasts = longest >= lasting_s / STEP_S - 1e-6
    return label if np.mean(lead == label) > part and lasts else None


def _judged(clips: Sequence[Clip], rule: Callable[[Clip], int | None]) -> str:
    named = [(clip, rule(clip)) for clip in clips]
    parts = []
    for kind in ("held", "acted", "calm", "mixed", "doubtful"):
        of_kind = [(clip, label) for clip, label in named if clip.plan.kind == kind]
        right = np.mean([label in allowed(clip) for clip, label in of_kind])
        wrong = np.mean([label not in {None} | allowed(clip) for clip, label in of_kind])
        parts.append(f"{right:.3f} {wrong:.3f}" if kind in CLAIMABLE else f"{wrong:.3f}")
    return "        ".join(parts)


def allowed(clip: Clip) -> set[int | None]:
    """What may be said to dominate: of an acted clip what fills most of it, near a half either."""
    if clip.plan.truth is None:
        return set()
    share = share_of(clip)
    if share >= 0.6:
        return {clip.plan.truth}
    return {NEUTRAL} if share <= 0.4 else {clip.plan.truth, NEUTRAL}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=("choose", "report"), default="report")
    parser.add_argument("--clips", type=int, default=40)
    options = parser.parse_args()
    if not options.data.exists():
        print("Not measured: FER2013 with FER+'s votes (fer2013.npz) is not there.")
        return
    cv2.setNumThreads(1)
    faces = half_of(dataset.load(options.data, "PublicTest"), options.half)
    model = Expressions(model_path())
    cast = Cast(faces, np.random.default_rng(1 if options.half == "choose" else 2))
    clips = [cast.filmed(plan, model) for plan in cast.plans(options.clips)]
    print(f"{model.version}, {len(clips)} clips of the half to {options.half}")
    means(clips)
    windows(clips)
    thresholds(clips, faces, model)
    dominants(clips)


if __name__ == "__main__":
    main()
