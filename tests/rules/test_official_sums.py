"""Every published rule has an example that keeps it and one that breaks it: one value decides.

Rules that are data have theirs in ``test_official_examples``. The rest compare amounts: each shape
of document below has one place for a value, and a rule is shown where some values break it and
others do not.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from hub.formats.registry import Formats
from tests.rules.smallest import is_for, made_by_words
from tests.rules.test_official_examples import KINDS, book_of, formats
from tests.rules.test_official_functions import CASES, broken

__all__ = ["formats"]

BILLS = {"Invoice": "InvoicedQuantity", "CreditNote": "CreditedQuantity"}
ORDERS = ("Order", "OrderChange", "OrderResponse")
ANTICIPATED = ("Order", "OrderChange")
VALUES = ("0.00", "1.00", "25.00", "50.00", "75.00", "100.00", "200.00", "400.00")
SUMS = {
    "LineExtensionAmount": "100.00",
    "TaxExclusiveAmount": "25.00",
    "TaxInclusiveAmount": "125.00",
    "AllowanceTotalAmount": "1.00",
    "ChargeTotalAmount": "2.00",
    "PrepaidAmount": "3.00",
    "PayableRoundingAmount": "0.00",
    "PayableAmount": "123.00",
}


UNBREAKABLE = {
    "F-INV326": "the price is per another unit, and no factor says how many that is",
    "F-INV327": "the same",
    "F-CRN212": "the same",
    "F-CRN214": "the same",
}
"""Rules whose own formula has no result wherever it is asked: the publisher's never speak."""


def money(name: str, value: str, currency: str = "DKK") -> str:
    """Return an amount."""
    return f'<cbc:{name} currencyID="{currency}">{value}</cbc:{name}>'


def line(root: str, amount: str, price: str = "", more: str = "", unit: str = "EA") -> str:
    """Return a line of ten pieces."""
    quantity = BILLS.get(root, "Quantity")
    inside = (
        f'<cbc:{quantity} unitCode="{unit}">10</cbc:{quantity}>{amount}{more}'
        f"<cac:Price>{price or money('PriceAmount', '10.00')}</cac:Price>"
    )
    if root in BILLS:
        return f"<cac:{root}Line>{inside}</cac:{root}Line>"
    return f"<cac:OrderLine><cac:LineItem>{inside}</cac:LineItem></cac:OrderLine>"


def totals(root: str, **changed: str) -> str:
    """Return charges, tax and the totals over them, one of them perhaps another."""
    name = "AnticipatedMonetaryTotal" if root in ANTICIPATED else "LegalMonetaryTotal"
    charges = "".join(
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{kind}</cbc:ChargeIndicator>"
        f"{money('Amount', value)}</cac:AllowanceCharge>"
        for kind, value in (("false", "1.00"), ("true", "2.00"))
    )
    tax = (
        f"<cac:TaxTotal>{money('TaxAmount', '25.00')}<cac:TaxSubtotal>"
        f"{money('TaxAmount', '25.00')}</cac:TaxSubtotal>{money('RoundingAmount', '0.00')}"
        "</cac:TaxTotal>"
    )
    paid = f"<cac:PrepaidPayment>{money('PaidAmount', '3.00')}</cac:PrepaidPayment>"
    inside = "".join(money(one, value) for one, value in (SUMS | changed).items())
    return f"{paid}{charges}{tax}<cac:{name}>{inside}</cac:{name}>"


def sums() -> Iterator[tuple[str, list[str]]]:
    """Yield documents whose totals differ in one, and such whose lines or terms do."""
    for root in (*BILLS, *ORDERS, "Reminder"):
        for name, right in SUMS.items():
            yield root, [totals(root, **{name: value}) for value in (*VALUES, right)]
        lines = [line(root, money("LineExtensionAmount", one)) for one in VALUES]
        yield root, [totals(root) + one for one in lines]
        terms = [f"<cac:PaymentTerms>{money('Amount', one)}</cac:PaymentTerms>" for one in VALUES]
        yield root, [totals(root, PayableAmount="100.00") + one for one in terms]


