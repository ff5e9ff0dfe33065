"""What Peppol asks of bills of Greek sellers (GR-R rules)."""

import re
from typing import Any

from hub.rules.module import sibling
from hub.rules.translation import Translation

core = sibling(__file__, "../en16931/core")
taxes = sibling(__file__, "../en16931/taxes")

COUNTRIES = frozenset({"GR", "EL"})
"""As a country, and as VAT numbers call it."""

SELLER, BUYER = "accounting_supplier_party.party", "accounting_customer_party.party"
ADDRESS = "9933"
TYPES = frozenset({"1.1", "1.6", "2.1", "2.4", "5.1", "5.2"})
DIGITS = re.compile(r"[0-9]{9}")
SEGMENTS = 6
MARK, LINK = "##M.AR.K##", "##INVOICE|URL##"
NATURAL = re.compile(r"[1-9][0-9]*")


def judge(made: Any, there: str, said: Translation) -> None:
    """Refuse a head that these rules would refuse; ``there`` is the country of the buyer."""
    seller, buyer = made.accounting_supplier_party.party, made.accounting_customer_party.party
    for party, field, rule in ((seller, SELLER, "GR-R-002"), (buyer, BUYER, "GR-R-005")):
        if not any(one.name for one in party.party_name):
            said.impossible("PEP-41", f"{field}.party_name.name", expected=rule)
    own = _numbers(seller)
    _numbered(made, [*own, *_numbers(made.tax_representative_party)], said)
    for number in own:
        if not _is_vat(number):
            field = f"{SELLER}.party_tax_scheme.company_id"
            said.impossible("PEP-40", field, number, "GR-R-003", "greek")
    if own or core.country(made.accounting_supplier_party) in COUNTRIES:
        _reached(seller, SELLER, "GR-R-009", said)
    if core.country(made.accounting_supplier_party) == "GR":
        _marked(made, said)
    if there in COUNTRIES:
        found = _numbers(buyer)
        if len(found) != 1 or not _is_vat(found[0]):
            field = f"{BUYER}.party_tax_scheme.company_id"
            said.impossible("PEP-40", field, ", ".join(found), "GR-R-006", "greek-buyer")
        _reached(buyer, BUYER, "GR-R-010", said)


def is_number(number: str) -> bool:
    """Whether nine digits end with the check digit of the Greek register of taxes."""
    if not DIGITS.fullmatch(number):
        return False
    total = sum(int(digit) << (8 - place) for place, digit in enumerate(number[:8]))
    return total % 11 % 10 == int(number[8])


def _is_vat(number: str) -> bool:
    return number[:2] == "EL" and is_number(number[2:])


def _numbers(party: Any) -> list[str]:
    listed = () if party is None else party.party_tax_scheme
    return [one.company_id.value for one in listed if one.company_id and taxes.is_vat(one)]


def _reached(party: Any, field: str, rule: str, said: Translation) -> None:
    given = party.endpoint_id
    if given is None or given.scheme_id != ADDRESS or not is_number(given.value.strip()):
        wanted = f"{rule}: {ADDRESS}"
        said.impossible("PEP-40", f"{field}.endpoint_id", given, wanted, "greek-address")


def _numbered(made: Any, own: list[str], said: Translation) -> None:
    """GR-R-001: the number of a bill is made of six parts."""
    parts = made.id.value.split("|") if made.id is not None else []
    right = len(parts) == SEGMENTS
    if right:
        day = "" if made.issue_date is None else made.issue_date.strftime("%d/%m/%Y")
        right = (
            is_number(parts[0])
            and parts[0] in {number[2:11] for number in own}
            and parts[1] == day
            and re.fullmatch(r"[0-9]+", parts[2]) is not None
            and parts[3] in TYPES
            and all(parts[4:])
        )
    if not right:
        said.impossible("PEP-40", "id", made.id, "GR-R-001", "greek-id")


def _marked(made: Any, said: Translation) -> None:
    """GR-R-004, GR-R-008: the mark of the authorities, and at most one address of the bill."""
    field = "additional_document_reference"
    about = {
        name: [
            one
            for one in made.additional_document_reference
            if any(text.value == name for text in one.document_description)
        ]
        for name in (MARK, LINK)
    }
    marks = [one.id for one in about[MARK]]
    if len(marks) != 1 or marks[0] is None or not NATURAL.match(marks[0].value):
        said.impossible("PEP-41", f"{field}.id", expected=f"GR-R-004: {MARK}")
    for one in about[LINK]:
        link = one.attachment and one.attachment.external_reference
        if len(about[LINK]) > 1 or link is None or link.uri is None:
            said.impossible("PEP-40", f"{field}.attachment", LINK, "GR-R-008", "greek-link")
