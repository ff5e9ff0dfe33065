"""What elements are called in Danish and Dutch."""

import re
from pathlib import Path

import pytest

from hub.model.kinds import KINDS
from hub.render.pagewording import wording
from hub.xml.sentences import plain, say
from hub.xml.words import element_words

MAPPINGS = Path(__file__).parents[3] / "mappings"
READ = re.compile(r"\bc[ab]c:([A-Za-z0-9]+)")


def test_every_element_that_is_read_has_words() -> None:
    """Whatever of a document is spoken of has a name in each language."""
    tables = [path.read_text("utf-8") for path in MAPPINGS.glob("*/*.toml")]
    read = {name for table in tables for name in READ.findall(table)}
    assert len(read) > 800
    assert {one for one in read if element_words(one) is None} == set()
    assert all(all(element_words(one) or ()) for one in read)


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ("ApplicationResponse", "application-response"),
        ("Catalogue", "catalogue"),
        ("CatalogueDeletion", "catalogue-deletion"),
        ("CatalogueItemSpecificationUpdate", "catalogue-item-specification-update"),
        ("CataloguePricingUpdate", "catalogue-pricing-update"),
        ("CatalogueRequest", "catalogue-request"),
        ("CreditNote", "credit-note"),
        ("DespatchAdvice", "despatch-advice"),
        ("Invoice", "invoice"),
        ("OrderCancellation", "order-cancellation"),
        ("OrderChange", "order-change"),
        ("OrderResponse", "order-response"),
        ("OrderResponseSimple", "order-response-simple"),
        ("Quotation", "quotation"),
        ("ReceiptAdvice", "receipt-advice"),
        ("Reminder", "reminder"),
        ("RequestForQuotation", "request-for-quotation"),
        ("SelfBilledCreditNote", "self-billed-credit-note"),
        ("SelfBilledInvoice", "self-billed-invoice"),
        ("Statement", "statement"),
    ],
)
def test_a_document_is_called_what_its_pages_call_it(element: str, kind: str) -> None:
    """A sentence of the schema and the page of the document use the same word."""
    said = plain(f"inv:{element}")
    assert said.da == f"{wording('da').kind(kind).lower()} (inv:{element})"
    assert said.nl == f"{wording('nl').kind(kind).lower()} (inv:{element})"


def test_every_root_and_line_has_words() -> None:
    """Where a document lacks something, the sentence names the document or its line."""
    parts = [part for kind in KINDS.values() for part in (kind.head, kind.line) if part is not None]
    assert {one.__name__ for one in parts if element_words(one.__name__) is None} == set()
    said = say("XSD-MISSING", name=plain("cbc:IssueDate"), parent=plain("qot:Quotation"))
    assert said.da == "Udstedelsesdato (cbc:IssueDate) mangler i tilbud (qot:Quotation)."
    assert said.nl == "Datum van uitgifte (cbc:IssueDate) ontbreekt in offerte (qot:Quotation)."
