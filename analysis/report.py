"""The vocabulary of an analysis: what was seen and heard in a clip. Standard library only.

The stages give `Picture`, `Speech` and `Words`; `assemble` makes the `Report` of them, whose
`to_json` is the contract that `python -m app analyze --json` prints and that storage keeps.

All times are seconds from the start of the entry. A *score vector* is seven numbers in the order of
`LABELS` that sum to 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

LABELS: Final = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")

Scores = tuple[float, float, float, float, float, float, float]

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
    "unsupported_stream": "One of the streams is in a format that cannot be read.",
}

# Codes of which a clip has one at most, because they say that the same is missing; the mildest
# first, which is the one that holds for several clips together.
_ALIKE: Final = (("little_face", "no_face", "no_picture"), ("no_speech", "no_audio"))


@dataclass(frozen=True, slots=True)
class Moment:
    """The expression at one time: `scores` is None where no usable face was seen."""

    t_s: float
    scores: Scores | None


@dataclass(frozen=True, slots=True)
class Emotions:
    """`mean` is None only when no usable face was seen; `dominant` is None also when in doubt."""

    mean: Scores | None = None
    dominant: str | None = None
    timeline: tuple[Moment, ...] = ()


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

    `coverage_s` is the time that face samples stand for; `sample_s` the distance of two samples.
    """

    duration_s: float
    face_s: float
    emotions: Emotions
    warnings: tuple[str, ...] = ()
    sound: str | None = None
    finder: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """What the speech stage heard."""

    transcript: Transcript | None = None
    warnings: tuple[str, ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the words stage made of speech and caption. `terms` are lemmas for search, unique."""

    language: str
    key_sentences: tuple[KeySentence, ...] = ()
    tags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the analysis says about one entry."""

    duration_s: float
    face_s: float
    emotions: Emotions
    transcript: Transcript | None
    key_sentences: tuple[KeySentence, ...]
    tags: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict)

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
            "emotions": _emotions_to_json(self.emotions),
            "transcript": None if self.transcript is None else _transcript_to_json(self.transcript),
            "key_sentences": [
                {"text": key.text, "start_s": _rounded(key.start_s)} for key in self.key_sentences
            ],
            "tags": list(self.tags),
            "warnings": [{"code": code, "message": WARNINGS[code]} for code in self.warnings],
            "models": dict(self.models),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Report:
        """The report that `to_json` described."""
        return cls(
            duration_s=value["duration_s"],
            face_s=value["face_s"],
            emotions=_emotions_from_json(value["emotions"]),
            transcript=_transcript_from_json(value["transcript"]),
            key_sentences=tuple(
                KeySentence(key["text"], key["start_s"]) for key in value["key_sentences"]
            ),
            tags=tuple(value["tags"]),
            warnings=tuple(warning["code"] for warning in value["warnings"]),
            models=dict(value.get("models", {})),
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
            },
            "speech": None
            if speech is None
            else {
                "transcript": None
                if speech.transcript is None
                else _transcript_to_json(speech.transcript),
                "warnings": list(speech.warnings),
                "model": speech.model,
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
                emotions=_emotions_from_json(picture["emotions"]),
                warnings=tuple(picture["warnings"]),
                finder=picture["finder"],
                model=picture["model"],
            ),
            None
            if speech is None
            else Speech(
                _transcript_from_json(speech["transcript"]),
                tuple(speech["warnings"]),
                speech["model"],
            ),
        )


def joined(clips: Sequence[ClipFindings]) -> ClipFindings:
    """The clips of one entry, one after another on one time axis.

    The dominant expression of several clips is the one that dominates the longest face time.
    """
    if len(clips) == 1:
        return clips[0]
    starts = [math.fsum(c.picture.duration_s for c in clips[:i]) for i in range(len(clips))]
    picture, speech = _joined_pictures(clips, starts), _joined_speeches(clips, starts)
    said = _joined_codes(clips)
    return ClipFindings(
        replace(picture, warnings=_in_order(said.intersection(picture.warnings))),
        speech and replace(speech, warnings=_in_order(said.intersection(speech.warnings))),
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
        warnings=_in_order(codes),
        models={name: version for name, version in models.items() if version},
    )


