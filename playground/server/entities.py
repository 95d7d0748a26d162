"""Text as Telegram counts it: UTF-16 units, formatting, and what is recognised without it.

Offsets and lengths are UTF-16 code units, as in the Bot API. Limits
hold after the markup was parsed.
"""

import re
from typing import Any

from playground.server.markup_html import Markup, parse_html
from playground.server.markup_markdown import parse_markdown
from playground.server.refusals import Refused, bad_request

Json = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RECOGNISED = (
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}]")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w+")),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{4,32})?(?![\w/])")),
)
# What stands in these is shown as it was typed: nothing inside them is recognised.
OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


def count(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def recognise(text: str, taken: list[Json]) -> list[Json]:
    """Return what Telegram finds by itself outside of the links and code among `taken`."""
    blocked = [entity for entity in taken if entity["type"] in OPAQUE]
    found: list[Json] = []
    for kind, pattern in RECOGNISED:
        for match in pattern.finditer(text):
            entity = {
                "type": kind,
                "offset": count(text[: match.start()]),
                "length": count(match[0]),
            }
            if not any(_overlap(entity, other) for other in blocked):
                found.append(entity)
                blocked.append(entity)
    return found


def complete(text: str, entities: list[Json]) -> list[Json]:
    """Return `entities` and the recognised ones in Telegram's order.

    By offset, the longest first.
    """
    every = [*entities, *recognise(text, entities)]
    return sorted(every, key=lambda entity: (entity["offset"], -entity["length"]))


def format_text(
    text: str, parse_mode: str | None, entities: list[Json] | None
) -> tuple[str, list[Json]]:
    """Return the text without its markup and white space around it, and its entities.

    Raises Refused (400) for markup that the real server refuses, 501 for a parse mode that the
    stand-in lacks.
    """
    markup = _read_markup(text, parse_mode, entities or [])
    text, explicit = _strip(markup)
    return text, complete(text, explicit)


def check_length(text: str, limit: int, name: str) -> None:
    """Raise Refused where `text` is longer than `limit` UTF-16 units.

    `name` is "message" or "message caption".
    """
    if count(text) > limit:
        raise bad_request(f"{name} is too long")


def _read_markup(text: str, parse_mode: str | None, entities: list[Json]) -> Markup:
    """Return the text and its explicit entities."""
    if not parse_mode or parse_mode.lower() == "none":
        return Markup(text, entities)
    if parse_mode.lower() == "html":
        return parse_html(text)
    if parse_mode.lower() == "markdownv2":
        return parse_markdown(text)
    if parse_mode.lower() == "markdown":
        raise Refused(501, f"the stand-in does not know parse mode {parse_mode}")
    raise bad_request("unsupported parse_mode")


def _strip(markup: Markup) -> tuple[str, list[Json]]:
    """Return text without white space at its ends, and the entities moved and cut accordingly."""
    text = markup.text.strip()
    lead = count(markup.text) - count(markup.text.lstrip())
    size = count(text)
    kept = []
    for entity in markup.entities:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def _overlap(one: Json, other: Json) -> bool:
    """Say whether two entities share a unit."""
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )
