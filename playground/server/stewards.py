"""What the people who run a group, forum or channel do with it, each with the right that it takes.

PermissionError where the apps would not let them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.server import forums, membership, places
from playground.server.chats import Chat, Message, Topic
from playground.server.members import may

if TYPE_CHECKING:
    from playground.server.people import Person

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Steward:
    """A person at work in a chat that they run."""

    person: "Person"
    chat: Chat

    def rename(self, title: str) -> None:
        """Give the chat another title."""
        self._need("can_change_info")
        places.rename(self.person.world, self.chat, self.person.json(), title)

    def set_photo(self, content: bytes | None) -> None:
        """Give the chat a photo, or (None) take it away."""
        self._need("can_change_info")
        places.set_photo(self.person.world, self.chat, self.person.json(), content)

    def set_username(self, username: str | None) -> None:
        """Make the chat public under a name, or (None) private."""
        self._need("can_change_info")
        places.set_username(self.person.world, self.chat, username)

    def pin(self, message: Message) -> None:
        """Pin a message; in a private chat each side may."""
        self._need("can_edit_messages" if self.chat.type == "channel" else "can_pin_messages")
        places.pin(self.person.world, message, self.person.json())

    def unpin(self, message: Message) -> None:
        """Unpin a message, which nobody is told of."""
        self._need("can_edit_messages" if self.chat.type == "channel" else "can_pin_messages")
        self.chat.pinned.remove(message)
        self.person.world.changed()

    def permit(self, **permissions: bool) -> None:
        """Say what every member may; what is not named stays."""
        self._need("can_restrict_members")
        self.chat.permissions = {**self.chat.permissions, **permissions}
        self.person.world.changed()

    def restrict(self, person: "Person", **rights: Any) -> None:
        """Leave a member just these rights (can_send_messages=True …) in a supergroup."""
        self._need("can_restrict_members")
        if self.chat.type != "supergroup":
            raise PermissionError("only in supergroups members are restricted")
        world, by = self.person.world, self.person.json()
        membership.change(world, self.chat, by, person, "restricted", rights)

    def begin_topic(self, name: str) -> Topic:
        """Begin a topic."""
        self._need("can_manage_topics")
        return forums.begin(self.person.world, self.chat, name, self.person.json())

    def rename_topic(self, topic: Topic, name: str) -> None:
        """Give a topic another name."""
        self._need("can_manage_topics")
        forums.edit(self.person.world, topic, self.person.json(), {"name": name})

    def close_topic(self, topic: Topic) -> None:
        """Let nobody but administrators write in a topic."""
        self._need("can_manage_topics")
        forums.set_closed(self.person.world, topic, self.person.json(), closed=True)

    def reopen_topic(self, topic: Topic) -> None:
        """Let everybody write in a topic again."""
        self._need("can_manage_topics")
        forums.set_closed(self.person.world, topic, self.person.json(), closed=False)

    def set_general(self, *, closed: bool = False, hidden: bool = False) -> None:
        """Close, open, hide or show General."""
        self._need("can_manage_topics")
        forums.set_general(self.person.world, self.chat, self.person.json(), closed, hidden)

    def _need(self, right: str) -> None:
        """Raise PermissionError where the person lacks an administrator's right."""
        if not self.chat.private and not may(self.chat, self.person.id, right):
            raise PermissionError(f"{self.person.first_name} has no right {right}")
