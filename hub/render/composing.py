"""From a document to a leaflet: what its plan names stands where readers look for it.

Everything else the document says follows under further details, so that the page says all
that the document does. Left out are only values that identify formats and profiles.
"""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from hub.model.sentence import Language
from hub.model.values import Amount, Code
from hub.render.leaflet import Column, Leaflet, Pair, Row
from hub.render.leaves import Leaf, Leaves
from hub.render.linerows import GOODS, LineRows, charge_text, span
from hub.render.pagewording import Wording, wording
from hub.render.partyblock import Addresses
from hub.render.plans import GENERIC, PLANS, Plan
from hub.render.saying import Saying
from hub.render.taxwords import tax_parts

__all__ = ["compose"]

_TECHNICAL = ("ubl_version_id", "customization_id", "profile_id", "profile_execution_id")
_ENDINGS = ("_party", "_customer_party", "_supplier_party")
_SUMS = (
    ("total.lines", "line_extension_amount"),
    ("total.allowances", "allowance_total_amount"),
    ("total.charges", "charge_total_amount"),
    ("total.taxless", "tax_exclusive_amount"),
)
_LAST_SUMS = (
    ("total.taxed", "tax_inclusive_amount"),
    ("total.prepaid", "prepaid_amount"),
    ("total.rounding", "payable_rounding_amount"),
)
_CHARACTER = 2.1
"""Millimetres, about, of a character in a cell."""
_STAYING = frozenset({"column.number", "column.text"})
"""Columns that are there even when no line says anything in them."""


def compose(kind: str, header: Struct, lines: Iterable[Struct], language: Language) -> Leaflet:
    """Return a document as people read it."""
    return _Composition(kind, header, language).leaflet(lines)


