"""What an archive holds, as values, and how each is written down: docs/export.md says it in words.

A change that an older reader would misread needs a new VERSION; a field that is added needs none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analysis.report import LABELS
from archive.errors import Broken
from archive.fields import Fields, written
from archive.reports import are_words, is_report

#: What the manifest calls itself.
NAME = "mind-gitter-export"
VERSION = 1

KINDS = frozenset({"video", "voice", "text"})
STATES = frozenset({"waiting", "done", "failed"})
CLIP_KINDS = frozenset({"video_note", "video", "document", "voice", "audio"})
COMMENT_KINDS = frozenset({"text", "voice", "video_note"})
HOMES = frozenset({"private", "group", "channel"})

#: What became of a clip's file. `here`: in this part. `sent`: too large for a part, sent as itself.
#: `gone`: Telegram no longer has it. `unreadable`: it could not be fetched or read. `forgotten`:
#: its author had it forgotten. `left_out`: not asked for.
FATES = frozenset({"here", "sent", "gone", "unreadable", "forgotten", "left_out"})

MOST_CLIPS = 100
MOST_COMMENTS = 5_000
MOST_TAGS = 200
MOST_EARLIER = 50
LONGEST_NAME = 200

#: What an author can say that an entry looked like; anything else comes from a version that knows
#: more, and is left out.
LOOKS = frozenset({"right", *LABELS})

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Film:
    """One clip. `size` in bytes, `duration_s` in seconds; `fate` is one of FATES.

    `sha256` is of the file's bytes, known where the file is here.
    """

    kind: str
    fate: str
    size: int | None = None
    duration_s: float | None = None
    sha256: str | None = None

    @property
    def file(self) -> str | None:
        """Where in the archive it stands."""
        return f"media/{self.sha256}.{suffix(self.kind)}" if self.fate == "here" else None

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {
            "kind": self.kind,
            "fate": self.fate,
            "bytes": self.size,
            "duration_s": self.duration_s,
            "sha256": self.sha256,
            "file": self.file,
        }

    @classmethod
    def read(cls, fields: Fields) -> Film:
        """What `to_json` described; raises Broken."""
        film = cls(
            fields.one_of("kind", CLIP_KINDS),
            fields.one_of("fate", FATES),
            fields.whole_or_none("bytes"),
            fields.seconds_or_none("duration_s"),
            fields.sha256_or_none("sha256"),
        )
        if film.fate == "here":
            fields.one_of("sha256", frozenset({film.sha256 or ""}))
            fields.whole("bytes")
        return film


def suffix(kind: str) -> str:
    """The ending of a clip's file, by which players know it."""
    return {"voice": "ogg", "audio": "mp3"}.get(kind, "mp4")


