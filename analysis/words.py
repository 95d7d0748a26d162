"""What an entry's words say: key sentences, tags and the terms that search finds it by.

Key sentences are pieces of what was said or written, never made up. What was spoken keeps the
second at which it was spoken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from analysis import language as languages
from analysis import sentences as reading
from analysis import tags as tagging
from analysis import textrank
from analysis.report import KeySentence, Segment, Transcript, Words
from analysis.sentences import Sentence
from analysis.tokens import Kind

#: Characters of speech, and of the caption, that are looked at: two hours of talk.
MOST_CHARACTERS: Final = 100_000
#: Words of all key sentences together, and of a single one.
BUDGET: Final = 60
SINGLE_BUDGET: Final = 35

_LONGEST_TERM: Final = 64
_SHORT_S: Final = 30.0
_FEW: Final = 5
_SOME: Final = 9
# Besides the unseen and the broken: what turns the direction of the text around it, a card's too.
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
# A text that is too long is cut in its last so many characters.
_CUT_WITHIN: Final = 1_000
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s)|[。！？\n]")
_SPACE: Final = re.compile(r"\s")
_HASHTAG: Final = re.compile(r"(?<![A-Za-z0-9_#&/])#(\w*[^\W\d_]\w*)(?!\w|#(?!\w))")


@dataclass(frozen=True, slots=True)
class _Passage:
    """The sentences of the speech or of the caption; `starts_s` is None for what was written."""

    sentences: tuple[Sentence, ...]
    starts_s: tuple[float | None, ...]
    is_short: bool


def words(
    transcript: Transcript | None,
    caption: str,
    hashtags: Sequence[str] = (),
    language: str | None = None,
) -> Words:
    """Key sentences (spoken first, in order, then written), tags and terms.

    `hashtags` are the person's own tags, without '#'; they come first. `language` is an ISO 639-1
    code; when it is None the recogniser's or else a guess from the text is taken. No text makes it
    fail, and time is bounded by `MOST_CHARACTERS`.
    """
    code = language or (transcript.language if transcript else "") or languages.guess(caption)
    passages = [p for p in (_spoken(transcript, code), _written(caption, code)) if p.sentences]
    everything = [s for passage in passages for s in passage.sentences]
    found = tagging.tags(everything, code)
    return Words(
        language=code,
        key_sentences=_key_sentences(passages, everything, found),
        tags=_joined_tags(hashtags, found),
        terms=_terms(everything, hashtags),
    )


def from_text(text: str) -> Words:
    """The words of a plain text; its hashtags count as the writer's own tags."""
    return words(None, text, tuple(dict.fromkeys(_HASHTAG.findall(_cut(text)))))


def _spoken(transcript: Transcript | None, code: str) -> _Passage:
    if transcript is None:
        return _Passage((), (), is_short=True)
    text = _clean(transcript.text)
    clock = _Clock.of(transcript.segments, len(transcript.text))
    found = tuple(reading.read(text, code, clock.cuts))
    return _Passage(found, tuple(clock.second(s.start) for s in found), clock.length_s < _SHORT_S)


def _written(caption: str, code: str) -> _Passage:
    text = _clean(caption)
    own = languages.guess(text)
    found = tuple(reading.read(text, code if own in {languages.UNDETERMINED, code} else own))
    return _Passage(found, (None,) * len(found), is_short=False)


def _clean(text: str) -> str:
    """`text` with control characters as spaces, at most `MOST_CHARACTERS` of it."""
    return _CONTROL.sub(" ", _cut(text))


def _cut(text: str) -> str:
    """At most `MOST_CHARACTERS` of `text`, ending with a sentence, else with a word if one ends."""
    if len(text) <= MOST_CHARACTERS:
        return text
    for end in (_SENTENCE_END, _SPACE):
        found = list(end.finditer(text, MOST_CHARACTERS - _CUT_WITHIN, MOST_CHARACTERS + 1))
        places = [match.end() for match in found if match.end() <= MOST_CHARACTERS]
        if places:
            return text[: places[-1]]
    return text[:MOST_CHARACTERS]


