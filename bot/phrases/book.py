"""What /book says: title, description and cover of a shared diary, and how to change them."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Book(Words):
    """HTML. What is put into them is escaped before."""

    def state(self, title: str, description: str, cover: str) -> str:
        return self.say(
            "📒 <b>{title}</b>\n{description}\n\nCover: {cover}\n\nThe owner or an admin can "
            "change it.",
            title=title,
            description=description,
            cover=cover,
        )

    untitled = Line("Untitled")
    no_description = Line("There is no description yet.")

    @property
    def covers(self) -> tuple[str, ...]:
        return (
            self.say("hills"),
            self.say("sea"),
            self.say("night"),
            self.say("leaves"),
            self.say("rain"),
            self.say("town"),
        )

    no_cover = Line("none")
    photo_cover = Line("a photo")
    in_channel = Line(
        "In a channel, write:\n"
        "/book title A new title\n"
        "/book description A new description\n"
        "/book cover 1–6 (or reply /book cover to a photo)"
    )
    title_button = Line("✏️ Title")
    description_button = Line("📝 Description")
    cover_button = Line("🖼 Cover")
    photo_button = Line("📷 A photo")
    no_cover_button = Line("No cover")
    back_button = Line("← Back")
    choose_cover = Line("Which cover would you like? It is drawn at the top of the calendar.")
    ask_title = Line("Send the new title as a reply to this message, at most 50 characters.")
    ask_description = Line(
        "Send the new description as a reply to this message, at most 200 characters."
    )
    ask_photo = Line("Send the photo for the cover as a reply to this message.")
    title_field = Line("The new title")
    description_field = Line("The new description")

    def too_long_title(self, length: int) -> str:
        return self.say(
            "A title has at most 50 characters; this one has {length}. Please make it shorter.",
            length=length,
        )

    def too_long_description(self, length: int) -> str:
        return self.say(
            "A description has at most 200 characters; this one has {length}. Please make it "
            "shorter.",
            length=length,
        )

    empty = Line("It has no letters. Please send it again.")
    no_photo = Line("That is not a photo. Please reply with a photo.")
    too_large_photo = Line("The photo is too large. Please send it as a photo, not as a file.")
    unknown_cover = Line("Covers are numbered 1 to 6. For a photo, reply /book cover to it.")
    done = Line("Changed 📒")
    leads_only = Line("Only the owner of this diary and the admins of this chat can change it.")


words_in = Book.of
