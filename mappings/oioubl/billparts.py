"""The tax total of a bill against its lines, as OIOUBL holds them together (F-LIB402, F-LIB404)."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hub.rules.module import sibling
from hub.rules.rule import Hit, Locate, RuleContext
from hub.rules.translation import Translation

taxes = sibling(__file__, "billtaxes")

ZERO = Decimal(0)
SLACK = Decimal(1)
"""What F-LIB402 allows between a part of the tax total and the lines of its category."""

KNOWN = frozenset(taxes.CATEGORIES.values())
FIELD = "tax_total.tax_subtotal.taxable_amount"


class Parts:
    """Adds up the lines of a bill in OIOUBL's words by category (EN-35).

    Judged on what is written: older formats than EN 16931 let lines and totals say different
    things, and a bill that was translated may have had no other judge.
    """

    def __init__(self, ctx: RuleContext) -> None:
        self._ctx = ctx
        self._sums: dict[str, Decimal] = defaultdict(Decimal)
        self._known = True

    def line(self, _number: int, body: Any, _locate: Locate) -> Iterable[Hit]:
        """Add a line; nothing can be said before the last."""
        parts = [part for total in body.tax_total for part in total.tax_subtotal]
        named = [_named(part.tax_category) for part in parts]
        net = body.line_extension_amount
        if net is None or len(named) != 1 or named[0] is None:
            # The line could not be said in OIOUBL's words, which was told already.
            self._known = False
        else:
            self._sums[named[0]] += net.value
        return ()

    def end(self) -> Iterable[Hit]:
        """Compare with the parts that the head states."""
        head = self._ctx.header
        found: dict[str, Decimal] = defaultdict(Decimal)
        for part in (part for total in head.tax_total for part in total.tax_subtotal):
            name = _named(part.tax_category)
            if name is None or part.taxable_amount is None:
                return ()
            found[name] += part.taxable_amount.value
        for one in head.allowance_charge:
            name = _named(next(iter(one.tax_category), None))
            if name is None or one.amount is None:
                return ()
            self._sums[name] += one.amount.value if one.charge_indicator else -one.amount.value
        said = Translation()
        for name in sorted({*found, *self._sums}) if self._known else ():
            sums, stated = self._sums.get(name), found.get(name)
            if stated is None:
                said.impossible("EN-35", FIELD, name, sums, "unstated")
            elif sums is None:
                said.impossible("EN-35", FIELD, name, stated, "unused")
            elif abs(stated - sums) > SLACK:
                said.impossible("EN-35", FIELD, f"{name}: {stated}", sums)
        return said.hits(None, None)


def _named(category: Any) -> str | None:
    number = None if category is None else category.id
    return number.value if number is not None and number.value in KNOWN else None
