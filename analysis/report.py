"""The vocabulary of an analysis: what was seen and heard in a clip. Standard library only.

The stages give `Picture`, `Speech` and `Words`; `assemble` makes the `Report` of them, whose
`to_json` is the contract that `python -m app analyze --json` prints and that storage keeps.

All times are seconds from the start of the entry. A *score vector* is seven numbers in the order of
`LABELS` that sum to 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

LABELS: Final = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")

Scores = tuple[float, float, float, float, float, float, float]

#: Distance of two moments of a curve, seconds.
STEP_S: Final = 0.2
#: The share from which on the strongest expression of a moment is clear. The model's shares are
#: calibrated (docs/expression-model.md), so below a half it is more likely wrong than right.
CLEAR: Final = 0.5

#: Every warning code with the English sentence of the command line; the bot has its own phrases.
WARNINGS: Final[Mapping[str, str]] = {
    "no_face": "No face was found, so there is no expression curve.",
    "little_face": "A face was visible too briefly to name an expression.",
    "several_faces": "Several faces were visible; the curve follows the largest and longest one.",
    "no_picture": "There is sound but no picture.",
    "no_audio": "There is no sound.",
    "no_speech": "No speech was heard.",
    "speech_model_missing": "The speech model is not installed, so speech was not written down.",
    "speech_failed": "Speech could not be written down.",
    "words_failed": "Key sentences and tags could not be chosen.",
    "damaged": "Parts of the file are damaged and were skipped.",
    "truncated": "The file ends early; what was there has been analysed.",
    "sparse": "The clip takes long to decode; of a part of it only single pictures were looked at.",
    "unsupported_stream": "One of the streams is in a format that cannot be read.",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """The expression at one time: `scores` is None where no usable face was seen."""

    t_s: float
    scores: Scores | None

    @property
    def leader(self) -> str | None:
        """The expression that is clear at this time, if there is one."""
        return None if self.scores is None else leader(self.scores)


@dataclass(frozen=True, slots=True)
class Emotions:
    """The expressions of an entry; `mean` is None only when no usable face was seen.

    `mean` leans to where the face showed something (see `analysis.majority.mean`), `dominant` does
    not; it is None also when in doubt. `unclear_s` are seconds of usable face without a leader.
    """

    mean: Scores | None = None
    dominant: str | None = None
    timeline: tuple[Moment, ...] = ()
    unclear_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of speech as the recogniser gave it."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said; `language` is an ISO 639-1 code."""

    language: str
    text: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence taken verbatim; `start_s` is None when it was written, not spoken."""

    text: str
    start_s: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What the video stage found. `sound` is the path of the mono 16 kHz float32 sound, or None.

    `face_s` are the seconds of usable face. Where they are too few to name an expression,
    `hindrance` is the main reason, one of `analysis.quality.HINDRANCES`, if there is a single one.
    """

    duration_s: float
    face_s: float
    emotions: Emotions
    warnings: tuple[str, ...] = ()
    sound: str | None = None
    finder: str = ""
    model: str = ""
    hindrance: str | None = None


