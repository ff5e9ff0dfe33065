"""What the published rules calculate or compare over the whole document.

Each function answers one question about an element: does the rule hold? A value that is not
there, or is no number, leaves a rule unbroken, because then there is nothing to compare; that
it is missing or wrong is said by other rules and by the schema.

The rules are defined in binary fractions (XPath's numbers), and a document stands or falls
by that arithmetic at its receiver; so these functions use it too. Nothing calculated here is
ever written anywhere.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from hub.rules.elements.check import Gather
from hub.rules.elements.condition import number_of
from hub.rules.elements.paths import Path, Test
from hub.rules.elements.reckoning import Figured, Reckoning
from hub.rules.elements.spot import Kids, Whole, text_of
from hub.rules.module import sibling
from hub.xml.parse import Element

gathering = sibling(__file__, "gathering")
reading = sibling(__file__, "reading")
taxing = sibling(__file__, "taxing")

Words = Mapping[str, Any]
Prefixes = Mapping[str, str]
Texts = tuple[str, ...]

_AGENCY = "Digitaliseringsstyrelsen"
_NUMBERS = ("1001", "1999")
_TOLERANCE = 1.0


def _reckoned(
    judge: Callable[..., bool],
    prefixes: Prefixes,
    *paths: str,
    figure: Callable[..., str | None] | None = None,
) -> Reckoning:
    return Reckoning(judge, *(Path(path, prefixes) for path in paths), figure=figure)


def adds_up(words: Words, prefixes: Prefixes) -> Test:
    """A total is the sum of what ``plus`` names, less what ``minus`` names, to the cent.

    ``without`` is what a total counts as that is not there.
    """
    plus, minus, without = words["plus"], words.get("minus", ()), words.get("without")

    def judge(total: Texts, *parts: Texts) -> bool:
        said = reading.first(total) if total else without
        if said is None:
            return False
        return bool(reading.rounded(float(said)) == reading.rounded(right(*parts)))

    def right(*parts: Texts) -> float:
        sums = [sum(reading.numbers(one)) for one in parts]
        added, taken = sum(sums[: len(plus)]), sum(sums[len(plus) :])
        return float(added - taken)

    def figure(_: Texts, *parts: Texts) -> str | None:
        return cast(str | None, reading.figure(right(*parts)))

    return _reckoned(judge, prefixes, words["at"], *plus, *minus, figure=figure)


def terms_add_up(words: Words, prefixes: Prefixes) -> Test:
    """The amount to pay is the sum of the payment terms, or that of the first of them."""
    read = reading.Reading(prefixes)
    total = read.number(words["at"])
    terms = Path("../cac:PaymentTerms", prefixes).elements
    amount = Path("cbc:Amount", prefixes)

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        said = total(element, kids, whole)
        if said is None:
            return False
        found = amounts(element, kids, whole)
        first = next(iter(found[0]), None) if found else None
        sums = [added(found)] + ([] if first is None else [first])
        return any(reading.rounded(said) == reading.rounded(one) for one in sums)

    def amounts(element: Element, kids: Kids, whole: Whole) -> list[list[float | None]]:
        return [
            [number_of(text_of(one)) for one in term.iterchildren(amount.child)]
            for term in terms(element, kids, whole)
        ]

    def added(found: list[list[float | None]]) -> float:
        return float(sum(number for term in found for number in term if number is not None))

    def wanted(element: Element, kids: Kids, whole: Whole) -> str | None:
        return cast(str | None, reading.figure(added(amounts(element, kids, whole))))

    return Figured(test, wanted)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line's amount is made of; ``units`` compares those of quantity and price.

    ``foreign`` says that the price is in another currency, ``operators`` how its rate is
    applied.
    """

    units: str
    amount: float | None
    quantity: float | None
    price: float | None
    base: float | None
    factor: float | None
    foreign: bool
    rate: float | None
    operators: Texts


