"""The MarkdownV2 that a bot may write, read as the Bot API server reads it.

Rules and error texts: https://core.telegram.org/bots/api#markdownv2-style and `parse_markdown_v2`
of tdlib/td. Byte offsets in the errors count UTF-8, as there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.server.markup_html import Markup, link
from playground.server.refusals import Refused, bad_request

Json = dict[str, Any]

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {
    "*": "bold",
    "__": "underline",
    "_": "italic",
    "~": "strikethrough",
    "||": "spoiler",
    "```": "pre",
    "`": "code",
}
NAMES = {
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "pre": "Pre",
    "blockquote": "BlockQuote",
}
ENDS = {"text_link": "]", "custom_emoji": "]"} | {kind: mark for mark, kind in MARKS.items()}
EMOJI = re.compile(r"tg://emoji\?id=(\d+)$")
LANGUAGE = re.compile(r"[^\s`]+(?=\s)")  # what follows ``` up to a white space
LAST_ESCAPED = 126


@dataclass(frozen=True, slots=True)
class _Open:
    """What was begun: its kind, where (UTF-16, characters of the text, bytes of the source)."""

    kind: str
    offset: int
    position: int
    byte: int
    language: str = ""


@dataclass(slots=True)
class _Reader:
    """Where the parser stands in the source, and what it has put out."""

    source: str
    at: int = 0
    text: str = ""
    offset: int = 0
    quote: _Open | None = None
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def put(self, characters: str) -> None:
        """Add characters to the text."""
        self.text += characters
        self.offset += len(characters.encode("utf-16-le", "surrogatepass")) // 2

    def sees(self, characters: str) -> bool:
        """Say whether these come next."""
        return self.source.startswith(characters, self.at)

    def byte(self, position: int) -> int:
        """Return the byte offset of a character of the source."""
        return len(self.source[:position].encode())

    def begin(self, kind: str, length: int, language: str = "") -> None:
        """Begin an entity behind its mark of so many characters."""
        self.open.append(_Open(kind, self.offset, len(self.text), self.byte(self.at), language))
        self.at += length

    def end(self, begun: _Open, kind: str = "", **more: Any) -> None:
        """Add the entity of what was begun, unless nothing is in it."""
        length = self.offset - begun.offset
        if length:
            entity = {"type": kind or begun.kind, "offset": begun.offset, "length": length}
            self.entities.append(entity | more)


def parse_markdown(source: str) -> Markup:
    """Return the text and the entities of `source`.

    Raise Refused (400) where the real server does.
    """
    reader = _Reader(source)
    while reader.at < len(source):
        if not (_read_line_start(reader) or _read_escaped(reader)):
            _read_next(reader)
    _end_quote(reader)
    if reader.open:
        left = reader.open[-1]
        name = NAMES.get(left.kind, left.kind.capitalize())
        name = "PreCode" if left.language else name
        raise _broken(f"Can't find end of {name} entity at byte offset {left.byte}")
    order = sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return Markup(reader.text, order)


def _broken(reason: str) -> Refused:
    """Return the refusal of bad markup."""
    return bad_request(f"can't parse entities: {reason}")


def _in_code(reader: _Reader) -> bool:
    """Say whether only the end of code counts now."""
    return bool(reader.open) and reader.open[-1].kind in {"code", "pre"}


def _read_line_start(reader: _Reader) -> bool:
    """Begin a quote at a line that starts with >, go on with one, or end it before another line."""
    fresh = reader.at == 0 or reader.source[reader.at - 1] == "\n"
    if not fresh or _in_code(reader):
        return False
    apart = reader.sees("**>")
    if reader.quote is not None and (apart or not reader.sees(">")):
        _end_quote(reader)
    if not (apart or reader.sees(">")):
        return False
    if reader.quote is None:
        reader.quote = _Open("blockquote", reader.offset, len(reader.text), reader.byte(reader.at))
    reader.at += 3 if apart else 1
    if reader.at < len(reader.source) and not _read_escaped(reader):
        _read_next(reader)
    return True


def _end_quote(reader: _Reader) -> None:
    """End a quote, before the line break that follows it."""
    if reader.quote is None:
        return
    begun, reader.quote = reader.quote, None
    expandable = bool(reader.open) and reader.open[-1].kind == "spoiler"
    expandable = expandable and reader.open[-1].offset >= reader.offset - 1
    if expandable:
        reader.open.pop()
    if reader.open and reader.open[-1].offset >= begun.offset:
        left = reader.open[-1]
        name = NAMES.get(left.kind, left.kind.capitalize())
        raise _broken(f"Can't find end of {name} entity at byte offset {left.byte}")
    trailing = reader.text.endswith("\n")
    length = reader.offset - begun.offset - int(trailing)
    if length > 0:
        kind = "expandable_blockquote" if expandable else "blockquote"
        reader.entities.append({"type": kind, "offset": begun.offset, "length": length})


def _read_escaped(reader: _Reader) -> bool:
    r"""Put the character behind a \ as it is; only ASCII can be escaped."""
    following = reader.source[reader.at + 1 : reader.at + 2]
    if not reader.sees("\\") or not following or not 0 < ord(following) <= LAST_ESCAPED:
        return False
    reader.put(following)
    reader.at += 2
    return True


def _read_next(reader: _Reader) -> None:
    """Read a plain character, the end of what is open, or the beginning of something."""
    character = reader.source[reader.at]
    if character not in RESERVED or (_in_code(reader) and character != "`"):
        reader.put(character)
        reader.at += 1
    elif _ends_here(reader):
        _read_end(reader)
    else:
        _read_beginning(reader)


def _ends_here(reader: _Reader) -> bool:
    """Say whether the end of what is open comes next; _ does not end inside of __."""
    if not reader.open:
        return False
    kind = reader.open[-1].kind
    if kind == "italic":
        return reader.sees("_") and not reader.sees("__")
    return reader.sees(ENDS[kind])


def _read_beginning(reader: _Reader) -> None:
    """Begin an entity; raise Refused for a reserved character that begins nothing."""
    if reader.sees("```"):
        _begin_pre(reader)
        return
    for mark, kind in MARKS.items():
        if reader.sees(mark):
            reader.begin(kind, len(mark))
            return
    if reader.sees("!["):
        reader.begin("custom_emoji", 2)
    elif reader.sees("["):
        reader.begin("text_link", 1)
    else:
        told = "is reserved and must be escaped with the preceding '\\'"
        raise _broken(f"Character '{reader.source[reader.at]}' {told}")


def _begin_pre(reader: _Reader) -> None:
    """Begin a block of code: what follows up to a white space is the language."""
    language = LANGUAGE.match(reader.source, reader.at + 3)
    reader.begin("pre", 3, language[0] if language else "")
    reader.at += len(language[0]) if language else 0
    for line_break in ("\r\n", "\n\r", "\n", "\r"):
        if reader.sees(line_break):
            reader.at += len(line_break)
            return


def _read_end(reader: _Reader) -> None:
    """End the entity that is open."""
    begun = reader.open.pop()
    reader.at += len(ENDS[begun.kind])
    closing: dict[str, Callable[[_Reader, _Open], None]] = {
        "text_link": _end_link,
        "custom_emoji": _end_emoji,
    }
    if begun.kind in closing:
        closing[begun.kind](reader, begun)
    elif begun.language:
        reader.end(begun, language=begun.language)
    else:
        reader.end(begun)


def _end_link(reader: _Reader, begun: _Open) -> None:
    """End a link: its address follows in brackets, or is its text."""
    url = _address(reader) if reader.sees("(") else reader.text[begun.position :]
    length = reader.offset - begun.offset
    entity = link({"type": "text_link", "offset": begun.offset, "length": length}, url)
    if entity and length:
        reader.entities.append(entity)


def _end_emoji(reader: _Reader, begun: _Open) -> None:
    """End a custom emoji, which needs an address."""
    if not reader.sees("("):
        raise _broken("Custom emoji entity must contain a tg://emoji URL")
    found = EMOJI.match(_address(reader))
    if found is None:
        raise _broken("Custom emoji URL must have an emoji identifier")
    reader.end(begun, custom_emoji_id=found[1])


def _address(reader: _Reader) -> str:
    """Read an address in brackets and return it."""
    start = reader.at = reader.at + 1
    url = ""
    while reader.at < len(reader.source) and not reader.sees(")"):
        following = reader.source[reader.at + 1 : reader.at + 2]
        escaped = reader.sees("\\") and following and 0 < ord(following) <= LAST_ESCAPED
        url += following if escaped else reader.source[reader.at]
        reader.at += 2 if escaped else 1
    if reader.at >= len(reader.source):
        raise _broken(f"Can't find end of a URL at byte offset {reader.byte(start)}")
    reader.at += 1
    return url
