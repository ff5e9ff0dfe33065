"""Where parties and places are."""

from msgspec import Struct

from hub.model.period import Period
from hub.model.values import Code, Identifier, Measure, Text

__all__ = ["Address", "AddressLine", "Country", "Location", "LocationCoordinate"]


class AddressLine(Struct, frozen=True, omit_defaults=True):
    """UBL ``AddressLine``."""

    line: Text | None = None


class Country(Struct, frozen=True, omit_defaults=True):
    """UBL ``Country``."""

    identification_code: Code | None = None
    name: Text | None = None


class LocationCoordinate(Struct, frozen=True, omit_defaults=True):
    """UBL ``LocationCoordinate``."""

    coordinate_system_code: Code | None = None
    latitude_degrees_measure: Measure | None = None
    latitude_minutes_measure: Measure | None = None
    latitude_direction_code: Code | None = None
    longitude_degrees_measure: Measure | None = None
    longitude_minutes_measure: Measure | None = None
    longitude_direction_code: Code | None = None
    altitude_measure: Measure | None = None


class Address(Struct, frozen=True, omit_defaults=True):
    """A postal or visiting address."""

    id: Identifier | None = None
    address_type_code: Code | None = None
    address_format_code: Code | None = None
    postbox: Text | None = None
    floor: Text | None = None
    room: Text | None = None
    street_name: Text | None = None
    additional_street_name: Text | None = None
    block_name: Text | None = None
    building_name: Text | None = None
    building_number: Text | None = None
    inhouse_mail: Text | None = None
    department: Text | None = None
    mark_attention: Text | None = None
    mark_care: Text | None = None
    plot_identification: Text | None = None
    city_subdivision_name: Text | None = None
    city_name: Text | None = None
    postal_zone: Text | None = None
    country_subentity: Text | None = None
    country_subentity_code: Code | None = None
    region: Text | None = None
    district: Text | None = None
    timezone_offset: Text | None = None
    address_line: tuple[AddressLine, ...] = ()
    country: Country | None = None
    location_coordinate: tuple[LocationCoordinate, ...] = ()


class Location(Struct, frozen=True, omit_defaults=True):
    """UBL ``Location``."""

    id: Identifier | None = None
    description: tuple[Text, ...] = ()
    conditions: tuple[Text, ...] = ()
    country_subentity: Text | None = None
    country_subentity_code: Code | None = None
    location_type_code: Code | None = None
    information_uri: Identifier | None = None
    name: Text | None = None
    validity_period: tuple[Period, ...] = ()
    address: Address | None = None
    subsidiary_location: tuple["Location", ...] = ()
    location_coordinate: tuple[LocationCoordinate, ...] = ()
