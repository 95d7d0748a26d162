"""Every kind of private notice, with what makes its words. Each noun's file answers for its own."""

from __future__ import annotations

from collections.abc import Mapping

from bot import comment_notices, import_pages, share_notices
from bot.handlers import care, departures, diaries, invited, members, memberships
from bot.notices import Kind

KINDS: Mapping[str, Kind] = {
    **comment_notices.KINDS,
    **share_notices.KINDS,
    **invited.NOTICES,
    **members.NOTICES,
    **memberships.NOTICES,
    **departures.NOTICES,
    **diaries.NOTICES,
    **care.NOTICES,
    **import_pages.NOTICES,
}
