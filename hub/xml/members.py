"""Elements of some names anywhere in a document of any size, one by one as they end.

For formats whose lines neither stand below the root nor end the document, so that
``hub.xml.stream`` cannot cut them. An element and what stood before it beside it are let go
when the next one is asked for; what is in no element of these names stays in memory.
"""

from collections.abc import Collection, Iterator

from lxml import etree

from hub.xml.encoding import ByteStream
from hub.xml.parse import LIMITS, PARSER_OPTIONS, Element, Feed, Limits

__all__ = ["members"]


def members(
    stream: ByteStream, names: Collection[str], limits: Limits = LIMITS
) -> Iterator[Element]:
    """Yield the elements whose local name is one of ``names``, whatever their namespace.

    Each is whole, and there until the next is asked for. An element of these names inside
    another one comes first, and the outer one without it. Raises ``Unusable``, after the elements
    that were complete before the trouble.
    """
    feed = Feed(stream, limits)
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        encoding=feed.override,
        **PARSER_OPTIONS,
    )
    for piece in feed.pieces():
        trouble = None
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError as error:
            trouble = feed.unusable(error)
        for _, element in parser.read_events():
            yield element
            _let_go(element)
            feed.unit_done()
        if trouble is not None:
            raise trouble
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise feed.unusable(error) from error


def _let_go(element: Element) -> None:
    """Empty an element that has been seen, and remove what stands before it."""
    element.clear(keep_tail=True)
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]
