"""The VAT breakdown against the lines (BR-S-08 and its like): each part is about what it says.

Judged on what is written, after the translation, so that no receiver refuses it for that.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hub.rules.module import sibling
from hub.rules.rule import Hit, Locate, RuleContext
from hub.rules.translation import Translation

taxes = sibling(__file__, "taxes")

ZERO = Decimal(0)
SLACK = Decimal(1)
"""How far the part of a taxed rate may be from its lines; the others must be equal."""

Key = tuple[str, Decimal | None]


class Breakdown:
    """Adds up the lines of a document in core words by category and rate."""

    def __init__(self, ctx: RuleContext) -> None:
        self._ctx = ctx
        self._sums: dict[Key, Decimal] = defaultdict(Decimal)
        self._net = ZERO
        self._known = True

    def line(self, _number: int, body: Any, _locate: Locate) -> Iterable[Hit]:
        """Add a line; nothing can be said before the last."""
        net = body.line_extension_amount
        categories = () if body.item is None else body.item.classified_tax_category
        if net is None or len(categories) != 1 or not _is_core(categories[0]):
            # The line could not be said in core words, which was told already.
            self._known = False
            return ()
        self._net += net.value
        self._sums[taxes.key(categories[0])] += net.value
        return ()

    def end(self) -> Iterable[Hit]:
        """Compare with the parts that the head states."""
        head = self._ctx.header
        parts = [part.tax_category for one in head.tax_total for part in one.tax_subtotal]
        if not self._known or not all(map(_is_core, parts)):
            return ()
        for one in head.allowance_charge:
            if one.amount is not None and one.tax_category:
                sign = 1 if one.charge_indicator else -1
                self._sums[taxes.key(one.tax_category[0])] += sign * one.amount.value
        said = Translation()
        self._compare(head, said)
        return said.hits(None, None)

    def _compare(self, head: Any, said: Translation) -> None:
        total = head.legal_monetary_total
        stated = None if total is None else total.line_extension_amount
        if stated is not None and stated.value != self._net:
            # BR-CO-10
            said.impossible(
                "EN-20", "legal_monetary_total.line_extension_amount", stated, self._net
            )
        found: dict[Key, Decimal] = defaultdict(Decimal)
        for one in head.tax_total:
            for part in one.tax_subtotal:
                if part.taxable_amount is not None and part.tax_category is not None:
                    found[taxes.key(part.tax_category)] += part.taxable_amount.value
        field = "tax_total.tax_subtotal.taxable_amount"
        for key in sorted({*found, *self._sums}, key=str):
            sums, parts = self._sums.get(key), found.get(key)
            code, _ = key
            off = abs((parts or ZERO) - (sums or ZERO))
            wrong = off >= SLACK if code in taxes.RATED else off != 0
            if wrong or sums is None or parts is None:
                name = taxes.named(key)
                if parts is None:
                    said.impossible("EN-35", field, name, sums, "unstated")
                elif sums is None:
                    said.impossible("EN-35", field, name, parts, "unused")
                else:
                    said.impossible("EN-35", field, f"{name}: {parts}", sums)


def _is_core(category: Any) -> bool:
    known = taxes.is_vat(category) and category.id is not None
    return known and category.id.value.strip() in taxes.KNOWN
