"""Goods and services."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.address import Address, Country
from hub.model.party import DocumentParty
from hub.model.period import Period
from hub.model.reference import DocumentReference, Signature
from hub.model.tax import TaxCategory
from hub.model.values import Code, Identifier, Measure, Quantity, Text

__all__ = [
    "Certificate",
    "CommodityClassification",
    "Dimension",
    "HazardousGoodsTransit",
    "HazardousItem",
    "Item",
    "ItemIdentification",
    "ItemInstance",
    "ItemProperty",
    "ItemPropertyGroup",
    "ItemPropertyRange",
    "LotIdentification",
    "PhysicalAttribute",
    "SecondaryHazard",
    "Temperature",
    "TransactionConditions",
]


class Dimension(Struct, frozen=True, omit_defaults=True):
    """UBL ``Dimension``."""

    attribute_id: Identifier | None = None
    measure: Measure | None = None
    description: tuple[Text, ...] = ()
    minimum_measure: Measure | None = None
    maximum_measure: Measure | None = None


class ItemIdentification(Struct, frozen=True, omit_defaults=True):
    """UBL ``ItemIdentification``."""

    id: Identifier | None = None
    extended_id: Identifier | None = None
    barcode_symbology_id: Identifier | None = None
    physical_attribute: tuple["PhysicalAttribute", ...] = ()
    measurement_dimension: tuple[Dimension, ...] = ()
    issuer_party: DocumentParty | None = None


class PhysicalAttribute(Struct, frozen=True, omit_defaults=True):
    """UBL ``PhysicalAttribute``."""

    attribute_id: Identifier | None = None
    position_code: Code | None = None
    description_code: Code | None = None
    description: tuple[Text, ...] = ()


class ItemPropertyGroup(Struct, frozen=True, omit_defaults=True):
    """UBL ``ItemPropertyGroup``."""

    id: Identifier | None = None
    name: Text | None = None
    importance_code: Code | None = None


class ItemPropertyRange(Struct, frozen=True, omit_defaults=True):
    """UBL ``ItemPropertyRange``."""

    minimum_value: Text | None = None
    maximum_value: Text | None = None


class ItemProperty(Struct, frozen=True, omit_defaults=True):
    """UBL ``ItemProperty``."""

    id: Identifier | None = None
    name: Text | None = None
    name_code: Code | None = None
    test_method: Text | None = None
    value: Text | None = None
    value_quantity: Quantity | None = None
    value_qualifier: tuple[Text, ...] = ()
    importance_code: Code | None = None
    list_value: tuple[Text, ...] = ()
    usability_period: Period | None = None
    item_property_group: tuple[ItemPropertyGroup, ...] = ()
    range_dimension: Dimension | None = None
    item_property_range: ItemPropertyRange | None = None


class CommodityClassification(Struct, frozen=True, omit_defaults=True):
    """UBL ``CommodityClassification``."""

    nature_code: Code | None = None
    cargo_type_code: Code | None = None
    commodity_code: Code | None = None
    item_classification_code: Code | None = None


class TransactionConditions(Struct, frozen=True, omit_defaults=True):
    """UBL ``TransactionConditions``."""

    id: Identifier | None = None
    action_code: Code | None = None
    description: tuple[Text, ...] = ()
    document_reference: tuple[DocumentReference, ...] = ()


class Certificate(Struct, frozen=True, omit_defaults=True):
    """UBL ``Certificate``."""

    id: Identifier | None = None
    certificate_type_code: Code | None = None
    certificate_type: Text | None = None
    remarks: tuple[Text, ...] = ()
    issuer_party: DocumentParty | None = None
    document_reference: tuple[DocumentReference, ...] = ()
    signature: tuple[Signature, ...] = ()


class Temperature(Struct, frozen=True, omit_defaults=True):
    """UBL ``Temperature``."""

    attribute_id: Identifier | None = None
    measure: Measure | None = None
    description: tuple[Text, ...] = ()


class SecondaryHazard(Struct, frozen=True, omit_defaults=True):
    """UBL ``SecondaryHazard``."""

    id: Identifier | None = None
    placard_notation: Text | None = None
    placard_endorsement: Text | None = None
    emergency_procedures_code: Code | None = None
    extension: tuple[Text, ...] = ()


class HazardousGoodsTransit(Struct, frozen=True, omit_defaults=True):
    """UBL ``HazardousGoodsTransit``."""

    transport_emergency_card_code: Code | None = None
    packing_criteria_code: Code | None = None
    hazardous_regulation_code: Code | None = None
    inhalation_toxicity_zone_code: Code | None = None
    transport_authorization_code: Code | None = None
    maximum_temperature: Temperature | None = None
    minimum_temperature: Temperature | None = None


class HazardousItem(Struct, frozen=True, omit_defaults=True):
    """UBL ``HazardousItem``."""

    id: Identifier | None = None
    placard_notation: Text | None = None
    placard_endorsement: Text | None = None
    additional_information: tuple[Text, ...] = ()
    undg_code: Code | None = None
    emergency_procedures_code: Code | None = None
    medical_first_aid_guide_code: Code | None = None
    technical_name: Text | None = None
    category_name: Text | None = None
    hazardous_category_code: Code | None = None
    upper_orange_hazard_placard_id: Identifier | None = None
    lower_orange_hazard_placard_id: Identifier | None = None
    marking_id: Identifier | None = None
    hazard_class_id: Identifier | None = None
    net_weight_measure: Measure | None = None
    net_volume_measure: Measure | None = None
    quantity: Quantity | None = None
    contact_party: DocumentParty | None = None
    secondary_hazard: tuple[SecondaryHazard, ...] = ()
    hazardous_goods_transit: tuple[HazardousGoodsTransit, ...] = ()
    emergency_temperature: Temperature | None = None
    flashpoint_temperature: Temperature | None = None
    additional_temperature: tuple[Temperature, ...] = ()


class LotIdentification(Struct, frozen=True, omit_defaults=True):
    """UBL ``LotIdentification``."""

    lot_number_id: Identifier | None = None
    expiry_date: dt.date | None = None
    additional_item_property: tuple[ItemProperty, ...] = ()


class ItemInstance(Struct, frozen=True, omit_defaults=True):
    """UBL ``ItemInstance``."""

    product_trace_id: Identifier | None = None
    manufacture_date: dt.date | None = None
    manufacture_time: dt.time | None = None
    best_before_date: dt.date | None = None
    registration_id: Identifier | None = None
    serial_id: Identifier | None = None
    additional_item_property: tuple[ItemProperty, ...] = ()
    lot_identification: LotIdentification | None = None


class Item(Struct, frozen=True, omit_defaults=True):
    """A good or service."""

    description: tuple[Text, ...] = ()
    pack_quantity: Quantity | None = None
    pack_size_numeric: Decimal | None = None
    catalogue_indicator: bool | None = None
    name: Text | None = None
    hazardous_risk_indicator: bool | None = None
    additional_information: tuple[Text, ...] = ()
    keyword: tuple[Text, ...] = ()
    brand_name: tuple[Text, ...] = ()
    model_name: tuple[Text, ...] = ()
    buyers_item_identification: ItemIdentification | None = None
    sellers_item_identification: ItemIdentification | None = None
    manufacturers_item_identification: tuple[ItemIdentification, ...] = ()
    standard_item_identification: ItemIdentification | None = None
    catalogue_item_identification: ItemIdentification | None = None
    additional_item_identification: tuple[ItemIdentification, ...] = ()
    catalogue_document_reference: DocumentReference | None = None
    item_specification_document_reference: tuple[DocumentReference, ...] = ()
    origin_country: Country | None = None
    commodity_classification: tuple[CommodityClassification, ...] = ()
    transaction_conditions: tuple[TransactionConditions, ...] = ()
    hazardous_item: tuple[HazardousItem, ...] = ()
    classified_tax_category: tuple[TaxCategory, ...] = ()
    additional_item_property: tuple[ItemProperty, ...] = ()
    manufacturer_party: tuple[DocumentParty, ...] = ()
    information_content_provider_party: DocumentParty | None = None
    origin_address: tuple[Address, ...] = ()
    item_instance: tuple[ItemInstance, ...] = ()
    certificate: tuple[Certificate, ...] = ()
    dimension: tuple[Dimension, ...] = ()
