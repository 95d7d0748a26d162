"""What is said about a person's own mood, beside what the machine has read."""

from __future__ import annotations

from languages.catalogue import Line, Words

#: The five faces, from the worst to the best; the same in every language.
FACES = {1: "😞", 2: "😕", 3: "😐", 4: "🙂", 5: "😄"}


class Moods(Words):
    """Texts are plain."""

    gone = Line("Your mood is taken away")

    def toast(self, mood: int) -> str:
        return self.say("Your mood: {face}", face=FACES[mood])

    def own(self, mood: int) -> str:
        return self.say("You: {face}", face=FACES[mood])

    def told(self, name: str, mood: int) -> str:
        return self.say("{name}: {face}", name=name, face=FACES[mood])


words_in = Moods.of
