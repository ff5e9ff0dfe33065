"""Stylesheets of others: what they say of themselves, and running one of version 1.0.

A stylesheet may read and write nothing but the document it is given. That is asked of the
processor here, and made sure of by the process it runs in (``hub.official.child``).
"""

from typing import Final

from lxml import etree

from hub.xml.parse import PARSER_OPTIONS, Element

__all__ = ["Stylesheet", "StylesheetBroken", "tree_of"]

XSL: Final = "http://www.w3.org/1999/XSL/Transform"


class StylesheetBroken(ValueError):
    """A stylesheet cannot be read or compiled, or failed at a document."""


class Stylesheet:
    """A stylesheet: its tree, the version it is written in, its transformation."""

    def __init__(self, data: bytes) -> None:
        self.root = tree_of(data, deep=True)
        if self.root.tag not in (f"{{{XSL}}}stylesheet", f"{{{XSL}}}transform"):
            raise StylesheetBroken("it is not a stylesheet")
        self.version = self.root.get("version", "")

    @property
    def texts(self) -> str:
        """Everything it says outside its markup."""
        return " ".join(text.strip() for text in self.root.itertext() if text.strip())

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
