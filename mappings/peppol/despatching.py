"""Advices of goods on their way in Peppol's words (T16).

The table of the folder leaves out what T16 has no place for; here is what needs other words, and
what T16 demands of each part that is there.
"""

from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.facts.unit_crossing import cross_unit
from hub.facts.units import UnitList, unit_list
from hub.model.delivery import Consignment, Delivery, Shipment
from hub.model.despatchadvice import DespatchAdvice, DespatchLine
from hub.model.party import CustomerParty, DocumentParty, SupplierParty
from hub.model.values import Identifier
from hub.rules.module import sibling
from hub.rules.translation import Translation

answers = sibling(__file__, "answers")
bills = sibling(__file__, "bills")
charges = sibling(__file__, "../en16931/charges")
lines = sibling(__file__, "../en16931/lines")
numbers = sibling(__file__, "numbers")
parties = sibling(__file__, "../en16931/parties")

ENDS: MappingProxyType[str, type[Struct]] = MappingProxyType(
    {"despatch_supplier_party": SupplierParty, "delivery_customer_party": CustomerParty}
)
"""Who sends the goods and who gets them: both have an address in the network."""

OTHERS = ("buyer_customer_party", "seller_supplier_party", "originator_customer_party")
MODES = frozenset("0123456789")
"""UN/ECE recommendation 19."""

SIZES = frozenset({"AAB", "AAW", "AAX", "AAL"})
"""UNCL 6313, as far as T16 measures: weight, volume, height and so on."""

TRACED = "UDI"
SERIAL = "SSCC"
DELIVERED = ("tracking_id", "estimated_delivery_period", "delivery_party", "despatch")
PACKED = (
    "id",
    "transport_handling_unit_type_code",
    "hazardous_risk_indicator",
    "shipping_marks",
    "measurement_dimension",
    "package",
)
NO_NUMBER = Identifier("NA")
"""T16-B24001: what a line has of a shipment has no number of its own."""


def head(given: DespatchAdvice, said: Translation, known: frozenset[str]) -> DespatchAdvice:
    """Return the head of an advice; ``known`` are the schemes of addresses in the network."""
    put: dict[str, Any] = {}
    for name, role in ENDS.items():
        side, field = getattr(given, name), f"{name}.party"
        party = answers.party(side.party if side else None, field, said)
        bills.reachable(party, field, said, known)
        _placed(None if party is None else party.postal_address, field, said)
        put[name] = role(party=numbers.kept(party, field, said))
        for other in side.__struct_fields__ if side else ():
            if other not in ("party", "delivery_contact"):
                said.lost(f"{name}.{other}", getattr(side, other))
        contact = getattr(side, "delivery_contact", None)
        if contact is not None:
            put[name] = replace(put[name], delivery_contact=contact)
    for name in OTHERS:
        side = getattr(given, name)
        if side is not None:
            named = _named(side.party, f"{name}.party", said)
            put[name] = None if named is None else replace(side, party=named)
    said.lost("order_reference", given.order_reference[1:])
    said.lost("order_reference", tuple(o for o in given.order_reference[:1] if o.id is None))
    papers = tuple(one for one in given.additional_document_reference if one.id is not None)
    said.lost(
        "additional_document_reference",
        tuple(one for one in given.additional_document_reference if one.id is None),
    )
    return replace(
        given,
        note=charges.joined(given.note, "note", said),
        order_reference=tuple(one for one in given.order_reference[:1] if one.id is not None),
        additional_document_reference=papers,
        shipment=None if given.shipment is None else _shipment(given.shipment, said),
        **put,
    )


def line(given: DespatchLine, said: Translation) -> DespatchLine:
    """Return one line: how much of which item, and of which line of the order."""
    references = given.order_line_reference[:1]
    said.lost("order_line_reference", given.order_line_reference[1:])
    said.lost("shipment", given.shipment[1:])
    if not references or references[0].line_id is None:
        said.impossible("PEP-63", "order_line_reference.line_id")
    quantity, left = given.delivered_quantity, given.outstanding_quantity
    if quantity is None:
        said.impossible("PEP-63", "delivered_quantity")
    elif quantity.value < 0:
        # T16-R006
        said.impossible("PEP-56", "delivered_quantity", quantity)
    else:
        quantity = lines.crossed(quantity, "delivered_quantity", said)
    if left is not None:
        left = lines.crossed(left, "outstanding_quantity", said)
    return replace(
        given,
        note=charges.joined(given.note, "note", said),
        delivered_quantity=quantity,
        outstanding_quantity=left,
        outstanding_reason=charges.joined(given.outstanding_reason, "outstanding_reason", said),
        order_line_reference=references,
        item=_item(given, said),
        shipment=tuple(_units(one, said) for one in given.shipment[:1]),
    )


def _item(given: DespatchLine, said: Translation) -> Any:
    item = lines.described(given.item, None, said)
    if item is None or item.name is None:
        return item
    if item.sellers_item_identification is None and item.standard_item_identification is None:
        # T16-R003
        said.impossible("PEP-63", "item.sellers_item_identification.id")
    instances = []
    for one in item.item_instance:
        trace = one.product_trace_id
        if trace is not None and trace.scheme_id not in (None, TRACED):
            said.lost("item.item_instance.product_trace_id.scheme_id", trace.scheme_id)
            trace = Identifier(trace.value)
        lot = one.lot_identification
        if lot is not None and lot.lot_number_id is None and lot.expiry_date is None:
            said.lost("item.item_instance.lot_identification", lot)
            lot = None
        instances.append(replace(one, product_trace_id=trace, lot_identification=lot))
    return replace(item, item_instance=tuple(instances))


