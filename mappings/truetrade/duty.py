"""Prices including and excluding duties (TTK-03, field 2.37), for the rules and the writer.

A price holds its duties: they stand beside it as charges with the reason "Afgift". What the
customer pays without duties is the price less those charges. Nothing is rounded here.
"""

from decimal import Decimal

from hub.model.price import AllowanceCharge, Price

REASON = "Afgift"


def is_duty(charge: AllowanceCharge) -> bool:
    """Return whether a charge of a price is a duty that is inside the price."""
    return bool(charge.charge_indicator) and any(
        text.value.strip().casefold() == REASON.casefold()
        for text in charge.allowance_charge_reason
    )


def duty_of(price: Price) -> Decimal:
    """Return the sum of a price's duties."""
    amounts = (charge.amount for charge in price.allowance_charge if is_duty(charge))
    return sum((amount.value for amount in amounts if amount is not None), Decimal(0))


def split_duty(price: Price) -> tuple[Decimal, Decimal]:
    """Return a price including and excluding its duties (2.38 or 3.2, and that less 2.37).

    The second number keeps the decimals of both. Raises ``ValueError`` for a price without
    an amount: rules refuse it before (TTK-01).
    """
    if price.price_amount is None:
        raise ValueError("a price without an amount cannot be split")
    including = price.price_amount.value
    return including, including - duty_of(price)
