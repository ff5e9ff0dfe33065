"""Means and terms of payment of other formats in OIOUBL's words.

BIS Billing 3 writes kind and number of a payment slip as one (``71#123456789012345``, DK-R-008
to DK-R-011); OIOUBL keeps them apart and names the channel.
"""

import re
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.payment import CreditAccount, FinancialInstitution, PaymentMeans
from hub.model.terms import PaymentTerms
from hub.model.values import Code, Identifier, Text
from hub.rules.translation import Translation

GIRO, SLIP, BANK, ABROAD = "50", "93", "42", "31"
DEBIT, CARD, NO_ACCOUNT = "49", "48", "97"
TRANSFER = "30"
SIMPLE = frozenset({"1", "10", "58", "59"})
SHORT_NUMBERED = frozenset({"04", "15", "71", "75"})
CHANNELS = {
    GIRO: "DK:GIRO",
    SLIP: "DK:FIK",
    BANK: "DK:BANK",
    ABROAD: "IBAN",
    "58": "IBAN",
    NO_ACCOUNT: "DK:NEMKONTO",
}
REGISTRATION = 4
CREDITOR = 8
"""Characters of the number that a payment slip is paid to."""

NOTE = 20
UNKNOWN = "1"
SEPA = "58"
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")


def means(head: Any, said: Translation) -> tuple[PaymentMeans, ...]:
    """Return the means of payment, each with the day the document names (BT-9)."""
    due = getattr(head, "due_date", None)
    made = tuple(
        _one(given, f"payment_means[{index}]", said)
        for index, given in enumerate(head.payment_means)
    )
    if due is None:
        return made
    for index, one in enumerate(made):
        if one.payment_due_date != due:
            said.lost(f"payment_means[{index}].payment_due_date", one.payment_due_date)
    if not made:
        said.derived("payment_means.payment_means_code", UNKNOWN)
        made = (PaymentMeans(payment_means_code=Code(UNKNOWN)),)
    return tuple(replace(one, payment_due_date=due) for one in made)


def _one(given: PaymentMeans, field: str, said: Translation) -> PaymentMeans:
    code = given.payment_means_code.value.strip() if given.payment_means_code else ""
    if given.payment_means_code is not None:
        said.lost(f"{field}.payment_means_code.name", given.payment_means_code.name)
    if code in (TRANSFER, ABROAD) or (code == BANK and _is_international(given)):
        code = _transfer(given, code, field, said)
    elif code not in HOW and code not in SIMPLE:
        # No other has a counterpart: which means it is remains undefined.
        said.narrowed(f"{field}.payment_means_code", code)
        code = UNKNOWN
    plain = replace(
        given,
        payment_means_code=Code(code),
        payment_channel_code=Code(CHANNELS[code]) if code in CHANNELS else None,
    )
    account = given.payee_financial_account
    if code in (BANK, ABROAD, SEPA) and (account is None or account.id is None):
        # F-LIB107, F-LIB377 and their like
        said.impossible("EN-10", f"{field}.payee_financial_account.id")
    how = HOW.get(code)
    return plain if how is None else how(plain, field, said)


def _is_international(given: PaymentMeans) -> bool:
    account = given.payee_financial_account
    number = "" if account is None or account.id is None else account.id.value.replace(" ", "")
    return IBAN.fullmatch(number) is not None


def _transfer(given: PaymentMeans, code: str, field: str, said: Translation) -> str:
    """Return how OIOUBL calls a transfer: it has no 30, and 31 needs the bank (F-LIB113).

    Without a bank, to an international number, it is a SEPA transfer, where that is enough.
    """
    branch = _branch(given)
    if branch is None or branch.id is None:
        code_there = SEPA if _is_international(given) else UNKNOWN
    else:
        code_there = ABROAD
    if code_there != code:
        said.narrowed(f"{field}.payment_means_code", code)
    return code_there


def _bank(given: PaymentMeans, field: str, said: Translation) -> PaymentMeans:
    branch = _branch(given)
    if branch is None or branch.id is None or len(branch.id.value) > REGISTRATION:
        said.impossible("OIO-06", f"{field}.payee_financial_account", BANK)
    return _noted(given, field, said)


