"""The expression model's rows in the README of each language, written from its description.

Each row names the command that prints its figures anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from charts import style

#: So many labels are named with their recall, the worst ones.
WORST: Final = 3


def english(description: Mapping[str, Any]) -> str:
    """A table in English, as Markdown."""
    rows = ["| the expression model | figure | command |", "|---|---|---|"]
    for split, figures in description["metrics"].items():
        command = _command(split)
        if "ferplus_accuracy" in figures:
            rows.append(
                "| the expression that ten people named most often is found (FER+ on FER2013's "
                f"{split}, ties left out, {figures['ferplus_n']:,} faces) | "
                f"{_percent(figures['ferplus_accuracy'])} right; mean recall over the seven "
                f"{_part(figures['ferplus_macro_recall'])} ({_worst(figures['ferplus_recall'])}) | "
                f"{command} |"
            )
        rows.append(
            f"| against FER2013's own single label ({split}, {figures['n']:,} faces) | "
            f"{_percent(figures['accuracy'])} right, macro-F1 {_part(figures['macro_f1'])} | "
            f"{command} |"
        )
    return "\n".join(rows)


def korean(description: Mapping[str, Any]) -> str:
    """The same table in Korean."""
    names = style.words_in("ko").names
    rows = ["| 표정 모델 | 값 | 명령 |", "|---|---|---|"]
    for split, figures in description["metrics"].items():
        command = _command(split)
        if "ferplus_accuracy" in figures:
            rows.append(
                f"| 열 사람이 가장 많이 고른 답을 맞히는 비율 (FER2013 {split}의 FER+, 답이 똑같이 "
                f"갈린 사진은 뺌, 얼굴 {figures['ferplus_n']:,}개) | "
                f"{_percent(figures['ferplus_accuracy'])}, "
                f"일곱 표정의 평균 재현율 {_part(figures['ferplus_macro_recall'])} "
                f"({_worst(figures['ferplus_recall'], names)}) | {command} |"
            )
        rows.append(
            f"| FER2013의 단일 라벨과 비교 ({split}, {figures['n']:,}개) | "
            f"{_percent(figures['accuracy'])}, macro-F1 {_part(figures['macro_f1'])} | {command} |"
        )
    return "\n".join(rows)


def _command(split: str) -> str:
    return f"`python -m training evaluate --data FILE --split {split} --json`"


def _worst(recall: Mapping[str, float | None], names: Mapping[str, str] | None = None) -> str:
    """The labels that are recognised least, and how rarely."""
    known = sorted((part, label) for label, part in recall.items() if part is not None)
    return ", ".join(
        f"{names[label] if names else label} {_part(part)}" for part, label in known[:WORST]
    )


def _percent(part: float) -> str:
    return f"{100 * part:.1f} %"


def _part(part: float) -> str:
    return f"{part:.2f}".removeprefix("0")
