"""From the unit code of one list to that of another, with the price that goes with it.

Rules UOM-04 (a factor other than 1 changes quantity and price, never the line total) and
UOM-05 (a code without successor is refused, never replaced in silence).
"""

from collections.abc import Container, Mapping
from decimal import Context, Decimal, Inexact
from types import MappingProxyType

from msgspec import Struct

from hub.facts.money import decimals, trim_decimals, write_number
from hub.facts.nearest import nearest
from hub.facts.units import units
from hub.model.finding import Severity
from hub.model.sentence import Sentence

__all__ = [
    "CROSSING_SENTENCES",
    "Crossing",
    "Crosswalk",
    "Recount",
    "cross_unit",
    "recount",
]

MOST_PRICE_DECIMALS = 4
"""OIOUBL order prices take two to four decimals (F-ORD136, F-ORD137)."""

_REMEMBERED = 5000
_EXACT = Context(prec=60, traps=[Inexact])

CROSSING_SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "UOM-04": Sentence(
            en="Unit {code} became {target}: quantity {quantity} became {new_quantity}, price "
            "{price} became {new_price}. The line total is the same.",
            da="Enheden {code} blev til {target}: antal {quantity} blev {new_quantity}, pris "
            "{price} blev {new_price}. Linjens total er den samme.",
            nl="Eenheid {code} werd {target}: aantal {quantity} werd {new_quantity}, prijs "
            "{price} werd {new_price}. Het regeltotaal is gelijk gebleven.",
        ),
        "UOM-04-inexact": Sentence(
            en="Unit {code} would become {factor} {target}, but price {price} cannot be divided "
            "by {factor} within {places} decimals. Give the price for a unit of the "
            "receiver's list.",
            da="Enheden {code} ville blive til {factor} {target}, men prisen {price} kan ikke "
            "deles med {factor} med {places} decimaler. Angiv prisen for en enhed på modtagerens "
            "liste.",
            nl="Eenheid {code} zou {factor} {target} worden, maar prijs {price} is niet door "
            "{factor} te delen met {places} decimalen. Geef de prijs voor een eenheid van de lijst "
            "van de ontvanger.",
        ),
        "UOM-05": Sentence(
            en="Unit {code} has no counterpart in the receiver's unit list. Use a unit of that "
            "list{hint}.",
            da="Enheden {code} har ingen modpart på modtagerens enhedsliste. Brug en enhed fra den "
            "liste{hint}.",
            nl="Eenheid {code} heeft geen tegenhanger in de eenhedenlijst van de ontvanger. "
            "Gebruik een eenheid van die lijst{hint}.",
        ),
    }
)


class Crossing(Struct, frozen=True):
    """The way of one code into another list.

    Attributes:
        code: what it was.
        target: the code of the other list; None when there is none (UOM-05).
        factor: how many of ``target`` one ``code`` is.
        suggestions: codes of the target list with a like name, when refused.
        message: what to tell the sender, when refused.
    """

    code: str
    target: str | None
    factor: Decimal = Decimal(1)
    suggestions: tuple[str, ...] = ()
    message: Sentence | None = None

    @property
    def rule(self) -> str | None:
        """The rule that speaks: UOM-05 when refused, UOM-04 when counts change."""
        if self.target is None:
            return "UOM-05"
        return None if self.factor == 1 else "UOM-04"


def cross_unit(
    code: str, allowed: Container[str], settled: Mapping[str, str] | None = None
) -> Crossing:
    """Return the way of ``code`` into a list.

    A code the list holds stays as it is; else the curated successor is taken when the list
    holds that. Nothing else: no ``X`` is glued on, no fallback is taken.

    Args:
        code: a unit code of any list.
        allowed: the receiver's list.
        settled: decisions of the configuration, code to code of the same content; they go
            before the curated table and must be in the list as well.
    """
    if code in allowed:
        return Crossing(code, code)
    decided = (settled or {}).get(code)
    if decided is not None and decided in allowed:
        return Crossing(code, decided)
    unit = units().get(code)
    if unit is not None and unit.successor is not None and unit.successor in allowed:
        return Crossing(code, unit.successor, unit.factor)
    return _refused(code, unit.name if unit else "", allowed)


class Crosswalk:
    """The way of every code into one receiver's list; each code is looked up once.

    For whole documents: a refusal looks for near names, which takes a millisecond.
    Arguments as for ``cross_unit``.
    """

    def __init__(self, allowed: Container[str], settled: Mapping[str, str] | None = None) -> None:
        self._allowed = allowed
        self._settled = settled
        self._known: dict[str, Crossing] = {}

    def cross(self, code: str) -> Crossing:
        """Return the way of one code."""
        known = self._known.get(code)
        if known is None:
            known = cross_unit(code, self._allowed, self._settled)
            if len(self._known) < _REMEMBERED:
                self._known[code] = known
        return known


def _refused(code: str, name: str, allowed: Container[str]) -> Crossing:
    forms = {
        unit.name: unit.code for unit in units().values() if unit.name and unit.code in allowed
    }
    near = nearest(name, forms) if name else ()
    hint = f" ({', '.join(near)}?)" if near else ""
    message = CROSSING_SENTENCES["UOM-05"].fill(code=code, hint=hint)
    return Crossing(code, None, suggestions=near, message=message)


class Recount(Struct, frozen=True):
    """Quantity and price after a crossing with a factor (UOM-04).

    ``severity`` is ``fix`` when the line total is exactly as before, ``error`` when no price
    of few enough decimals keeps it; quantity and price are then as they were.
    """

    quantity: Decimal
    price: Decimal
    severity: Severity
    message: Sentence


def recount(
    crossing: Crossing, quantity: Decimal, price: Decimal, places: int = MOST_PRICE_DECIMALS
) -> Recount:
    """Return quantity x factor and price / factor, or a refusal when the total would change.

    ``places`` is how many decimals the target's price takes. The price keeps at least as
    many decimals as it had. Raises ``ValueError`` for a crossing without target.
    """
    if crossing.target is None:
        raise ValueError(f"unit {crossing.code} has no counterpart; nothing can be counted over")
    try:
        divided = _EXACT.divide(price, crossing.factor)
        new_price = trim_decimals(divided, min(decimals(price), places))
        new_quantity = _EXACT.multiply(quantity, crossing.factor)
    except Inexact:
        return _inexact(crossing, quantity, price, places)
    if decimals(new_price) > max(places, decimals(price)):
        return _inexact(crossing, quantity, price, places)
    message = CROSSING_SENTENCES["UOM-04"].fill(
        code=crossing.code,
        target=crossing.target,
        quantity=write_number(quantity),
        new_quantity=write_number(new_quantity),
        price=write_number(price),
        new_price=write_number(new_price),
    )
    return Recount(new_quantity, new_price, Severity.FIX, message)


def _inexact(crossing: Crossing, quantity: Decimal, price: Decimal, places: int) -> Recount:
    message = CROSSING_SENTENCES["UOM-04-inexact"].fill(
        code=crossing.code,
        target=crossing.target,
        factor=write_number(crossing.factor),
        price=write_number(price),
        places=places,
    )
    return Recount(quantity, price, Severity.ERROR, message)
