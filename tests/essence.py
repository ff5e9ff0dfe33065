"""What a document says in every format: what must be equal before and after a conversion."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.creditnote import CreditNote
from hub.model.report import Report


@dataclass(frozen=True)
class Essence:
    """Number, dates, parties, sums and lines of a bill.

    ``seller`` and ``buyer`` are name and address for messages, which is None where there is none.
    """

    number: str
    issued: dt.date
    due: dt.date | None
    seller: tuple[str, str | None]
    buyer: tuple[str, str | None]
    payable: Decimal
    net: Decimal
    tax: Decimal
    lines: tuple[tuple[str, Decimal], ...]
    credit: bool

    def says_what(self, before: "Essence") -> bool:
        """Whether this says all that was said before; an address may have been added."""
        for mine, theirs in ((self.seller, before.seller), (self.buyer, before.buyer)):
            if mine[0] != theirs[0] or (mine[1] and theirs[1] and mine[1] != theirs[1]):
                return False
        names = ("number", "issued", "payable", "net", "tax", "lines")
        same = all(getattr(self, name) == getattr(before, name) for name in names)
        # UBL 2.0 has no place for the day in a credit note, and the report says so.
        return same and (self.due == before.due or (self.credit and self.due is None))


def essence(formats: Formats, source: Path) -> Essence:
    """Read what a document says in every format."""
    payload = Payload.of_file(source)
    report = Report(source.name)
    found = formats.identify(payload, report)
    assert found is not None, source
    for document in found.reader.read(payload, report):
        head: Any = document.header
        lines = tuple(
            (line.body.id.value.strip(), line.body.line_extension_amount.value)
            for line in document.lines(report)
        )
        first = head.tax_total[0].tax_amount if head.tax_total else None
        return Essence(
            head.id.value.strip(),
            head.issue_date,
            _due(head),
            _party(head.accounting_supplier_party.party),
            _party(head.accounting_customer_party.party),
            head.legal_monetary_total.payable_amount.value,
            head.legal_monetary_total.line_extension_amount.value,
            Decimal(0) if first is None else first.value,
            lines,
            isinstance(head, CreditNote),
        )
    raise AssertionError(report.findings())


def _due(head: Any) -> dt.date | None:
    dates = {one.payment_due_date for one in head.payment_means} - {None}
    single = next(iter(dates)) if len(dates) == 1 else None
    return getattr(head, "due_date", None) or single


def _party(party: Any) -> tuple[str, str | None]:
    names = [one.name for one in party.party_name]
    names += [one.registration_name for one in party.party_legal_entity]
    name = next((one.value.strip() for one in names if one is not None), "")
    address = party.endpoint_id
    plain = None if address is None else address.value.replace(" ", "").removeprefix("DK")
    return name, plain