def _joined_pictures(clips: Sequence[ClipFindings], starts: Sequence[float]) -> Picture:
    pictures = [clip.picture for clip in clips]
    face_s = math.fsum(p.face_s for p in pictures)
    timeline = tuple(
        Moment(round(m.t_s + start, 3), m.scores)
        for p, start in zip(pictures, starts, strict=True)
        for m in p.emotions.timeline
    )
    return Picture(
        duration_s=math.fsum(p.duration_s for p in pictures),
        face_s=face_s,
        emotions=Emotions(_joined_mean(pictures), _joined_dominant(pictures), timeline),
        warnings=_in_order(code for p in pictures for code in p.warnings),
        finder=_first(p.finder for p in pictures),
        model=_first(p.model for p in pictures),
    )


def _joined_mean(pictures: Sequence[Picture]) -> Scores | None:
    seen = [(p.face_s or 1e-6, p.emotions.mean) for p in pictures if p.emotions.mean is not None]
    if not seen:
        return None
    total = math.fsum(weight for weight, _ in seen)
    sums = [math.fsum(w * mean[i] for w, mean in seen) / total for i in range(len(LABELS))]
    return as_scores(sums)


def _joined_dominant(pictures: Sequence[Picture]) -> str | None:
    named = [(p.face_s, p.emotions.dominant) for p in pictures if p.emotions.dominant]
    totals = {label: math.fsum(s for s, name in named if name == label) for label in LABELS}
    return max(totals, key=totals.__getitem__) if named else None


def _joined_speeches(clips: Sequence[ClipFindings], starts: Sequence[float]) -> Speech | None:
    heard = [(c.speech, s) for c, s in zip(clips, starts, strict=True) if c.speech is not None]
    if not heard:
        return None
    spoken = [(s.transcript, start) for s, start in heard if s.transcript is not None]
    segments = tuple(
        Segment(round(g.start_s + start, 3), round(g.end_s + start, 3), g.text)
        for transcript, start in spoken
        for g in transcript.segments
    )
    transcript = (
        Transcript(spoken[0][0].language, " ".join(t.text for t, _ in spoken), segments)
        if spoken
        else None
    )
    warnings = _in_order(code for s, _ in heard for code in s.warnings)
    return Speech(transcript, warnings, _first(s.model for s, _ in heard))


def _joined_codes(clips: Sequence[ClipFindings]) -> set[str]:
    """Of several clips: what is missing is said only when it is missing in all of them.

    Picture and speech of a clip are judged together, since either may say why there are no words.
    """
    sets = [{*c.picture.warnings, *(c.speech.warnings if c.speech else ())} for c in clips]
    codes = set().union(*sets)
    for alike in _ALIKE:
        kept = next((code for code in alike if code in codes), "")
        codes.difference_update(alike)
        if kept and all(found.intersection(alike) for found in sets):
            codes.add(kept)
    return codes


def _in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Each code once, in the order of `WARNINGS`."""
    found = set(codes)
    return tuple(code for code in WARNINGS if code in found)


def _first(names: Iterable[str]) -> str:
    return next((name for name in names if name), "")


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


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _emotions_to_json(emotions: Emotions) -> dict[str, Any]:
    return {
        "mean": None if emotions.mean is None else list(emotions.mean),
        "dominant": emotions.dominant,
        "timeline": [
            {"t_s": moment.t_s, "scores": None if moment.scores is None else list(moment.scores)}
            for moment in emotions.timeline
        ],
    }


def _emotions_from_json(value: Mapping[str, Any]) -> Emotions:
    return Emotions(
        mean=None if value["mean"] is None else as_scores(value["mean"]),
        dominant=value["dominant"],
        timeline=tuple(
            Moment(m["t_s"], None if m["scores"] is None else as_scores(m["scores"]))
            for m in value["timeline"]
        ),
    )


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
