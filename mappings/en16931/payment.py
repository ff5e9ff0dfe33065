"""Means and terms of payment in core words.

The Danish rules of BIS Billing 3 (DK-R-005 to DK-R-011) keep the slips of OIOUBL: kind and
number of a payment slip become one payment id (``71#123456789012345``), and the account they
are paid to becomes the payee's account.
"""

import re
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.payment import FinancialAccount, PaymentMandate, PaymentMeans
from hub.model.terms import PaymentTerms
from hub.model.values import Code, Identifier, Text
from hub.rules.translation import Translation

SLIPS = {"50": ("01", "04", "15"), "93": ("71", "73", "75")}
LENGTHS = MappingProxyType({"04": (16,), "15": (16,), "71": (15, 16), "75": (15, 16)})
"""How many characters the number of a slip has, where the kind of slip wants one."""

HOLDERS = MappingProxyType({"50": re.compile("[0-9]{7,8}"), "93": re.compile(".{8}")})
"""The number that a slip is paid to: of the giro, or of a creditor."""

DOMESTIC = frozenset({"1", "10", "31", "42", "48", "49", "50", "58", "59", "93", "97"})
IMPLIED = frozenset({"IBAN", "DK:BANK", "DK:GIRO", "DK:FIK", "DK:NEMKONTO", "ZZZ"})
NATIONAL, INTERNATIONAL = "42", "31"
TRANSFERS = frozenset({NATIONAL, INTERNATIONAL, "30", "58"})
DEBIT = "49"
DEBITS = frozenset({DEBIT, "59"})


def means(head: Any, said: Translation, *, domestic: bool) -> tuple[PaymentMeans, ...]:
    """Return the means of payment; ``domestic`` ones obey the Danish rules."""
    made = tuple(
        _one(given, f"payment_means[{index}]", said, domestic=domestic)
        for index, given in enumerate(head.payment_means)
    )
    return _alike(made, said)


def in_one_way(head: Any, said: Translation) -> Any:
    """Return a head in core words that names one way to pay: other syntaxes may name more."""
    return replace(head, payment_means=_alike(head.payment_means, said))


def _alike(given: tuple[PaymentMeans, ...], said: Translation) -> tuple[PaymentMeans, ...]:
    """UBL-SR-44, 45, 47: a document names one way to pay, and when; accounts may be several."""
    made = given[:1]
    for index, one in enumerate(given[1:], start=1):
        if _way(one) != _way(made[0]):
            said.lost(f"payment_means[{index}]", one)
            continue
        if one.payment_due_date != made[0].payment_due_date:
            said.lost(f"payment_means[{index}].payment_due_date", one.payment_due_date)
        code = one.payment_means_code
        if code is not None and code.name is not None:
            # UBL-SR-46
            said.lost(f"payment_means[{index}].payment_means_code.name", code.name)
            one = replace(one, payment_means_code=replace(code, name=None))  # noqa: PLW2901
        made = (*made, replace(one, payment_due_date=None))
    return made


def _way(one: PaymentMeans) -> tuple[object, object]:
    code = one.payment_means_code
    return None if code is None else code.value.strip(), one.payment_id


def judge_domestic(head: Any, said: Translation) -> None:
    """DK-R-005 to DK-R-011: how a Danish seller is paid by a Danish buyer."""
    for index, one in enumerate(head.payment_means):
        field = f"payment_means[{index}]"
        code = "" if one.payment_means_code is None else one.payment_means_code.value.strip()
        account, kind = one.payee_financial_account, _kind(one)
        known = account is not None and account.id is not None
        branch = account.financial_institution_branch if account is not None else None
        if code not in DOMESTIC:
            said.impossible("EN-34", f"{field}.payment_means_code", code)
        elif code in (NATIONAL, INTERNATIONAL) and not (known and branch and branch.id):
            said.impossible("EN-10", f"{field}.payee_financial_account")
        elif code in SLIPS and kind not in SLIPS[code]:
            said.impossible("EN-09", f"{field}.payment_id", kind, ", ".join(SLIPS[code]))
        elif code in SLIPS and not known:
            said.impossible("EN-10", f"{field}.payee_financial_account.id")
        elif code in SLIPS:
            _judge_slip(one, code, field, said)
        elif code == DEBIT:
            mandate = one.payment_mandate
            if mandate is None or mandate.id is None or mandate.payer_financial_account is None:
                said.impossible("EN-11", f"{field}.payment_mandate", mandate and mandate.id)


def _judge_slip(one: PaymentMeans, code: str, field: str, said: Translation) -> None:
    """DK-R-008 to DK-R-011: kind, # and number, and who is paid, have their lengths."""
    kind, mark, number = one.payment_id[0].value.partition("#")
    lengths = LENGTHS.get(kind, ())
    place = f"{field}.payment_id"
    if not mark and not lengths:
        said.impossible("EN-39", place, one.payment_id[0], f"{kind}#", "mark")
    elif not mark or (lengths and len(number) not in lengths):
        said.impossible("EN-39", place, one.payment_id[0], " / ".join(map(str, lengths)))
    account = one.payee_financial_account
    holder = "" if account is None or account.id is None else account.id.value
    if not HOLDERS[code].fullmatch(holder):
        wanted = "7 / 8" if code == "50" else "8"
        where = f"{field}.payee_financial_account.id"
        said.impossible("EN-39", where, holder, wanted, "holder")


