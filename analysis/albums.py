"""Several clips as one entry: one time axis, one mean, what may be said of all of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from analysis import majority
from analysis.report import (
    ClipFindings,
    Emotions,
    Moment,
    Picture,
    Segment,
    Speech,
    Transcript,
    in_order,
)

# Codes of which a clip has one at most, because they say that the same is missing; the mildest
# first, which is the one that holds for several clips together.
_ALIKE: Final = (("little_face", "no_face", "no_picture"), ("no_speech", "no_audio"))

# Codes under which it is worth saying what hindered.
_FACELESS: Final = {"little_face", "no_face"}


def joined(clips: Sequence[ClipFindings]) -> ClipFindings:
    """The clips of one entry, one after another on one time axis.

    An expression that dominates one of the clips dominates the entry if it has the majority there
    too.
    """
    if len(clips) == 1:
        return clips[0]
    starts = [math.fsum(c.picture.duration_s for c in clips[:i]) for i in range(len(clips))]
    picture, speech = _joined_pictures(clips, starts), _joined_speeches(clips, starts)
    said = _joined_codes(clips)
    warnings = in_order(said.intersection(picture.warnings))
    hindrance = picture.hindrance if said & _FACELESS else None
    return ClipFindings(
        replace(picture, warnings=warnings, hindrance=hindrance),
        speech and replace(speech, warnings=in_order(said.intersection(speech.warnings))),
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
        emotions=Emotions(
            majority.mean(timeline),
            _joined_dominant(pictures, timeline),
            timeline,
            math.fsum(p.emotions.unclear_s for p in pictures),
        ),
        warnings=in_order(code for p in pictures for code in p.warnings),
        finder=_each(p.finder for p in pictures),
        model=_each(p.model for p in pictures),
        hindrance=_joined_hindrance(pictures),
    )


def _joined_hindrance(pictures: Sequence[Picture]) -> str | None:
    """What hindered all clips without enough face alike; what hindered only some is no advice."""
    reasons = {p.hindrance for p in pictures if _FACELESS.intersection(p.warnings)}
    return reasons.pop() if len(reasons) == 1 else None


def _joined_dominant(pictures: Sequence[Picture], timeline: Sequence[Moment]) -> str | None:
    """A clip with little face has named nothing, and names nothing here."""
    label = majority.dominant(timeline)
    return label if label in {p.emotions.dominant for p in pictures} else None


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
    warnings = in_order(code for s, _ in heard for code in s.warnings)
    voiced = tuple(
        (round(first + start, 3), round(last + start, 3))
        for speech, start in heard
        for first, last in speech.voiced
    )
    return Speech(transcript, warnings, _each(s.model for s, _ in heard), voiced)


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


def _each(names: Iterable[str]) -> str:
    """Every name once: a clip that was kept may have been read by an older model than the rest."""
    return ", ".join(dict.fromkeys(name for name in names if name))