@lru_cache(maxsize=1024)
def line_facts(*found: Texts) -> LineFacts:
    """Return the facts of a line, found once for all rules about its amount."""
    amount, quantity, unit, price, base, per, factor, exchange, rate, operators = found
    units = "unknown" if not unit or not per else "equal" if unit == per else "different"
    foreign = bool(exchange)
    return LineFacts(
        units,
        *map(reading.first, (amount, quantity, price, base, factor)),
        foreign,
        reading.first(rate) if foreign else None,
        operators if foreign else (),
    )


class LineAmount:
    """Judges what a line's amount is made of.

    ``units`` says for which lines: those where quantity and price are in different units,
    multiplied by the factor of the price then; in equal units; or where that is not known.
    ``rate`` says that the price is in another currency, and how its rate is applied.
    """

    def __init__(self, words: Words) -> None:
        self._wanted, self._way = words["units"], words.get("rate")
        self._with_factor, self._default = words.get("factor"), words.get("without_base")

    def holds(self, *found: Texts) -> bool:
        """Say whether the amount is right, or the line another rule's."""
        facts = line_facts(*found)
        if facts.foreign is (self._way is None) or facts.units != self._wanted:
            return True
        right, said = self._right(facts), facts.amount
        if right is None or said is None:
            return True
        return _near(float(reading.rounded(said)) if self._way is None else said, right)

    def figure(self, *found: Texts) -> str | None:
        """Return the right amount of a line."""
        return cast(str | None, reading.figure(self._right(line_facts(*found))))

    def _right(self, facts: LineFacts) -> float | None:
        right = self._product(facts)
        return right if right is None or self._way is None else self._changed(facts, right)

    def _product(self, facts: LineFacts) -> float | None:
        many, each = facts.quantity, facts.price
        if many is None or each is None:
            return None
        if self._wanted == "different":
            return None if facts.factor is None else each * many * facts.factor
        per = self._default if facts.base is None else facts.base
        return None if per is None else reading.divided(each * many, per)

    def _changed(self, facts: LineFacts, right: float) -> float | None:
        """Return the amount in the document's currency; None where the rule is another's."""
        if facts.rate is None or self._way not in facts.operators:
            return None
        if (facts.factor is not None) != self._with_factor:
            return None
        return right * facts.rate if self._way == "multiply" else reading.divided(right, facts.rate)


def line_amount(words: Words, prefixes: Prefixes) -> Test:
    """A line's amount is quantity times price, give or take 1."""
    quantity, rate = words["quantity"], "/cac:PricingExchangeRate"
    amount = LineAmount(words)
    return _reckoned(
        amount.holds,
        prefixes,
        "cbc:LineExtensionAmount",
        quantity,
        f"{quantity}/@unitCode",
        "cac:Price/cbc:PriceAmount",
        "cac:Price/cbc:BaseQuantity",
        "cac:Price/cbc:BaseQuantity/@unitCode",
        "cac:Price/cbc:OrderableUnitFactorRate",
        rate,
        f"{rate}/cbc:CalculationRate",
        f"{rate}/cbc:MathematicOperatorCode",
        figure=amount.figure,
    )


def _near(said: float, right: float) -> bool:
    """Return whether an amount is within the tolerance; what is no number is not judged."""
    return not (said < right - _TOLERANCE or said > right + _TOLERANCE)


def line_product(words: Words, prefixes: Prefixes) -> Test:
    """An ordered line's amount is quantity times price, times the factor where there is one."""
    paths = [words["quantity"], "cac:Price/cbc:PriceAmount"]
    if words["factor"]:
        paths.append("cac:Price/cbc:OrderableUnitFactorRate")

    def judge(amount: Texts, *factors: Texts) -> bool:
        said, right = reading.first(amount), product(*factors)
        return said is None or right is None or _near(said, right)

    def product(*factors: Texts) -> float | None:
        known = [number for one in factors if (number := reading.first(one)) is not None]
        return None if len(known) < len(factors) else math.prod(known)

    def figure(_: Texts, *factors: Texts) -> str | None:
        return cast(str | None, reading.figure(product(*factors)))

    return _reckoned(judge, prefixes, words["at"], *paths, figure=figure)