@dataclass(frozen=True, slots=True)
class Comment:
    """What was said about an entry. `by` is the name of who said it, None for the author.

    `parent` is the uid of the comment that it answers. `text` of a spoken one is what was heard.
    """

    uid: str
    kind: str
    at: dt.datetime
    text: str | None = None
    by: str | None = None
    parent: str | None = None
    duration_s: float | None = None
    edited_at: dt.datetime | None = None

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {
            "uid": self.uid,
            "kind": self.kind,
            "at": written(self.at),
            "text": self.text,
            "by": self.by,
            "parent": self.parent,
            "duration_s": self.duration_s,
            "edited_at": written(self.edited_at),
        }

    @classmethod
    def read(cls, fields: Fields) -> Comment:
        """What `to_json` described; raises Broken."""
        return cls(
            fields.uid("uid"),
            fields.one_of("kind", COMMENT_KINDS),
            fields.moment("at"),
            fields.text_or_none("text"),
            fields.text_or_none("by", 64),
            fields.uid_or_none("parent"),
            fields.seconds_or_none("duration_s"),
            fields.moment_or_none("edited_at"),
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an older analysis had found."""

    report: Json
    made_at: dt.datetime
    replaced_at: dt.datetime

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {
            "report": self.report,
            "made_at": written(self.made_at),
            "replaced_at": written(self.replaced_at),
        }

    @classmethod
    def read(cls, fields: Fields) -> Earlier:
        """What `to_json` described; raises Broken."""
        report = _report(fields)
        if report is None:
            raise Broken("report")
        return cls(report, fields.moment("made_at"), fields.moment("replaced_at"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `report` is what `analysis.report` writes; `words` as their author put them right.

    `home_kind` and `home_title` tell of the diary that it was written in. `mood` is 1 to 5.
    """

    uid: str
    day: dt.date
    recorded_at: dt.datetime
    kind: str = "video"
    state: str = "done"
    reason: str | None = None
    title: str | None = None
    caption: str = ""
    text: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    found_tags: tuple[str, ...] = ()
    mood: int | None = None
    look: str | None = None
    question: str | None = None
    words: Json | None = None
    report: Json | None = None
    comments_on: bool = True
    keeps_video: bool = True
    is_private: bool = False
    is_hidden: bool = False
    home_kind: str = "private"
    home_title: str | None = None
    films: tuple[Film, ...] = ()
    comments: tuple[Comment, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    @property
    def latest(self) -> dt.date:
        """The last day that anything in it tells of, in UTC."""
        said = (comment.at for comment in self.comments)
        put_right = (c.edited_at for c in self.comments if c.edited_at is not None)
        found = (at for one in self.earlier for at in (one.made_at, one.replaced_at))
        moments = (self.recorded_at, *said, *put_right, *found)
        return max(self.day, *(moment.date() for moment in moments))

    @property
    def name(self) -> str:
        """What its files in the archive are called, without an ending."""
        return f"{self.day.isoformat()}_{self.uid}"

    def to_json(self) -> Json:
        """Plain JSON values."""
        return {
            "uid": self.uid,
            "day": self.day.isoformat(),
            "recorded_at": written(self.recorded_at),
            "kind": self.kind,
            "state": self.state,
            "reason": self.reason,
            "title": self.title,
            "caption": self.caption,
            "text": self.text,
            "language": self.language,
            "tags": {"mine": list(self.tags), "found": list(self.found_tags)},
            "mood": self.mood,
            "look": self.look,
            "question": self.question,
            "words": self.words,
            "report": self.report,
            "comments_on": self.comments_on,
            "keeps_video": self.keeps_video,
            "is_private": self.is_private,
            "is_hidden": self.is_hidden,
            "diary": {"kind": self.home_kind, "title": self.home_title},
            "media": [film.to_json() for film in self.films],
            "comments": [comment.to_json() for comment in self.comments],
            "earlier_reports": [report.to_json() for report in self.earlier],
        }

    @classmethod
    def read(cls, fields: Fields) -> Entry:
        """What `to_json` described; raises Broken."""
        tags, home = Fields.of(fields.values.get("tags")), Fields.of(fields.values.get("diary"))
        return cls(
            uid=fields.uid("uid"),
            day=fields.day("day"),
            recorded_at=fields.moment("recorded_at"),
            kind=fields.one_of("kind", KINDS),
            state=fields.one_of("state", STATES),
            reason=fields.text_or_none("reason", 40),
            title=fields.text_or_none("title", LONGEST_NAME),
            caption=fields.text("caption"),
            text=fields.text_or_none("text"),
            language=fields.language_or_none("language"),
            tags=tags.texts("mine", MOST_TAGS, 64),
            found_tags=tags.texts("found", MOST_TAGS, 64),
            mood=fields.whole_or_none("mood", 1, 5),
            look=_look(fields),
            question=fields.text_or_none("question", 4096),
            words=_words(fields),
            report=_report(fields),
            comments_on=fields.flag("comments_on"),
            keeps_video=fields.flag("keeps_video"),
            is_private=fields.flag("is_private"),
            is_hidden=fields.flag("is_hidden"),
            home_kind=home.one_of("kind", HOMES),
            home_title=home.text_or_none("title", LONGEST_NAME),
            films=fields.several("media", Film.read, MOST_CLIPS),
            comments=fields.several("comments", Comment.read, MOST_COMMENTS),
            earlier=fields.several("earlier_reports", Earlier.read, MOST_EARLIER),
        )


def _report(fields: Fields) -> Json | None:
    found = fields.document_or_none("report")
    if found is not None and not is_report(found):
        raise Broken("report")
    return found


def _look(fields: Fields) -> str | None:
    found = fields.text_or_none("look", 16)
    return found if found in LOOKS else None


def _words(fields: Fields) -> Json | None:
    found = fields.document_or_none("words")
    if found is not None and not are_words(found):
        raise Broken("words")
    return found
