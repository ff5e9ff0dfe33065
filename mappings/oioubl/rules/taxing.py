"""What the published rules calculate about taxes, with the arithmetic they are defined in."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

from hub.rules.elements.paths import Path, Test
from hub.rules.elements.reckoning import Reckoning, Watching
from hub.rules.elements.spot import Kids, Whole, text_of
from hub.rules.module import sibling
from hub.xml.parse import Element

reading = sibling(__file__, "reading")

Words = Mapping[str, Any]
Prefixes = Mapping[str, str]
Texts = tuple[str, ...]

_VAT = frozenset({"63", "VAT"})


def one_vat_total(_: Words, prefixes: Prefixes) -> Test:
    """Among the tax totals of a document or line exactly one is of VAT."""
    totals = Path("../cac:TaxTotal", prefixes).elements
    schemes = Path("cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:ID", prefixes)

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        found = totals(element, kids, whole)
        return sum(not _VAT.isdisjoint(_below(schemes, one)) for one in found) == 1

    def reads(element: Element, kids: Kids, whole: Whole) -> list[Element]:
        return [one for total in totals(element, kids, whole) for one in schemes.below(total)]

    return Watching(test, reads)


def _below(path: Path, element: Element) -> list[str]:
    return [text_of(one) for one in path.below(element)]


def tax_of_parts(_: Words, prefixes: Prefixes) -> Test:
    """A tax total is the exact sum of its parts, rounded to the cent."""

    def judge(total: Texts, parts: Texts) -> bool:
        said = [reading.decimal_of(text) for text in total]
        found = [reading.decimal_of(text) for text in parts]
        known = [number for number in found if number is not None]
        if len(known) < len(found) or said[:1] == [None] or len(said) > 1:
            return True
        # A total that is not there is no sum either.
        return bool(said) and bool(said[0] == reading.half_up(sum(known, Decimal(0)) * 100) / 100)

    def figure(_: Texts, parts: Texts) -> str | None:
        known = [number for text in parts if (number := reading.decimal_of(text)) is not None]
        return cast(str | None, reading.figure(reading.half_up(sum(known, Decimal(0)) * 100) / 100))

    total, part = Path("cbc:TaxAmount", prefixes), Path("cac:TaxSubtotal/cbc:TaxAmount", prefixes)
    return Reckoning(judge, total, part, figure=figure)


def one_tax_scheme(words: Words, prefixes: Prefixes) -> Test:
    """The parts of a tax total are all of one kind of tax."""
    path = Path(words["at"], prefixes)

    def test(element: Element, kids: Kids, whole: Whole) -> bool:
        others = _later(element)
        if not others:
            return True
        ours = path.values(element, kids, whole)
        return not any(
            one != other for later in others for other in _below(path, later) for one in ours
        )

    def reads(element: Element, kids: Kids, whole: Whole) -> list[Element]:
        others = _later(element)
        ours = path.elements(element, kids, whole) if others else []
        return [*ours, *(one for later in others for one in path.below(later))]

    return Watching(test, reads)


def _later(element: Element) -> list[Element]:
    return [one for one in element.itersiblings() if isinstance(one.tag, str)]


def tax_not_forgotten(_: Words, prefixes: Prefixes) -> Test:
    """At the standard rate there is tax, unless it would be less than half a cent."""

    def judge(*found: Texts) -> bool:
        of, said, rate = map(reading.first, found)
        if of is None or rate is None:
            return True
        return not (of > 0 and said == 0 and of / 100 * rate >= 0.005)  # noqa: PLR2004 - half a cent

    paths = ("cbc:TaxableAmount", "cbc:TaxAmount", "cac:TaxCategory/cbc:Percent")
    return Reckoning(judge, *(Path(path, prefixes) for path in paths))


def tax_of_percent(_: Words, prefixes: Prefixes) -> Test:
    """At the standard rate the tax is the percentage of the taxable amount, give or take 1."""

    def judge(*found: Texts) -> bool:
        percent, tax, taxable = (next(map(reading.decimal_of, one), None) for one in found)
        if percent is None or tax is None:
            return False
        if percent <= 0:
            return bool(percent == 0 and tax == 0)
        if taxable is None:
            return False
        return bool(abs(tax - reading.half_up(taxable * percent / 100 * 100) / 100) <= 1)

    def figure(*found: Texts) -> str | None:
        percent, _, taxable = (next(map(reading.decimal_of, one), None) for one in found)
        if percent is None or percent < 0 or taxable is None:
            return None
        return cast(str | None, reading.figure(reading.half_up(taxable * percent) / 100))

    paths = ("cbc:Percent", "../cbc:TaxAmount", "../cbc:TaxableAmount")
    return Reckoning(judge, *(Path(path, prefixes) for path in paths), figure=figure)


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
