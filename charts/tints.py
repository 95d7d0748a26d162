"""Steps of colour. The five steps of mint in which a calendar shows how many entries a day has.

The hue is that of the project's first calendar (#AAFED8). Each step is darker than the one before,
so the order holds without any sense of colour; docs/decisions/0010-calendars.md has the distances
for every kind of colour vision, a test holds them. Standard library only.
"""

from __future__ import annotations

from typing import Final

#: For no entry, one, two, three, and four or more.
LEVELS: Final = ("#E9ECE9", "#8DD9B2", "#40B487", "#0B8060", "#0F4637")
#: What stands beside the five steps in the key of a calendar.
NUMBERS: Final = ("0", "1", "2", "3", "4+")
#: A mood that somebody chose, 1 to 5, from blue over paper to orange: told apart without red and
#: green, darker to both ends, and always with its number.
MOODS: Final = ("#2B5C94", "#8FB6DA", "#DACFB6", "#F0AE62", "#C4651B")
#: The ground of a warm line.
GLOW: Final = "#DDF3E6"
