"""Any findings, and some to begin with."""

from hypothesis import strategies as st

from analysis.report import (
    LABELS,
    WARNINGS,
    ClipFindings,
    Emotions,
    KeySentence,
    Moment,
    Picture,
    Report,
    Scores,
    Segment,
    Speech,
    Transcript,
    as_scores,
)

HAPPY = as_scores([0, 0, 0, 0.7, 0, 0, 0.3])
SAD = as_scores([0, 0, 0, 0.1, 0.8, 0, 0.1])

SECONDS = st.integers(0, 14_400_000).map(lambda ms: ms / 1000)
SCORES = (
    st.lists(st.integers(0, 1000), min_size=7, max_size=7)
    .filter(any)
    .map(lambda shares: as_scores(share / sum(shares) for share in shares))
)
CODES = st.sets(st.sampled_from(sorted(WARNINGS))).map(
    lambda codes: tuple(code for code in WARNINGS if code in codes)
)
EMOTIONS = st.builds(
    Emotions,
    st.none() | SCORES,
    st.none() | st.sampled_from(LABELS),
    st.lists(st.builds(Moment, SECONDS, st.none() | SCORES), max_size=5).map(tuple),
    SECONDS,
)
HINDRANCES = st.none() | st.sampled_from(["small", "dark"])
TRANSCRIPTS = st.builds(
    Transcript,
    st.sampled_from(["ko", "en", ""]),
    st.text(max_size=40),
    st.lists(st.builds(Segment, SECONDS, SECONDS, st.text(max_size=20)), max_size=4).map(tuple),
)
SPEECHES = st.builds(Speech, st.none() | TRANSCRIPTS, CODES, st.text(max_size=8))
PICTURES = st.builds(
    Picture,
    SECONDS,
    SECONDS,
    EMOTIONS,
    CODES,
    finder=st.text(max_size=8),
    model=st.text(max_size=8),
    hindrance=HINDRANCES,
)
FINDINGS = st.builds(ClipFindings, PICTURES, st.none() | SPEECHES)
REPORTS = st.builds(
    Report,
    SECONDS,
    SECONDS,
    EMOTIONS,
    st.none() | TRANSCRIPTS,
    st.lists(st.builds(KeySentence, st.text(max_size=40), st.none() | SECONDS), max_size=3).map(
        tuple
    ),
    st.lists(st.text(max_size=10), max_size=4).map(tuple),
    CODES,
    st.dictionaries(st.sampled_from(["face", "expression", "speech"]), st.text(max_size=8)),
    HINDRANCES,
)


def picture(
    *warnings: str,
    duration_s: float = 10.0,
    face_s: float = 8.0,
    mean: Scores | None = HAPPY,
    dominant: str | None = "happy",
    sound: str | None = None,
    finder: str = "",
    model: str = "",
    hindrance: str | None = None,
    unclear_s: float = 0.0,
) -> Picture:
    """Ten seconds with a face in the first eight, every half of a second a moment."""
    timeline = tuple(Moment(n / 2, mean if n / 2 < face_s else None) for n in range(20))
    emotions = Emotions(mean, dominant, timeline, unclear_s)
    return Picture(duration_s, face_s, emotions, warnings, sound, finder, model, hindrance)
