"""MarkdownV2, with the real server's entities and refusals."""

import pytest

from playground.server.markup_markdown import parse_markdown
from playground.server.refusals import Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*a*", "a", [("bold", 0, 1)]),
        (r"*a \* b*", "a * b", [("bold", 0, 5)]),
        ("_a __b___", "a b", [("italic", 0, 3), ("underline", 2, 1)]),
        ("~a~ ||b||", "a b", [("strikethrough", 0, 1), ("spoiler", 2, 1)]),
        ("😀*b*", "😀b", [("bold", 2, 1)]),
        ("*한 _글_*", "한 글", [("bold", 0, 3), ("italic", 2, 1)]),
        ("`*a* \\` \\\\`", "*a* ` \\", [("code", 0, 7)]),
        ("```\na*b\n```", "a*b\n", [("pre", 0, 4)]),
        ("```x```", "x", [("pre", 0, 1)]),
        ("**", "", []),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 3)]),
        (">a\n**>b", "a\nb", [("blockquote", 0, 1), ("blockquote", 2, 1)]),
        (">a\n>b||", "a\nb", [("expandable_blockquote", 0, 3)]),
        (">*a*\nb", "a\nb", [("blockquote", 0, 1), ("bold", 0, 1)]),
        (r"\>a", ">a", []),
        ("a\\b", "ab", []),
        ("한\\글", "한\\글", []),
    ],
)
def test_marks_become_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    read = parse_markdown(source)
    assert read.text == text
    found = [(entity["type"], entity["offset"], entity["length"]) for entity in read.entities]
    assert sorted(found) == sorted(entities)


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ("[a](https://x.org/\\))", {"type": "text_link", "url": "https://x.org/)"}),
        ("[x.org]", {"type": "text_link", "url": "http://x.org/"}),
        ("[a](tg://user?id=7)", {"type": "text_mention", "user": {"id": 7}}),
        ("![👍](tg://emoji?id=5)", {"type": "custom_emoji", "custom_emoji_id": "5"}),
        ("```py\na```", {"type": "pre", "language": "py"}),
    ],
)
def test_links_people_emoji_and_languages_are_kept(source: str, more: dict[str, object]) -> None:
    source = source.replace("x.org]", r"x\.org]")
    [entity] = parse_markdown(source).entities
    assert entity.items() >= more.items()


def test_an_address_that_is_none_leaves_its_text() -> None:
    read = parse_markdown("[a](nowhere)")
    assert (read.text, read.entities) == ("a", [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved"),
        ("a!", "Character '!' is reserved"),
        ("a > b", "Character '>' is reserved"),
        ("한*a", "Can't find end of Bold entity at byte offset 3"),
        ("__a_", "Can't find end of Italic entity at byte offset 3"),
        ("||a", "Can't find end of Spoiler entity at byte offset 0"),
        ("```py\na", "Can't find end of PreCode entity at byte offset 0"),
        ("[a", "Can't find end of TextUrl entity at byte offset 0"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        (">*a\nb", "Can't find end of Bold entity at byte offset 1"),
        ("![👍]", "Custom emoji entity must contain a tg://emoji URL"),
        ("![👍](https://x.org)", "Custom emoji URL must have an emoji identifier"),
    ],
)
def test_bad_markup_is_refused_as_really(source: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_markdown(source)
    assert f"Bad Request: can't parse entities: {reason}" in str(refusal.value)
