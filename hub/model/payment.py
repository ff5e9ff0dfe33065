"""How a payment is made, or was."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.address import Address, Country
from hub.model.party import DocumentParty
from hub.model.period import Period
from hub.model.reference import DocumentReference
from hub.model.values import Amount, Code, Identifier, Text

__all__ = [
    "Branch",
    "CardAccount",
    "Clause",
    "CreditAccount",
    "FinancialAccount",
    "FinancialInstitution",
    "Payment",
    "PaymentMandate",
    "PaymentMeans",
    "TradeFinancing",
]


class FinancialInstitution(Struct, frozen=True, omit_defaults=True):
    """UBL ``FinancialInstitution``."""

    id: Identifier | None = None
    name: Text | None = None
    address: Address | None = None


class Branch(Struct, frozen=True, omit_defaults=True):
    """UBL ``Branch``."""

    id: Identifier | None = None
    name: Text | None = None
    financial_institution: FinancialInstitution | None = None
    address: Address | None = None


class FinancialAccount(Struct, frozen=True, omit_defaults=True):
    """A bank account or the like."""

    id: Identifier | None = None
    name: Text | None = None
    alias_name: Text | None = None
    account_type_code: Code | None = None
    account_format_code: Code | None = None
    currency_code: Code | None = None
    payment_note: tuple[Text, ...] = ()
    financial_institution_branch: Branch | None = None
    country: Country | None = None


class CardAccount(Struct, frozen=True, omit_defaults=True):
    """UBL ``CardAccount``."""

    primary_account_number_id: Identifier | None = None
    network_id: Identifier | None = None
    card_type_code: Code | None = None
    validity_start_date: dt.date | None = None
    expiry_date: dt.date | None = None
    issuer_id: Identifier | None = None
    issue_number_id: Identifier | None = None
    cv2_id: Identifier | None = None
    card_chip_code: Code | None = None
    chip_application_id: Identifier | None = None
    holder_name: Text | None = None


class CreditAccount(Struct, frozen=True, omit_defaults=True):
    """UBL ``CreditAccount``."""

    account_id: Identifier | None = None


class Clause(Struct, frozen=True, omit_defaults=True):
    """UBL ``Clause``."""

    id: Identifier | None = None
    content: tuple[Text, ...] = ()


class PaymentMandate(Struct, frozen=True, omit_defaults=True):
    """UBL ``PaymentMandate``."""

    id: Identifier | None = None
    mandate_type_code: Code | None = None
    maximum_payment_instructions_numeric: Decimal | None = None
    maximum_paid_amount: Amount | None = None
    signature_id: Identifier | None = None
    payer_party: DocumentParty | None = None
    payer_financial_account: FinancialAccount | None = None
    validity_period: Period | None = None
    payment_reversal_period: Period | None = None
    clause: tuple[Clause, ...] = ()


class TradeFinancing(Struct, frozen=True, omit_defaults=True):
    """UBL ``TradeFinancing``."""

    id: Identifier | None = None
    financing_instrument_code: Code | None = None
    contract_document_reference: DocumentReference | None = None
    document_reference: tuple[DocumentReference, ...] = ()
    financing_party: DocumentParty | None = None
    financing_financial_account: FinancialAccount | None = None
    clause: tuple[Clause, ...] = ()


class PaymentMeans(Struct, frozen=True, omit_defaults=True):
    """One way in which an amount may be paid."""

    id: Identifier | None = None
    payment_means_code: Code | None = None
    payment_due_date: dt.date | None = None
    payment_channel_code: Code | None = None
    instruction_id: Identifier | None = None
    instruction_note: tuple[Text, ...] = ()
    payment_id: tuple[Identifier, ...] = ()
    card_account: CardAccount | None = None
    payer_financial_account: FinancialAccount | None = None
    payee_financial_account: FinancialAccount | None = None
    credit_account: CreditAccount | None = None
    payment_mandate: PaymentMandate | None = None
    trade_financing: TradeFinancing | None = None


class Payment(Struct, frozen=True, omit_defaults=True):
    """An amount paid already (UBL ``Payment``, ``PrepaidPayment``)."""

    id: Identifier | None = None
    paid_amount: Amount | None = None
    received_date: dt.date | None = None
    paid_date: dt.date | None = None
    paid_time: dt.time | None = None
    instruction_id: Identifier | None = None
