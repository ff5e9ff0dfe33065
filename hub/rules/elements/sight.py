"""A line as those see it who gather over all lines: its elements by their numbers.

What a path leads to is found once for lines of one form, which have the same elements in the same
order; the next line is only asked what stands there.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hub.rules.elements.paths import Path
from hub.rules.elements.spot import text_of
from hub.xml.parse import Element

__all__ = ["Finder", "Numbers", "Sight"]

Numbers: TypeAlias = dict[tuple[Hashable, int], tuple[int, ...]]
"""What finders found in lines of one form, from the element of a number."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds elements below an element, the same in every line of one form.

    ``key`` tells it from other finders.
    """

    key: Hashable
    find: Callable[[Element], list[Element]]

    @classmethod
    def of(cls, path: Path) -> "Finder":
        """Return the finder of a path that looks at no values; raises ``ValueError``."""
        if path.chooses:
            raise ValueError(f"{path.text!r}: chooses by values")
        return cls(path.text, path.below)

    def __call__(self, element: Element) -> list[Element]:
        """Return the elements."""
        return self.find(element)


class Sight:
    """One line: its elements in order, and what is known of lines of its form."""

    __slots__ = ("_known", "nodes")

    def __init__(self, nodes: Sequence[Element], known: Numbers) -> None:
        self.nodes = nodes
        self._known = known

    def below(self, finder: Finder, number: int = 0) -> tuple[int, ...]:
        """Return the numbers of what is found below the element of a number."""
        key = (finder.key, number)
        found = self._known.get(key)
        if found is None:
            numbers = {node: at for at, node in enumerate(self.nodes)}
            found = tuple(numbers[one] for one in finder.find(self.nodes[number]))
            self._known[key] = found
        return found

    def text(self, number: int) -> str:
        """Return the whole text of an element."""
        node = self.nodes[number]
        return text_of(node) if len(node) else node.text or ""

    def texts(self, finder: Finder, number: int = 0) -> list[str]:
        """Return the texts of what is found below an element."""
        return [self.text(one) for one in self.below(finder, number)]
