"""The prices of an article: what they are for, from how many on, when and where."""

import datetime as dt
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hub.facts.money import decimals, trim_decimals
from hub.model.address import Address, Country
from hub.model.loss import LossKind
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity, Price
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.values import Amount, Code, Identifier, Measure, Quantity, Text

KINDS = MappingProxyType({"net_list": "CAT", "net_customer": "CON"})
"""Prices without tax, for everybody and for this customer. Those with tax, of express delivery
and recommended ones are no price of a catalogue here."""
PERCENT = 100
RATES = MappingProxyType({Decimal(0): "ZeroRated", Decimal(25): "StandardRated"})
"""Rates that name a category; of others the rate stands alone."""
VAT = "63"


def of(article: Any, unit: str | None, currency: str | None) -> tuple[ItemLocationQuantity, ...]:
    """Return the prices of an article that is ordered in a unit."""
    order = article.one("ARTICLE_ORDER_DETAILS")
    basis = None if order is None else order.number("PRICE_QUANTITY")
    details = article.one("ARTICLE_DETAILS")
    days = None if details is None else details.number("DELIVERY_TIME")
    lead = None if days is None else Measure(days, "DAY")
    found = []
    for box in article.all("ARTICLE_PRICE_DETAILS"):
        start = box.date("VALID_START_DATE", "valid_start_date")
        end = box.date("VALID_END_DATE", "valid_end_date")
        for given in box.all("ARTICLE_PRICE"):
            made = _price(given, unit, basis, currency, (start, end))
            if made is not None:
                least = given.number("LOWER_BOUND")
                found.append(
                    ItemLocationQuantity(
                        lead_time_measure=lead,
                        minimum_quantity=None if least is None else Quantity(least, unit),
                        applicable_territory_address=_territories(given),
                        applicable_tax_category=_taxes(given),
                        price=made,
                    )
                )
    return tuple(found)


def _price(
    given: Any,
    unit: str | None,
    basis: Decimal | None,
    currency: str | None,
    when: tuple[dt.date | None, dt.date | None],
) -> Price | None:
    kind = KINDS.get((given.element.get("price_type") or "").strip().lower())
    if kind is None:
        return None
    amount = given.number("PRICE_AMOUNT")
    if amount is None:
        given.lacks("PRICE_AMOUNT")
        return None
    factor = given.number("PRICE_FACTOR")
    if factor is not None and factor != 1:
        # The format says that the price is the product of both.
        given.book.lose("price.price_amount", LossKind.DERIVED, f"{amount} x {factor}")
        amount = trim_decimals(amount * factor, decimals(amount))
    _same_unit(given, unit)
    start, end = when
    return Price(
        price_amount=Amount(amount, given.said("PRICE_CURRENCY") or currency),
        base_quantity=None if basis is None else Quantity(basis, unit),
        price_type_code=Code(kind, list_id="UN/ECE 5387", list_agency_id="6"),
        validity_period=() if start is end is None else (Period(start_date=start, end_date=end),),
    )


def _same_unit(given: Any, unit: str | None) -> None:
    """BME-04: a price for another unit than the one that is ordered is not counted over."""
    base = given.one("PRICE_BASE")
    if base is None:
        return
    named, factor = base.said("PRICE_UNIT"), base.number("PRICE_UNIT_FACTOR")
    if (named is not None and named != unit) or factor not in (None, 1):
        counted = "" if factor in (None, 1) else f"{factor} "
        said = f"{counted}{named or unit or 'PRICE_UNIT'}"
        if unit is None:
            base.refuse("BME-04", "unordered", value=said)
        else:
            base.refuse("BME-04", value=said, expected=unit)


def _territories(given: Any) -> tuple[Address, ...]:
    countries = [one.value.partition("-")[0] for one in given.texts("TERRITORY")]
    return tuple(
        Address(country=Country(identification_code=Code(one))) for one in dict.fromkeys(countries)
    )


def _taxes(given: Any) -> tuple[TaxCategory, ...]:
    """Return the rate of value added tax, which the format gives as a fraction."""
    rate = given.number("TAX")
    if rate is None:
        rate = given.number("TAX_DETAILS/TAX")
    if rate is None:
        return ()
    percent = rate * PERCENT
    whole = percent.quantize(Decimal(1))
    percent = whole if whole == percent else percent.normalize()
    name = RATES.get(percent)
    scheme = TaxScheme(id=Identifier(VAT), name=Text("Moms"))
    category = None if name is None else Identifier(name)
    return (TaxCategory(id=category, percent=percent, tax_scheme=scheme),)
