"""What the published rules calculate about taxes, with the arithmetic they are defined in."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from hub.rules.elements.paths import Path, Test
from hub.rules.elements.spot import Kids, Whole, kids_of
from hub.rules.module import sibling
from hub.xml.parse import Element

reading = sibling(__file__, "reading")

Words = Mapping[str, Any]
Prefixes = Mapping[str, str]

_VAT = frozenset({"63", "VAT"})


def one_vat_total(_: Words, prefixes: Prefixes) -> Test:
    """Among the tax totals of a document or line exactly one is of VAT."""
    totals = Path("../cac:TaxTotal", prefixes).elements
    schemes = Path("cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:ID", prefixes)

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        found = totals(element, kids, whole)
        return sum(not _VAT.isdisjoint(_below(schemes, one, whole)) for one in found) == 1

    return test


def _below(path: Path, element: Element, whole: Whole) -> list[str]:
    return path.values(element, kids_of(element), whole)


def tax_of_parts(_: Words, prefixes: Prefixes) -> Test:
    """A tax total is the exact sum of its parts, rounded to the cent."""
    total = Path("cbc:TaxAmount", prefixes).values
    parts = Path("cac:TaxSubtotal/cbc:TaxAmount", prefixes).values

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        said = [reading.decimal_of(text) for text in total(element, kids, whole)]
        found = [reading.decimal_of(text) for text in parts(element, kids, whole)]
        known = [number for number in found if number is not None]
        if len(known) < len(found) or said[:1] == [None] or len(said) > 1:
            return True
        # A total that is not there is no sum either.
        return bool(said) and said[0] == reading.half_up(sum(known, Decimal(0)) * 100) / 100

    return test


def one_tax_scheme(words: Words, prefixes: Prefixes) -> Test:
    """The parts of a tax total are all of one kind of tax."""
    path = Path(words["at"], prefixes)

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        ours = path.values(element, kids, whole)
        return not any(
            one != other
            for later in element.itersiblings()
            if isinstance(later.tag, str)
            for other in _below(path, later, whole)
            for one in ours
        )

    return test


def tax_not_forgotten(_: Words, prefixes: Prefixes) -> Test:
    """At the standard rate there is tax, unless it would be less than half a cent."""
    read = reading.Reading(prefixes)
    taxable, tax = read.number("cbc:TaxableAmount"), read.number("cbc:TaxAmount")
    percent = read.number("cac:TaxCategory/cbc:Percent")

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        of, said, rate = (one(element, kids, whole) for one in (taxable, tax, percent))
        if of is None or rate is None:
            return True
        return not (of > 0 and said == 0 and of / 100 * rate >= 0.005)  # noqa: PLR2004 - half a cent

    return test


def tax_of_percent(_: Words, prefixes: Prefixes) -> Test:
    """At the standard rate the tax is the percentage of the taxable amount, give or take 1."""
    percents = Path("cbc:Percent", prefixes).values
    taxes = Path("../cbc:TaxAmount", prefixes).values
    taxables = Path("../cbc:TaxableAmount", prefixes).values

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        found = [
            next(map(reading.decimal_of, values(element, kids, whole)), None)
            for values in (percents, taxes, taxables)
        ]
        percent, tax, taxable = found
        if percent is None or tax is None:
            return False
        if percent <= 0:
            return percent == 0 and tax == 0
        if taxable is None:
            return False
        return abs(tax - reading.half_up(taxable * percent / 100 * 100) / 100) <= 1

    return test


HOLDS: dict[str, Callable[[Words, Prefixes], Test]] = {
    function.__name__: function
    for function in (
        one_vat_total,
        tax_of_parts,
        one_tax_scheme,
        tax_not_forgotten,
        tax_of_percent,
    )
}
