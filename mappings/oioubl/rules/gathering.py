"""What the published rules say of the head by all lines; each line is seen once."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from hub.rules.elements.check import Gather, Gatherer
from hub.rules.elements.condition import number_of
from hub.rules.elements.paths import Path
from hub.rules.elements.sight import Finder, Sight
from hub.rules.elements.spot import Whole, text_of
from hub.rules.module import sibling
from hub.xml.parse import Element

reading = sibling(__file__, "reading")

Words = Mapping[str, Any]
Prefixes = Mapping[str, str]

_SLACK = 0.0055
_TOLERANCE = 1.0
_CATEGORIES = frozenset(
    {"B", "M", "L", "K", "O", "G", "ZeroRated", "StandardRated", "ReverseCharge"}
)
_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})


class Finders:
    """Find elements below an element; each path is compiled once, for all documents."""

    def __init__(self, prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self._finders: dict[str, Finder] = {}
        self._tags: dict[str, list[str | None]] = {}

    def at(self, path: str) -> Finder:
        """Return what finds the elements at a path."""
        found = self._finders.get(path)
        if found is None:
            found = self._finders[path] = Finder.of(Path(path, self._prefixes))
        return found

    def in_line(self, path: str) -> Finder:
        """Return what finds the elements at a path that begins with the line itself."""
        return self.at(path.partition("/")[2])

    def tags(self, path: str) -> list[str | None]:
        """Return the tags of the steps of a path."""
        if path not in self._tags:
            self._tags[path] = [Path(step, self._prefixes).child for step in path.split("/")]
        return self._tags[path]


class LinesAddUp:
    """An amount of the head is the sum of the lines' amounts."""

    def __init__(self, element: Element, words: Words, finders: Finders) -> None:
        tag = finders.tags(words["at"])[0]
        self._said = next((number_of(text_of(one)) for one in element.iterchildren(tag)), None)
        self._amounts = finders.in_line(words["amounts"])
        self._free = finders.at("cbc:FreeOfChargeIndicator")
        self._paid_only = bool(words.get("paid_only"))
        self._sum = 0.0

    def line(self, line: Sight) -> None:
        """Add a line's amount."""
        if self._paid_only:
            free = line.texts(self._free)
            if free and "false" not in free:
                return
        for amount in line.texts(self._amounts):
            self._sum += number_of(amount) or 0.0

    def holds(self) -> bool:
        """Compare with what the head says."""
        return self._said is None or -_SLACK <= self._said - self._sum <= _SLACK

    def wanted(self) -> str | None:
        """Return the sum of the lines."""
        return cast(str | None, reading.figure(self._sum))


class OneCurrency:
    """Amounts are in the currency the head says."""

    def __init__(self, element: Element, whole: Whole, words: Words, finders: Finders) -> None:
        self._currency = text_of(element)
        self._tags = finders.tags(words["amounts"])
        self._anywhere = bool(words.get("anywhere"))
        in_line = self._tags if self._anywhere else self._tags[1:]
        key = (self._anywhere, *in_line)
        self._in_line = Finder(key, lambda line: self._amounts(line, in_line))
        self._right = True
        self._look(self._amounts(whole.root, self._tags))

    def line(self, line: Sight) -> None:
        """Look at a line's amounts."""
        if self._anywhere or line.nodes[0].tag == self._tags[0]:
            self._look([line.nodes[one] for one in line.below(self._in_line)])

    def holds(self) -> bool:
        """Say whether all were in it."""
        return self._right

    def wanted(self) -> None:
        """Return nothing: it is no figure."""

    def _amounts(self, element: Element, tags: list[str | None]) -> list[Element]:
        if self._anywhere:
            return [one for one in element.iter(tags[-1]) if _stands_in(one, tags[-2::-1])]
        found = [element]
        for tag in tags:
            found = [child for one in found for child in one.iterchildren(tag)]
        return found

    def _look(self, found: list[Element]) -> None:
        if any((one.get("currencyID") or self._currency) != self._currency for one in found):
            self._right = False


class TaxableOfLines:
    """The taxable amount of a category is that of the lines, with charges and discounts.

    Not judged where no line has the category, the scheme and the currency.
    """

    def __init__(self, element: Element, whole: Whole, words: Words, finders: Finders) -> None:
        self._subtotals = finders.at("cac:TaxTotal/cac:TaxSubtotal")
        self._taxable = finders.at(words["at"])
        self._categories = finders.at("cac:TaxCategory/cbc:ID")
        self._schemes = finders.at("cac:TaxCategory/cac:TaxScheme/cbc:ID")
        self._wanted = self._mark(element)
        said = [number_of(text_of(one)) for one in self._taxable(element)]
        self._said = said[0] if said else None
        self._sum = 0.0
        self._found = False
        self._charges = self._charged(whole, finders)

    def line(self, line: Sight) -> None:
        """Add the line's taxable amounts of the category."""
        categories, schemes, currency = self._wanted
        for subtotal in line.below(self._subtotals):
            for amount in line.below(self._taxable, subtotal):
                if (
                    currency is not None
                    and line.nodes[amount].get("currencyID") == currency
                    and not categories.isdisjoint(line.texts(self._categories, subtotal))
                    and not schemes.isdisjoint(line.texts(self._schemes, subtotal))
                ):
                    self._found = True
                    self._sum += number_of(line.text(amount)) or 0.0

    def holds(self) -> bool:
        """Compare with what the head says."""
        if not self._found or self._said is None:
            return True
        return abs(self._said - (self._sum + self._charges)) <= _TOLERANCE

    def wanted(self) -> str | None:
        """Return what the lines and charges of the category give."""
        return cast(str | None, reading.figure(self._sum + self._charges))

    def _mark(self, element: Element) -> tuple[frozenset[str], frozenset[str], str | None]:
        currency = next((one.get("currencyID") for one in self._taxable(element)), None)
        return _texts(self._categories(element)), _texts(self._schemes(element)), currency

    def _fits(self, element: Element, amount: Element) -> bool:
        categories, schemes, currency = self._wanted
        return (
            not categories.isdisjoint(_texts(self._categories(element)))
            and not schemes.isdisjoint(_texts(self._schemes(element)))
            and currency is not None
            and amount.get("currencyID") == currency
        )

    def _charged(self, whole: Whole, finders: Finders) -> float:
        amounts = finders.at("cbc:Amount")
        indicators = finders.at("cbc:ChargeIndicator")
        total = 0.0
        for one in finders.at("cac:AllowanceCharge")(whole.root):
            said = {text.strip() for text in _texts(indicators(one))}
            sign = 1 if said & _TRUE else -1 if said & _FALSE else 0
            for amount in amounts(one):
                if self._fits(one, amount):
                    total += sign * (number_of(text_of(amount)) or 0.0)
        return total


class SameTaxCategories:
    """The lines and charges have the same tax categories as the tax totals of the head."""

    def __init__(self, whole: Whole, words: Words, finders: Finders) -> None:
        self._within = finders.at(words["at"])
        charges = finders.at("cac:AllowanceCharge/cac:TaxCategory/cbc:ID")
        self._head = _texts(self._within(whole.root)) & _CATEGORIES
        self._lines = set(_texts(charges(whole.root)) & _CATEGORIES)

    def line(self, line: Sight) -> None:
        """Note a line's categories."""
        self._lines.update(_CATEGORIES.intersection(line.texts(self._within)))

    def holds(self) -> bool:
        """Compare both."""
        return self._lines == self._head

    def wanted(self) -> None:
        """Return nothing: it is no figure."""


def _texts(elements: list[Element]) -> frozenset[str]:
    return frozenset(text_of(one) for one in elements)


def _stands_in(element: Element, tags: list[str | None]) -> bool:
    for tag in tags:
        element = element.getparent()
        if element is None or element.tag != tag:
            return False
    return True


def _gather(make: Callable[[Element, Whole, Words, Finders], Gatherer]) -> Any:
    def prepare(words: Words, prefixes: Prefixes) -> Gather:
        finders = Finders(prefixes)
        return lambda element, whole: make(element, whole, words, finders)

    return prepare


GATHERS: dict[str, Callable[[Words, Prefixes], Gather]] = {
    "lines_add_up": _gather(
        lambda element, _whole, words, finders: LinesAddUp(element, words, finders)
    ),
    "one_currency": _gather(OneCurrency),
    "taxable_of_lines": _gather(TaxableOfLines),
    "same_tax_categories": _gather(
        lambda _e, whole, words, finders: SameTaxCategories(whole, words, finders)
    ),
}