def _noted(given: PaymentMeans, field: str, said: Translation) -> PaymentMeans:
    """F-LIB111, F-LIB133: what the payee is to read with the payment has 20 characters."""
    account, texts = given.payee_financial_account, given.payment_id
    if account is None or not texts:
        return given
    if len(texts[0].value) > NOTE:
        said.lost(f"{field}.payment_id", texts[0])
        return replace(given, payment_id=())
    noted = replace(account, payment_note=(Text(texts[0].value),))
    return replace(given, payment_id=(), payee_financial_account=noted)


def _debit(given: PaymentMeans, _field: str, _said: Translation) -> PaymentMeans:
    mandate = given.payment_mandate
    return replace(
        given,
        payment_mandate=None,
        payer_financial_account=mandate.payer_financial_account if mandate else None,
        instruction_id=Identifier(mandate.id.value) if mandate and mandate.id else None,
    )


def _card(given: PaymentMeans, field: str, said: Translation) -> PaymentMeans:
    if given.card_account is None:
        said.impossible("OIO-07", f"{field}.payment_means_code", CARD)
    said.lost(f"{field}.payment_id", given.payment_id)
    said.lost(f"{field}.payee_financial_account", given.payee_financial_account)
    return PaymentMeans(
        payment_means_code=given.payment_means_code, card_account=given.card_account
    )


def _no_account(given: PaymentMeans, field: str, said: Translation) -> PaymentMeans:
    said.lost(f"{field}.payment_id", given.payment_id)
    said.lost(f"{field}.payee_financial_account", given.payee_financial_account)
    return PaymentMeans(
        payment_means_code=given.payment_means_code,
        payment_channel_code=given.payment_channel_code,
    )


def _branch(given: PaymentMeans) -> Any:
    account = given.payee_financial_account
    return None if account is None else account.financial_institution_branch


def _slip(given: PaymentMeans, field: str, said: Translation) -> PaymentMeans:
    code = given.payment_means_code.value if given.payment_means_code else ""
    text = given.payment_id[0].value.strip() if given.payment_id else ""
    kind, hashed, number = text.partition("#")
    account = given.payee_financial_account
    known = hashed and account is not None and account.id is not None
    if not known or (kind in SHORT_NUMBERED) != bool(number):
        said.impossible("OIO-08", f"{field}.payment_id", text)
        return given
    said.lost(f"{field}.payment_id", given.payment_id[1:])
    made = replace(
        given,
        payment_id=(Identifier(kind),),
        instruction_id=Identifier(number) if number else None,
    )
    if code == GIRO or account is None or account.id is None:
        return made
    if len(account.id.value) != CREDITOR:
        # F-LIB305
        where = f"{field}.payee_financial_account.id"
        said.impossible("EN-39", where, account.id, CREDITOR, "holder")
    said.lost_but(f"{field}.payee_financial_account", account, "id")
    credit = CreditAccount(account_id=Identifier(account.id.value))
    return replace(made, payee_financial_account=None, credit_account=credit)


def _abroad(given: PaymentMeans, field: str, said: Translation) -> PaymentMeans:
    """F-LIB108, F-LIB113: an international number goes with that of the bank."""
    branch, account = _branch(given), given.payee_financial_account
    if account is None or branch is None or branch.id is None:
        said.impossible("OIO-06", f"{field}.payee_financial_account", ABROAD)
        return given
    held = replace(branch, id=None, financial_institution=_institution(branch))
    held_at = replace(account, financial_institution_branch=held)
    return _noted(replace(given, payee_financial_account=held_at), field, said)


def _institution(branch: Any) -> Any:
    return FinancialInstitution(id=Identifier(branch.id.value))


def terms(head: Any, said: Translation) -> tuple[PaymentTerms, ...]:
    """Return the terms with the amount they are about, which is all of it (F-INV134)."""
    total = head.legal_monetary_total
    payable = total.payable_amount if total is not None else None
    made = []
    said.lost("payment_terms", head.payment_terms[1:])
    for one in head.payment_terms[:1]:
        said.derived("payment_terms.amount", payable)
        made.append(PaymentTerms(note=one.note, amount=payable))
    return tuple(made)


HOW = MappingProxyType(
    {
        GIRO: _slip,
        SLIP: _slip,
        BANK: _bank,
        ABROAD: _abroad,
        DEBIT: _debit,
        CARD: _card,
        NO_ACCOUNT: _no_account,
    }
)
