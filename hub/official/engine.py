"""Runs one stylesheet over one document and reads which rules it says are broken.

Of the rules in a report of the standard's form some may be advice only, which it says itself.

Two kinds of stylesheet exist, and two of report. XSLT 1.0 is run by lxml. XSLT 2.0 needs a
library that is installed only where it is asked for (the extra ``official``); lxml would run
such a stylesheet too, leave out what it does not know, and say nothing about it.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Protocol

from lxml import etree

from hub.xml.parse import Element
from hub.xml.stylesheet import Stylesheet, StylesheetBroken, tree_of

__all__ = ["FIRST", "Broken", "Engine", "Engines", "NoProcessor", "is_here"]

FIRST: Final = "1.0"
"""The version of XSLT that needs no library of its own."""
_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_ID: Final = re.compile(r"\s*\[([A-Za-z0-9_-]+)\]")
_ADVICE: Final = frozenset({"warning", "warn", "information", "info"})
"""What a report calls rules that refuse nothing."""


class NoProcessor(ValueError):
    """There is no library here that can run a stylesheet."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The ids of broken rules; ``advice`` are those of them that refuse nothing."""

    ids: frozenset[str]
    advice: frozenset[str] = frozenset()


class Engine(Protocol):
    """A compiled stylesheet."""

    def broken(self, document: bytes) -> Broken:
        """Return the rules a document breaks; raises ``StylesheetBroken``."""


def is_here(version: str) -> bool:
    """Whether stylesheets of a version of XSLT can be run on this machine."""
    return version == FIRST or _saxon() is not None


class Engines:
    """Compiles stylesheets; one processor of XSLT 2.0 serves all of them.

    A second processor would have to open files again, and could not where that is forbidden.
    """

    def __init__(self) -> None:
        self._library = _saxon()
        self._processor = None if self._library is None else self._made(self._library)

    def of(self, data: bytes) -> Engine:
        """Compile a stylesheet; raises ``StylesheetBroken`` and ``NoProcessor``."""
        sheet = Stylesheet(data)
        if sheet.version == FIRST:
            return _First(sheet)
        if self._library is None:
            raise NoProcessor(
                "stylesheets of XSLT 2.0 need a further library: pip install 'hub[official]'"
            )
        return _Second(sheet, self._processor, self._library.PySaxonApiError)

    @staticmethod
    def _made(library: Any) -> Any:
        return library.PySaxonProcessor(license=False)


class _First:
    """XSLT 1.0."""

    def __init__(self, sheet: Stylesheet) -> None:
        self._transform = sheet.compiled()

    def broken(self, document: bytes) -> Broken:
        try:
            said = self._transform(tree_of(document)).getroot()
        except etree.XSLTApplyError as error:
            raise StylesheetBroken(str(error)) from error
        return _broken(said)


class _Second:
    """XSLT 2.0 and later."""

    def __init__(self, sheet: Stylesheet, processor: Any, failure: type[Exception]) -> None:
        self._failure = failure
        self._processor = processor
        text = etree.tostring(sheet.root, encoding="unicode")
        try:
            compiler = self._processor.new_xslt30_processor()
            self._compiled = compiler.compile_stylesheet(stylesheet_text=text)
        except self._failure as error:
            raise StylesheetBroken(str(error)) from error

    def broken(self, document: bytes) -> Broken:
        text = etree.tostring(tree_of(document), encoding="unicode")
        try:
            node = self._processor.parse_xml(xml_text=text)
            said = self._compiled.transform_to_string(xdm_node=node)
        except self._failure as error:
            raise StylesheetBroken(str(error)) from error
        return _broken(tree_of(said.encode()) if said else None)


def _saxon() -> Any:
    """Return the library for XSLT 2.0, None where it is not installed."""
    try:
        import saxonche  # noqa: PLC0415 - an extra that most installations do not have
    except ImportError:
        return None
    return saxonche


def _broken(said: Element | None) -> Broken:
    """Return the rules in a report: of the publisher's own form, or in the standard's (SVRL)."""
    if said is None:
        raise StylesheetBroken("it reported nothing")
    found: set[str] = set()
    advice: set[str] = set()
    for error in said.iter("Error"):
        for description in error.iter("Description"):
            found.update(_id_in(description, None))
    for failed in said.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
        light = (failed.get("flag") or failed.get("role") or "").lower() in _ADVICE
        for text in failed.iter(f"{_SVRL}text"):
            (advice if light else found).update(_id_in(text, failed.get("id")))
    return Broken(frozenset(found | advice), frozenset(advice - found))


def _id_in(text: Element, otherwise: str | None) -> set[str]:
    """Return the id with which a sentence begins."""
    matched = _ID.match("".join(text.itertext()))
    if matched is not None:
        return {matched[1]}
    return set() if otherwise is None else {otherwise}
