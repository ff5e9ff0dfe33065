"""A made-up order, built of the model."""

import datetime as dt
from decimal import Decimal

from hub.model.address import Address, Country, Location
from hub.model.delivery import Delivery
from hub.model.item import Item, ItemIdentification
from hub.model.lineitem import LineItem, OrderLine
from hub.model.order import Order
from hub.model.party import Contact, CustomerParty, DocumentParty, PartyName, SupplierParty
from hub.model.period import Period
from hub.model.price import AllowanceCharge, Price
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.total import MonetaryTotal, TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Quantity, Text


def money(value: str) -> Amount:
    """An amount in Danish crowns."""
    return Amount(Decimal(value), "DKK")


def address(street: str, number: str, attention: str | None = None) -> Address:
    """An address in a made-up town."""
    return Address(
        street_name=Text(street),
        building_number=Text(number),
        postal_zone=Text("9999"),
        city_name=Text("Havneby"),
        mark_attention=None if attention is None else Text(attention),
        country=Country(identification_code=Code("DK")),
    )


def party(name: str, street: str) -> DocumentParty:
    """A party with a person to ask."""
    return DocumentParty(
        endpoint_id=Identifier("5790000000005", "GLN"),
        party_name=(PartyName(Text(name)),),
        postal_address=address(street, "7"),
        contact=Contact(name=Text("Ida Prøve"), telephone=Text("55 00 00 01")),
    )


def order(note: str = "Ring ved ankomst.", number: str = "PO-2026-0147") -> Order:
    """The head of an order."""
    return Order(
        id=Identifier(number),
        issue_date=dt.date(2026, 3, 4),
        note=(Text(note),),
        customer_reference=Text("REF-55"),
        document_currency_code=Code("DKK"),
        buyer_customer_party=CustomerParty(party=party("Havneby Kommune", "Rådhuspladsen")),
        seller_supplier_party=SupplierParty(party=party("Fjordens Papir A/S", "Kajgade")),
        delivery=(
            Delivery(
                delivery_location=Location(
                    id=Identifier("LEV-88"), address=address("Skolevej", "3", "Pedel Å. Møller")
                ),
                requested_delivery_period=Period(
                    start_date=dt.date(2026, 3, 10), end_date=dt.date(2026, 3, 12)
                ),
            ),
        ),
        allowance_charge=(
            AllowanceCharge(
                charge_indicator=False,
                allowance_charge_reason=(Text("Aftalerabat"),),
                amount=money("10.00"),
            ),
        ),
        tax_total=(TaxTotal(tax_amount=money("310.00")),),
        anticipated_monetary_total=MonetaryTotal(
            line_extension_amount=money("1250.00"), payable_amount=money("1550.00")
        ),
    )


def taxed(total: str, *parts: tuple[str, str, str]) -> TaxTotal:
    """A tax; each part has a rate, what it is of, and how much it is."""
    return TaxTotal(
        tax_amount=money(total),
        tax_subtotal=tuple(
            TaxSubtotal(
                taxable_amount=money(base),
                tax_amount=money(amount),
                tax_category=TaxCategory(
                    id=Identifier("StandardRated"),
                    percent=Decimal(percent),
                    tax_scheme=TaxScheme(id=Identifier("63"), name=Text("Moms")),
                ),
            )
            for percent, base, amount in parts
        ),
    )


def line(
    number: int,
    name: str = "Kopipapir A4",
    article: str = "A-4711",
    tax: TaxTotal | None = None,
) -> OrderLine:
    """One line of the order."""
    return OrderLine(
        line_item=LineItem(
            id=Identifier(str(number)),
            quantity=Quantity(Decimal(25), "CS"),
            line_extension_amount=money("1250.00"),
            tax_total=() if tax is None else (tax,),
            price=Price(price_amount=money("50.00"), base_quantity=Quantity(Decimal(1), "CS")),
            item=Item(
                name=Text(name),
                sellers_item_identification=ItemIdentification(Identifier(article)),
                brand_name=(Text("Sølvfisk"),),
            ),
        )
    )
