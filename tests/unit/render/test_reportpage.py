"""The report as a page: whole, harmless, and short however much was found."""

import datetime as dt
import re

from lxml import etree

from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.loss import LossKind
from hub.model.report import Report
from hub.model.sentence import LANGUAGES, Sentence
from hub.render.matrix import Customer, Matrix, Verdict
from hub.render.reportpage import EXAMPLES, report_page
from hub.render.wording import Wording

DAY = dt.date(2026, 1, 5)
BAD = "<script>alert(1)</script> & \x1b[2J"


def found(row: int, severity: Severity = Severity.ERROR, value: str = "x") -> Finding:
    """Return a finding whose sentence quotes the value."""
    said = Sentence(f"{value} is wrong.", f"{value} er forkert.", f"{value} is fout.")
    return Finding("A-1", severity, said, Place(sheet="S", row=row, column="C"), value, "y")


def matrix(*findings: Finding, name: str = "Town") -> Matrix:
    """Return what one customer makes of a document with these findings."""
    own = Report("x")
    for one in findings:
        own.add(Layer.RECEIVER, one)
    own.losses.add("item.keyword", LossKind.NO_HOME, "pen", 312)
    customer = Customer("town", name, "a:b:1", Verdict.REFUSED, 5, 2, own)
    return Matrix("/home/somebody/k.xlsx", "a:b:1", Report("k.xlsx"), (customer,))


def written(*matrices: Matrix, language: str = "en") -> str:
    """Return the page."""
    return "".join(report_page(matrices, DAY, Wording(language)))  # type: ignore[arg-type]


def test_the_page_is_well_formed_in_every_language() -> None:
    """Every element is closed, the language is declared, the folder is nobody's business."""
    for language in LANGUAGES:
        text = written(matrix(found(1)), language=language)
        body = re.sub(r"<(meta)([^>]*)>", r"<\1\2/>", text.removeprefix("<!doctype html>\n"))
        tree = etree.fromstring(body.encode())
        assert tree.get("lang") == language
        assert "somebody" not in text


def test_what_a_document_says_is_only_text() -> None:
    """Markup and control characters of a document or a name do nothing on the page."""
    text = written(matrix(found(1, value=BAD), name=BAD))
    assert "<script" not in text
    assert "\x1b" not in text
    assert "&lt;script&gt;" in text
    assert "default-src 'none'" in text


def test_a_hundred_thousand_findings_are_a_short_page() -> None:
    """Counts are of all, places are capped, and the page says how many more there are."""
    text = written(matrix(*(found(row) for row in range(100_000))))
    assert len(text) < 40_000
    assert "100000 ×" in text
    assert text.count("<td>sheet S, row ") == EXAMPLES + 5
    assert "… and 99980 more of the same rule." in text


def test_tables_have_captions_and_heads() -> None:
    """Each table says what it is, and which cells are heads, to who cannot see it."""
    text = written(matrix(found(1)))
    assert text.count("<table>") == text.count("<caption>")
    assert 'scope="row"><a href="#d1c1">Town</a>' in text
    assert '<details id="d1c1">' in text


def test_losses_are_shown_with_counts() -> None:
    """What does not reach a customer stands under it, by name, with the part it is of."""
    whole = matrix()
    losses = whole.customers[0].report.losses
    losses.add("note", LossKind.CUT, "of the head")
    losses.at_lines = True
    losses.add("note", LossKind.NO_HOME, "of a line")
    losses.add("item.keyword", LossKind.NO_HOME, "pencil")
    text = written(whole)
    assert "What does not reach Town as it was (3 fields)" in text
    parts = dict(re.findall(r"<tr><td>([a-z, ]+)</td><td>[^<]*</td><td>([a-z ]+)</td>", text))
    assert parts == {"head, line": "no place for it", "head": "cut", "line": "no place for it"}
    text = written(matrix())
    assert "item › keyword" in text
    assert "no place for it" in text
    assert ">312<" in text


def test_documents_of_one_file_stand_apart() -> None:
    """A file of several documents is one page, each with its own customers."""
    text = written(matrix(found(1)), matrix(found(2)))
    assert "Document 2 of 2" in text
    assert 'id="d2c1"' in text
