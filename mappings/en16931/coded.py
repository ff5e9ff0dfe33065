"""Codes of a bill in core words, by the lists that EN 16931 takes of each (BR-CL rules).

A bill of the standard was held to these lists by its sender; one of plain UBL, OIOUBL or EDIFACT
was not. What only says how something else is to be read is left out and told; else the bill is
refused.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.facts.countries import countries
from hub.facts.currencies import currencies
from hub.rules.translation import Translation

LISTS = Path(__file__).resolve().parent / "codes"
OBJECT = "130"
CURRENCIES = ("document_currency_code", "tax_currency_code")
FORMER = frozenset({"STD", "CNH"})
"""Currencies that the list has besides: of before 2018, and of offshore trade."""

LATER = frozenset({"STN", "XAD"})
"""Currencies that it does not have yet."""

OTHER_COUNTRIES = frozenset({"1A", "XI"})
"""Kosovo and Northern Ireland, which the list has besides."""

KOSOVO = "XK"
"""As others write it."""


@cache
def codes(name: str) -> frozenset[str]:
    """Return the codes of a list of EN 16931, ``codes/<name>.csv``, whatever format is written."""
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(row["code"] for row in csv.DictReader(stream))


def head(made: Any, said: Translation) -> Any:
    """Return a head whose codes are all of their lists; what cannot go without one refuses it."""
    for name in CURRENCIES:
        code = getattr(made, name)
        if code is not None and not is_currency(code.value.strip()):
            said.impossible("EN-40", name, code, "ISO 4217", variant="listed")
    for index, one in enumerate(made.payment_means):
        code = one.payment_means_code
        if code is not None and code.value.strip() not in codes("payment-means"):
            field = f"payment_means[{index}].payment_means_code"
            said.impossible("EN-40", field, code, "UNCL 4461", variant="listed")
    for index, one in enumerate(made.allowance_charge):
        _reasoned(one, f"allowance_charge[{index}]", said)
    return replace(
        made,
        tax_total=tuple(_total(one, said) for one in made.tax_total),
        additional_document_reference=tuple(
            _object(one, "additional_document_reference", said)
            for one in made.additional_document_reference
        ),
    )


def line(made: Any, said: Translation) -> Any:
    """Return a line likewise."""
    for index, one in enumerate(made.allowance_charge):
        _reasoned(one, f"allowance_charge[{index}]", said)
    return replace(
        made,
        item=_from(made.item, said),
        document_reference=tuple(
            _object(one, "document_reference", said) for one in made.document_reference
        ),
    )


def _from(item: Any, said: Translation) -> Any:
    """BR-CL-15: an item comes from a country of the list, or it is not said from where."""
    origin = None if item is None else item.origin_country
    code = None if origin is None else origin.identification_code
    if code is None or is_country(code.value.strip()):
        return item
    said.lost("item.origin_country", origin)
    return replace(item, origin_country=None)


def is_country(code: str) -> bool:
    """Whether a code is a country of EN 16931 (BR-CL-14, BR-CL-15)."""
    return code in OTHER_COUNTRIES or (code in countries() and code != KOSOVO)


def is_currency(code: str) -> bool:
    """Whether a code is a currency of EN 16931 (BR-CL-03 to BR-CL-05)."""
    return code in FORMER or (code in currencies() and code not in LATER)


def _reasoned(one: Any, field: str, said: Translation) -> None:
    """BR-CL-20; those of allowances (BR-CL-19) are judged where an allowance is (``required``)."""
    code = one.allowance_charge_reason_code
    if one.charge_indicator and code and code.value.strip() not in codes("charge-reason"):
        place = f"{field}.allowance_charge_reason_code"
        said.impossible("EN-40", place, code, "UNCL 7161", variant="listed")


def _total(given: Any, said: Translation) -> Any:
    """BR-CL-22: why no tax is due is a code of the list, in words, or both."""
    parts = []
    for part in given.tax_subtotal:
        category = part.tax_category
        code = None if category is None else category.tax_exemption_reason_code
        kept = part
        if code is not None and code.value.strip().upper() not in codes("exemption-reason"):
            field = "tax_total.tax_subtotal.tax_category.tax_exemption_reason_code"
            if not category.tax_exemption_reason:
                said.impossible("EN-40", field, code, "VATEX", variant="listed")
            else:
                said.lost(field, code)
                bare = replace(category, tax_exemption_reason_code=None)
                kept = replace(part, tax_category=bare)
        parts.append(kept)
    return replace(given, tax_subtotal=tuple(parts))


def _object(given: Any, field: str, said: Translation) -> Any:
    """BR-CL-07: the number of the object of a bill is of a scheme of UNCL 1153, or of none."""
    number, kind = given.id, given.document_type_code
    if number is None or kind is None or kind.value.strip() != OBJECT or not number.scheme_id:
        return given
    if number.scheme_id.strip() in codes("object-scheme"):
        return given
    said.lost(f"{field}.id.scheme_id", number.scheme_id)
    return replace(given, id=replace(number, scheme_id=None))
