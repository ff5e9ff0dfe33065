"""Orders, receipts and bills between a made-up shop and a made-up town, for the matching tests."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from hub.matching.basis import Basis, open_order
from hub.matching.bill import Bill, read_bill
from hub.matching.match import match
from hub.matching.receipt import receive
from hub.matching.records import Records
from hub.matching.terms import Terms, load_terms
from hub.matching.verdict import Match
from hub.model.creditnote import CreditNote, CreditNoteLine
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.item import Item, ItemIdentification
from hub.model.lineitem import LineItem, OrderLine
from hub.model.order import Order
from hub.model.orderreference import (
    BillingReference,
    BillingReferenceLine,
    OrderLineReference,
    OrderReference,
)
from hub.model.party import DocumentParty, PartyLegalEntity, SupplierParty
from hub.model.price import AllowanceCharge, Price
from hub.model.receiptadvice import ReceiptAdvice, ReceiptLine
from hub.model.reference import DocumentReference
from hub.model.total import MonetaryTotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Quantity, Text

MAPPINGS = Path(__file__).resolve().parents[1] / "mappings"
COLUMNS = {
    **{
        name: load_terms(MAPPINGS / name / "matching.toml")
        for name in ("prisme", "truetrade", "opus", "digiinkoop")
    },
    "basket": Terms(),
}
"""The columns of the table of matching rules."""

SHOP, OTHER_SHOP = "10000009", "10000017"


def seller(cvr: str = SHOP) -> SupplierParty:
    """Return a seller by its firm's number."""
    legal = PartyLegalEntity(company_id=Identifier(f"DK{cvr}", scheme_id="DK:CVR"))
    return SupplierParty(party=DocumentParty(party_legal_entity=(legal,)))


def item(number: str | None) -> Item:
    """Return an item by the seller's number."""
    if number is None:
        return Item(name=Text("Something"))
    return Item(sellers_item_identification=ItemIdentification(id=Identifier(number)))


def price(
    amount: str | None, base: str | None = None, factor: str | None = None, per: str = "1"
) -> Price | None:
    """Return a price, for ``per`` of unit ``base`` where that is given."""
    if amount is None:
        return None
    return Price(
        price_amount=Amount(Decimal(amount), "DKK"),
        base_quantity=None if base is None else Quantity(Decimal(per), base),
        orderable_unit_factor_rate=None if factor is None else Decimal(factor),
    )


def ordered(
    identity: str = "1",
    quantity: str = "10",
    amount: str | None = "7.00",
    *,
    unit: str | None = "EA",
    number: str | None = None,
    base: str | None = None,
    factor: str | None = None,
) -> OrderLine:
    """Return a line of an order; its item number follows from its own."""
    return OrderLine(
        line_item=LineItem(
            id=Identifier(identity),
            quantity=Quantity(Decimal(quantity), unit),
            price=price(amount, base, factor),
            item=item(number or f"AB-{identity}"),
        )
    )


def order(*lines: OrderLine, number: str = "PO-1", cvr: str = SHOP, **head: Any) -> Basis:
    """Return an open order; without lines one of 10 at 7.00."""
    header = Order(id=Identifier(number), seller_supplier_party=seller(cvr), **head)
    return open_order(header, lines or (ordered(),))


def delivered(basis: Basis, *lines: tuple[str, str], unit: str = "EA") -> Basis:
    """Return an order of which (line, quantity) were received; without lines everything."""
    asked = lines or tuple((one.id, str(one.quantity)) for one in basis.lines)
    units = {one.id: one.unit for one in basis.lines}
    advice = ReceiptAdvice(order_reference=(OrderReference(id=Identifier(basis.number)),))
    bodies = [
        ReceiptLine(
            id=Identifier(str(position)),
            received_quantity=Quantity(Decimal(quantity), units.get(line, unit)),
            order_line_reference=OrderLineReference(line_id=Identifier(line)),
        )
        for position, (line, quantity) in enumerate(asked, start=1)
    ]
    done = receive(basis, advice, bodies)
    assert done.strange == ()
    return done.order


