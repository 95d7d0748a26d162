"""The HTML that a bot may write, read as the Bot API server reads it.

Rules and error texts: https://core.telegram.org/bots/api#html-style and `parse_html` of tdlib/td.
Byte offsets in the errors count UTF-8, as there.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from playground.server.refusals import Refused, bad_request

Json = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
ATTRIBUTE = re.compile(r"\s*([^\s=>]*)\s*(=?)\s*")
BARE_VALUE = re.compile(r"[A-Za-z0-9.\-]*")
LAST_CHARACTER = 0x10FFFF
SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))
USER_LINK = re.compile(r"tg://user\?id=(\d+)$")


@dataclass(frozen=True, slots=True)
class Markup:
    """A text without its markup, and the entities that the markup asked for (UTF-16 offsets)."""

    text: str
    entities: list[Json]


@dataclass(frozen=True, slots=True)
class _Tag:
    """An open tag.

    Its name and attributes, the UTF-16 offset and the character where its content begins.
    """

    name: str
    attributes: dict[str, str]
    offset: int
    position: int


@dataclass(slots=True)
class _Reader:
    """Where the parser stands in the source, and what it has put out."""

    source: str
    at: int = 0
    text: str = ""
    offset: int = 0
    open: list[_Tag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def put(self, characters: str) -> None:
        """Add characters to the text."""
        self.text += characters
        self.offset += len(characters.encode("utf-16-le", "surrogatepass")) // 2

    def bytes_before(self, position: int) -> int:
        """Return the byte offset of a character of the source."""
        return len(self.source[:position].encode())


def parse_html(source: str) -> Markup:
    """Return the text and the entities of `source`.

    Raise Refused (400) where the real server does.
    """
    reader = _Reader(source)
    while reader.at < len(source):
        _read_next(reader)
    if reader.open:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].name}"')
    order = sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return Markup(reader.text, order)


def _broken(reason: str) -> Refused:
    """Return the refusal of bad markup."""
    return bad_request(f"can't parse entities: {reason}")


def _read_next(reader: _Reader) -> None:
    """Read a character, a reference or a tag."""
    character = reader.source[reader.at]
    if character == "<":
        end_tag = reader.source.startswith("</", reader.at)
        _read_end_tag(reader) if end_tag else _read_start_tag(reader)
        return
    reference = REFERENCE.match(reader.source, reader.at) if character == "&" else None
    reader.put(_decode(reference) if reference else character)
    reader.at = reference.end() if reference else reader.at + 1


def _decode(reference: re.Match[str]) -> str:
    """Return the character that a reference stands for.

    An impossible one stays as it is written.
    """
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= LAST_CHARACTER or chr(code) in SURROGATES:
        return reference[0]
    return chr(code)


def _read_start_tag(reader: _Reader) -> None:
    """Read a start tag and remember it as open."""
    begin = reader.bytes_before(reader.at)
    name = re.compile(r"<([^\s>]*)").match(reader.source, reader.at)
    if name is None or name.end() >= len(reader.source):
        raise _broken(f"Unclosed start tag at byte offset {begin}")
    tag = name[1].lower()
    if tag not in KINDS:
        raise _broken(f'Unsupported start tag "{tag}" at byte offset {begin}')
    reader.at = name.end()
    attributes = _read_attributes(reader, tag, begin)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    reader.open.append(_Tag(tag, attributes, reader.offset, len(reader.text)))


def _read_attributes(reader: _Reader, tag: str, begin: int) -> dict[str, str]:
    """Read to the end of a start tag and return its attributes."""
    attributes: dict[str, str] = {}
    while True:
        match = ATTRIBUTE.match(reader.source, reader.at)
        if match is None or match.end() >= len(reader.source):
            raise _broken(f"Unclosed start tag at byte offset {begin}")
        name, equal = match.groups()
        reader.at = match.end()
        if not name and not equal:
            reader.at += 1
            return attributes
        attributes[name.lower()] = _read_value(reader, name, equal, tag, begin)


def _read_value(reader: _Reader, name: str, equal: str, tag: str, begin: int) -> str:
    """Return the value of an attribute; only `expandable` may stand alone."""
    if not name:
        raise _broken(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    if not equal:
        if tag == "blockquote" and name.lower() == "expandable":
            return ""
        where = f'attribute of the tag "{tag}" at byte offset {begin}'
        raise _broken(f"Expected equal sign in declaration of an {where}")
    quote = reader.source[reader.at]
    if quote in "'\"":
        return _read_quoted(reader, quote, begin)
    value = BARE_VALUE.match(reader.source, reader.at)
    start, reader.at = reader.at, value.end() if value else reader.at
    if reader.source[reader.at : reader.at + 1] not in {">", " ", "\n", "\t"}:
        raise _broken(f"Unexpected end of name token at byte offset {reader.bytes_before(start)}")
    return reader.source[start : reader.at].lower()


def _read_quoted(reader: _Reader, quote: str, begin: int) -> str:
    """Return a quoted value with its references decoded."""
    end = reader.source.find(quote, reader.at + 1)
    if end < 0 or end + 1 >= len(reader.source):
        raise _broken(f"Unclosed start tag at byte offset {begin}")
    raw = reader.source[reader.at + 1 : end]
    reader.at = end + 1
    return REFERENCE.sub(_decode, raw)


def _read_end_tag(reader: _Reader) -> None:
    """Read an end tag and turn the open tag into an entity."""
    begin = reader.bytes_before(reader.at)
    if not reader.open:
        raise _broken(f"Unexpected end tag at byte offset {begin}")
    match = re.compile(r"</([^\s>]*)\s*>").match(reader.source, reader.at)
    if match is None:
        raise _broken(f"Unclosed end tag at byte offset {begin}")
    tag = reader.open.pop()
    found = match[1].lower()
    if found and found != tag.name:
        pair = f'expected "</{tag.name}>", found "</{found}>"'
        raise _broken(f"Unmatched end tag at byte offset {begin}, {pair}")
    reader.at = match.end()
    if reader.offset > tag.offset:
        _add_entity(reader, tag)


def _add_entity(reader: _Reader, tag: _Tag) -> None:
    """Add the entity of a tag that was closed."""
    entity: Json = {
        "type": KINDS[tag.name],
        "offset": tag.offset,
        "length": reader.offset - tag.offset,
    }
    if tag.name == "a":
        entity = link(entity, tag.attributes.get("href") or reader.text[tag.position :])
    elif tag.name == "tg-emoji":
        entity["custom_emoji_id"] = _custom_emoji(tag)
    elif tag.name == "blockquote" and "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    elif tag.name in {"pre", "code"}:
        entity = _code(reader, tag, entity)
    if entity:
        reader.entities.append(entity)


def link(entity: Json, url: str) -> Json:
    """Return the entity of a link: a person, an address, or nothing where it is none."""
    user = USER_LINK.match(url)
    if user:
        return {**entity, "type": "text_mention", "user": {"id": int(user[1])}}
    if re.match(r"(?:https?|tg|ton|tonsite)://\S", url):
        return {**entity, "url": url}
    return {**entity, "url": f"http://{url}/"} if re.match(r"[\w-]+(\.[\w-]+)+$", url) else {}


def _custom_emoji(tag: _Tag) -> str:
    """Return the identifier of a custom emoji."""
    identifier = tag.attributes.get("emoji-id", "")
    if not identifier.isdigit() or int(identifier) == 0:
        raise _broken("Invalid custom emoji identifier specified")
    return identifier


def _code(reader: _Reader, tag: _Tag, entity: Json) -> Json:
    """Return the entity of code.

    `pre` around `code` with a language is one entity with that language.
    """
    inner = reader.entities[-1] if reader.entities else {}
    same = inner.get("type") == "code" and inner["offset"] == entity["offset"]
    if tag.name == "pre" and same and inner["length"] == entity["length"]:
        language = inner.get("language")
        reader.entities.pop()
        return {**entity, "language": language} if language else entity
    language = tag.attributes.get("class", "")
    if tag.name == "code" and language.startswith("language-") and _inside_pre(reader):
        return {**entity, "language": language.removeprefix("language-")}
    return entity


def _inside_pre(reader: _Reader) -> bool:
    """Say whether the tag around the present place is `pre`."""
    return bool(reader.open) and reader.open[-1].name == "pre"
