"""How goods travel: when and where they were sent and delivered, in what and by whom."""

import datetime as dt

from msgspec import Struct

from hub.model.address import Address, Country, Location
from hub.model.item import Dimension, HazardousGoodsTransit, Item, Temperature
from hub.model.party import Contact, DocumentParty, Person
from hub.model.period import Period
from hub.model.price import AllowanceCharge, DeliveryUnit, Package
from hub.model.reference import Contract, DocumentReference
from hub.model.status import Status
from hub.model.terms import DeliveryTerms, PaymentTerms
from hub.model.transport import TransportMeans
from hub.model.values import Amount, Code, Identifier, Measure, Quantity, Text

__all__ = [
    "Consignment",
    "Delivery",
    "Despatch",
    "GoodsItem",
    "Pickup",
    "Shipment",
    "ShipmentStage",
    "TransportHandlingUnit",
]


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
    shipment: "Shipment | None" = None


class Pickup(Struct, frozen=True, omit_defaults=True):
    """UBL ``Pickup``."""

    id: Identifier | None = None
    actual_pickup_date: dt.date | None = None
    actual_pickup_time: dt.time | None = None
    earliest_pickup_date: dt.date | None = None
    earliest_pickup_time: dt.time | None = None
    latest_pickup_date: dt.date | None = None
    latest_pickup_time: dt.time | None = None
    pickup_location: Location | None = None
    pickup_party: DocumentParty | None = None


class GoodsItem(Struct, frozen=True, omit_defaults=True):
    """UBL ``GoodsItem``."""

    id: Identifier | None = None
    sequence_number_id: Identifier | None = None
    description: tuple[Text, ...] = ()
    hazardous_risk_indicator: bool | None = None
    declared_customs_value_amount: Amount | None = None
    declared_for_carriage_value_amount: Amount | None = None
    declared_statistics_value_amount: Amount | None = None
    free_on_board_value_amount: Amount | None = None
    insurance_value_amount: Amount | None = None
    value_amount: Amount | None = None
    gross_weight_measure: Measure | None = None
    net_weight_measure: Measure | None = None
    net_net_weight_measure: Measure | None = None
    chargeable_weight_measure: Measure | None = None
    gross_volume_measure: Measure | None = None
    net_volume_measure: Measure | None = None
    quantity: Quantity | None = None
    preference_criterion_code: Code | None = None
    required_customs_id: Identifier | None = None
    customs_status_code: Code | None = None
    customs_tariff_quantity: Quantity | None = None
    customs_import_classified_indicator: bool | None = None
    chargeable_quantity: Quantity | None = None
    returnable_quantity: Quantity | None = None
    trace_id: Identifier | None = None
    item: tuple[Item, ...] = ()
    freight_allowance_charge: tuple[AllowanceCharge, ...] = ()
    temperature: tuple[Temperature, ...] = ()
    contained_goods_item: tuple["GoodsItem", ...] = ()
    origin_address: Address | None = None
    delivery: Delivery | None = None
    pickup: Pickup | None = None
    despatch: Despatch | None = None
    measurement_dimension: tuple[Dimension, ...] = ()
    containing_package: tuple[Package, ...] = ()
    shipment_document_reference: DocumentReference | None = None
    minimum_temperature: Temperature | None = None
    maximum_temperature: Temperature | None = None


class TransportHandlingUnit(Struct, frozen=True, omit_defaults=True):
    """UBL ``TransportHandlingUnit``."""

    id: Identifier | None = None
    transport_handling_unit_type_code: Code | None = None
    handling_code: Code | None = None
    handling_instructions: tuple[Text, ...] = ()
    hazardous_risk_indicator: bool | None = None
    total_goods_item_quantity: Quantity | None = None
    total_package_quantity: Quantity | None = None
    damage_remarks: tuple[Text, ...] = ()
    shipping_marks: tuple[Text, ...] = ()
    trace_id: Identifier | None = None
    actual_package: tuple[Package, ...] = ()
    transport_means: tuple[TransportMeans, ...] = ()
    hazardous_goods_transit: tuple[HazardousGoodsTransit, ...] = ()
    measurement_dimension: tuple[Dimension, ...] = ()
    minimum_temperature: Temperature | None = None
    maximum_temperature: Temperature | None = None
    goods_item: tuple[GoodsItem, ...] = ()
    floor_space_measurement_dimension: Dimension | None = None
    pallet_space_measurement_dimension: Dimension | None = None
    shipment_document_reference: tuple[DocumentReference, ...] = ()
    status: tuple[Status, ...] = ()
    package: tuple[Package, ...] = ()


