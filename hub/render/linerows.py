"""A line of a document as a row of a table, with what else it says below in small print."""

from msgspec import Struct

from hub.model.values import Quantity
from hub.render.leaflet import Pair, Row
from hub.render.leaves import Leaf, Leaves
from hub.render.pagewording import Wording
from hub.render.partyblock import Addresses
from hub.render.plans import Plan
from hub.render.saying import Saying
from hub.render.taxwords import tax_name, tax_parts

__all__ = ["GOODS", "LineRows", "charge_text", "span"]

GOODS: tuple[tuple[str, int, bool], ...] = (
    ("column.number", 11, False),
    ("column.article", 29, False),
    ("column.text", 58, False),
    ("column.quantity", 17, True),
    ("column.unit", 20, False),
    ("column.price", 21, True),
    ("column.amount", 22, True),
)
"""Columns of lines that are of goods or services: word, share of the width, numbers right."""


class LineRows:
    """Makes rows of lines, by the plan of their kind.

    ``order`` is the number of the one order that the whole document is for, which its lines need
    not tell again.
    """

    def __init__(
        self, plan: Plan, words: Wording, saying: Saying, currency: str, order: str = ""
    ) -> None:
        self._plan = plan
        self._words = words
        self._say = saying
        self._currency = currency
        self._order = order

    def row(self, body: Struct, number: int) -> Row:
        """Return one line; ``number`` stands for it when it has none of its own."""
        leaves = Leaves(body)
        leaves.drop_each("address_format_code")
        plan, say = self._plan, self._say
        for group in leaves.groups("order_line_reference"):
            named = f"{group}.order_reference.id"
            if self._order and say.text(leaves.peek(named)) == self._order:
                leaves.drop(named)
        own = say.text(leaves.take(f"{plan.line}id")) or str(number)
        if plan.article:
            return self._goods(leaves, own)
        text = [say.text(one) for path in plan.told for one in leaves.each(path)]
        cells = [say.money(leaves.take(path), self._currency) for _, path in plan.amounts]
        return Row((own, "\n".join(text), *cells), self._rest(leaves))

    def _goods(self, leaves: Leaves, own: str) -> Row:
        plan, say, words = self._plan, self._say, self._words
        item = f"{plan.line}item"
        article = say.text(
            leaves.first(
                f"{item}.sellers_item_identification.id", f"{item}.standard_item_identification.id"
            )
        )
        name = say.text(leaves.take(f"{item}.name"))
        told = [say.text(one) for one in leaves.each(f"{item}.description")]
        text = [name, *(one for one in told if one != name)]
        text += [say.text(note) for note in leaves.each(f"{plan.line}note")]
        text += [say.text(note) for note in leaves.each("note")]
        quantity = leaves.take(f"{plan.line}{plan.quantity}")
        many = say.number(quantity.value) if isinstance(quantity, Quantity) else ""
        priced = f"{plan.line}{plan.price}"
        price = say.money(leaves.take(f"{priced}.price_amount"), self._currency)
        base = leaves.take(f"{priced}.base_quantity")
        if isinstance(base, Quantity) and not _is_one(base, quantity):
            price = f"{price}\n{words.say('line.per')} {say.text(base)}"
        amount = say.money(leaves.take(f"{plan.line}line_extension_amount"), self._currency)
        taxes = leaves.groups(f"{item}.classified_tax_category")
        further = [tax_name(leaves, group, words, say) for group in taxes]
        for group in leaves.groups(f"{plan.line}tax_total"):
            further += self._tax_total(leaves, group)
        further += [
            self._delivery(leaves, group) for group in leaves.groups(f"{plan.line}delivery")
        ]
        for group in leaves.groups(f"{plan.line}allowance_charge"):
            charge = charge_text(leaves, group, words, say)
            if charge is not None:
                further.append(f"{charge[0]}: {charge[1]}")
        cells = (own, article, "\n".join(text), many, say.unit(quantity), price, amount)
        return Row(cells, "; ".join(part for part in (*further, self._rest(leaves)) if part))

    def _tax_total(self, leaves: Leaves, group: str) -> list[str]:
        """Return the taxes of a line; their sum only where it is not that of the one part."""
        say = self._say
        stated = say.text(leaves.take(f"{group}.tax_amount"))
        parts = tax_parts(leaves, group, self._words, say)
        told = [": ".join(part for part in pair if part) for pair in parts]
        if stated and [much for _, much in parts] != [stated]:
            told.append(f"{self._words.say('total.tax')}: {stated}")
        return told

    def _delivery(self, leaves: Leaves, group: str) -> str:
        """Return where and when a line of its own place or date is wanted."""
        words, say = self._words, self._say
        block = Addresses(leaves, words, say).delivery(words.say("party.delivery"), group)
        where = [block.name, *block.lines, *(f"{label} {said}" for label, said in block.facts)]
        told = ", ".join(part for part in where if part)
        when = span(leaves, f"{group}.requested_delivery_period", say)
        named = [
            f"{block.title}: {told}" if told else "",
            f"{words.say('fact.delivery-date')}: {when}" if when else "",
        ]
        return "; ".join(part for part in named if part)

    def _rest(self, leaves: Leaves) -> str:
        """Return what no cell shows, each under its name."""
        length = len(self._plan.line)
        said = []
        for path, value in leaves.rest():
            if path.endswith("orderable_unit_factor_rate") and value == 1:
                continue
            inner = path[length:] if path.startswith(self._plan.line) else path
            name = self._words.name(inner.removeprefix("item."))
            said.append(f"{name}: {self._say.at(path, value)}")
        return "; ".join(said)


def _is_one(base: Quantity, ordered: Leaf | None) -> bool:
    """Return whether a price is that of one unit as it is ordered, so that nothing is to say."""
    unit = ordered.unit_code if isinstance(ordered, Quantity) else None
    return base.value == 1 and base.unit_code in (None, unit)


def span(leaves: Leaves, period: str, say: Saying) -> str:
    """Return a period as its first and last day, one day as one."""
    days = [say.text(leaves.take(f"{period}.{end}_date")) for end in ("start", "end")]
    return " – ".join(dict.fromkeys(day for day in days if day))


def charge_text(leaves: Leaves, group: str, words: Wording, say: Saying) -> Pair | None:
    """Return an allowance or charge as its reason and its amount; None when it has none."""
    amount = leaves.take(f"{group}.amount")
    if amount is None:
        return None
    charge = leaves.take(f"{group}.charge_indicator")
    name = words.say("page.charge" if charge else "page.allowance")
    reasons = [say.text(one) for one in leaves.each(f"{group}.allowance_charge_reason")]
    if reasons:
        name = f"{name}: {' '.join(reasons)}"
    factor, base = (
        leaves.take(f"{group}.{part}") for part in ("multiplier_factor_numeric", "base_amount")
    )
    if factor is not None and base is not None:
        name += f" ({say.text(factor)} × {say.text(base)})"
    elif factor is not None or base is not None:
        name += f" ({say.text(base if factor is None else factor)})"
    taxes = [tax_name(leaves, one, words, say) for one in leaves.groups(f"{group}.tax_category")]
    name = ", ".join([name, *(one for one in taxes if one)])
    sign = "" if charge else "−"
    return name, f"{sign}{say.text(amount)}"
