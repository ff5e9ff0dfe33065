"""What each part of a bill in core words has to say (BR-29 to BR-54, BR-DEC rules)."""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hub.facts.money import decimals
from hub.rules.module import sibling
from hub.rules.translation import Translation

taxes = sibling(__file__, "taxes")

CENT = 2
ALLOWANCES = frozenset(
    {
        *("41", "42", "60", "62", "63", "64", "65", "66", "67", "68", "70", "71", "88", "95"),
        *("100", "102", "103", "104", "105"),
    }
)
"""UNCL 5189 as BR-CL-19 has it."""

AMOUNTS = MappingProxyType({"amount": True, "base_amount": False})
"""Amounts of an allowance or charge, and whether it must have them."""


def head(made: Any, said: Translation) -> None:
    """Refuse a head one of whose parts lacks what it must say."""
    for index, one in enumerate(made.allowance_charge):
        field = f"allowance_charge[{index}]"
        charged(one, field, said)
        if len(one.tax_category) != 1:
            # BR-32, BR-37
            said.impossible("EN-30", f"{field}.tax_category")
        for category in one.tax_category:
            rated(category, f"{field}.tax_category", said)
    for one in made.additional_document_reference:
        if one.id is None:
            # BR-52
            said.impossible("EN-30", "additional_document_reference.id")


def charged(one: Any, field: str, said: Translation) -> None:
    """BR-31, BR-33 and their like: an allowance or charge has an amount and a reason."""
    for name, needed in AMOUNTS.items():
        amount = getattr(one, name)
        if amount is None and needed:
            said.impossible("EN-30", f"{field}.{name}")
        elif amount is not None and decimals(amount.value) > CENT:
            said.impossible("EN-29", f"{field}.{name}", amount)
    code = one.allowance_charge_reason_code
    if not (one.allowance_charge_reason or code):
        said.impossible("EN-18", f"{field}.allowance_charge_reason")
    if code is not None and not one.charge_indicator and code.value.strip() not in ALLOWANCES:
        place = f"{field}.allowance_charge_reason_code"
        said.impossible("EN-40", place, code, ", ".join(sorted(ALLOWANCES, key=int)))


def rated(category: Any, field: str, said: Translation) -> None:
    """BR-S-05 and its like: what is taxed has a rate, and what is not has none."""
    code = "" if category is None or category.id is None else category.id.value.strip()
    if category is None or not taxes.is_vat(category) or code not in taxes.KNOWN:
        said.impossible("EN-02", field, code)
        return
    percent = category.percent
    if code == "S" and not (percent is not None and percent > 0):
        said.impossible("EN-40", f"{field}.percent", f"{code} {percent or 0} %", "> 0", "taxed")
    elif code in taxes.NOUGHT and percent != 0:
        said.impossible("EN-40", f"{field}.percent", code, "0", "nought")
    elif code == "O" and percent:
        said.impossible("EN-40", f"{field}.percent", _shown(percent), None, "no-rate")


def _shown(percent: Decimal) -> str:
    return f"{percent.normalize():f}"


def ordered(period: Any, field: str, said: Translation) -> None:
    """BR-29, BR-30: a period ends no earlier than it begins."""
    first, last = period.start_date, period.end_date
    if first is not None and last is not None and last < first:
        said.impossible("EN-40", f"{field}.end_date", last, first, "backwards")


def line(made: Any, said: Translation) -> None:
    """Refuse a line one of whose parts lacks what it must say."""
    for index, one in enumerate(made.allowance_charge):
        charged(one, f"allowance_charge[{index}]", said)
    net = made.line_extension_amount
    if net is not None and decimals(net.value) > CENT:
        # BR-DEC-23
        said.impossible("EN-29", "line_extension_amount", net)
    if any(one.name is None or one.value is None for one in made.item.additional_item_property):
        # BR-54
        said.impossible("EN-30", "item.additional_item_property")