class _Composition:
    """One document being laid out."""

    def __init__(self, kind: str, header: Struct, language: Language) -> None:
        self._kind = kind
        self._plan: Plan = PLANS.get(kind, GENERIC)
        self._words: Wording = wording(language)
        self._say = Saying(self._words)
        self._leaves = leaves = Leaves(header)
        self._addresses = Addresses(self._leaves, self._words, self._say)
        self._leaves.drop(*_TECHNICAL)
        self._leaves.drop_each("address_format_code")
        if self._plan.lines is not None:
            self._leaves.drop_group(self._plan.lines)
        self._stated: list[Decimal] = []
        names = ("document_currency_code", "pricing_currency_code")
        orders = [leaves.peek(f"{one}.id") for one in leaves.groups("order_reference")]
        self._order = self._say.text(orders[0]) if len(orders) == 1 else ""
        currency = next((one for name in names if (one := getattr(header, name, None))), None)
        self._currency = currency.value if isinstance(currency, Code) else ""
        if getattr(header, "copy_indicator", None) is False:
            self._leaves.drop("copy_indicator")

    def leaflet(self, lines: Iterable[Struct]) -> Leaflet:
        """Return the whole; what is taken first is not told again further down."""
        leaves, say, words = self._leaves, self._say, self._words
        made = Leaflet(words.kind(self._kind), say.text(leaves.take("id")))
        self._parties(made)
        self._facts(made)
        for path in self._plan.notes:
            made.notes += [say.text(note) for note in leaves.each(path)]
        self._charges(made)
        self._taxes(made)
        self._totals(made)
        rows = LineRows(self._plan, words, say, self._currency, self._order)
        made.rows += [rows.row(body, number) for number, body in enumerate(lines, start=1)]
        self._columns(made)
        self._sections(made)
        return made

    def _parties(self, made: Leaflet) -> None:
        plan, leaves, words = self._plan, self._leaves, self._words
        for word, path in plan.parties or _any_parties(leaves):
            if leaves.has(path):
                title = words.say(word) if not word.startswith("field.") else words.name(path)
                made.blocks.append(self._addresses.party(title, path))
        made.sender = made.blocks[0].name if made.blocks else ""
        for path in leaves.groups(plan.place):
            block = self._addresses.delivery(words.say("party.delivery"), path)
            if block.name or block.lines or block.facts:
                made.blocks.insert(min(2, len(made.blocks)), block)
                made.delivery = made.delivery or ", ".join(
                    part for part in (block.name, *block.lines) if part
                )

    def _facts(self, made: Leaflet) -> None:
        leaves, say, words, place = self._leaves, self._say, self._words, self._plan.place
        for word, path in self._plan.facts:
            value = leaves.take(path)
            if value is not None:
                made.facts.append((words.say(word), say.at(path, value)))
                if path == "issue_date":
                    made.date = say.text(value)
        told = span(leaves, f"{place}.requested_delivery_period", say)
        if told:
            made.facts.insert(1, (words.say("fact.delivery-date"), told))
        delivered = leaves.take(f"{place}.actual_delivery_date")
        if delivered is not None:
            made.facts.append((words.say("fact.delivered"), say.text(delivered)))

    def _charges(self, made: Leaflet) -> None:
        for group in self._leaves.groups("allowance_charge"):
            told = charge_text(self._leaves, group, self._words, self._say)
            if told is not None:
                made.charges.append(told)

    def _is_tax(self, value: Leaf) -> bool:
        """Return whether an amount "exclusive tax" is the sum of the taxes.

        Some formats mean the taxes by it, others what is left without them. The taxes stand
        on the page already.
        """
        return isinstance(value, Amount) and bool(self._stated) and value.value == sum(self._stated)

    def _taxes(self, made: Leaflet) -> None:
        leaves, say, words = self._leaves, self._say, self._words
        for total in leaves.groups("tax_total"):
            amount = leaves.take(f"{total}.tax_amount")
            if isinstance(amount, Amount):
                self._stated.append(amount.value)
            made.taxes += tax_parts(leaves, total, words, say)
            if amount is not None:
                made.taxes.append((words.say("total.tax"), say.text(amount)))
        if len(made.taxes) == 2 and made.taxes[0][1] == made.taxes[1][1]:  # noqa: PLR2004
            # One tax of one kind: its part says the sum as well.
            del made.taxes[1]

    def _totals(self, made: Leaflet) -> None:
        leaves, say, words, total = self._leaves, self._say, self._words, self._plan.total
        for word, field in _SUMS:
            value = leaves.take(f"{total}.{field}")
            if value is not None and not (word == "total.taxless" and self._is_tax(value)):
                made.totals.append((words.say(word), say.text(value)))
        made.totals += made.taxes
        for word, field in _LAST_SUMS:
            value = leaves.take(f"{total}.{field}")
            if value is not None:
                made.totals.append((words.say(word), say.text(value)))
        for word, path in self._plan.sums:
            value = leaves.take(path)
            if value is not None:
                made.totals.append((words.say(word), say.text(value)))
        payable = leaves.take(f"{total}.payable_amount")
        if isinstance(payable, Amount):
            self._currency = self._currency or payable.currency_id or ""
            made.total = say.text(payable)
            made.totals.append((words.say(self._plan.payable), made.total))

    def _columns(self, made: Leaflet) -> None:
        """Give the lines their columns, without those that no line says anything in."""
        if not made.rows:
            return
        plan, planned = self._plan, GOODS
        if not plan.article:
            room = 160 - 26 * len(plan.amounts)
            amounts = ((word, 26, True) for word, _ in plan.amounts)
            planned = (("column.number", 14, False), ("column.text", room, False), *amounts)
        kept = [
            at
            for at, (word, _, _) in enumerate(planned)
            if word in _STAYING or any(row.cells[at] for row in made.rows)
        ]
        made.rows = [Row(tuple(row.cells[at] for at in kept), row.further) for row in made.rows]
        longest = max(len(row.cells[0]) for row in made.rows)
        wide = {"column.number": min(30.0, _CHARACTER * longest + 3.0)}
        made.columns = tuple(
            Column(self._title(word), max(weight, wide.get(word, 0.0)), right)
            for word, weight, right in (planned[at] for at in kept)
        )
        made.under = [planned[at][0] for at in kept].index("column.text")

    def _title(self, word: str) -> str:
        """Return the heading of a column; one of amounts names the document's currency."""
        said = self._words.say(word)
        said = said[:1].upper() + said[1:]
        amounts = {"column.amount", *(name for name, _ in self._plan.amounts)}
        sums = word in amounts and word not in self._plan.numbers
        return f"{said} {self._currency}".strip() if sums else said

    def _sections(self, made: Leaflet) -> None:
        leaves, say, words = self._leaves, self._say, self._words
        gathered: dict[str, list[Pair]] = {"payment": [], "terms": [], "further": []}
        for path, value in leaves.rest():
            section = "further"
            if path.startswith(("payment_means", "payment_terms")):
                section = "payment"
            elif path.startswith("delivery_terms"):
                section = "terms"
            gathered[section].append((words.name(path), say.at(path, value)))
        made.sections += [
            (words.say(f"section.{name}"), pairs) for name, pairs in gathered.items() if pairs
        ]


def _any_parties(leaves: Leaves) -> list[tuple[str, str]]:
    found: dict[str, None] = {}
    for path, _ in leaves.rest():
        first = path.split(".")[0]
        if first.endswith(_ENDINGS):
            found[first] = None
    return [(f"field.{path}", path) for path in found]
