"""Why an archive cannot be read.

ArchiveError
├── NotAnArchive    no ZIP file, or one that is damaged
├── Foreign         a ZIP file of something else
├── Newer           made by a later version than this program knows
├── TooLarge        more in it than any archive of ours has: perhaps a trap
└── Broken          one of ours, with something in it that cannot be read

They are analysis errors too: reading is done in a worker process, which hands those over as they
are.
"""

from __future__ import annotations

from analysis.errors import AnalysisError


class ArchiveError(AnalysisError):
    """The archive cannot be read."""

    code = "broken"


class NotAnArchive(ArchiveError):
    """This is no ZIP file, or a damaged one."""

    code = "no_zip"


class Foreign(ArchiveError):
    """This ZIP file is not one of ours."""

    code = "foreign"


class Newer(ArchiveError):
    """This was made by a later version."""

    code = "newer"


class TooLarge(ArchiveError):
    """There is more in it than any archive of ours has."""

    code = "too_large"


class Broken(ArchiveError):
    """Something in it cannot be read."""

    code = "broken"
