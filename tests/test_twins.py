"""The same real invoice in the two syntaxes of EN 16931 is read as the same document.

The publisher wrote each example twice, in CII and in UBL, and not always with the same words and
units. So what is compared is what an invoice is about: who, when, how much, line by line, and
which fields are stated at all.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.formats.leaves import leaves_of
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

TWINS = ("1", "4", "5", "8")
"""The examples that the corpus has in both syntaxes."""

SUMS = ("line_extension_amount", "tax_exclusive_amount", "tax_inclusive_amount", "payable_amount")
ALIKE = 0.93
"""How much of the fields of both together must stand in both."""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def read(path: Path, formats: Formats) -> tuple[Any, list[Any]]:
    """Return head and lines of a document."""
    payload, report = Payload.of_file(path), Report(path.name)
    source = formats.identify(payload, report)
    assert source is not None
    (document,) = source.reader.read(payload, report)
    lines = [line.body for line in document.lines(report)]
    assert report.valid
    return document.header, lines


def number(given: Any) -> Decimal | None:
    """Return what an amount says, whatever its zeros."""
    return None if given is None else given.value.normalize()


def essence(head: Any, lines: list[Any]) -> dict[str, Any]:
    """Return what an invoice is about."""
    sides = (head.accounting_supplier_party.party, head.accounting_customer_party.party)
    return {
        "head": (head.id, head.issue_date, head.due_date, head.document_currency_code),
        "parties": [[one.registration_name for one in side.party_legal_entity] for side in sides],
        "taxed": [{one.company_id for one in side.party_tax_scheme} for side in sides],
        "sums": [number(getattr(head.legal_monetary_total, name)) for name in SUMS],
        "tax": [number(total.tax_amount) for total in head.tax_total],
        "parts": sorted(
            (number(part.taxable_amount), number(part.tax_amount), part.tax_category.id.value)
            for total in head.tax_total
            for part in total.tax_subtotal
        ),
        "lines": [
            (one.id.value, number(one.invoiced_quantity), number(one.line_extension_amount))
            for one in lines
        ],
    }


def fields(head: Any, lines: list[Any]) -> set[str]:
    """Return which fields are stated, without counts."""
    found = {path for path, _ in leaves_of(head, "")}
    for body in lines:
        found |= {f".line{path}" for path, _ in leaves_of(body, "")}
    return {re.sub(r"\[\d+\]", "", path) for path in found}


@pytest.mark.parametrize("twin", TWINS)
def test_both_syntaxes_say_the_same(twin: str, corpus: Path, formats: Formats) -> None:
    """Number, days, parties, sums, taxes and lines are equal, and nearly all fields are stated."""
    cii = read(corpus / f"en16931-cii/CII_example{twin}.xml", formats)
    ubl = read(corpus / f"en16931-ubl/ubl-tc434-example{twin}.xml", formats)
    assert essence(*cii) == essence(*ubl)
    mine, theirs = fields(*cii), fields(*ubl)
    assert len(mine & theirs) >= ALIKE * len(mine | theirs), sorted(mine ^ theirs)
