"""Published rules that calculate or look at all lines: each kept once, and broken once."""

import os
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.finding import Finding, Place
from hub.model.sentence import LANGUAGES
from hub.xml.schemas import SchemaStore

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders(os.environ), SchemaStore(schemas_home))


def broken(formats: Formats, root: str, content: str) -> set[str]:
    """Return the rules that a document breaks."""
    return {finding.rule for finding in judged(formats, root, content)}


def judged(formats: Formats, root: str, content: str) -> list[Finding]:
    """Return what the rules say of a document, its lines handed over one by one."""
    one = next(one for one in formats if one.id.authority == "oioubl" and one.declared.root == root)
    assert one.published is not None
    document = etree.fromstring(
        f'<{root} xmlns="{UBL}{root}-2" xmlns:cac="{UBL}CommonAggregateComponents-2" '
        f'xmlns:cbc="{UBL}CommonBasicComponents-2" xmlns:ext="{UBL}CommonExtensionComponents-2">'
        f"{content}</{root}>"
    )
    tag = f"{{{UBL}CommonAggregateComponents-2}}{'Order' if 'Order' in root else root}Line"
    lines = list(document.iterchildren(tag))
    for line in lines:
        document.remove(line)
    found: list[Finding] = []
    judge = one.published.judge(tag, lambda _element: Place(path="/x", line=1), found.append)
    judge.head(document)
    for number, line in enumerate(lines, start=1):
        judge.line(number, list(line.iter()))
    judge.end()
    return found


def total(**amounts: str) -> str:
    """Return a monetary total."""
    inside = "".join(f"<cbc:{name}>{value}</cbc:{name}>" for name, value in amounts.items())
    return f"<cac:LegalMonetaryTotal>{inside}</cac:LegalMonetaryTotal>"


def line(amount: str = "100.00", more: str = "", quantity: str = "10", price: str = "10.00") -> str:
    """Return an invoice line."""
    return (
        f'<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="EA">{quantity}'
        f'</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="DKK">{amount}'
        f"</cbc:LineExtensionAmount>{more}<cac:Price><cbc:PriceAmount>{price}</cbc:PriceAmount>"
        '<cbc:BaseQuantity unitCode="EA">1</cbc:BaseQuantity></cac:Price></cac:InvoiceLine>'
    )


def category(name: str = "StandardRated", percent: str = "25", scheme: str = "63") -> str:
    """Return a tax category."""
    return (
        f"<cac:TaxCategory><cbc:ID>{name}</cbc:ID><cbc:Percent>{percent}</cbc:Percent>"
        f"<cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme></cac:TaxCategory>"
    )


def part(taxable: str = "100.00", tax: str = "25.00", **said: str) -> str:
    """Return a tax subtotal."""
    return (
        f'<cac:TaxSubtotal><cbc:TaxableAmount currencyID="DKK">{taxable}</cbc:TaxableAmount>'
        f"<cbc:TaxAmount>{tax}</cbc:TaxAmount>{category(**said)}</cac:TaxSubtotal>"
    )


def tax(amount: str = "25.00", *parts: str) -> str:
    """Return a tax total."""
    inside = "".join(parts or (part(),))
    return f"<cac:TaxTotal><cbc:TaxAmount>{amount}</cbc:TaxAmount>{inside}</cac:TaxTotal>"


def charge(amount: str) -> str:
    """Return a charge of 10 % of 1000."""
    return (
        f"<cac:AllowanceCharge><cbc:MultiplierFactorNumeric>0.1</cbc:MultiplierFactorNumeric>"
        f"<cbc:Amount>{amount}</cbc:Amount><cbc:BaseAmount>1000</cbc:BaseAmount>"
        "</cac:AllowanceCharge>"
    )


def order_line(amount: str) -> str:
    """Return a changed order line of 3 times 5."""
    return (
        f"<cac:OrderLine><cac:LineItem><cbc:Quantity>3</cbc:Quantity><cbc:LineExtensionAmount>"
        f"{amount}</cbc:LineExtensionAmount><cac:Price><cbc:PriceAmount>5</cbc:PriceAmount>"
        "</cac:Price></cac:LineItem></cac:OrderLine>"
    )


def period(end: str) -> str:
    """Return a period from the second of May."""
    return (
        "<cac:InvoicePeriod><cbc:StartDate>2026-05-02</cbc:StartDate>"
        f"<cbc:EndDate>{end}</cbc:EndDate></cac:InvoicePeriod>"
    )