def _named(given: DocumentParty | None, field: str, said: Translation) -> DocumentParty | None:
    """Return a party that is only named: R008 to R010 ask for a name or a number."""
    made: DocumentParty | None = numbers.kept(parties.plain_party(given, field, said), field, said)
    if made is None or not (made.party_name or made.party_identification):
        said.lost(field, made)
        return None
    where = f"{field}.postal_address"
    address = parties.postal(made.postal_address, where, said, placed=False)
    return replace(made, postal_address=_or_lost(address, where, said))


def _or_lost(address: Any, field: str, said: Translation) -> Any:
    """Return an address that names its country, without which none may stand here."""
    if address is not None and not _has_country(address):
        said.lost(field, address)
        return None
    return address


def _has_country(address: Any) -> bool:
    country = address.country
    return country is not None and country.identification_code is not None


def _placed(address: Any, field: str, said: Translation) -> None:
    if address is not None and not _has_country(address):
        said.impossible("EN-07", f"{field}.postal_address.country.identification_code")


def _shipment(given: Shipment, said: Translation) -> Shipment:
    inner = said.inside("shipment")
    stages = []
    for one in given.shipment_stage[:1]:
        mode = one.transport_mode_code
        if mode is None or mode.value not in MODES:
            inner.lost("shipment_stage", one)
        else:
            stages.append(one)
    inner.lost("shipment_stage", given.shipment_stage[1:])
    inner.lost("consignment", given.consignment[1:])
    inner.lost("consignment", tuple(one for one in given.consignment[:1] if one.id is None))
    return replace(
        given,
        information=charges.joined(given.information, "shipment.information", said),
        gross_weight_measure=_measured(given, "gross_weight_measure", inner),
        gross_volume_measure=_measured(given, "gross_volume_measure", inner),
        shipment_stage=tuple(stages),
        consignment=tuple(
            _consignment(one, inner) for one in given.consignment[:1] if one.id is not None
        ),
        delivery=None if given.delivery is None else _delivery(given.delivery, inner),
    )


def _measured(given: Any, name: str, said: Translation) -> Any:
    """Return a measure in a unit of recommendation 20, or none: it is a loss then."""
    measure = getattr(given, name)
    if measure is None:
        return None
    way = cross_unit((measure.unit_code or "").strip(), unit_list(UnitList.REC20))
    if way.target is None or way.factor != 1:
        said.lost(name, measure)
        return None
    return replace(measure, unit_code=way.target)


def _consignment(given: Consignment, said: Translation) -> Consignment:
    carrier = given.carrier_party
    if carrier is not None:
        field = "consignment.carrier_party"
        known = tuple(one for one in carrier.person if one.identity_document_reference)
        said.lost(f"{field}.person", tuple(one for one in carrier.person if one not in known))
        carrier = numbers.kept(
            parties.plain_party(replace(carrier, person=known), field, said), field, said
        )
    return replace(
        given,
        information=charges.joined(given.information, "consignment.information", said),
        carrier_party=carrier,
    )


def _delivery(given: Delivery, said: Translation) -> Delivery | None:
    who, despatch = given.delivery_party, given.despatch
    if who is not None:
        field = "delivery.delivery_party"
        named = _named(who, field, said)
        if named is not None and not named.party_name:
            # T16-B14601
            said.lost(field, named)
            named = None
        who = named
    if despatch is not None and despatch.despatch_address is not None:
        field = "delivery.despatch.despatch_address"
        address = parties.postal(despatch.despatch_address, field, said, placed=False)
        despatch = replace(despatch, despatch_address=_or_lost(address, field, said))
        if despatch.despatch_address is None and despatch.actual_despatch_date is None:
            said.lost("delivery.despatch", despatch)
            despatch = None
    made = replace(given, delivery_party=who, despatch=despatch)
    return _some(made, DELIVERED, "delivery", said)


def _some(given: Any, names: tuple[str, ...], field: str, said: Translation) -> Any:
    """Return a group that says something T16 has a place for (R001)."""
    if any(getattr(given, name) not in (None, ()) for name in names):
        return given
    said.lost(field, given)
    return None


def _units(given: Shipment, said: Translation) -> Shipment:
    """Return how the goods of a line are packed."""
    if given.id != NO_NUMBER:
        said.lost("shipment.id", given.id)
    units = []
    for one in given.transport_handling_unit:
        number = one.id
        if number is not None and number.scheme_id not in (None, SERIAL):
            said.lost("shipment.transport_handling_unit.id.scheme_id", number.scheme_id)
            number = Identifier(number.value)
        sizes = []
        for size in one.measurement_dimension:
            measure = _measured(size, "measure", said.inside("shipment.transport_handling_unit"))
            kind = size.attribute_id
            if measure is None or kind is None or kind.value not in SIZES:
                said.lost("shipment.transport_handling_unit.measurement_dimension", size)
            else:
                sizes.append(replace(size, measure=measure))
        unit = replace(one, id=number, measurement_dimension=tuple(sizes))
        units.append(_some(unit, PACKED, "shipment.transport_handling_unit", said))
    kept = tuple(one for one in units if one is not None)
    return replace(given, id=NO_NUMBER, transport_handling_unit=kept)