def lines() -> Iterator[tuple[str, list[str]]]:
    """Yield documents of one line whose amounts differ, by units, rates and factors."""
    ways = ("", "multiply", "divide")
    for root, base, factor, way, free in product(
        (*BILLS, *ORDERS), ("", "-", "EA", "BX"), ("", "2"), ways, (True, False)
    ):
        price = money("PriceAmount", "10.00")
        per = "<cbc:BaseQuantity>" if base == "-" else f'<cbc:BaseQuantity unitCode="{base}">'
        price += f"{per}1</cbc:BaseQuantity>" if base else ""
        price += (
            f"<cbc:OrderableUnitFactorRate>{factor}</cbc:OrderableUnitFactorRate>" if factor else ""
        )
        rate = (
            "<cac:PricingExchangeRate><cbc:CalculationRate>0.5</cbc:CalculationRate>"
            f"<cbc:MathematicOperatorCode>{way}</cbc:MathematicOperatorCode>"
            "</cac:PricingExchangeRate>"
        )
        said = "" if free else "<cbc:FreeOfChargeIndicator>false</cbc:FreeOfChargeIndicator>"
        yield (
            root,
            [
                (rate if way else "") + line(root, money("LineExtensionAmount", one), price, said)
                for one in VALUES
            ],
        )


def currencies() -> Iterator[tuple[str, list[str]]]:
    """Yield documents in which one amount is in another currency, or none is."""
    for root, which in product(
        (*BILLS, *ORDERS, "Reminder"), ("DocumentCurrency", "TaxCurrency", "PricingCurrency")
    ):
        head = f"<cbc:{which}Code>DKK</cbc:{which}Code>"
        name = "AnticipatedMonetaryTotal" if root in ANTICIPATED else "LegalMonetaryTotal"
        pair = [money("Amount", "1", one) for one in ("DKK", "EUR")]

        def renamed(name: str, pair: list[str] = pair) -> list[str]:
            return [one.replace("cbc:Amount", f"cbc:{name}") for one in pair]

        for inner in ("LineExtensionAmount", "PayableAmount"):
            yield root, [f"{head}<cac:{name}>{one}</cac:{name}>" for one in renamed(inner)]
        yield root, [f"{head}<cac:TaxTotal>{one}</cac:TaxTotal>" for one in renamed("TaxAmount")]
        yield (
            root,
            [
                f"{head}<cac:TaxTotal><cac:TaxSubtotal>{one}</cac:TaxSubtotal></cac:TaxTotal>"
                for one in renamed("TransactionCurrencyTaxAmount")
            ],
        )
        yield root, [head + line(root, "", one) for one in renamed("PriceAmount")]
        yield root, [head + line(root, one) for one in renamed("LineExtensionAmount")]
        for inner in ("DebitLineAmount", "CreditLineAmount"):
            yield (
                root,
                [f"{head}<cac:ReminderLine>{one}</cac:ReminderLine>" for one in renamed(inner)],
            )


def periods() -> Iterator[tuple[str, list[str]]]:
    """Yield a period of one day that ends before it begins, or not."""
    yield (
        "Invoice",
        [
            "<cac:InvoicePeriod><cbc:StartDate>2026-05-02</cbc:StartDate><cbc:StartTime>10:00:00"
            f"</cbc:StartTime><cbc:EndDate>2026-05-02</cbc:EndDate><cbc:EndTime>{end}</cbc:EndTime>"
            "</cac:InvoicePeriod>"
            for end in ("11:00:00", "09:00:00")
        ],
    )


@pytest.fixture(scope="module")
def told_apart(formats: Formats) -> frozenset[str]:
    """Every rule that some value of a shape breaks and another does not."""
    found: set[str] = set()
    for shapes in (sums, lines, currencies, periods):
        for root, documents in shapes():
            verdicts = [broken(formats, root, one) for one in documents]
            found |= set.union(*verdicts) - set.intersection(*verdicts)
    return frozenset(found)


def test_every_rule_has_both_examples(formats: Formats, told_apart: frozenset[str]) -> None:
    """All that hub rules list shows, but for what identification makes sure of."""
    every: set[str] = set()
    shown = {*CASES, *told_apart}
    for kind in KINDS:
        root, book = book_of(formats, kind)
        every |= book.ids
        shown |= {
            check.id for _, check in book.places() if made_by_words(check) and is_for(check, root)
        }
        # Root and namespace: a document of another root is none of this format.
        assert len(book.known) == 2
    assert sorted(every - shown) == sorted(UNBREAKABLE)
    assert len(every) > 1400
