"""What a document says in every format: what must be equal before and after a conversion."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.creditnote import CreditNote
from hub.model.invoice import Invoice
from hub.model.kinds import KINDS, Kind
from hub.model.order import Order
from hub.model.orderchange import OrderChange
from hub.model.orderresponse import OrderResponse, OrderResponseSimple
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
class Conversed:
    """Number, date, parties and lines of what is said around a purchase.

    ``total`` is what is to be paid and ``about`` the document that this one is about, both None
    where nothing is said of it. ``verdict`` is how it is answered: AB, AP, RE or CA; ``lines`` are
    number and quantity, and the amount where it is one that was ordered.
    """

    number: str
    issued: dt.date
    currency: str | None
    sender: tuple[Any, ...]
    receiver: tuple[Any, ...]
    total: Decimal | None
    about: str | None
    verdict: str | None
    lines: tuple[tuple[str, Decimal | None, Decimal | None], ...]

    def says_what(self, before: "Conversed") -> bool:
        """Whether this says all that was said before; names and addresses may have been added."""
        for mine, theirs in ((self.sender, before.sender), (self.receiver, before.receiver)):
            # Where there is room for one name, it is the legal one.
            if mine[0] and theirs[0] and not {*mine[0]} <= {*theirs[0]}:
                return False
            if mine[1] and theirs[1] and mine[1] not in theirs[1:]:
                return False
        names = ("number", "issued", "total", "about", "verdict", "lines")
        same = all(getattr(self, name) == getattr(before, name) for name in names)
        return same and (before.currency is None or self.currency in (before.currency, None))


def essence(formats: Formats, source: Path) -> Any:
    """Read what a document says in every format."""
    payload = Payload.of_file(source)
    report = Report(source.name)
    found = formats.identify(payload, report)
    assert found is not None, source
    for document in found.reader.read(payload, report):
        head: Any = document.header
        if not isinstance(head, Invoice | CreditNote):
            kind = KINDS[document.format.document]
            return _conversed(head, kind, [line.body for line in document.lines(report)])
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


ANSWERED = {
    "BusinessAccept": "AP",
    **dict.fromkeys(("TechnicalAccept", "ProfileAccept"), "AB"),
    **dict.fromkeys(("BusinessReject", "TechnicalReject", "ProfileReject"), "RE"),
}
"""How OIOUBL answers, in the codes of everybody else."""


def _conversed(head: Any, kind: Kind, bodies: list[Any]) -> Conversed:
    # Of answers to orders, only some formats say again what is to be paid.
    names = () if isinstance(head, OrderResponse) else TOTALS
    total = next((one for name in names if (one := getattr(head, name, None))), None)
    payable = None if total is None else total.payable_amount
    currency = getattr(head, "document_currency_code", None)
    return Conversed(
        head.id.value.strip(),
        head.issue_date,
        None if currency is None else currency.value.strip(),
        _side(getattr(head, kind.sender)),
        _side(getattr(head, kind.receiver)),
        None if payable is None else payable.value,
        _about(head),
        _verdict(head),
        tuple(_line(body, ordered=isinstance(head, Order | OrderChange)) for body in bodies),
    )


TOTALS = ("anticipated_monetary_total", "legal_monetary_total")


def _side(side: Any) -> tuple[Any, ...]:
    """Return all names of a party, its address or None, and its other numbers."""
    party = getattr(side, "party", side)
    return _names(party), *_party(party)[1:]


def _about(head: Any) -> str | None:
    """Return the number of the order, or of the document, that a document is about."""
    found = getattr(head, "order_reference", None)
    for one in getattr(head, "document_response", ()):
        found = one.document_reference
    first = next(iter(found), None) if isinstance(found, tuple) else found
    return None if first is None or first.id is None else first.id.value.strip()


def _verdict(head: Any) -> str | None:
    if isinstance(head, OrderResponseSimple):
        return "AP" if head.accepted_indicator else "RE"
    if isinstance(head, OrderResponse):
        # Without a code it is the order as it can be delivered.
        return "CA" if head.order_response_code is None else head.order_response_code.value
    for one in getattr(head, "document_response", ()):
        code = one.response.response_code.value
        if code == "AP" and head.profile_id is not None and "mlr" in head.profile_id.value:
            return "AB"  # of a message, that it can be read is all that is said
        return ANSWERED.get(code, code)
    return None


def _line(body: Any, *, ordered: bool) -> tuple[str, Decimal | None, Decimal | None]:
    item = getattr(body, "line_item", None) or body
    names = ("quantity", "delivered_quantity")
    quantity = next((one for name in names if (one := getattr(item, name, None))), None)
    amount = item.line_extension_amount if ordered else None
    return (
        item.id.value.strip(),
        None if quantity is None else quantity.value,
        None if amount is None else amount.value,
    )


def _due(head: Any) -> dt.date | None:
    dates = {one.payment_due_date for one in head.payment_means} - {None}
    single = next(iter(dates)) if len(dates) == 1 else None
    return getattr(head, "due_date", None) or single


def _party(party: Any) -> tuple[str | None, ...]:
    """Return the name of a party, its address or None, and its other numbers."""
    name = next(iter(_names(party)), "")
    others = [one.id for one in party.party_identification if one.id is not None]
    return name, _plain(party.endpoint_id), *map(_plain, others)


def _names(party: Any) -> tuple[str, ...]:
    names = [one.name for one in party.party_name]
    names += [one.registration_name for one in party.party_legal_entity]
    return tuple(one.value.strip() for one in names if one is not None)


def _plain(number: Any) -> str | None:
    """Return a number without its country, which some formats write and others do not."""
    found = None if number is None else number.value.replace(" ", "")
    return found[2:] if found and found[:2].isalpha() and found[2:].isdigit() else found
