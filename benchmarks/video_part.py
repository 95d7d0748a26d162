"""The video part against decoding alone, and against the seed's recipe at one picture a second.

    python benchmarks/video_part.py [--seconds 60] [--models FOLDER]

Each contender runs in its own process on the same clip (384x384, 25 pictures a second, H.264 at
about 1 Mbit/s with grain, AAC: what a video note is) and reports its CPU seconds, user and system,
after its libraries are loaded, and its largest resident memory. Ratios of one run compare; seconds
of different machines do not.

The peer is a copy of the seed's recipe with our decoder: one picture a second, a face finder on the
whole picture, one crop at a time through the model. The seed's SSD finder is not carried here, so
the Haar cascade with its usual settings stands for it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def decode_only(clip: str, _folder: str, _models: str) -> int:
    """Every picture and every sound decoded and thrown away."""
    import av  # noqa: PLC0415 - each contender loads its own

    frames = 0
    with av.open(clip) as source:
        for stream in (source.streams.video[0], source.streams.audio[0]):
            stream.thread_count, stream.thread_type = 1, "NONE"
        for packet in source.demux(video=0, audio=0):
            frames += len(packet.decode())
    return frames


def video_part(clip: str, folder: str, models: str) -> int:
    """Ours, as the worker runs it."""
    from analysis.pipeline import Recipe, picture  # noqa: PLC0415

    return len(picture(clip, folder, Recipe(models)).emotions.timeline)


def seed_recipe(clip: str, folder: str, _models: str) -> int:
    """One picture a second through a file, the whole picture searched, one crop at a time."""
    import av  # noqa: PLC0415
    import cv2  # noqa: PLC0415

    from analysis.expressions import Expressions, crop, model_path  # noqa: PLC0415

    cv2.setNumThreads(1)
    name = "haarcascade_frontalface_default.xml"
    cascade = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / name))
    model, due, answers = Expressions(model_path()), 0.0, 0
    with av.open(clip) as source:
        source.streams.video[0].thread_count = 1
        for frame in source.decode(video=0):
            if frame.time < due:
                continue
            due += 1.0
            file = str(Path(folder) / "frame.jpg")
            cv2.imwrite(file, frame.to_ndarray(format="bgr24"))
            grey = cv2.imread(file, cv2.IMREAD_GRAYSCALE)
            for box in cascade.detectMultiScale(grey, 1.1, 3):
                answers += len(model.predict([crop(grey, tuple(map(float, box)))]))
    return answers


CONTENDERS: dict[str, Callable[[str, str, str], int]] = {
    "decode only": decode_only,
    "video part, YuNet": video_part,
    "video part, Haar": video_part,
    "seed's recipe, 1 picture/s": seed_recipe,
}


def measure(name: str, warm: str, clip: str, models: str) -> dict[str, float]:
    """CPU seconds of a second run in this process (the first, on a short clip, loads libraries)."""
    with tempfile.TemporaryDirectory() as folder:
        CONTENDERS[name](warm, folder, models)
        began = time.process_time()
        CONTENDERS[name](clip, folder, models)
        spent = time.process_time() - began
    return {"cpu_s": spent, "rss_mb": largest_rss_mb()}


def largest_rss_mb() -> float:
    """Of this program alone: getrusage also counts the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
    return float(line.split()[1]) / 1024


def in_own_process(name: str, warm: Path, clip: Path, models: str) -> dict[str, float]:
    """What `measure` says in a fresh process."""
    command = [sys.executable, __file__, "--measure", name, str(warm), str(clip), models]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603 - ourselves
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def make_clip(path: Path, seconds: float) -> Path:
    """A talking face with grain, at the rate of a video note."""
    import numpy as np  # noqa: PLC0415

    from playground import clips  # noqa: PLC0415

    grain = np.random.default_rng(7).normal(0.0, 5.0, (8, 384, 384, 1)).astype(np.float32)

    def scene(t_s: float) -> clips.Image:
        picture = clips.portrait(t_s, 384) + grain[round(t_s * 25) % len(grain)]
        return np.asarray(np.clip(picture, 0, 255), np.uint8)

    return clips.write(path, scene, seconds, clips.Encoding(bits_per_s=1_000_000))


def main() -> None:
    """Makes the clip, runs the contenders, prints one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--models", default=str(ROOT / "../shared/models"))
    parser.add_argument("--measure", nargs=4)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(*arguments.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        clip = make_clip(Path(folder) / "clip.mp4", arguments.seconds)
        warm = make_clip(Path(folder) / "warm.mp4", 1.0)
        report(clip, warm, arguments)


def report(clip: Path, warm: Path, arguments: argparse.Namespace) -> None:
    """One line per contender; the ratios are to decoding alone and to the seed's recipe."""
    from analysis import weights  # noqa: PLC0415

    print(f"{arguments.seconds:.0f} s of 384x384, {clip.stat().st_size / 1e6:.1f} MB")
    found = {}
    for name in CONTENDERS:
        models = "" if name.endswith("Haar") else arguments.models
        if name.endswith("YuNet") and weights.face_finder(Path(models)) is None:
            print(f"{name:28} not measured: its file is not in {models}")
            continue
        found[name] = in_own_process(name, warm, clip, models)
    floor, seed = found["decode only"]["cpu_s"], found["seed's recipe, 1 picture/s"]["cpu_s"]
    for name, values in found.items():
        cpu = values["cpu_s"]
        print(
            f"{name:28} {cpu:6.2f} CPU s  {cpu / floor:5.2f} x decoding  {cpu / seed:5.2f} x seed"
            f"  {values['rss_mb']:4.0f} MB"
        )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    main()
