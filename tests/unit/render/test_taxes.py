"""Taxes on pages, in the reader's words whatever the country of the document."""

from decimal import Decimal

import pytest

from hub.facts.code_words import code_word
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.item import Item
from hub.model.party import DocumentParty, PartyTaxScheme, SupplierParty
from hub.model.price import AllowanceCharge
from hub.model.sentence import LANGUAGES, Language
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.total import TaxSubtotal, TaxTotal
from hub.model.values import Amount, Code, Identifier, Text
from hub.render.composing import compose
from hub.render.leaflet import Leaflet
from hub.render.pagewording import wording
from hub.render.saying import Saying


def category(
    code: str, scheme: str, name: str | None = None, percent: str | None = "25"
) -> TaxCategory:
    """Return a category of a tax."""
    return TaxCategory(
        id=Identifier(code),
        percent=None if percent is None else Decimal(percent),
        tax_scheme=TaxScheme(id=Identifier(scheme), name=None if name is None else Text(name)),
    )


def page(taxed: TaxCategory, language: Language) -> Leaflet:
    """Return the page of an invoice of one line and one tax."""
    part = TaxSubtotal(
        taxable_amount=Amount(Decimal("100.00"), "DKK"),
        tax_amount=Amount(Decimal("25.00"), "DKK"),
        tax_category=taxed,
    )
    head = Invoice(
        id=Identifier("F-1"),
        document_currency_code=Code("DKK"),
        tax_total=(TaxTotal(tax_amount=Amount(Decimal("25.00"), "DKK"), tax_subtotal=(part,)),),
    )
    line = InvoiceLine(id=Identifier("1"), item=Item(classified_tax_category=(taxed,)))
    return compose("invoice", head, [line], language)


@pytest.mark.parametrize(
    ("code", "scheme", "name", "language", "said"),
    [
        ("StandardRated", "63", "Moms", "nl", "Btw 25 %"),
        ("StandardRated", "63", "Moms", "en", "VAT 25 %"),
        ("StandardRated", "63", "Moms", "da", "Moms 25 %"),
        ("S", "VAT", "BTW", "da", "Moms 25 %"),
        ("S", "VAT", None, "nl", "Btw 25 %"),
        ("S", "VAT", "UK VAT", "nl", "Btw (UK VAT) 25 %"),
        ("AE", "VAT", None, "nl", "Btw 25 % (verlegd, AE)"),
        ("ReverseCharge", "63", "Moms", "en", "VAT 25 % (reverse charge)"),
        ("ZZ", "VAT", None, "en", "VAT 25 % (ZZ)"),
        ("3021", "21", "Chokoladeafgift", "nl", "Chokoladeafgift 25 % (3021)"),
        ("Excise", "21", None, "da", "21 25 % (punktafgift)"),
    ],
)
def test_a_tax_is_called_what_its_reader_calls_it(
    code: str, scheme: str, name: str | None, language: Language, said: str
) -> None:
    """A name of the document's own stays where it says more; a rate says what is taxed as usual."""
    made = page(category(code, scheme, name), language)
    base = wording(language).say("field.base_amount")
    amount = {"en": "100.00 DKK"}.get(language, "100,00 DKK")
    assert made.taxes[0][0] == f"{said} {base} {amount}"
    assert made.rows[0].further == said
    assert made.sections == []


def test_a_category_without_a_rate_is_told() -> None:
    """Where no percentage says it, the word for the category does."""
    taxed = category("S", "VAT", percent=None)
    assert page(taxed, "da").rows[0].further == "Moms (afgiftspligtig, S)"


def test_a_tax_of_anything_else_is_told_by_its_words() -> None:
    """Also where a page only lists what the document says."""
    say = Saying(wording("nl"))
    assert say.at("item.tax_category.id", Identifier("E")) == "vrijgesteld (E)"
    assert say.at("item.tax_category[2].id", Identifier("Z")) == "nultarief (Z)"
    assert say.at("party.tax_scheme.id", Identifier("63")) == "Btw (63)"
    assert say.at("party.id", Identifier("63")) == "63"


def test_the_vat_of_a_party_needs_no_scheme() -> None:
    """Its number stands under the word for it; that it is VAT is not told again below."""
    scheme = PartyTaxScheme(
        company_id=Identifier("DK1"), tax_scheme=TaxScheme(id=Identifier("VAT"))
    )
    seller = SupplierParty(party=DocumentParty(party_tax_scheme=(scheme,)))
    made = compose("invoice", Invoice(accounting_supplier_party=seller), [], "nl")
    assert made.blocks[0].facts == (("Btw-nr.", "DK1"),)
    assert made.sections == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_usual_taxes_and_categories_have_words(language: Language) -> None:
    """The codes of UN/CEFACT 5305 that bills in Europe use, and those of OIOUBL."""
    for code in ("S", "Z", "E", "AE", "K", "G", "O", "L", "M", "StandardRated", "ZeroRated"):
        assert code_word("tax_category", code, language)
    assert code_word("tax_scheme", "63", language) == code_word("tax_scheme", "VAT", language)


def test_the_tax_of_a_charge_stands_beside_it() -> None:
    """And not below among what nobody looks for."""
    charge = AllowanceCharge(
        charge_indicator=True,
        allowance_charge_reason=(Text("Fragt"),),
        amount=Amount(Decimal("10.00"), "DKK"),
        tax_category=(category("S", "VAT"),),
    )
    made = compose("invoice", Invoice(allowance_charge=(charge,)), [], "da")
    assert made.charges == [("Gebyr: Fragt, Moms 25 %", "10,00 DKK")]
    assert made.sections == []
