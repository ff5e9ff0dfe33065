"""Elements of an XML document by local name."""

from decimal import Decimal

import pytest
from lxml import etree

from hub.formats.elements import Book, Element, Places
from hub.model.finding import Severity
from hub.model.report import Report


class Part(Element):
    """An element of a made-up format."""

    wrong, missing = "ODD-01", "ODD-02"


def opened(markup: str) -> tuple[Part, Report]:
    """Return the root of a document, and the report that its book tells to."""
    report = Report("x.xml")
    return Part(etree.fromstring(markup), Book(report)), report


def test_the_same_names_are_counted() -> None:
    """A path counts the elements of a name only where there are several."""
    root = etree.fromstring("<a><b><c/></b><b/><d/></a>")
    places = Places()
    found = [places.path(element) for element in root.iter()]
    assert found == ["/a", "/a/b[1]", "/a/b[1]/c", "/a/b[2]", "/a/d"]
    assert Places(counted=False).path(root[1]) == "/a/b"


def test_a_group_is_counted_once() -> None:
    """Asking for every line of a long document looks at each line once, not once for each."""
    looked = 0

    class Watched(etree.ElementBase):
        """An element that tells when it is asked for its name."""

        @property
        def tag(self) -> str:
            nonlocal looked
            looked += 1
            return "line"

    parser = etree.XMLParser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Watched))
    root = etree.fromstring("<top>" + "<line/>" * 500 + "</top>", parser)
    places = Places()
    assert places.path(root[499]).endswith("line[500]")
    once = looked
    for element in root:
        places.path(element)
    assert looked - once <= 2 * len(root)


@pytest.mark.parametrize("said", ["1_0", "1E3", "1E999999999999999", "٣", "NaN", "Infinity", "1,5"])
def test_what_is_no_number_is_told(said: str) -> None:
    """Only digits with a point are a number; how a computer language writes them is none."""
    top, report = opened(f"<a><n>{said}</n></a>")
    assert top.number("n") is None
    (finding,) = report.findings()
    assert (finding.rule, finding.severity, finding.value) == ("ODD-01", Severity.FATAL, said)
    assert finding.place is not None
    assert finding.place.path == "/a/n"


def test_a_number_keeps_its_decimals() -> None:
    """A number is carried as it was written."""
    top, _ = opened("<a><n> 1.50 </n></a>")
    assert str(top.number("n")) == str(Decimal("1.50"))


def test_what_nobody_asked_for_is_lost() -> None:
    """The book knows what was read; the rest is a loss under its own path."""
    top, report = opened("<a><b><c>x</c><d>y</d></b><e>z</e></a>")
    assert top.said("b/c") == "x"
    top.book.unread(top.element, above="a.", apart="e")
    assert [one.field for one in report.losses] == ["a.b.d"]


def test_comments_are_no_part_of_a_value() -> None:
    """A value is all of its text, wherever a comment or an instruction stands in it."""
    markup = "<a><b>7<!-- 9 -->5<?odd 9?>.00</b><c>un<!-- 9 -->read</c></a>"
    top, report = opened(markup)
    assert top.number("b") == Decimal("75.00")
    assert (top.glance("c"), top.glance("d")) == ("unread", "")
    top.book.unread(top.element)
    assert [(loss.field, list(loss.examples)) for loss in report.losses] == [("c", ["unread"])]
