"""What analysis refuses or fails at. Standard library only, so that every room may name these.

    AnalysisError
    ├── Rejected             the clip itself cannot be analysed; a person must send another one
    │   ├── NotAVideo        the bytes are not a container on the list
    │   ├── NoPicture        nothing moving and nothing spoken: a still picture or empty streams
    │   ├── Unreadable       a container on the list, but not one packet of it can be decoded
    │   ├── TooLong          longer than the limit, by its header or while decoding
    │   ├── TooLarge         more pixels than the limit, by its header
    │   └── TooMuch          more streams, packets, edits or memory than a clip has use for
    ├── ModelError           a model file is absent, damaged or of another version
    ├── DeadlineExceeded     the worker was stopped at its deadline
    ├── WorkerDied           the worker process ended without an answer
    └── Shortage             the machine has no room for it now: no disk, process or open file

What is expected in an ordinary clip (no face, no speech) is a warning in the report, not an error.
"""

from __future__ import annotations

import errno


class AnalysisError(Exception):
    """The analysis failed."""

    code = "analysis_failed"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class Rejected(AnalysisError):
    """The clip cannot be analysed."""

    code = "rejected"


class NotAVideo(Rejected):
    """The file is not a video that this diary can read."""

    code = "not_a_video"


class NoPicture(Rejected):
    """The file holds neither moving pictures nor sound."""

    code = "no_moving_picture"


class Unreadable(Rejected):
    """The file is damaged; nothing in it could be decoded."""

    code = "unreadable"


class TooLong(Rejected):
    """The clip is longer than the limit."""

    code = "too_long"


class TooLarge(Rejected):
    """The picture has more pixels than the limit."""

    code = "too_large"


class TooMuch(Rejected):
    """The file asks for far more work or memory than a clip needs."""

    code = "too_much"


class ModelError(AnalysisError):
    """A model file is missing or damaged."""

    code = "model_error"


class DeadlineExceeded(AnalysisError):
    """The analysis did not end before its deadline."""

    code = "deadline"


class WorkerDied(AnalysisError):
    """The worker process died while it analysed the clip."""

    code = "worker_died"


class Shortage(AnalysisError):
    """The machine has no room for this now. Made with the name of an errno, as in ENOSPC."""

    code = "shortage"

    @property
    def errno(self) -> int:
        """The number of that name."""
        return int(getattr(errno, str(self), 0))
