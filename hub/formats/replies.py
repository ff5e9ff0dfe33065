"""What a receiver answers: which document, and whether it is accepted there."""

import re
from types import MappingProxyType
from typing import Any

from hub.matching.identification import number_of, text_of
from hub.model.applicationresponse import ApplicationResponse
from hub.model.kinds import KINDS
from hub.model.reference import DocumentReference
from hub.model.summary import Reply

__all__ = ["MOST_REPLIES", "replies_of"]

MOST_REPLIES = 500
"""How many documents of one answer are noted: each is written to inside the one transaction."""

_MEANING = MappingProxyType(
    {
        # UNCL 4343
        "AP": "accepted",
        "CA": "accepted",
        "RE": "rejected",
        "PD": "paid",
        "AB": "noted",
        "IP": "noted",
        "UQ": "queried",
        # the words that some profiles of UBL 2.0 have for them
        "BusinessAccept": "accepted",
        "BusinessReject": "rejected",
        "ProfileAccept": "noted",
        "ProfileReject": "rejected",
        "TechnicalAccept": "noted",
        "TechnicalReject": "rejected",
    }
)
_INVOICE = ("invoice", "self-billed-invoice")
_CREDIT = ("credit-note", "self-billed-credit-note")
_ORDER_ANSWER = (
    *("order-response", "order-response-simple"),
    *("order-response-advanced", "order-agreement"),
)
_ALIKE = (_INVOICE, _CREDIT, _ORDER_ANSWER)
"""Kinds that one name stands for; which it was depends on the format that it went out in."""

_UNCL_1001 = MappingProxyType(
    {
        **dict.fromkeys(("80", "82", "84", "326", "380", "383", "384", "386", "388"), _INVOICE),
        **dict.fromkeys(("389", "393", "395", "456", "457", "575", "623", "780"), _INVOICE),
        **dict.fromkeys(("81", "83", "261", "262", "296", "308", "381", "396"), _CREDIT),
        **dict.fromkeys(("420", "458", "532"), _CREDIT),
        **dict.fromkeys(("105", "220"), ("order",)),
        "230": ("order-change",),
        "231": _ORDER_ANSWER,
        "9": ("catalogue",),
        "351": ("despatch-advice",),
        "632": ("receipt-advice",),
    }
)
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def replies_of(header: Any) -> tuple[Reply, ...]:
    """Return what an answer says of each document that it names; nothing where it is none.

    One that it names twice is answered as it is said last.
    """
    if not isinstance(header, ApplicationResponse):
        return ()
    found: dict[tuple[Any, ...], Reply] = {}
    for one in header.document_response:
        code = _code(one.response)
        for named in one.document_reference if code is not None else ():
            number = number_of(named.id)
            if code is None or number is None:
                continue
            kinds, issued, version = _kinds(named), named.issue_date, text_of(named.version_id)
            meaning = _MEANING.get(code, "noted")
            found[number, kinds, issued, version] = Reply(
                number, meaning, code, kinds, issued, version
            )
    return tuple(found.values())


def _code(response: Any) -> str | None:
    given = None if response is None else response.response_code
    return None if given is None else given.value.strip() or None


def _kinds(named: DocumentReference) -> tuple[str, ...]:
    """Return what kinds of document a type stands for; none where it is not known what it says.

    It is a code of UNCL 1001, or the name that UBL has for the document.
    """
    said = text_of(named.document_type_code) or text_of(named.document_type)
    if said is None:
        return ()
    if said in _UNCL_1001:
        return _UNCL_1001[said]
    kind = _INNER_CAPITAL.sub("-", said).lower()
    if kind not in KINDS:
        return ()
    return next((alike for alike in _ALIKE if kind in alike), (kind,))