def _one(given: PaymentMeans, field: str, said: Translation, *, domestic: bool) -> PaymentMeans:
    code = given.payment_means_code.value.strip() if given.payment_means_code else ""
    if given.payment_means_code is None or not code or (domestic and code not in DOMESTIC):
        said.impossible("EN-34", f"{field}.payment_means_code", code)
        return given
    channel = given.payment_channel_code
    if channel is not None and channel.value not in IMPLIED:
        said.lost(f"{field}.payment_channel_code", channel)
    made = replace(
        given,
        id=None,
        payment_means_code=Code(code, name=given.payment_means_code.name),
        payment_channel_code=None,
        payer_financial_account=None,
        payee_financial_account=_account(given.payee_financial_account),
    )
    if code in SLIPS and (domestic or _kind(given) in SLIPS[code]):
        return _slip(given, made, code, field, said)
    if code in TRANSFERS:
        return _transfer(given, made, field, said, domestic=domestic)
    if code in DEBITS:
        return _debit(given, made, field, said, domestic=domestic)
    if given.payer_financial_account is not None:
        said.lost(f"{field}.payer_financial_account", given.payer_financial_account)
    return made


def _kind(given: PaymentMeans) -> str:
    """Return the kind of a payment slip, which may stand alone or before its number."""
    return given.payment_id[0].value.strip().partition("#")[0] if given.payment_id else ""


def _slip(
    given: PaymentMeans, made: PaymentMeans, code: str, field: str, said: Translation
) -> PaymentMeans:
    kind = given.payment_id[0].value.strip() if given.payment_id else ""
    if kind.partition("#")[0] not in SLIPS[code]:
        said.impossible("EN-09", f"{field}.payment_id", kind, ", ".join(SLIPS[code]))
        return given
    if "#" not in kind:
        number = given.instruction_id.value.strip() if given.instruction_id else ""
        kind = f"{kind}#{number}"
    account = made.payee_financial_account
    if given.credit_account is not None and given.credit_account.account_id is not None:
        said.lost(f"{field}.payee_financial_account", account)
        account = FinancialAccount(id=Identifier(given.credit_account.account_id.value))
    if account is None or account.id is None:
        said.impossible("EN-10", f"{field}.payee_financial_account.id")
    said.lost(f"{field}.payer_financial_account", given.payer_financial_account)
    said.lost(f"{field}.payment_id", given.payment_id[1:])
    return replace(
        made,
        payment_id=(Identifier(kind),),
        instruction_id=None,
        credit_account=None,
        payee_financial_account=account,
    )


def _transfer(
    given: PaymentMeans, made: PaymentMeans, field: str, said: Translation, *, domestic: bool
) -> PaymentMeans:
    code = made.payment_means_code.value if made.payment_means_code else ""
    account = made.payee_financial_account
    branch = account.financial_institution_branch if account is not None else None
    held = given.payee_financial_account
    bank = held.financial_institution_branch if held is not None else None
    unnumbered = branch is not None and branch.id is None and not domestic
    if bank is not None and branch is not None and (code != NATIONAL or unnumbered):
        # BT-86 is the bank's own number (BIC) where there is one.
        found = bank.financial_institution.id if bank.financial_institution else None
        if found is not None:
            place = f"{field}.payee_financial_account.financial_institution_branch.id"
            said.lost(place, bank.id)
            branch = replace(branch, id=Identifier(found.value), financial_institution=None)
            account = replace(account, financial_institution_branch=branch)
    complete = account is not None and account.id is not None
    if domestic and code in (NATIONAL, INTERNATIONAL):
        complete = complete and branch is not None and branch.id is not None
    if not complete:
        said.impossible("EN-10", f"{field}.payee_financial_account")
    said.lost(f"{field}.payer_financial_account", given.payer_financial_account)
    notes = held.payment_note if held is not None else ()
    payment = made.payment_id
    if account is not None and notes and not payment:
        # BT-83 is what the payee is to read with the payment.
        payment = (Identifier(notes[0].value),)
        account = replace(account, payment_note=notes[1:])
    return replace(made, payee_financial_account=account, payment_id=payment)


def _debit(
    given: PaymentMeans, made: PaymentMeans, field: str, said: Translation, *, domestic: bool
) -> PaymentMeans:
    mandate = given.payment_mandate
    if mandate is None and given.instruction_id is not None:
        mandate = PaymentMandate(
            id=Identifier(given.instruction_id.value),
            payer_financial_account=_account(given.payer_financial_account),
        )
    payer = mandate.payer_financial_account if mandate is not None else None
    if mandate is None or mandate.id is None or (domestic and payer is None):
        number = None if mandate is None else mandate.id
        said.impossible("EN-11", f"{field}.instruction_id", number)
    return replace(made, instruction_id=None, payment_mandate=mandate)


def _account(given: FinancialAccount | None) -> FinancialAccount | None:
    if given is None or given.id is None:
        return given
    return replace(given, id=Identifier(given.id.value.strip()))


def terms(head: Any, said: Translation) -> tuple[PaymentTerms, ...]:
    """Return the terms of payment as one text (BT-20)."""
    notes = [note.value for one in head.payment_terms for note in one.note]
    total = head.legal_monetary_total
    whole = None if total is None else total.payable_amount
    for one in head.payment_terms:
        # That the terms are about all there is to pay goes without saying.
        clear = ("amount",) if one.amount == whole else ()
        said.lost_but("payment_terms", one, "note", "id", *clear)
    if not notes:
        return ()
    if len(notes) > 1:
        said.derived("payment_terms.note", len(notes))
    return (PaymentTerms(note=(Text("\n".join(notes)),)),)