def emission(quantity: str) -> str:
    """Return an item whose emission is its factor 0.5 times a quantity of 10."""
    named = {"EmissionFactor": "0.5", "NetEmissionQuantity": quantity}
    return (
        "<cac:Item>"
        + "".join(
            f"<cac:AdditionalItemProperty><cbc:Name>{name}</cbc:Name><cbc:Value>{value}</cbc:Value>"
            "</cac:AdditionalItemProperty>"
            for name, value in named.items()
        )
        + "</cac:Item>"
    )


def extension(number: str) -> str:
    """Return an extension of the agency."""
    return (
        f"<ext:UBLExtensions><ext:UBLExtension><cbc:ID>{number}</cbc:ID><ext:ExtensionAgencyID>"
        "Digitaliseringsstyrelsen</ext:ExtensionAgencyID></ext:UBLExtension></ext:UBLExtensions>"
    )


def terms(*amounts: str) -> str:
    """Return an amount to pay of 100 and payment terms."""
    return total(PayableAmount="100.00") + "".join(
        f"<cac:PaymentTerms><cbc:Amount>{amount}</cbc:Amount></cac:PaymentTerms>"
        for amount in amounts
    )


def described(*languages: str) -> str:
    """Return a period with descriptions in languages; an empty one is not said."""
    said = [f' languageID="{one}"' if one else "" for one in languages]
    inside = "".join(f"<cbc:Description{one}>x</cbc:Description>" for one in said)
    return f"<cac:InvoicePeriod>{inside}</cac:InvoicePeriod>"


def rate(way: str, amount: str) -> str:
    """Return a line of 10 times 10.00 in a currency of half the value."""
    return (
        "<cac:PricingExchangeRate><cbc:CalculationRate>0.5</cbc:CalculationRate>"
        f"<cbc:MathematicOperatorCode>{way}</cbc:MathematicOperatorCode></cac:PricingExchangeRate>"
        + line(amount)
    )