@dataclass(frozen=True, slots=True)
class _Clock:
    """Which second belongs to which character of the transcript.

    `offsets` are where the segments begin in the text. A text that was corrected afterwards is
    longer or shorter than its segments; offsets are stretched to fit.
    """

    segments: tuple[Segment, ...]
    offsets: tuple[float, ...]
    widths: tuple[float, ...]

    @classmethod
    def of(cls, segments: Sequence[Segment], length: int) -> _Clock:
        kept = tuple(s for s in segments if s.text.strip())
        sizes = [len(s.text.strip()) for s in kept]
        total = sum(sizes) + max(0, len(sizes) - 1)
        stretch = length / total if total else 1.0
        offsets = tuple(at * stretch for at in accumulate((n + 1 for n in sizes[:-1]), initial=0))
        return cls(kept, offsets, tuple(size * stretch for size in sizes))

    @property
    def length_s(self) -> float:
        return self.segments[-1].end_s - self.segments[0].start_s if self.segments else 0.0

    @property
    def cuts(self) -> tuple[int, ...]:
        return tuple(round(offset) for offset in self.offsets)

    def second(self, offset: int) -> float | None:
        """When the character at `offset` was spoken, by its place within its segment."""
        if not self.segments:
            return None
        i = max(0, bisect_right(self.offsets, offset + 0.5) - 1)
        segment = self.segments[i]
        part = min(1.0, max(0.0, (offset - self.offsets[i]) / self.widths[i]))
        return round(segment.start_s + part * (segment.end_s - segment.start_s), 3)


def _key_sentences(
    passages: Sequence[_Passage], everything: Sequence[Sentence], tags: Sequence[str]
) -> tuple[KeySentence, ...]:
    """Of speech and caption each its own best sentences, judged by the whole entry."""
    weights = textrank.Weights()
    first = {s.text: i for i, s in reversed(list(enumerate(everything)))}
    candidates = [
        textrank.Candidate(s.stems, s.words if first[s.text] == i else 0, tagging.share(s, tags))
        for i, s in enumerate(everything)
    ]
    goodness = textrank.scores(candidates, weights)
    keys: list[KeySentence] = []
    start = 0
    for passage in passages:
        end = start + len(passage.sentences)
        count = _count(passage, shared=len(passages) > 1)
        budget = SINGLE_BUDGET if count == 1 else BUDGET
        chosen = textrank.choose(
            candidates[start:end], goodness[start:end], count, budget, weights.repetition
        )
        keys.extend(KeySentence(passage.sentences[i].text, passage.starts_s[i]) for i in chosen)
        start = end
    return tuple(keys)


def _count(passage: _Passage, *, shared: bool) -> int:
    """One for something short, else up to three; together a caption gets one and speech two."""
    total = len(passage.sentences)
    if passage.is_short or total < _FEW or (shared and passage.starts_s[0] is None):
        return 1
    return 2 if total < _SOME or shared else 3


def _joined_tags(hashtags: Sequence[str], found: Sequence[str]) -> tuple[str, ...]:
    own = {tag.strip().lstrip("#").casefold(): tag.strip().lstrip("#") for tag in hashtags}
    own.pop("", None)
    room = max(0, tagging.MOST - len(own))
    others = [tag for tag in found if tag.casefold() not in own]
    return (*own.values(), *others[:room])


def _terms(sentences: Sequence[Sentence], hashtags: Sequence[str]) -> tuple[str, ...]:
    """Each content word once: its stem and, where it differs, its lower-cased form."""
    terms = dict.fromkeys(tag.strip().lstrip("#").casefold() for tag in hashtags)
    for sentence in sentences:
        terms.update(dict.fromkeys(_terms_of(sentence)))
    terms.pop("", None)
    return tuple(terms)


def _terms_of(sentence: Sentence) -> Iterator[str]:
    for token in sentence.tokens:
        if token.kind is not Kind.EMPTY:
            yield token.stem
            yield token.form.lower()[:_LONGEST_TERM]
    for unit in tagging.units(sentence.tokens):
        if unit.kind is not Kind.EMPTY:
            yield unit.form.lower()
