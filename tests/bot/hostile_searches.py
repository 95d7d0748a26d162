"""More than three hundred searches that somebody could type, most of them not kindly meant."""

import random
import string

_OPERATORS = [
    "AND", "OR NOT", "NEAR(a b)", "a AND b OR c", "a* b?", "^a", "a:b", "title:x", "-",
    "--", "---", "- -", "-#", "-@", "#", "##", "#,", "#,,,#", "#a,", "#a,#", "#a,b", "@",
    "@@", "@ ", "-@a", "..", "...", "..2026", "2026..", "..  ..", "2026-11..", "2026-13-45",
    "2026-02-30", "0000-00-00", "9999-99-99", "99999-11-22", "1-1-1", "31.02.", "5.6.",
    "22.11.", "2월 30일", "13월", "0월", "2026-11..2025-01", "2026-12..11", "어제..오늘",
    "오늘..", "today..tomorrow", "9999-12-31", "..9999-12-31", "1969-12-31", "99월 99일",
    "2026년 99월", "has:", "has:nothing", "has:video:x", "has:has:has:", "mood:", "mood:6",
    "mood:0", "mood:-1", "기분:", "표정:없음", ":", "::", ":has", "(", ")", "()", "((a)",
    "[a]", "{a}", "{asked}", "{0}", "%s", "%d%n", "%", "_", "%%", "a%", "_a", "\\", "\\\\",
    "\\n", "/", "//", "/search", "/search /search", "/start", "*", "**a**", "__a__", "`a`",
    "```", "~a~", "||a||", "!", "!look:sad", "!entry", "!has:video", "#!entry", "+a",
    "=1+1",
]  # fmt: skip
_QUOTES = [
    '"', '""', '"""', '"a', 'a"', '"a""', "'", "''", "'a'", "“", "“a", "“a”", "”a“", "「",
    "「가」", '-"a"', '-"', '"-a"', '"#a"', '"@a"', '" "', '"   "', '"a" "b" "c" "d"',
    '"a b" -"c d"', "„a“", "‘a’", '"\\"', '"\'"', "«a»", '"<b>"', '"😢"',
]  # fmt: skip
_MARKUP = [
    "<b>", "</b>", "<b>a", "<script>alert(1)</script>", "&", "&amp;", "&lt;b&gt;",
    "<a href='x'>", "<", ">", "<>", "&#0;", "&#x1F622;", "<tg-spoiler>", "]]>", "<!--",
    "<code>", "a<b>c</b>d",
]  # fmt: skip
_SQL = [
    "'; DROP TABLE entries; --", "' OR '1'='1", '" OR ""="', "1; SELECT * FROM persons",
    "UNION SELECT", "x' UNION SELECT text FROM comments --", "%' AND 1=1 --", "0x27",
    "char(39)", "'; VACUUM; --", "' || (SELECT 1) || '", "NULL", "null", "TRUE", "1=1",
    "a' LIKE 'b", "ESCAPE '\\'", "?1", ":1", "$1", "@p1", "sqlite_master", "pg_sleep(10)",
    "BENCHMARK(9,1)", "/* a */", "-- a", "#' --", "\x00'",
]  # fmt: skip
_EMOJI = [
    "😢", "😢😢😢", "😞😕😐🙂😄", "😢#a", "#😢", "@😢", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽",
    "🇰🇷", "☹️", "☺️", "❤️", "1️⃣", "🫠", "\u200d", "\ufe0f", "😢\u200d", "-😢", "😢 -😢",
    "\U0001f622" * 100, "🙂" * 2000,
]  # fmt: skip
_WRITING = [
    "\u202eabc", "\u202e\u202d\u2066abc\u2069", "שלום", "#שלום", "مرحبا بالعالم", "@مرحبا",
    "עברית abc 123", "السَّلَامُ", "ﷺ", "ไทย", "日本語", "日本語の文章です", "中文",
    "#中文", "हिन्दी", "ქართული", "ᄀ", "가", "가\u11a8", "ㅋㅋㅋ", "ㅠㅠ", "ß", "İ", "ı",
    "ﬁ", "Ⅳ", "²", "½", "e\u0301", "é", "a\u0300" * 100, "Z̷͈̃a̵l̶g̸o̷", "\u3164", "\u2800",
    "\xa0", "\u3000", "\u2028", "\u2029", "\t", "a\nb", "a\rb", "\x0b", "\x7f", "\x1b[31m",
    "\ufeff", "\u200b", "\ufffd", "\ue000", "\U000e0041", "\U0010fffd", "\u0600", "ſ", "K",
    "Ω",
]  # fmt: skip
_LONG = [
    "a" * 4000, "가" * 4000, "a " * 2000, "#a " * 1300, "-a " * 1300, '"a" ' * 1000,
    "@a " * 1300, "2026-11-22 " * 360, "." * 4000, "-" * 4000, "#" * 4000, '"' * 4000,
    "<b>" * 1300, "&" * 4000, "has:video " * 400, "#" + "a," * 1999,
    "#" + ",#".join("abcdefghij") * 100, "어제" * 1500, "회사에서" * 900, "11월" * 1000,
    "1" * 4000, "a" * 63, "a" * 64, "a" * 65, "#" + "a" * 64, "가" * 64, "먹었어" * 30,
]  # fmt: skip


def _random() -> list[str]:
    """Pieces of all the others, and of what is well-formed, in any order."""
    chance = random.Random(20261122)  # noqa: S311 - no secret
    pieces = [
        *_OPERATORS,
        *_QUOTES,
        *_SQL,
        *_EMOJI[:-2],
        *_WRITING,
        "#밥",
        "@지우",
        "11월",
        "이야기",
    ]
    made = [" ".join(chance.choices(pieces, k=chance.randint(2, 6))) for _ in range(60)]
    letters = string.printable + "가나다😢#@\"':-.,~"
    return [*made, *("".join(chance.choices(letters, k=chance.randint(1, 80))) for _ in range(40))]


HOSTILE = [*_OPERATORS, *_QUOTES, *_MARKUP, *_SQL, *_EMOJI, *_WRITING, *_LONG, *_random()]
