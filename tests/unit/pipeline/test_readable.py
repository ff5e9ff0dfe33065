"""The readable side of a delivery."""

from hub.model.finding import Finding
from hub.pipeline.enclosure import Enclosure
from hub.pipeline.party import Port
from hub.pipeline.readable import MOST_LINES, readable
from hub.render.rendering import PDF_TOO_LONG
from tests.unit.render.orders import line, order


def port(**settings: str) -> Port:
    """A port with these settings."""
    return Port("mill.orders", "mill", "mail", settings)


def test_a_port_that_asks_for_nothing_gets_nothing() -> None:
    """Only ports for people pay for a page, and only documents that are read have one."""
    assert readable("order", order(), port(to="in@mill.example")) is None
    assert readable("order", None, port(body="pdf")) is None


def test_an_enclosure_survives_being_stored() -> None:
    """Words and PDF come back as they were, in the port's language."""
    gathered = readable("order", order(), port(body="pdf", language="nl"))
    assert gathered is not None
    gathered.take(line(1))
    made = gathered.finish()
    assert isinstance(made, Enclosure)
    assert made.subject == "Inkooporder PO-2026-0147 van Havneby Kommune"
    assert made.pdf is not None
    assert made.pdf.startswith(b"%PDF-")
    assert Enclosure.decode(made.encode()) == made


def test_words_alone_need_no_paper() -> None:
    """A port of body xml gets the covering text only."""
    gathered = readable("order", order(), port(body="xml"))
    assert gathered is not None
    made = gathered.finish()
    assert isinstance(made, Enclosure)
    assert made.pdf is None
    assert "PO-2026-0147" in made.text


def test_more_lines_than_anybody_reads_are_refused() -> None:
    """The finding says so before a page is drawn."""
    gathered = readable("order", order(), port(body="pdf"))
    assert gathered is not None
    for _ in range(MOST_LINES + 1):
        gathered.take(line(1))
    found = gathered.finish()
    assert isinstance(found, Finding)
    assert found.rule == PDF_TOO_LONG
