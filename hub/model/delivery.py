"""When and where goods were delivered."""

import datetime as dt

from msgspec import Struct

from hub.model.address import Address, Location
from hub.model.party import Contact, DocumentParty
from hub.model.period import Period
from hub.model.price import DeliveryUnit
from hub.model.terms import DeliveryTerms
from hub.model.values import Identifier, Quantity, Text

__all__ = ["Delivery", "Despatch"]


class Despatch(Struct, frozen=True, omit_defaults=True):
    """One despatch: when, where from and by whom."""

    id: Identifier | None = None
    requested_despatch_date: dt.date | None = None
    requested_despatch_time: dt.time | None = None
    estimated_despatch_date: dt.date | None = None
    estimated_despatch_time: dt.time | None = None
    actual_despatch_date: dt.date | None = None
    actual_despatch_time: dt.time | None = None
    guaranteed_despatch_date: dt.date | None = None
    guaranteed_despatch_time: dt.time | None = None
    release_id: Identifier | None = None
    instructions: tuple[Text, ...] = ()
    despatch_address: Address | None = None
    despatch_location: Location | None = None
    despatch_party: DocumentParty | None = None
    carrier_party: DocumentParty | None = None
    notify_party: tuple[DocumentParty, ...] = ()
    contact: Contact | None = None
    estimated_despatch_period: Period | None = None
    requested_despatch_period: Period | None = None


class Delivery(Struct, frozen=True, omit_defaults=True):
    """One delivery: when, where and to whom."""

    id: Identifier | None = None
    quantity: Quantity | None = None
    minimum_quantity: Quantity | None = None
    maximum_quantity: Quantity | None = None
    actual_delivery_date: dt.date | None = None
    actual_delivery_time: dt.time | None = None
    latest_delivery_date: dt.date | None = None
    latest_delivery_time: dt.time | None = None
    release_id: Identifier | None = None
    tracking_id: Identifier | None = None
    delivery_address: Address | None = None
    delivery_location: Location | None = None
    alternative_delivery_location: Location | None = None
    requested_delivery_period: Period | None = None
    promised_delivery_period: Period | None = None
    estimated_delivery_period: Period | None = None
    carrier_party: DocumentParty | None = None
    delivery_party: DocumentParty | None = None
    notify_party: tuple[DocumentParty, ...] = ()
    despatch: Despatch | None = None
    delivery_terms: tuple[DeliveryTerms, ...] = ()
    minimum_delivery_unit: DeliveryUnit | None = None
    maximum_delivery_unit: DeliveryUnit | None = None
