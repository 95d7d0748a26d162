"""The settings about how much one person may do, and who may use the bot at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from config import reading
from config.about import about as _about

#: More than any of these numbers needs to be.
_MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSettings:
    """Of each number, 0 is no limit. The defaults are far above what a family does."""

    admins: tuple[int, ...] = field(
        metadata=_about(
            "ADMINS",
            "",
            reading.telegram_ids,
            "Telegram ids of those who may use /stats, /allow and /block; they read nobody's "
            "diary with it.",
            unit="numbers with commas",
        )
    )
    open_to: str = field(
        metadata=_about(
            "OPEN_TO",
            "everyone",
            reading.one_of("everyone", "invited", "list"),
            "Who may use the bot: everyone; those whom an admin allows and whom they invite into "
            "a shared diary; or the allowed alone.",
            unit="everyone, invited or list",
        )
    )
    contact: str = field(
        metadata=_about(
            "CONTACT",
            "",
            reading.line(200),
            "Whom a stranger may ask to be let in, as it is said to them.",
            unit="up to 200 characters",
        )
    )
    clips_a_day: int = field(
        metadata=_about(
            "CLIPS_A_DAY",
            "200",
            reading.whole(0, _MOST),
            "So many clips of a person are analysed in a day; further ones wait for the next.",
            unit="clips, 0: any number",
        )
    )
    waiting_minutes: int = field(
        metadata=_about(
            "WAITING_MINUTES",
            "600",
            reading.whole(0, _MOST),
            "With more than this of a person in the queue no further clip is taken.",
            unit="minutes of clip, 0: any number",
        )
    )
    messages_a_minute: int = field(
        metadata=_about(
            "MESSAGES_A_MINUTE",
            "120",
            reading.whole(0, _MOST),
            "Texts, commands and presses of a person that are read; clips do not count.",
            unit="messages, 0: any number",
        )
    )
    searches_a_minute: int = field(
        metadata=_about(
            "SEARCHES_A_MINUTE",
            "90",
            reading.whole(0, _MOST),
            "Searches of a person, also those while they type in another chat.",
            unit="searches, 0: any number",
        )
    )
    comments_a_day: int = field(
        metadata=_about(
            "COMMENTS_A_DAY",
            "1000",
            reading.whole(0, _MOST),
            "Comments of a person that are kept in a day.",
            unit="comments, 0: any number",
        )
    )
    exports_a_day: int = field(
        metadata=_about(
            "EXPORTS_A_DAY",
            "20",
            reading.whole(0, _MOST),
            "Exports that are made for a person in a day.",
            unit="exports, 0: any number",
        )
    )
    groups_a_day: int = field(
        metadata=_about(
            "GROUPS_A_DAY",
            "20",
            reading.whole(0, _MOST),
            "Groups and channels that a person makes a shared diary in a day.",
            unit="diaries, 0: any number",
        )
    )