def asked(  # noqa: PLR0913 - a case names only what it is about
    identity: str = "1",
    quantity: str | None = "10",
    amount: str | None = "7.00",
    *,
    to: str | None = "1",
    of: str | None = None,
    number: str | None = None,
    unit: str | None = "EA",
    base: str | None = None,
    factor: str | None = None,
    per: str = "1",
    net: str | None = None,
    cost: str | None = None,
    charges: Iterable[str] = (),
) -> InvoiceLine:
    """Return a line of an invoice, for order line ``to`` of order ``of``."""
    reference = OrderLineReference(
        line_id=None if to is None else Identifier(to),
        order_reference=None if of is None else OrderReference(id=Identifier(of)),
    )
    if net is None and amount is not None and quantity is not None:
        net = str(Decimal(amount) * Decimal(quantity) / Decimal(per) * Decimal(factor or 1))
        net = str(round(Decimal(net), 2))
        if factor is not None and base == unit:
            net = str(round(Decimal(amount) * Decimal(quantity), 2))
    return InvoiceLine(
        id=Identifier(identity),
        invoiced_quantity=None if quantity is None else Quantity(Decimal(quantity), unit),
        line_extension_amount=None if net is None else Amount(Decimal(net), "DKK"),
        accounting_cost=None if cost is None else Text(cost),
        order_line_reference=() if to is None and of is None else (reference,),
        allowance_charge=tuple(charge(one) for one in charges),
        item=item(number or (f"AB-{to}" if to else None)),
        price=price(amount, base, factor, per),
    )


def charge(amount: str, *, allowance: bool = False) -> AllowanceCharge:
    """Return a charge, or an allowance."""
    return AllowanceCharge(charge_indicator=not allowance, amount=Amount(Decimal(amount), "DKK"))


def invoice(
    *lines: InvoiceLine,
    number: str = "INV-1",
    to: str | None = "PO-1",
    cvr: str = SHOP,
    charges: tuple[str, ...] = (),
    tax: str = "0.00",
    total: MonetaryTotal | None = None,
    **head: Any,
) -> Bill:
    """Return an invoice whose totals add up; without lines one of 10 at 7.00."""
    bodies = lines or (asked(),)
    net = sum(
        (one.line_extension_amount.value for one in bodies if one.line_extension_amount), Decimal(0)
    )
    extra = sum(map(Decimal, charges), Decimal(0))
    header = Invoice(
        id=Identifier(number),
        document_currency_code=Code("DKK"),
        accounting_supplier_party=seller(cvr),
        order_reference=None if to is None else OrderReference(id=Identifier(to)),
        allowance_charge=tuple(charge(one) for one in charges),
        tax_total=(TaxTotal(tax_amount=Amount(Decimal(tax), "DKK")),),
        legal_monetary_total=total
        or MonetaryTotal(
            line_extension_amount=Amount(net, "DKK"),
            charge_total_amount=Amount(extra, "DKK") if charges else None,
            payable_amount=Amount(net + extra + Decimal(tax), "DKK"),
        ),
        **head,
    )
    return read_bill(header, bodies)


def credited(
    identity: str = "1",
    quantity: str = "2",
    amount: str = "7.00",
    *,
    to: str | None = "1",
    invoice: str | None = None,
    unit: str = "EA",
    number: str | None = None,
) -> CreditNoteLine:
    """Return a line of a credit note, for line ``to`` of the invoice."""
    reference = BillingReference(
        invoice_document_reference=None
        if invoice is None
        else DocumentReference(id=Identifier(invoice)),
        billing_reference_line=() if to is None else (BillingReferenceLine(id=Identifier(to)),),
    )
    return CreditNoteLine(
        id=Identifier(identity),
        credited_quantity=Quantity(Decimal(quantity), unit),
        line_extension_amount=Amount(Decimal(quantity) * Decimal(amount), "DKK"),
        billing_reference=(reference,),
        item=item(number or (f"AB-{to}" if to else None)),
        price=price(amount),
    )


def credit_note(
    *lines: CreditNoteLine, number: str = "CR-1", to: str | None = "INV-1", cvr: str = SHOP
) -> Bill:
    """Return a credit note for an invoice; without lines one of 2 at 7.00."""
    bodies = lines or (credited(),)
    net = sum(
        (one.line_extension_amount.value for one in bodies if one.line_extension_amount), Decimal(0)
    )
    header = CreditNote(
        id=Identifier(number),
        document_currency_code=Code("DKK"),
        accounting_supplier_party=seller(cvr),
        billing_reference=()
        if to is None
        else (BillingReference(invoice_document_reference=DocumentReference(id=Identifier(to))),),
        legal_monetary_total=MonetaryTotal(
            line_extension_amount=Amount(net, "DKK"), payable_amount=Amount(net, "DKK")
        ),
    )
    return read_bill(header, bodies)


def records(*orders: Basis, **more: Any) -> Records:
    """Return records with these orders; without any, the usual one, all of it received."""
    known = orders or (delivered(order()),)
    return Records(orders={one.number: one for one in known}, **more)


def judged(bill: Bill, known: Records | None = None, column: str = "opus") -> Match:
    """Return the verdict of one customer."""
    return match(bill, records() if known is None else known, COLUMNS[column])


def rules(found: Match) -> list[str]:
    """Return the rules that were broken, each once."""
    return list(dict.fromkeys(one.rule for one in found.differences))
