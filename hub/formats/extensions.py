"""Extensions that a document written anew cannot take along.

UBL lets anything stand in an extension, but not nothing, and what it knows there (signatures)
has to be built as its schema says. UBL 2.0 knew neither demand. An extension that breaks one is
left out and told as a loss, since the rest of the document does not depend on it.
"""

from typing import Any

from msgspec.structs import replace

from hub.formats.leaves import leaves_of
from hub.model.extension import UblExtension
from hub.model.finding import Finding
from hub.model.loss import LossKind, LossReport
from hub.xml.order import Structure
from hub.xml.parse import Element, parse

__all__ = ["FIELD", "with_fitting_extensions"]

FIELD = "ubl_extension"


def with_fitting_extensions(head: Any, structure: Structure, losses: LossReport) -> Any:
    """Return a head without the extensions that the target's schema takes no document with."""
    given: tuple[UblExtension, ...] = getattr(head, FIELD, None) or ()
    if not given:
        return head
    kept = []
    for extension in given:
        if _fits(extension, structure):
            kept.append(extension)
            continue
        said = tuple(leaves_of(extension, FIELD))
        for place, text in said or ((FIELD, ""),):
            losses.add(place, LossKind.NO_HOME, text)
    return head if len(kept) == len(given) else replace(head, **{FIELD: tuple(kept)})


def _fits(extension: UblExtension, structure: Structure) -> bool:
    content = extension.extension_content
    root = None if content is None else parse(f"<x>{content.value}</x>".encode("utf-8", "replace"))
    if root is None or isinstance(root, Finding):
        return False
    return len(root) > 0 and all(_is_built_so(one, structure) for one in root)


def _is_built_so(element: Element, structure: Structure) -> bool:
    """Whether an element that the schema knows holds only what it may hold there."""
    known = isinstance(element.tag, str) and structure.type_of(element.tag) is not None
    if known and len(element) and not structure.is_open(element.tag):
        names = {child.name for child in structure.children(element.tag)}
        if any(isinstance(one.tag, str) and one.tag not in names for one in element):
            return False
    return all(_is_built_so(one, structure) for one in element)
