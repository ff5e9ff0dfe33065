"""A right invoice for the tests of what every bill is held to, and a way to judge a wrong one."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hub.model.context import RouteContext
from hub.model.finding import Finding, Place
from hub.model.identity import FormatId
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.line import Line
from hub.model.price import Price
from hub.model.sentence import LANGUAGES
from hub.model.total import MonetaryTotal, TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Quantity
from hub.rules.path import set_path
from hub.rules.profile import Profile
from hub.rules.ruleset import RuleSet

TODAY = dt.date(2026, 1, 5)


def money(text: str) -> Amount:
    """Return an amount in the currency of the invoice."""
    return Amount(Decimal(text), "EUR")


def head(**changes: Any) -> Invoice:
    """Return the head of a right invoice; ``a__b`` changes ``a.b``."""
    made = Invoice(
        id=Identifier("I-1"),
        issue_date=dt.date(2026, 1, 2),
        due_date=dt.date(2026, 2, 1),
        document_currency_code=Code("EUR"),
        tax_total=(
            TaxTotal(
                tax_amount=money("15.75"),
                tax_subtotal=(TaxSubtotal(money("75.00"), money("15.75")),),
            ),
        ),
        legal_monetary_total=MonetaryTotal(
            line_extension_amount=money("75.00"),
            tax_exclusive_amount=money("75.00"),
            tax_inclusive_amount=money("90.75"),
            payable_amount=money("90.75"),
        ),
    )
    for name, value in changes.items():
        made = set_path(made, name.replace("__", "."), value)
    return made


def line(net: str = "75.00", price: str = "7.50") -> InvoiceLine:
    """Return a line of ten."""
    return InvoiceLine(
        id=Identifier("1"),
        invoiced_quantity=Quantity(Decimal(10), "EA"),
        line_extension_amount=money(net),
        price=Price(price_amount=money(price)),
    )


def found(
    rules: RuleSet, header: Invoice, *lines: InvoiceLine, source: str = "ubl"
) -> list[Finding]:
    """Return what the rules say of an invoice that came in a format of ``source``."""
    context = RouteContext(
        now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
        day=TODAY,
        source=FormatId(source, "invoice", "2.1"),
    )
    checker = rules.checker(context, "invoice")
    _, said = checker.header(header, locate)
    for number, body in enumerate(lines or (line(),), start=1):
        _, more = checker.line(Line(number, body, locate))
        said = [*said, *more]
    said = [*said, *checker.end()]
    for finding in said:
        assert finding.place.path
        for language in LANGUAGES:
            sentence = finding.message.speak(language)
            assert sentence
            assert "{" not in sentence
    return said


def locate(field: str) -> Place:
    """Return a place that says which field is meant."""
    return Place(path=field)


def rules_of(said: list[Finding]) -> list[str]:
    """Return the rules that were broken."""
    return [finding.rule for finding in said]


def asked(profile: Profile, header: Invoice, **options: Any) -> list[Finding]:
    """Return what a receiver's own rules say of a head, with its options."""
    context = RouteContext(
        now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
        day=TODAY,
        source=FormatId("ubl", "invoice", "2.1"),
        options=options,
    )
    _, said = profile.checker(context, "invoice").header(header, locate)
    return said
