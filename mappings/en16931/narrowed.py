"""What the core lets stand once, and by which lists its numbers go (UBL-SR, BR-CL rules).

A bill that came in core words may say more than they allow: further names, numbers of registers
that nobody keeps, documents without a number. That is left out and told. What came in other
words was narrowed in the course of its translation.
"""

import re
from typing import Any

from msgspec.structs import replace

from hub.facts.units import UnitList, unit_list
from hub.model.invoice import Invoice
from hub.model.values import Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

charges = sibling(__file__, "charges")
files = sibling(__file__, "files")
periods = sibling(__file__, "periods")
registrations = sibling(__file__, "registrations")
taxes = sibling(__file__, "taxes")

REGISTER = re.compile(r"0(?!092|103|181|182|249)(00[2-9]|0[1-9][0-9]|1[0-9]{2}|2[0-4][0-9])")
"""ISO 6523, by the shape of its numbers (BR-CL-10, BR-CL-11, BR-CL-21, BR-CL-26)."""

_CLASSES = (
    "AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC "
    "BD BE BF BG BH BI BJ BK BL BM BN BO BP BQ BR BS BT BU BV BW BX BY BZ CC CG CL CR CV DR "
    "DW EC EF EMD EN FS GB GN GMN GS HS IB IN IS IT IZ MA MF MN MP NB ON PD PL PO PPI PV QS "
    "RC RN RU RY SA SG SK SN SRS SRT SRU SRV SRW SRX SRY SRZ SS SSA SSB SSC SSD SSE SSF SSG "
    "SSH SSI SSJ SSK SSL SSM SSN SSO SSP SSQ SSR SSS SST SSU SSV SSW SSX SSY SSZ ST STA STB "
    "STC STD STE STF STG STH STI STJ STK STL STM STN STO STP STQ STR STS STT STU STV STW STX "
    "STY STZ SUA SUB SUC SUD SUE SUF SUG SUH SUI SUJ SUK SUL SUM TG TSN TSO TSP TSQ TSR TSS "
    "TST TSU UA UP VN VP VS VX ZZZ"
)
CLASSES = frozenset(_CLASSES.split())
"""The lists of classes of items, UNTDID 7143 (BR-CL-13)."""

CREDITOR, OBJECT, PROJECT, OUTSIDE = "SEPA", "130", "50", "O"
ONCE = (
    "invoice_period",
    "contract_document_reference",
    "receipt_document_reference",
    "despatch_document_reference",
    "originator_document_reference",
    "project_reference",
    "delivery",
)
ONCE_ON_LINE = ("order_line_reference", "invoice_period")
SIDES = (("accounting_supplier_party", None), ("accounting_customer_party", 1))
"""Seller and buyer, and how many numbers each may have (UBL-SR-16)."""


def head(made: Any, said: Translation) -> Any:
    """Return a head in core words with nothing twice that may stand once."""
    for name in ONCE:
        made = _first(made, name, said)
    made = replace(
        made,
        invoice_period=periods.timed(made.invoice_period, made.tax_point_date, said),
        tax_total=taxes.unreasoned(made.tax_total, said),
    )
    for name, most in SIDES:
        side = getattr(made, name)
        if side is not None and side.party is not None:
            party = _party(side.party, f"{name}.party", said, most)
            made = replace(made, **{name: replace(side, party=party)})
    for name in ("payee_party", "tax_representative_party"):
        party = getattr(made, name)
        if party is not None:
            made = replace(made, **{name: _party(party, name, said, 1)})
    earlier = []
    for one in made.billing_reference:
        named = one.invoice_document_reference
        if named is None or named.id is None:
            # UBL-SR-07
            said.lost("billing_reference", one)
        else:
            earlier.append(one)
    notes = [note for one in made.payment_terms for note in one.note]
    if len(notes) > 1:
        # UBL-SR-05
        said.lost("payment_terms", tuple(replace(one, note=()) for one in made.payment_terms[1:]))
        words = charges.joined(tuple(notes), "payment_terms.note", said)
        made = replace(made, payment_terms=(replace(made.payment_terms[0], note=words),))
    return replace(
        _payee(made, said),
        billing_reference=tuple(earlier),
        additional_document_reference=_documents(made, said),
        delivery=tuple(_delivered(one, said) for one in made.delivery),
    )


def _first(made: Any, name: str, said: Translation) -> Any:
    given = getattr(made, name, ())
    if len(given) < 2:  # noqa: PLR2004 - one or none
        return made
    said.lost(name, given[1:])
    return replace(made, **{name: given[:1]})


