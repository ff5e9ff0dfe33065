"""Stylesheets of others: what they say of themselves, and running one of version 1.0.

Rules that come as Schematron are made into a stylesheet first.

A stylesheet may read and write nothing but the document it is given. That is asked of the
processor here, and made sure of by the process it runs in (``hub.official.child``).
"""

from typing import Final

from lxml import etree

from hub.xml.parse import PARSER_OPTIONS, Element
from hub.xml.schematron import SCHEMATRON, Unreadable, stylesheet_of

__all__ = ["Stylesheet", "StylesheetBroken", "tree_of"]

XSL: Final = "http://www.w3.org/1999/XSL/Transform"


class StylesheetBroken(ValueError):
    """A stylesheet cannot be read or compiled, or failed at a document."""


class Stylesheet:
    """A stylesheet: its tree, the version it is written in, its transformation.

    Raises ``StylesheetBroken`` for what is none.
    """

    def __init__(self, data: bytes) -> None:
        given = self._given = tree_of(data, deep=True)
        self.root = _made(given) if given.tag == f"{{{SCHEMATRON}}}schema" else given
        if self.root.tag not in (f"{{{XSL}}}stylesheet", f"{{{XSL}}}transform"):
            raise StylesheetBroken("it is not a stylesheet")
        self.version = self.root.get("version", "")

    @property
    def texts(self) -> str:
        """Everything it says outside its markup, and in remarks before and in it."""
        before = (str(one.text) for one in self._given.itersiblings(preceding=True))
        texts = (*before, *self._given.itertext())
        return " ".join(text.strip() for text in texts if text.strip())

    def compiled(self) -> etree.XSLT:
        """Compile it, without any right to files or a network; raises ``StylesheetBroken``."""
        try:
            return etree.XSLT(self.root, access_control=etree.XSLTAccessControl.DENY_ALL)
        except etree.XSLTParseError as error:
            raise StylesheetBroken(str(error)) from error


def tree_of(data: bytes, *, deep: bool = False) -> Element:
    """Parse what was vouched for or written by this machine; raises ``StylesheetBroken``.

    ``deep`` lifts the guards on size: a stylesheet of an installed release is long.
    """
    options = PARSER_OPTIONS | {"huge_tree": deep}
    try:
        return etree.fromstring(data, etree.XMLParser(**options))
    except etree.XMLSyntaxError as error:
        raise StylesheetBroken(f"it cannot be read as XML: {error}") from error


def _made(schema: Element) -> Element:
    """Return the stylesheet that a schema of rules stands for."""
    try:
        return stylesheet_of(schema)
    except Unreadable as error:
        raise StylesheetBroken(str(error)) from error
