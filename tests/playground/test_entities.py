"""Texts: HTML as Telegram reads it, UTF-16 offsets, what is recognised without markup, limits."""

from typing import Any

import pytest

from playground.server.entities import complete, count, format_text
from playground.server.markup_html import parse_html
from playground.server.refusals import Refused


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_offsets_count_utf16_units_so_an_emoji_counts_two_and_hangul_one() -> None:
    markup = parse_html("😀 <b>오늘</b> 👨‍👩‍👧 <i>x</i>")
    assert markup.text == "😀 오늘 👨‍👩‍👧 x"
    assert markup.entities == [entity("bold", 3, 2), entity("italic", 15, 1)]
    assert count("👨‍👩‍👧") == 8


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<STRONG>x</strong>", "bold"),
        ("<em>x</em>", "italic"),
        ("<ins>x</ins>", "underline"),
        ("<del>x</del>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
    ],
)
def test_tags_become_entities(html: str, kind: str) -> None:
    assert parse_html(html).entities == [entity(kind, 0, 1)]


def test_nested_entities_come_outermost_first() -> None:
    markup = parse_html("<b>a <i>b <u>c</u></i></b>")
    assert [e["type"] for e in markup.entities] == ["bold", "italic", "underline"]


def test_links_people_and_code_with_a_language_carry_their_argument() -> None:
    markup = parse_html(
        '<a href="https://x.org/?a=1&amp;b=2">x</a> <a href="tg://user?id=7">y</a> '
        '<pre><code class="language-python">z</code></pre> <tg-emoji emoji-id="5">👍</tg-emoji>'
    )
    link, person, code, emoji = markup.entities
    assert link == entity("text_link", 0, 1, url="https://x.org/?a=1&b=2")
    assert person["user"] == {"id": 7}
    assert code == entity("pre", 4, 1, language="python")
    assert emoji == entity("custom_emoji", 6, 2, custom_emoji_id="5")


def test_references_are_decoded_and_unknown_ones_stay() -> None:
    text = parse_html("&lt;b&gt; &amp;amp; &quot; &#65; &#x1F600; &nbsp; & &apos;").text
    assert text == '<b> &amp; " A 😀 &nbsp; & &apos;'


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a <b>b", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a </b>", "Unexpected end tag at byte offset 2"),
        ("<b>가</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("가 < 나", 'Unsupported start tag "" at byte offset 4'),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("x <3", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<a ='x'>z</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<tg-emoji>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_bad_markup_is_refused_with_the_real_sentence(html: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_html(html)
    assert str(refusal.value) == f"Bad Request: can't parse entities: {reason}"


def test_white_space_around_a_text_is_cut_and_entities_move() -> None:
    text, entities = format_text("  \n<b> x y </b>\n", "HTML", None)
    assert text == "x y"
    assert entities == [entity("bold", 0, 3)]


def test_commands_hashtags_mentions_links_and_addresses_are_recognised() -> None:
    text = "/start@my_bot #운동 #2024 @jiwoo_k https://x.org/a?b. me@x.org 1/2 /a/b"
    found = {e["type"]: (e["offset"], e["length"]) for e in complete(text, [])}
    assert found == {
        "bot_command": (0, 13),
        "hashtag": (14, 3),
        "mention": (24, 8),
        "url": (33, 17),
        "email": (52, 8),
    }


def test_nothing_is_recognised_inside_code_and_links() -> None:
    _, entities = format_text('<code>#x</code> <a href="https://x.org">/y</a>', "HTML", None)
    assert [e["type"] for e in entities] == ["code", "text_link"]


def test_a_parse_mode_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="unsupported parse_mode"):
        format_text("x", "BBCode", None)


def test_a_parse_mode_that_the_stand_in_lacks_is_said_to_be_lacking() -> None:
    with pytest.raises(Refused, match="Not Implemented: the stand-in does not know"):
        format_text("x", "Markdown", None)
