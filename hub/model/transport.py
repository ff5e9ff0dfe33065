"""What goods are carried by."""

from msgspec import Struct

from hub.model.address import Location
from hub.model.item import Dimension
from hub.model.party import DocumentParty
from hub.model.reference import DocumentReference
from hub.model.values import Code, Identifier, Measure, Text

__all__ = ["AirTransport", "MaritimeTransport", "RailTransport", "RoadTransport", "TransportMeans"]


class AirTransport(Struct, frozen=True, omit_defaults=True):
    """UBL ``AirTransport``."""

    aircraft_id: Identifier | None = None


class MaritimeTransport(Struct, frozen=True, omit_defaults=True):
    """UBL ``MaritimeTransport``."""

    vessel_id: Identifier | None = None
    vessel_name: Text | None = None
    radio_call_sign_id: Identifier | None = None
    ships_requirements: tuple[Text, ...] = ()
    gross_tonnage_measure: Measure | None = None
    net_tonnage_measure: Measure | None = None
    registry_certificate_document_reference: DocumentReference | None = None
    registry_port_location: Location | None = None


class RailTransport(Struct, frozen=True, omit_defaults=True):
    """UBL ``RailTransport``."""

    train_id: Identifier | None = None
    rail_car_id: Identifier | None = None


class RoadTransport(Struct, frozen=True, omit_defaults=True):
    """UBL ``RoadTransport``."""

    license_plate_id: Identifier | None = None


class TransportMeans(Struct, frozen=True, omit_defaults=True):
    """UBL ``TransportMeans``."""

    journey_id: Identifier | None = None
    registration_nationality_id: Identifier | None = None
    registration_nationality: tuple[Text, ...] = ()
    direction_code: Code | None = None
    transport_means_type_code: Code | None = None
    trade_service_code: Code | None = None
    air_transport: AirTransport | None = None
    road_transport: RoadTransport | None = None
    rail_transport: RailTransport | None = None
    maritime_transport: MaritimeTransport | None = None
    owner_party: DocumentParty | None = None
    measurement_dimension: tuple[Dimension, ...] = ()