#: From and to second of a stretch in which somebody speaks.
Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Speech:
    """What the speech stage heard; `voiced` is when somebody spoke, known without a model too."""

    transcript: Transcript | None = None
    warnings: tuple[str, ...] = ()
    model: str = ""
    voiced: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What the words stage made of speech and caption. `terms` are lemmas for search, unique."""

    language: str
    key_sentences: tuple[KeySentence, ...] = ()
    tags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the analysis says about one entry.

    `hindrance` as in `Picture`, `voiced` as in `Speech`.
    """

    duration_s: float
    face_s: float
    emotions: Emotions
    transcript: Transcript | None
    key_sentences: tuple[KeySentence, ...]
    tags: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict)
    hindrance: str | None = None
    voiced: tuple[Stretch, ...] = ()

    @property
    def status(self) -> str:
        """`partial` when anything was not seen or heard, else `ok`."""
        return "partial" if self.warnings else "ok"

    def to_json(self) -> dict[str, Any]:
        """The object of the contract, made of plain JSON values."""
        return {
            "status": self.status,
            "duration_s": round(self.duration_s, 3),
            "face_s": round(self.face_s, 3),
            "hindrance": self.hindrance,
            "emotions": _emotions_to_json(self.emotions),
            "transcript": None if self.transcript is None else _transcript_to_json(self.transcript),
            "key_sentences": [
                {"text": key.text, "start_s": _rounded(key.start_s)} for key in self.key_sentences
            ],
            "tags": list(self.tags),
            "warnings": [{"code": code, "message": WARNINGS[code]} for code in self.warnings],
            "models": dict(self.models),
            "voiced": _voiced_to_json(self.voiced),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Report:
        """The report that `to_json` described."""
        return cls(
            duration_s=value["duration_s"],
            face_s=value["face_s"],
            emotions=_emotions_from_json(value["emotions"], value["face_s"]),
            transcript=_transcript_from_json(value["transcript"]),
            key_sentences=tuple(
                KeySentence(key["text"], key["start_s"]) for key in value["key_sentences"]
            ),
            tags=tuple(value["tags"]),
            warnings=tuple(warning["code"] for warning in value["warnings"]),
            models=dict(value.get("models", {})),
            hindrance=value.get("hindrance"),
            voiced=_voiced_from_json(value),
        )


@dataclass(frozen=True, slots=True)
class ClipFindings:
    """What is kept of one clip between the stages, and over a restart."""

    picture: Picture
    speech: Speech | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; the path of the sound is not kept, it dies with the job's folder."""
        picture, speech = self.picture, self.speech
        return {
            "picture": {
                "duration_s": picture.duration_s,
                "face_s": picture.face_s,
                "emotions": _emotions_to_json(picture.emotions),
                "warnings": list(picture.warnings),
                "finder": picture.finder,
                "model": picture.model,
                "hindrance": picture.hindrance,
            },
            "speech": None
            if speech is None
            else {
                "transcript": None
                if speech.transcript is None
                else _transcript_to_json(speech.transcript),
                "warnings": list(speech.warnings),
                "model": speech.model,
                "voiced": _voiced_to_json(speech.voiced),
            },
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ClipFindings:
        """The findings that `to_json` described."""
        picture, speech = value["picture"], value["speech"]
        return cls(
            Picture(
                duration_s=picture["duration_s"],
                face_s=picture["face_s"],
                emotions=_emotions_from_json(picture["emotions"], picture["face_s"]),
                warnings=tuple(picture["warnings"]),
                finder=picture["finder"],
                model=picture["model"],
                hindrance=picture.get("hindrance"),
            ),
            None
            if speech is None
            else Speech(
                _transcript_from_json(speech["transcript"]),
                tuple(speech["warnings"]),
                speech["model"],
                _voiced_from_json(speech),
            ),
        )


def assemble(findings: ClipFindings, words: Words) -> Report:
    """The report of an entry from what its stages found."""
    picture, speech = findings.picture, findings.speech or Speech()
    codes = {*picture.warnings, *speech.warnings}
    models = {"face": picture.finder, "expression": picture.model, "speech": speech.model}
    return Report(
        duration_s=picture.duration_s,
        face_s=picture.face_s,
        emotions=picture.emotions,
        transcript=speech.transcript,
        key_sentences=words.key_sentences,
        tags=words.tags,
        warnings=in_order(codes),
        models={name: version for name, version in models.items() if version},
        hindrance=picture.hindrance,
        voiced=speech.voiced,
    )


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Each code once, in the order of `WARNINGS`."""
    found = set(codes)
    return tuple(code for code in WARNINGS if code in found)


def leader(scores: Sequence[float]) -> str | None:
    """The label with the largest share of a score vector, if it is clear."""
    strongest = max(range(len(scores)), key=scores.__getitem__)
    return LABELS[strongest] if scores[strongest] >= CLEAR else None


def unclear_share(curve: Sequence[Moment]) -> float:
    """The share of the usable time in which no expression was clear, 0 to 1."""
    leaders = _leaders(curve)
    return leaders.count(None) / max(1, len(leaders))


def as_scores(numbers: Iterable[float]) -> Scores:
    """Seven numbers as a score vector: rounded to 4 decimals, the rest given to the largest.

    Raises ValueError when there are not seven of them.
    """
    rounded = [round(float(number), 4) for number in numbers]
    if len(rounded) != len(LABELS):
        message = f"a score vector has {len(LABELS)} numbers, not {len(rounded)}"
        raise ValueError(message)
    largest = max(range(len(rounded)), key=rounded.__getitem__)
    rest = math.fsum(number for i, number in enumerate(rounded) if i != largest)
    rounded[largest] = round(1.0 - rest, 4)
    angry, disgust, fear, happy, sad, surprise, neutral = rounded
    return (angry, disgust, fear, happy, sad, surprise, neutral)


def _leaders(curve: Sequence[Moment]) -> list[str | None]:
    """What led in each moment of usable time."""
    return [moment.leader for moment in curve if moment.scores is not None]


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _voiced_to_json(voiced: Iterable[Stretch]) -> list[list[float]]:
    return [[round(start_s, 3), round(end_s, 3)] for start_s, end_s in voiced]


def _voiced_from_json(value: Mapping[str, Any]) -> tuple[Stretch, ...]:
    """What was kept before this was measured has none."""
    return tuple((start_s, end_s) for start_s, end_s in value.get("voiced", ()))


def _emotions_to_json(emotions: Emotions) -> dict[str, Any]:
    return {
        "mean": None if emotions.mean is None else list(emotions.mean),
        "dominant": emotions.dominant,
        "timeline": [
            {"t_s": moment.t_s, "scores": None if moment.scores is None else list(moment.scores)}
            for moment in emotions.timeline
        ],
        "unclear_s": round(emotions.unclear_s, 3),
    }


def _emotions_from_json(value: Mapping[str, Any], face_s: float) -> Emotions:
    """What was kept before anything was called unclear is read by today's measure.

    Unclear seconds are counted in the kept curve. A claim was then made of the strongest expression
    of each moment, clear or not; it stands only where that expression clearly led for most of the
    usable time, so that card and chart do not contradict each other.
    """
    timeline = tuple(
        Moment(m["t_s"], None if m["scores"] is None else as_scores(m["scores"]))
        for m in value["timeline"]
    )
    mean, dominant = value["mean"], value["dominant"]
    unclear_s = value.get("unclear_s")
    if unclear_s is None:
        leaders = _leaders(timeline)
        dominant = dominant if 2 * leaders.count(dominant) > len(leaders) else None
        unclear_s = round(unclear_share(timeline) * face_s, 3)
    return Emotions(None if mean is None else as_scores(mean), dominant, timeline, unclear_s)


def _transcript_to_json(transcript: Transcript) -> dict[str, Any]:
    return {
        "language": transcript.language,
        "text": transcript.text,
        "segments": [
            {"start_s": round(s.start_s, 3), "end_s": round(s.end_s, 3), "text": s.text}
            for s in transcript.segments
        ],
    }


def _transcript_from_json(value: Mapping[str, Any] | None) -> Transcript | None:
    if value is None:
        return None
    segments = tuple(Segment(s["start_s"], s["end_s"], s["text"]) for s in value["segments"])
    return Transcript(value["language"], value["text"], segments)
