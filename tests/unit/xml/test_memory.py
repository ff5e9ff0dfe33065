"""Out of memory, the parser says so, and never that the document is wrong."""

import pytest
from lxml import etree

from hub.xml.syntax import syntax_finding_of


def test_parser_without_memory_blames_nobody() -> None:
    """What libxml2 reports when it gets no memory is no syntax error of the document."""
    error = etree.XMLSyntaxError("unknown error", etree.ErrorTypes.ERR_NO_MEMORY, 0, 0)
    with pytest.raises(MemoryError):
        syntax_finding_of(error, "UTF-8", cut_off=False)