def _party(given: Any, field: str, said: Translation, most: int | None) -> Any:
    """UBL-SR-09 to UBL-SR-18, UBL-SR-42: one name of each kind, one number for each tax."""
    found, numbers = [], 0
    for one in given.party_identification:
        scheme = "" if one.id is None else (one.id.scheme_id or "").strip()
        collects = scheme.upper() == CREDITOR
        known = one.id is not None and (not scheme or collects or REGISTER.fullmatch(scheme))
        if not known or (not collects and most is not None and numbers >= most):
            said.lost(f"{field}.party_identification", one)
            continue
        numbers += not collects
        found.append(one)
    taxed: dict[bool, Any] = {}
    for one in given.party_tax_scheme:
        scheme = None if one.tax_scheme is None else one.tax_scheme.id
        # BR-CO-09, UBL-SR-53
        foreign = taxes.is_vat(one) and not _is_national(one.company_id)
        if one.company_id is None or scheme is None or foreign or taxes.is_vat(one) in taxed:
            said.lost(f"{field}.party_tax_scheme", one)
        else:
            number = one.company_id
            # Whose number it is says the tax; a scheme would be judged for itself (R040).
            said.lost(f"{field}.party_tax_scheme.company_id.scheme_id", number.scheme_id)
            taxed[taxes.is_vat(one)] = replace(one, company_id=Identifier(number.value))
    said.lost(f"{field}.party_name", given.party_name[1:])
    said.lost(f"{field}.party_legal_entity", given.party_legal_entity[1:])
    return replace(
        given,
        party_identification=tuple(found),
        party_name=given.party_name[:1],
        party_tax_scheme=tuple(taxed.values()),
        party_legal_entity=tuple(_entity(one, field, said) for one in given.party_legal_entity[:1]),
    )


def _is_national(number: Any) -> bool:
    return number is not None and registrations.is_lettered(number.value.strip())


def _entity(given: Any, field: str, said: Translation) -> Any:
    number = given.company_id
    if number is None or number.scheme_id is None or REGISTER.fullmatch(number.scheme_id.strip()):
        return given
    said.lost(f"{field}.party_legal_entity.company_id", number)
    return replace(given, company_id=None)


def _payee(made: Any, said: Translation) -> Any:
    """UBL-SR-19: a payee is somebody else than the seller."""
    payee, supplier = made.payee_party, made.accounting_supplier_party
    seller = None if supplier is None else supplier.party
    if payee is None or seller is None:
        return made
    names = {one.registration_name for one in seller.party_legal_entity}
    if not any(one.name in names for one in payee.party_name):
        return made
    said.lost("payee_party", payee)
    return replace(made, payee_party=None)


def _documents(made: Any, said: Translation) -> tuple[Any, ...]:
    """UBL-SR-04, UBL-SR-33, UBL-SR-43: a document is the object of the bill, or has no type."""
    found, objects = [], 0
    # UBL has a project of its own in an invoice, and a document of that type in a credit note.
    known = {"", OBJECT} if isinstance(made, Invoice) else {"", OBJECT, PROJECT}
    for one in made.additional_document_reference:
        code = "" if one.document_type_code is None else one.document_type_code.value.strip()
        if code == OBJECT and objects:
            said.lost("additional_document_reference", one)
            continue
        objects += code == OBJECT
        kept = one
        if code not in known:
            said.lost("additional_document_reference.document_type_code", code)
            kept = replace(kept, document_type_code=None)
        if code != OBJECT and one.id is not None and one.id.scheme_id is not None:
            said.lost("additional_document_reference.id.scheme_id", one.id.scheme_id)
            kept = replace(kept, id=replace(one.id, scheme_id=None))
        said.lost(
            "additional_document_reference.document_description", one.document_description[1:]
        )
        kept = replace(kept, attachment=files.attached(one, said))
        found.append(replace(kept, document_description=one.document_description[:1]))
    return tuple(found)


def _outside(given: Any, said: Translation) -> Any:
    """BR-O-05: what is outside VAT has no rate, not even 0."""
    if given.id is None or given.id.value.strip() != OUTSIDE or given.percent != 0:
        return given
    said.lost("item.classified_tax_category.percent", given.percent)
    return replace(given, percent=None)


def _delivered(given: Any, said: Translation) -> Any:
    place = given.delivery_location
    number = None if place is None else place.id
    if number is None or number.scheme_id is None or REGISTER.fullmatch(number.scheme_id.strip()):
        return given
    said.lost("delivery.delivery_location.id", number)
    return replace(given, delivery_location=replace(place, id=None))


def _units(made: Any, quantity: str, said: Translation) -> None:
    """BR-CL-23: a unit is of Recommendation 20, or a package of 21."""
    price = made.price
    measured = {
        quantity: getattr(made, quantity),
        "price.base_quantity": None if price is None else price.base_quantity,
    }
    for field, one in measured.items():
        code = None if one is None else one.unit_code
        if code is not None and code.strip() not in unit_list(UnitList.REC20):
            said.impossible("EN-13", f"{field}.unit_code", code)


def line(made: Any, quantity: str, said: Translation) -> Any:
    """Return a line in core words with nothing twice that may stand once."""
    for name in ONCE_ON_LINE:
        made = _first(made, name, said)
    # UBL-SR-34
    notes = charges.joined(made.note, "note", said)
    made = replace(made, note=notes, invoice_period=periods.timed(made.invoice_period, None, said))
    _units(made, quantity, said)
    if made.item is None:
        return made
    item = made.item
    standard = item.standard_item_identification
    scheme = None if standard is None or standard.id is None else standard.id.scheme_id
    if standard is not None and (scheme is None or not REGISTER.fullmatch(scheme.strip())):
        # BR-64
        said.lost("item.standard_item_identification", standard)
        standard = None
    classes = []
    for one in item.commodity_classification:
        code = one.item_classification_code
        # BR-65
        if code is not None and code.list_id in CLASSES:
            classes.append(one)
        else:
            said.lost("item.commodity_classification", one)
    item = replace(
        item,
        classified_tax_category=tuple(_outside(one, said) for one in item.classified_tax_category),
        description=charges.joined(item.description, "item.description", said),
        standard_item_identification=standard,
        commodity_classification=tuple(classes),
    )
    return replace(made, item=item)
