"""What the clips of an entry have given so far, and what of it is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.report import ClipFindings


@dataclass(slots=True)
class Yield:
    """What the clips have given so far: findings, and codes of what failed and what is refused."""

    is_album: bool
    found: list[ClipFindings] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str | None:
        """What the card has to say beside the result; None when nothing is missing."""
        codes = [*self.failed, *self.refused]
        if codes and not self.is_album:
            return codes[0]
        if self.failed:
            alike = set(self.failed) in ({"speech_failed"}, {"model_error"})
            return self.failed[0] if alike else "clip_failed"
        if self.refused and set(self.refused) == {"file_gone"}:
            return "file_gone"
        return "clip_rejected" if self.refused else None
