"""A Whisper model folder of a few hundred kB that always says what it is told to say, and a voice.

The network is real (CTranslate2 runs it) but holds no knowledge: every weight is zero except the
decoder's positions, each a random direction, and the output layer, which answers each position
with the token that the script has there. So language detection, windows, time stamps, beam search
and the tokenizer all run as they do with a trained model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ctranslate2.specs import common_spec, model_spec, whisper_spec
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers

RATE = 16_000
WIDTH = 64
LANGUAGES = ("en", "ko", "de")
#: CTranslate2 takes a model for multilingual when its vocabulary has the empty token.
MULTILINGUAL = ""
CONTROLS = (
    *("<|endoftext|>", "<|startoftranscript|>"),
    *(f"<|{code}|>" for code in LANGUAGES),
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"),
    "<|notimestamps|>",
)
STAMPS = tuple(f"<|{i * 0.02:.2f}|>" for i in range(1501))
#: Positions of the prompt: start, language, task. What is said begins behind them.
PROMPT = 3


@dataclass(frozen=True, slots=True)
class Script:
    """What the model says in each window: (second, text, second) and so on, and how surely.

    `doubt` is the probability of "nobody speaks" and `sureness` scales every other answer. `shown`
    are the tokens in front of the prompt: with any other number of them it says something else.
    """

    said: Sequence[tuple[float, str, float]]
    language: str = "ko"
    sureness: float = 1.0
    doubt: float = 0.0
    shown: int = 0


def write(folder: Path, script: Script) -> Path:
    """The model folder `folder` for `script`."""
    words = sorted({word for _, text, _ in script.said for word in text.split()})
    vocabulary = ["[unknown]", *words, MULTILINGUAL, *CONTROLS, *STAMPS]
    spec = whisper_spec.WhisperSpec(1, 2, 1, 2)
    _fill(spec, vocabulary, script)
    spec.register_vocabulary(vocabulary)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [vocabulary.index(f"<|{code}|>") for code in LANGUAGES]
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    folder.mkdir(parents=True)
    spec.save(str(folder))
    _write_tokenizer(folder, ["[unknown]", *words, MULTILINGUAL])
    return folder


def _fill(spec: whisper_spec.WhisperSpec, vocabulary: Sequence[str], script: Script) -> None:
    _fill_with_zeros(spec.encoder)
    _fill_with_zeros(spec.decoder)
    _set_convolution(spec.encoder.conv1, 80)
    _set_convolution(spec.encoder.conv2, WIDTH)
    spec.encoder.position_encodings.encodings = np.zeros((1500, WIDTH), np.float32)
    positions = np.random.default_rng(7).choice([-1.0, 1.0], (448, WIDTH)).astype(np.float32)
    spec.decoder.position_encodings.encodings = positions
    spec.decoder.embeddings.weight = np.zeros((len(vocabulary), WIDTH), np.float32)
    spec.decoder.projection.weight = _answers(positions, vocabulary, script)


def _answers(positions: np.ndarray, vocabulary: Sequence[str], script: Script) -> np.ndarray:
    """The output layer: the token of each position points the way of that position."""
    weights = np.zeros((len(vocabulary), WIDTH), np.float32)
    weights[vocabulary.index(f"<|{script.language}|>")] += positions[0] / 4
    share = np.log(max(script.doubt, 1e-9) / max(1 - script.doubt, 1e-9))
    weights[vocabulary.index("<|nospeech|>")] += positions[0] * (1 / 4 + share / WIDTH)
    for place, token in enumerate(_tokens(script), PROMPT - 1 + script.shown):
        weights[vocabulary.index(token)] += positions[place] * script.sureness
    return weights


def _tokens(script: Script) -> list[str]:
    tokens: list[str] = []
    for start_s, text, end_s in script.said:
        tokens += [f"<|{start_s:.2f}|>", *text.split(), f"<|{end_s:.2f}|>"]
    return [*tokens, "<|endoftext|>"]


def _fill_with_zeros(spec: model_spec.LayerSpec) -> None:
    def visit(part: model_spec.LayerSpec, name: str, value: object) -> None:
        if value is None:
            setattr(part, name.rpartition("/")[2], _zeros(part, name))

    spec._visit(visit)


def _zeros(part: model_spec.LayerSpec, name: str) -> np.ndarray:
    if isinstance(part, common_spec.LayerNormSpec):
        return np.full(WIDTH, 1.0 if name.endswith("gamma") else 0.0, np.float32)
    return np.zeros((_rows(name), WIDTH), np.float32)


def _rows(name: str) -> int:
    """Outputs of a layer: queries, keys and values stand in one matrix."""
    if "self_attention/linear_0" in name:
        return 3 * WIDTH
    return 2 * WIDTH if "attention/linear_1" in name and "self" not in name else WIDTH


def _set_convolution(spec: common_spec.Conv1DSpec, channels: int) -> None:
    spec.weight = np.zeros((WIDTH, channels, 3), np.float32)
    spec.bias = np.zeros(WIDTH, np.float32)


def _write_tokenizer(folder: Path, words: Sequence[str]) -> None:
    ids = {word: i for i, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(ids, unk_token="[unknown]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in CONTROLS])
    tokenizer.save(str(folder / "tokenizer.json"))


def voice(seconds: float, pitch: float = 120.0, seed: int = 0) -> np.ndarray:
    """Four vowels a second: harmonics of a moving pitch under moving formants. float32, 16 kHz."""
    t = np.arange(int(seconds * RATE)) / RATE
    moving = pitch * (1 + 0.15 * np.sin(2 * np.pi * 0.7 * t) + 0.03 * np.sin(10 * np.pi * t))
    formants = _formants(t, seed)
    widths, strengths = np.array([60, 80, 100]), np.array([1.0, 0.6, 0.3])
    sound = np.zeros_like(t)
    for harmonic in range(1, 40):
        far = (harmonic * moving[:, None] - formants) / widths
        amplitude = (strengths / (1 + far**2)).sum(axis=1) + 0.02
        tone = np.sin(2 * np.pi * harmonic * np.cumsum(moving) / RATE) / harmonic**0.3
        sound += np.where(harmonic * moving < 7500, amplitude * tone, 0.0)
    sound *= np.clip(1.3 * np.sin(np.pi * (t * 4 % 1)) ** 0.6, 0, 1)
    return (0.3 * sound / np.abs(sound).max()).astype(np.float32)


def _formants(t: np.ndarray, seed: int) -> np.ndarray:
    vowels = np.array(
        [
            [730, 1090, 2440],
            [270, 2290, 3010],
            [570, 840, 2410],
            [530, 1840, 2480],
            [300, 870, 2240],
        ]
    )
    syllable = (t * 4).astype(int)
    order = np.random.default_rng(seed).integers(0, len(vowels), syllable.max() + 2)
    part = (t * 4 % 1)[:, None]
    return vowels[order[syllable]] * (1 - part) + vowels[order[syllable + 1]] * part


def silence(seconds: float) -> np.ndarray:
    """Nothing at all, float32."""
    return np.zeros(int(seconds * RATE), np.float32)
