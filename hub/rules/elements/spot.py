"""An element on its way past the rules, and what they read of it.

Rules judge what the sender wrote, so a value is the text as it stands: not trimmed, not read
as a number, empty where an element is empty.
"""

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from hub.xml.parse import Element

__all__ = ["NO_KIDS", "Kids", "Whole", "kids_of", "local_name", "text_of"]

Kids: TypeAlias = Mapping[Any, list[Element]]
"""The children of an element by tag, in order."""

NO_KIDS: Final[Kids] = MappingProxyType({})
"""For an element whose children nobody asks for."""


class Whole:
    """The document an element stands in, as far as it is in memory.

    ``root`` is the root with everything but the lines; ``name`` its local name. ``said`` and
    ``outside`` are for those who ask the same of it at each line: what they found.
    """

    __slots__ = ("_noted", "name", "outside", "root", "said")

    def __init__(self, root: Element) -> None:
        self.root = root
        self.name = local_name(root.tag)
        self.said: dict[Any, bool] = {}
        self.outside: dict[str, tuple[str, ...]] = {}
        self._noted: dict[Hashable, tuple[Element, Any]] = {}

    def noted(self, key: Hashable, element: Element, find: Callable[[], Any]) -> Any:
        """Return what ``find`` says of an element, found once for all rules about it."""
        last = self._noted.get(key)
        if last is not None and last[0] is element:
            return last[1]
        found = find()
        self._noted[key] = (element, found)
        return found

    def forget(self) -> None:
        """Let go of elements that were asked about: each keeps everything around it in memory."""
        self._noted.clear()


def local_name(tag: Any) -> str:
    """Return a tag without its namespace."""
    return str(tag).rpartition("}")[2]


def kids_of(element: Element) -> Kids:
    """Return the children of an element by tag."""
    kids: dict[Any, list[Element]] = {}
    for child in element:
        tag = child.tag
        if tag in kids:
            kids[tag].append(child)
        else:
            kids[tag] = [child]
    return kids


def text_of(element: Element) -> str:
    """Return the whole text of an element, also around comments and inside children."""
    if not len(element):
        return element.text or ""
    return "".join(element.xpath("descendant-or-self::text()"))
