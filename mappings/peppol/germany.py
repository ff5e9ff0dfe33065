"""What Peppol asks of bills between two parties in Germany (DE-R rules)."""

import re
from types import MappingProxyType
from typing import Any

from hub.rules.translation import Translation

COUNTRY = "DE"
SELLER, BUYER = "accounting_supplier_party.party", "accounting_customer_party.party"
TRANSFERS, CARDS, DEBITS = frozenset({"30", "58"}), frozenset({"48", "54", "55"}), "59"
ACCOUNT, CARD, MANDATE = "payee_financial_account", "card_account", "payment_mandate"
WAYS = MappingProxyType(
    {
        **dict.fromkeys(TRANSFERS, (ACCOUNT, "DE-R-023")),
        **dict.fromkeys(CARDS, (CARD, "DE-R-024")),
        DEBITS: (MANDATE, "DE-R-025"),
    }
)
"""What each way to pay names, and by which rule it names nothing else."""

CREDITOR = "SEPA"
DISCOUNT = re.compile(
    r"#(SKONTO)#TAGE=([0-9]+#PROZENT=[0-9]+\.[0-9]{2})(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#$"
)
TOWN = ("city_name", "postal_zone")


def judge(made: Any, said: Translation) -> None:
    """Refuse a head that these rules would refuse."""
    seller, buyer = made.accounting_supplier_party.party, made.accounting_customer_party.party
    if not made.payment_means:
        _missing("payment_means", "DE-R-001", said)
    if made.buyer_reference is None:
        _missing("buyer_reference", "DE-R-015", said)
    contact = seller.contact
    for name, rule in (("name", "005"), ("telephone", "006"), ("electronic_mail", "007")):
        if contact is None or getattr(contact, name) is None:
            _missing(f"{SELLER}.contact.{name}", f"DE-R-002, DE-R-{rule}", said)
    _town(seller.postal_address, f"{SELLER}.postal_address", "DE-R-003, DE-R-004", said)
    _town(buyer.postal_address, f"{BUYER}.postal_address", "DE-R-008, DE-R-009", said)
    for one in made.delivery:
        place = one.delivery_location
        if place is not None and place.address is not None:
            field = "delivery.delivery_location.address"
            _town(place.address, field, "DE-R-010, DE-R-011", said)
    _paid(made, said)
    _discounted(made, said)
    _named(made, said)
    for total in made.tax_total:
        for part in total.tax_subtotal:
            if part.tax_category is not None and part.tax_category.percent is None:
                _missing("tax_total.tax_subtotal.tax_category.percent", "DE-R-014", said)


def _missing(field: str, rule: str, said: Translation) -> None:
    said.impossible("PEP-41", field, expected=rule)


def _town(address: Any, field: str, rule: str, said: Translation) -> None:
    for name in TOWN:
        if address is None or getattr(address, name) is None:
            _missing(f"{field}.{name}", rule, said)


def _paid(made: Any, said: Translation) -> None:
    """DE-R-023 to DE-R-025, DE-R-030, DE-R-031: a way to pay, and what belongs to it."""
    payee = () if made.payee_party is None else made.payee_party.party_identification
    numbers = (*made.accounting_supplier_party.party.party_identification, *payee)
    collects = any(one.id is not None and one.id.scheme_id == CREDITOR for one in numbers)
    for index, one in enumerate(made.payment_means):
        field = f"payment_means[{index}]"
        code = "" if one.payment_means_code is None else one.payment_means_code.value.strip()
        named, rule = WAYS.get(code, ("", ""))
        if named and getattr(one, named) is None:
            _missing(f"{field}.{named}", f"{rule}-1", said)
        for other in {ACCOUNT, CARD, MANDATE} - {named} if named else ():
            if getattr(one, other) is not None:
                said.impossible("PEP-40", f"{field}.{other}", code, f"{rule}-2", "way-to-pay")
        mandate = one.payment_mandate
        if mandate is None:
            continue
        if not collects:
            _missing(f"{SELLER}.party_identification.id", f"DE-R-030: {CREDITOR}", said)
        payer = mandate.payer_financial_account
        if payer is None or payer.id is None:
            _missing(f"{field}.{MANDATE}.payer_financial_account.id", "DE-R-031", said)


def _discounted(made: Any, said: Translation) -> None:
    """DE-R-018: a line of the terms that begins with # gives a discount, in one form."""
    notes = [note.value for one in made.payment_terms for note in one.note]
    for text in notes[:1]:
        lines = [line.strip() for line in text.splitlines()]
        told = [line for line in lines if line.startswith("#")]
        ended = re.match(r"\s*\n", re.split(r"#.+#", text)[-1]) is not None
        if told and not (ended and all(map(DISCOUNT.search, told))):
            said.impossible("PEP-40", "payment_terms.note", told[0], "DE-R-018", "discount")


def _named(made: Any, said: Translation) -> None:
    """DE-R-022: no two files have one name."""
    seen: set[str | None] = set()
    for one in made.additional_document_reference:
        held = one.attachment and one.attachment.embedded_document_binary_object
        name = None if held is None else held.filename
        if name is not None and name in seen:
            field = "additional_document_reference.attachment.embedded_document_binary_object"
            said.impossible("PEP-40", f"{field}.filename", name, "DE-R-022", "file-name")
        seen.add(name)
