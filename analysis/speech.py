"""The speech stage: a sound file in, what was said and when out. Never opens a connection.

Voice detection comes first (Silero, part of the faster-whisper wheel): where nobody speaks, the
recogniser is not even asked. It hears the voiced stretches joined together, each window on its own
(`condition_on_previous_text` would carry an invention on), and what it says passes the gates of
`analysis.hearing`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis import hearing, speech_model
from analysis.corrections import Pair, all_replaced
from analysis.errors import ModelError
from analysis.hearing import Gates, Heard
from analysis.report import Segment, Speech, Transcript

Sound = NDArray[np.float32]

#: Samples a second of the sound file.
RATE: Final = 16_000

#: A shorter voice is a cough, a shorter pause does not part a voice; and the room left around it.
_SHORTEST_MS: Final = 250
_PAUSE_MS: Final = 700
_ROOM_MS: Final = 300
#: Decoding is tried again with these temperatures when it loops or is unsure.
_TEMPERATURES: Final = (0.0, 0.2, 0.4)
#: The quietest level that is reckoned with; digital silence has none.
_FLOOR: Final = 1e-6


class Recipe(Protocol):
    """What this stage needs of `analysis.pipeline.Recipe`."""

    @property
    def models(self) -> str:
        """Folder of the model files."""

    @property
    def speech_model(self) -> str:
        """A folder in it, or a path."""

    @property
    def speech_language(self) -> str | None:
        """ISO 639-1 code, None to detect it."""

    @property
    def glossary(self) -> tuple[Pair, ...]:
        """Words as this speaker's are misheard, and as they are meant."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples from `start` up to `end` in which somebody speaks."""

    start: int
    end: int


def transcribe(sound: str | None, recipe: Recipe) -> Speech:
    """What is said in `sound`, a file of raw little-endian float32, mono, 16 kHz.

    None (a clip without sound) gives an empty Speech, as the video stage has warned already. A
    missing model is a warning too; a damaged one raises ModelError.
    """
    if sound is None:
        return Speech()
    samples = _samples(Path(sound))
    stretches = voices(samples)
    if not stretches:
        return Speech(warnings=("no_speech",))
    voiced = tuple((s.start / RATE, s.end / RATE) for s in stretches)
    if not speech_model.available(recipe.models, recipe.speech_model):
        return Speech(warnings=("speech_model_missing",), voiced=voiced)
    folder = speech_model.folder(recipe.models, recipe.speech_model)
    heard, language = recognise(
        samples, stretches, _model(str(folder)), recipe.speech_language, hotwords(recipe.glossary)
    )
    kept = _meant(hearing.believed(heard, Gates()), recipe.glossary)
    return replace(_speech(kept, language, folder.name), voiced=voiced if kept else ())


def load(models: str, name: str) -> None:
    """Load the recogniser and nothing else. Raises ModelError when it cannot be loaded."""
    _model(str(speech_model.folder(models, name)))


def hotwords(glossary: Sequence[Pair]) -> str | None:
    """The words that are meant, as the recogniser takes words to look out for."""
    return " ".join(dict.fromkeys(meant for _, meant in glossary if meant)) or None


def voices(samples: Sound) -> list[Stretch]:
    """The stretches of `samples` in which somebody speaks."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps  # noqa: PLC0415 - heavy

    if not samples.size or not np.any(samples):
        return []
    options = VadOptions(
        min_speech_duration_ms=_SHORTEST_MS,
        min_silence_duration_ms=_PAUSE_MS,
        speech_pad_ms=_ROOM_MS,
    )
    return [
        Stretch(found["start"], found["end"]) for found in get_speech_timestamps(samples, options)
    ]


def recognise(
    samples: Sound,
    stretches: Sequence[Stretch],
    model: Any,
    language: str | None,
    known_words: str | None = None,
) -> tuple[list[Heard], str]:
    """Everything the recogniser says, with seconds of the whole sound, and the language.

    `known_words` are shown to it before each window, so that it rather hears those.
    """
    joined = np.concatenate([samples[s.start : s.end] for s in stretches])
    known = language if language in model.supported_languages else None
    try:
        found, info = model.transcribe(
            joined,
            language=known,
            condition_on_previous_text=False,
            temperature=_TEMPERATURES,
            vad_filter=False,
            hotwords=known_words,
        )
        raw = list(found)
    except (RuntimeError, ValueError) as error:
        message = "The speech model does not work; it may be damaged."
        raise ModelError(message) from error
    return _heard(raw, joined, stretches), str(info.language)


def original_s(joined_s: float, stretches: Sequence[Stretch], *, is_end: bool = False) -> float:
    """The second of the whole sound for a second of its stretches joined together.

    On a seam, an end belongs to the stretch before it and a start to the one behind it.
    """
    ends = list(accumulate(s.end - s.start for s in stretches))
    sample = round(joined_s * RATE)
    i = min(bisect_right(ends, sample - 1 if is_end else sample), len(stretches) - 1)
    stretch = stretches[i]
    place = stretch.end - (ends[i] - sample)
    return round(min(max(place, stretch.start), stretch.end) / RATE, 3)


def level_db(samples: Sound) -> float:
    """Root mean square of `samples` in decibels of full scale, at least -120."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if samples.size else 0.0
    return 20 * math.log10(max(math.sqrt(power), _FLOOR))


def _samples(path: Path) -> Sound:
    """The file mapped into memory; what is not a number is silence."""
    count = path.stat().st_size // 4
    if not count:
        return np.zeros(0, np.float32)
    samples: Sound = np.memmap(path, "<f4", "r", shape=(count,))
    if np.isfinite(samples).all():
        return samples
    return np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)


def _heard(raw: Sequence[Any], joined: Sound, stretches: Sequence[Stretch]) -> list[Heard]:
    levels = [level_db(joined[int(s.start * RATE) : int(s.end * RATE)]) for s in raw]
    loudest = max(levels, default=0.0)
    return [
        Heard(
            start_s=original_s(segment.start, stretches),
            end_s=original_s(segment.end, stretches, is_end=True),
            text=segment.text,
            no_speech=segment.no_speech_prob,
            confidence=segment.avg_logprob,
            level_db=level - loudest,
        )
        for segment, level in zip(raw, levels, strict=True)
    ]


def _meant(heard: Sequence[Heard], glossary: Sequence[Pair]) -> list[Heard]:
    """What was heard, with the words of the glossary as they are meant."""
    return [replace(one, text=all_replaced(one.text, glossary)) for one in heard]


def _speech(kept: Sequence[Heard], language: str, model: str) -> Speech:
    if not kept:
        return Speech(warnings=("no_speech",), model=model)
    segments = tuple(Segment(h.start_s, max(h.start_s, h.end_s), h.text) for h in kept)
    text = " ".join(segment.text for segment in segments)
    return Speech(Transcript(language, text, segments), model=model)


@lru_cache(maxsize=1)
def _model(folder: str) -> Any:
    """The recogniser, once in a process. Raises ModelError when it cannot be loaded."""
    from faster_whisper import WhisperModel  # noqa: PLC0415 - heavy, and not always needed

    try:
        return WhisperModel(
            folder,
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            num_workers=1,
            local_files_only=True,
        )
    except Exception as error:  # tokenizers raises nothing narrower
        message = "The speech model cannot be loaded; it is damaged or of another version."
        raise ModelError(message) from error