CURRENCY = "<cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>"
SUM = {"LineExtensionAmount": "100.00", "ChargeTotalAmount": "5.00"}
CASES: dict[str, tuple[str, Any, Any]] = {
    "F-INV133": (
        "Invoice",
        tax() + total(**SUM, PayableAmount="130.00"),
        tax() + total(**SUM, PayableAmount="130.01"),
    ),
    "F-INV134": ("Invoice", terms("40.00", "60.00"), terms("40.00", "50.00")),
    "F-INV126": (
        "Invoice",
        total(LineExtensionAmount="200.00") + line() + line(),
        total(LineExtensionAmount="200.01") + line() + line(),
    ),
    "F-INV340": ("Invoice", line("101.00"), line("101.01")),
    "F-INV344": ("Invoice", rate("multiply", "50.00"), rate("multiply", "52.00")),
    "F-INV345": ("Invoice", rate("divide", "200.00"), rate("divide", "202.00")),
    "F-OCH140": ("OrderChange", order_line("16"), order_line("16.5")),
    "F-LIB228": ("Invoice", charge("101.00"), charge("101.50")),
    "F-LIB306": ("Invoice", tax(), tax() + tax()),
    "F-LIB385": ("Invoice", tax("50.00", part(), part()), tax("50.01", part(), part())),
    "F-LIB316": (
        "Invoice",
        tax("50.00", part(), part()),
        tax("50.00", part(), part(scheme="VAT")),
    ),
    "F-LIB381": ("Invoice", tax("0.00", part("0.01", "0.00")), tax("0.00", part("100", "0.00"))),
    "F-LIB401": (
        "Invoice",
        line(more=tax("26.00", part("100.00", "26.00"))),
        line(more=tax("26.01", part("100.00", "26.01"))),
    ),
    "F-LIB402": (
        "Invoice",
        tax("25.00", part("101.00")) + line(more=tax()),
        tax("25.00", part("101.50")) + line(more=tax()),
    ),
    "F-LIB404": (
        "Invoice",
        tax() + line(more=tax()),
        tax() + line(more=tax("0.00", part("100.00", "0.00", name="ZeroRated", percent="0"))),
    ),
    "F-INV012": ("Invoice", CURRENCY + line(), CURRENCY.replace("DKK", "EUR") + line()),
    "F-LIB080": ("Invoice", period("2026-05-02"), period("2026-05-01")),
    "W-LIB222": ("Invoice", described("da", "en"), described("da", "")),
    "W-LIB223": ("Invoice", described("da", "en", ""), described("da", "en", "da")),
    "F-LIB313": ("Invoice", extension("1001"), extension("0999")),
    "OIOUBL-Common-GP005": ("Invoice", line(more=emission("5.0")), line(more=emission("5.1"))),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_that_calculates_is_kept_and_broken(formats: Formats, rule: str) -> None:
    """The smallest difference between two documents decides."""
    root, right, wrong = CASES[rule]
    assert rule not in broken(formats, root, right)
    assert rule in broken(formats, root, wrong)


FIGURES = {
    "F-INV133": ("130.01", "130.00"),
    "F-INV134": ("100.00", "90.00"),
    "F-INV126": ("200.01", "200.00"),
    "F-INV340": ("101.01", "100.00"),
    "F-INV344": ("52.00", "50.00"),
    "F-INV345": ("202.00", "200.00"),
    "F-OCH140": ("16.5", "15.00"),
    "F-LIB228": ("101.50", "100.00"),
    "F-LIB385": ("50.01", "50.00"),
    "F-LIB401": ("26.01", "25.00"),
    "F-LIB402": ("101.50", "100.00"),
}
"""What stands in the broken example, and what is calculated."""


@pytest.mark.parametrize("rule", FIGURES)
def test_a_sum_is_told_with_both_figures(formats: Formats, rule: str) -> None:
    """Whoever has to mend it reads what stands there and what would add up, in each language."""
    root, _, wrong = CASES[rule]
    stated, right = FIGURES[rule]
    told = next(one for one in judged(formats, root, wrong) if one.rule == rule)
    assert (told.value, told.expected) == (stated, right)
    for language in LANGUAGES:
        said = told.message.speak(language)
        assert f" {stated}" in said
        assert f" {right}" in said
        assert "{" not in said


@pytest.mark.parametrize(
    ("root", "content", "rule", "right"),
    [
        ("Invoice", total(LineExtensionAmount="1.00"), "F-INV133", "1.00"),
        ("Invoice", f"<cac:TaxTotal>{part()}</cac:TaxTotal>", "F-LIB385", "25.00"),
    ],
)
def test_a_sum_that_is_not_there_is_called_missing(
    formats: Formats, root: str, content: str, rule: str, right: str
) -> None:
    """No sentence has a hole where the amount would stand."""
    told = next(one for one in judged(formats, root, content) if one.rule == rule)
    assert (told.value, told.expected) == (None, right)
    assert "is missing" in told.message.en
    assert "mangler" in told.message.da
    assert "ontbreekt" in told.message.nl
    assert all(right in told.message.speak(language) for language in LANGUAGES)


@pytest.mark.parametrize("amount", ["9" * 40, "9" * 400])
def test_a_sum_beyond_all_money_is_told_without_a_figure(formats: Formats, amount: str) -> None:
    """An amount of any length stops no rule; where there are no cents any more none are told."""
    content = total(LineExtensionAmount=amount, PayableAmount="1.00")
    told = next(one for one in judged(formats, "Invoice", content) if one.rule == "F-INV133")
    assert told.expected is None
    assert "is not the sum" in told.message.en


def test_no_function_is_without_an_example(formats: Formats) -> None:
    """Whatever functions.py and gathering.py can judge is judged above."""
    used, shown = set(), set()
    for one in formats:
        if one.published is None:
            continue
        for check in one.published.book.checks:
            if check.saying is not None:
                used.add(check.saying)
                if check.id in CASES:
                    shown.add(check.saying)
    assert used == shown
    assert len(used) >= 18


def test_a_tax_total_that_is_not_there_is_no_sum(formats: Formats) -> None:
    """Parts without a total break the rule about their sum, as in the stylesheets."""
    assert "F-LIB385" in broken(formats, "Invoice", f"<cac:TaxTotal>{part()}</cac:TaxTotal>")


@pytest.mark.parametrize(
    ("root", "rule"),
    [("Invoice", "F-INV133"), ("CreditNote", "F-CRN079"), ("Reminder", "F-REM085")],
)
def test_a_payable_amount_that_is_not_there_counts_as_nothing(
    formats: Formats, root: str, rule: str
) -> None:
    """It breaks the rule about the sum where there is something to pay, as in the stylesheets."""
    assert rule not in broken(formats, root, total())
    assert rule in broken(formats, root, total(LineExtensionAmount="1.00"))
