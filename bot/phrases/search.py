"""What is said around a search."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Search(Words):
    """Texts are HTML; what people typed is escaped by whoever puts it in."""

    how = Line(
        "🔎 <b>Search</b>\nWrite what you are looking for after /search. Entries have to match "
        "all of it.\n\n<code>/search mum hospital</code> what was said or "
        'written\n<code>/search "so happy"</code> exactly these words\n<code>/search #friends '
        "#food</code> both tags · <code>#friends,#food</code> one of them\n<code>/search "
        "November</code> · <code>last week</code> · <code>2026-11-22</code> · "
        "<code>2026-11..12</code>\n<code>/search 😢 @Mina has:video -work</code> looked sad, by "
        "Mina, with video, without “work”"
    )
    month_button = Line("📅 This month")
    video_button = Line("🎞 With video")
    this_month = Line("this month")
    nothing = Line("Nothing found.")
    nothing_hint = Line("Fewer words find more. Tap ✕ to leave one out.")
    nearest = Line("Similar tags:")
    until_button = Line("⏪ This day and before")
    own_diary = Line("My diary")
    example = Line(
        "Like this: <code>/search 2026-11-22</code>, <code>#food</code>, <code>has:video</code>"
    )

    def head(self, asked: str, total: int) -> str:
        return self.plural(
            "🔎 <b>{asked}</b> · one entry",
            "🔎 <b>{asked}</b> · {number} entries",
            total,
            asked=asked,
        )

    def nothing_head(self, asked: str) -> str:
        return self.say("🔎 <b>{asked}</b>", asked=asked)

    def odd(self, parts: str) -> str:
        return self.say("I could not read {parts}.", parts=parts)

    def stranger(self, name: str) -> str:
        return self.say("Nobody here is called @{name}.", name=name)

    def page(self, page: int, pages: int) -> str:
        return self.say("Page {page}/{pages}", page=page, pages=pages)

    def comment(self, name: str, text: str) -> str:
        return self.say("💬 {name}: {text}", name=name, text=text)


words_in = Search.of