class ShipmentStage(Struct, frozen=True, omit_defaults=True):
    """UBL ``ShipmentStage``."""

    id: Identifier | None = None
    transport_mode_code: Code | None = None
    transport_means_type_code: Code | None = None
    transit_direction_code: Code | None = None
    pre_carriage_indicator: bool | None = None
    on_carriage_indicator: bool | None = None
    estimated_delivery_date: dt.date | None = None
    estimated_delivery_time: dt.time | None = None
    required_delivery_date: dt.date | None = None
    required_delivery_time: dt.time | None = None
    loading_sequence_id: Identifier | None = None
    successive_sequence_id: Identifier | None = None
    instructions: tuple[Text, ...] = ()
    demurrage_instructions: tuple[Text, ...] = ()
    crew_quantity: Quantity | None = None
    passenger_quantity: Quantity | None = None
    transit_period: Period | None = None
    carrier_party: tuple[DocumentParty, ...] = ()
    transport_means: TransportMeans | None = None
    loading_port_location: Location | None = None
    unloading_port_location: Location | None = None
    transship_port_location: Location | None = None
    terminal_operator_party: DocumentParty | None = None
    customs_agent_party: DocumentParty | None = None
    estimated_transit_period: Period | None = None
    freight_allowance_charge: tuple[AllowanceCharge, ...] = ()
    freight_charge_location: Location | None = None
    passenger_person: tuple[Person, ...] = ()
    driver_person: tuple[Person, ...] = ()
    reporting_person: Person | None = None
    crew_member_person: tuple[Person, ...] = ()
    security_officer_person: Person | None = None
    master_person: Person | None = None
    ships_surgeon_person: Person | None = None


