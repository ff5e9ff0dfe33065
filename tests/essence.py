"""What a document says in every format: what must be equal before and after a conversion."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.creditnote import CreditNote
from hub.model.order import Order
from hub.model.orderresponse import OrderResponse
from hub.model.report import Report


@dataclass(frozen=True)
class Essence:
    """Number, dates, parties, sums and lines of a bill.

    ``seller`` and ``buyer`` are name and address for messages, which is None where there is none.
    """

    number: str
    issued: dt.date
    due: dt.date | None
    seller: tuple[str | None, ...]
    buyer: tuple[str | None, ...]
    payable: Decimal
    net: Decimal
    tax: Decimal
    lines: tuple[tuple[str, Decimal], ...]
    credit: bool

    def says_what(self, before: "Essence") -> bool:
        """Whether this says all that was said before.

        An address may have been added, or be another of the party's numbers.
        """
        for mine, theirs in ((self.seller, before.seller), (self.buyer, before.buyer)):
            if mine[0] != theirs[0] or (mine[1] and theirs[1] and mine[1] not in theirs[1:]):
                return False
        names = ("number", "issued", "payable", "net", "tax", "lines")
        same = all(getattr(self, name) == getattr(before, name) for name in names)
        # UBL 2.0 has no place for the day in a credit note, and the report says so.
        return same and (self.due == before.due or (self.credit and self.due is None))


@dataclass(frozen=True)
class Ordered:
    """Number, date, parties and lines of an order or of an answer to one.

    What is to be paid may be None: an order need not say it.
    """

    number: str
    issued: dt.date
    buyer: tuple[str | None, ...]
    seller: tuple[str | None, ...]
    payable: Decimal | None
    lines: tuple[tuple[str, Decimal | None], ...]

    def says_what(self, before: "Ordered") -> bool:
        """Whether this says all that was said before; names and addresses may have been added."""
        for mine, theirs in ((self.seller, before.seller), (self.buyer, before.buyer)):
            if mine[0] and theirs[0] and mine[0] != theirs[0]:
                return False
            if mine[1] and theirs[1] and mine[1] not in theirs[1:]:
                return False
        names = ("number", "issued", "payable", "lines")
        return all(getattr(self, name) == getattr(before, name) for name in names)


def essence(formats: Formats, source: Path) -> Any:
    """Read what a document says in every format."""
    payload = Payload.of_file(source)
    report = Report(source.name)
    found = formats.identify(payload, report)
    assert found is not None, source
    for document in found.reader.read(payload, report):
        head: Any = document.header
        if isinstance(head, Order | OrderResponse):
            return _ordered(head, [line.body for line in document.lines(report)])
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


def _ordered(head: Any, bodies: list[Any]) -> Ordered:
    total = getattr(head, "anticipated_monetary_total", None)
    payable = None if total is None else total.payable_amount
    items = [body.line_item for body in bodies]
    return Ordered(
        head.id.value.strip(),
        head.issue_date,
        _party(head.buyer_customer_party.party),
        _party(head.seller_supplier_party.party),
        None if payable is None else payable.value,
        tuple((one.id.value.strip(), one.quantity and one.quantity.value) for one in items),
    )


def _due(head: Any) -> dt.date | None:
    dates = {one.payment_due_date for one in head.payment_means} - {None}
    single = next(iter(dates)) if len(dates) == 1 else None
    return getattr(head, "due_date", None) or single


def _party(party: Any) -> tuple[str | None, ...]:
    """Return the name of a party, its address or None, and its other numbers."""
    names = [one.name for one in party.party_name]
    names += [one.registration_name for one in party.party_legal_entity]
    name = next((one.value.strip() for one in names if one is not None), "")
    others = [one.id for one in party.party_identification if one.id is not None]
    return name, _plain(party.endpoint_id), *map(_plain, others)


def _plain(number: Any) -> str | None:
    return None if number is None else number.value.replace(" ", "").removeprefix("DK")
