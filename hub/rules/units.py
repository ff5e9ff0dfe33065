"""Rules UOM-01 to UOM-06: the units of a catalogue line are on the receiver's list.

A stream check, because every distinct unit is judged once per document. Profile options it
looks at, all of them optional: ``unit_list`` (``oioubl`` or ``rec20``), ``units`` (a list of
codes instead), ``unit_words`` (further words, word to code), ``unit_fallback``.
"""

from collections.abc import Container, Iterable, Iterator

from hub.facts.unit_crossing import Crossing, Crosswalk
from hub.facts.unit_reading import UnitOrigin, UnitReader, UnitReading
from hub.facts.unit_words import unit_words
from hub.facts.units import UnitList, unit_list, units
from hub.model.catalogue import CatalogueLine
from hub.model.finding import Severity
from hub.model.price import ItemLocationQuantity
from hub.rules.path import set_path
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.unitcrossing import cross_field, unit_field

__all__ = ["UNIT_FAMILY", "allowed_units", "unit_rule"]

UNIT_FAMILY = ("UOM-02", "UOM-02b", "UOM-03", "UOM-04", "UOM-05", "UOM-06")

_QUANTITIES = (
    "content_unit_quantity",
    "minimum_order_quantity",
    "maximum_order_quantity",
)


def unit_rule(
    rule_id: str = "UOM-01",
    mixed: str = "UOM-03",
    mark: Mark = Mark.DOC,
    listed: UnitList = UnitList.OIOUBL,
) -> Rule:
    """Return the unit rule of a profile or of a format.

    Args:
        rule_id: the id under which an unknown unit is reported.
        mixed: the id under which a field with more than a unit is reported.
        mark: where the rule comes from.
        listed: the list of units where no option names another.
    """
    family = {*UNIT_FAMILY, mixed} - {rule_id}
    return Rule(
        rule_id,
        Severity.ERROR,
        Scope.STREAM,
        lambda ctx: _Units(ctx, {"UOM-01": rule_id, "UOM-03": mixed}, listed),
        mark=mark,
        repairs=True,
        shared=True,
        also=tuple(sorted(family)),
    )


def allowed_units(ctx: RuleContext, listed: UnitList = UnitList.OIOUBL) -> Container[str]:
    """Return the unit codes a receiver takes; ``listed`` where its options name no list."""
    own = ctx.options.get("units")
    if own:
        return frozenset(own)
    return unit_list(UnitList(ctx.options.get("unit_list", listed)))


class _Units:
    """Reads each unit field of a line and puts the code in its place."""

    def __init__(self, ctx: RuleContext, names: dict[str, str], listed: UnitList) -> None:
        self._names = names
        self._allowed = allowed_units(ctx, listed)
        self._own = ", ".join(ctx.options.get("units") or ())
        self._crosswalk = Crosswalk(self._allowed)
        # Tables are read with the supplier's words (UOM-02a) before they get here: what
        # arrives are codes, and words only where a text field took them.
        self._reader = UnitReader(
            self._allowed,
            unit_words("da", "nl").extended(ctx.options.get("unit_words", {})),
            origin=UnitOrigin.CODED,
            settled=ctx.lookups.settled_units,
            fallback=ctx.options.get("unit_fallback") or None,
        )
        self._right: set[str] = set()

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Judge the units of one line."""
        right = self._right
        wrong = [(path, unit) for path, unit in _units_of(body) if unit not in right]
        return self._judge(body, wrong) if wrong else ()

    def end(self) -> Iterable[Hit]:
        """Nothing is left to say."""
        return ()

    def _judge(self, body: CatalogueLine, wrong: list[tuple[str, str]]) -> Iterable[Hit]:
        hits: list[Hit] = []
        told: set[str] = set()
        for path, unit in wrong:
            if unit in self._allowed:
                self._right.add(unit)
                continue
            crossing = self._crossing(unit)
            if crossing is not None and crossing.target is not None:
                hits.extend(cross_field(body, path, crossing))
            else:
                hits.extend(self._reword(body, path, self._reader.read(unit), crossing, told))
            body = next((hit.repaired for hit in reversed(hits) if hit.repaired), body)
        return hits

    def _reword(
        self,
        body: CatalogueLine,
        path: str,
        reading: UnitReading,
        crossing: Crossing | None,
        told: set[str],
    ) -> Iterator[Hit]:
        """Put the code in the place of a word; a word that fits no code is told once a line."""
        if reading.code is not None:
            yield self._hit(path, reading, set_path(body, unit_field(path), reading.code))
        elif reading.value not in told:
            told.add(reading.value)
            # A receiver's own short list is no list of another world: there the unit is unknown.
            if crossing is not None and reading.rule == "UOM-01" and not self._own:
                yield Hit(
                    unit_field(path),
                    reading.value,
                    ", ".join(crossing.suggestions) or None,
                    message=crossing.message,
                    severity=Severity.ERROR,
                    rule="UOM-05",
                )
            else:
                yield self._hit(path, reading, None)

    def _crossing(self, unit: str) -> Crossing | None:
        """Return the way of a code of another list; None when it is no code at all."""
        if unit in self._allowed or unit not in units():
            return None
        return self._crosswalk.cross(unit)

    def _hit(self, path: str, reading: UnitReading, repaired: CatalogueLine | None) -> Hit:
        rule = reading.rule or "UOM-02"
        return Hit(
            unit_field(path),
            reading.value,
            reading.code or ", ".join(reading.suggestions) or self._own or None,
            message=reading.message,
            severity=reading.severity or Severity.FIX,
            rule=self._names.get(rule, rule),
            repaired=repaired,
            variant=None if reading.message else "settled",
        )


def _units_of(body: CatalogueLine) -> Iterator[tuple[str, str]]:
    """Yield the unit fields of a line that are filled."""
    if body.orderable_unit is not None:
        yield "orderable_unit", body.orderable_unit.value
    for name in _QUANTITIES:
        quantity = getattr(body, name)
        if quantity is not None and quantity.unit_code is not None:
            yield name, quantity.unit_code
    for index, place in enumerate(body.required_item_location_quantity):
        yield from _units_of_place(f"required_item_location_quantity[{index}]", place)


def _units_of_place(path: str, place: ItemLocationQuantity) -> Iterator[tuple[str, str]]:
    for name in ("minimum_quantity", "maximum_quantity"):
        quantity = getattr(place, name)
        if quantity is not None and quantity.unit_code is not None:
            yield f"{path}.{name}", quantity.unit_code
    base = place.price.base_quantity if place.price is not None else None
    if base is not None and base.unit_code is not None:
        yield f"{path}.price.base_quantity", base.unit_code