class Consignment(Struct, frozen=True, omit_defaults=True):
    """What one carrier is given to carry (UBL ``Consignment``)."""

    id: Identifier | None = None
    carrier_assigned_id: Identifier | None = None
    consignee_assigned_id: Identifier | None = None
    consignor_assigned_id: Identifier | None = None
    freight_forwarder_assigned_id: Identifier | None = None
    broker_assigned_id: Identifier | None = None
    contracted_carrier_assigned_id: Identifier | None = None
    performing_carrier_assigned_id: Identifier | None = None
    summary_description: tuple[Text, ...] = ()
    total_invoice_amount: Amount | None = None
    declared_customs_value_amount: Amount | None = None
    tariff_description: tuple[Text, ...] = ()
    tariff_code: Code | None = None
    insurance_premium_amount: Amount | None = None
    gross_weight_measure: Measure | None = None
    net_weight_measure: Measure | None = None
    net_net_weight_measure: Measure | None = None
    chargeable_weight_measure: Measure | None = None
    gross_volume_measure: Measure | None = None
    net_volume_measure: Measure | None = None
    loading_length_measure: Measure | None = None
    remarks: tuple[Text, ...] = ()
    hazardous_risk_indicator: bool | None = None
    animal_food_indicator: bool | None = None
    human_food_indicator: bool | None = None
    livestock_indicator: bool | None = None
    bulk_cargo_indicator: bool | None = None
    containerized_indicator: bool | None = None
    general_cargo_indicator: bool | None = None
    special_security_indicator: bool | None = None
    third_party_payer_indicator: bool | None = None
    carrier_service_instructions: tuple[Text, ...] = ()
    customs_clearance_service_instructions: tuple[Text, ...] = ()
    forwarder_service_instructions: tuple[Text, ...] = ()
    special_service_instructions: tuple[Text, ...] = ()
    sequence_id: Identifier | None = None
    shipping_priority_level_code: Code | None = None
    handling_code: Code | None = None
    handling_instructions: tuple[Text, ...] = ()
    information: tuple[Text, ...] = ()
    total_goods_item_quantity: Quantity | None = None
    total_transport_handling_unit_quantity: Quantity | None = None
    insurance_value_amount: Amount | None = None
    declared_for_carriage_value_amount: Amount | None = None
    declared_statistics_value_amount: Amount | None = None
    free_on_board_value_amount: Amount | None = None
    special_instructions: tuple[Text, ...] = ()
    split_consignment_indicator: bool | None = None
    delivery_instructions: tuple[Text, ...] = ()
    consignment_quantity: Quantity | None = None
    consolidatable_indicator: bool | None = None
    haulage_instructions: tuple[Text, ...] = ()
    loading_sequence_id: Identifier | None = None
    child_consignment_quantity: Quantity | None = None
    total_packages_quantity: Quantity | None = None
    status: tuple[Status, ...] = ()
    consignee_party: DocumentParty | None = None
    exporter_party: DocumentParty | None = None
    consignor_party: DocumentParty | None = None
    importer_party: DocumentParty | None = None
    carrier_party: DocumentParty | None = None
    freight_forwarder_party: DocumentParty | None = None
    notify_party: DocumentParty | None = None
    original_despatch_party: DocumentParty | None = None
    final_delivery_party: DocumentParty | None = None
    performing_carrier_party: DocumentParty | None = None
    substitute_carrier_party: DocumentParty | None = None
    logistics_operator_party: DocumentParty | None = None
    transport_advisor_party: DocumentParty | None = None
    hazardous_item_notification_party: DocumentParty | None = None
    insurance_party: DocumentParty | None = None
    mortgage_holder_party: DocumentParty | None = None
    bill_of_lading_holder_party: DocumentParty | None = None
    original_departure_country: Country | None = None
    final_destination_country: Country | None = None
    transit_country: tuple[Country, ...] = ()
    transport_contract: Contract | None = None
    delivery_terms: DeliveryTerms | None = None
    payment_terms: PaymentTerms | None = None
    collect_payment_terms: PaymentTerms | None = None
    disbursement_payment_terms: PaymentTerms | None = None
    prepaid_payment_terms: PaymentTerms | None = None
    freight_allowance_charge: tuple[AllowanceCharge, ...] = ()
    extra_allowance_charge: tuple[AllowanceCharge, ...] = ()
    main_carriage_shipment_stage: tuple[ShipmentStage, ...] = ()
    pre_carriage_shipment_stage: tuple[ShipmentStage, ...] = ()
    on_carriage_shipment_stage: tuple[ShipmentStage, ...] = ()
    transport_handling_unit: tuple[TransportHandlingUnit, ...] = ()
    first_arrival_port_location: Location | None = None
    last_exit_port_location: Location | None = None


class Shipment(Struct, frozen=True, omit_defaults=True):
    """Goods that travel together (UBL ``Shipment``)."""

    id: Identifier | None = None
    shipping_priority_level_code: Code | None = None
    handling_code: Code | None = None
    handling_instructions: tuple[Text, ...] = ()
    information: tuple[Text, ...] = ()
    gross_weight_measure: Measure | None = None
    net_weight_measure: Measure | None = None
    net_net_weight_measure: Measure | None = None
    gross_volume_measure: Measure | None = None
    net_volume_measure: Measure | None = None
    total_goods_item_quantity: Quantity | None = None
    total_transport_handling_unit_quantity: Quantity | None = None
    insurance_value_amount: Amount | None = None
    declared_customs_value_amount: Amount | None = None
    declared_for_carriage_value_amount: Amount | None = None
    declared_statistics_value_amount: Amount | None = None
    free_on_board_value_amount: Amount | None = None
    special_instructions: tuple[Text, ...] = ()
    delivery_instructions: tuple[Text, ...] = ()
    split_consignment_indicator: bool | None = None
    consignment_quantity: Quantity | None = None
    consignment: tuple[Consignment, ...] = ()
    goods_item: tuple[GoodsItem, ...] = ()
    shipment_stage: tuple[ShipmentStage, ...] = ()
    delivery: Delivery | None = None
    transport_handling_unit: tuple[TransportHandlingUnit, ...] = ()
    return_address: Address | None = None
    origin_address: Address | None = None
    first_arrival_port_location: Location | None = None
    last_exit_port_location: Location | None = None
    export_country: Country | None = None
    freight_allowance_charge: tuple[AllowanceCharge, ...] = ()