def charge_of_base(_: Words, prefixes: Prefixes) -> Test:
    """A charge or discount is its base times its factor, give or take 1."""

    def judge(*found: Texts) -> bool:
        said, of, times = map(reading.first, found)
        if said is None or of is None or times is None:
            return True
        return bool(-_TOLERANCE <= said - of * times <= _TOLERANCE)

    def figure(_: Texts, *found: Texts) -> str | None:
        of, times = map(reading.first, found)
        known = of is not None and times is not None
        return cast(str | None, reading.figure(of * times)) if known else None

    paths = ("cbc:Amount", "cbc:BaseAmount", "cbc:MultiplierFactorNumeric")
    return _reckoned(judge, prefixes, *paths, figure=figure)


def emission_of_factor(_: Words, prefixes: Prefixes) -> Test:
    """A line's emission is its quantity times the emission factor, to four figures."""
    read = reading.Reading(prefixes)
    factor = read.number("../cac:AdditionalItemProperty[cbc:Name=EmissionFactor]/cbc:Value")
    quantities = [read.number(f"../../cbc:{name}Quantity") for name in ("Invoiced", "Credited")]
    said = read.number("cbc:Value")

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        value, each = said(element, kids, whole), factor(element, kids, whole)
        if value is None or each is None:
            return False
        known = [number(element, kids, whole) for number in quantities]
        wanted = math.floor(value * 10000 + 0.5) / 10000
        return any(
            many is not None and math.floor(each * many * 10000 + 0.5) / 10000 == wanted
            for many in known
        )

    return test


def not_before(words: Words, prefixes: Prefixes) -> Test:
    """An end is not before its start; with a time zone neither is a plain number."""
    starts, ends = Path(words["start"], prefixes).values, Path(words["at"], prefixes).values

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        start, end = (
            next((number_of(_figures(text)) for text in values(element, kids, whole)), None)
            for values in (starts, ends)
        )
        return start is not None and end is not None and end >= start

    return test


def _figures(text: str) -> str:
    """Return a date or time without its signs, which must leave a number."""
    return text.replace("-", "") if "-" in text else text.replace(":", "")


def languages_given(words: Words, prefixes: Prefixes) -> Test:
    """Of several descriptions each says its language."""
    found = Path(words["at"], prefixes).elements

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        descriptions = found(element, kids, whole)
        return len(descriptions) < 2 or all(  # noqa: PLR2004 - several
            one.get("languageID") is not None for one in descriptions
        )

    return test


def languages_apart(words: Words, prefixes: Prefixes) -> Test:
    """No two descriptions are in the same language (W-LIB223)."""

    def judge(languages: Texts) -> bool:
        return len(set(languages)) == len(languages)

    return _reckoned(judge, prefixes, f"{words['at']}/@languageID")


def extension_numbers(_: Words, prefixes: Prefixes) -> Test:
    """An extension of the agency has one of the agency's numbers."""
    agencies = Path("ext:UBLExtensions/ext:UBLExtension/ext:ExtensionAgencyID", prefixes).values
    numbers = Path("ext:UBLExtensions/ext:UBLExtension/cbc:ID", prefixes).values
    first, last = _NUMBERS

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        return _AGENCY not in agencies(element, kids, whole) or all(
            first <= text <= last for text in numbers(element, kids, whole)
        )

    return test


HOLDS: dict[str, Callable[[Words, Prefixes], Test]] = taxing.HOLDS | {
    function.__name__: function
    for function in (
        adds_up,
        terms_add_up,
        line_amount,
        line_product,
        charge_of_base,
        emission_of_factor,
        not_before,
        languages_given,
        languages_apart,
        extension_numbers,
    )
}

GATHERS: dict[str, Callable[[Words, Prefixes], Gather]] = gathering.GATHERS
