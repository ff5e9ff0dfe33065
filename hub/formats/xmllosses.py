"""What a reader of XML did not take, told by path."""

from collections.abc import Collection, Mapping

from lxml import etree

from hub.facts.schemes import is_personal, scheme_of
from hub.formats.xmltext import text_of
from hub.model.loss import LossKind, LossReport

__all__ = ["Lost", "is_personal_by", "step_name"]

SILENT = frozenset(
    {
        "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation",
        "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation",
    }
)
"""Hints to editors: they say nothing about the document."""

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def step_name(tag: str, prefixes: Mapping[str, str]) -> str:
    """Return ``cac:Item`` for a tag, or the bare name for an unknown namespace."""
    namespace, _, local = tag.rpartition("}")
    prefix = prefixes.get(namespace[1:])
    return f"{prefix}:{local}" if prefix else local


def is_personal_by(name: str, value: str) -> bool:
    """Whether an attribute says that its element holds the number of a person."""
    return name == "schemeID" and is_personal(scheme_of(value))


class Lost:
    """Files what is lost of one head or line; ``base`` is the path of ``top``."""

    def __init__(
        self,
        losses: LossReport,
        prefixes: Mapping[str, str],
        base: str,
        ignored: Collection[str] = (),
    ) -> None:
        self._losses = losses
        self._prefixes = prefixes
        self._base = base
        self._ignored = ignored
        self._top: etree._Element | None = None
        self.count = 0
        """How often anything was filed."""
        self.overlong: list[etree._Element] = []
        """Elements whose number has too many digits, until somebody tells of them."""

    def below(self, top: etree._Element) -> "Lost":
        """Say which element the paths begin at."""
        self._top = top
        return self

    def path(self, element: etree._Element) -> str:
        """Return the path of an element, without indexes."""
        steps: list[str] = []
        current: etree._Element | None = element
        while current is not None and current is not self._top:
            steps.append(step_name(str(current.tag), self._prefixes))
            current = current.getparent()
        return "/".join([self._base, *reversed(steps)])

    def element(self, element: etree._Element) -> None:
        """File an element with all that is in it; comments say nothing and are no loss."""
        if not isinstance(element.tag, str):
            return
        self.count += 1
        path = self.path(element)
        if path not in self._ignored:
            self._file(element, path)

    def _file(self, element: etree._Element, path: str) -> None:
        for name, value in element.items():
            if is_personal_by(name, value):
                self.conceal(text_of(element))
            self._file_attribute(path, name, value)
        children = [child for child in element if isinstance(child.tag, str)]
        if not children:
            self._losses.add(path, LossKind.NO_HOME, text_of(element))
        for child in children:
            self._file(child, f"{path}/{step_name(str(child.tag), self._prefixes)}")

    def attribute(self, element: etree._Element, name: str) -> None:
        """File one attribute of an element."""
        self.count += 1
        self._file_attribute(self.path(element), name, element.get(name, ""))

    def _file_attribute(self, path: str, name: str, value: str) -> None:
        if name in SILENT:
            return
        label = f"xsi:{name.removeprefix(_XSI)}" if name.startswith(_XSI) else name
        full = f"{path}/@{label}"
        if full not in self._ignored:
            self._losses.add(full, LossKind.NO_HOME, value)

    def conceal(self, text: str) -> None:
        """Say that a value is the number of a person, which no report shows."""
        self._losses.personal.add(text)

    def narrowed(self, element: etree._Element, text: str) -> None:
        """File a value whose spelling is not kept."""
        self.count += 1
        self._losses.add(self.path(element), LossKind.NARROWED, text)
