"""What Peppol's national rules ask of bills of sellers in some countries.

Norway, Sweden, Italy, Iceland and Germany; Greece in ``greece.py``, Denmark in ``denmark.py``,
the Netherlands in ``en16931/dutch.py``. A bill that breaks one of them does not leave.
"""

import re
from typing import Any

from hub.model.invoice import Invoice
from hub.rules.module import sibling
from hub.rules.translation import Translation

core = sibling(__file__, "../en16931/core")
germany = sibling(__file__, "germany")
greece = sibling(__file__, "greece")
numbers = sibling(__file__, "numbers")
taxes = sibling(__file__, "../en16931/taxes")

SELLER, BUYER = "accounting_supplier_party.party", "accounting_customer_party.party"
NUMBER = "party_tax_scheme.company_id"
COMPANY = "party_legal_entity.company_id"
LETTERS = 2
NORWEGIAN = re.compile(r"NO([0-9]{9})MVA")
SWEDISH_VAT, SWEDISH_COMPANY = re.compile(r"SE[0-9]{12}"), re.compile(r"[0-9]{10}")
SWEDISH_TAX = "GODKÄND FÖR F-SKATT"
SWEDISH_RATES = frozenset({6, 12, 25})
ITALIAN_TAX = re.compile(r"[A-Z0-9]{11,16}")
ICELANDIC = "0196"
ICELANDIC_ACCOUNTS = frozenset({"9", "42"})
ICELANDIC_ACCOUNT = 12
LAST_DAY = "EINDAGI"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def judge(made: Any, said: Translation) -> None:
    """Refuse a head that the rules of the seller's country would refuse."""
    seller, buyer = made.accounting_supplier_party, made.accounting_customer_party
    home, there = core.country(seller), core.country(buyer)
    registered = country_of(seller.party, home, made.tax_representative_party)
    if registered == "NO":
        _norwegian(seller.party, said)
    if registered == "IT":
        _italian(seller.party, said)
    if registered in greece.COUNTRIES:
        greece.judge(made, country_of(buyer.party, there), said)
    if home == "SE":
        _swedish(made, said)
    if home == "IS":
        _icelandic(made, there, said)
    if home == there == germany.COUNTRY:
        germany.judge(made, said)


def country_of(party: Any, home: str, agent: Any = None) -> str:
    """Return the country of a party as Peppol sees it: that of its VAT number before its own."""
    for one in (party, agent):
        for number in vat_numbers(one):
            return number[:LETTERS].upper()
    return home.upper()


def vat_numbers(party: Any) -> list[str]:
    """Return the VAT numbers of a party."""
    listed = () if party is None else party.party_tax_scheme
    return [
        one.company_id.value.strip()
        for one in listed
        if one.company_id is not None and taxes.is_vat(one)
    ]


def _norwegian(seller: Any, said: Translation) -> None:
    """NO-R-001: a Norwegian VAT number is that of the register and says so."""
    for number in vat_numbers(seller):
        shape = NORWEGIAN.fullmatch(number)
        wrong = shape is None or not numbers.mod11(shape[1])
        if number.startswith("NO") and wrong:
            said.impossible("PEP-40", f"{SELLER}.{NUMBER}", number, "NO-R-001", "norwegian")


def _italian(seller: Any, said: Translation) -> None:
    """IT-R-001 to IT-R-004."""
    for one in seller.party_tax_scheme:
        number = "" if one.company_id is None else one.company_id.value.strip()
        if not taxes.is_vat(one) and not ITALIAN_TAX.fullmatch(number):
            said.impossible("PEP-40", f"{SELLER}.{NUMBER}", number, "IT-R-001", "italian")
    wanted = {"street_name": "IT-R-002", "city_name": "IT-R-003", "postal_zone": "IT-R-004"}
    addressed(seller.postal_address, f"{SELLER}.postal_address", wanted, said)


def addressed(address: Any, field: str, wanted: dict[str, str], said: Translation) -> None:
    """Refuse an address without one of its ``wanted`` parts, each with the rule that wants it."""
    for name, rule in wanted.items():
        if address is None or getattr(address, name) is None:
            said.impossible("PEP-41", f"{field}.{name}", expected=rule)


def _swedish(made: Any, said: Translation) -> None:
    """SE-R-001 to SE-R-006, SE-R-013."""
    _swedish_numbers(made.accounting_supplier_party.party, said)
    for total in made.tax_total:
        for part in total.tax_subtotal:
            rated(part.tax_category, made, "tax_total.tax_subtotal.tax_category.percent", said)
    for index, one in enumerate(made.allowance_charge):
        for category in one.tax_category:
            rated(category, made, f"allowance_charge[{index}].tax_category.percent", said)


def _swedish_numbers(seller: Any, said: Translation) -> None:
    known = False
    for number in vat_numbers(seller):
        if number.startswith("SE") and not SWEDISH_VAT.fullmatch(number):
            said.impossible("PEP-40", f"{SELLER}.{NUMBER}", number, "SE-R-001", "swedish")
    for one in seller.party_legal_entity:
        number = "" if one.company_id is None else one.company_id.value.strip()
        known = known or one.company_id is not None
        right = SWEDISH_COMPANY.fullmatch(number) and numbers.luhn(number)
        if one.company_id is not None and not right:
            where = f"{SELLER}.{COMPANY}"
            said.impossible("PEP-40", where, number, "SE-R-003, SE-R-013", "swedish-company")
    for one in seller.party_tax_scheme if known else ():
        words = "" if one.company_id is None else " ".join(one.company_id.value.split())
        if not taxes.is_vat(one) and words.upper() != SWEDISH_TAX:
            where = f"{SELLER}.{NUMBER}"
            said.impossible("PEP-40", where, words, f"SE-R-005: {SWEDISH_TAX}", "swedish-tax")


def rated(category: Any, head: Any, field: str, said: Translation) -> None:
    """SE-R-006: the rates of Sweden."""
    seller = head.accounting_supplier_party
    if core.country(seller) != "SE" or category is None or category.id is None:
        return
    registered = any(number.startswith("SE") for number in vat_numbers(seller.party))
    taxed = category.id.value.strip() == "S"
    if registered and taxed and category.percent not in SWEDISH_RATES:
        said.impossible("PEP-40", field, category.percent, "SE-R-006: 6, 12, 25", "swedish-rate")


def _icelandic(made: Any, there: str, said: Translation) -> None:
    """IS-R-002 to IS-R-010."""
    _of_iceland(made.accounting_supplier_party.party, SELLER, ("IS-R-002", "IS-R-003"), said)
    if there == "IS":
        _of_iceland(made.accounting_customer_party.party, BUYER, ("IS-R-004", "IS-R-005"), said)
    for index, one in enumerate(made.payment_means):
        code = "" if one.payment_means_code is None else one.payment_means_code.value.strip()
        account = one.payee_financial_account and one.payee_financial_account.id
        number = "" if account is None else account.value.strip()
        if code in ICELANDIC_ACCOUNTS and len(number) != ICELANDIC_ACCOUNT:
            field = f"payment_means[{index}].payee_financial_account.id"
            said.impossible("PEP-40", field, number, "IS-R-006, IS-R-007", "icelandic-account")
    due = made.due_date if isinstance(made, Invoice) else None
    for one in made.additional_document_reference:
        if not any(text.value == LAST_DAY for text in one.document_description):
            continue
        last = "" if one.id is None else one.id.value
        if not DAY.fullmatch(last) or due is None or due.isoformat() > last:
            where = "additional_document_reference.id"
            said.impossible("PEP-40", where, last, "IS-R-008", "last-day")


def _of_iceland(party: Any, field: str, rules: tuple[str, str], said: Translation) -> None:
    company, place = rules
    numbered = [one.company_id for one in party.party_legal_entity if one.company_id is not None]
    if not any(one.scheme_id == ICELANDIC for one in numbered):
        said.impossible("PEP-41", f"{field}.{COMPANY}", expected=f"{company}: {ICELANDIC}")
    wanted = {"street_name": place, "postal_zone": place}
    addressed(party.postal_address, f"{field}.postal_address", wanted, said)
